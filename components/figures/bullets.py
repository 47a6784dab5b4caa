"""What was spent of each budget, beside what is committed, as it was approved, and where the calendar stands.

A bullet graph (Few, "Information Dashboard Design", 2006): one row a budget, all as shares of the budget as it is now.
"""

from __future__ import annotations

from typing import Any

from components import theme
from components.figures import axes
from components.figures.graph import figure
from components.figures.ranking import labels_of
from components.figures.wording import column_word, escaped, headed, hover_lines, lines
from components.text import Words
from data.reading.answer import Answer
from data.reading.schema import Column, Role

#: Rows that fit a panel.
MOST_ROWS = 12


def shares_of(answer: Answer) -> dict[str, Column]:
    """The columns that a bullet draws, by what they are: `committed`, `value`, `approved`, `expected`."""
    drawn: tuple[Role, ...] = ("committed", "value", "approved", "expected")
    return {role: column for role in drawn if (column := answer.first(role)) is not None}


def reach(answer: Answer, rows: int) -> float:
    """The largest share of the first rows; the whole budget at least."""
    values = [each for column in shares_of(answer).values() for each in answer.values(column)[:rows]]
    return max([1.0, *(each for each in values if each is not None)])


def bullets(answer: Answer, words: Words) -> dict[str, Any]:
    """One row a budget, the first on top, at most MOST_ROWS, and a note that says how many there are.

    A bar's customdata is its row's id.
    """
    rows = min(answer.rows, MOST_ROWS)
    shares = shares_of(answer)
    labels = labels_of(answer, words, range(rows))
    said = [column for column in answer.schema if column.role not in ("id", "label")]
    hover = [
        f"<b>{escaped(label)}</b><br>{hover_lines(row, said, words)}"
        for label, row in zip(labels, answer.records(rows), strict=True)
    ]
    colours = {"committed": theme.var("flow-link"), "value": theme.var("accent")}
    bars = [
        {
            "type": "bar", "orientation": "h", "name": escaped(headed(column_word(shares[role], words))),
            "x": answer.values(shares[role])[:rows], "y": list(range(rows)), "width": width,
            "customdata": answer.values(answer.one("id"))[:rows], "marker": {"color": colours[role]},
            "hovertext": hover, "hovertemplate": "%{hovertext}<extra></extra>",
        }
        for role, width in (("committed", 0.7), ("value", 0.36)) if role in shares
    ]  # fmt: skip
    marks = [
        {
            "type": "scatter", "mode": "markers", "name": escaped(headed(column_word(shares[role], words))),
            "x": answer.values(shares[role])[:rows], "y": list(range(rows)), "hoverinfo": "skip",
            "marker": {"symbol": "line-ns", "size": 14, "line": {"width": 2, "color": theme.var(colour)}},
        }
        for role, colour in (("approved", "text-3"), ("expected", "text")) if role in shares
    ]  # fmt: skip
    names = axes.category_axis(["<br>".join(escaped(line) for line in lines(label)) for label in labels])
    whole = reach(answer, rows)
    note = words.t("figure.first_of", shown=rows, total=answer.all_rows) if answer.all_rows > rows else ""
    return figure(
        [*bars, *marks],
        xaxis=axes.value_axis([0.0, whole], "share", words) | {"range": [0, whole]},
        yaxis=names | {"range": [max(rows, 5) - 0.5, -0.5], "showgrid": False},
        barmode="overlay",
        hovermode="closest",
        annotations=[
            {
                "text": note, "xref": "paper", "yref": "paper", "x": 1, "y": 0, "xanchor": "right", "yanchor": "top",
                "yshift": -18, "showarrow": False, "font": {"size": 11, "color": theme.var("text-3")},
            }
        ] if note else [],
    )  # fmt: skip
