"""Where money (or anything that is passed on) comes from and goes to: a Sankey diagram, for pictures taken away.

Drawn from filled lines, because the Sankey trace is not in Plotly's cartesian bundle and would bring 3 MB with it.
"""

from __future__ import annotations

import textwrap
from typing import Any

from components import theme
from components.figures.flow_chart import WIDE, name_of
from components.figures.flow_layout import Band, End, Node, lay_out, links_of
from components.figures.graph import figure
from components.figures.wording import escaped, value_text
from components.text import Words
from data.reading.answer import Answer
from data.reading.schema import Column

#: Width of a bar in columns, and room for a name of two lines.
NODE_WIDTH, TWO_LINES = 0.035, 1.75
#: Points of a band's edge; a cubic in so many steps looks smooth at any size.
EDGE_POINTS = 14
#: Letters of a line of a name beside a bar.
LINE_LETTERS = 34


def _edge(x0: float, y0: float, x1: float, y1: float) -> list[tuple[float, float]]:
    """A line that leaves and arrives level (the cubic 3t^2 - 2t^3)."""
    steps = [index / (EDGE_POINTS - 1) for index in range(EDGE_POINTS)]
    return [(x0 + (x1 - x0) * t, y0 + (y1 - y0) * (3 * t * t - 2 * t * t * t)) for t in steps]


def _room(end: End) -> float:
    return TWO_LINES


def flow(answer: Answer, words: Words) -> dict[str, Any]:
    """The diagram of source, target and value; a band's customdata is [source, target], the ids or names of its ends.

    Raises CircularFlowError where dimensions run in a circle.
    """
    links, value = links_of(answer), answer.one("value")
    if not links:
        return figure([])
    told = lay_out(links, WIDE, _room)
    traces = [_band_trace(band, value, words) for band in told.bands]
    traces += [_node_trace(node, value, words) for node in told.nodes]
    return figure(
        traces,
        xaxis={"visible": False, "range": [-NODE_WIDTH, told.columns], "fixedrange": True},
        yaxis={"visible": False, "range": [told.height, 0], "fixedrange": True},
        annotations=[_label(node, value, words) for node in told.nodes],
        hovermode="closest",
        showlegend=False,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
    )


def _filled(shape: list[tuple[float, float]], colour: str, ends: tuple[End, End], text: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [x for x, _ in shape],
        "y": [y for _, y in shape],
        "fill": "toself",
        "hoveron": "fills",
        "fillcolor": colour,
        "line": {"width": 0},
        "customdata": [[end.key or end.name for end in ends]] * len(shape),
        "text": text,
        "hoverinfo": "text",
    }


def _band_trace(band: Band, value: Column, words: Words) -> dict[str, Any]:
    x0, x1 = band.source.column + NODE_WIDTH, float(band.target.column)
    upper = _edge(x0, band.start, x1, band.end)
    lower = _edge(x0, band.start + band.thick, x1, band.end + band.thick)
    ends = (band.link.source, band.link.target)
    source, target = (escaped(name_of(end, words)) for end in ends)
    said = words.t("figure.flow", source=source, target=target)
    text = f"{said}<br><b>{value_text(band.link.amount, value, words)}</b>"
    return _filled(upper + lower[::-1], theme.var("flow-link"), ends, text)


def _node_trace(node: Node, value: Column, words: Words) -> dict[str, Any]:
    left, right = float(node.column), node.column + NODE_WIDTH
    shape = [(left, node.top), (right, node.top), (right, node.bottom), (left, node.bottom), (left, node.top)]
    text = f"{escaped(name_of(node.end, words))}<br><b>{value_text(node.size, value, words)}</b>"
    return _filled(shape, theme.category(node.column), (node.end, node.end), text)


def _label(node: Node, value: Column, words: Words) -> dict[str, Any]:
    """The node's whole name and total inside the diagram, to the right of its bar."""
    name = textwrap.wrap(name_of(node.end, words), LINE_LETTERS, break_long_words=False)
    return {
        "text": f"{'<br>'.join(map(escaped, name))} <b>{value_text(node.size, value, words)}</b>",
        "align": "left",
        "x": node.column + NODE_WIDTH,
        "y": node.middle,
        "xanchor": "left",
        "xshift": 6,
        "showarrow": False,
        "font": {"size": 11, "color": theme.var("text")},
    }
