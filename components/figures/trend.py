"""Values over time as lines: bands behind, last year dashed."""

from __future__ import annotations

from typing import Any

from components import theme
from components.figures import axes
from components.figures.graph import figure
from components.figures.wording import column_word, headed, period, plain, value_text
from components.text import Words, unit_of
from data.reading.answer import Answer

EDGES = ("_low", "_high")
LAST_YEAR = "_last_year"


def _series(columns: list[str]) -> tuple[list[str], str]:
    """The columns that are lines of one axis, and their unit; a column of another unit is told on hover only."""
    lines = [name for name in columns if not name.endswith((*EDGES, LAST_YEAR)) and name != "n"]
    unit = unit_of(lines[0])
    return [name for name in lines if unit_of(name) == unit], unit


def _hover(answer: Answer, index: int, told: list[str], words: Words) -> str:
    return "".join(
        f"<br>{plain(column_word(name, words))}: {value_text(answer.columns[name][index], name, words)}"
        for name in told
    )


def _band(x: list[Any], low: list[Any], high: list[Any], name: str) -> list[dict[str, Any]]:
    edge = {"type": "scatter", "mode": "lines", "x": x, "line": {"width": 0}, "hoverinfo": "skip"}
    return [
        edge | {"y": low, "showlegend": False},
        edge | {"y": high, "name": name, "fill": "tonexty", "fillcolor": theme.var("band-80"),
                "legendrank": 1200},
    ]  # fmt: skip


def _line(answer: Answer, name: str, colour: str, x: list[Any], hover: list[str], words: Words) -> dict[str, Any]:
    time = next(iter(answer.columns))
    starts, values = answer.columns[time], answer.columns[name]
    return {
        "type": "scatter",
        # A line needs two values; a lone one would be invisible without its mark.
        "mode": "lines" if len(values) > 24 else "lines+markers",
        "x": x,
        "y": values,
        "name": plain(headed(column_word(name, words))),
        "customdata": starts,
        "text": [
            f"{period(start, time, words)}: <b>{value_text(value, name, words)}</b>{rest}"
            for start, value, rest in zip(starts, values, hover, strict=True)
        ],
        "hovertemplate": "%{text}<extra>%{fullData.name}</extra>",
        "line": {"color": colour, "width": 2},
        "marker": {"color": colour, "size": 5},
        "connectgaps": False,
    }


def _dashed(answer: Answer, name: str, x: list[Any], words: Words) -> dict[str, Any]:
    shown = f"{name}{LAST_YEAR}"
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": answer.columns[shown],
        "name": plain(headed(words.t("figure.last_year", name=column_word(name, words)))),
        "text": [value_text(value, name, words) for value in answer.columns[shown]],
        "hovertemplate": "%{text}<extra>%{fullData.name}</extra>",
        "line": {"color": theme.var("last-year"), "width": 1.4, "dash": "dot"},
        "connectgaps": False,
    }


def trend(answer: Answer, words: Words) -> dict[str, Any]:
    """Lines of the columns after the first; `X_low` and `X_high` as a band, `X_last_year` dashed.

    A mark's customdata is the start of its period.
    """
    columns = list(answer.columns)
    time, rest = columns[0], columns[1:]
    # A line without a value would be a word in the legend and nothing else.
    valued = [name for name in rest if any(value is not None for value in answer.columns[name])]
    lines, unit = _series(valued or rest)
    told = [name for name in rest if name not in lines and not name.endswith((*EDGES, LAST_YEAR))]
    hover = [_hover(answer, index, told, words) for index in range(answer.rows)]
    x = axes.places(answer.columns[time])
    traces: list[dict[str, Any]] = []
    for name in lines:
        if f"{name}_low" in columns and f"{name}_high" in columns:
            label = plain(headed(words.t("figure.band", name=column_word(name, words))))
            traces += _band(x, answer.columns[f"{name}_low"], answer.columns[f"{name}_high"], label)
    for index, name in enumerate(lines):
        if f"{name}{LAST_YEAR}" in columns:
            traces.append(_dashed(answer, name, x, words))
        colour = theme.var("accent") if len(lines) == 1 else theme.category(index)
        traces.append(_line(answer, name, colour, x, hover, words))
    shown = [value for name in rest if unit_of(name) == unit and name != "n" for value in answer.columns[name]]
    several = len(traces) > 1
    return figure(
        traces,
        xaxis=axes.time_axis(answer.columns[time], time, words),
        yaxis=axes.value_axis(shown, unit, words, from_zero=False),
        hovermode="closest",
        hoverdistance=30,
        showlegend=several,
        annotations=axes.unit_note(unit, words),
        margin={"l": 8, "r": 16, "t": 34 if several else 24, "b": 8},
        legend={"x": 1, "xanchor": "right"} if axes.unit_note(unit, words) else {},
    )
