"""Every value with the day since which it was known: what stood on any day, and nothing that came later."""

from __future__ import annotations

from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

MONTHS = {"M": 1, "Q": 3, "A": 12}


#: Months from the year 0 to the first that NumPy counts.
_TO_1970 = 1970 * 12


def months_of(starts: pd.Series) -> NDArray[np.int64]:
    """Months since the year 0 of days."""
    # Not by Series.dt: a store has dozens of short series, and a run makes ten stores.
    return starts.to_numpy(dtype="datetime64[M]").astype(np.int64) + _TO_1970


def frequency_of(starts: pd.Series) -> str:
    """SDMX frequency code from the usual distance of the periods that start then: A, Q or M."""
    months = np.sort(months_of(starts.drop_duplicates()))
    apart = np.sort(np.diff(months))
    usual = int(apart[(len(apart) - 1) // 2]) if len(apart) else 12
    return "M" if usual <= 1 else "Q" if usual <= 4 else "A"


class SeriesVintages:
    """One series: its rows by vintage, so that any day is a prefix of them."""

    def __init__(self, rows: pd.DataFrame) -> None:
        """`rows` has `period_start`, `vintage`, `value` (NaN: withdrawn) of one series, each pair of days once."""
        starts, vintage = rows["period_start"], rows["vintage"].to_numpy(dtype="datetime64[s]")
        order = np.lexsort((starts.to_numpy(), vintage))  # by the vintage first, and stable
        self.frequency = frequency_of(starts)
        position = months_of(starts)[order] // MONTHS[self.frequency]
        self._first = int(position.min())
        self._position: NDArray[np.int64] = position - self._first
        self._vintage = vintage[order]
        self._value = rows["value"].to_numpy(dtype=np.float64)[order]
        self._length = int(self._position.max()) + 1

    @cached_property
    def days(self) -> NDArray[np.datetime64]:
        """The days on which something of the series changed, in order."""
        return np.unique(self._vintage)

    @cached_property
    def _periods(self) -> pd.PeriodIndex:
        year, part = divmod(self._first * MONTHS[self.frequency], 12)
        code = {"M": "M", "Q": "Q", "A": "Y"}[self.frequency]
        return pd.period_range(pd.Period(year=year, month=part + 1, freq=code), periods=self._length, freq=code)

    def known_on(self, day: date | np.datetime64) -> pd.Series:
        """Values by period (PeriodIndex) as they stood at the end of that day, from the first to the last known one.

        NaN is a gap or a withdrawn value; empty where nothing was known.
        """
        count = int(np.searchsorted(self._vintage, pd.Timestamp(day).to_numpy(), side="right"))
        values = np.full(self._length, np.nan)
        # Of several rows of a period the last one, the newest vintage, stays.
        values[self._position[:count]] = self._value[:count]
        told = np.flatnonzero(~np.isnan(values))
        if not len(told):
            return pd.Series(dtype=np.float64, index=self._periods[:0])
        return pd.Series(values[told[0] : told[-1] + 1], index=self._periods[told[0] : told[-1] + 1])

    def first_releases(self) -> pd.DataFrame:
        """`period`, `vintage`: the day on which each period was first told, of those told after the first vintage."""
        newest = pd.DataFrame({"period": self._periods[self._position], "vintage": self._vintage}).iloc[
            np.flatnonzero(~np.isnan(self._value))
        ]
        first = newest.drop_duplicates("period")
        return first[first["vintage"] > self._vintage[0]].reset_index(drop=True)


class VintageStore:
    """All series of a change log."""

    def __init__(self, log: pd.DataFrame) -> None:
        """`log` has `series_id`, `period_start`, `vintage`, `value`, as `cleaned` gives it."""
        self._series = {str(key): SeriesVintages(rows) for key, rows in log.groupby("series_id", sort=True)}

    @property
    def series_ids(self) -> tuple[str, ...]:
        """The series, by code."""
        return tuple(self._series)

    def series(self, series_id: str) -> SeriesVintages:
        """One series; KeyError where the log has none of that code."""
        return self._series[series_id]

    def known_on(self, series_id: str, day: date | np.datetime64) -> pd.Series:
        """Values by period as they stood at the end of that day; see SeriesVintages."""
        return self._series[series_id].known_on(day)

    @cached_property
    def days(self) -> NDArray[np.datetime64]:
        """The days on which anything changed, in order."""
        return np.unique(np.concatenate([each.days for each in self._series.values()]))
