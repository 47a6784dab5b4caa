"""A figure for those who do not see it: one sentence made from its data, and the same data as a table."""

from __future__ import annotations

import json
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.figures.wording import PERIODS, column_word, headed, is_date, period
from components.text import Words, unit_of
from components.view.page import Panel
from components.view.reader import Reader
from data.reading.answer import Answer

#: Rows that the table beside a figure draws; the rest is counted, and all of it is in the panel's CSV.
MOST_ROWS = 50
#: First columns that number a scale and are no values themselves.
_SCALES = ("bin_start", "bin_end")


def written(value: Any, column: str, words: Words) -> str:
    """One value of a column as plain text in the reader's language, with its unit."""
    if isinstance(value, bool):
        return words.t("figure.yes") if value else words.t("figure.no")
    if column in _SCALES:
        return words.number(value, "short")
    if value is None or isinstance(value, int | float):
        return str(value) if column in PERIODS else words.number(value, unit_of(column))
    return period(value, column, words) if is_date(value) else words.or_same(f"value.{column}", str(value))


def _label_column(answer: Answer) -> str:
    """The column that names a row: `name` where there is one, else the first."""
    return "name" if "name" in answer.columns else next(iter(answer.columns))


def _value_column(answer: Answer) -> str | None:
    """The column a figure draws first: the first of numbers after the labels; None for an answer of words alone."""
    _first, *rest = answer.columns
    for column in rest:
        known = (value for value in answer.columns[column] if value is not None)
        if column not in _SCALES and isinstance(next(known, None), int | float):
            return column
    return None


def summary(answer: Answer, words: Words) -> str:
    """The figure in a sentence: first and last value where its rows follow time, highest and lowest in any case."""
    value, label = _value_column(answer), _label_column(answer)
    if value is None:
        return words.t("figure.rows", count=words.number(answer.rows))
    known = [(row[label], row[value]) for row in answer.records() if row[value] is not None]
    if not known:
        return words.t("sentence.nothing")
    # A row of a ranking is worded as the dimension that it belongs to.
    worded = next(iter(answer.columns)) if label == "name" else label

    def told(pair: tuple[Any, float]) -> dict[str, str]:
        return {"where": written(pair[0], worded, words), "value": written(pair[1], value, words)}

    ends = {"high": max(known, key=lambda pair: pair[1]), "low": min(known, key=lambda pair: pair[1])}
    if label in PERIODS:
        ends |= {"first": known[0], "last": known[-1]}
    said = {name: words.t("figure.at", **told(pair)) for name, pair in ends.items()}
    key = "figure.summary_time" if label in PERIODS else "figure.summary"
    return words.t(key, column=headed(column_word(value, words)), count=words.number(answer.rows), **said)


def figure_table(answer: Answer, panel: Panel, reader: Reader) -> Component:
    """The answer as a table that `assets/js/figure_table.js` draws when it is opened, closed until then.

    Where a mark of the figure selects something, the first cell of a row is a button that selects the same.
    """
    words = reader.words
    first = next(iter(answer.columns))
    shown = [name for name in answer.columns if name != first or _label_column(answer) == first]
    if "name" in shown:
        shown = ["name", *(name for name in shown if name != "name")]
    rows = answer.records()[:MOST_ROWS]
    heads = [headed(column_word(first if name == "name" else name, words)) for name in shown]
    table = {
        "heads": heads,
        "rows": [[written(row[name], first if name == "name" else name, words) for name in shown] for row in rows],
        "numbers": [isinstance(value, int | float) for value in ((rows[0] if rows else {}).get(n) for n in shown)],
    }
    if panel.selects:
        chosen = set(reader.filters.selected(panel.selects))
        table |= {
            "selects": panel.selects,
            "values": [row[first] for row in rows],
            "pressed": [str(row[first]) in chosen for row in rows],
        }
    note = words.t("figure.first_of", shown=words.number(len(rows)), total=words.number(answer.rows))
    table["caption"] = note if answer.rows > len(rows) else ""
    return html.Details(
        className="figure-table",
        children=[
            html.Summary(words.t("figure.as_table")),
            html.Div(
                className="figure-table-body", tabIndex=0, role="group", **{"aria-label": words.t("figure.as_table")}
            ),
        ],
        **{"data-table": json.dumps(table, ensure_ascii=False)},
    )
