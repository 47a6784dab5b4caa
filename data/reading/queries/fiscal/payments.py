"""What the fiscal pages ask about payments: totals, months, payees and departments, to the cent.

Sums are decimals in the cubes and become numbers of a page once, at the end.
"""

from __future__ import annotations

from collections.abc import Collection

import ibis
import ibis.expr.types as ir

from data.reading.filters import Filters
from data.reading.periods import months_and_days
from data.reading.queries.areas import named, other_name
from data.reading.queries.fiscal.paid_years import OPENS_ON, PAYMENTS, paid_totals, wholly_paid
from data.reading.queries.months import month_of, period_only
from data.reading.queries.over_time import by_period, every_period, grain_of_view, whole_in_view
from data.reading.queries.scope import in_scope
from data.reading.question import questions_about
from data.reading.schema import Schema, about, category, detail, ranking, tile_total, tile_trend, time, value
from data.reading.tables import Tables

question = questions_about("fiscal")


#: What a payment states beside its payee and department.
STATED = ("programme", "account")


def cuts_a_month(tables: Tables, filters: Filters) -> bool:
    """Whether the view has some days of a month only, so that payments by month would be of more days than it."""
    first, last = tables.first_day, tables.last_day
    return first is not None and last is not None and bool(
        months_and_days(filters.since, filters.until, first, last)[1]
    )  # fmt: skip


def payments_in_view(tables: Tables, filters: Filters, without: tuple[str, ...] = ()) -> ir.Table:
    """Payments of exactly the view's days by month, payee and department: `amount_lcu` and `payments`.

    By the sums of months where the view cuts none, else one by one.
    """
    if cuts_a_month(tables, filters):
        return _one_by_one(tables, filters, without)
    if not any(filters.selected(dimension) for dimension in STATED):
        return in_scope(tables["payments_monthly"], filters, without)
    ways = tables["money_flows"]
    return in_scope(ways.filter(ways.stage == "payment"), filters, without).rename(payments="records")


def _paid(rows: ir.Table) -> ir.Value:
    return rows.amount_lcu.sum().cast("float64")


def _one_by_one(tables: Tables, view: Filters, without: Collection[str] = ()) -> ir.Table:
    lines = in_scope(tables["payment_lines"], view, without)
    return lines.mutate(month=month_of(lines.day), payments=ibis.literal(1, "int64"))


def _each_month(tables: Tables, filters: Filters, found: ir.Table) -> ir.Table:
    """`month`, `amount_lcu`, `payments` of `found` in each month of the view in which the city paid anybody: 0 where it
    paid nobody of the view; nothing where `found` has nothing."""
    months = in_scope(tables["payments_monthly"], period_only(filters)).select("month").distinct()
    both = months.filter(found.count().as_scalar() > 0).left_join(found, "month")
    sums = {name: both[name].fill_null(0) for name in ("amount_lcu", "payments")}
    return both.select("month", **sums).order_by("month")


def _by_month(rows: ir.Table) -> ir.Table:
    return rows.group_by("month").aggregate(amount_lcu=_paid(rows), payments=rows.payments.sum())


@question(*tile_total("lcu", "paid_lcu"), reaches=PAYMENTS, opens_on=OPENS_ON)
def paid(tables: Tables, filters: Filters) -> ir.Table:
    """The sum of payments in the period, refunds taken off, as a tile."""

    def measured(rows: ir.Table) -> ir.Table:
        return rows.aggregate(value=_paid(rows).fill_null(0), n=rows.payments.sum().fill_null(0))

    return paid_totals(
        tables,
        filters,
        lambda view: payments_in_view(tables, view),
        measured,
        by_day=lambda view: _one_by_one(tables, view),
    )


@question(
    schema=lambda filters, tables: tile_trend("lcu", grain_of_view(filters, tables)),
    reaches=PAYMENTS,
    opens_on=OPENS_ON,
)
def paid_trend(tables: Tables, filters: Filters) -> ir.Table:
    """Payments by month (day, week): `period`, `value`."""
    return paid_by_month(tables, filters).select(period=grain_of_view(filters, tables), value="amount_lcu")


def _over_time(filters: Filters, tables: Tables | None) -> Schema:
    amount = value("amount_lcu", "lcu", measure="paid_lcu")
    return time(grain_of_view(filters, tables)), amount, detail("payments", "count")


@question(schema=_over_time, reaches=PAYMENTS, opens_on=OPENS_ON)
def paid_by_month(tables: Tables, filters: Filters) -> ir.Table:
    """Payments by month (`day`, `week`): `month`, `amount_lcu`, `payments`; 0 where others alone were paid that month.

    Of the whole periods of the view that are over where payments end.
    """
    grain = grain_of_view(filters, tables)
    view = whole_in_view(filters, tables, grain)
    if grain == "month":
        return wholly_paid(tables, _each_month(tables, view, _by_month(payments_in_view(tables, view))), grain)
    rows = by_period(_one_by_one(tables, view), grain)
    found = rows.group_by(grain).aggregate(amount_lcu=_paid(rows), payments=rows.payments.sum())
    paid_in = in_scope(tables["payments_monthly"], period_only(filters)).select("month").distinct()
    periods = wholly_paid(tables, every_period(view, grain), grain).filter(found.count().as_scalar() > 0)
    periods = periods.mutate(month=month_of(periods[grain])).semi_join(paid_in, "month")
    both = periods.left_join(found, grain)
    return both.select(grain, amount_lcu=both.amount_lcu.fill_null(0), payments=both.payments.fill_null(0)).order_by(
        grain
    )


