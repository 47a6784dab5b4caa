"""Across a break in a city's records nothing is said to have changed, and why is said where both sides are seen."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from components.figures.ranking import ranking
from components.figures.trend import trend
from components.panel.panel import answer_panel
from components.shell.export_words import about_export
from components.tile.tiles import TileAnswer, answer_tile, own_change, tile_card
from components.view.breaks import break_note
from components.view.page import Page, Panel, Tile
from components.view.reader import Reader, read
from data.city.pack import Break
from data.reading import schema
from data.reading.answer import Found
from data.reading.queries.fiscal import budget, payments, spenders
from tests.city_with_records import CITY
from tests.components.answers import answer_of
from tests.conftest import forget_settings
from tests.data.reading.queries.fiscal.rows import TABLES, line
from tests.data.reading.queries.published import published

WHY = "From 2025 all grants are in it."
BROKEN = Break(frozenset({"budget_lines"}), date(2025, 1, 1), {"en": WHY, "zh": "自2025年起。"})
APPROVED = Tile("approved", budget.approved, budget.approved_trend, "approved_lcu", needs="budget_lines",
                against="tile.against_year_before")  # fmt: skip
GROWTH = Panel("growth", budget.growth_by_department, ranking, needs="budget_lines")
YEARS = Panel("departments", spenders.budget_by_year, trend, needs="budget_lines")
PAGE = Page("fiscal", "fiscal", tiles=(APPROVED,), panels=(GROWTH, YEARS))


@pytest.fixture(scope="module")
def of_riverton(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("breaks")
    lines = [*TABLES["budget_lines"], line(2026, "roads", "Salaries", 90.0)]
    bills = [{**TABLES["payments"][0], "payment_id": "p0", "paid_on": date(2024, 1, 2)}, *TABLES["payments"]]
    published(root, "fiscal", {"budget_lines": lines, "payments": bills})
    return root


@pytest.fixture
def reader(of_riverton: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    for name in ("cities", "snapshots", "outputs"):
        monkeypatch.setenv(f"CITYDECK_{name.upper()}_DIR", str(of_riverton / name))
    forget_settings()
    found = read({"city": CITY, "lang": "en"})
    assert found is not None
    return replace(found, city=replace(found.city, breaks=(BROKEN,)))


def of_year(reader: Reader, year: int) -> Reader:
    return replace(reader, filters=reader.filters.with_selection("fiscal_year", [str(year)]))


def told(part: Any) -> str:
    return json.dumps(part, default=lambda each: each.to_plotly_json())


def test_a_tile_gives_the_note_in_place_of_a_change_across_the_break(reader: Reader) -> None:
    across = of_year(reader, 2025)
    answer = answer_tile(APPROVED, across)
    assert isinstance(answer, TileAnswer)
    assert (answer.row.value, answer.row.before, answer.break_text) == (115.0, 90.0, WHY)
    assert own_change(APPROVED, answer, across, across.view(APPROVED)) is None
    card = told(tile_card(PAGE, APPROVED, across))
    assert WHY in card and "27.8%" not in card


def test_after_the_break_changes_are_told_again_and_the_line_begins_there(reader: Reader) -> None:
    answer = answer_tile(APPROVED, reader)
    assert isinstance(answer, TileAnswer)
    change = own_change(APPROVED, answer, reader, reader.view(APPROVED))
    assert answer.break_text == "" and change is not None and change.text == "-21.7%"
    assert answer.spark == [None, 115.0, 90.0]
    assert WHY not in told(tile_card(PAGE, APPROVED, reader))


def test_what_other_tables_say_is_not_broken(reader: Reader) -> None:
    paid = Tile("paid", payments.paid, payments.paid_trend, "paid_lcu", needs="payments")
    answer = answer_tile(paid, reader)
    assert isinstance(answer, TileAnswer) and answer.break_text == "" and None not in answer.spark


def test_twelve_months_before_and_after_a_break_are_not_compared(reader: Reader) -> None:
    """Payments of January and February 2024, which they do not end; the records' last day is the end of 2026."""
    broken = replace(reader.city, breaks=(replace(BROKEN, tables=frozenset({"payments"}), day=date(2026, 3, 1)),))
    paid = Tile("paid", payments.paid, payments.paid_trend, "paid_lcu", needs="payments")
    answer = answer_tile(paid, replace(reader, city=broken))
    assert isinstance(answer, TileAnswer) and answer.break_text == WHY and answer.spark == [None]


@pytest.mark.parametrize(("year", "said"), [(2025, True), (2026, False)])
def test_a_ranking_of_changes_has_the_note_where_it_reaches_over_the_break(
    reader: Reader, year: int, said: bool
) -> None:
    _, source = answer_panel(PAGE, GROWTH, of_year(reader, year))
    assert (WHY in told(source)) == said


@pytest.mark.parametrize("needs", ["requests", "budget_lines"])
def test_hours_of_a_day_lie_on_no_side_of_a_break(reader: Reader, needs: str) -> None:
    hours = Panel("hours", spenders.budget_by_year, trend, needs=needs)
    by_hour = answer_of({schema.time("hour"): [0, 23], schema.value("requests"): [1, 2]})
    assert break_note(hours, by_hour, reader) == ""


def test_a_chart_over_years_has_the_note_where_it_has_years_of_both_sides(reader: Reader) -> None:
    assert WHY in told(answer_panel(PAGE, YEARS, reader)[1])
    assert WHY not in told(answer_panel(PAGE, YEARS, of_year(reader, 2026))[1])


@pytest.mark.parametrize(("address", "across"), [
    ("growth", 2025), ("tile.approved", 2025), ("departments", None), ("tile.approved.trend", None),
])  # fmt: skip
def test_what_is_taken_away_has_the_note_as_the_page_has(reader: Reader, address: str, across: int | None) -> None:
    """A ranking and a tile of 2025 compare it with 2024; lines over all years have years of both sides."""
    part = PAGE.parts()[address]
    for view, said in ((of_year(reader, across) if across else reader, True), (of_year(reader, 2026), False)):
        outcome = view.ask(part)
        assert isinstance(outcome, Found)
        remark = about_export(PAGE, part, outcome.answer, view).provenance.get("Note", "")
        assert (WHY in remark) == said
