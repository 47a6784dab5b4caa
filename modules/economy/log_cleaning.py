"""Makes a change log fit to be reckoned with, and says what was done to it: nothing is dropped without a sentence."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from modules.economy.averages import by_month
from modules.economy.vintage_store import MONTHS, frequency_of, months_of

#: Periods told again by which a change of base is recognised, and how much their ratios may differ.
REBASED_PERIODS, REBASED_SPREAD, REBASED_SHARE = 6, 0.002, 0.9
#: A ratio whose logarithm is nearer to 0 than this is a revision, not another base.
REBASED_RATIO = 0.02
#: A growth rate in percent exceeds this in some of so many values; fractions (0.02 for 2 %) do not.
FRACTION_BELOW, FRACTION_VALUES = 0.5, 20


def _unusable(log: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Without rows that lack a series, a period or a vintage, or whose value is infinite."""
    reasons = {
        "without a series": log["series_id"].isna() | (log["series_id"].astype("string").str.strip() == ""),
        "without a period that can be read": log["period_start"].isna(),
        "without the day since which it was known": log["vintage"].isna(),
        "that is infinite": log["value"].isin([np.inf, -np.inf]),
    }
    bad = pd.Series(False, index=log.index)
    remarks = []
    for reason, rows in reasons.items():
        if count := int((rows & ~bad).sum()):
            remarks.append(f"{count:,} rows set aside: a value {reason}.")
        bad |= rows
    return log[~bad], remarks


