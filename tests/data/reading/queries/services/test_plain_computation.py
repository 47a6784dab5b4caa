"""Every list, chart and map of services against a plain computation over the same requests, in any view."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from math import ceil
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from data.reading.answer import NotInScopeError
from data.reading.queries.services import by_calendar
from data.reading.queries.services import measures as services_measures
from data.reading.queries.services import one_service as services_service
from data.reading.queries.services import outlook as services_outlook
from data.reading.queries.services import rankings as services_ranked
from data.reading.queries.services import requests as services
from data.reading.queries.services.requests import FEWEST_RANKED, LAST_BIN_DAYS
from data.reading.question import Question
from data.reading.store import Store
from tests.city_with_records import CITY
from tests.data.reading.queries.published import Published, published
from tests.data.reading.queries.services.rows import (
    CATALOGUE,
    FRAME,
    LAST,
    REQUESTS,
    VIEWS,
    ask,
    by_period,
    chosen,
    grain_of_chart,
    span_of,
)

View = dict[str, Any]
Plain = Callable[[View], list[tuple[Any, ...]]]
BANDS = ("0-7", "8-30", "31-90", "91-365", "366+")
OFFER = {str(row["service_id"]): row for row in CATALOGUE}


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Published:
    tables = {"services": CATALOGUE, "requests": REQUESTS}
    return published(tmp_path_factory.mktemp("plain"), "services", tables)


def but(view: View, *keys: str) -> pd.DataFrame:
    """The requests of the view without those choices."""
    return chosen({key: value for key, value in view.items() if key not in keys})


def closed(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[(frame.status == "closed") & frame.days.notna()]


def at(days: pd.Series[float], share: float) -> float:
    return float(np.quantile(days, share, method="inverted_cdf"))


#: The month of the first day whose requests have not all had time to be closed: 99 % of those closed needed less.
IMMATURE_FROM = (LAST - timedelta(days=ceil(at(closed(FRAME).days, 0.99)) - 1)).replace(day=1)


def completion(frame: pd.DataFrame) -> float | None:
    """The share completed of the requests of months that are old enough."""
    mature = frame[frame.day < IMMATURE_FROM]
    return (mature.outcome == "completed").mean() if len(mature) else None


def ranked(frame: pd.DataFrame, column: str) -> list[tuple[Any, ...]]:
    """(value, requests, completion rate), most requests first, then by name; what has no name comes last."""
    found = [
        (None if pd.isna(key) else key, len(part), completion(part))
        for key, part in frame.groupby(column, dropna=False)
    ]
    return sorted(found, key=lambda row: (-row[1], row[0] is None, str(row[0])))


def districts(view: View) -> list[tuple[Any, ...]]:
    """As `ranked`, by area. Riverton has no floor of counts of people: nothing is perturbed."""
    return ranked(but(view, "area"), "area")


def failing(view: View) -> list[tuple[Any, ...]]:
    found = []
    for service, part in but(view, "service").groupby("service_id"):
        failed = int(part.outcome.isin(["abandoned", "rejected"]).sum())
        if failed:
            found.append((service, failed, failed / len(part), len(part)))
    return sorted(found, key=lambda row: (-row[1], row[0]))


def slowest(view: View) -> list[tuple[Any, ...]]:
    parts = closed(but(view, "service")).groupby("service_id")
    found = [(service, at(part.days, 0.9), len(part)) for service, part in parts if len(part) >= FEWEST_RANKED]
    return sorted(found, key=lambda row: (-row[1], row[0]))


def slowest_natures(view: View) -> list[tuple[Any, ...]]:
    found = [
        (nature, at(part.days, 0.9), at(part.days, 0.5), len(part))
        for nature, part in closed(but(view, "nature")).groupby("nature")
        if len(part) >= FEWEST_RANKED
    ]
    return sorted(found, key=lambda row: (-row[1], row[0]))


def days_of(view: View) -> pd.DatetimeIndex:
    return pd.date_range(*span_of(view))


def pairs(frame: pd.DataFrame, days: pd.DatetimeIndex, across: str) -> list[tuple[Any, ...]]:
    """Every pair of a value and a year with its requests a day, None where it has no day; nothing of nothing."""
    asked = pd.DatetimeIndex(pd.to_datetime(frame.day))
    counted = Counter(zip(getattr(asked, across), asked.year, strict=True))
    lengths = Counter(zip(getattr(days, across), days.year, strict=True))
    every = [(value, year) for year in sorted(set(days.year)) for value in sorted(set(getattr(days, across)))]
    return [(*pair, counted[pair] / lengths[pair] if lengths[pair] else None) for pair in every if len(frame)]


def weekdays(view: View) -> list[tuple[Any, ...]]:
    return pairs(chosen(view), days_of(view), "day_of_week")


def seasons(view: View) -> list[tuple[Any, ...]]:
    days = pd.DataFrame({"day": days_of(view).date})
    whole = pd.DatetimeIndex(pd.to_datetime(by_period(view, days, "month").day))
    return pairs(by_period(view, chosen(view), "month"), whole, "month")


def weekday_hours(view: View) -> list[tuple[Any, ...]]:
    frame = chosen(view)
    hour, weekday = frame.requested_datetime.dt.hour, pd.to_datetime(frame.day).dt.day_of_week
    counted, days = Counter(zip(hour, weekday, strict=True)), Counter(days_of(view).day_of_week)
    return [(each, day, counted[each, day] / days[day]) for day in sorted(days) for each in sorted(set(hour))]


def binned(days: pd.Series[float], width: float, last: int) -> list[tuple[Any, ...]]:
    bins = np.minimum(np.floor(days / width), last).value_counts().sort_index()
    return [(each * width, None if each == last else (each + 1) * width, count) for each, count in bins.items()]


def distribution(view: View) -> list[tuple[Any, ...]]:
    return binned(closed(chosen(view)).days, 1, LAST_BIN_DAYS)


def against_deadline(view: View) -> list[tuple[Any, ...]]:
    offers = [OFFER[view["service"]]] if "service" in view else list(OFFER.values())
    deadlines = [offer["deadline_days"] for offer in offers if offer.get("deadline_days") is not None]
    width = max(max(deadlines) / 4, 0.25) if deadlines else 1.0
    return binned(closed(chosen(view)).days, width, 12)


def channels(view: View) -> list[tuple[Any, ...]]:
    frame = chosen(view)
    counted = by_period(view, frame, grain_of_chart(view, "channel")).groupby(["period", "channel"]).size()
    return [(period, channel, count) for (period, channel), count in counted.items()]


def days_by_month(view: View) -> list[tuple[Any, ...]]:
    grain = grain_of_chart(view, family="closing")
    return [(month, at(part.days, 0.5), at(part.days, 0.9))
            for month, part in by_period(view, closed(chosen(view)), grain).groupby("period")]  # fmt: skip


def satisfied_by_month(view: View) -> list[tuple[Any, ...]]:
    frame = chosen(view)
    months = by_period(view, frame[frame.rating.notna()], grain_of_chart(view)).groupby("period")
    return [(month, (part.rating >= 4).mean(), len(part)) for month, part in months]


def on_time_by_month(view: View) -> list[tuple[Any, ...]]:
    frame = chosen(view)
    due = frame[(frame.status == "closed") & frame.deadline_days.notna()]
    needed = (due.closed_datetime.dt.normalize() - due.requested_datetime.dt.normalize()).dt.days
    kept = due.assign(on_time=needed <= due.deadline_days)
    months = by_period(view, kept, grain_of_chart(view)).groupby("period")
    return [(month, part.on_time.mean(), len(part)) for month, part in months]


def digital_by_month(view: View) -> list[tuple[Any, ...]]:
    frame = chosen(view)
    done = frame[(frame.outcome == "completed") & (frame.channel != "unknown")]
    told = done.assign(digital=done.channel.isin(["app", "web", "kiosk"]) | done.assisted_digital)
    months = by_period(view, told, grain_of_chart(view)).groupby("period")
    return [(month, part.digital.mean(), len(part)) for month, part in months]


def backlog(view: View) -> list[tuple[Any, ...]]:
    frame, (since, until) = but(view, "period"), span_of(view)
    grain = grain_of_chart(view, family="backlog")
    days = pd.date_range(since, until, freq="D") if since <= until else pd.DatetimeIndex([])
    every = by_period(view, pd.DataFrame({"day": days.date}), grain)
    found = []
    for period, part in every.groupby("period"):
        end = part.day.max()
        open_then = (frame.day <= end) & (frame.closed_datetime.isna() | (frame.closed_datetime.dt.date > end))
        found.append((period, int(open_then.sum())))
    return found


def aged_backlog(view: View) -> list[tuple[Any, ...]]:
    """The open requests of each period's end by their age, none where there are none."""
    frame, (since, until) = but(view, "period"), span_of(view)
    days = pd.date_range(since, until, freq="D") if since <= until else pd.DatetimeIndex([])
    every = by_period(view, pd.DataFrame({"day": days.date}), grain_of_chart(view, family="backlog"))
    found = []
    for period, part in every.groupby("period"):
        end = part.day.max()
        then = frame[(frame.day <= end) & (frame.closed_datetime.isna() | (frame.closed_datetime.dt.date > end))]
        ages = pd.cut(then.day.map(lambda day, end=end: (end - day).days), [-1, 7, 30, 90, 365, 9999], labels=BANDS)
        found += [(period, band, count) for band, count in sorted(ages.value_counts().items()) if count]
    return found


