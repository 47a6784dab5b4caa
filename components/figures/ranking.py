"""Values by name as horizontal bars, in the order of the answer."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from components import theme
from components.figures import axes
from components.figures.graph import figure
from components.figures.wording import column_word, escaped, headed, hover_lines, lines, value_text
from components.text import Words
from data.reading.answer import Answer
from data.reading.schema import Column

#: Bars that fit a panel with a readable name each.
MOST_BARS = 12
#: Bars that fit it where a name takes two lines.
MOST_WRAPPED = 9
#: Names that fit it where each has two bars.
MOST_PAIRS = 9


def labels_of(answer: Answer, words: Words, places: Sequence[int]) -> list[str]:
    """The reader's word for the id of each of these rows where the language has one, else the publisher's name."""
    identity = answer.one("id")
    names = answer.values(answer.first("label") or identity)
    prefix = f"value.{identity.words}"
    return [
        words.unrecorded(prefix) if names[place] is None else words.or_same(prefix, str(names[place]))
        for place in places
    ]


def _rest_note(shown: int, rows: int, words: Words) -> list[dict[str, Any]]:
    if rows <= shown:
        return []
    return [
        {
            "text": words.t("figure.first_of", shown=shown, total=rows),
            "xref": "paper", "yref": "paper", "x": 1, "y": 0, "xanchor": "right", "yanchor": "top", "yshift": -2,
            "showarrow": False, "font": {"size": 11, "color": theme.var("text-3")},
        }
    ]  # fmt: skip


def _bars(answer: Answer, column: Column, index: int, most: int, hover: list[str], words: Words) -> dict[str, Any]:
    """The bars of one column; those of a second one are of another colour and named in the legend."""
    values = answer.values(column)[:most]
    return {
        "type": "bar",
        "orientation": "h",
        "name": escaped(headed(column_word(column, words))),
        "x": values,
        "y": list(range(len(values))),
        "customdata": answer.values(answer.one("id"))[:most],
        "text": [value_text(each, column, words) for each in values],
        # Inside its bar a number would shrink with it, down to where nobody can read it.
        "textposition": "outside",
        "constraintext": "none",
        "textangle": 0,
        "textfont": {"color": theme.var("text"), "size": 11},
        "cliponaxis": False,
        "marker": {"color": theme.category(index) if index else theme.var("accent"), "cornerradius": 3},
        "hovertext": hover,
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def ranking(answer: Answer, words: Words) -> dict[str, Any]:
    """One bar a row, the first on top; at most MOST_BARS, and a note that says how many rows there are.

    A bar's customdata is its row's id; what else is known of it is said on hover. A compared value has a bar of its own
    below, for at most MOST_PAIRS rows.
    """
    value = answer.one("value")
    compared = answer.belonging("compared", value)
    shown = [value, *([compared] if compared else [])]
    most = MOST_PAIRS if compared else MOST_BARS
    labels = labels_of(answer, words, range(min(most, answer.rows)))
    if any(len(lines(label)) > 1 for label in labels):
        most = min(most, MOST_WRAPPED)
        labels = labels[:most]
    said = [column for column in answer.schema if column.role not in ("id", "label")]
    rows = answer.records(most)
    hover = [
        f"<b>{escaped(label)}</b><br>{hover_lines(row, said, words)}" for label, row in zip(labels, rows, strict=True)
    ]
    values = [each for column in shown for each in answer.values(column)[:most]]
    bars = [_bars(answer, column, index, most, hover, words) for index, column in enumerate(shown)]
    names = axes.category_axis(["<br>".join(escaped(line) for line in lines(label)) for label in labels])
    names |= {"range": [max(len(labels), 5) - 0.5, -0.5], "ticks": "", "showgrid": False}
    numbers = axes.value_axis(values, value.unit, words) | {"visible": False}
    written = [(each, value_text(each, column, words)) for column in shown for each in answer.values(column)[:most]]
    right, left = (_written_px(text for each, text in written if ((each or 0) < 0) == below) for below in (False, True))
    names["ticklabelstandoff"] = 6 + left
    numbers["range"] = _room(values, numbers["range"])
    note = _rest_note(len(labels), answer.all_rows, words)
    return figure(
        bars,
        xaxis=numbers,
        yaxis=names,
        bargap=0.26,
        hovermode="closest",
        showlegend=len(bars) > 1,
        annotations=note,
        margin={"l": 8, "r": 12 + right, "t": 34 if len(bars) > 1 else 6, "b": 20 if note else 6},
    )


def _written_px(texts: Iterable[str]) -> int:
    """Pixels that the longest of the numbers takes beside its bar; a Chinese character is twice as wide as a digit."""
    wide = (sum(12 if letter > "\u2e80" else 6.6 for letter in text) for text in texts)
    return math.ceil(max(wide, default=0))


def _room(values: list[Any], span: list[float]) -> list[float]:
    """The span of the data rather than of its round ticks, which are not shown: numbers stand in the margins."""
    low, high = axes.extent(values)
    low, high = min(low, 0.0), max(high, 0.0)
    return [low, high] if high > low else span
