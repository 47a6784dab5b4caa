"""A distribution on a page: one column a bin, the bins in their order, the last one open where it has no end."""

from __future__ import annotations

from itertools import pairwise

from dash.development.base_component import Component

from components import theme
from components.figures.column_plot import ColumnPart, PlotColumn, PlotLimit, column_plot
from components.figures.distribution import limit_of, limit_text
from components.figures.marks import Marks, tip
from components.figures.wording import column_word, headed, written
from components.text import Words
from data.reading.answer import Answer

#: From, to (None where it is open) and how many.
Bin = tuple[float, float | None, float]
#: Empty bins between two others at most.
MOST_EMPTY = 60


def distribution_columns(answer: Answer, words: Words, marks: Marks) -> Component:
    """Columns of equal width, whatever the width of their bins: which bin each is stands below it."""
    bins = _without_gaps(answer)
    value = answer.one("value")
    unit = words.unit(answer.one("bin_start").unit)
    columns = []
    for start, end, amount in bins:
        label = bin_text(start, end, words)
        said = f"{headed(column_word(value, words))}: {written(amount, value, words)}"
        parts = (ColumnPart(0.0, amount or 0.0, theme.var("accent"), {}),)
        # The unit of the axis stands with its last word, which has room.
        shown = f"{label} {unit}".strip() if end is None else words.number(start, "short")
        columns.append(PlotColumn(shown, parts, tip(f"{label} {unit}".strip(), said) | marks.attributes(start)))
    at = limit_of(answer)
    # Columns are of one width whatever their bins: the line stands at the edge of the first that begins there or later.
    before = sum(start < at for start, _, _ in bins) if at is not None else 0
    line = None if at is None else PlotLimit(before / max(1, len(bins)), limit_text(at, answer, words))
    return column_plot(columns, value.unit, words, edges=True, limit=line)


def _without_gaps(answer: Answer) -> list[Bin]:
    """The bins in their order, with those that the answer leaves out because nothing is in them: as wide as the one
    before, so that as far along is as long, and one where so many do not fill a gap."""
    starts, ends = (answer.values(answer.one(role)) for role in ("bin_start", "bin_end"))
    bins: list[Bin] = []
    for start, end, amount in zip(starts, ends, answer.values(answer.one("value")), strict=True):
        if bins and (reached := bins[-1][1]) is not None and reached < start:
            number = (start - reached) / (reached - bins[-1][0])
            parts = round(number) if number == round(number) <= MOST_EMPTY else 1
            edges = [reached + (start - reached) * part / parts for part in range(parts + 1)]
            bins += [(low, high, 0.0) for low, high in pairwise(edges)]
        bins.append((start, end, amount or 0.0))
    return bins


def bin_text(start: float, end: float | None, words: Words) -> str:
    """A bin in words: *0 to 5*, or *30 and more*."""
    low = words.number(start, "short")
    if end is None:
        return words.t("figure.bin_open", start=low)
    return words.t("figure.bin", start=low, end=words.number(end, "short"))