def changes(view: View) -> list[tuple[Any, ...]]:
    frame = but(view, "period")
    until = view["period"][1] if "period" in view else FRAME.day.max()
    week, before = ((until - timedelta(days=6), until), (until - timedelta(days=13), until - timedelta(days=7)))
    return [("requests", *(int(frame.day.between(*span).sum()) for span in (week, before)))]


PLAIN: dict[Question, tuple[tuple[str, ...], Plain]] = {
    services_ranked.requests_by_service: (
        ("service", "requests", "completion_rate_share"), lambda view: ranked(but(view, "service"), "service_id")),
    services_ranked.requests_by_department: (
        ("department", "requests", "completion_rate_share"), lambda view: ranked(chosen(view), "department_id")),
    services_service.requests_by_district: (
        ("area", "requests", "completion_rate_share"), districts),
    services.requests_by_nature: (
        ("nature", "requests", "completion_rate_share"), lambda view: ranked(but(view, "nature"), "nature")),
    services_ranked.channels: (
        ("channel", "requests"), lambda view: [row[:2] for row in ranked(but(view, "channel"), "channel")]),
    services_ranked.failing_services: (("service", "failed", "failed_share", "requests"), failing),
    services_ranked.slowest_services: (("service", "p90_days", "n"), slowest),
    services.slowest_natures: (("nature", "p90_days", "median_days", "n"), slowest_natures),
    by_calendar.requests_by_weekday: (("weekday", "year", "requests_per_day"), weekdays),
    by_calendar.season: (("month_of_year", "year", "requests_per_day"), seasons),
    services_service.requests_by_weekday_and_hour: (("hour", "weekday", "requests_per_day"), weekday_hours),
    services.days_to_close_distribution: (("bin_start", "bin_end", "requests"), distribution),
    services_service.time_against_deadline: (("bin_start", "bin_end", "requests"), against_deadline),
    services.channels_by_month: (("period", "channel", "requests"), channels),
    services.days_to_close_by_month: (("period", "median_days", "p90_days"), days_by_month),
    services_measures.satisfaction_by_month: (("period", "satisfaction_share", "n"), satisfied_by_month),
    services_measures.on_time_by_month: (("period", "on_time_share", "n"), on_time_by_month),
    services_measures.digital_take_up_by_month: (("period", "digital_take_up_share", "n"), digital_by_month),
    services.backlog_trend: (("period", "value"), backlog),
    services.backlog_by_month: (("period", "age_days", "backlog"), aged_backlog),
    services.changes: (("what", "last_week", "week_before"), changes),
}  # fmt: skip


