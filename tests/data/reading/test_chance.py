"""Changes against chance, on numbers whose test can be looked up, and on samples of one distribution."""

from __future__ import annotations

import numpy as np
import pytest

from data.reading.chance import FEWEST_OF_RATE, beyond_chance, counts_differ, shares_differ, wilson_interval


def test_the_interval_of_a_share_is_wilsons() -> None:
    """81 of 263: 25.5 % to 36.6 % (Newcombe 1998, table I, method 3)."""
    assert wilson_interval(81 / 263, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson_interval(0.0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)


def test_two_shares_differ_from_a_difference_of_two_standard_errors_on() -> None:
    """Of 1,000 each, around a half, the standard error of the difference is 2.24 points."""
    assert not shares_differ(0.50, 1000, 0.54, 1000)
    assert shares_differ(0.50, 1000, 0.55, 1000)


def test_shares_of_few_cases_never_differ() -> None:
    assert not shares_differ(0.0, FEWEST_OF_RATE - 1, 1.0, 1000)
    assert shares_differ(0.0, FEWEST_OF_RATE, 1.0, 1000)


def test_shares_that_are_all_or_nothing_do_not_differ() -> None:
    assert not shares_differ(1.0, 50, 1.0, 80)


def test_two_counts_differ_when_the_root_of_their_sum_says_so() -> None:
    """The root of 200 is 14.1: 28.7 more are beyond chance, and a continuity of one."""
    assert not counts_differ(86, 114)
    assert counts_differ(85, 115)
    assert not counts_differ(3, 0)


@pytest.mark.parametrize("distribution", ["poisson", "binomial"])
def test_one_unchanging_distribution_is_seldom_called_changed(distribution: str) -> None:
    """Of 4,000 pairs from one distribution about one in twenty differs, as two-sided 95 % says."""
    random = np.random.default_rng(7)
    if distribution == "poisson":
        pairs = [(one, other, None) for one, other in random.poisson(200, (4000, 2))]
    else:
        pairs = [(one / 500, other / 500, 500) for one, other in random.binomial(500, 0.3, (4000, 2))]
    differ = np.mean([beyond_chance(distribution, one, other, n, n) for one, other, n in pairs])
    assert 0.03 < differ < 0.06


def test_a_measure_without_a_test_differs_whenever_it_does() -> None:
    assert beyond_chance("none", 1.0, 1.1)
    assert beyond_chance("binomial", 0.1, 0.2)
