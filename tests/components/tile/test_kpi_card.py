from __future__ import annotations

import json
from typing import Any

import pytest
from dash.development.base_component import Component

from components.text import Words
from components.tile.kpi_card import Change, kpi_card
from data.drops.contract import Measure
from tests.components.answers import source

WORDS = Words("en", "USD")
DAYS = Measure(
    name="days_to_close_median", unit="days", desired="down", version=2, formula="median of closed - requested"
)


def texts(component: Component | str | None) -> list[str]:
    """Every text in a component, in reading order."""
    if component is None or isinstance(component, str):
        return [component] if component else []
    children: Any = getattr(component, "children", None)
    inner = children if isinstance(children, list) else [children]
    return [text for child in inner for text in texts(child)]


def written(component: Component) -> str:
    return json.dumps(component.to_plotly_json(), default=lambda each: each.to_plotly_json())


@pytest.mark.parametrize(
    ("direction", "desired", "tone"),
    [(1, "up", "good"), (-1, "up", "bad"), (1, "down", "bad"), (-1, "down", "good"), (1, "none", "neutral"),
     (0, "up", "neutral")],
)  # fmt: skip
def test_a_change_is_good_or_bad_by_what_is_desired(direction: int, desired: str, tone: str) -> None:
    assert Change("+1%", direction, desired).tone == tone


def test_a_tile_tells_everything_in_words() -> None:
    card = kpi_card(
        label="Time to close", value_text="7.4 days", words=WORDS, change=Change("+6.4%", 1, "down"),
        change_note="vs a year earlier", source=source("late"), definition=DAYS, target_text="target 5.0 days",
        meets_target=False,
    )  # fmt: skip
    assert texts(card) == [
        "Time to close", "median of closed - requested", "days_to_close_median, version 2", "7.4", "days", "↗",
        "+6.4%", "worse", "vs a year earlier", "Late", "to 2 Jan 2026", "target 5.0 days",
    ]  # fmt: skip
    assert "kpi-missed" in card.className


def test_a_number_with_a_space_inside_stays_whole() -> None:
    assert texts(kpi_card(label="Load", value_text="4 912", words=WORDS)) == ["Load", "4 912"]


def test_a_stale_tile_is_grey_and_loses_its_state() -> None:
    card = kpi_card(label="x", value_text="1", words=WORDS, source=source("stale"), meets_target=False)
    assert "kpi-stale" in card.className
    assert "kpi-missed" not in card.className


def test_simulated_says_so() -> None:
    assert "Simulated" in texts(kpi_card(label="x", value_text="1", words=WORDS, source=source(simulated=True)))


def test_a_missing_value_says_why() -> None:
    assert texts(kpi_card(label="GDP", value_text="–", note="Not published yet", words=WORDS)) == [
        "GDP", "–", "Not published yet",
    ]  # fmt: skip


def test_the_spark_line_is_told_to_those_who_do_not_see_it() -> None:
    card = kpi_card(label="x", value_text="1", words=WORDS, spark=[2.0, None, 5.0, 3.0], definition=DAYS)
    assert "From 2.0 days to 3.0 days; lowest 2.0 days, highest 5.0 days" in written(card)


def test_a_spark_line_of_one_value_is_left_out() -> None:
    assert "kpi-spark" not in written(kpi_card(label="x", value_text="1", words=WORDS, spark=[2.0]))


def test_a_definition_is_told_in_the_readers_language() -> None:
    first = Measure(name="backlog", unit="requests", desired="down", version=1, formula="requests open at the end")
    card = kpi_card(label="x", value_text="1", words=Words("zh", "CNY"), definition=first)
    assert texts(card)[1] == "时段末尚在办理的办件"


def test_a_definition_of_another_version_is_told_as_its_contract_says() -> None:
    """A translation of an older version would say something else than what was counted."""
    newer = Measure(name="backlog", unit="requests", desired="down", version=99, formula="requests open on any day")
    card = kpi_card(label="x", value_text="1", words=Words("zh", "CNY"), definition=newer)
    assert texts(card)[1] == "requests open on any day"