@pytest.mark.parametrize("query", PLAIN, ids=str)
def test_an_answer_is_the_plain_one(city: Published, query: Question) -> None:
    columns, plain = PLAIN[query]

    @settings(max_examples=12, deadline=None)
    @given(view=VIEWS)
    @example(view={})
    def same(view: View) -> None:
        try:
            told = ask(city, query, view)
        except NotInScopeError:
            assert view  # the panel says so; the whole city is always answered
            return
        time = next((each for each in ("day", "week", "month") if told and each in told[0]), "period")
        assert [tuple(row[time if column not in row else column] for column in columns) for row in told] == [
            tuple(pytest.approx(value, rel=1e-6) if isinstance(value, float) else value for value in row)
            for row in plain(view)
        ]

    same()


Counting = Callable[[pd.DataFrame], pd.DataFrame]
#: The measure of each map, the requests that count in it, and its value over those.
BY_AREA: dict[Question, tuple[str, Counting, Callable[[pd.DataFrame], float]]] = {
    services_measures.requests_by_area: ("requests", lambda frame: frame, len),
    services_measures.completion_rate_by_area: (
        "completion_rate_share", lambda frame: frame, lambda rows: (rows.outcome == "completed").mean()),
    services_measures.satisfaction_by_area: (
        "satisfaction_share", lambda frame: frame[frame.rating.notna()], lambda rows: (rows.rating >= 4).mean()),
    services.median_days_by_area: ("median_days", closed, lambda rows: at(rows.days, 0.5)),
}  # fmt: skip


