"""What a benchmark measured, and whether that is what was promised."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Measured:
    """One line of the table: values of one unit, and the promise they are held against.

    `limit` is the most the median may be (the least, where `at_least`), `limit_p95` the most that the 95th percentile
    may be; None where nothing was promised. `note` says on what it was measured.
    """

    name: str
    unit: str
    values: Sequence[float]
    limit: float | None = None
    limit_p95: float | None = None
    at_least: bool = False
    note: str = ""

    @property
    def median(self) -> float:
        """The median of the values."""
        return statistics.median(self.values)

    @property
    def p95(self) -> float:
        """The 95th percentile by nearest rank; where more is better, the 5th: the worst that one run in twenty sees."""
        ordered = sorted(self.values, reverse=self.at_least)
        return ordered[math.ceil(0.95 * len(ordered)) - 1]

    @property
    def target(self) -> str:
        """The promise in words."""
        if self.limit is None:
            return "-"
        told = f"{'>=' if self.at_least else '<'} {self.limit:g} {self.unit}"
        return told if self.limit_p95 is None else f"{told}, p95 < {self.limit_p95:g}"

    @property
    def kept(self) -> bool | None:
        """Whether the promise is kept; None where there is none."""
        if self.limit is None:
            return None
        median_kept = self.median >= self.limit if self.at_least else self.median < self.limit
        return median_kept and (self.limit_p95 is None or self.p95 < self.limit_p95)


def table(lines: Iterable[Measured]) -> str:
    """The lines under their heads, columns aligned."""
    words = {True: "kept", False: "MISSED", None: "-"}
    rows = [("measure", "target", "median", "p95", "n", "", "on")]
    rows += [
        (
            line.name, line.target, f"{line.median:,.3g} {line.unit}", f"{line.p95:,.3g} {line.unit}",
            str(len(line.values)), words[line.kept], line.note,
        )
        for line in lines
    ]  # fmt: skip
    widths = [max(len(row[index]) for row in rows) for index in range(len(rows[0]))]
    texts = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([texts[0], "-" * len(texts[0]), *texts[1:]])
