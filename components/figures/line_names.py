"""Names of lines at their ends, in the colour of each: sooner read than a legend, where they fit."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from components.figures.margins import text_px
from components.theme import ink_of

#: What groups the ends of lines whose cases have not had time to end: each belongs to the line before it.
TAIL = "immature"
#: Share of an axis that two names at least lie apart, and the pixels of the longest that a plot makes room for.
APART, MOST_PX = 0.13, 120
#: Letters of a line of a name.
LINE_LETTERS = 16


@dataclass(frozen=True)
class LineEnd:
    """The last known point of a line."""

    x: Any
    y: float
    name: str
    colour: str


def ends_of(traces: Sequence[dict[str, Any]]) -> list[LineEnd]:
    """The end of each line that has a name and a value."""
    found = []
    for trace, after in zip(traces, [*traces[1:], {}], strict=True):
        drawn = after if after.get("legendgroup") == TAIL else trace
        known = [(x, y) for x, y in zip(drawn["x"], drawn["y"], strict=True) if y is not None]
        if known and trace.get("name") and not trace.get("fill") and trace.get("legendgroup") != TAIL:
            name = "<br>".join(textwrap.wrap(trace["name"], LINE_LETTERS, break_long_words=False))
            found.append(LineEnd(*known[-1], name, trace["line"]["color"]))
    return found


def _is_crossed(end: LineEnd, traces: Sequence[dict[str, Any]], apart: float) -> bool:
    """Whether a line goes on after that end so near its height that it would run through the name."""
    low, high = end.y - apart / 2, end.y + apart / 2
    for trace in traces:
        points = list(zip(trace["x"], trace["y"], strict=True))
        for (_, y), (x, y_after) in pairwise(points):
            drawn = y is not None and y_after is not None and not trace.get("fill")
            if drawn and x > end.x and min(y, y_after) <= high and max(y, y_after) >= low:
                return True
    return False


def line_names(traces: Sequence[dict[str, Any]], axis: Sequence[float]) -> list[dict[str, Any]]:
    """An annotation a line; none where names would lie on each other or on a line, or one takes too much room."""
    ends = ends_of(traces)
    apart = APART * (axis[1] - axis[0])
    heights = sorted(end.y for end in ends)
    crowded = any(above - below < apart for below, above in pairwise(heights))
    if len(ends) < 2 or crowded or max(text_px(end.name) for end in ends) > MOST_PX:
        return []
    if any(_is_crossed(end, traces, apart) for end in ends):
        return []
    return [
        {
            "x": end.x, "y": end.y, "xref": "x", "yref": "y", "xanchor": "left", "yanchor": "middle", "xshift": 6,
            "text": end.name, "align": "left", "showarrow": False, "font": {"size": 11, "color": ink_of(end.colour)},
        }
        for end in ends
    ]  # fmt: skip