@settings(max_examples=20, deadline=None)
@given(view=VIEWS, query=st.sampled_from(list(BY_AREA)))
def test_a_map_shades_by_the_plain_measure(city: Published, view: View, query: Question) -> None:
    measure, counting, plain = BY_AREA[query]
    told = ask(city, query, {key: value for key, value in view.items() if key != "area"})
    frame = counting(but(view, "area"))
    assert [row["area_id"] for row in told] == ["NE", "NW", "SE", "SW"]
    for row in told:
        part = frame[frame.area == row["area_id"]]
        if row["status"] == "shown":
            assert (row["n"], row[measure]) == (len(part), pytest.approx(plain(part), rel=1e-6)), row
        elif row["status"] == "none":
            assert (row["n"], len(part)) == (0, 0)


def test_growth_is_that_on_the_same_days_a_year_before(
    city: Published, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """20 November to 9 December are in both years of the records; the statements are of this test alone."""
    monkeypatch.setattr(services_ranked, "FEWEST_GROWN", 1)
    of_one = Published(Store(city.store.snapshots_dir, tmp_path / "answers"))
    until = date(2024, 12, 9)

    @settings(max_examples=10, deadline=None)
    @given(since=st.dates(date(2024, 11, 20), until))
    def same(since: date) -> None:
        earlier = chosen({"period": (since.replace(year=2023), until.replace(year=2023))}).service_id.value_counts()
        later = chosen({"period": (since, until)}).service_id.value_counts()
        plain = {service: (later[service] / count - 1) * 100 for service, count in earlier.items() if service in later}
        told = ask(of_one, services_ranked.growing_services, {"period": (since, until)})
        assert {row["service"]: row["growth_percent"] for row in told} == pytest.approx(plain)
        assert [row["growth_percent"] for row in told] == sorted(plain.values(), reverse=True)

    same()


def test_without_a_forecast_the_days_stand_alone(city: Published) -> None:
    assert {row["expected"] for row in city.ask(services_outlook.requests_by_day)} == {None}
    assert city.ask(services_outlook.anomalies) == []
    assert city.store.versions(CITY).snapshot("services").rows.get("forecasts", 0) == 0
