"""Whether a change is beyond what chance gives, two-sided 99 %, and how sure a rate is: its 95 % interval."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, sqrt

#: Two-sided 95 % of the normal distribution.
Z95 = 1.959964
#: Two-sided 99 %, for verdicts: a page judges five to ten changes at once, so that by 95 % one in three pages of a city
#: in which nothing changes would show one that is none (Bonferroni 1936).
Z99 = 2.575829
#: A rate of fewer cases is not said: NCHS Data Presentation Standards for Proportions (Parker and others, 2017).
FEWEST_OF_RATE = 30
#: Cells of its own that each unit of time has in a histogram of times: buckets from an hour on, each a twentieth wider
#: than the one before, of which some hundred cases of one and two months fill about so many.
BUCKETS = 120
#: The logarithm of the upper over the lower quartile of exponential times, where their own are not known.
EXPONENTIAL_SPREAD = log(log(4) / log(4 / 3))


def wilson_interval(share: float, n: float) -> tuple[float, float]:
    """The 95 % interval of a share of n > 0 cases (Wilson 1927), between 0 and 1."""
    middle = (share + Z95**2 / (2 * n)) / (1 + Z95**2 / n)
    half = Z95 / (1 + Z95**2 / n) * sqrt(share * (1 - share) / n + Z95**2 / (4 * n * n))
    return max(middle - half, 0.0), min(middle + half, 1.0)


@dataclass(frozen=True)
class Sample:
    """A measure's value, the cases behind it, and the variance of what was added to their number by perturbation
    (docs/disclosure.md; 0 where nothing was). `spread` of times: the logarithm of their upper over their lower
    quartile, None where that is not known."""

    value: float
    n: float | None = None
    noise: float = 0.0
    spread: float | None = None


def shares_differ(one: Sample, other: Sample) -> bool:
    """Whether two shares differ beyond chance: the test of two proportions, pooled, two-sided 99 %.

    Shares of fewer than FEWEST_OF_RATE cases never do, nor those whose number is not known.
    """
    if one.n is None or other.n is None or min(one.n, other.n) < FEWEST_OF_RATE:
        return False
    pooled = (one.value * one.n + other.value * other.n) / (one.n + other.n)
    variance = sum(pooled * (1 - pooled) / each.n + each.noise / each.n**2 for each in (one, other) if each.n)
    return abs(one.value - other.value) > Z99 * sqrt(max(variance, 0.0))


def counts_differ(one: Sample, other: Sample) -> bool:
    """Whether two counts of periods of equal length differ beyond chance: the Poisson test, two-sided 99 %.

    Given their sum, one of them is binomial with 1/2 (Przyborowski and Wilenski 1940), here by the normal with a
    correction for continuity.
    """
    variance = one.value + other.value + one.noise + other.noise
    return abs(one.value - other.value) - 1 > Z99 * sqrt(variance)


def stocks_differ(one: Sample, other: Sample) -> bool:
    """Whether what is open at two days differs by more than chance gives where as many come as go.

    `one.n` is the number that came between them: the change is then the difference of two Poisson counts of that size
    (Skellam 1946), however small the stock itself is.
    """
    if one.n is None:
        return False
    return abs(one.value - other.value) - 1 > Z99 * sqrt(2 * one.n + one.noise + other.noise)


def sure_cases(sample: Sample) -> float:
    """How many unperturbed times have a median as sure as the sample's; 0 where the number of its cases is unknown."""
    return sample.n**2 / (sample.n + BUCKETS * sample.noise) if sample.n else 0.0


def median_interval(sample: Sample) -> tuple[float, float] | None:
    """The 95 % interval of a median of times until an end, as `waits_differ` takes its error; None where no spread of
    them is known or no case."""
    sure = sure_cases(sample)
    if not sure or sample.spread is None or sample.value <= 0:
        return None
    factor = exp(Z95 * sample.spread / sqrt(sure))
    return sample.value / factor, sample.value * factor


def waits_differ(one: Sample, other: Sample) -> bool:
    """Whether two medians of times until an end differ beyond chance, whatever the times are distributed like.

    The logarithm of a median has the standard error 1 / (2 f sqrt(n)), where f is the density of the logarithms there
    (Stuart and Ord 1994, 10.10), taken as that of the middle half of the times: half over their `spread`. Fewer than
    FEWEST_OF_RATE cases, and those whose number is not known, never differ; perturbed ones count as the fewer that are
    as sure.
    """
    sure = [sure_cases(each) for each in (one, other)]
    if min(sure) < FEWEST_OF_RATE or min(one.value, other.value) <= 0:
        return False
    spread = EXPONENTIAL_SPREAD if one.spread is None else one.spread
    error = spread * sqrt(1 / sure[0] + 1 / sure[1])
    return abs(log(one.value / other.value)) > Z99 * error


#: The tests that a contract may name (`distribution` of a measure).
TESTS = {"binomial": shares_differ, "poisson": counts_differ, "skellam": stocks_differ, "median": waits_differ}


def beyond_chance(distribution: str, one: Sample, other: Sample) -> bool:
    """Whether two values of a measure of that distribution differ beyond chance; without a test, always."""
    test = TESTS.get(distribution)
    return test is None or test(one, other)
