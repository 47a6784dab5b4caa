"""Shares that move: seasons, months, a drift and districts, the same in every run of a seed."""

from __future__ import annotations

from datetime import date, timedelta
from math import exp, log

import numpy as np
import pytest

from modules.simulate.swings import Swing, read_swings

STILL = Swing(season=0, month=0, yearly=0, district=0, seed=7)


def test_a_share_that_does_not_swing_stays() -> None:
    assert STILL.on(date(2025, 3, 9)) == 1
    assert STILL.of_districts(3).tolist() == [1, 1, 1, 1]


def test_a_season_is_at_its_height_in_july_and_at_its_depth_in_january() -> None:
    season = Swing(season=0.2, month=0, yearly=0, district=0, seed=7)
    assert season.on(date(2026, 7, 16)) == pytest.approx(exp(0.2))
    assert season.on(date(2026, 1, 15)) == pytest.approx(exp(-0.2), abs=0.001)


def test_a_drift_is_a_part_of_the_share_a_year() -> None:
    drift = Swing(season=0, month=0, yearly=-0.1, district=0, seed=7)
    assert drift.on(date(2025, 3, 1)) / drift.on(date(2024, 3, 1)) == pytest.approx(exp(-0.1), abs=0.001)


def test_months_differ_and_no_day_leaps() -> None:
    months = Swing(season=0, month=0.2, yearly=0, district=0, seed=7)
    firsts = [log(months.on(date(2000 + year, month, 1))) for year in range(20) for month in range(1, 13)]
    assert np.std(firsts) == pytest.approx(0.2, abs=0.03)
    days = [log(months.on(date(2024, 1, 1) + timedelta(days=day))) for day in range(731)]
    assert max(np.abs(np.diff(days))) < 0.2 * 5 / 28  # two months five deviations apart are none in 240


def test_each_share_has_a_chance_of_its_own_and_a_seed_repeats_it() -> None:
    rules = {name: {"season": 0.1, "month": 0.2, "yearly": 0.0, "district": 0.3} for name in ("abandoned", "rejected")}
    one, other = read_swings(rules, 11), read_swings(rules, 11)
    day = date(2026, 10, 20)
    assert one["abandoned"].on(day) == other["abandoned"].on(day) != one["rejected"].on(day)
    assert one["abandoned"].of_districts(4).tolist() == other["abandoned"].of_districts(4).tolist()
    assert one["abandoned"].of_districts(4)[-1] == 1
