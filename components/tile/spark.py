"""A spark line as the shape of a CSS mask: the style sheet gives its colour, so it follows the theme by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

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


def _mask(shape: str) -> str:
    """The shape as a `url()` of an SVG; masks use only its opacity, hence any one colour."""
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none">'
        f"{shape}</svg>"
    )
    return f'url("data:image/svg+xml,{quote(svg)}")'


def spark(values: Sequence[float | None], unit: str, target: float | None = None) -> dict[str, Any]:
    """The style of a spark line: its masks, and how high its target stands; empty of fewer than two values."""
    ends = spans(values, unit, target)
    if not segments(values, ends):
        return {}
    level = {} if target is None else {"--spark-target": f"{height_of(target, ends):.2%}"}
    return {"--spark-line": line_mask(values, ends), "--spark-area": area_mask(values, ends), **level}


def line_mask(values: Sequence[float | None], ends: tuple[float, float]) -> str:
    """The line alone; an empty text where there are not two values to join."""
    pieces = segments(values, ends)
    path = "".join(_path(piece) for piece in pieces)
    drawn = f'<path d="{path}" fill="none" stroke="red" stroke-width="1.6" vector-effect="non-scaling-stroke"/>'
    return _mask(drawn) if pieces else ""


def area_mask(values: Sequence[float | None], ends: tuple[float, float]) -> str:
    """The surface under the line; an empty text where there is no line."""
    pieces = segments(values, ends)
    path = "".join(
        f"{_path(piece)}L{piece[-1][0]:g} {HEIGHT}L{piece[0][0]:g} {HEIGHT}Z" for piece in pieces if len(piece) > 1
    )
    return _mask(f'<path d="{path}" fill="red"/>') if pieces else ""
