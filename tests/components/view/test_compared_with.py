"""What a view is compared with: nothing where the two do not differ in what is asked, and else by its right name."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from components.shell import registry
from components.shell.view_frame import chips
from components.view.comparison import other_name, unread_period_note
from components.view.reader import Reader, read
from data.reading.bound_sql import BoundSql
from data.reading.filters import Filters
from data.reading.queries.economy import growth
from data.reading.queries.services import measures, requests
from data.reading.question import Question
from data.reading.store import Store
from tests.city_with_records import CITY
from tests.components.tile.test_kpi_card import texts
from tests.pages.asking import tiles


def reader_of(**asked: str) -> Reader:
    reader = read({"city": CITY, "lang": "en", **asked})
    assert reader is not None
    return reader


@pytest.mark.usefixtures("client")
def test_what_reads_no_period_is_compared_with_no_other_one() -> None:
    """The newest quarter's growth is that of no period: beside another one it would be said to be what it was then."""
    reader = reader_of(since="2025-01-01", until="2025-03-31", compare="previous")
    for question in (growth.gdp_growth, growth.surprise):
        assert reader.other_view(question) is None
        assert not reader.reads_period(question)
    assert reader.other_view(measures.counted_total) is not None
    assert reader.reads_period(measures.counted_total)
    assert unread_period_note(growth.fan, reader) == "The chosen period does not narrow this."
    assert unread_period_note(measures.counted_total, reader) == ""
    assert unread_period_note(growth.fan, reader_of()) == ""


@pytest.mark.usefixtures("client")
def test_whoever_writes_a_day_of_the_period_reads_it_and_no_other_statement_is_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A period that is all of the records is read too, though the statement without one has the same days."""
    whole = reader_of().days_covered("services")
    assert whole is not None
    asked: list[Filters] = []
    make = Store.sql

    def noted(self: Store, question: Question, filters: Filters, *of: Any) -> BoundSql:
        asked.append(filters)
        return make(self, question, filters, *of)

    monkeypatch.setattr(Store, "sql", noted)
    reader = reader_of(since=whole[0].isoformat(), until=whole[1].isoformat())
    assert reader.reads_period(requests.requests_by_month)
    assert [(view.since, view.until) for view in asked] == [whole]


def test_tiles_name_what_they_are_compared_with(client: FlaskClient) -> None:
    """A budget is of its fiscal year, whichever days of it are chosen, and within a year there is no other one."""
    across = {"since": "2025-01-01", "until": "2025-03-31", "compare": "previous"}
    approved = next(tile for tile in tiles(client, "fiscal", **across) if tile[0].startswith("Approved"))
    assert any(text.startswith("fiscal year 2024: ") for text in approved)
    within = {"since": "2025-04-01", "until": "2025-06-30", "compare": "previous"}
    approved = next(tile for tile in tiles(client, "fiscal", **within) if tile[0].startswith("Approved"))
    assert "latest year vs the year before" in approved
    for tile in tiles(client, "economy", **across):
        assert not any("2024" in text or "1 Jan 2025" in text for text in tile), tile


@pytest.mark.usefixtures("client")
def test_a_page_with_nothing_to_compare_says_so() -> None:
    page = registry.pages()["economy"]
    growth_alone = replace(page, tiles=tuple(tile for tile in page.tiles if tile.key == "growth"))
    reader = reader_of(since="2025-01-01", until="2025-03-31", compare="previous")
    assert "does not apply to this page" in texts(chips(growth_alone, reader)[-1])
    assert "1 Oct 2024 – 31 Dec 2024" in texts(chips(registry.pages()["services"], reader)[-1])


@pytest.mark.usefixtures("client")
def test_a_newest_figure_that_is_of_no_fiscal_year_is_not_named_by_one() -> None:
    reader = reader_of(since="2025-01-01", until="2025-03-31", compare="previous")
    tile = next(tile for tile in registry.pages()["fiscal"].tiles if tile.key == "approved")
    own, other = reader.view(tile), reader.other_view(tile)
    assert other is not None
    assert other_name(tile, reader, own, other, of_a_year=True) == "fiscal year 2024"
    assert other_name(tile, reader, own, other, of_a_year=False) == "1 Oct 2024 – 31 Dec 2024"
