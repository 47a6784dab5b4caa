"""Class breaks of a map: which values share a shade."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from components import theme

#: Shades that a reader can still tell apart on a map and find again in its legend.
CLASSES = 7


@dataclass(frozen=True)
class Scale:
    """Bounds of the classes, lowest first (one more than there are classes), and the theme's step of each class."""

    name: str
    bounds: tuple[float, ...]
    steps: tuple[int, ...]

    def step_of(self, value: float) -> int:
        """The theme's step for a value; the ends also take what lies beyond them."""
        index = bisect_right(self.bounds, value) - 1
        return self.steps[min(max(index, 0), len(self.steps) - 1)]


def sequential(values: Iterable[float | None], classes: int = CLASSES) -> Scale | None:
    """Classes of about equal counts (quantiles), from the lowest value to the highest; None without values.

    Equal values never stand in two classes: a value that many areas share fills one, and the rest divide what is left.
    """
    known = sorted(value for value in values if value is not None)
    if not known:
        return None
    bounds, start = [known[0]], 0
    for left in range(classes - 1, 0, -1):
        cut = max(start + round((len(known) - start) / (left + 1)), bisect_right(known, bounds[-1]))
        if cut >= len(known):
            break
        bounds.append(known[cut])
        start = bisect_left(known, known[cut])
    bounds.append(known[-1])
    return Scale("seq", tuple(bounds), theme.steps(len(bounds) - 1))


def diverging(values: Iterable[float | None], middle: float) -> Scale | None:
    """Four equal classes on either side of `middle`, as far as the farthest value; None without values."""
    known = [value for value in values if value is not None]
    if not known:
        return None
    reach = max(abs(value - middle) for value in known) or 1.0
    bounds = tuple(middle + reach * index / 4 for index in range(-4, 5))
    return Scale("div", bounds, (0, 1, 2, 3, 5, 6, 7, 8))
