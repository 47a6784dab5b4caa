"""Small multiples on a page: a small chart a name, each with its axes, as many side by side as there is room for."""

from __future__ import annotations

from math import inf
from typing import Any

from dash.development.base_component import Component

from components import theme
from components.figures import axes
from components.figures.graph import GRAPH_CONFIG, figure, graph_locale
from components.figures.marks import Marks
from components.figures.ranking_bars import figure_of
from components.figures.small_multiples import AXIS_END, own_axis, said, score_axis
from components.figures.wording import written
from components.html import html
from components.markup import Chart
from components.text import Words
from data.reading.answer import Answer

HEIGHT = "6.5rem"
Row = dict[str, Any]


def _line(mine: list[Row], answer: Answer, words: Words, end: float) -> dict[str, Any]:
    """The values of one name, the latest one marked; a value beyond the axis stands at its end, and is said whole."""
    time, told = answer.one("time").name, answer.one("value").name
    colour = theme.var("accent")
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [row[time] for row in mine],
        "y": [max(-end, min(end, row[told])) for row in mine],
        "text": said(mine, answer, words),
        "line": {"color": colour, "width": 1.5},
        "marker": {"color": colour, "size": 7, "opacity": [0] * (len(mine) - 1) + [1]},
    }


def small_charts(answer: Answer, words: Words, _marks: Marks) -> Component:
    """A time, a label and a value: one chart a label in the order in which labels come, all on the same axes."""
    return _charts(answer, words, score_axis(answer, words))


def small_charts_apart(answer: Answer, words: Words, _marks: Marks) -> Component:
    """The same, each with an upright axis of its own."""
    return _charts(answer, words, None)


def _charts(answer: Answer, words: Words, shared: dict[str, Any] | None) -> Component:
    label, time = answer.one("label"), answer.one("time")
    by_name: dict[str, list[Row]] = {}
    for row in answer.records():
        by_name.setdefault(written(row[label.name], label, words), []).append(row)
    days = answer.values(time)
    across = axes.time_axis(days, time.unit, words) | {"range": [min(days), max(days)]}
    end = AXIS_END if shared else inf
    config = GRAPH_CONFIG | graph_locale(words)
    margin = {"l": 8, "r": 8, "t": 6, "b": 0}
    head = figure_of(answer, words)
    charts = html.Div(
        [
            html.Div(
                [
                    html.Span(name),
                    Chart(
                        figure(
                            [_line(mine, answer, words, end)],
                            xaxis=across,
                            yaxis=shared or own_axis(mine, answer, words),
                            showlegend=False,
                            margin=margin,
                        ),
                        config,
                        HEIGHT,
                    ),
                ]
            )
            for name, mine in by_name.items()
        ],
        className="small-charts",
    )
    return html.Div([html.Div(head, className="figure-head"), charts]) if head else charts
