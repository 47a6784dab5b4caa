"""Cases of flagged payments: one line a case with the reason as a sentence; a flag is a lead, and the list says so."""

from __future__ import annotations

from typing import Any

from dash.development.base_component import Component

from components.html import html
from components.text import Words
from components.view.address import page_link
from data.reading.answer import Answer

#: Lines of a page of the list.
MOST_CASES = 20
_MONEY = {"sum": "total_lcu", "stake": "stake_lcu"}


def reason(row: dict[str, Any], words: Words) -> str:
    """Why the rule of that row flagged it: the rule's sentence with its facts, in the reader's language.

    A rule of a module that we do not know has no sentence of its own: it is named, with what is at stake.
    """
    facts = {name: words.number(row[column], "lcu") for name, column in _MONEY.items()}
    share = row["share"]
    facts["limit"] = words.round_amount(row["limit_lcu"])
    facts |= {
        "payee": row["name"] or words.t("figure.unnamed"),
        "department": _department_name(row, words) or words.t("figure.unnamed"),
        "payments": words.number(row["counted"]),
        "days": words.number(row["days"], "days", 0),
        "later": _time(row["days"], "later", "same_day", words),
        "span": _time(row["days"], "span", "one_day", words),
        "times": words.number(row["times"]),
        "busy_days": words.number(row["times"], "days", 0),
        "share": words.number(share, "share"),
        "ratio": words.number(share, digits=1),
        "first_document": row["first_document"] or "",
        "second_document": row["second_document"] or "",
        "other_payee": row["other_payee"] or "",
    }
    if not words.has(f"reason.{row['rule']}"):
        return words.t("reason.unknown_rule", rule=words.or_same("value.rule", row["rule"]), **facts)
    return words.t(f"reason.{row['rule']}", **facts)


def _time(days: int | None, many: str, none: str, words: Words) -> str:
    """How many days lie between two payments, in the words `many`; the words `none` where they are of one day."""
    return words.t(f"cases.{many}", days=words.number(days, "days", 0)) if days != 0 else words.t(f"cases.{none}")


def _strength(value: float, words: Words) -> Component:
    """How strong the evidence is, as a bar and a number."""
    return html.Span(
        [
            html.Span(className="strength-bar", style={"--share": f"{value:.2f}"}, **{"aria-hidden": "true"}),
            words.number(value, "share", 0),
        ],
        className="strength",
    )


def _department_name(row: dict[str, Any], words: Words) -> str | None:
    name = row["department_name"]
    return words.or_same("value.department", name) if name else None


def _department(row: dict[str, Any], words: Words) -> Component | str:
    """The department's name, which leads to its page."""
    name = _department_name(row, words)
    return page_link("department", row["department"], name or row["department"]) if row["department"] else name or "–"


def case_list(answer: Answer, words: Words) -> Component:
    """A table of cases, the first to open first: reason, payee, department, last payment, strength, money at stake."""
    columns = ("case", "payee", "department", "last_paid_on", "strength", "stake")
    numbers = ("strength", "stake")
    head = [
        html.Th(words.t(f"cases.{column}"), scope="col", className="number" if column in numbers else "")
        for column in columns
    ]
    lines = [
        html.Tr(
            [
                html.Td(
                    [
                        page_link("case_id", row["case_id"], words.or_same("value.rule", row["rule"])),
                        html.Span(reason(row, words), className="case-reason"),
                    ]
                ),
                html.Td(page_link("payee", row["payee"], row["name"] or row["payee"])),
                html.Td(_department(row, words)),
                html.Td(words.day(row["last_paid_on"])),
                html.Td(_strength(row["strength"], words), className="number"),
                html.Td(
                    words.number(row["stake_lcu"], "lcu"),
                    className="number",
                    title=words.number(row["stake_lcu"], "lcu_exact"),
                ),
            ]
        )
        for row in answer.records()
    ]
    table = [html.Caption(words.t("cases.lead")), html.Thead(html.Tr(head)), html.Tbody(lines)]
    return html.Div(html.Table(table, className="records"), className="alert-list case-list", tabIndex=0)


def _limit_source(row: dict[str, Any], words: Words) -> list[str]:
    """Who set the limit that the rule compared with, as a sentence; none where it needs no limit."""
    source = row["limit_source"]
    return [" ", words.t("cases.limit_source", source=words.or_same("value.limit_source", source))] if source else []


def reason_list(answer: Answer, words: Words) -> Component:
    """The reasons of one case, strongest first: the rule, its sentence, and how strong its evidence is."""
    items = [
        html.Li(
            [
                html.B(words.or_same("value.rule", row["rule"])),
                html.Span([reason(row, words), *_limit_source(row, words)], className="case-reason"),
                _strength(row["strength"], words),
            ]
        )
        for row in answer.records()
    ]
    return html.Div(
        [html.Ol(items, className="reasons"), html.P(words.t("cases.lead"), className="timeline-note")], tabIndex=0
    )
