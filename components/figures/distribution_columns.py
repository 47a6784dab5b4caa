"""A distribution on a page: one column a bin, the bins in their order, the last one open where it has no end."""

from __future__ import annotations

from itertools import pairwise

from dash.development.base_component import Component

from components import theme
from components.figures.column_plot import ColumnPart, PlotColumn, PlotLimit, column_plot
from components.figures.distribution import bin_texts, edge_texts, limit_of, limit_text
from components.figures.marks import Marks, tip
from components.figures.wording import column_word, headed, written
from components.text import Words
from data.reading.answer import Answer

#: From, to (None where it is open) and how many.
Bin = tuple[float, float | None, float]
#: Empty bins between two others at most.
MOST_EMPTY = 60


def distribution_columns(answer: Answer, words: Words, marks: Marks) -> Component:
    """Columns of equal width, whatever the width of their bins: where each begins stands below it, and below the last
    one where the axis ends, with its unit."""
    bins = _without_gaps(answer)
    pairs = [(start, end) for start, end, _ in bins]
    value, unit = answer.one("value"), answer.one("bin_start").unit
    at_edge, said = edge_texts(pairs, words), bin_texts(pairs, words.unit(unit), words)
    below = [at_edge[start] for start, _ in pairs[:-1]] + said[-1:]
    if len(bins) > 1 and (last := pairs[-1][1]) is not None:
        below[-1] = words.number(last, unit, len(at_edge[last].partition(words.point)[2]))
    columns = []
    for (start, _, amount), text, shown in zip(bins, said, below, strict=True):
        told = f"{headed(column_word(value, words))}: {written(amount, value, words)}"
        parts = (ColumnPart(0.0, amount, theme.var("accent"), {}),)
        columns.append(PlotColumn(shown, parts, tip(text, told) | marks.attributes(start)))
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
    for given, given_end, amount in zip(starts, ends, answer.values(answer.one("value")), strict=True):
        start, end = float(given), None if given_end is None else float(given_end)
        if bins and (reached := bins[-1][1]) is not None and reached < start:
            number = (start - reached) / (reached - bins[-1][0])
            parts = round(number) if number == round(number) <= MOST_EMPTY else 1
            edges = [reached + (start - reached) * part / parts for part in range(parts + 1)]
            bins += [(low, high, 0.0) for low, high in pairwise(edges)]
        bins.append((start, end, amount or 0.0))
    return bins
