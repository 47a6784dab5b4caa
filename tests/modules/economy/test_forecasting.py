"""The forecasts of one day."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from modules.economy import forecasting
from modules.economy.forecasting import can_forecast, forecasts_of, model_of
from modules.economy.growth import known_growth, on_the_year_before
from modules.economy.vintage_store import VintageStore
from tests.modules.economy.made_up import INDICATORS, TARGET, change_log

DAY = date(2013, 5, 10)


@pytest.fixture(scope="module")
def store() -> VintageStore:
    return VintageStore(change_log())


@pytest.fixture(scope="module")
def model(store: VintageStore) -> forecasting.YearsModel:
    return model_of(store, TARGET, INDICATORS, date(2012, 12, 31))


def test_every_method_forecasts_the_quarters_from_the_last_known_one_to_three_ahead(
    store: VintageStore, model: forecasting.YearsModel
) -> None:
    made = forecasts_of(store, TARGET, model, DAY).forecasts
    assert set(made["method"]) == {"mean", "ar", "no_change", "dfm", "midas", "combination"}
    ahead = made.groupby(["growth", "method"])["horizon_quarters"].apply(list)
    assert set(map(tuple, ahead)) == {(0, 1, 2, 3)}
    late = forecasts_of(store, TARGET, model, date(2013, 4, 10)).forecasts
    assert set(late["horizon_quarters"]) == {-1, 0, 1, 2, 3}


def test_growth_on_the_year_before_is_of_known_and_forecast_quarters(
    store: VintageStore, model: forecasting.YearsModel
) -> None:
    made = forecasts_of(store, TARGET, model, DAY).forecasts
    made = made.set_index(["growth", "method", "horizon_quarters"])["value"].sort_index()
    known = known_growth(store, TARGET, DAY)
    path = pd.concat([known, pd.Series(made["quarterly", "ar"].array, pd.period_range("2013Q2", periods=4, freq="Q"))])
    assert made["year_on_year", "ar"].tolist() == pytest.approx(on_the_year_before(path).iloc[-4:].tolist())
    assert made["year_on_year", "no_change"].tolist() == [pytest.approx(on_the_year_before(known).iloc[-1])] * 4


def test_the_combination_weighs_the_models_equally(store: VintageStore, model: forecasting.YearsModel) -> None:
    made = forecasts_of(store, TARGET, model, DAY)
    values = made.forecasts.set_index(["growth", "method", "horizon_quarters"])["value"].sort_index()["quarterly"]
    assert values["combination"].tolist() == pytest.approx(((values["dfm"] + values["midas"]) / 2).tolist())
    assert made.runs.set_index("method")["weight"].to_dict() == {
        "mean": 0, "ar": 0, "no_change": 0, "dfm": 0.5, "midas": 0.5, "combination": 0,
    }  # fmt: skip


def test_where_no_model_has_an_answer_the_rules_take_over_and_it_is_said(store: VintageStore) -> None:
    model = model_of(store, TARGET, {"jobs": True}, date(2012, 12, 31))
    assert model.factor is None
    made = forecasts_of(store, TARGET, forecasting.YearsModel(model.specification, None, model.reason), DAY)
    told = made.runs.set_index("method")
    assert (told.loc["dfm", "state"], told.loc["dfm", "reason"]) == ("not_converged", "too few series or quarters")
    without = model_of(store, TARGET, {}, date(2012, 12, 31))
    made = forecasts_of(store, TARGET, without, DAY)
    values = made.forecasts.set_index(["growth", "method", "horizon_quarters"])["value"].sort_index()["quarterly"]
    assert values["combination"].tolist() == pytest.approx(((values["mean"] + values["ar"]) / 2).tolist())
    assert made.runs.set_index("method")["weight"].to_dict()["mean"] == 0.5


def test_a_target_that_is_too_short_or_stopped_is_not_forecast(store: VintageStore) -> None:
    assert can_forecast(store, TARGET, DAY)
    assert not can_forecast(store, TARGET, date(2011, 6, 1))
    assert not can_forecast(store, TARGET, date(2018, 6, 1))


def test_indicators_help_where_growth_follows_them(store: VintageStore, model: forecasting.YearsModel) -> None:
    """GDP of a quarter follows the cycle of its months: with one of them known the model is nearer than the mean."""
    errors: dict[str, list[float]] = {"dfm": [], "mean": []}
    for quarter in pd.period_range("2012Q4", "2013Q3", freq="Q"):
        day = (quarter.start_time + pd.Timedelta(days=75)).date()
        made = forecasts_of(store, TARGET, model, day).forecasts
        now = made[(made["horizon_quarters"] == 0) & (made["growth"] == "quarterly")].set_index("method")["value"]
        outcome = known_growth(store, TARGET, date(2014, 1, 31))[quarter]
        for method, found in errors.items():
            found.append(abs(outcome - now[method]))
    assert np.mean(errors["dfm"]) < np.mean(errors["mean"])
