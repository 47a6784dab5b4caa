"""A figure for those who do not see it: one sentence made from its data, and the same data as a table."""

from __future__ import annotations

import json
from collections.abc import Sequence

from dash.development.base_component import Component

from components.figures.wording import column_word, headed, written
from components.html import html
from components.text import Words
from components.view.page import Panel
from components.view.reader import Reader
from data.reading.answer import Answer
from data.reading.schema import Column

#: Rows that the table beside a figure draws; the rest is counted, and all of it is in the panel's CSV.
MOST_ROWS = 50


def _identity(answer: Answer) -> Column:
    """The column whose values tell rows apart: what a mark selects."""
    return answer.first("id", "place", "time", "category", "bin_start", "source") or answer.schema[0]


def _heading(column: Column, answer: Answer) -> Column:
    """Whose word stands over a column: names are headed and worded as the dimension of the rows that they name."""
    return _identity(answer) if column.role == "label" and not column.of else column


def summary(answer: Answer, words: Words) -> str:
    """The figure in a sentence: first and last value where its rows follow time, highest and lowest in any case."""
    value, named = answer.first("value"), answer.first("label") or _identity(answer)
    time = answer.first("time")
    if value is None:
        return words.t("figure.rows", count=answer.all_rows)
    # A sentence tells of what is complete: the last value would be a fall that is none.
    places, values, names, mature = range(answer.rows), answer.values(value), answer.values(named), answer.is_mature()
    every: Sequence[int] = [place for place in places if values[place] is not None] if None in values else places
    known = every if all(mature) else [place for place in every if mature[place]] or every
    if not known:
        return words.t("sentence.nothing")
    worded = _heading(named, answer)

    def at(place: int) -> str:
        where, amount = written(names[place], worded, words), written(values[place], value, words)
        return words.t("figure.at", where=where, value=amount)

    ends = {"high": at(max(known, key=values.__getitem__)), "low": at(min(known, key=values.__getitem__))}
    # Hours follow each other without being dates: their first and last say nothing of a course.
    over_time = time is not None and named in (time, answer.first("label")) and time.unit != "hour"
    if over_time:
        ends |= {"first": at(known[0]), "last": at(known[-1])}
    key = "figure.summary_time" if over_time else "figure.summary"
    return words.t(key, column=headed(column_word(value, words)), count=answer.all_rows, **ends)


def figure_table(answer: Answer, panel: Panel, reader: Reader) -> Component:
    """The answer as a table that `assets/js/panel/figure_table.js` draws when it is opened, closed until then.

    Where a mark of the figure selects something, the first cell of a row is a button that selects the same.
    """
    words = reader.words
    identity, named = _identity(answer), answer.first("label")
    # A name says what its id is; the column of ids would say it again.
    shown = [named, *(each for each in answer.schema if each not in (identity, named))] if named else answer.schema
    if answer.first("source"):
        shown = [each for each in answer.schema if each.role in ("label", "value")]
    worded = [_heading(column, answer) for column in shown]
    cells = [
        [written(each, word, words) for each in answer.values(column)[:MOST_ROWS]]
        for column, word in zip(shown, worded, strict=True)
    ]
    identities = answer.values(identity)[:MOST_ROWS]
    table = {
        "heads": [headed(column_word(column, words)) for column in worded],
        "rows": list(zip(*cells, strict=True)),
        "numbers": [column.is_number or (column.role == "time" and column.unit == "hour") for column in shown],
    }
    if panel.selects:
        chosen = set(reader.filters.selected(panel.selects))
        table |= {
            "selects": panel.selects,
            "values": identities,
            "pressed": [str(each) in chosen for each in identities],
        }
    note = words.t("figure.first_of", shown=len(identities), total=answer.all_rows)
    table["caption"] = note if answer.all_rows > len(identities) else ""
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