@question(
    *ranking("payee", value("amount_lcu", "lcu", measure="paid_lcu"), detail("payments", "count")),
    reaches=PAYMENTS,
    opens_on=OPENS_ON,
)
def payees(tables: Tables, filters: Filters) -> ir.Table:
    """Payments in view by payee: `payee`, `name`, `amount_lcu`, `payments`; largest first."""
    rows = payments_in_view(tables, filters)
    grouped = rows.group_by("payee").aggregate(
        name=named(rows, filters.language, "payee_name").max(), amount_lcu=_paid(rows), payments=rows.payments.sum()
    )
    return grouped.order_by(ibis.desc("amount_lcu"), "payee")


@question(
    *ranking("department", value("amount_lcu", "lcu", measure="paid_lcu"), detail("payments", "count")),
    reaches=PAYMENTS,
    opens_on=OPENS_ON,
)
def paying_departments(tables: Tables, filters: Filters) -> ir.Table:
    """Payments in view by department: `department`, `name`, `amount_lcu`, `payments`; largest first."""
    rows = payments_in_view(tables, filters, ("department",))
    grouped = rows.group_by("department").aggregate(
        name=rows.department_name.max(), amount_lcu=_paid(rows), payments=rows.payments.sum()
    )
    return grouped.order_by(ibis.desc("amount_lcu"), "department")


@question(*ranking("payee", detail("other_name")))
def payee_names(tables: Tables, filters: Filters) -> ir.Table:
    """Payees in both languages, those paid most first: `payee`, `name` (the reader's), `other_name` (None: none)."""
    rows = tables["payments_monthly"]
    names = {column: rows[column].max() for column in rows.columns if column.startswith("payee_name_")}
    told = rows.group_by("payee").aggregate(amount_lcu=rows.amount_lcu.sum(), **names)
    name = named(told, filters.language, "payee_name")
    return told.order_by(ibis.desc("amount_lcu"), "payee").select(
        "payee", name=name, other_name=other_name(told, name, "payee_name")
    )


@question(*about("payee"))
def payee_about(tables: Tables, filters: Filters) -> ir.Table:
    """The payee that the view is of: `payee`, `name`, `n` payments in view, `first_on`, `last_on`, `area_id` and `area`
    (none). No row where nobody of that id was paid."""
    chosen = Filters(filters.city).with_selection("payee", filters.selected("payee"))
    every = in_scope(tables["payments_monthly"], chosen)
    own = every.group_by("payee").aggregate(name=named(every, filters.language, "payee_name").max())
    lines = in_scope(tables["payment_lines"], filters)
    seen = lines.aggregate(n=lines.count(), first_on=lines.day.min(), last_on=lines.day.max())
    nowhere = ibis.null("string")
    return own.cross_join(seen).select(
        "payee", "name", "n", "first_on", "last_on", area_id=nowhere, area=nowhere
    )  # fmt: skip


def _around(tables: Tables, filters: Filters, column: str) -> ir.Table:
    """Payments by month of the case's payee or department, whatever the period; of months that are over where payments
    end."""
    chosen = Filters(filters.city).with_selection("case_id", filters.selected("case_id"))
    cases = in_scope(tables["flag_cases"], chosen).select(column)
    found = _by_month(tables["payments_monthly"].semi_join(cases, column))
    return wholly_paid(tables, _each_month(tables, Filters(filters.city), found), "month")


@question(time("month"), value("amount_lcu", "lcu", measure="paid_lcu"), detail("payments", "count"))
def payee_history(tables: Tables, filters: Filters) -> ir.Table:
    """All payments to the payee of a case by month: `month`, `amount_lcu`, `payments`."""
    return _around(tables, filters, "payee")


@question(time("month"), value("amount_lcu", "lcu", measure="paid_lcu"), detail("payments", "count"))
def department_history(tables: Tables, filters: Filters) -> ir.Table:
    """All payments of the department of a case by month: `month`, `amount_lcu`, `payments`."""
    return _around(tables, filters, "department")


#: Departments whose months of payment are shown.
NAMED_ROWS = 12


@question(
    time("month"),
    category("department_name"),
    value("amount_lcu", "lcu", measure="paid_lcu"),
    reaches=PAYMENTS,
    opens_on=OPENS_ON,
)
def paid_by_department_and_month(tables: Tables, filters: Filters) -> ir.Table:
    """Payments of the largest departments by month: `month`, `department_name`, `amount_lcu`; largest department first.

    0 in a month in which a department paid nothing and another did. Of whole months that are over where payments end.
    """
    rows = wholly_paid(tables, payments_in_view(tables, whole_in_view(filters, tables, "month")), "month")
    rows = rows.filter(rows.department.notnull())
    sizes = rows.group_by("department").aggregate(size=rows.amount_lcu.sum())
    place = ibis.row_number().over(order_by=[ibis.desc(sizes.size), sizes.department])
    largest = sizes.mutate(place=place).filter(lambda table: table.place < NAMED_ROWS)
    cells = rows.inner_join(largest, "department")
    grouped = cells.group_by("month", "department_name").aggregate(amount_lcu=_paid(cells))
    names = cells.group_by("department_name").aggregate(place=cells.place.min())
    months = rows.select("month").distinct().cross_join(names)
    both = months.left_join(grouped, ["month", "department_name"])
    return both.order_by("place", "month").select("month", "department_name", amount_lcu=both.amount_lcu.fill_null(0))
