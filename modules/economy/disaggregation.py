"""From years to quarters and from the city to its districts: estimates that say how they were made."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

#: Years without which a regression on an indicator says nothing: then the indicator's own pattern is scaled (Denton).
CHOW_LIN_YEARS = 6
#: Persistence of the residual, searched over this grid by the likelihood (Chow and Lin 1971; Bournay and Laroque 1979).
RHOS = np.linspace(0.0, 0.95, 20)

CHOW_LIN = "Chow-Lin on a monthly indicator"
DENTON = "Denton, proportional to a monthly indicator"
SMOOTH = "interpolated from annual figures alone"


class Quarters(NamedTuple):
    """Values by quarter that add up to the annual figures, and the method that made them."""

    values: pd.Series
    method: str


def _sums(quarters: pd.PeriodIndex, years: list[int]) -> NDArray[np.float64]:
    """The matrix that adds quarters up to years."""
    return np.array([(quarters.year == year).astype(float) for year in years])


def _denton(
    annual: NDArray[np.float64], pattern: NDArray[np.float64], sums: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The values nearest to the pattern in the change of their ratio, that add up (Denton 1971, Cholette 1984)."""
    count = len(pattern)
    difference = np.diff(np.eye(count), axis=0) / pattern
    system = np.block([[difference.T @ difference, sums.T], [sums, np.zeros((len(sums), len(sums)))]])
    scale = np.abs(annual).mean() / pattern.mean()
    solved = np.linalg.solve(system, np.concatenate([np.zeros(count), annual / scale]))
    return np.asarray(solved[:count] * scale)


def _chow_lin(
    annual: NDArray[np.float64], indicator: NDArray[np.float64], sums: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Generalised least squares on the indicator; the annual residual, of first order, is spread over quarters."""
    count = len(indicator)
    design = np.column_stack([np.ones(count), indicator])
    apart = np.abs(np.subtract.outer(np.arange(count), np.arange(count)))
    best: tuple[float, NDArray[np.float64]] | None = None
    for rho in RHOS:
        spread = rho**apart / (1 - rho**2)
        inner = sums @ spread @ sums.T
        inverse = np.linalg.inv(inner)
        known = sums @ design
        slopes = np.linalg.solve(known.T @ inverse @ known, known.T @ inverse @ annual)
        rest = annual - known @ slopes
        variance = float(rest @ inverse @ rest) / len(annual)
        likelihood = -0.5 * (len(annual) * np.log(max(variance, 1e-300)) + np.linalg.slogdet(inner)[1])
        if best is None or likelihood > best[0]:
            best = (likelihood, design @ slopes + spread @ sums.T @ inverse @ rest)
    assert best is not None
    return best[1]


def quarters_of_years(annual: pd.Series, monthly: pd.Series | None = None) -> Quarters:
    """Quarters of annual figures (PeriodIndex Y), which add up to them, by a monthly indicator where there is one.

    Years that the indicator does not cover whole are left out; without one the figures are interpolated smoothly, which
    says nothing of the quarters of a year. Raises ValueError without two annual figures in a row.
    """
    years = [int(year) for year in pd.PeriodIndex(annual.dropna().index).year]
    indicator = None
    if monthly is not None:
        by_quarter = monthly.dropna().groupby(pd.PeriodIndex(monthly.dropna().index).asfreq("Q")).agg(["mean", "size"])
        whole = by_quarter.loc[by_quarter["size"] == 3, "mean"]
        covered = [year for year in years if (pd.PeriodIndex(whole.index).year == year).sum() == 4]
        if len(covered) >= 2 and (whole > 0).all():
            years, indicator = covered, whole
    if len(years) < 2:
        raise ValueError("two annual figures are needed")
    figures = annual.dropna().to_numpy(dtype=np.float64)[np.isin(pd.PeriodIndex(annual.dropna().index).year, years)]
    quarters = pd.PeriodIndex([pd.Period(year=year, quarter=part, freq="Q") for year in years for part in (1, 2, 3, 4)])
    sums = _sums(quarters, years)
    if indicator is None:
        return Quarters(pd.Series(_denton(figures, np.ones(len(quarters)), sums), index=quarters), SMOOTH)
    pattern = indicator.reindex(quarters).to_numpy(dtype=np.float64)
    if len(years) >= CHOW_LIN_YEARS and pattern.std():
        return Quarters(pd.Series(_chow_lin(figures, pattern, sums), index=quarters), CHOW_LIN)
    return Quarters(pd.Series(_denton(figures, pattern, sums), index=quarters), DENTON)


def by_shares(total: pd.Series, indicator: pd.DataFrame) -> pd.DataFrame:
    """The city's total by district, one column each, in proportion to an indicator of the districts.

    Of a period that the indicator lacks its newest shares before it count, else its first ones. Each row adds up to the
    total. Raises ValueError where the districts' indicator is not positive in sum.
    """
    told = indicator.sort_index().reindex(indicator.index.union(total.index)).ffill().bfill().reindex(total.index)
    whole = told.sum(axis=1)
    if not (whole > 0).all():
        raise ValueError("the districts' indicator adds up to nothing")
    return told.div(whole, axis=0).mul(total, axis=0)
