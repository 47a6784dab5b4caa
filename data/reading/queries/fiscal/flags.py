"""Flagged payments: cases, their reasons, the payments that prove them, and what each rule could be computed on."""

from __future__ import annotations

from collections.abc import Callable

import ibis
import ibis.expr.types as ir

from data.reading.filters import Filters
from data.reading.queries.areas import named
from data.reading.queries.fiscal.paid_years import OPENS_ON, PAYMENTS, paid_totals, wholly_paid
from data.reading.queries.fiscal.payments import STATED
from data.reading.queries.months import month_of
from data.reading.queries.over_time import whole_in_view, with_zeros
from data.reading.queries.scope import in_scope
from data.reading.queries.tile_totals import share
from data.reading.question import questions_about
from data.reading.schema import (
    about,
    detail,
    details,
    identity,
    label,
    name_of,
    tile_total,
    tile_trend,
    time,
    value,
)
from data.reading.tables import Tables

question = questions_about("fiscal")

#: What a rule's sentence may name, beside the payee and the department.
FACTS = (
    detail("counted", "count"), detail("days", "count"), detail("times", "count"), detail("share", "count"),
    detail("total_lcu", "lcu"), detail("limit_lcu", "lcu"),
    *details("first_document", "second_document", "other_payee", "limit_source"),
)  # fmt: skip
_FACTS = tuple(column.name for column in FACTS)


def _cases(tables: Tables, filters: Filters) -> ir.Table:
    """Cases of the view; of a programme or an account those that such a payment proves."""
    rows = in_scope(tables["flag_cases"], filters, without=STATED)
    chosen = Filters(filters.city)
    for dimension in STATED:
        chosen = chosen.with_selection(dimension, filters.selected(dimension))
    return rows.semi_join(in_scope(tables["flag_proofs"], chosen), "case_id") if chosen.selections else rows


def _in_every_month(tables: Tables, filters: Filters, total: Callable[[ir.Table], ir.Value]) -> ir.Table:
    """That total of cases by the whole months of the view that are over where payments end: `period`, `value`."""
    view = whole_in_view(filters, tables, "month")
    rows = _cases(tables, view)
    rows = rows.mutate(month=month_of(rows.day))
    months = with_zeros(rows.group_by("month").aggregate(value=total(rows)), view, "month", "value")
    return wholly_paid(tables, months, "month").order_by("month").select(period="month", value="value")


def _totals(tables: Tables, filters: Filters, total: Callable[[ir.Table], ir.Value]) -> ir.Table:
    """A tile's row of that total of cases."""
    return paid_totals(
        tables,
        filters,
        lambda view: _cases(tables, view),
        lambda rows: rows.aggregate(value=total(rows), n=rows.count()),
    )


def _stake(rows: ir.Table) -> ir.Value:
    return rows.stake_lcu.sum().cast("float64").fill_null(0)


@question(*tile_total("count", "flag_cases"), reaches=PAYMENTS, opens_on=OPENS_ON)
def flagged_cases(tables: Tables, filters: Filters) -> ir.Table:
    """Cases whose last payment lies in the period, as a tile."""
    return _totals(tables, filters, lambda rows: rows.count())


@question(*tile_trend("count"), reaches=PAYMENTS, opens_on=OPENS_ON)
def flagged_cases_trend(tables: Tables, filters: Filters) -> ir.Table:
    """Those cases by the month of their last payment, of those that are over: `period`, `value` (0 without any)."""
    return _in_every_month(tables, filters, lambda rows: rows.count())


@question(*tile_total("lcu", "flag_stake_lcu"), reaches=PAYMENTS, opens_on=OPENS_ON)
def flagged_stake(tables: Tables, filters: Filters) -> ir.Table:
    """Money at stake in those cases, as a tile."""
    return _totals(tables, filters, _stake)


@question(*tile_trend("lcu"), reaches=PAYMENTS, opens_on=OPENS_ON)
def flagged_stake_trend(tables: Tables, filters: Filters) -> ir.Table:
    """Money at stake by the month of a case's last payment, of those that are over: `period`, `value` (0 without)."""
    return _in_every_month(tables, filters, _stake)


@question(
    identity("case_id", measure="flag_cases"), label(), detail("rule"),
    value("stake_lcu", "lcu", measure="flag_stake_lcu"),
    detail("strength", "share"), detail("payments", "count"),
    *details("last_paid_on", "payee", "department", "department_name"), *FACTS,
    reaches=PAYMENTS, opens_on=OPENS_ON,
)  # fmt: skip
def flag_cases(tables: Tables, filters: Filters) -> ir.Table:
    """Cases of the view, first to be opened first, with the facts of their strongest reason: `case_id`, `name` (the
    payee's), `rule`, `stake_lcu`, `strength`, `payments`, `last_paid_on`, `payee`, `department`,
    `department_name` and FACTS."""
    cases = _cases(tables, filters)
    reasons = tables["flag_reasons"]
    facts = reasons.select("case_id", "rule", *_FACTS)
    joined = cases.left_join(facts, ["case_id", "rule"])
    return joined.order_by("rank").select(
        "case_id", "rule", "stake_lcu", "strength", "payments", "last_paid_on", "payee", "department",
        "department_name", *_FACTS, name=named(joined, filters.language, "payee_name"),
    ).select(
        "case_id", "name", "rule", "stake_lcu", "strength", "payments", "last_paid_on", "payee", "department",
        "department_name", *_FACTS,
    )  # fmt: skip


