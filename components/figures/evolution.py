"""How a forecast moved: its line above, and below on the same days what moved it, as bars that add up."""

from __future__ import annotations

from typing import Any

from components import theme
from components.figures import axes
from components.figures.graph import figure
from components.figures.wording import column_word, escaped, headed, period, value_text
from components.text import Words
from data.reading.answer import Answer

#: Shares of the height that the bars and the line have.
BARS, LINE = (0.0, 0.36), (0.46, 1.0)
#: Two days, in the milliseconds that Plotly counts on an axis of time.
BAR_MS = 2 * 86_400_000
Row = dict[str, Any]


def _line(answer: Answer, rows: list[Row], words: Words) -> dict[str, Any]:
    time, forecast = answer.one("time"), answer.of_role("value")[0]
    by_day = {row[time.name]: row[forecast.name] for row in rows if row[forecast.name] is not None}
    days = sorted(by_day)
    return {
        "type": "scatter", "mode": "lines+markers" if len(days) < 25 else "lines", "x": days,
        "y": [by_day[day] for day in days], "line": {"color": theme.var("accent"), "width": 2, "shape": "hv"},
        "marker": {"size": 4, "color": theme.var("accent")}, "showlegend": False,
        "text": [f"{period(day, 'date', words)}: <b>{value_text(by_day[day], forecast, words)}</b>" for day in days],
        "hovertemplate": "%{text}<extra></extra>", "name": escaped(headed(column_word(forecast, words))),
    }  # fmt: skip


def _by_weight(rows: list[Row], group: str, impact: str) -> tuple[list[str], list[str]]:
    """The groups in their order, and those that moved least and have no colour of their own."""
    weights: dict[str, float] = {}
    for row in rows:
        weights[row[group]] = weights.get(row[group], 0.0) + abs(row[impact] or 0.0)
    most = len(weights) if len(weights) <= len(theme.CATEGORIES) else len(theme.CATEGORIES) - 1
    own = set(sorted(weights, key=lambda name: (-weights[name], name))[:most])
    return sorted(own), sorted(set(weights) - own)


def _bars(answer: Answer, rows: list[Row], words: Words) -> list[dict[str, Any]]:
    time, group, impact = answer.one("time"), answer.one("group"), answer.of_role("value")[1]
    told = [row for row in rows if row[group.name] is not None]
    traces = []
    named, rest = _by_weight(told, group.name, impact.name)
    for index, name in enumerate((*named, *rest)):
        mine = [row for row in told if row[group.name] == name]
        label = words.or_same(f"value.{group.words}", str(name))
        # Groups beyond the colours that can be told apart share one, and one line of the legend.
        together = (
            {
                "legendgroup": "rest",
                "name": escaped(words.t("figure.other", count=len(rest))),
                "showlegend": name == rest[0],
            }
            if name in rest
            else {}
        )
        traces.append({
            "type": "bar", "yaxis": "y2",
            "x": [row[time.name] for row in mine], "y": [row[impact.name] for row in mine],
            "name": escaped(label), "marker": {"color": theme.category(index)}, "textposition": "none", "width": BAR_MS,
            "hovertext": [
                f"<b>{escaped(label)}</b><br>{period(row[time.name], 'date', words)}: "
                f"<b>{value_text(row[impact.name], impact, words)}</b>"
                for row in mine
            ],
            "hovertemplate": "%{hovertext}<extra></extra>",
        } | together)  # fmt: skip
    return traces


def _sums(rows: list[Row], day: str, impact: str) -> list[float]:
    """The ends of the stacked bars of each day, up and down."""
    ends: dict[Any, list[float]] = {}
    for row in rows:
        if row[impact] is not None:
            up_down = ends.setdefault(row[day], [0.0, 0.0])
            up_down[row[impact] < 0] += row[impact]
    return [end for pair in ends.values() for end in pair]


def evolution(answer: Answer, words: Words) -> dict[str, Any]:
    """Two values over days: the forecast as a line, and by group what it moved by as stacked bars on the same days."""
    rows = answer.records()
    time = answer.one("time")
    forecast, impact = answer.of_role("value")[:2]
    above = axes.value_axis([row[forecast.name] for row in rows], forecast.unit, words, from_zero=False)
    below = axes.value_axis(_sums(rows, time.name, impact.name), impact.unit, words)
    return figure(
        [_line(answer, rows, words), *_bars(answer, rows, words)],
        barmode="relative",
        xaxis=axes.time_axis(answer.values(time), "date", words) | {"anchor": "y2"},
        yaxis=above | {"domain": list(LINE)},
        yaxis2=below | {"domain": list(BARS)},
        hovermode="closest",
        showlegend=True,
        legend={"title": {"text": ""}, "traceorder": "normal"},
        annotations=axes.not_official_note(above, words),
        margin={"l": 8, "r": 16, "t": 34, "b": 22},
    )
