"""A flow on a page: bars with their whole names and totals, joined by bands; a click on a bar selects its value.

Wide, all columns stand side by side. Where there is room for two only, as on a phone, the steps stand below each other,
each with its few largest nodes: names stay whole and do not run into each other.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

from dash.development.base_component import Component

from components import theme
from components.figures.flow_layout import Band, End, Flow, Link, Node, lay_out, links_of, merged, steps_of
from components.figures.margins import text_px
from components.figures.marks import Marks, tip
from components.figures.wording import column_word, exact, headed, written
from components.html import html
from components.markup import Path, Svg
from components.text import Words
from data.reading.answer import Answer
from data.reading.schema import Column

#: Height of a wide flow and of a step of a narrow one in rem, and of a line of a name.
WIDE, NARROW, LINE = 22.0, 15.0, 0.875
#: Pixels of the columns of a wide flow in the narrowest panel that shows one, and of a name beside another one.
WIDE_PX, NARROW_PX, ROOT_PX = 960, 140, 16
#: How much wider a word of capitals is than one of small letters, and pixels between words.
CAPITALS, SPACE_PX = 1.2, 3
#: Height in rem that a flow has for each node of its fullest column, at most: one node as high as a panel is a block.
TALLEST = 5
#: Nodes of a dimension in a narrow flow.
FEW = 5
#: Across a band, from 0 to this.
ACROSS = 100
#: Dimensions whose values no click selects.
NO_DIMENSIONS = frozenset({"budget", "origin", "use"})


def name_of(end: End, words: Words) -> str:
    """The end's name in the reader's language: of what is added up and of fixed ends the language's own word."""
    fixed = end.key is None or end.dimension in NO_DIMENSIONS
    return words.or_same("value.flow" if fixed else f"value.{end.dimension}", end.name)


def below_zero(answer: Answer) -> float:
    """The sum of the edges that are not drawn, because they are refunds."""
    return sum(amount for amount in answer.values(answer.one("value")) if amount and amount < 0)


def flow_chart(answer: Answer, words: Words, marks: Marks) -> Component:
    """The flow twice, wide and narrow, of which the style sheet shows the one that fits; and what is not drawn."""
    links, value = links_of(answer), answer.one("value")
    drawing = _Drawing(value, words, marks)
    notes = []
    if refunds := below_zero(answer):
        notes = [html.P(words.t("figure.flow_refunds", amount=exact(refunds, value, words)), className="figure-remark")]
    if not links:
        return html.Div(notes or words.t("sentence.nothing"), className="flow")
    wide = lay_out(links, min(WIDE, TALLEST * _fullest(links)), drawing.room(WIDE_PX / _columns(links) - 2 * ROOT_PX))
    narrow = [
        html.Section(
            [html.H3(drawing.heading(step), className="flow-step"),
             drawing.flow(lay_out(step, NARROW, drawing.room(NARROW_PX)))]
        )
        for step in steps_of(merged(links, FEW))
    ]  # fmt: skip
    return html.Div(
        [html.Div(drawing.flow(wide), className="flow-wide"), html.Div(narrow, className="flow-narrow"), *notes],
        className="flow",
    )


def _fullest(links: Sequence[Link]) -> int:
    """How many ends the dimension of most ends has."""
    ends = {end for link in links for end in (link.source, link.target)}
    return max(Counter(end.dimension for end in ends).values())


def _columns(links: Sequence[Link]) -> int:
    return len(dict.fromkeys(end.dimension for link in links for end in (link.source, link.target)))