def _starts(log: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Periods dated by their first day, whichever of their days or months the file dates them by."""
    remarks = []
    parts = []
    for key, rows in log.groupby("series_id", sort=True):
        size = MONTHS[frequency_of(rows["period_start"])]
        months = pd.Series(months_of(rows["period_start"]) // size * size, rows.index)
        starts = pd.to_datetime({"year": months // 12, "month": months % 12 + 1, "day": 1}).astype("datetime64[s]")
        if moved := int((starts != rows["period_start"]).sum()):
            remarks.append(f"{key}: {moved:,} values were dated by another day of their period than its first.")
        parts.append(rows.assign(period_start=starts))
    return (pd.concat(parts) if parts else log), remarks


def _one_value(log: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """One value for a period and vintage: of several the last one in the file."""
    key = ["series_id", "period_start", "vintage"]
    several = log[log.duplicated(key, keep=False)]
    differing = several.groupby(key)["value"].nunique(dropna=False)
    remarks = []
    if count := int((differing > 1).sum()):
        remarks.append(f"{count:,} values told twice and differently for one vintage: the last one of the file counts.")
    return log.drop_duplicates(key, keep="last"), remarks


def _fractions(log: pd.DataFrame, in_percent: Collection[str]) -> tuple[pd.DataFrame, list[str]]:
    """Growth and rates whose every value is a fraction, as percent."""
    remarks = []
    factors = pd.Series(1.0, index=log.index)
    for key, rows in log[log["series_id"].isin(in_percent)].groupby("series_id"):
        # What is told later must not decide in which unit the first vintages are read.
        known = rows.dropna(subset="value").sort_values("vintage", kind="stable")["value"].abs().head(FRACTION_VALUES)
        if len(known) == FRACTION_VALUES and 0 < known.max() < FRACTION_BELOW:
            factors[rows.index] = 100.0
            remarks.append(f"{key}: given in fractions, shown in percent.")
    return log.assign(value=log["value"] * factors), remarks


def _ratio(new: NDArray[np.float64], known: NDArray[np.float64]) -> float | None:
    """What a vintage multiplies the values before it by, where it is another base; None where it is not."""
    both = ~np.isnan(new) & ~np.isnan(known) & (known != 0)
    if both.sum() < REBASED_PERIODS:
        return None
    ratios = new[both] / known[both]
    middle = float(np.median(ratios))
    if middle <= 0 or abs(np.log(middle)) < REBASED_RATIO:
        return None
    return middle if (np.abs(ratios / middle - 1) < REBASED_SPREAD).mean() >= REBASED_SHARE else None


class _Bases:
    """One series on its way through its vintages: what was known before each, and in which unit it is told."""

    def __init__(self, key: str, periods: int, is_rate: bool) -> None:
        self.remarks: list[str] = []
        self._key, self._is_rate, self._unit = key, is_rate, 1.0
        self._known = np.full(periods, np.nan)

    def told(
        self, vintage: np.datetime64, at: NDArray[np.int64], new: NDArray[np.float64]
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Positions and values of that vintage in one base: those told, and older ones that had to be carried over."""
        new = new * self._unit
        ratio = _ratio(new, self._known[at])
        if ratio is not None and self._is_rate and abs(abs(np.log10(ratio)) - 2) < 0.01:
            self._unit, new = self._unit / ratio, new / ratio
            self.remarks.append(f"{self._key}: told in another unit from {vintage} on, put into that of before.")
        elif ratio is not None:
            rest = np.setdiff1d(np.flatnonzero(~np.isnan(self._known)), at)
            at, new = np.concatenate([at, rest]), np.concatenate([new, self._known[rest] * ratio])
            if len(rest):
                told = f"another base from {vintage} on (x {ratio:.4g}); {len(rest):,} older values put into it"
                self.remarks.append(f"{self._key}: {told}.")
        self._known[at] = new
        return at, new


def _spliced(key: str, rows: pd.DataFrame, is_rate: bool) -> tuple[pd.DataFrame, list[str]]:
    """One series of which every vintage is in one base.

    Where a vintage tells recent periods in another base and leaves older ones as they were, those are multiplied by the
    same ratio from that vintage on, so that no growth is made up between the two. A rate told a hundred times as large
    changed from fractions to percent: then the values are put into the unit of those before.
    """
    ordered = rows.sort_values(["vintage", "period_start"], kind="stable")
    starts, at = np.unique(ordered["period_start"].to_numpy(), return_inverse=True)
    vintages, begin = np.unique(ordered["vintage"].to_numpy(), return_index=True)
    values = ordered["value"].to_numpy(dtype=np.float64)
    bases = _Bases(key, len(starts), is_rate)
    parts = []
    for vintage, here, there in zip(vintages, begin, [*begin[1:], len(at)], strict=True):
        day = vintage.astype("datetime64[D]")
        positions, new = bases.told(day, at[here:there], values[here:there])
        parts.append((np.repeat(vintage, len(new)), starts[positions], new))
    vintage_days, periods, told = (np.concatenate(each) for each in zip(*parts, strict=True))
    frame = pd.DataFrame({"series_id": key, "period_start": periods, "vintage": vintage_days, "value": told})
    return frame, bases.remarks


def _one_base(log: pd.DataFrame, rates: Collection[str]) -> tuple[pd.DataFrame, list[str]]:
    parts, remarks = [], []
    for key, rows in log.groupby("series_id", sort=True):
        part, said = _spliced(str(key), rows, key in rates)
        parts.append(part)
        remarks += said
    return (pd.concat(parts, ignore_index=True) if parts else log), remarks


def cleaned(log: pd.DataFrame, in_percent: Collection[str] = ()) -> tuple[pd.DataFrame, list[str]]:
    """The log with one value a series, period and vintage, in one unit and base, and what was done, in sentences.

    `in_percent` are the series that growth or a rate in percent is expected of. Columns: `series_id`, `period_start`
    (a period's first day), `vintage`, `value`; by series, period and vintage.
    """
    said: list[str] = []
    for step in (_unusable, by_month, _starts, _one_value):
        log, remarks = step(log)
        said += remarks
    log = log.reset_index(drop=True)
    for with_rates in (_fractions, _one_base):
        log, remarks = with_rates(log, in_percent)
        said += remarks
    log = log[["series_id", "period_start", "vintage", "value"]]
    return log.sort_values(["series_id", "period_start", "vintage"], ignore_index=True), said
