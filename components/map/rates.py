"""Shares on a map: how sure each is, and those of too few cases, which are not said."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from components.text import Words
from components.view.page import MapMeasure
from data.drops.contract import load_contract
from data.reading.answer import Answer
from data.reading.chance import FEWEST_OF_RATE, wilson_interval

#: The status of an area whose share is of too few cases.
FEW = "small"


def is_share_of_cases(answer: Answer, measure: MapMeasure) -> bool:
    """Whether the map is shaded by a share of the cases that its answer counts, as the contract defines the measure."""
    name = answer.one("value").name
    return any(each.name == name and each.distribution == "binomial" for each in load_contract(measure.domain).measures)


def sayable(answer: Answer, measure: MapMeasure) -> Answer:
    """The answer without the shares of fewer than FEWEST_OF_RATE cases: None, of status `small`."""
    if not is_share_of_cases(answer, measure):
        return answer
    value, state = answer.one("value"), answer.one("state")
    few = [0 < (n or 0) < FEWEST_OF_RATE for n in answer.values(answer.one("count"))]
    columns = dict(answer.columns)
    for column, instead in ((value, None), (state, FEW)):
        columns[column.name] = [
            instead if hide else each for hide, each in zip(few, answer.values(column), strict=True)
        ]
    return replace(answer, columns=columns)


def interval_text(row: dict[str, Any], answer: Answer, measure: MapMeasure, words: Words) -> str:
    """*12.0% to 15.1%*: the 95 % interval of an area's share; empty where the measure is no share of cases."""
    value, n = answer.one("value"), row[answer.one("count").name]
    share = row[value.name]
    if share is None or not n or not is_share_of_cases(answer, measure):
        return ""
    return words.range(*wilson_interval(share, n), value.unit)
