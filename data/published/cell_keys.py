"""What publishing and reading agree on about cell keys (docs/disclosure.md)."""

from __future__ import annotations

import math

#: The column of a cube of people whose counts have a floor: the sum of the record keys of the people in a row.
RECORD_KEY = "record_key"
#: Record keys are added up modulo this.
KEYS = 65_536
#: Equally probable levels of the perturbation table for each count; a cell key is mapped to one of them.
LEVELS = 1024


def deviation_of(floor: int) -> float:
    """The standard deviation of what is added to a count that is not small: 2 at a floor of 5."""
    return 0.4 * floor


def reach_of(floor: int) -> int:
    """The most that is added or taken away: 8 at a floor of 5."""
    return math.ceil(1.6 * floor)


def fewest_of(floor: int) -> int:
    """People (perturbed) from whom on a share, a mean, a quantile or a breakdown of theirs is said: 10 at a floor of 5.

    More than a single person's count can be perturbed to. 0 without a floor.
    """
    return reach_of(floor) + 2 if floor else 0
