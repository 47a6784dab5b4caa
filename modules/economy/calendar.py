"""The release calendar: when each series is expected by its usual delay, what came, what is late, what is next."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from modules.economy.vintage_store import SeriesVintages, VintageStore
from modules.sources.alfred import time_period

#: First releases whose delays are the usual one, and days beyond it from which a release is late.
RECENT_RELEASES, LATE_DAYS = 12, 7
#: Periods of a series that are listed, and days after which it has stopped rather than being late.
LISTED, STOPPED_DAYS = 6, 365
COLUMNS = ["series_id", "time_period", "expected_on", "released_on", "state"]


def usual_delay(first: pd.DataFrame) -> int | None:
    """Days from the end of a period to its first release, the median of the newest ones; None where none is known."""
    if first.empty:
        return None
    recent = first.sort_values("period").tail(RECENT_RELEASES)
    ends = pd.PeriodIndex(recent["period"]).end_time.normalize()
    return int(np.median((recent["vintage"].to_numpy() - ends.to_numpy()) / np.timedelta64(1, "D")))


def _state(expected: date, came: date | None, today: date) -> str:
    if came is not None:
        return "came_late" if (came - expected).days > LATE_DAYS else "came"
    if (today - expected).days > STOPPED_DAYS:
        return "stopped"
    return "late" if (today - expected).days > LATE_DAYS else "next"


def _rows(key: str, series: SeriesVintages, today: date) -> list[tuple[object, ...]]:
    first = series.first_releases().sort_values("period")
    delay = usual_delay(first)
    if delay is None:
        return []
    came = dict(zip(first["period"], first["vintage"], strict=True))
    newest = first["period"].iloc[-1]
    rows: list[tuple[object, ...]] = []
    for period in [*list(first["period"])[-LISTED:], newest + 1]:
        expected = period.end_time.date() + timedelta(days=delay)
        released = pd.Timestamp(came[period]).date() if period in came else None
        named = time_period(period.start_time, series.frequency)
        rows.append((key, named, pd.Timestamp(expected), released, _state(expected, released, today)))
    return rows


def release_calendar(store: VintageStore, today: date) -> pd.DataFrame:
    """COLUMNS: the last releases of each series and its next one, as it stands at the end of that day."""
    rows = [row for key in store.series_ids for row in _rows(key, store.series(key), today)]
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.assign(released_on=pd.to_datetime(frame["released_on"]))
