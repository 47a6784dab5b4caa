"""Whether a change is beyond what chance gives, and how sure a rate is: the two-sided 95 % of the whole house."""

from __future__ import annotations

from math import sqrt

#: Two-sided 95 % of the normal distribution.
Z95 = 1.959964
#: A rate of fewer cases is not said: NCHS Data Presentation Standards for Proportions (Parker and others, 2017).
FEWEST_OF_RATE = 30


def wilson_interval(share: float, n: float) -> tuple[float, float]:
    """The 95 % interval of a share of n > 0 cases (Wilson 1927), between 0 and 1."""
    middle = (share + Z95**2 / (2 * n)) / (1 + Z95**2 / n)
    half = Z95 / (1 + Z95**2 / n) * sqrt(share * (1 - share) / n + Z95**2 / (4 * n * n))
    return max(middle - half, 0.0), min(middle + half, 1.0)


def shares_differ(one: float, n: float, other: float, m: float) -> bool:
    """Whether two shares, of n and m cases, differ beyond chance: the test of two proportions, pooled, two-sided 95 %.

    Shares of fewer than FEWEST_OF_RATE cases never do.
    """
    if min(n, m) < FEWEST_OF_RATE:
        return False
    pooled = (one * n + other * m) / (n + m)
    return abs(one - other) > Z95 * sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))


def counts_differ(one: float, other: float) -> bool:
    """Whether two counts of periods of equal length differ beyond chance: the Poisson test, two-sided 95 %.

    Given their sum, one of them is binomial with 1/2 (Przyborowski and Wilenski 1940), here by the normal with a
    correction for continuity.
    """
    return abs(one - other) - 1 > Z95 * sqrt(one + other)


def beyond_chance(distribution: str, one: float, other: float, n: float | None = None, m: float | None = None) -> bool:
    """Whether two values differ beyond chance; n and m are the cases behind them, `distribution` that of the measure.

    Without a test, and for a share whose cases are not known, every difference counts.
    """
    if distribution == "poisson":
        return counts_differ(one, other)
    if distribution == "binomial" and n is not None and m is not None:
        return shares_differ(one, n, other, m)
    return True
