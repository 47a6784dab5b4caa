"""What the fiscal pages ask about execution: what was spent and committed of each budget, beside the calendar.

By department, by function where a department has one, and by fund where a publisher tells it; amounts are sums of whole
cents.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from data.reading.filters import Filters
from data.reading.queries.fiscal.years import PERIOD, newest_year, of_years, records, tile
from data.reading.queries.scope import in_scope
from data.reading.queries.tile_totals import share
from data.reading.question import questions_about
from data.reading.schema import Schema, bullet, detail, last_year, time, value
from data.reading.tables import Tables

question = questions_about("fiscal")

#: What the bullets of a budget are shares of, and its whole.
AMOUNTS = ("spent_lcu", "committed_lcu", "budget_lcu", "approved_lcu")


def _executions(tables: Tables, filters: Filters) -> ir.Table:
    """Execution by month and department; by fund too where a fund is chosen."""
    return tables["fund_executions_monthly"] if filters.selected("fund") else tables["executions_monthly"]


def _executed(tables: Tables, filters: Filters) -> ir.Table:
    """Spending and budget of each department by year, as far into each year as the newest one in view has come.

    A year that is over would otherwise stand beside one that is not.
    """
    table = in_scope(_executions(tables, filters), filters, without=PERIOD).mutate(year=ibis._.fiscal_year)
    newest = newest_year(in_scope(table, of_years(filters)))
    so_far = newest.aggregate(share=newest.year_gone_share.max()).as_scalar()
    return table.filter(table.year_gone_share == so_far).select("spent_to_date_lcu", "budget_lcu", "year")


executed, executed_trend = tile(
    "executed_share",
    "share",
    "Spent so far over the year's budget (0..1)",
    _executed,
    lambda rows: share(rows.spent_to_date_lcu.sum(), rows.budget_lcu.sum()),
    records,
    reaches="executions",
)


def _budgets_of(dimension: str) -> Schema:
    """How budgets stand, one row a value of the dimension."""
    shares = bullet(dimension, "executed_share", "committed_share", "approved_share", "year_gone_share")
    return *shares, *(detail(name, "lcu") for name in AMOUNTS)


def _whole(amount: ir.NumericColumn) -> ir.NumericValue:
    """The sum where each row has an amount; None where one has none, which the sum of the others would not tell."""
    return ibis.ifelse(amount.isnull().any(), ibis.null(amount.type()), amount.sum())


def _state(newest: ir.Table, approved: ir.Table, by: tuple[str, ...], dimension: str, name: str) -> ir.Table:
    """Budgets as `_budgets_of` says, the largest first.

    `newest`: execution in the newest month. `approved` has `fiscal_year`, the columns `by` and `approved_lcu`.
    """
    told = newest.left_join(approved, ["fiscal_year", *by])
    sums = told.group_by(key=told[dimension]).aggregate(
        title=told[name].max(), gone=told.year_gone_share.max(), spent_lcu=told.spent_to_date_lcu.sum(),
        committed_lcu=_whole(told.committed_lcu), budget_lcu=told.budget_lcu.sum(),
        approved_lcu=_whole(told.approved_lcu),
    )  # fmt: skip
    shares = {
        "executed_share": share(sums.spent_lcu, sums.budget_lcu),
        "committed_share": share(sums.committed_lcu, sums.budget_lcu),
        "approved_share": share(sums.approved_lcu, sums.budget_lcu),
    }
    whole = sums.select(**{dimension: sums.key}, name=sums.title, **shares, year_gone_share=sums.gone,
                        **{amount: sums[amount] for amount in AMOUNTS})  # fmt: skip
    return whole.order_by(ibis.desc("budget_lcu"), dimension)


def _newest_month(table: ir.Table, filters: Filters) -> ir.Table:
    rows = in_scope(table, filters)
    return rows.filter(rows.month == rows.month.max())


def _by_department(tables: Tables) -> ir.Table:
    """The budgets that were approved by department."""
    return tables["budget_yearly"].select("department", "fiscal_year", approved_lcu="amount_lcu")


@question(*_budgets_of("department"), reaches="executions")
def execution_by_department(tables: Tables, filters: Filters) -> ir.Table:
    """Of each budget as it is now what was spent and committed by the newest month in view; the largest budget first.

    `department`, `name`, `executed_share`, `committed_share` (None: not told), `approved_share` (the first budget over
    the one that stands), `year_gone_share` (the calendar), then the amounts. Of a fund where one is chosen.
    """
    newest = _newest_month(_executions(tables, filters), filters)
    if filters.selected("fund"):
        return _state(newest, _by_fund(tables), ("department", "fund"), "department", "department_name")
    return _state(newest, _by_department(tables), ("department",), "department", "department_name")


@question(*_budgets_of("function"), reaches="executions")
def execution_by_function(tables: Tables, filters: Filters) -> ir.Table:
    """The same by function: `function`, `name`. A department counts where its budget's lines name its one function;
    those of several, or of none, are one row, `several_functions`. No row where no budget names functions."""
    rows = _newest_month(tables["executions_monthly"], filters)
    rows = rows.filter(rows.function.count().over(ibis.window()) > 0)
    rows = rows.mutate(function=rows.function.fill_null("several_functions"))
    return _state(rows, _by_department(tables), ("department",), "function", "function")


def _by_fund(tables: Tables) -> ir.Table:
    """The budgets that were approved by department and fund."""
    return tables["funds_yearly"].select("department", "fund", "fiscal_year", approved_lcu="amount_lcu")


@question(*_budgets_of("fund"), reaches="executions")
def execution_by_fund(tables: Tables, filters: Filters) -> ir.Table:
    """The same by the fund that pays: `fund`, `name`. No row where a publisher tells execution by department alone."""
    newest = _newest_month(tables["fund_executions_monthly"], filters)
    return _state(newest, _by_fund(tables), ("department", "fund"), "fund", "fund")


@question(
    time("month"),
    value("executed_share", "share"),
    last_year("executed_share_last_year", "executed_share", "share"),
    value("year_gone_share", "share"),
)
def execution_against_calendar(tables: Tables, filters: Filters) -> ir.Table:
    """Budget spent so far in the newest year in view, beside the year before and the calendar.

    `month`, `executed_share`, `executed_share_last_year` (the same month; None: not there), `year_gone_share`.
    """
    table = in_scope(_executions(tables, filters), filters, without=PERIOD).mutate(year=ibis._.fiscal_year)
    monthly = table.group_by("year", "fiscal_year", "month").aggregate(
        executed_share=share(table.spent_to_date_lcu.sum(), table.budget_lcu.sum()),
        year_gone_share=table.year_gone_share.max(),
    )
    newest = newest_year(in_scope(monthly, of_years(filters)))
    earlier = monthly.select(
        same_month=monthly.month + ibis.interval(years=1), executed_share_last_year=monthly.executed_share
    )
    joined = newest.left_join(earlier, newest.month == earlier.same_month)
    return joined.select("month", "executed_share", "executed_share_last_year", "year_gone_share").order_by("month")
