"""What one premises' page lists, in the reader's words and not in codes."""

from __future__ import annotations

from typing import Any

from components.panel.premises_lists import open_alert_table, timeline
from components.text import Words
from data.reading import schema
from data.reading.answer import Answer
from tests.components.answers import source
from tests.components.tile.test_kpi_card import texts

WORDS = Words("en", "CNY")


def _answer(columns: schema.Schema, **values: list[Any]) -> Answer:
    assert [column.name for column in columns] == list(values)
    return Answer(values, source(), columns)


def test_an_open_alert_names_its_hazard_and_counts_whole_days() -> None:
    columns = (
        schema.identity("alert_id"),
        *schema.details("hazard_class", "hazard", "raised", "due_on"),
        schema.detail("open_days", "days"),
    )
    rows = {"alert_id": ["a"], "hazard_class": ["II"], "hazard": ["open_bin"], "raised": ["2026-01-02"]}
    shown = open_alert_table(_answer(columns, **rows, due_on=["2026-01-09"], open_days=[24]), WORDS)
    # By when comes before since when: in a narrow panel the last columns are out of sight.
    said = ["Class II · by deadline", "Open waste bin", "9 Jan 2026", "2 Jan 2026", "24 days"]
    assert texts(shown)[-5:] == said


def test_an_alert_of_today_says_so_and_a_column_of_dashes_is_left_out() -> None:
    columns = (
        schema.identity("alert_id"),
        *schema.details("hazard_class", "hazard", "rectified_on"),
        schema.detail("open_days", "days"),
    )
    rows = {"alert_id": ["a"], "hazard_class": ["III"], "hazard": ["no_hat"], "rectified_on": [None], "open_days": [0]}
    shown = open_alert_table(_answer(columns, **rows), WORDS)
    assert texts(shown) == ["Hazard class", "Open for", "Class III · daily", "No hat", "today"]


def test_a_timeline_names_the_hazard() -> None:
    columns = (schema.time("day", "date"), *schema.details("event", "hazard"))
    shown = timeline(_answer(columns, day=["2026-01-02"], event=["raised"], hazard=["open_bin"]), WORDS)
    assert texts(shown) == ["2 Jan 2026", "Alert raised", "Open waste bin"]
