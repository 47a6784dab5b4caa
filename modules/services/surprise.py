"""How improbable a count was: tails of the negative binomial, over one day and over the days up to it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc

from modules.services.demand import Floats, Smoothed

#: Nearer to the expectation than this no tail is worth computing.
PLAIN_DEVIATIONS = 3.0


@dataclass(frozen=True)
class Surprises:
    """Arrays (days, series): `score` is -log10 of the tail's probability times the tests of a day, 0 where plain;
    `sign` is -1 below and 1 above; `window` the days up to this one that it was found over.
    """

    score: Floats
    sign: NDArray[np.int8]
    window: NDArray[np.int8]


def tail_score(seen: Floats, expected: Floats, spread: Floats) -> Floats:
    """-log10 of the probability of a count as far from `expected` on the side of `seen`.

    Counts are negative binomial with variance expected + spread * expected^2, the usual model of overdispersed
    surveillance counts (Noufaily et al. 2013, An improved algorithm for outbreak detection; Farrington et al. 1996).
    """
    size = 1 / np.maximum(spread, 1e-6)
    success = size / (size + expected)
    above = betainc(np.maximum(seen, 1e-9), size, 1 - success)
    below = betainc(size, seen + 1, success)
    tail = np.where(seen > expected, np.where(seen > 0, above, 1.0), below)
    return -np.log10(np.maximum(tail, 1e-300))


def _last_days(values: Floats, days: int) -> Floats:
    """Sums over the last `days` days up to each; fewer at the beginning."""
    summed = np.cumsum(values, axis=0)
    summed[days:] -= summed[:-days].copy()
    return summed


def expected_over(smoothed: Smoothed, days: int) -> tuple[Floats, Floats]:
    """What was expected of the last `days` days as of the day before the first of them, and its spread."""
    due = smoothed.factor * smoothed.common
    level, known = smoothed.level.copy(), smoothed.known.copy()
    whole = max(len(level) - days + 1, 0)  # windows that lie within the records, which may be shorter than one
    level[days - 1 :] = smoothed.level[:whole]
    known[days - 1 :] = smoothed.known[:whole]
    weights = _last_days(due, days)
    squares = _last_days(due**2 * smoothed.spread, days)
    return level * weights, squares / np.maximum(weights, 1e-9) ** 2 + 1 / known


def surprises(counts: Floats, smoothed: Smoothed, windows: tuple[int, ...], first_scored: int) -> Surprises:
    """The surprise of every day and series from the day `first_scored` on, over each number of days in `windows`.

    The tests of a day are all series in all windows, so that a score of 0 is met by chance about once a day.
    """
    tests = np.log10(counts.shape[1] * len(windows))
    score = np.zeros(counts.shape)
    sign, window = np.zeros(counts.shape, dtype=np.int8), np.zeros(counts.shape, dtype=np.int8)
    for days in windows:
        seen = _last_days(counts, days)
        expected, spread = expected_over(smoothed, days)
        odd = np.abs(seen - expected) > PLAIN_DEVIATIONS * np.sqrt(expected + spread * expected**2)
        odd[: max(first_scored, days)] = False
        found = np.zeros(counts.shape)
        found[odd] = np.maximum(tail_score(seen[odd], expected[odd], spread[odd]) - tests, 0.0)
        better = found > score
        score[better] = found[better]
        sign[better] = np.sign(seen - expected)[better].astype(np.int8)
        window[better] = days
    return Surprises(score, sign, window)
