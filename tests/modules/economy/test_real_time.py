"""Forecasts made in real time, on a made-up economy whose every value can be read off."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modules.economy import naive_rules, real_time, scores
from modules.economy.real_time import Vintage


def growth(*values: float, last: str) -> pd.Series:
    """Growth of quarters in a row, the last of which is given."""
    quarters = pd.period_range(end=pd.Period(last, "Q"), periods=len(values), freq="Q")
    return pd.Series(values, index=quarters.start_time, dtype="float64")


def test_growth_is_annualised_and_needs_the_quarter_before() -> None:
    quarters = pd.to_datetime(["2020-01-01", "2020-04-01", "2020-10-01"])
    level = pd.DataFrame({"known": [100.0, 101.0, 102.0]}, index=quarters)
    told = real_time.annualised_growth(level)["known"].dropna()
    assert told.to_dict() == {pd.Timestamp(2020, 4, 1): pytest.approx((1.01**4 - 1) * 100)}


def test_the_rules_say_what_their_names_say() -> None:
    values = np.array([9.0, *[1.0] * 59, 3.0])
    assert naive_rules.mean(values, 2) == pytest.approx([(59 + 3) / 60] * 2)
    assert list(naive_rules.no_change(values, 3)) == [3.0, 3.0, 3.0]


def test_the_autoregression_finds_the_line_it_was_drawn_from() -> None:
    values = [8.0]
    for _ in range(30):
        values.append(1 + 0.5 * values[-1])
    assert naive_rules.ar(np.array(values[:4]), 2) == pytest.approx(values[4:6])


def test_horizons_count_from_the_quarter_in_which_a_forecast_is_made() -> None:
    on_time = Vintage(date(2024, 4, 25), growth(1.0, 2.0, last="2024Q1"))
    late = Vintage(date(2024, 7, 2), growth(1.0, 2.0, last="2024Q1"))
    made = real_time.point_forecasts([on_time, late], {"no_change": naive_rules.no_change})
    ahead = made.groupby("made_on")["horizon_quarters"].apply(list).to_dict()
    assert ahead == {
        pd.Timestamp(2024, 4, 25): [0, 1, 2, 3, 4],
        pd.Timestamp(2024, 7, 2): [-1, 0, 1, 2, 3],
    }
    assert set(made["value"]) == {2.0}


def test_an_outcome_is_the_third_release_and_known_when_it_is_due() -> None:
    vintages = [
        Vintage(date(2024, 1, 25), growth(1.0, last="2023Q4")),
        Vintage(date(2024, 4, 25), growth(1.0, 2.0, last="2024Q1")),
        Vintage(date(2024, 6, 27), growth(1.0, 2.5, last="2024Q1")),
        Vintage(date(2024, 7, 25), growth(1.0, 9.0, 3.0, last="2024Q2")),
    ]
    told = real_time.outcomes(vintages)
    assert told.to_dict("records") == [
        {"period_start": pd.Timestamp(2024, 1, 1), "outcome": 2.5, "known_on": pd.Timestamp(2024, 7, 9)}
    ]


def a_long_record(quarters: int) -> list[Vintage]:
    """One vintage a quarter, each the quarter before's first release; growth goes up by 1 each quarter from 0."""
    first = pd.Period("2000Q1", "Q")
    return [
        Vintage(((first + n + 1).start_time + pd.Timedelta(days=25)).date(), growth(*range(n + 1), last=str(first + n)))
        for n in range(2, quarters)
    ]


def test_intervals_come_from_errors_known_by_the_day() -> None:
    vintages = a_long_record(40)
    points = real_time.point_forecasts(vintages, {"no_change": naive_rules.no_change})
    scored = real_time.scored_forecasts(points, real_time.outcomes(vintages))
    # No change is wrong by 1 a quarter ahead, by 2 two quarters ahead, and so on.
    assert {(step, error) for step, error in zip(scored["step"], scored["error"], strict=True)} == {
        (1, 1.0), (2, 2.0), (3, 3.0), (4, 4.0), (5, 5.0)
    }  # fmt: skip
    told = real_time.with_intervals(points, scored)
    next_quarter = told[told["step"] == 1].sort_values("made_on")
    assert next_quarter["low80"].iloc[0] != next_quarter["low80"].iloc[0]
    newest = next_quarter.iloc[-1]
    assert (newest["low80"], newest["high80"]) == (newest["value"] + 1, newest["value"] + 1)
    # A forecast has an interval from the day on which 20 errors were known, and not a day before.
    known_on = scored[scored["step"] == 1]["known_on"].sort_values().iloc[real_time.LEAST_ERRORS - 1]
    assert (next_quarter["low80"].notna() == (next_quarter["made_on"] >= known_on)).all()


def test_a_forecast_never_knows_what_came_later() -> None:
    vintages = a_long_record(40)
    earlier = vintages[:30]
    whole, part = (real_time.point_forecasts(each, naive_rules.RULES) for each in (vintages, earlier))
    told = [
        real_time.with_intervals(points, real_time.scored_forecasts(points, real_time.outcomes(each)))
        for points, each in ((whole, vintages), (part, earlier))
    ]
    same = told[0][told[0]["made_on"].isin(part["made_on"])].reset_index(drop=True)
    pd.testing.assert_frame_equal(same, told[1].reset_index(drop=True))


@settings(deadline=None)
@given(st.lists(st.floats(-5, 5), min_size=1, max_size=6), st.floats(-5, 5))
def test_crps_is_the_integral_of_the_squared_distance(sample: list[float], outcome: float) -> None:
    """Against its definition: the integral of (F(x) - 1[x >= y])^2, between the sorted points exact by steps."""
    edges = np.sort([*sample, outcome])
    integral = sum(
        (np.mean(np.array(sample) <= left) - (left >= outcome)) ** 2 * (right - left) for left, right in pairwise(edges)
    )
    assert scores.crps(np.array(sample), outcome) == pytest.approx(integral, abs=1e-9)


def test_the_score_card_leaves_the_pandemic_out_of_one_sample() -> None:
    rows = pd.DataFrame({
        "method": "mean", "step": 1, "horizon_quarters": 0,
        "made_on": pd.to_datetime(["2019-05-01", "2020-05-01"]), "value": [1.0, 1.0], "outcome": [4.0, -20.0],
        "period_start": pd.to_datetime(["2019-04-01", "2020-04-01"]),
        "known_on": pd.to_datetime(["2019-10-01", "2020-10-01"]), "error": [3.0, -21.0],
        "low80": [float("nan")] * 2, "high80": [float("nan")] * 2,
    })  # fmt: skip
    card = scores.score_card(rows).set_index("sample")
    assert card.loc["without_2020_2021", "rmse"] == 3.0
    assert card.loc["all", "rmse"] == pytest.approx(np.sqrt((9 + 441) / 2))
    assert list(card["forecasts"]) == [2, 1]
    assert list(card["interval_forecasts"]) == [0, 0]
    assert card["coverage80_share"].isna().all()
