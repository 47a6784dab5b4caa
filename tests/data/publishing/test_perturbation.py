"""The perturbation table: unbiased, never below nobody, with tails, and no count is shown for certain."""

from __future__ import annotations

import numpy as np
import pytest

from data.published.cell_keys import LEVELS, deviation_of, fewest_of, reach_of
from data.publishing.perturbation import levels_of

FLOORS = [3, 5, 10]


@pytest.mark.parametrize("floor", FLOORS)
def test_what_is_added_is_nothing_on_average_and_leaves_nobody_below_zero(floor: int) -> None:
    for count in range(3 * floor):
        added = levels_of(count, floor)
        assert len(added) == LEVELS
        assert added.sum() == 0
        assert count + added.min() >= 0
        assert added.std() <= 1.01 * deviation_of(floor)


def test_nobody_stays_nobody() -> None:
    assert set(levels_of(0, 5)) == {0}


@pytest.mark.parametrize("floor", FLOORS)
def test_small_counts_are_never_shown_for_certain(floor: int) -> None:
    """One is shown as itself one time in four; every shown number may be of any small count."""
    assert (levels_of(1, floor) == 0).mean() == pytest.approx(0.25, abs=0.1)
    for shown in range(reach_of(floor) + 2):
        possible = [count for count in range(1, floor) if (count + levels_of(count, floor) == shown).any()]
        assert len(possible) >= min(floor - 1, 2)


def test_tails_are_those_of_a_two_sided_geometric_distribution() -> None:
    """At a floor of 5 each step further is half as probable, up to 8 either way."""
    added = levels_of(100, 5)
    numbers = np.array([(added == by).sum() for by in range(9)])
    assert numbers[1:5] / numbers[:4] == pytest.approx([0.51] * 4, abs=0.05)
    assert (added.min(), added.max()) == (-8, 8)
    assert added.std() == pytest.approx(2, abs=0.05)


def test_one_person_is_never_shown_as_enough_to_be_broken_down() -> None:
    for floor in range(1, 20):
        assert 1 + levels_of(1, floor).max() < fewest_of(floor)
