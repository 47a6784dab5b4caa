"""What was published, and a forecast that says how sure it is: a line that opens into its 50 and 80 per cent bands."""

from __future__ import annotations

from typing import Any

from components import theme
from components.figures import axes
from components.figures.graph import figure
from components.figures.wording import is_date, plain, value_text
from components.text import Words, unit_of
from data.reading.answer import Answer

BANDS = (("80", "fan-80"), ("50", "fan-50"))


def _value_column(answer: Answer) -> str:
    """The column of the values: the one named `value`, or named by its unit, before the bands."""
    after = list(answer.columns).index("status") + 1
    return list(answer.columns)[after]


def _band(rows: list[dict[str, Any]], x: list[Any], width: str, colour: str, words: Words) -> list[dict[str, Any]]:
    edge = {"type": "scatter", "mode": "lines", "x": x, "line": {"width": 0}, "hoverinfo": "skip"}
    return [
        edge | {"y": [row[f"low{width}"] for row in rows], "showlegend": False},
        edge
        | {
            "y": [row[f"high{width}"] for row in rows],
            "fill": "tonexty",
            "fillcolor": theme.var(colour),
            "name": words.t(f"figure.band_{width}"),
        },
    ]


def _hover(row: dict[str, Any], value: str, words: Words) -> str:
    told = f"<b>{plain(row['time_period'])}</b><br><b>{value_text(row[value], value, words)}</b>"
    if row["low50"] is None:
        return told
    for width, _ in reversed(BANDS):
        low, high = (value_text(row[f"{end}{width}"], value, words) for end in ("low", "high"))
        told += f"<br>{words.t(f'figure.band_{width}')}: {low} – {high}"
    return told


def _line(
    rows: list[dict[str, Any]], x: list[Any], value: str, name: str, dash: str, colour: str, words: Words
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines" if len(rows) > 40 else "lines+markers",
        "x": x,
        "y": [row[value] for row in rows],
        "name": words.t(f"figure.{name}"),
        "customdata": [row["period_start"] for row in rows],
        "text": [_hover(row, value, words) for row in rows],
        "hovertemplate": "%{text}<extra>%{fullData.name}</extra>",
        "line": {"color": colour, "width": 2, "dash": dash},
        "marker": {"size": 6, "color": colour, "symbol": "circle" if name == "published" else "diamond"},
    }


def fan(answer: Answer, words: Words) -> dict[str, Any]:
    """The published line, the forecast dashed from its last value on, and the bands around it.

    A mark's customdata is the start of its period. The figure says that it is not an official forecast.
    """
    value = _value_column(answer)
    rows = answer.records()
    published = [row for row in rows if row["status"] == "published"]
    forecast = [row for row in rows if row["status"] != "published"]
    # The forecast opens from the last published value, where its bands have no width.
    joint = [
        row | dict.fromkeys(("low50", "high50", "low80", "high80"), row[value]) for row in published[-1:] if forecast
    ]
    opened = joint + forecast
    starts = [row["period_start"] for row in rows]
    dated = all(is_date(start) for start in starts)
    at = {start: start if dated else index for index, start in enumerate(starts)}
    opened_x = [at[row["period_start"]] for row in opened]
    traces: list[dict[str, Any]] = []
    for width, colour in BANDS if forecast else ():
        traces += _band(opened, opened_x, width, colour, words)
    if forecast:
        line = _line(opened, opened_x, value, "forecast", "dash", theme.var("accent"), words)
        traces.append(line | {"text": [_hover(row, value, words) for row in [*published[-1:], *forecast]]})
    known_x = [at[row["period_start"]] for row in published]
    traces.append(_line(published, known_x, value, "published", "solid", theme.var("text"), words))
    shown = [row[name] for row in rows for name in (value, "low80", "high80")]
    return figure(
        traces,
        xaxis=axes.time_axis(starts, "quarter", words),
        yaxis=axes.value_axis(shown, unit_of(value), words, from_zero=False),
        hovermode="closest",
        showlegend=True,
        annotations=_notice(words) if forecast else [],
        margin={"l": 8, "r": 16, "t": 34, "b": 22 if forecast else 8},
    )


def _notice(words: Words) -> list[dict[str, Any]]:
    return [
        {
            "text": words.t("figure.not_official"),
            "xref": "paper", "yref": "paper", "x": 1, "y": 0, "xanchor": "right", "yanchor": "bottom", "yshift": 4,
            "showarrow": False, "font": {"size": 11, "color": theme.var("text-3")},
        }
    ]  # fmt: skip