@question(
    identity("rule"),
    value("cases", measure="flag_cases"),
    detail("stake_lcu", "lcu", measure="flag_stake_lcu"),
    reaches=PAYMENTS,
    opens_on=OPENS_ON,
)
def cases_by_rule(tables: Tables, filters: Filters) -> ir.Table:
    """Cases of the view by their strongest rule: `rule`, `cases`, `stake_lcu`; most first."""
    rows = _cases(tables, filters)
    grouped = rows.group_by("rule").aggregate(cases=rows.count(), stake_lcu=_stake(rows))
    return grouped.order_by(grouped.cases.desc(), "rule")


@question(
    identity("rule"), value("computable_share", "share"), detail("payments", "count"), detail("cases", "count"),
    detail("stake_lcu", "lcu"), detail("missing_column"),
)  # fmt: skip
def rule_coverage(tables: Tables, filters: Filters) -> ir.Table:
    """Each rule, whatever the view: on which share of all payments it could be computed, its cases, and the column that
    is missing where there is none: `rule`, `computable_share`, `payments`, `cases`, `stake_lcu`, `missing_column`."""
    rows = tables["flag_rules"]
    return rows.select(
        "rule", computable_share=share(rows.computable, rows.payments), payments=rows.payments,
        cases=rows.cases, stake_lcu=rows.stake_lcu, missing_column=rows.missing_column,
    ).order_by(ibis.desc("computable_share"), "rule")  # fmt: skip


@question(*about("case_id", detail("department_name"), detail("stake_lcu", "lcu"), detail("strength", "share")))
def case_about(tables: Tables, filters: Filters) -> ir.Table:
    """The case that the view is of: `case_id`, `name` (its payee), `n` payments in view, `first_on`, `last_on`,
    `area_id` and `area` (none), `department_name`, `stake_lcu`, `strength`. No row where there is no such case."""
    proofs = in_scope(tables["flag_proofs"], filters)
    seen = proofs.aggregate(n=proofs.count(), first_on=proofs.day.min(), last_on=proofs.day.max())
    chosen = Filters(filters.city).with_selection("case_id", filters.selected("case_id"))
    case = in_scope(tables["flag_cases"], chosen)
    nowhere = ibis.null("string")
    return case.cross_join(seen).select(
        "case_id", "n", "first_on", "last_on", "department_name", "stake_lcu", "strength",
        name=named(case, filters.language, "payee_name"), area_id=nowhere, area=nowhere,
    ).select(
        "case_id", "name", "n", "first_on", "last_on", "area_id", "area", "department_name", "stake_lcu", "strength"
    )  # fmt: skip


@question(
    identity("rule"), label(), value("stake_lcu", "lcu"), detail("strength", "share"), *details("department_name"),
    *FACTS,
)  # fmt: skip
def case_reasons(tables: Tables, filters: Filters) -> ir.Table:
    """Why a case was flagged, strongest first: `rule`, `name` (the payee's), `stake_lcu`, `strength`,
    `department_name` and FACTS."""
    rows = in_scope(tables["flag_reasons"], filters, without=("period", "rule"))
    return rows.mutate(name=named(rows, filters.language, "payee_name")).order_by(
        ibis.desc("strength"), "rule"
    ).select("rule", "name", "stake_lcu", "strength", "department_name", *_FACTS)  # fmt: skip


_PAYMENT = (
    time("day", "date"), detail("amount_lcu", "lcu_exact"),
    name_of("payee_name", "payee_id"), name_of("department_name", "department_id"),
    *details("account", "programme", "document_number", "payment_id"),
    detail("payee_id", dimension="payee"), detail("department_id", dimension="department"),
)  # fmt: skip


def _payment_rows(rows: ir.Table, language: str) -> ir.Table:
    told = rows.mutate(payee_name=named(rows, language, "payee_name"), amount_lcu=rows.amount_lcu.cast("float64"))
    return told.select(
        "day", "amount_lcu", "payee_name", "department_name", "account", "programme", "document_number", "payment_id",
        payee_id="payee", department_id="department",
    )  # fmt: skip


@question(*_PAYMENT)
def case_payments(tables: Tables, filters: Filters) -> ir.Table:
    """The payments that prove a case, oldest first, wherever the period ends."""
    rows = in_scope(tables["flag_proofs"], filters, without=("period",))
    return _payment_rows(rows, filters.language).order_by("day", "payment_id")


@question(*_PAYMENT, reaches=PAYMENTS, opens_on=OPENS_ON)
def payment_lines(tables: Tables, filters: Filters) -> ir.Table:
    """Single payments of the view, newest first."""
    rows = in_scope(tables["payment_lines"], filters)
    return _payment_rows(rows, filters.language).order_by(ibis.desc("day"), "payment_id")
