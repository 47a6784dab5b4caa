"""A spark line as paths in the page: the style sheet gives their colours, so they follow the theme by themselves.

Paths, not the mask of a picture: a browser lays out a document of its own for each picture that it has not seen, and a
row of tiles has two for each tile in every view.
"""

from __future__ import annotations

from collections.abc import Sequence

from dash.development.base_component import Component

from components.html import html
from components.markup import Path, Svg

WIDTH, HEIGHT = 100, 30
#: Room above and below the line, so that its ends are not cut off.
MARGIN = 2.0
#: Units of changes: of these zero is no least amount, and a line need not start there.
AROUND_ZERO = frozenset({"percent", "points"})

Points = list[tuple[float, float]]


def spans(values: Sequence[float | None], unit: str, target: float | None = None) -> tuple[float, float]:
    """The ends of a line's scale: from zero, where zero is none of it, and wide enough for a target."""
    known = [value for value in (*values, target) if value is not None]
    zero = [] if unit in AROUND_ZERO else [0.0]
    return min([*known, *zero], default=0.0), max([*known, *zero], default=1.0)


def height_of(value: float, ends: tuple[float, float]) -> float:
    """How high a value stands in the box, from 0 at its foot to 1."""
    low, high = ends
    return (MARGIN + (value - low) / ((high - low) or 1.0) * (HEIGHT - 2 * MARGIN)) / HEIGHT


def segments(values: Sequence[float | None], ends: tuple[float, float]) -> list[Points]:
    """The line in a 100 x 30 box as its unbroken pieces: a missing value breaks the line instead of bridging it."""
    if sum(value is not None for value in values) < 2:
        return []
    pieces: list[Points] = [[]]
    for index, value in enumerate(values):
        if value is None:
            pieces.append([])
            continue
        x = index / (len(values) - 1) * WIDTH
        pieces[-1].append((round(x, 2), round(HEIGHT * (1 - height_of(value, ends)), 2)))
    return [piece for piece in pieces if piece]


def _path(piece: Points) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in piece)


def spark(values: Sequence[float | None], unit: str, target: float | None = None) -> list[Component]:
    """What a spark line is drawn of: its surface, its line and where its target stands; nothing of fewer than two
    values."""
    ends = spans(values, unit, target)
    pieces = segments(values, ends)
    if not pieces:
        return []
    drawn = [Path(_area(pieces), className="kpi-spark-area"), Path(_line(pieces), className="kpi-spark-line")]
    level = {} if target is None else {"bottom": f"{height_of(target, ends):.2%}"}
    return [
        Svg(drawn, f"0 0 {WIDTH} {HEIGHT}", className="kpi-spark-shape"),
        *([html.Span(className="kpi-spark-target", style=level)] if level else []),
    ]


def _line(pieces: Sequence[Points]) -> str:
    return "".join(map(_path, pieces))


def _area(pieces: Sequence[Points]) -> str:
    """The surface under the line, down to the foot of the box."""
    return "".join(
        f"{_path(piece)}L{piece[-1][0]:g} {HEIGHT}L{piece[0][0]:g} {HEIGHT}Z" for piece in pieces if len(piece) > 1
    )
