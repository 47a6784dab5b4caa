"""A value for every pair of two categories as shades: the columns of a breakdown, without a stack."""

from __future__ import annotations

from typing import Any

from components import theme
from components.figures import axes
from components.figures.graph import figure
from components.figures.wording import elided, escaped, is_date, period, value_text
from components.text import Words
from data.reading.answer import Answer
from data.reading.schema import Column


def words_of(values: list[Any], column: Column, words: Words) -> list[str]:
    """The values of a category or time in the reader's language."""
    return [
        period(value, column.unit, words) if is_date(value) else words.or_same(f"value.{column.words}", str(value))
        for value in values
    ]


def heatmap(answer: Answer, words: Words) -> dict[str, Any]:
    """One cell a pair: the first category across, the second down, shaded by the value; a missing pair stays empty.

    A cell's customdata is [across, down].
    """
    across, down = answer.of_role("category", "time")[:2]
    value = answer.one("value")
    columns = list(dict.fromkeys(answer.values(across)))
    rows = list(dict.fromkeys(answer.values(down)))
    pairs = zip(answer.values(across), answer.values(down), strict=True)
    values = dict(zip(pairs, answer.values(value), strict=True))
    column_words, row_words = words_of(columns, across, words), words_of(rows, down, words)
    low, high = axes.extent(answer.values(value))
    ticks = axes.nice_ticks(low, high, 4)
    cells = {
        "type": "heatmap",
        "x": list(range(len(columns))),
        "y": list(range(len(rows))),
        "z": [[values.get((column, row)) for column in columns] for row in rows],
        "customdata": [[[column, row] for column in columns] for row in rows],
        "text": [
            [
                f"{escaped(row_word)}, {escaped(column_word)}<br>"
                f"<b>{value_text(values.get((column, row)), value, words)}</b>"
                for column, column_word in zip(columns, column_words, strict=True)
            ]
            for row, row_word in zip(rows, row_words, strict=True)
        ],
        "hovertemplate": "%{text}<extra></extra>",
        "xgap": 2,
        "ygap": 2,
        "colorscale": theme.scale("seq"),
        "hoverongaps": False,
        "colorbar": {
            "thickness": 8,
            "outlinewidth": 0,
            "tickvals": ticks,
            "ticktext": axes.tick_texts(ticks, value.unit, words),
            "tickfont": {"size": 11, "color": theme.var("text-3")},
        },
    }
    names = axes.category_axis([escaped(elided(word)) for word in row_words])
    return figure(
        [cells],
        xaxis=axes.category_axis([escaped(elided(word, 14)) for word in column_words]) | {"showgrid": False},
        yaxis=names | {"range": [len(rows) - 0.5, -0.5], "showgrid": False, "ticklabelstandoff": 6},
        showlegend=False,
        hovermode="closest",
    )
