"""How a whole divides into groups, over time or over categories: stacked bars."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from components import theme
from components.figures import axes
from components.figures.graph import figure
from components.figures.margins import text_px
from components.figures.wording import column_word, elided, escaped, is_date, period, value_text
from components.text import Words
from data.reading.answer import Answer
from data.reading.schema import Column

#: Letters of a name in a legend: longer ones lose their middle.
LONGEST_NAME = 40
#: Pixels that the columns of categories have at least, between two of their names, and letters of a line of one.
NARROW_PX, GAP_PX, MOST_LETTERS = 250, 8, 18
#: Groups with a colour of their own; the rest are added up and counted in the name of what holds them.
MOST_GROUPS = 7


def _ordered(answer: Answer, place: Column) -> list[Any]:
    """The values of a column once each: periods by time, anything else in the order of the answer."""
    once = list(dict.fromkeys(answer.values(place)))
    return sorted(once, key=str) if place.role == "time" or all(is_date(each) for each in once) else once


def _gathered(answer: Answer, place: Column, group: Column, value: Column) -> dict[Any, dict[Any, float | None]]:
    """group -> place -> value, the groups with the largest total first; bands of a quantity (`0-7`, `8-30`) by size."""
    totals: defaultdict[Any, float] = defaultdict(float)
    gathered: defaultdict[Any, dict[Any, float | None]] = defaultdict(dict)
    for at, name, amount in zip(*(answer.values(each) for each in (place, group, value)), strict=True):
        totals[name] += amount or 0.0
        gathered[name][at] = amount

    def order(name: Any) -> float:
        return int(re.split(r"\D", str(name))[0]) if group.unit != "text" else -totals[name]

    return {name: gathered[name] for name in sorted(totals, key=order)}


def _folded(
    groups: dict[Any, dict[Any, float | None]], words: Words
) -> tuple[dict[Any, dict[Any, float | None]], str | None]:
    """The groups with at most MOST_GROUPS of their own colour, and the name of the one that holds the others."""
    if len(groups) <= MOST_GROUPS + 1:
        return groups, None
    names = list(groups)
    other = words.t("figure.other", count=len(names) - MOST_GROUPS)
    rest: dict[Any, float | None] = {}
    for name in names[MOST_GROUPS:]:
        for place, value in groups[name].items():
            rest[place] = (rest.get(place) or 0.0) + (value or 0.0)
    return {name: groups[name] for name in names[:MOST_GROUPS]} | {other: rest}, other


def breakdown(answer: Answer, words: Words) -> dict[str, Any]:
    """One stacked bar a time or category, one colour a group, the largest group at the foot.

    A mark's customdata is [time or category, group]; the group is None for those added up.
    """
    place, group, value = answer.one("time", "category"), answer.one("group"), answer.one("value")
    places = _ordered(answer, place)
    groups, other = _folded(_gathered(answer, place, group, value), words)
    x = axes.places(places)
    traces = []
    for index, (name, values) in enumerate(groups.items()):
        label = str(name) if name == other else words.or_same(f"value.{group.words}", str(name))
        traces.append(
            {
                "type": "bar",
                "x": x,
                "y": [values.get(each) for each in places],
                "name": escaped(elided(label, LONGEST_NAME)),
                "customdata": [[each, None if name == other else name] for each in places],
                "hovertext": [
                    f"<b>{escaped(label)}</b><br>{escaped(_place(each, place, words))}: "
                    f"<b>{value_text(values.get(each), value, words)}</b>"
                    for each in places
                ],
                "hovertemplate": "%{hovertext}<extra></extra>",
                "textposition": "none",
                "marker": {"color": _colour(group, None if name == other else str(name), index)},
            }
        )
    return _stacked(traces, places, place, value, words)


def _colour(group: Column, name: str | None, index: int) -> str:
    """The value's own colour, else that of its place in the stack; the last one for the rest, which has no name."""
    if name is None:
        return theme.category(len(theme.CATEGORIES) - 1)
    return theme.of_value(group.words, name) or theme.category(index)


def _place(value: Any, column: Column, words: Words) -> str:
    """A time or category in words."""
    if is_date(value) or column.role == "time":
        return period(value, column.unit, words)
    return words.or_same(f"value.{column.words}", str(value))


def _below(name: str, columns: int) -> str:
    """A category's name in as many lines as let it stand below its column, beside the names of all others."""
    if text_px(name) <= NARROW_PX / columns - GAP_PX or " " not in name:
        return escaped(elided(name, MOST_LETTERS))
    # What a point parts stays together: "Class I ·", "immediate".
    spaces = [match.start() for match in re.finditer(" " if "· " not in name else "(?<=·) ", name)]
    broken = ((name[:at], name[at + 1 :]) for at in spaces)
    shortest = min(broken, key=lambda halves: max(map(text_px, halves)))
    return "<br>".join(escaped(elided(half, MOST_LETTERS)) for half in shortest)


def _stacked(
    traces: list[dict[str, Any]], places: list[Any], place: Column, value: Column, words: Words
) -> dict[str, Any]:
    heights = [
        sum(amount for trace in traces if (amount := trace["y"][index]) is not None) for index in range(len(places))
    ]
    unit = value.unit
    note = axes.unit_note(unit, words)
    dates = bool(places) and all(is_date(each) for each in places)
    across = (
        axes.time_axis(places, place.unit, words)
        if dates or place.role == "time"
        else axes.category_axis([_below(_place(each, place, words), len(places)) for each in places])
    )
    return figure(
        traces,
        barmode="stack",
        bargap=0.12 if len(places) > 16 else 0.28,
        xaxis=across,
        yaxis=axes.value_axis(heights, unit, words),
        hovermode="closest",
        showlegend=True,
        legend={"title": {"text": ""}, "traceorder": "normal"},
        annotations=note,
        meta={"group": column_word(value, words)},
        margin={"l": 8, "r": 16, "t": 34, "b": 8},
    )
