"""Values over time as lines: bands behind, last year dashed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from components import theme
from components.figures import axes
from components.figures.graph import figure
from components.figures.line_names import TAIL, line_names
from components.figures.margins import text_px
from components.figures.wording import column_word, escaped, headed, period, value_text, written
from components.text import Words
from data.reading.answer import Answer, with_every_period
from data.reading.schema import Column

#: A line of more values is drawn without marks.
MOST_MARKS = 24
#: A line that nowhere leaves its foot by more than this part of the axis says nothing: its name says its last value.
FLAT = 0.02


def _lines(answer: Answer) -> list[Column]:
    """The values that are lines of one axis, those of the first one's unit; another unit is said on hover only."""
    values = answer.of_role("value", "compared")
    # A line without a value would be a word in the legend and nothing else.
    known = [column for column in values if any(value is not None for value in answer.values(column))]
    drawn = known or list(values)
    return [column for column in drawn if column.unit == drawn[0].unit]


def _hover(answer: Answer, index: int, said: Iterable[Column], words: Words) -> str:
    return "".join(
        f"<br>{escaped(column_word(column, words))}: {value_text(answer.values(column)[index], column, words)}"
        for column in said
    )


def _band(x: list[Any], low: list[Any], high: list[Any], name: str) -> list[dict[str, Any]]:
    edge = {"type": "scatter", "mode": "lines", "x": x, "line": {"width": 0}, "hoverinfo": "skip"}
    return [
        edge | {"y": low, "showlegend": False},
        edge | {"y": high, "name": name, "fill": "tonexty", "fillcolor": theme.var("band-80"),
                "legendrank": 1200},
    ]  # fmt: skip


def _line(answer: Answer, column: Column, colour: str, x: list[Any], hover: list[str], words: Words) -> dict[str, Any]:
    time = answer.one("time")
    starts, values = answer.values(time), answer.values(column)
    marks = _marks(values)
    return {
        "type": "scatter",
        "mode": "lines+markers" if marks else "lines",
        "x": x,
        "y": values,
        "name": escaped(headed(column_word(column, words))),
        "customdata": starts,
        "text": [
            f"{period(start, time.unit, words)}: <b>{value_text(value, column, words)}</b>{rest}"
            for start, value, rest in zip(starts, values, hover, strict=True)
        ],
        "hovertemplate": "%{text}<extra>%{fullData.name}</extra>",
        "line": {"color": colour, "width": 2},
        "connectgaps": False,
    } | ({"marker": {"color": colour, "size": 5, "opacity": marks}} if marks else {})


def _marks(values: list[Any]) -> int | list[int]:
    """The opacity of the marks: all are shown where they are few, else those alone that no line leads to.

    0 where none is shown: marks that nobody sees would be a third of the work of drawing a line.
    """
    if len(values) <= MOST_MARKS:
        return 1
    beside = [None, *values, None]
    lone = [
        int(value is not None and beside[index] is None and beside[index + 2] is None)
        for index, value in enumerate(values)
    ]
    return lone if any(lone) else 0


def _with_tail(answer: Answer, line: dict[str, Any], words: Words) -> list[dict[str, Any]]:
    """The line of a value in two: solid as far as its cases have had time to end, from there on dashed and fainter."""
    mature = answer.is_mature()
    if all(mature):
        return [line]
    # The dashed part begins where the solid one ends.
    open_ = [not each or (index + 1 < len(mature) and not mature[index + 1]) for index, each in enumerate(mature)]
    solid, dashed = (
        [value if kept else None for value, kept in zip(line["y"], where, strict=True)] for where in (mature, open_)
    )
    tail = {
        "y": dashed, "name": escaped(headed(words.t("figure.immature"))), "opacity": 0.6, "mode": "lines",
        "line": line["line"] | {"dash": "dash"}, "legendgroup": TAIL,
    }  # fmt: skip
    return [line | {"y": solid}, line | tail]


def _dashed(answer: Answer, column: Column, x: list[Any], words: Words) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": answer.values(column),
        "name": escaped(headed(column_word(column, words))),
        "text": [value_text(value, column, words) for value in answer.values(column)],
        "hovertemplate": "%{text}<extra>%{fullData.name}</extra>",
        "line": {"color": theme.var("last-year"), "width": 1.4, "dash": "dot"},
        "connectgaps": False,
    }


