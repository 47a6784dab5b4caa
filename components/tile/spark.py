"""A spark line as the shape of a CSS mask: the style sheet gives its colour, so it follows the theme by itself."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

WIDTH, HEIGHT = 100, 30
#: Room above and below the line, so that its ends are not cut off.
MARGIN = 2.0

Points = list[tuple[float, float]]


def segments(values: Sequence[float | None]) -> list[Points]:
    """The line in a 100 x 30 box as its unbroken pieces: a missing value breaks the line instead of bridging it."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return []
    low, high = min(known), max(known)
    span = (high - low) or 1.0
    pieces: list[Points] = [[]]
    for index, value in enumerate(values):
        if value is None:
            pieces.append([])
            continue
        x = index / (len(values) - 1) * WIDTH
        y = HEIGHT - MARGIN - (value - low) / span * (HEIGHT - 2 * MARGIN)
        pieces[-1].append((round(x, 2), round(y, 2)))
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


def line_mask(values: Sequence[float | None]) -> str:
    """The line alone; an empty text where there are not two values to join."""
    pieces = segments(values)
    path = "".join(_path(piece) for piece in pieces)
    drawn = f'<path d="{path}" fill="none" stroke="red" stroke-width="1.6" vector-effect="non-scaling-stroke"/>'
    return _mask(drawn) if pieces else ""


def area_mask(values: Sequence[float | None]) -> str:
    """The surface under the line; an empty text where there is no line."""
    pieces = segments(values)
    path = "".join(
        f"{_path(piece)}L{piece[-1][0]:g} {HEIGHT}L{piece[0][0]:g} {HEIGHT}Z" for piece in pieces if len(piece) > 1
    )
    return _mask(f'<path d="{path}" fill="red"/>') if pieces else ""
