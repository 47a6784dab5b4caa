"""Cases that have not had time to end are neither better nor worse: they are left out, or said to be incomplete."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from components.tile.tiles import TileAnswer, answer_tile, meets_target, own_change, period_text
from components.view.comparison import maturity_note
from components.view.page import MapMeasure, Panel, Tile
from components.view.reader import Reader, read
from data.published.snapshots import read_snapshot
from data.reading.answer import answered
from data.reading.queries.services import measures, rankings, requests
from tests.city_with_records import CITY
from tests.conftest import forget_settings
from tests.data.reading.queries.published import published

FIRST, LAST = date(2024, 1, 1), date(2025, 6, 30)
COMPLETION = Tile("completion", measures.mature_total, measures.mature_trend, "completion_rate_share")
MEDIAN = Tile("median", requests.days_to_close_median_total, requests.days_to_close_by_month,
              "days_to_close_median", spark="median_days")  # fmt: skip


#: Requests of each day, all alike: of fewer a week's rate would not be told.
A_DAY = 5


def _request(day: date, copy: int) -> dict[str, Any]:
    """A request of that day: every tenth day's need 20 days, the others two; those that end after LAST are open."""
    number = (day - FIRST).days
    asked = datetime(day.year, day.month, day.day, 9)
    closed: datetime | None = asked + timedelta(days=20 if number % 10 == 0 else 2)
    if closed and closed.date() > LAST:
        closed = None
    return {
        "service_request_id": f"r{number}-{copy}", "service_id": "bins", "status": "closed" if closed else "open",
        "outcome": "completed" if closed else "pending", "channel": "app", "requested_datetime": asked,
        "closed_datetime": closed, "duplicate": False,
    }  # fmt: skip


@pytest.fixture
def reader(own_folders: Path) -> Reader:
    """Of a Riverton with A_DAY requests every day, each of which was or will be completed."""
    service = {"service_id": "bins", "name_en": "Bins", "department_id": "streets", "department_en": "Streets"}
    days = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
    every = [_request(day, copy) for day in days for copy in range(A_DAY)]
    published(own_folders, "services", {"services": [service], "requests": every})
    forget_settings()
    found = read({"city": CITY, "lang": "en"})
    assert found is not None
    return replace(found, city=replace(found.city, opens_on={"services": "P6M"}, targets={"completion_rate_share": 1}))


def of(reader: Reader, since: str, until: str) -> Reader:
    days = {"since": date.fromisoformat(since), "until": date.fromisoformat(until)}
    return replace(reader, filters=replace(reader.filters, **days))


def answer(tile: Tile, reader: Reader) -> TileAnswer:
    found = answer_tile(tile, reader)
    assert isinstance(found, TileAnswer)
    return found


def test_a_day_is_old_enough_when_99_of_100_that_end_have_ended(reader: Reader) -> None:
    assert reader.versions.snapshot("services").mature_days == {"closing": date(2025, 6, 10)}


def test_a_page_opens_on_months_old_enough_to_be_judged(reader: Reader) -> None:
    """Of the six months to June one in 15 of the last is open; of those to May none is, as a year earlier."""
    view = reader.view(COMPLETION)
    assert (view.since, view.until) == (date(2024, 12, 1), date(2025, 5, 31))
    found = answer(COMPLETION, reader)
    assert (found.row.value, found.row.n) == (1.0, 182 * A_DAY)
    assert found.spark == [1.0] * 25, "whole weeks from 2 December to 25 May"
    assert period_text(COMPLETION, reader) == "1 Dec 2024 – 31 May 2025"
    assert reader.view(measures.counted_total).until == date(2025, 6, 30)


