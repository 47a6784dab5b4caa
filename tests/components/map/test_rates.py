"""Shares of few and of many cases on a map, read off small numbers."""

from __future__ import annotations

from typing import Any

from components.map.city_map import hideout
from components.map.map_panel import area_list
from components.map.rates import sayable
from components.text import Words
from components.view.page import MapMeasure
from data.reading import schema
from data.reading.queries.economy import by_area
from data.reading.queries.food_safety import inspections
from tests.components.answers import answer_of
from tests.components.tile.test_kpi_card import texts

WORDS = Words("en", "USD")
SHARE = MapMeasure("critical_share", inspections.critical_share_by_area)
#: 81 of 263 visits (Newcombe 1998), and 29 visits.
ROWS: list[list[Any]] = [["NW", "SE"], ["Northwest", "Southeast"], [81 / 263, 1.0], [263, 29], [None, None],
                         ["shown", "shown"]]  # fmt: skip
ANSWER = answer_of(dict(zip(schema.choropleth("critical_share", "share"), ROWS, strict=True)))


def test_an_area_says_its_share_its_interval_and_its_cases() -> None:
    shown = hideout(sayable(ANSWER, SHARE), WORDS, SHARE)["values"]["NW"]
    assert (shown["value"], shown["told"][0]) == ("30.8%", ["95% interval", "25.5% to 36.6%"])
    assert shown["told"][1][1] == "263"


def test_a_share_of_too_few_cases_is_hatched_and_not_said() -> None:
    shown = hideout(sayable(ANSWER, SHARE), WORDS, SHARE)["values"]["SE"]
    assert (shown["value"], shown["step"], shown["hatched"]) == ("no value", "none", True)
    assert ["status", "Too few cases to say"] in [[word.lower(), told] for word, told in shown["told"]]


def test_the_list_says_the_same() -> None:
    assert texts(area_list(sayable(ANSWER, SHARE), SHARE, WORDS)) == [
        "Northwest", "30.8% (25.5% to 36.6%, n\u00a0=\u00a0263)",
        "Southeast", "too few to say (n\u00a0=\u00a029)",
    ]  # fmt: skip


def test_a_published_rate_is_no_share_of_cases_here() -> None:
    """Unemployment is one number of its publisher's: what its `n` counts is not the labour force."""
    rows = [*ROWS[:3], [1, 1], *ROWS[4:]]
    published = answer_of(dict(zip(schema.choropleth("unemployment_share", "share"), rows, strict=True)))
    measure = MapMeasure("unemployment_share", by_area.unemployment_by_area)
    assert sayable(published, measure) == published
