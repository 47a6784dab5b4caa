"""A dynamic factor model of mixed frequency with a ragged edge (Banbura and Modugno 2014), by statsmodels."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from statsmodels.tools.sm_exceptions import ConvergenceWarning, EstimationWarning
from statsmodels.tsa.statespace.dynamic_factor_mq import DynamicFactorMQ, DynamicFactorMQResults
from statsmodels.tsa.statespace.kalman_smoother import SMOOTHER_STATE, SmootherResults

from modules.economy.growth import Growth, Target
from modules.economy.panel import Panel

#: One common factor that follows two lags; idiosyncratic parts persist.
FACTORS, ORDER = 1, 2
#: The EM algorithm stops when the likelihood grows by less than this share, or gives up.
TOLERANCE, MOST_STEPS = 1e-4, 200
#: Quarters whose mean the forecast returns to: growth slows down over decades, and a mean of thirty years would not.
MEAN_QUARTERS = 60

Values = NDArray[np.float64]


class NotConvergedError(RuntimeError):
    """The model could not be estimated; the text says why."""


@dataclass(frozen=True)
class FactorModel:
    """The model estimated on one day. `towards` is added to the target: its recent mean less that of the sample."""

    results: DynamicFactorMQResults
    target: str
    towards: float

    @property
    def first_month(self) -> pd.Period:
        """The month of the first row of `values_of`."""
        return pd.Period(self.results.model.data.row_labels[0], "M")

    @property
    def series_ids(self) -> list[str]:
        """The series of the columns of `values_of`."""
        return list(self.results.model.endog_names)

    @cached_property
    def estimated_on(self) -> Values:
        """What the model was estimated on, as `values_of` gives it."""
        return np.asarray(self.results.model.endog, dtype=np.float64)

    @cached_property
    def scale(self) -> tuple[Values, Values]:
        """Mean and standard deviation of each series on the day of the estimate."""
        model = self.results.model
        return np.asarray(model._endog_mean, dtype=np.float64), np.asarray(model._endog_std, dtype=np.float64)

    @property
    def target_column(self) -> int:
        """Where the target stands in `series_ids`."""
        return self.series_ids.index(self.target)


def _trimmed(panel: Panel) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Both frames from the first quarter on of which anything is known: what is empty before costs time alone."""
    known = [frame.dropna(how="all").index for frame in (panel.monthly, panel.quarterly)]
    first = min(index[0].asfreq("Q") for index in known if len(index))
    return panel.monthly.loc[first.asfreq("M", "start") :], panel.quarterly.loc[first:]


def estimated(panel: Panel, of: Growth = "quarterly") -> FactorModel:
    """The model of that panel; NotConvergedError where it has too little to learn from or does not converge."""
    target = str(panel.quarterly.columns[0])
    known = panel.quarterly[target].dropna()
    if panel.monthly.shape[1] < 3 or len(known) < 24:
        raise NotConvergedError("too few series or quarters")
    monthly, quarterly = _trimmed(panel)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", EstimationWarning)
        warnings.simplefilter("error", ConvergenceWarning)
        try:
            model = DynamicFactorMQ(
                monthly, endog_quarterly=quarterly, factors=FACTORS, factor_orders=ORDER, idiosyncratic_ar1=True
            )
            results = model.fit(disp=0, maxiter=MOST_STEPS, tolerance=TOLERANCE)
        except (np.linalg.LinAlgError, ConvergenceWarning, ValueError) as error:
            raise NotConvergedError(str(error)) from error
    if not np.isfinite(results.params).all() or not np.isfinite(results.llf):
        raise NotConvergedError("its likelihood is not finite")
    # The change of growth on the year before has no mean to return to.
    towards = float(known.iloc[-MEAN_QUARTERS:].mean() - known.mean()) if of == "quarterly" else 0.0
    return FactorModel(results, target, towards)


def values_of(model: FactorModel, panel: Panel, last: pd.Period) -> Values:
    """The panel as the model reads it: a row a month to the end of the quarter `last`, scaled as it was estimated.

    A quarter stands in its last month.
    """
    months = pd.period_range(model.first_month, last.asfreq("M", "end"), freq="M")
    quarterly = panel.quarterly.set_axis(pd.PeriodIndex(panel.quarterly.index).asfreq("M", "END"))
    whole = pd.concat([panel.monthly.reindex(months), quarterly.reindex(months)], axis=1)
    mean, spread = model.scale
    return (whole[model.series_ids].to_numpy(dtype=np.float64) - mean) / spread


def _first_change(one: Values, other: Values) -> int:
    """The first row in which they differ; what only one of them has is a difference where it is not empty."""
    rows = min(len(one), len(other))
    same = (one[:rows] == other[:rows]) | (np.isnan(one[:rows]) & np.isnan(other[:rows]))
    changed = np.flatnonzero(~same.all(axis=1))
    return int(changed[0]) if len(changed) else rows


def expected(model: FactorModel, values: Values, start: int) -> Values:
    """What the model expects of each series in the months from row `start` on, given all `values`, as they are scaled.

    Months before the first one that differs from those of the estimate are not filtered again: the state that they led
    to is the same.
    """
    filtered: SmootherResults = model.results.filter_results
    begin = min(start, _first_change(values, model.estimated_on), filtered.nobs - 1)
    states = model.results.model.ssm.clone(np.ascontiguousarray(values[begin:]))
    states.initialize_known(filtered.predicted_state[:, begin], filtered.predicted_state_cov[:, :, begin])
    smoothed = states.smooth(smoother_output=SMOOTHER_STATE).smoothed_state[:, start - begin :]
    return np.asarray((states["design"] @ smoothed).T)


def seen_path(model: FactorModel, values: Values, quarters: pd.PeriodIndex) -> Values:
    """The target as the model sees it, of quarters in a row, in percent."""
    start, end = ((quarter.asfreq("M", "end") - model.first_month).n for quarter in (quarters[0], quarters[-1]))
    column = model.target_column
    mean, spread = model.scale
    return expected(model, values, start)[: end - start + 1 : 3, column] * spread[column] + mean[column] + model.towards


def growth_path(model: FactorModel, panel: Panel, quarters: pd.PeriodIndex, target: Target) -> pd.Series:
    """The target's growth of those quarters, which follow the last known one, in percent."""
    seen = seen_path(model, values_of(model, panel, quarters[-1]), quarters)
    return as_levels(pd.Series(seen, index=quarters), panel, target)


def as_levels(seen: pd.Series, panel: Panel, target: Target) -> pd.Series:
    """Growth of quarters that follow the last known one, of the target as the model sees it."""
    return seen if target.growth == "quarterly" else seen.cumsum() + float(panel.growth.dropna().iloc[-1])
