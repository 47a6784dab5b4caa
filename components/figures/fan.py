"""What was published, and a forecast that says how sure it is: a line that opens into its 50 and 80 per cent bands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from components import theme
from components.figures import axes
from components.figures.graph import figure
from components.figures.wording import escaped, is_date, value_text
from components.text import Words
from data.reading.answer import Answer
from data.reading.schema import Column

#: Widths of the bands that are drawn, the widest behind, and the theme's name of the colour of each.
BANDS = {80: "fan-80", 50: "fan-50"}
#: Width of the interval from the lowest to the highest value that was ever published.
REVISED = 100
#: The state of a value that was published; any other is a forecast.
PUBLISHED = "published"
Row = dict[str, Any]


@dataclass(frozen=True)
class _Shape:
    """The columns of a fan: `bands` maps the width of an interval to its two ends."""

    start: Column
    label: Column
    state: Column
    value: Column
    bands: dict[int, tuple[Column, Column]]
    revised: tuple[Column, Column] | None


def _shape(answer: Answer) -> _Shape:
    value = answer.one("value")
    ends = {
        role: {each.width: each for each in answer.of_role(role) if each.of == value.name} for role in ("low", "high")
    }
    bands = {width: (ends["low"][width], ends["high"][width]) for width in BANDS if width in ends["low"]}
    revised = (ends["low"][REVISED], ends["high"][REVISED]) if REVISED in ends["low"] else None
    return _Shape(answer.one("time"), answer.one("label"), answer.one("state"), value, bands, revised)


def _band(shape: _Shape, rows: list[Row], x: list[Any], width: int, words: Words) -> list[dict[str, Any]]:
    low, high = shape.bands[width]
    edge = {"type": "scatter", "mode": "lines", "x": x, "line": {"width": 0}, "hoverinfo": "skip"}
    return [
        edge | {"y": [row[low.name] for row in rows], "showlegend": False},
        edge
        | {
            "y": [row[high.name] for row in rows],
            "fill": "tonexty",
            "fillcolor": theme.var(BANDS[width]),
            # One entry for all bands: an entry each leaves a small chart no room.
            "name": words.t("figure.bands", widths=words.join(f"{each}%" for each in sorted(shape.bands)))
            if width == max(shape.bands)
            else words.t(f"figure.band_{width}"),
            "showlegend": width == max(shape.bands),
        },
    ]


def _revised(shape: _Shape, rows: list[Row], x: list[Any], words: Words) -> list[dict[str, Any]]:
    """From the lowest to the highest value ever published of each quarter; nothing where that is not told."""
    if shape.revised is None or not rows:
        return []
    low, high = shape.revised
    edge = {"type": "scatter", "mode": "lines", "x": x, "line": {"width": 0}, "hoverinfo": "skip"}
    return [
        edge | {"y": [row[low.name] for row in rows], "showlegend": False},
        edge | {"y": [row[high.name] for row in rows], "fill": "tonexty", "fillcolor": theme.var("band-80"),
                "name": words.t("figure.revised")},
    ]  # fmt: skip


def _hover(shape: _Shape, row: Row, words: Words) -> str:
    lines = [
        f"<b>{escaped(row[shape.label.name])}</b>",
        f"<b>{value_text(row[shape.value.name], shape.value, words)}</b>",
    ]
    for width, ends in sorted(shape.bands.items()):
        if row[ends[0].name] is not None:
            low, high = (value_text(row[end.name], end, words) for end in ends)
            lines.append(f"{words.t(f'figure.band_{width}')}: {low} – {high}")
    return "<br>".join(lines)


def _line(
    shape: _Shape, rows: list[Row], x: list[Any], name: str, dash: str, colour: str, words: Words
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines" if len(rows) > 40 else "lines+markers",
        "x": x,
        "y": [row[shape.value.name] for row in rows],
        "name": words.t(f"figure.{name}"),
        "customdata": [row[shape.start.name] for row in rows],
        "text": [_hover(shape, row, words) for row in rows],
        "hovertemplate": "%{text}<extra>%{fullData.name}</extra>",
        "line": {"color": colour, "width": 2, "dash": dash},
        "marker": {"size": 6, "color": colour, "symbol": "circle" if name == "published" else "diamond"},
    }


def fan(answer: Answer, words: Words) -> dict[str, Any]:
    """The published line, the forecast dashed from its last value on, and the bands around it.

    A mark's customdata is the start of its period. The figure says that it is not an official forecast.
    """
    shape = _shape(answer)
    value, start = shape.value.name, shape.start.name
    rows = answer.records()
    published = [row for row in rows if row[shape.state.name] == PUBLISHED]
    forecast = [row for row in rows if row[shape.state.name] != PUBLISHED]
    ends = [end.name for pair in shape.bands.values() for end in pair]
    extremes = [end.name for end in shape.revised or ()]
    # The forecast opens from the last published value, where its bands have no width.
    joint = [row | dict.fromkeys(ends, row[value]) for row in published[-1:] if forecast]
    opened = joint + forecast
    starts = [row[start] for row in rows]
    dated = all(is_date(each) for each in starts)
    at = {each: each if dated else index for index, each in enumerate(starts)}
    opened_x = [at[row[start]] for row in opened]
    traces: list[dict[str, Any]] = []
    for width in shape.bands if forecast else ():
        traces += _band(shape, opened, opened_x, width, words)
    if forecast:
        line = _line(shape, opened, opened_x, "forecast", "dash", theme.var("accent"), words)
        traces.append(line | {"text": [_hover(shape, row, words) for row in [*published[-1:], *forecast]]})
    known_x = [at[row[start]] for row in published]
    traces += _revised(shape, published, known_x, words)
    traces.append(_line(shape, published, known_x, "published", "solid", theme.var("text"), words))
    shown = [row[name] for row in rows for name in (value, *ends, *extremes)]
    upright = axes.value_axis(shown, shape.value.unit, words, from_zero=False)
    return figure(
        traces,
        xaxis=axes.time_axis(starts, shape.start.unit, words),
        yaxis=upright,
        hovermode="closest",
        showlegend=True,
        annotations=axes.not_official_note(upright, words) if forecast else [],
        margin={"l": 8, "r": 16, "t": 34, "b": 22 if forecast else 8},
    )
