"""The perturbation table: what is added to a small or large count of people, by the count and by its cell key.

The distributions are of the largest entropy among those that are unbiased, never take more than there is, reach no
further than `reach_of` and have at most a standard deviation (Giessing 2016; the R package ptable): weights
exp(a j - c |j|) of adding j, so that tails are those of a two-sided geometric distribution.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from data.published.cell_keys import LEVELS, deviation_of, reach_of


def probabilities(count: int, floor: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """(what may be added to that true count, how probable each is)."""
    reach = reach_of(floor)
    added = np.arange(-min(count, reach), reach + 1)
    if count == 0:
        return np.array([0]), np.array([1.0])

    def tilted(slope: float) -> NDArray[np.float64]:
        """The unbiased distribution of that slope c."""

        def weights(tilt: float) -> NDArray[np.float64]:
            exponents = tilt * added - slope * np.abs(added)
            raised = np.exp(exponents - exponents.max())
            return np.asarray(raised / raised.sum())

        return weights(_root(lambda tilt: float(weights(tilt) @ added), -20.0, 20.0))

    def excess(slope: float) -> float:
        return deviation_of(floor) - math.sqrt(float(tilted(slope) @ added**2))

    return added, tilted(0.0 if excess(0.0) >= 0 else _root(excess, 0.0, 20.0))


def _root(rising: Callable[[float], float], low: float, high: float) -> float:
    """Where a rising function is 0, by halving."""
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < 0 else (low, middle)
    return (low + high) / 2


def levels_of(count: int, floor: int) -> NDArray[np.int64]:
    """What is added to that true count at each of LEVELS equally probable levels; their mean is exactly 0."""
    added, probable = probabilities(count, floor)
    shares = probable * LEVELS
    numbers = np.maximum(np.floor(shares).astype(np.int64), 1)
    by_remainder = np.argsort(numbers - shares)
    while (missing := LEVELS - int(numbers.sum())) != 0:
        if missing > 0:
            numbers[by_remainder[:missing]] += 1
        else:
            numbers[int(numbers.argmax())] -= 1
    while (bias := int(numbers @ added)) != 0:
        step = 1 if bias > 0 else -1
        fullest = int(np.argmax(np.where(added == (added.max() if step < 0 else added.min()), 0, numbers)))
        numbers[fullest] -= 1
        numbers[fullest - step] += 1
    return np.repeat(added, numbers)


@cache
def perturbation_table(floor: int) -> tuple[int, ...]:
    """LEVELS numbers a count from 0 to `reach_of`; larger counts are perturbed as the largest is."""
    return tuple(int(each) for count in range(reach_of(floor) + 1) for each in levels_of(count, floor))
