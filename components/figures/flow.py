"""Where money (or anything that is passed on) comes from and goes to: a Sankey diagram.

Drawn from filled lines, because the Sankey trace is not in Plotly's cartesian bundle and would bring 3 MB with it.
"""

from __future__ import annotations

import textwrap
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from components import theme
from components.figures.graph import figure
from components.figures.wording import escaped, value_text
from components.text import Words
from data.reading.answer import Answer
from data.reading.schema import Column

#: Share of the height left between the nodes of a column, and width of a node in columns.
GAPS = 0.22
NODE_WIDTH = 0.035
#: Points of a link's edge; a cubic in so many steps looks smooth at any panel size.
EDGE_POINTS = 14
#: Letters of a line of a name beside a bar that is at least so high, as a share of the whole; any other has one line.
LINE_LETTERS, TWO_LINES, ONE_LINE = 34, 0.12, 200

Link = tuple[str, str, float]


class CircularFlowError(ValueError):
    """The flow returns to where it came from, so it has no order from left to right."""


@dataclass(frozen=True)
class Node:
    """A node's place: its column, the foot of its bar and the bar's height, in shares of the whole height."""

    name: str
    column: int
    foot: float
    height: float


def columns_of(links: list[Link]) -> dict[str, int]:
    """Each node's column: the longest way to it from a source. Raises CircularFlowError where there is no such way."""
    names = list(dict.fromkeys(name for source, target, _ in links for name in (source, target)))
    columns = dict.fromkeys(names, 0)
    for _ in names:
        moved = False
        for source, target, _amount in links:
            if columns[target] <= columns[source]:
                columns[target], moved = columns[source] + 1, True
        if not moved:
            return columns
    raise CircularFlowError(", ".join(names[:5]))


def nodes_of(links: list[Link]) -> dict[str, Node]:
    """Every node with its place; in each column the largest is on top, all on one scale of height to value."""
    columns = columns_of(links)
    came: defaultdict[str, float] = defaultdict(float)
    went: defaultdict[str, float] = defaultdict(float)
    for source, target, amount in links:
        went[source] += amount
        came[target] += amount
    size = {name: max(came[name], went[name]) for name in columns}
    by_column: defaultdict[int, list[str]] = defaultdict(list)
    for name in sorted(columns, key=lambda each: -size[each]):
        by_column[columns[name]].append(name)
    fullest = max(sum(size[name] for name in names) for names in by_column.values())
    placed: dict[str, Node] = {}
    for column, names in by_column.items():
        gap = GAPS / max(len(names) - 1, 1)
        top = 1.0 - (0.0 if len(names) > 1 else (1 - (1 - GAPS) * size[names[0]] / fullest) / 2)
        for name in names:
            height = (1 - GAPS) * size[name] / fullest
            placed[name] = Node(name, column, top - height, height)
            top -= height + gap
    return placed


def _edge(x0: float, y0: float, x1: float, y1: float) -> list[tuple[float, float]]:
    """A line that leaves and arrives level (the cubic 3t^2 - 2t^3)."""
    steps = [index / (EDGE_POINTS - 1) for index in range(EDGE_POINTS)]
    return [(x0 + (x1 - x0) * t, y0 + (y1 - y0) * (3 * t * t - 2 * t * t * t)) for t in steps]


def _link_shapes(links: list[Link], nodes: dict[str, Node]) -> list[list[tuple[float, float]]]:
    """The outline of every link, in the links' order; at each node they lie in the order of their other ends."""
    per_value = next((node.height for node in nodes.values()), 0.0) / _size(links, next(iter(nodes)))
    top_out = {name: node.foot + node.height for name, node in nodes.items()}
    top_in = dict(top_out)
    order = sorted(range(len(links)), key=lambda index: (-nodes[links[index][0]].foot, -nodes[links[index][1]].foot))
    shapes: list[list[tuple[float, float]]] = [[] for _ in links]
    for index in order:
        source, target, amount = links[index]
        thick = amount * per_value
        x0, x1 = nodes[source].column + NODE_WIDTH, nodes[target].column - NODE_WIDTH
        y0, y1 = top_out[source], top_in[target]
        top_out[source] -= thick
        top_in[target] -= thick
        shapes[index] = _edge(x0, y0, x1, y1) + _edge(x0, y0 - thick, x1, y1 - thick)[::-1]
    return shapes


