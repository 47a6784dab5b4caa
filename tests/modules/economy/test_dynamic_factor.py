"""The factor model on another day: what statsmodels says of it, without filtering decades again."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from modules.economy.dynamic_factor import FactorModel, NotConvergedError, estimated, growth_path
from modules.economy.panel import Panel, Specification, panel_of, specify
from modules.economy.vintage_store import VintageStore
from tests.modules.economy.made_up import INDICATORS, TARGET, change_log

STORE = VintageStore(change_log())
QUARTERS = pd.period_range("2013Q1", "2014Q1", freq="Q")


@pytest.fixture(scope="module")
def specification() -> Specification:
    return specify(STORE, TARGET, INDICATORS, date(2012, 12, 31))


@pytest.fixture(scope="module")
def model(specification: Specification) -> FactorModel:
    return estimated(panel_of(specification, STORE, date(2012, 12, 31)))


def by_statsmodels(model: FactorModel, panel: Panel) -> list[float]:
    """The forecasts of QUARTERS by the results' own `apply` and smoothed prediction."""
    results = model.results.apply(
        panel.monthly.loc[model.first_month :],
        endog_quarterly=panel.quarterly.loc[model.first_month.asfreq("Q") :], retain_standardization=True,
    )  # fmt: skip
    first = pd.Period(results.model.data.row_labels[0], "M")
    start, end = ((quarter.asfreq("M", "END") - first).n for quarter in (QUARTERS[0], QUARTERS[-1]))
    predicted = results.get_prediction(start=start, end=end, information_set="smoothed").predicted_mean
    return [float(value) + model.towards for value in predicted[model.target].iloc[::3]]


@pytest.mark.parametrize("day", [date(2013, 1, 10), date(2013, 4, 20)])
def test_a_later_days_forecast_is_that_of_statsmodels(
    specification: Specification, model: FactorModel, day: date
) -> None:
    panel = panel_of(specification, STORE, day)
    ours = growth_path(model, panel, QUARTERS, TARGET)
    assert ours.tolist() == pytest.approx(by_statsmodels(model, panel), abs=1e-7)


def test_a_revision_of_fifteen_years_ago_counts_too(specification: Specification, model: FactorModel) -> None:
    panel = panel_of(specification, STORE, date(2013, 4, 20))
    monthly = panel.monthly.copy()
    monthly.iloc[-190:-10, 0] *= 1.5
    revised = Panel(monthly, panel.quarterly, panel.growth, panel.drawn_in)
    before, after = (growth_path(model, each, QUARTERS, TARGET) for each in (panel, revised))
    assert after.tolist() == pytest.approx(by_statsmodels(model, revised), abs=1e-7)
    assert (before - after).abs().max() > 1e-3


def test_a_model_of_nothing_does_not_converge(specification: Specification) -> None:
    panel = panel_of(specification, STORE, date(2012, 12, 31))
    silent = panel.monthly.assign(**dict.fromkeys(panel.monthly, np.nan))
    with pytest.raises(NotConvergedError):
        estimated(Panel(silent, panel.quarterly, panel.growth, panel.drawn_in))
