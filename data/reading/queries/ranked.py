"""Rankings reckoned from an answer that several of them share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from data.reading.answer import Columns


def most_first(columns: Columns, by: str, told: Sequence[str], above: float | None = None) -> Columns:
    """The columns `told` of the rows, those of the largest value of `by` first, of equal ones in the order of the rows.

    `above`: only rows whose value is greater than that.
    """
    values = columns[by]
    kept: Iterable[int] = range(len(values))
    if above is not None:
        kept = [row for row, value in enumerate(values) if value is not None and value > above]
    rows = sorted(kept, key=values.__getitem__, reverse=True)
    return {name: list(map(columns[name].__getitem__, rows)) for name in told}