def _size(links: list[Link], name: str) -> float:
    came = sum(amount for _, target, amount in links if target == name)
    return max(came, sum(amount for source, _, amount in links if source == name))


def flow(answer: Answer, words: Words) -> dict[str, Any]:
    """The diagram of source, target and value; a link's customdata is [source, target].

    Raises CircularFlowError where the flow runs in a circle.
    """
    source, target, value = answer.one("source"), answer.one("target"), answer.one("value")
    ends = zip(*(answer.values(each) for each in (source, target, value)), strict=True)
    links = [(str(start), str(end), float(amount)) for start, end, amount in ends if amount and amount > 0]
    if not links:
        return figure([])
    nodes = nodes_of(links)
    last = max(node.column for node in nodes.values())
    traces = [
        _link_trace(link, shape, value, words) for link, shape in zip(links, _link_shapes(links, nodes), strict=True)
    ] + [_node_trace(node, _size(links, node.name), value, words) for node in nodes.values()]
    return figure(
        traces,
        xaxis={"visible": False, "range": [-NODE_WIDTH, last + NODE_WIDTH], "fixedrange": True},
        yaxis={"visible": False, "range": [-0.02, 1.02], "fixedrange": True},
        annotations=[_label(node, _size(links, node.name), last, value, words) for node in nodes.values()],
        hovermode="closest",
        showlegend=False,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
    )


def _link_trace(link: Link, shape: list[tuple[float, float]], value: Column, words: Words) -> dict[str, Any]:
    told = words.t("figure.flow", source=escaped(link[0]), target=escaped(link[1]))
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [x for x, _ in shape],
        "y": [y for _, y in shape],
        "fill": "toself",
        "hoveron": "fills",
        "fillcolor": theme.var("flow-link"),
        "line": {"width": 0},
        "customdata": [[link[0], link[1]]] * len(shape),
        "text": f"{told}<br><b>{value_text(link[2], value, words)}</b>",
        "hoverinfo": "text",
    }


def _node_trace(node: Node, size: float, value: Column, words: Words) -> dict[str, Any]:
    left, right = node.column - NODE_WIDTH, node.column + NODE_WIDTH
    top = node.foot + node.height
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [left, right, right, left, left],
        "y": [node.foot, node.foot, top, top, node.foot],
        "fill": "toself",
        "hoveron": "fills",
        "fillcolor": theme.category(node.column),
        "line": {"width": 0},
        "customdata": [[node.name, node.name]] * 5,
        "text": f"{escaped(node.name)}<br><b>{value_text(size, value, words)}</b>",
        "hoverinfo": "text",
    }


def _label(node: Node, size: float, last: int, value: Column, words: Words) -> dict[str, Any]:
    """The node's whole name and total inside the diagram: to the right of its bar, in the last column to the left."""
    at_end = node.column == last
    # A low bar has room for one line beside it, however long.
    letters = LINE_LETTERS if node.height >= TWO_LINES else ONE_LINE
    name = textwrap.wrap(words.or_same("value.flow", node.name), letters, break_long_words=False)
    return {
        "text": f"{'<br>'.join(map(escaped, name))} <b>{value_text(size, value, words)}</b>",
        "align": "right" if at_end else "left",
        "x": node.column + (-NODE_WIDTH if at_end else NODE_WIDTH),
        "y": node.foot + node.height / 2,
        "xanchor": "right" if at_end else "left",
        "xshift": -6 if at_end else 6,
        "showarrow": False,
        "font": {"size": 11, "color": theme.var("text")},
    }
