"""Rankings reckoned from an answer that several of them share."""

from __future__ import annotations

from collections.abc import Sequence

from data.reading.answer import Columns


def most_first(columns: Columns, by: str, told: Sequence[str], above: float | None = None) -> Columns:
    """The columns `told` of the rows, those of the largest value of `by` first, of equal ones in the order of the rows.

    `above`: only rows whose value is greater than that.
    """
    values = columns[by]
    rows = [row for row, value in enumerate(values) if above is None or (value is not None and value > above)]
    rows.sort(key=values.__getitem__, reverse=True)
    return {name: [columns[name][row] for row in rows] for name in told}
