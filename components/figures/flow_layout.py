"""Where the nodes and links of a flow stand: columns from left to right, bars on one scale, room for every name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from data.reading.answer import Answer

#: Room between two nodes of a column.
GAP = 0.5
#: Steps in which the scale is halved in: a bar's height is then right to a thousandth of the whole.
STEPS = 30


class CircularFlowError(ValueError):
    """The flow returns to where it came from, so it has no order from left to right."""


@dataclass(frozen=True)
class End:
    """One end of a link: its dimension, the id that a click selects (None: nothing) and its name."""

    dimension: str
    key: str | None
    name: str


@dataclass(frozen=True)
class Link:
    """An amount from one end to another."""

    source: End
    target: End
    amount: float


@dataclass(frozen=True)
class Node:
    """An end with its column, what comes to it and goes from it, and its bar's top and bottom from the flow's top."""

    end: End
    column: int
    came: float
    went: float
    top: float
    bottom: float

    @property
    def size(self) -> float:
        """What comes or what goes, whichever is more."""
        return max(self.came, self.went)

    @property
    def middle(self) -> float:
        """Where the middle of the bar is."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True)
class Band:
    """A link as it is drawn: between two nodes, where it begins and ends from the top, and how thick it is."""

    link: Link
    source: Node
    target: Node
    start: float
    end: float
    thick: float


@dataclass(frozen=True)
class Flow:
    """A flow ready to be drawn, so high; `columns` are how many columns it has."""

    nodes: tuple[Node, ...]
    bands: tuple[Band, ...]
    columns: int
    height: float


def links_of(answer: Answer) -> list[Link]:
    """The links of an answer of shape flow, of amounts above zero."""
    ends = []
    for role in ("source", "target"):
        key = answer.one("source" if role == "source" else "target")
        name, dimension = answer.belonging("label", key), answer.belonging("detail", key)
        columns = [answer.values(each) for each in (dimension, key, name) if each]
        ends.append([End(*told) for told in zip(*columns, strict=True)])
    amounts = answer.values(answer.one("value"))
    return [Link(*told) for told in zip(*ends, amounts, strict=True) if told[2] and told[2] > 0]


def columns_of(pairs: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Each name's column: the longest way to it from one that nothing comes before.

    Raises CircularFlowError where there is no such way.
    """
    names = list(dict.fromkeys(name for pair in pairs for name in pair))
    columns = dict.fromkeys(names, 0)
    for _ in names:
        moved = False
        for source, target in pairs:
            if columns[target] <= columns[source]:
                columns[target], moved = columns[source] + 1, True
        if not moved:
            return columns
    raise CircularFlowError(", ".join(names[:5]))


def through(links: Sequence[Link]) -> dict[End, tuple[float, float]]:
    """What comes to each end and what goes from it; the largest first, those without an id last."""
    came: defaultdict[End, float] = defaultdict(float)
    went: defaultdict[End, float] = defaultdict(float)
    for link in links:
        went[link.source] += link.amount
        came[link.target] += link.amount
    sums = {end: (came[end], went[end]) for end in [*went, *came]}
    return dict(sorted(sums.items(), key=lambda pair: (pair[0].key is None, -max(pair[1]), pair[0].name)))


def merged(links: Sequence[Link], most: int) -> list[Link]:
    """The links with at most that many nodes of a dimension: the smaller ones are added up as one without an id."""
    places: defaultdict[str, list[End]] = defaultdict(list)
    for end in through(links):
        places[end.dimension].append(end)
    kept = {end for ends in places.values() for end in (ends if len(ends) <= most else ends[: most - 1])}

    def node(end: End) -> End:
        return end if end in kept else End(end.dimension, None, f"other_{end.dimension}")

    sums: defaultdict[tuple[End, End], float] = defaultdict(float)
    for link in links:
        sums[node(link.source), node(link.target)] += link.amount
    return [Link(source, target, amount) for (source, target), amount in sums.items()]


def lay_out(links: Sequence[Link], height: float, room: Callable[[End], float]) -> Flow:
    """The flow within `height`, each node with the `room` that its name needs, however little flows through it.

    A dimension is one column. Within a column the largest node is on top, those that are added up below; all bars and
    links are on one scale. Raises CircularFlowError where dimensions run in a circle.
    """
    columns = columns_of([(link.source.dimension, link.target.dimension) for link in links])
    by_column: defaultdict[int, list[End]] = defaultdict(list)
    sums = through(links)
    sizes = {end: max(sum_) for end, sum_ in sums.items()}
    for end in sizes:
        by_column[columns[end.dimension]].append(end)
    rooms = {end: room(end) for end in sizes}
    least = max(sum(rooms[end] + GAP for end in ends) - GAP for ends in by_column.values())
    height = max(height, least)
    scale = _scale(list(by_column.values()), sizes, rooms, height)
    nodes: dict[End, Node] = {}
    for column, ends in by_column.items():
        slots = [max(sizes[end] * scale, rooms[end]) for end in ends]
        at = (height - sum(slots) - GAP * (len(ends) - 1)) / 2
        for end, slot in zip(ends, slots, strict=True):
            top = at + (slot - sizes[end] * scale) / 2
            nodes[end] = Node(end, column, *sums[end], top, top + sizes[end] * scale)
            at += slot + GAP
    return Flow(tuple(nodes.values()), tuple(_bands(links, nodes, scale)), max(by_column) + 1, height)


def _scale(columns: Iterable[list[End]], sizes: dict[End, float], rooms: dict[End, float], height: float) -> float:
    """The largest height of one unit at which every column fits, each node with its room at least."""

    def fits(scale: float) -> bool:
        return all(
            sum(max(sizes[end] * scale, rooms[end]) + GAP for end in ends) - GAP <= height + 1e-9 for ends in columns
        )

    low, high = 0.0, height / max(sizes.values())
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low


def _bands(links: Sequence[Link], nodes: dict[End, Node], scale: float) -> list[Band]:
    """The links as bands; at each node they lie in the order of their other ends."""
    out = {end: node.top for end, node in nodes.items()}
    into = dict(out)
    bands = []
    for link in sorted(links, key=lambda each: (nodes[each.source].top, nodes[each.target].top)):
        source, target = nodes[link.source], nodes[link.target]
        thick = link.amount * scale
        bands.append(Band(link, source, target, out[link.source], into[link.target], thick))
        out[link.source] += thick
        into[link.target] += thick
    return bands


def steps_of(flow_links: Sequence[Link]) -> list[list[Link]]:
    """The links by the pair of dimensions that they join, in the order in which the money runs."""
    columns = columns_of([(link.source.dimension, link.target.dimension) for link in flow_links])
    by_pair: defaultdict[tuple[str, str], list[Link]] = defaultdict(list)
    for link in flow_links:
        by_pair[link.source.dimension, link.target.dimension].append(link)
    order = sorted(by_pair, key=lambda pair: (columns[pair[0]], columns[pair[1]], pair))
    return [by_pair[pair] for pair in order]
