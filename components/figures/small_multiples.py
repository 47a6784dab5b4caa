"""One small chart a name, the latest value marked: all on the same axes, or each on an upright axis of its own."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

from components import theme
from components.figures import axes
from components.figures.graph import figure
from components.figures.wording import escaped, period, value_text, written
from components.text import Words
from data.reading.answer import Answer

#: Charts in a row, and the shares of a chart's place that stay free beside it and above it for its name.
COLUMNS, GAP, HEAD = 2, 0.1, 0.42
#: Letters of a name in one line: half a phone is as wide. The axis ends here; the rare value beyond is cut off.
LETTERS, AXIS_END = 26, 4.0
Row = dict[str, Any]


def _domain(place: int, rows: int) -> tuple[list[float], list[float]]:
    """Where the chart of that place stands: its shares of the width and of the height, from the bottom."""
    row, column = divmod(place, COLUMNS)
    left, top = column / COLUMNS, 1 - row / rows
    return [left, left + (1 - GAP) / COLUMNS], [top - 1 / rows, top - HEAD / rows]


def said(rows: list[Row], answer: Answer, words: Words) -> list[str]:
    """What is said of each row on hover: its name, its time and its value."""
    time, told, label = answer.one("time"), answer.one("value"), answer.one("label")
    return [
        f"{value_text(row[label.name], label, words)}<br>{period(row[time.name], time.unit, words)}: "
        f"<b>{value_text(row[told.name], told, words)}</b>"
        for row in rows
    ]


def score_axis(answer: Answer, words: Words) -> dict[str, Any]:
    """The upright axis of all charts, which ends at AXIS_END both ways however far a value goes."""
    told = answer.one("value")
    values = [max(-AXIS_END, min(AXIS_END, value)) for value in answer.values(told)]
    return axes.value_axis(values, told.unit, words, from_zero=False)


def _traces(mine: list[Row], number: str, answer: Answer, words: Words) -> list[dict[str, Any]]:
    time, told = answer.one("time"), answer.one("value")
    place = {"xaxis": f"x{number}", "yaxis": f"y{number}", "showlegend": False, "type": "scatter"}
    texts = said(mine, answer, words)
    days, values = ([row[name] for row in mine] for name in (time.name, told.name))
    hover = {"hovertemplate": "%{text}<extra></extra>"}
    line = {
        "mode": "lines",
        "x": days,
        "y": values,
        "text": texts,
        "line": {"color": theme.var("accent"), "width": 1.5},
    }
    latest = {"mode": "markers", "x": days[-1:], "y": values[-1:], "text": texts[-1:],
              "marker": {"size": 7, "color": theme.var("accent")}}  # fmt: skip
    return [place | hover | line, place | hover | latest]


def own_axis(mine: list[Row], answer: Answer, words: Words) -> dict[str, Any]:
    """The upright axis of one chart, whose unit and size are its own."""
    told = answer.one("value")
    return axes.value_axis([row[told.name] for row in mine], told.unit, words, from_zero=False)


def small_multiples(answer: Answer, words: Words) -> dict[str, Any]:
    """A time, a label and a value: one chart a label, in the order in which labels come, 0 as a line in each.

    All have one upright axis, of scores that stand beside each other.
    """
    return _charts(answer, words, shared=True)


def small_multiples_apart(answer: Answer, words: Words) -> dict[str, Any]:
    """The same of values that have nothing to do with each other: each chart has an upright axis of its own."""
    return _charts(answer, words, shared=False)


def _charts(answer: Answer, words: Words, *, shared: bool) -> dict[str, Any]:
    rows, label_column = answer.records(), answer.one("label")
    label = label_column.name
    time = answer.one("time")
    names = list(dict.fromkeys(row[label] for row in rows))
    lines = -(-len(names) // COLUMNS)
    common = score_axis(answer, words) if shared else {}
    days = axes.time_axis(answer.values(time), time.unit, words)
    span = [min(answer.values(time)), max(answer.values(time))]
    traces: list[dict[str, Any]] = []
    layout: dict[str, Any] = {}
    notes = []
    for place, name in enumerate(names):
        number = str(place + 1) if place else ""
        across, up = _domain(place, lines)
        mine = [row for row in rows if row[label] == name]
        values = common or own_axis(mine, answer, words)
        is_last = place + COLUMNS >= len(names)
        layout[f"xaxis{number}"] = days | {
            "domain": across, "anchor": f"y{number}", "range": span, "showticklabels": is_last, "nticks": 3,
        }  # fmt: skip
        layout[f"yaxis{number}"] = values | {
            "domain": up, "anchor": f"x{number}", "zeroline": shared,
            "showticklabels": place % COLUMNS == 0 or not shared,
        }  # fmt: skip
        notes.append({
            "text": "<br>".join(escaped(line) for line in wrap(written(name, label_column, words), LETTERS)),
            "align": "left",
            "xref": "paper", "yref": "paper", "x": across[0], "y": up[1], "xanchor": "left", "yanchor": "bottom",
            "showarrow": False,
            "font": {"size": 11, "color": theme.var("text-2")},
        })  # fmt: skip
        traces += _traces(mine, number, answer, words)
    return figure(
        traces, **layout, annotations=notes, hovermode="closest", showlegend=False,
        margin={"l": 8, "r": 8, "t": 8, "b": 22},
    )  # fmt: skip
