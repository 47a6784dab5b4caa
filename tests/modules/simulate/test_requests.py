"""Requests: rhythm, size, take-up, bounded row groups, and the planted events in the records."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from data.city.pack import City
from modules.simulate import services, simulate
from tests.modules.simulate.conftest import EVENTS, UNTIL


@pytest.fixture(scope="module")
def requests(records: Path) -> pd.DataFrame:
    files = sorted((records / "services" / "requests").glob("*.parquet"))
    frame = pd.concat([pd.read_parquet(file) for file in files], ignore_index=True)
    return frame.assign(day=frame["received_at"].dt.normalize())


def test_there_are_about_as_many_as_asked_for(requests: pd.DataFrame) -> None:
    assert len(requests) == pytest.approx(EVENTS, rel=0.12)
    assert requests["case_no"].is_unique
    assert requests["received_at"].is_monotonic_increasing
    assert requests["day"].nunique() == services.SPAN_DAYS


def test_weekdays_and_holidays_are_seen(requests: pd.DataFrame) -> None:
    daily = requests.groupby("day").size()
    by_weekday = daily.groupby(daily.index.day_of_week).median()
    assert by_weekday[0] > by_weekday[4] > 1.4 * by_weekday[6]
    festival = daily["2026-02-16":"2026-02-22"].median()
    assert festival < 0.4 * daily["2026-03-09":"2026-03-13"].median()
    assert daily["2026-10-10"] > 1.3 * daily["2026-10-17"]  # a Saturday worked, and one that is free


def test_counters_are_shut_at_night_and_apps_are_not(requests: pd.DataFrame) -> None:
    hour = requests["received_at"].dt.hour
    assert hour[requests["way"] == "window"].between(8, 18).all()
    assert (hour[requests["way"] == "app"] >= 20).mean() > 0.1


def test_digital_take_up_grows(requests: pd.DataFrame) -> None:
    digital = requests["way"].isin(["app", "web", "kiosk"]).groupby(requests["received_at"].dt.year).mean()
    assert digital[2026] > digital[2025] > digital[2024] > 0.6


def test_states_and_times_agree(requests: pd.DataFrame) -> None:
    open_ones = requests["state"] == "in_progress"
    assert (requests["finished_at"].isna() == open_ones).all()
    closed = requests[~open_ones]
    assert (closed["finished_at"] >= closed["received_at"]).all()
    assert closed["finished_at"].max() < pd.Timestamp(UNTIL + timedelta(days=1))
    assert 0 < open_ones.mean() < 0.02
    assert requests["score"].dropna().between(1, 5).all()


def test_what_is_abandoned_moves_from_month_to_month_by_more_than_chance(requests: pd.DataFrame) -> None:
    """A completion rate that never moved would be believed by nobody."""
    month = requests["received_at"].dt.to_period("M")
    told = (requests["state"] == "abandoned").groupby(month).agg(["mean", "size"])[1:-1]
    share = (told["mean"] * told["size"]).sum() / told["size"].sum()
    by_chance = share * (1 - share) / told["size"]
    assert ((told["mean"] - share) ** 2 / by_chance).mean() > 2  # 1 is what chance alone gives
    assert 0.02 < told["mean"].min() < told["mean"].max() < 0.12


def test_planted_surges_are_in_the_records(requests: pd.DataFrame, records: Path) -> None:
    counts = requests.groupby(["item_code", "day"], observed=True).size()
    seen, told = [], []
    for event in json.loads((records / "truth" / "services.json").read_text())["events"]:
        if event["scope"] != "service" or event["kind"] != "surge":
            continue
        day = pd.Timestamp(event["first"])
        count = counts.get((event["services"][0], day), 0)
        seen.append(count)
        told.append(event["expected_a_day"] * event["factor"])
    assert len(seen) > 300
    # Of all together: a rare service on the day of a second event is asked for many times as often as told.
    assert sum(seen) / sum(told) == pytest.approx(1, abs=0.15)


def test_city_wide_days_are_in_the_records(requests: pd.DataFrame, records: Path) -> None:
    events = json.loads((records / "truth" / "services.json").read_text())["events"]
    outages = {event["first"] for event in events if event["note"] == "platform outage"}
    assert outages
    for day in outages:
        share = requests.loc[requests["day"] == day, "way"].isin(["app", "web"]).mean()
        assert share < 0.45  # about two thirds on other days


def test_row_groups_stay_bounded(harbour: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "SPAN_DAYS", 90)
    monkeypatch.setattr(services, "_ROW_GROUP", 500)
    simulate(harbour, tmp_path, seed=7, events=5_000, until=UNTIL, domains=["services"])
    for file in (tmp_path / harbour.key / "services" / "requests").glob("*.parquet"):
        metadata = pq.read_metadata(file)
        rows = [metadata.row_group(index).num_rows for index in range(metadata.num_row_groups)]
        assert max(rows) < 500 + 200  # a day of this city has fewer than 200


def test_months_drawn_by_several_processes_are_the_same(
    harbour: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "SPAN_DAYS", 60)
    monkeypatch.setattr(services.os, "cpu_count", lambda: 2)
    for name, parallel_from in (("one", 10_000), ("two", 1)):
        monkeypatch.setattr(services, "_PARALLEL_FROM", parallel_from)
        simulate(harbour, tmp_path / name, seed=7, events=2000, until=UNTIL, domains=["services"])
    one, two = (sorted((tmp_path / name).rglob("*.parquet")) for name in ("one", "two"))
    assert len(one) == 4  # the catalogue and three months
    assert [file.read_bytes() for file in one] == [file.read_bytes() for file in two]