@pytest.mark.parametrize(
    ("since", "until", "judged"),
    [("2025-05-01", "2025-06-30", "2025-05-31"), ("2025-05-20", "2025-06-20", "2025-06-10")],
)
def test_of_a_chosen_period_the_part_that_is_old_enough_counts(
    reader: Reader, since: str, until: str, judged: str
) -> None:
    chosen = of(reader, since, until)
    assert chosen.view(COMPLETION) == of(reader, since, judged).filters
    assert answer(COMPLETION, chosen).row.value == 1.0
    change = own_change(COMPLETION, answer(COMPLETION, chosen), chosen, chosen.view(COMPLETION))
    assert change is not None
    assert (change.text, change.tone) == ("no change", "neutral")
    assert meets_target(COMPLETION, answer(COMPLETION, chosen), chosen) is True


def test_what_is_not_old_enough_is_said_without_a_verdict(reader: Reader) -> None:
    """22 to 30 June: 6 of 9 are closed, all of them after two days; a year earlier all 9 were completed."""
    chosen = of(reader, "2025-06-22", "2025-06-30")
    found = answer(COMPLETION, chosen)
    change = own_change(COMPLETION, found, chosen, chosen.view(COMPLETION))
    assert found.row.value == pytest.approx(6 / 9)
    assert change is not None
    assert (change.text, change.tone) == ("-33.3 pp", "neutral")
    assert period_text(COMPLETION, chosen) == "22 Jun 2025 – 30 Jun 2025, not yet complete"
    assert meets_target(COMPLETION, found, chosen) is None
    assert found.spark == [None] * len(found.spark)


def test_maps_and_rankings_are_of_the_same_cases_and_say_so(reader: Reader) -> None:
    shaded = MapMeasure("completion", measures.completion_rate_by_area)
    assert reader.view(shaded) == reader.view(COMPLETION) == reader.view(MEDIAN)
    assert maturity_note(shaded, reader) == "Cases old enough to have ended: 1 Dec 2024 – 31 May 2025."
    assert (
        maturity_note(shaded, of(reader, "2025-06-22", "2025-06-30"))
        == "Not yet complete: recent cases may still close."
    )
    assert maturity_note(shaded, of(reader, "2024-03-01", "2024-03-31")) == ""
    ranked = answered(reader.ask(rankings.requests_by_service, of(reader, "2025-05-01", "2025-06-30").filters))
    assert ranked is not None
    assert ranked.records() == [
        {"service": "bins", "name": "Bins", "requests": 61 * A_DAY, "completion_rate_share": 1.0}
    ]  # fmt: skip


def test_a_chart_knows_which_of_its_weeks_are_not_complete(reader: Reader) -> None:
    panel = Panel("days", requests.days_to_close_by_month, lambda found, words: {})
    found = answered(reader.ask(panel))
    assert found is not None
    assert found.columns["week"][-4:] == ["2025-06-02", "2025-06-09", "2025-06-16", "2025-06-23"]
    assert found.is_mature() == [True] * (found.rows - 3) + [False] * 3


def test_a_snapshot_that_does_not_know_which_cases_are_old_enough_gives_no_verdict(reader: Reader) -> None:
    """It was published by an earlier version: the last days look worse there, because their cases are still open."""
    folder = reader.versions.snapshot("services").folder
    said = json.loads((folder / "snapshot.json").read_text("utf-8"))
    del said["mature_days"]
    (folder / "snapshot.json").write_text(json.dumps(said), "utf-8")
    (folder / "SHA256SUMS").unlink()
    read_snapshot.cache_clear()
    found = read({"city": CITY, "lang": "en", "since": "2025-06-01", "until": "2025-06-30"})
    assert found is not None
    assert found.view(COMPLETION) == found.filters
    # Of a measure without a test for chance, so that nothing else could take the verdict.
    told = answer(COMPLETION, found)
    told = replace(told, measure=replace(told.measure, distribution="none", materiality=0.0))
    change = own_change(COMPLETION, told, found, found.view(COMPLETION))
    assert change is not None and (change.direction, change.clear) == (-1, False)
    assert period_text(COMPLETION, found).endswith("not yet complete")
