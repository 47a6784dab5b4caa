"""Series of a finer frequency as averages: weeks and days as months, months of the target as quarters."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

#: Usual days between two values of a series below which it is finer than monthly.
FINER_THAN_MONTHLY_DAYS = 20
#: A month is whole where its last value is less than this before its end: a weekend and a holiday.
LEAST_DAYS = 5

IsWhole = Callable[[pd.Period, "pd.Series[float]"], bool]


def usual_days(starts: pd.Series) -> int:
    """The usual distance of the days of a series; 365 for a single one."""
    days = np.sort(starts.drop_duplicates().to_numpy())
    return int(np.median(np.diff(days) / np.timedelta64(1, "D"))) if len(days) > 1 else 365


def averaged(rows: pd.DataFrame, frequency: str, is_whole: IsWhole) -> pd.DataFrame:
    """The averages of one series by month (M) or quarter (Q), as a change log: `period_start`, `vintage`, `value`.

    `rows` has the same columns. A period has a value from the vintage on with which `is_whole` holds of what was known
    of it (values by day); of a revision it has another one.
    """
    parts = []
    for period, group in rows.groupby(rows["period_start"].dt.to_period(frequency)):
        known: dict[pd.Timestamp, float] = {}
        before = np.nan
        for vintage, told in group.sort_values("vintage", kind="stable").groupby("vintage"):
            known |= dict(zip(told["period_start"], told["value"], strict=True))
            values = pd.Series(known, dtype=np.float64).dropna()
            now = float(values.mean()) if len(values) and is_whole(pd.Period(period), values) else np.nan
            if not np.array_equal(now, before, equal_nan=True):
                parts.append((pd.Period(period).start_time, vintage, now))
                before = now
    frame = pd.DataFrame(parts, columns=["period_start", "vintage", "value"])
    return frame.astype({"period_start": "datetime64[s]", "vintage": "datetime64[s]", "value": "float64"})


def by_month(log: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """The log with weekly and daily series as monthly averages, each with a sentence."""
    parts, remarks = [], []
    for key, rows in log.groupby("series_id", sort=True):
        step = usual_days(rows["period_start"])
        if step >= FINER_THAN_MONTHLY_DAYS:
            parts.append(rows)
            continue

        def is_whole(month: pd.Period, values: pd.Series, last: int = max(step, LEAST_DAYS)) -> bool:
            return bool((month.end_time - values.index.max()).days < last)

        parts.append(averaged(rows, "M", is_whole).assign(series_id=key))
        named = "weekly" if step > 1 else "daily"
        remarks.append(f"{key}: {named} values are averaged by month; a month counts once its last value is known.")
    return (pd.concat(parts, ignore_index=True) if parts else log), remarks


def by_quarter(rows: pd.DataFrame) -> pd.DataFrame:
    """A monthly series as averages of three known months, as `averaged` gives it."""
    return averaged(rows, "Q", lambda _, values: len(values) == 3)