def lines_needed(words: Sequence[str], px: float) -> int:
    """Lines of so many pixels that the words take, each whole; one that is longer than a line is broken."""
    lines, used = 1, 0.0
    for word in words:
        wide = text_px(word) * (CAPITALS if word.isupper() else 1) + SPACE_PX
        if used and used + wide > px:
            lines, used = lines + 1, 0.0
        lines += int(wide // px)
        used += wide % px
    return lines


class _Drawing:
    """Draws flows of one value in one language."""

    def __init__(self, value: Column, words: Words, marks: Marks) -> None:
        self._value, self._words, self._marks = value, words, marks

    def heading(self, step: Sequence[Link]) -> str:
        """The dimensions that a step joins."""
        ends = (step[0].source.dimension, step[0].target.dimension)
        source, target = (headed(self._words.t(f"flow.{each}")) for each in ends)
        return self._words.t("figure.flow", source=source, target=target)

    def room(self, px: float) -> Any:
        """The height in rem that the name and total of an end take in lines of so many pixels."""

        def needed(end: End) -> float:
            # The total is about as long as this one.
            told = [*name_of(end, self._words).split(), self._words.number(888.8e6, "lcu")]
            return lines_needed(told, px) * LINE

        return needed

    def flow(self, flow: Flow) -> Component:
        """Bands, and above them the bars with their names."""
        last = flow.columns - 1
        bands = [self._bands(flow, column) for column in range(last)]
        bars = [self._bar(node, last) for node in flow.nodes]
        style: dict[str, Any] = {"--height": f"{flow.height:g}rem", "--columns": flow.columns}
        return html.Div([*bands, *bars], className="flow-plot", style=style)

    def _bands(self, flow: Flow, column: int) -> Component:
        """The bands that leave a column, as one drawing between it and the farthest column that they reach."""
        bands = [band for band in flow.bands if band.source.column == column]
        reach = max((band.target.column for band in bands), default=column + 1) - column
        style: dict[str, Any] = {"--column": column, "--reach": reach}
        paths = [self._band(band, reach) for band in bands]
        return Svg(paths, f"0 0 {ACROSS} {flow.height:g}", className="flow-bands", style=style)

    def _band(self, band: Band, reach: int) -> Component:
        across = ACROSS * (band.target.column - band.source.column) / reach
        ends = (name_of(band.link.source, self._words), name_of(band.link.target, self._words))
        said = self._words.t("figure.flow", source=ends[0], target=ends[1])
        return Path(outline(band, across), **tip(said, exact(band.link.amount, self._value, self._words)))

    def _bar(self, node: Node, last: int) -> Component:
        end, words = node.end, self._words
        name, total = name_of(end, words), written(node.size, self._value, words)
        selects = {} if end.dimension in NO_DIMENSIONS else self._marks.of(end.dimension).attributes(end.key)
        style: dict[str, Any] = {
            "--column": node.column, "--top": f"{node.top:.2f}rem", "--bar": f"{node.bottom - node.top:.2f}rem",
            "--colour": theme.category(node.column),
        }  # fmt: skip
        inside = [
            html.Span(className="flow-bar"),
            html.Span([name, " ", html.B(total)], className="flow-name"),
        ]
        at_end = " flow-end" if node.column == last else ""
        told = tip(name, *self._told(node))
        if selects:
            return html.Button(
                inside, type="button", className=f"flow-node mark{at_end}", style=style, **selects, **told
            )
        return html.Div(inside, className=f"flow-node{at_end}", style=style, **told)

    def _told(self, node: Node) -> list[str]:
        """What comes and what goes, to the cent."""
        word = headed(column_word(self._value, self._words))
        both = {"figure.flow_came": node.came, "figure.flow_went": node.went}
        known = {key: amount for key, amount in both.items() if amount}
        if len(known) == 1 or math.isclose(node.came, node.went):
            return [f"{word}: {exact(node.size, self._value, self._words)}"]
        return [self._words.t(key, amount=exact(amount, self._value, self._words)) for key, amount in known.items()]


def outline(band: Band, across: float) -> str:
    """The path around a band: both edges leave and arrive level, as a cubic with its handles half way."""
    middle, start, end = across / 2, band.start, band.end
    return (
        f"M0 {start:.2f}C{middle:g} {start:.2f} {middle:g} {end:.2f} {across:g} {end:.2f}"
        f"V{end + band.thick:.2f}C{middle:g} {end + band.thick:.2f} {middle:g} {start + band.thick:.2f} "
        f"0 {start + band.thick:.2f}Z"
    )
