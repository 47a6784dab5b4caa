"""Reads the change log of ALFRED, the vintage archive of the Federal Reserve Bank of St. Louis.

A row is the value of (series, period) from its vintage on, until the next row of the same period; an empty value says
that the period was withdrawn in that vintage. The log starts with the first vintage of 1999 or later.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

LOG_FILE = "us_macro/alfred_vintages_long.parquet"
COLUMNS = {"series": "series_id", "date": "period_start", "vintage": "vintage", "value": "value"}


def read_change_log(file: Path) -> pd.DataFrame:
    """The log as `series_id`, `period_start`, `vintage` (dates at midnight), `value` (NaN: withdrawn), in that order.

    Raises FileNotFoundError without the file, KeyError when a column of the publisher is missing.
    """
    log = pd.read_parquet(file)[list(COLUMNS)].rename(columns=COLUMNS)
    return log.sort_values(["series_id", "period_start", "vintage"], ignore_index=True)


def vintages_of(log: pd.DataFrame, series_id: str) -> list[date]:
    """The days on which something of that series changed, in order."""
    days = log.loc[log["series_id"] == series_id, "vintage"].drop_duplicates().sort_values()
    return [day.date() for day in days]


def known_on(log: pd.DataFrame, series_id: str, day: date) -> pd.Series:
    """The series as it stood at the end of that day: values by `period_start`; withdrawn periods are absent."""
    told = log[(log["series_id"] == series_id) & (log["vintage"] <= pd.Timestamp(day))]
    newest = told.sort_values("vintage", kind="stable").drop_duplicates("period_start", keep="last")
    return newest.set_index("period_start")["value"].dropna().sort_index().astype(np.float64)


def all_vintages(log: pd.DataFrame, series_id: str) -> pd.DataFrame:
    """The series at every vintage at once: one row a `period_start`, one column a vintage (NaN: not told)."""
    told = log[log["series_id"] == series_id]
    # A withdrawal is carried on like a value: infinity, which no publisher states, stands for it on the way.
    changes = told.assign(value=told["value"].fillna(np.inf)).pivot(
        index="period_start", columns="vintage", values="value"
    )
    return changes.ffill(axis="columns").replace(np.inf, np.nan)


def frequency_of(log: pd.DataFrame, series_id: str) -> str:
    """SDMX frequency code from the distance of the periods: A, Q or M."""
    periods = pd.DatetimeIndex(log.loc[log["series_id"] == series_id, "period_start"].drop_duplicates()).sort_values()
    months = int(np.median(np.diff(periods.year * 12 + periods.month))) if len(periods) > 1 else 12
    return {1: "M", 3: "Q"}.get(months, "A")


def time_period(start: pd.Timestamp, frequency: str) -> str:
    """The SDMX time period that starts on that day: 2025, 2025-Q3 or 2025-11."""
    if frequency == "A":
        return f"{start.year}"
    return f"{start.year}-Q{start.quarter}" if frequency == "Q" else f"{start.year}-{start.month:02d}"
