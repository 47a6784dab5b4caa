"""What is asked about one department or one fund: its name, what is known of it, and its budgets over the years."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from data.reading.filters import Filters
from data.reading.queries.scope import in_scope
from data.reading.question import questions_about
from data.reading.schema import about, detail, ranking, time, value
from data.reading.tables import Tables

question = questions_about("fiscal")


def _departments(tables: Tables) -> ir.Table:
    """Every department that budgets, execution or payments name: `department`, `name`."""
    named = [
        tables[table].select("department", name="department_name")
        for table in ("budget_yearly", "executions_monthly", "payments_monthly")
    ]
    every = ibis.union(*named).filter(lambda rows: rows.department.notnull())
    return every.group_by("department").aggregate(name=every.name.max())


def _nowhere() -> dict[str, ir.Value]:
    """The columns of where and when something occurs, of what has no place and no day."""
    days = {name: ibis.null("date") for name in ("first_on", "last_on")}
    return days | {name: ibis.null("string") for name in ("area_id", "area")}


@question(*ranking("department", detail("other_name")))
def department_names(tables: Tables, filters: Filters) -> ir.Table:
    """Departments by name: `department`, `name`, `other_name` (none: publishers name them in one language)."""
    return _departments(tables).mutate(other_name=ibis.null("string")).order_by("name", "department")


@question(*ranking("fund", detail("other_name")))
def fund_names(tables: Tables, filters: Filters) -> ir.Table:
    """Funds by name: `fund`, `name`, `other_name` (none: publishers name them in one language)."""
    funds = tables["funds_yearly"].select("fund").distinct()
    return funds.select("fund", name=funds.fund, other_name=ibis.null("string")).order_by("name")


@question(*about("department"))
def department_about(tables: Tables, filters: Filters) -> ir.Table:
    """The department that the view is of: `department`, `name`, `n` payments and budget lines of it in any period.

    `first_on`, `last_on`, `area_id` and `area` are none. No row where nothing names a department of that id.
    """
    chosen = Filters(filters.city).with_selection("department", filters.selected("department"))
    budgets = in_scope(tables["budget_yearly"], chosen).lines.sum().fill_null(0).as_scalar()
    payments = in_scope(tables["payments_monthly"], chosen).payments.sum().fill_null(0).as_scalar()
    own = in_scope(_departments(tables), chosen)
    return own.select("department", "name", n=budgets + payments, **_nowhere())


@question(*about("fund"))
def fund_about(tables: Tables, filters: Filters) -> ir.Table:
    """The fund that the view is of: `fund`, `name`, `n` budget lines of it in any period; the rest is none."""
    chosen = Filters(filters.city).with_selection("fund", filters.selected("fund"))
    lines = in_scope(tables["funds_yearly"], chosen)
    own = lines.group_by("fund").aggregate(n=lines.lines.sum())
    return own.select("fund", name=own.fund, n=own.n, **_nowhere())


@question(time("year", "fiscal_year"), value("amount_lcu", "lcu", measure="approved_lcu"))
def budget_by_year(tables: Tables, filters: Filters) -> ir.Table:
    """Approved budget by fiscal year in view: `year`, `amount_lcu`; by fund too where a fund is chosen."""
    table = tables["funds_yearly"] if filters.selected("fund") else tables["budget_yearly"]
    rows = in_scope(table, filters)
    return rows.group_by("year").aggregate(amount_lcu=rows.amount_lcu.sum()).order_by("year")
