"""A dynamic factor model of mixed frequency with a ragged edge (Banbura and Modugno 2014), by statsmodels."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
import pandas as pd
from statsmodels.tools.sm_exceptions import ConvergenceWarning, EstimationWarning
from statsmodels.tsa.statespace.dynamic_factor_mq import DynamicFactorMQ, DynamicFactorMQResults

from modules.economy.growth import Growth, Target
from modules.economy.panel import Panel

#: One common factor that follows two lags; idiosyncratic parts persist.
FACTORS, ORDER = 1, 2
#: The EM algorithm stops when the likelihood grows by less than this share, or gives up.
TOLERANCE, MOST_STEPS = 1e-4, 200
#: Quarters whose mean the forecast returns to: growth slows down over decades, and a mean of thirty years would not.
MEAN_QUARTERS = 60


class NotConvergedError(RuntimeError):
    """The model could not be estimated; the text says why."""


@dataclass(frozen=True)
class FactorModel:
    """The model estimated on one day. `towards` is added to the target: its recent mean less that of the sample."""

    results: DynamicFactorMQResults
    target: str
    towards: float


def estimated(panel: Panel, of: Growth = "quarterly") -> FactorModel:
    """The model of that panel; NotConvergedError where it has too little to learn from or does not converge."""
    target = str(panel.quarterly.columns[0])
    known = panel.quarterly[target].dropna()
    if panel.monthly.shape[1] < 3 or len(known) < 24:
        raise NotConvergedError("too few series or quarters")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", EstimationWarning)
        warnings.simplefilter("error", ConvergenceWarning)
        try:
            model = DynamicFactorMQ(
                panel.monthly, endog_quarterly=panel.quarterly, factors=FACTORS, factor_orders=ORDER,
                idiosyncratic_ar1=True,
            )  # fmt: skip
            results = model.fit(disp=0, maxiter=MOST_STEPS, tolerance=TOLERANCE)
        except (np.linalg.LinAlgError, ConvergenceWarning, ValueError) as error:
            raise NotConvergedError(str(error)) from error
    if not np.isfinite(results.params).all() or not np.isfinite(results.llf):
        raise NotConvergedError("its likelihood is not finite")
    # The change of growth on the year before has no mean to return to.
    towards = float(known.iloc[-MEAN_QUARTERS:].mean() - known.mean()) if of == "quarterly" else 0.0
    return FactorModel(results, target, towards)


def growth_path(model: FactorModel, panel: Panel, quarters: pd.PeriodIndex, target: Target) -> pd.Series:
    """The target's growth of those quarters, which follow the last known one, in percent."""
    told = path(model, quarters[0], quarters[-1])
    return told if target.growth == "quarterly" else told.cumsum() + float(panel.growth.dropna().iloc[-1])


def applied(model: FactorModel, panel: Panel) -> FactorModel:
    """The same model, its parameters and scales as they were, on another day's panel."""
    results = model.results.apply(panel.monthly, endog_quarterly=panel.quarterly, retain_standardization=True)
    return FactorModel(results, model.target, model.towards)


def path(model: FactorModel, first: pd.Period, last: pd.Period) -> pd.Series:
    """The target as the model sees it, of the quarters from `first` to `last`, by all that the panel knows."""
    months = model.results.model.data.row_labels
    start, end = ((quarter.asfreq("M", "end") - months[0]).n for quarter in (first, last))
    predicted = model.results.get_prediction(start=start, end=end, information_set="smoothed")
    ends = predicted.predicted_mean[model.target].iloc[::3]
    return pd.Series(ends.to_numpy(), index=pd.period_range(first, last, freq="Q")) + model.towards
