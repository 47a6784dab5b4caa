"""What is expected of the coming days, and which days were unusual, beside the requests that they are told from."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from data.reading.answer import NotInScopeError
from data.reading.queries.services import outlook as services_outlook
from data.reading.queries.services.outlook import DAYS_BEFORE
from tests.data.reading.queries.published import Published, Rows, published
from tests.data.reading.queries.services.rows import CATALOGUE, FRAME, LAST, REQUESTS, ask, chosen

View = dict[str, Any]
FORECASTS: Rows = [
    {"made_on": LAST, "scope": scope, "scope_id": own, "day": LAST + timedelta(days=ahead),
     "expected": 2.0 * ahead, "low80": 1.0 * ahead, "high80": 3.0 * ahead, "method": "counted"}
    for scope, own in (("city", "city"), ("service", "bins")) for ahead in (1, 2)
]  # fmt: skip
ANOMALIES: Rows = [
    {"anomaly_id": "a", "scope": "service", "service_id": "bins", "department_id": "streets", "kind": "outage",
     "first_day": date(2024, 5, 1), "found_day": date(2024, 5, 2), "last_day": date(2024, 5, 3), "expected": 9.6,
     "seen": 1, "score": 5.0, "area_id": "NW"},
    {"anomaly_id": "b", "scope": "department", "department_id": "police", "kind": "surge",
     "first_day": date(2024, 7, 1), "found_day": date(2024, 7, 1), "last_day": date(2024, 7, 1), "expected": 3.0,
     "seen": 20, "score": 9.0, "channel": "app"},
    {"anomaly_id": "c", "scope": "city", "kind": "surge", "first_day": date(2024, 6, 4), "found_day": date(2024, 6, 4),
     "last_day": date(2024, 6, 4), "expected": 40.0, "seen": 90, "score": 7.0},
]  # fmt: skip


@pytest.fixture(scope="module")
def foreseen(tmp_path_factory: pytest.TempPathFactory) -> Published:
    tables = {"services": CATALOGUE, "requests": REQUESTS, "forecasts": FORECASTS, "anomalies": ANOMALIES}
    return published(tmp_path_factory.mktemp("foreseen"), "services", tables)


@pytest.mark.parametrize("selected", [{}, {"service": "bins"}])
def test_the_forecast_follows_the_days_that_were_counted(foreseen: Published, selected: View) -> None:
    told = ask(foreseen, services_outlook.requests_by_day, selected)
    seen = {row["day"]: row["requests"] for row in told if row["expected"] is None}
    last = FRAME.day.max()
    counted = chosen(selected).day.value_counts()
    days = {day for day in FRAME.day if day > last - timedelta(days=DAYS_BEFORE)}
    assert seen == {day.isoformat(): counted.get(day, 0) for day in days}
    ahead = [(row["expected"], row["expected_low"], row["expected_high"]) for row in told if row["requests"] is None]
    assert ahead == [(2.0, 1.0, 3.0), (4.0, 2.0, 6.0)]


def test_the_newest_forecast_goes_on_beyond_a_day_that_has_begun(tmp_path: Path) -> None:
    """Made in the morning for LAST and the days after it: the records reach into LAST by now."""
    made = {"scope": "city", "scope_id": "city", "low80": 1.0, "high80": 9.0, "method": "counted"}
    forecasts = [
        made | {"made_on": LAST - timedelta(days=before), "day": LAST + timedelta(days=ahead), "expected": expected}
        for before, ahead, expected in ((8, 0, 3.0), (8, 1, 4.0), (1, 0, 5.0), (1, 1, 6.0), (1, 2, 7.0))
    ]
    city = published(tmp_path, "services", {"services": CATALOGUE, "requests": REQUESTS, "forecasts": forecasts})
    told = city.ask(services_outlook.requests_by_day)
    assert [(row["day"], row["expected"]) for row in told if row["expected"] is not None] == [
        ((LAST + timedelta(days=1)).isoformat(), 6.0), ((LAST + timedelta(days=2)).isoformat(), 7.0),
    ]  # fmt: skip
    assert [row["requests"] is None for row in told].count(True) == 2


def test_a_view_without_a_series_says_which_choice_has_none(foreseen: Published) -> None:
    for view, blamed in (({"channel": "app"}, "channel"), ({"service": "bins", "area": "NW"}, "area")):
        with pytest.raises(NotInScopeError) as told:
            ask(foreseen, services_outlook.requests_by_day, view)
        assert told.value.dimension == blamed


def test_anomalies_are_the_newest_first_with_their_names(foreseen: Published) -> None:
    told = foreseen.ask(services_outlook.anomalies)
    assert [(row["kind"], row["name"], row["expected"], row["seen"], row["channel"], row["area"]) for row in told] == [
        ("surge", "Police", 3.0, 20, "app", None), ("surge", "Riverton", 40.0, 90, None, None),
        ("outage", "Bins", 10.0, 1, None, "Northwest"),
    ]  # fmt: skip
    assert [(row["service"], next(iter(row))) for row in told] == [
        (None, "service"),
        (None, "service"),
        ("bins", "service"),
    ]
    assert [row["kind"] for row in foreseen.ask(services_outlook.anomalies, until="2024-05-31")] == ["outage"]
    assert [row["kind"] for row in foreseen.ask(services_outlook.anomalies, service="bins")] == ["outage"]
    assert foreseen.ask(services_outlook.anomalies, since="2024-08-01") == []
