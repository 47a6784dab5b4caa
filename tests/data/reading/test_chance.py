"""Changes against chance, on numbers whose test can be looked up, and on samples of one distribution."""

from __future__ import annotations

from math import log

import numpy as np
import pytest

from data.reading.chance import (
    FEWEST_OF_RATE,
    TESTS,
    Sample,
    beyond_chance,
    counts_differ,
    median_interval,
    shares_differ,
    stocks_differ,
    sure_cases,
    waits_differ,
    wilson_interval,
)


def test_the_interval_of_a_share_is_wilsons() -> None:
    """81 of 263: 25.5 % to 36.6 % (Newcombe 1998, table I, method 3)."""
    assert wilson_interval(81 / 263, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson_interval(0.0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)


def test_two_shares_differ_from_two_and_a_half_standard_errors_on() -> None:
    """Of 1,000 each, around a half, the standard error of the difference is 2.23 points: 5.8 are beyond chance."""
    assert not shares_differ(Sample(0.50, 1000), Sample(0.557, 1000))
    assert shares_differ(Sample(0.50, 1000), Sample(0.56, 1000))


def test_shares_of_few_cases_never_differ() -> None:
    assert not shares_differ(Sample(0.0, FEWEST_OF_RATE - 1), Sample(1.0, 1000))
    assert shares_differ(Sample(0.0, FEWEST_OF_RATE), Sample(1.0, 1000))


def test_shares_that_are_all_or_nothing_do_not_differ() -> None:
    assert not shares_differ(Sample(1.0, 50), Sample(1.0, 80))


def test_two_counts_differ_when_the_root_of_their_sum_says_so() -> None:
    """The root of 200 is 14.1: 37.4 more are beyond chance, a continuity of one among them."""
    assert not counts_differ(Sample(82), Sample(118))
    assert counts_differ(Sample(81), Sample(119))
    assert not counts_differ(Sample(3), Sample(0))


def test_a_stock_changes_by_what_comes_and_goes() -> None:
    """Of 5,000 that came and about as many that went, 100 is one standard deviation, whatever the stock."""
    assert not stocks_differ(Sample(368, 5000), Sample(110, 10))
    assert stocks_differ(Sample(369, 5000), Sample(110, 10))


def test_two_medians_differ_by_the_root_of_their_cases() -> None:
    """Of 1,000 exponential times each the ratio's logarithm has the standard error 0.0703: 19.9 % is beyond chance.

    Of times as spread as those of most cities' requests, the upper quartile twenty times the lower, 41.2 % is.
    """
    assert not waits_differ(Sample(1.19, 1000), Sample(1.0, 1000))
    assert waits_differ(Sample(1.20, 1000), Sample(1.0, 1000))
    assert not waits_differ(Sample(9.0, 29), Sample(1.0, 1000))
    wide = log(20)
    assert not waits_differ(Sample(1.41, 1000, spread=wide), Sample(1.0, 1000, spread=wide))
    assert waits_differ(Sample(1.42, 1000, spread=wide), Sample(1.0, 1000, spread=wide))


def test_the_interval_of_a_median_holds_the_true_one_in_nineteen_of_twenty() -> None:
    """Exponential times with a median of log 2; a thousand samples of 200, seeded."""
    chance, held = np.random.default_rng(12), 0
    for _ in range(1000):
        times = chance.exponential(size=200)
        lower, middle, upper = np.quantile(times, [0.25, 0.5, 0.75])
        interval = median_interval(Sample(float(middle), 200, spread=log(upper / lower)))
        assert interval is not None
        held += interval[0] <= log(2) <= interval[1]
    assert 0.92 <= held / 1000 <= 0.98


def test_a_median_without_spread_or_cases_has_no_interval() -> None:
    assert median_interval(Sample(3.0, 200)) is None
    assert median_interval(Sample(3.0, None, spread=1.0)) is None
    assert median_interval(Sample(3.0, 0, spread=1.0)) is None
    # 400 times in cells of which 120 were moved by a variance of 10 in all are as sure as 100.
    assert sure_cases(Sample(3.0, 400, noise=10.0)) == 100.0


def test_what_perturbation_added_makes_a_difference_less_sure() -> None:
    assert shares_differ(Sample(0.5, 1000), Sample(0.56, 1000))
    assert not shares_differ(Sample(0.5, 1000, 400), Sample(0.56, 1000, 400))
    assert counts_differ(Sample(81), Sample(119))
    assert not counts_differ(Sample(81, noise=50), Sample(119, noise=50))
    assert not waits_differ(Sample(1.2, 1000, 10), Sample(1.0, 1000, 10))


def _pairs(distribution: str) -> list[tuple[Sample, Sample]]:
    """4,000 pairs of samples of one distribution."""
    random = np.random.default_rng(7)
    if distribution == "poisson":
        return [(Sample(one), Sample(other)) for one, other in random.poisson(200, (4000, 2))]
    if distribution == "binomial":
        shares = random.binomial(500, 0.3, (4000, 2)) / 500
        return [(Sample(one, 500), Sample(other, 500)) for one, other in shares]
    if distribution == "skellam":
        come, gone = random.poisson(500, (2, 4000))
        return [(Sample(50 + more - less, more), Sample(50)) for more, less in zip(come, gone, strict=True)]
    times = random.lognormal(1.3, 1.65, (4000, 2, 301))
    lower, medians, upper = np.quantile(times, (0.25, 0.5, 0.75), axis=2)
    spreads = np.log(upper / lower)
    return [
        tuple(Sample(median, 301, spread=spread) for median, spread in zip(*pair, strict=True))
        for pair in zip(medians, spreads, strict=True)
    ]


@pytest.mark.parametrize("distribution", TESTS)
def test_one_unchanging_distribution_is_seldom_called_changed(distribution: str) -> None:
    """Of pairs from one distribution about one in a hundred differs, as two-sided 99 % says."""
    assert 0.004 < np.mean([beyond_chance(distribution, *pair) for pair in _pairs(distribution)]) < 0.014


def test_a_measure_without_a_test_differs_whenever_it_does() -> None:
    assert beyond_chance("none", Sample(1.0), Sample(1.1))


@pytest.mark.parametrize("distribution", ["binomial", "skellam", "median"])
def test_nothing_is_said_of_values_whose_number_is_not_known(distribution: str) -> None:
    assert not beyond_chance(distribution, Sample(0.1), Sample(0.9))
