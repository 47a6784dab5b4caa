"""Which rows a snapshot leaves out because they break a rule, and how old each of its tables is."""

from __future__ import annotations

from dash.development.base_component import Component

from components.html import html
from components.text import Words
from data.published.snapshots import SET_ASIDE, Snapshot
from data.published.source import Source


def rows_left_out(snapshot: Snapshot, words: Words) -> Component:
    """A line a table with rows set aside, their share and their rules; a sentence where there are none."""
    rules = snapshot.raw.get("set_aside", {}).get("rules", [])
    tables = snapshot.set_aside_rows
    if not tables:
        return html.P(words.t("set_aside.none"), className="panel-sub")
    lines = [
        html.Li(
            [
                words.t(
                    "set_aside.table",
                    table=words.or_same("table", table),
                    count=words.number(count),
                    rows=words.number(count + snapshot.rows.get(table, 0)),
                    share=words.number(snapshot.set_aside_shares[table], "share"),
                ),
                html.Ul([html.Li(_rule(rule, words)) for rule in rules if rule["table"] == table]),
            ]
        )
        for table, count in tables.items()
    ]
    return html.Div([html.Ul(lines), html.P(words.t("set_aside.file", file=SET_ASIDE), className="panel-sub")])


def _rule(rule: dict[str, str | int | None], words: Words) -> str:
    name = words.or_same("rule", str(rule["rule"]))
    column = str(rule["column"] or "")
    told = f"{words.or_same('column', column)}: {name}" if column else name
    return words.t("set_aside.rule", rule=told, count=words.number(int(rule["rows"] or 0)))


def table_ages(source: Source, words: Words) -> Component:
    """The last day of each table that knows its days, the oldest first."""
    return html.Ul(
        [
            html.Li(
                words.t(
                    "set_aside.last_day",
                    table=words.or_same("table", age.table),
                    day=words.day(age.last_day),
                    state=words.t(f"freshness.{age.freshness}"),
                )
            )
            for age in source.tables
        ]
    )


def left_out_note(source: Source, words: Words) -> str | None:
    """What a number's source line says where so many rows were left out that a reader should know; else None."""
    if not source.set_aside_shares:
        return None
    table, share = max(source.set_aside_shares, key=lambda each: each[1])
    return words.t("set_aside.note", table=words.or_same("table", table), share=words.number(share, "share"))
