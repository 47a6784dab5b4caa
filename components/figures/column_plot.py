"""What histograms and stacked columns on a page have in common: an axis of values, columns, and words below them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash.development.base_component import Component

from components.figures import axes
from components.figures.margins import text_px
from components.figures.marks import share
from components.html import html
from components.text import Words

#: Half of a plot's width.
HALF = 0.5
#: Pixels between the words below columns, and what a panel on a phone and a wide one have for all of them.
GAP_PX, NARROW_PX, WIDE_PX = 14, 300, 620


@dataclass(frozen=True)
class ColumnPart:
    """One colour of a column, from `low` to `high` on the axis of values."""

    low: float
    high: float
    colour: str
    attributes: dict[str, Any]


@dataclass(frozen=True)
class PlotColumn:
    """A column: what stands below it, its parts from the foot up, and what makes it select or say something."""

    label: str
    parts: tuple[ColumnPart, ...]
    attributes: dict[str, Any]


@dataclass(frozen=True)
class PlotLimit:
    """An upright line that the columns are measured by: how far along it stands, from 0 to 1, and its name."""

    at: float
    name: str


def column_plot(
    columns: Sequence[PlotColumn], unit: str, words: Words, *, edges: bool = False, limit: PlotLimit | None = None
) -> Component:
    """The columns side by side on one axis from zero; with `edges` the words stand where a column begins.

    Words that would run into each other are left out: every second, third, ... stands, more of them in a wide panel.
    """
    heights = [end for column in columns for part in column.parts for end in (part.low, part.high)]
    low, high = axes.extent(heights)
    ticks = axes.nice_ticks(min(low, 0.0), max(high, 0.0))
    texts = axes.tick_texts(ticks, unit, words)
    span = ticks[-1] - ticks[0]
    lines = [
        html.Div(html.Span(text), style={"--at": share(tick - ticks[0], span)}, className="plot-line")
        for tick, text in zip(ticks, texts, strict=True)
    ]
    labels = [column.label for column in columns]
    wide_step = _step(labels, WIDE_PX)
    # What stands on a phone stands in a wide panel too: else the two would not be equally far apart.
    narrow_step = math.ceil(_step(labels, NARROW_PX) / wide_step) * wide_step
    wide, narrow = _shown(labels, wide_step, WIDE_PX), _shown(labels, narrow_step, NARROW_PX)
    drawn = [
        html.Div(
            [
                html.Div([_part(part, ticks[0], span) for part in column.parts], className="plot-bar"),
                *([html.Span(column.label, className="plot-label" + ("" if index in narrow else " plot-label-wide"))]
                  if index in wide | narrow else []),
            ],
            className="plot-column",
            **column.attributes,
        )
        for index, column in enumerate(columns)
    ]  # fmt: skip
    note = words.unit(unit)
    style: dict[str, Any] = {"--columns": len(columns), "--axis": f"{max(map(text_px, texts)) / 16:g}rem"}
    marked = [] if limit is None else [_limit(limit)]
    plot = html.Div([*lines, html.Div(drawn, className="plot-columns"), *marked], style=style,
                    className="plot" + (" plot-edges" if edges else ""))  # fmt: skip
    return html.Div([*([html.Div(note, className="plot-note")] if note else []), plot], className="plot-frame")


def _part(part: ColumnPart, floor: float, span: float) -> Component:
    style: dict[str, Any] = {
        "--low": share(part.low - floor, span),
        "--high": share(part.high - part.low, span),
        "--colour": part.colour,
    }
    return html.Div(style=style, **part.attributes)


def _limit(limit: PlotLimit) -> Component:
    """The line with its name on the side that has more room."""
    side = " plot-limit-before" if limit.at > HALF else ""
    return html.Div(html.Span(limit.name), style={"--at": limit.at}, className=f"plot-limit{side}")


def _step(labels: Sequence[str], room_px: int) -> int:
    """Of how many columns side by side one has its words, so that none run into each other."""
    widest = max(map(text_px, labels[:-1]), default=0)
    return max(1, math.ceil((widest + GAP_PX) * len(labels) / room_px))


def _shown(labels: Sequence[str], step: int, room_px: int) -> set[int]:
    """The places that have their words: every one, or every second, third, ... and the last."""
    if not labels:
        return set()
    last = len(labels) - 1
    # The last one may be longer than the others: it reaches back over the columns before it.
    reach = (text_px(labels[last]) + GAP_PX) * len(labels) / room_px
    return {last, *(place for place in range(0, last, step) if last - place >= max(reach, step))}
