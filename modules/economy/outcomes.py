"""What came: the third release of each quarter, against which forecasts are scored."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd

from modules.economy.growth import Target, as_growth, known_growth
from modules.economy.vintage_store import VintageStore

#: The outcome that a forecast is scored against is the value held 75 days after a quarter's first release: that is the
#: third release (it comes about two months after the first), before the next quarter's first release may revise it.
#: For the United States it agrees with the Philadelphia Fed's table of third releases.
THIRD_RELEASE_DAYS = 75
OUTCOME_COLUMNS = ["growth", "period_start", "outcome", "known_on"]


def _first_known(store: VintageStore, target: Target) -> dict[pd.Period, pd.Timestamp]:
    """The day on which growth of each quarter was first told, of quarters that the first vintage did not tell."""
    days = store.series(target.source_id).days
    before = set(known_growth(store, target, days[0]).dropna().index)
    first: dict[pd.Period, pd.Timestamp] = {}
    for day in days[1:]:
        for quarter in known_growth(store, target, day).iloc[-8:].dropna().index:
            if quarter not in before:
                first.setdefault(quarter, pd.Timestamp(day))
    return first


def outcomes(store: VintageStore, target: Target) -> pd.DataFrame:
    """`growth`, `period_start`, `outcome` (percent) and `known_on` of quarters whose third release is due.

    A quarter that the first vintage already knew, or that was withdrawn again, is left out.
    """
    last = pd.Timestamp(store.days[-1])
    rows = []
    for quarter, day in _first_known(store, target).items():
        due = day + timedelta(days=THIRD_RELEASE_DAYS)
        if due > last:
            continue
        told = known_growth(store, target, due.to_datetime64())
        for growth in target.growths:
            value = as_growth(told, target, growth).get(quarter)
            if value is not None and pd.notna(value):
                rows.append((growth, quarter.start_time, float(value), due))
    return pd.DataFrame(rows, columns=OUTCOME_COLUMNS)


def _by_quarter(growth: pd.Series) -> list[tuple[pd.Period, float]]:
    known = growth.dropna()
    return list(zip(pd.PeriodIndex(known.index), known.to_numpy(), strict=True))


def newest_values(store: VintageStore, target: Target) -> pd.DataFrame:
    """The same columns of everything that the log's last day tells, known on that day."""
    last = pd.Timestamp(store.days[-1])
    told = known_growth(store, target, store.days[-1])
    rows = [
        (growth, quarter.start_time, float(value), last)
        for growth in target.growths
        for quarter, value in _by_quarter(as_growth(told, target, growth))
    ]
    return pd.DataFrame(rows, columns=OUTCOME_COLUMNS)
