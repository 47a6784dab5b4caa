"""Room around a plot for the words at its axes, reckoned from their length.

Plotly measures them itself where an axis has `automargin`: it draws, measures, and draws again, which is a third of the
time that a browser spends on a figure.
"""

from __future__ import annotations

import html
import math
from collections.abc import Iterable
from typing import Any
from unicodedata import east_asian_width

#: Widths in parts of the size of the type, a little more than Inter needs; a Chinese character is square.
WIDE_LETTER, LETTER, NARROW_LETTER = 1.02, 0.6, 0.32
NARROW = frozenset(" .,:;'|!()[]ijl")
#: Size of the type at an axis in pixels, and height of a line of it.
AXIS_TYPE, LINE_HEIGHT = 11, 1.3
#: Margins of a layout that names none.
LEAST: dict[str, float] = {"l": 8, "r": 12, "t": 8, "b": 8}


def text_px(text: str, size: float = AXIS_TYPE) -> int:
    """Pixels that the longest line of a text takes; `<br>` parts lines, and escaped characters count as one."""
    return math.ceil(size * max(_width(html.unescape(line)) for line in text.split("<br>")))


def _width(line: str) -> float:
    return sum(
        WIDE_LETTER if east_asian_width(letter) in "WF" else NARROW_LETTER if letter in NARROW else LETTER
        for letter in line
    )


def margins(layout: dict[str, Any]) -> dict[str, float]:
    """The layout's margins, those to the left and below with the room that the words of its axes take there."""
    given = LEAST | layout.get("margin", {})
    across, up = layout.get("xaxis", {}), layout.get("yaxis", {})
    right = max(given["r"], _beyond(across))
    return given | {"l": given["l"] + _beside(up), "r": right, "b": given["b"] + _below(across)}


def _beyond(axis: dict[str, Any]) -> float:
    """Pixels by which the last word of an axis of dates may reach beyond its end: half of it."""
    if axis.get("type") != "date":
        return 0
    return math.ceil(max(map(text_px, axis.get("ticktext", ("30 Nov 2026",)))) / 2)


def _beside(axis: dict[str, Any]) -> float:
    """Pixels that the words of an axis take to its left."""
    texts: Iterable[str] = axis.get("ticktext", ())
    if axis.get("visible") is False or not texts:
        return 0
    return max(map(text_px, texts)) + axis.get("ticklabelstandoff", 0)


def _below(axis: dict[str, Any]) -> float:
    """Pixels that they take below it: that of the most lines that one of them has, or that Plotly's own dates have."""
    if axis.get("visible") is False or not axis:
        return 0
    stops = [each["value"].replace("\n", "<br>") for each in axis.get("tickformatstops", ())]
    lines = max((text.count("<br>") + 1 for text in [*axis.get("ticktext", ()), *stops]), default=1)
    return math.ceil(lines * AXIS_TYPE * LINE_HEIGHT) + axis.get("ticklabelstandoff", 0) + 4
