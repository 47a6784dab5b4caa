"""The forecast on series whose future is known, and its score beside the simple rules."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from modules.services.day_kinds import ORDINARY, day_kinds
from modules.services.demand import HALF_LIFE, Floats, Smoothed
from modules.services.forecast import forecast
from modules.services.forecast_scores import (
    back_test_origins,
    naive_scale,
    score_forecasts,
    seasonal_naive,
    weekday_mean,
)
from modules.services.outlook import smooth_together

FIRST = date(2025, 1, 6)
WEEK = np.array([10.0, 12.0, 14.0, 16.0, 18.0, 4.0, 2.0])


def smoothed(counts: Floats, origins: tuple[int, ...] = (), timezone: str = "UTC", first: date = FIRST) -> Smoothed:
    kinds = day_kinds(timezone, first, first + timedelta(days=len(counts) + 27))
    return smooth_together(counts, kinds, HALF_LIFE, origins)


def test_a_series_that_repeats_itself_is_continued() -> None:
    counts = np.tile(WEEK, 30)[:, None]

    told = forecast(counts, smoothed(counts))

    assert np.abs(told.expected[:, 0] - np.tile(WEEK, 4)).max() < 0.5
    assert (told.low80 <= told.expected).all() and (told.expected <= told.high80).all()


def test_nothing_is_expected_of_nothing() -> None:
    counts = np.zeros((100, 3))

    told = forecast(counts, smoothed(counts))

    assert told.expected.max() < 0.02
    assert told.low80.max() == told.high80.max() == 0


def test_the_level_follows_a_shift() -> None:
    counts = np.concatenate([np.full(100, 10.0), np.full(60, 30.0)])[:, None]

    assert forecast(counts, smoothed(counts)).expected.mean() == pytest.approx(30, rel=0.05)


def test_four_in_five_days_lie_inside_the_interval() -> None:
    chance = np.random.default_rng(3)
    counts = chance.poisson(np.tile(WEEK * 10, 40)[:, None], (280, 60)).astype(float)

    told = forecast(counts[:252], smoothed(counts, (252,)))

    inside = (counts[252:] >= told.low80) & (counts[252:] <= told.high80)
    assert 0.75 < inside.mean() < 0.92


def test_holidays_are_learnt_by_their_name() -> None:
    first = date(2024, 3, 1)
    days = 790
    kinds = day_kinds("Asia/Shanghai", first, first + timedelta(days=days - 1))
    festival = kinds.special == kinds.names.index("National Day")
    counts = np.where(festival, 5.0, 50.0)[:560, None].repeat(5, axis=1)

    told = smoothed(counts, timezone="Asia/Shanghai", first=first)

    # 560 days end with 11 September 2025: a National Day was seen in 2024, and the next is beyond the horizon but one.
    assert kinds.special[:7].max() == ORDINARY
    assert (date(2025, 10, 1) - first).days - 560 < 28
    expected = forecast(counts, told).expected[:, 0]
    assert expected[(date(2025, 10, 1) - first).days - 560] < 15
    assert expected[0] == pytest.approx(50, rel=0.05)


def test_the_past_forecast_knows_nothing_of_the_days_after_it() -> None:
    chance = np.random.default_rng(4)
    counts = chance.poisson(20.0, (280, 4)).astype(float)
    changed = counts.copy()
    changed[252:] = 500.0
    # The rhythm is told from all days; with fewer than six series there is one only.
    before = forecast(counts[:252], smoothed(counts, (252,)))
    after = forecast(counts[:252], smoothed(changed, (252,)))

    assert np.array_equal(before.expected, after.expected)
    assert np.array_equal(before.low80, after.low80)


def test_the_simple_rules_repeat_what_was() -> None:
    counts = np.arange(56.0)[:, None]

    assert seasonal_naive(counts)[:8, 0].tolist() == [49, 50, 51, 52, 53, 54, 55, 49]
    assert weekday_mean(counts)[:2, 0].tolist() == [24.5, 25.5]
    assert [value.tolist() for value in naive_scale(counts)] == [[7.0], [49.0]]


def test_the_score_of_a_rule_that_errs_by_its_own_measure_is_one() -> None:
    counts = np.arange(300.0)[:, None] + 100
    origins = tuple(back_test_origins(len(counts)))

    card = score_forecasts({"city": (counts, smoothed(counts, origins))}).set_index(["method", "horizon"])

    assert origins == (272, 244, 216, 188)
    # The week ahead is seven more than the last one everywhere: an error of 7 over a scale of 7.
    assert card.loc[("seasonal_naive", "1-7"), "mase"] == 1.0
    # Three more weeks are 14, 21 and 28 off: 3 on average.
    assert card.loc[("seasonal_naive", "8-28"), "mase"] == 3.0
    assert card.loc[("seasonal_naive", "1-28"), "n"] == 4
    assert np.isnan(card.loc[("weekday_mean", "1-7"), "coverage80_share"])


def test_too_few_days_are_not_scored() -> None:
    counts = np.ones((100, 2))

    assert back_test_origins(100) == []
    assert len(score_forecasts({"city": (counts, smoothed(counts))})) == 0
