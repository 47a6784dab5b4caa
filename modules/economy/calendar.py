"""The release calendar: when each series is expected by its usual delay, what came, what is late, what is next."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from modules.economy.vintage_store import SeriesVintages, VintageStore
from modules.sources.alfred import time_period

#: First releases whose delays are the usual one, and days beyond it from which a release is late.
RECENT_RELEASES, LATE_DAYS = 12, 7
#: Days after which a series has stopped rather than being late.
STOPPED_DAYS = 365
COLUMNS = ["series_id", "time_period", "expected_on", "released_on", "state"]


def usual_delays(first: pd.DataFrame) -> list[int]:
    """Days from the end of a period to its first release that were usual when it was due, and of the next period.

    That is the median of the newest releases before it; the first of all is taken as it came.
    """
    ends = pd.PeriodIndex(first["period"]).end_time.normalize()
    days = pd.Series((first["vintage"].to_numpy() - ends.to_numpy()) / np.timedelta64(1, "D"))
    usual = days.rolling(RECENT_RELEASES, min_periods=1).median()
    return [int(each) for each in [days.iloc[0], *usual]]


def _state(expected: date, came: date | None, today: date) -> str:
    if came is not None:
        return "came_late" if (came - expected).days > LATE_DAYS else "came"
    if (today - expected).days > STOPPED_DAYS:
        return "stopped"
    return "late" if (today - expected).days > LATE_DAYS else "next"


def _rows(key: str, series: SeriesVintages, today: date) -> list[tuple[object, ...]]:
    first = series.first_releases().sort_values("period")
    if first.empty:
        return []
    periods = [*first["period"], first["period"].iloc[-1] + 1]
    came = [*(pd.Timestamp(day).date() for day in first["vintage"]), None]
    rows: list[tuple[object, ...]] = []
    for period, released, delay in zip(periods, came, usual_delays(first), strict=True):
        expected = period.end_time.date() + timedelta(days=delay)
        named = time_period(period.start_time, series.frequency)
        rows.append((key, named, pd.Timestamp(expected), released, _state(expected, released, today)))
    return rows


def release_calendar(store: VintageStore, today: date) -> pd.DataFrame:
    """COLUMNS: every first release of each series and its next one, as they stand at the end of that day."""
    rows = [row for key in store.series_ids for row in _rows(key, store.series(key), today)]
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.assign(released_on=pd.to_datetime(frame["released_on"]))
