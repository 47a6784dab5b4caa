"""A made-up economy: a monthly cycle, indicators that follow it, and quarterly GDP, with delays and revisions."""

from __future__ import annotations

import numpy as np
import pandas as pd

from modules.economy.back_test import Task
from modules.economy.growth import Target

TARGET = Target("gdp", "gdp", True, "quarterly")
INDICATORS = {"jobs": True, "sales": True, "mood": False, "rate": False}


def change_log(first: str = "1996-01", months: int = 216, begins: str = "2012-01-31") -> pd.DataFrame:
    """Vintages of `gdp` (a level) and four monthly indicators; what was out before `begins` is told then."""
    chooser = np.random.default_rng(7)
    index = pd.period_range(first, periods=months, freq="M")
    cycle = np.zeros(months)
    for month in range(1, months):
        cycle[month] = 0.85 * cycle[month - 1] + chooser.normal(0, 0.5)
    noise = chooser.normal(0, 0.3, (4, months))
    values = {
        "jobs": 100 * np.exp(np.cumsum(0.001 + 0.002 * cycle + 0.0005 * noise[0])),
        "sales": 50 * np.exp(np.cumsum(0.002 + 0.006 * cycle + 0.004 * noise[1])),
        "mood": 50 + 4 * cycle + 3 * noise[2],
        "rate": 5 + np.cumsum(-0.05 * cycle + 0.05 * noise[3]),
    }
    level = 1000 * np.exp(np.cumsum(0.0017 + 0.002 * cycle))
    quarters = pd.Series(level, index=index).groupby(index.asfreq("Q")).mean()
    rows = [_told(key, pd.Series(made, index=index), 12) for key, made in values.items()]
    rows += [_told("gdp", quarters, 28), _told("gdp", quarters * (1 + chooser.normal(0, 2e-4, len(quarters))), 88)]
    log = pd.concat(rows)
    last = index[-1].end_time.normalize() + pd.Timedelta(days=40)
    log = log[log["vintage"] <= last].sort_values("vintage", kind="stable")
    log = log.assign(vintage=log["vintage"].clip(lower=pd.Timestamp(begins)))
    log = log.drop_duplicates(["series_id", "period_start", "vintage"], keep="last")
    return log.sort_values(["series_id", "period_start", "vintage"], ignore_index=True)


def _told(key: str, values: pd.Series, delay: int) -> pd.DataFrame:
    periods = pd.PeriodIndex(values.index)
    days = periods.end_time.normalize() + pd.Timedelta(days=delay)
    return pd.DataFrame({"series_id": key, "period_start": periods.start_time, "vintage": days, "value": values.array})


def task(log: pd.DataFrame | None = None) -> Task:
    """What is forecast from that log."""
    return Task(change_log() if log is None else log, TARGET, dict(INDICATORS))