def _band_of(answer: Answer, column: Column, x: list[Any], words: Words) -> list[dict[str, Any]]:
    """The interval of a value as a band; nothing where it has none."""
    low, high = answer.belonging("low", column), answer.belonging("high", column)
    if low is None or high is None:
        return []
    name = escaped(headed(words.t("figure.band", name=column_word(column, words), width=low.width)))
    return _band(x, answer.values(low), answer.values(high), name)


def _limit(answer: Answer, unit: str, span: list[Any], words: Words) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """The line that the values are measured by, across the whole chart, and its name above its beginning."""
    column = answer.first("limit")
    known = [each for each in answer.values(column) if each is not None] if column and column.unit == unit else []
    if column is None or not known or not span:
        return []
    at = known[-1]
    said = escaped(words.t("tile.compared", name=headed(column_word(column, words)), value=written(at, column, words)))
    line = {
        "type": "scatter", "mode": "lines", "x": [min(span), max(span)], "y": [at, at], "name": said,
        "text": [said, said],
        "hovertemplate": "%{text}<extra></extra>", "showlegend": False,
        "line": {"color": theme.var("warn"), "width": 1.5, "dash": "dash"},
    }  # fmt: skip
    name = {
        "xref": "paper", "x": 0, "xanchor": "left", "y": at, "yanchor": "bottom", "yshift": 3, "showarrow": False,
        "text": said, "font": {"size": 11, "color": theme.var("warn")},
    }  # fmt: skip
    return [(line, name)]


def _say_where_flat(
    traces: list[dict[str, Any]], answer: Answer, lines: list[Column], top: float, words: Words
) -> None:
    """Write the last value into the name of a line that lies on its foot, beside others that are far above it."""
    for column in lines if len(lines) > 1 else ():
        known = [each for each in answer.values(column) if each is not None]
        name = escaped(headed(column_word(column, words)))
        for trace in traces:
            if known and max(map(abs, known)) < FLAT * top and trace.get("name") == name:
                trace["name"] = f"{name}: {value_text(known[-1], column, words)}"


def trend(answer: Answer, words: Words) -> dict[str, Any]:
    """A line a value over time; its interval as a band, its value a year earlier dashed.

    A line breaks over periods that the answer lacks. A mark's customdata is the start of its period.
    """
    answer = with_every_period(answer)
    time, lines = answer.one("time"), _lines(answer)
    unit = lines[0].unit
    drawn = {"time", "low", "high", "last_year", "limit"}
    said = [column for column in answer.schema if column not in lines and column.role not in drawn]
    hover = [_hover(answer, index, said, words) for index in range(answer.rows)]
    x = axes.places(answer.values(time))
    traces = [trace for column in lines for trace in _band_of(answer, column, x, words)]
    for index, column in enumerate(lines):
        if (earlier := answer.belonging("last_year", column)) is not None:
            traces.append(_dashed(answer, earlier, x, words))
        colour = theme.var("accent") if len(lines) == 1 else theme.category(index)
        line = _line(answer, column, colour, x, hover, words)
        traces += _with_tail(answer, line, words)
    shown = [column for column in answer.schema if column in lines or column.role in drawn - {"time"}]
    values = [value for column in shown if column.unit == unit for value in answer.values(column)]
    for trace in [trace for trace in traces if trace.get("legendgroup") == TAIL][1:]:
        trace["showlegend"] = False
    upright = axes.value_axis(values, unit, words, from_zero=False)
    _say_where_flat(traces, answer, lines, upright["range"][1], words)
    names = line_names(traces, upright["range"])
    if names:
        named = [not trace.get("fill") and trace.get("legendgroup") != TAIL for trace in traces]
        traces = [trace | {"showlegend": False} if own else trace for trace, own in zip(traces, named, strict=True)]
    across = axes.time_axis(answer.values(time), time.unit, words)
    if names and x and across["type"] == "date":
        # Plotly would make room for the names on the axis, as if time went on.
        across["range"] = [min(x), max(x)]
    limit = _limit(answer, unit, across.get("range", x), words)
    several = sum(trace.get("showlegend", True) for trace in traces) > (0 if names else 1)
    return figure(
        [*traces, *(line for line, _ in limit)],
        xaxis=across,
        yaxis=upright,
        hovermode="closest",
        hoverdistance=30,
        showlegend=several,
        annotations=[*axes.unit_note(unit, words), *names, *(name for _, name in limit)],
        margin={
            "l": 8,
            "r": 16 + max((text_px(each["text"]) for each in names), default=0),
            "t": 34 if several else 24,
            "b": 8,
        },
        legend={"x": 1, "xanchor": "right"} if axes.unit_note(unit, words) else {},
    )
