"""The score card, on errors that can be read off."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from modules.economy.bands import PastErrors, with_bands, with_outcomes
from modules.economy.scores import crps, diebold_mariano, score_card, scored_once, with_parts


@settings(deadline=None)
@given(st.lists(st.floats(-5, 5), min_size=1, max_size=6), st.floats(-5, 5))
def test_crps_is_the_integral_of_the_squared_distance(sample: list[float], outcome: float) -> None:
    """Against its definition: the integral of (F(x) - 1[x >= y])^2, between the sorted points exact by steps."""
    edges = np.sort([*sample, outcome])
    integral = sum(
        (np.mean(np.array(sample) <= left) - (left >= outcome)) ** 2 * (right - left) for left, right in pairwise(edges)
    )
    assert crps(np.array(sample), outcome) == pytest.approx(integral, abs=1e-9)


def test_diebold_mariano_is_a_t_test_of_the_loss_differential_for_one_step() -> None:
    chooser = np.random.default_rng(2)
    one, other = chooser.normal(0, 1, 40), chooser.normal(0, 1.4, 40)
    # Harvey, Leybourne and Newbold's correction at one step turns the biased variance into that of the t test.
    assert diebold_mariano(one, other, 0) == pytest.approx(stats.ttest_1samp(one**2 - other**2, 0).pvalue)
    assert diebold_mariano(one, other, 0) == diebold_mariano(other, one, 0)


def test_diebold_mariano_says_nothing_of_few_or_equal_errors() -> None:
    errors = np.arange(1.0, 31.0)
    assert np.isnan(diebold_mariano(errors[:10], errors[:10] * 2, 0))
    assert np.isnan(diebold_mariano(errors, -errors, 0))
    assert diebold_mariano(np.zeros(30), np.ones(30) * np.tile([1.0, 2.0], 15), 3) < 0.001


QUARTERS = pd.period_range("2016Q1", "2022Q4", freq="Q")


def record() -> pd.DataFrame:
    """Two methods, each quarter in its second month: no change says 1, mean 2; 4 comes, and -20 in 2020 and 2021."""
    days = QUARTERS.start_time + pd.DateOffset(months=1, days=9)
    parts = [
        pd.DataFrame({
            "method": method, "growth": "quarterly", "made_on": days, "period_start": QUARTERS.start_time,
            "horizon_quarters": 0, "value": value,
        })
        for method, value in (("no_change", 1.0), ("mean", 2.0))
    ]  # fmt: skip
    outcomes = pd.DataFrame({
        "growth": "quarterly", "period_start": QUARTERS.start_time,
        "outcome": np.where(QUARTERS.year.isin([2020, 2021]), -20.0, 4.0),
        "known_on": QUARTERS.start_time + pd.DateOffset(months=7),
    })  # fmt: skip
    scored = with_outcomes(pd.concat(parts, ignore_index=True), outcomes)
    past = PastErrors(scored)
    return with_parts(scored_once(with_bands(scored, past)), past)


def test_the_score_card_has_records_with_and_without_the_pandemic() -> None:
    card = score_card(record()).set_index(["sample", "method"])
    assert card.loc[("without_2020_2021", "mean"), "rmse"] == 2.0
    assert card.loc[("without_2020_2021", "mean"), "mae"] == 2.0
    assert card.loc[("all", "mean"), "rmse"] == pytest.approx(np.sqrt((20 * 4 + 8 * 22**2) / 28))
    assert card.loc[("all", "mean"), "mae"] == pytest.approx((20 * 2 + 8 * 22) / 28)
    counts = card["forecasts"].unstack()["mean"].to_dict()
    assert counts == {"all": 28, "to_2019": 16, "without_2020_2021": 20}
    assert f"{card.loc[('to_2019', 'mean'), 'last_made_on']:%Y-%m-%d}" == "2019-11-10"


def test_the_direction_is_that_from_the_last_known_growth() -> None:
    card = score_card(record()).set_index(["sample", "method"])
    assert card.loc[("without_2020_2021", "mean"), "direction_share"] == 1.0
    assert card.loc[("all", "mean"), "direction_share"] == pytest.approx(20 / 28)
    assert np.isnan(card.loc[("all", "no_change"), "direction_share"])


def test_tests_are_of_the_targets_that_both_have_forecast() -> None:
    card = score_card(record()).set_index(["sample", "method"])
    assert card.loc[("all", "no_change"), "rmse_of_mean"] == card.loc[("all", "mean"), "rmse"]
    assert np.isnan(card.loc[("all", "mean"), "p_against_mean"])
    assert 0 <= card.loc[("all", "no_change"), "p_against_mean"] <= 1
    assert np.isnan(card.loc[("to_2019", "no_change"), "p_against_mean"])


def test_one_forecast_a_quarter_is_scored_that_of_its_second_month() -> None:
    twice = record()
    third = twice.assign(made_on=twice["made_on"] + pd.DateOffset(months=1))
    later = twice.assign(made_on=twice["made_on"] + pd.DateOffset(days=5))
    kept = scored_once(pd.concat([later, third, twice], ignore_index=True))
    assert sorted(kept["made_on"]) == sorted(twice["made_on"])
