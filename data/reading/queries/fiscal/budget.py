"""What the fiscal page asks about the whole city's budgets, revenue, execution, debt and payees.

Amounts are in the city's currency (lcu). Records come by year, so a view without a period means the newest year that a
table holds; a period means the newest year in it, compared with the year before. Budgets have no place and say so.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from data.reading.filters import Filters
from data.reading.queries.fiscal.years import (
    PERIOD,
    against_year_before,
    newest_year,
    of_years,
    options_of,
    records,
    tile,
)
from data.reading.queries.scope import in_scope
from data.reading.queries.tile_totals import share
from data.reading.question import questions_about
from data.reading.schema import detail, group, limit, name_of, ranking, time, value
from data.reading.tables import Tables

question = questions_about("fiscal")


def _budget(tables: Tables, filters: Filters) -> ir.Table:
    """Approved budgets by department and year in view, but for its years; by fund too where a fund is chosen."""
    table = tables["funds_yearly"] if filters.selected("fund") else tables["budget_yearly"]
    return in_scope(table, filters, without=PERIOD)


def _revenue(tables: Tables, filters: Filters) -> ir.Table:
    return in_scope(tables["revenue_yearly"], filters, without=PERIOD)


def _debt(tables: Tables, filters: Filters) -> ir.Table:
    return in_scope(tables["debt_yearly"], filters, without=PERIOD)


approved, approved_trend = tile(
    "approved_lcu",
    "lcu",
    "Approved appropriations (lcu)",
    _budget,
    lambda rows: rows.amount_lcu.sum(),
    lambda rows: rows.lines.sum(),
)
revenue, revenue_trend = tile(
    "revenue_budget_lcu",
    "lcu",
    "Estimated revenue (lcu)",
    _revenue,
    lambda rows: rows.budget_lcu.sum(),
    lambda rows: rows.lines.sum(),
)
debt, debt_trend = tile(
    "debt_ratio_share",
    "share",
    "Debt over what the city took in (0..1)",
    _debt,
    lambda rows: rows.debt_ratio_share.max(),
    records,
)


def _with_year_before(table: ir.Table, filters: Filters, key: str, name: str) -> ir.Table:
    """Newest year in view: `key`, `name`, `amount_lcu`, `year_before_lcu` (None: not there), `change_share`, `year`."""
    yearly = table.group_by(["year", "fiscal_year", key]).aggregate(
        name=table[name].max(), amount_lcu=table.amount_lcu.sum()
    )
    newest = newest_year(in_scope(yearly, of_years(filters)))
    earlier = yearly.select(earlier_key=yearly[key], earlier_year=yearly.year + 1, year_before_lcu=yearly.amount_lcu)
    joined = newest.left_join(earlier, [newest[key] == earlier.earlier_key, newest.year == earlier.earlier_year])
    change = share(joined.amount_lcu, joined.year_before_lcu) - 1
    return joined.select(key, "name", "amount_lcu", "year_before_lcu", change_share=change, year=joined.year)


@question(*ranking("department", *against_year_before("approved_lcu")))
def budget_by_department(tables: Tables, filters: Filters) -> ir.Table:
    """Approved budget of the newest year in view: `department`, `name`, `amount_lcu`, the year before, the change."""
    told = _with_year_before(_budget(tables, filters), filters, "department", "department_name")
    return told.order_by(ibis.desc("amount_lcu"), "department")


@question(
    *ranking(
        "department",
        value("change_lcu", "lcu"),
        detail("change_share", "share"),
        detail("amount_lcu", "lcu"),
        detail("year", dimension="fiscal_year"),
    )
)
def growth_by_department(tables: Tables, filters: Filters) -> ir.Table:
    """Change on the year before: `department`, `name`, `change_lcu`, `change_share`, `amount_lcu`; largest first.

    Departments without a budget in either of the two years are left out.
    """
    told = _with_year_before(_budget(tables, filters), filters, "department", "department_name")
    told = told.mutate(change_lcu=told.amount_lcu - told.year_before_lcu).filter(told.year_before_lcu.notnull())
    columns = ["department", "name", "change_lcu", "change_share", "amount_lcu", "year"]
    return told.select(columns).order_by(told.change_lcu.abs().desc(), "department")


@question(*ranking("fund", *against_year_before("approved_lcu")))
def budget_by_fund(tables: Tables, filters: Filters) -> ir.Table:
    """Approved budget of the newest year in view: `fund`, `name`, `amount_lcu`, the year before and the change."""
    table = in_scope(tables["funds_yearly"], filters, without=PERIOD)
    return _with_year_before(table, filters, "fund", "fund").order_by(ibis.desc("amount_lcu"), "fund")


@question(time("year", "fiscal_year"), group("group"), value("amount_lcu", "lcu", measure="approved_lcu"))
def budget_by_fund_group(tables: Tables, filters: Filters) -> ir.Table:
    """Approved budget by year: `year`, `group` (fund group), `amount_lcu`; only groups compare across 2021 and 2022."""
    table = in_scope(tables["funds_yearly"], filters)
    grouped = table.group_by(year=table.year, group=table.fund_group).aggregate(amount_lcu=table.amount_lcu.sum())
    return grouped.order_by("year", "group")


@question(*ranking("revenue_source", *against_year_before("revenue_budget_lcu")))
def revenue_by_source(tables: Tables, filters: Filters) -> ir.Table:
    """Estimated revenue of the newest year in view: `revenue_source`, `name`, `amount_lcu`, year before, change."""
    table = in_scope(tables["revenue_yearly"], filters, without=PERIOD)
    table = table.mutate(amount_lcu=table.budget_lcu.fill_null(0))
    told = _with_year_before(table, filters, "revenue_source", "revenue_source")
    return told.order_by(ibis.desc("amount_lcu"), "revenue_source")


@question(
    time("year", "fiscal_year"),
    value("received_share", "share"),
    detail("actual_lcu", "lcu"),
    detail("budget_lcu", "lcu"),
    limit("as_forecast_share", "share"),
)
def revenue_against_forecast(tables: Tables, filters: Filters) -> ir.Table:
    """Received over what was forecast of it, by year: `year`, `received_share`, `actual_lcu`, `budget_lcu`, and the
    share that is as forecast, 1.

    The forecast is that of the lines whose receipts are known: in a year that is not over, of the months gone by. Years
    without receipts are left out.
    """
    table = in_scope(tables["revenue_yearly"], filters)
    yearly = table.group_by("year").aggregate(actual_lcu=table.actual_lcu.sum(), budget_lcu=table.budget_due_lcu.sum())
    told = yearly.filter(yearly.actual_lcu.notnull())
    received = share(told.actual_lcu, told.budget_lcu)
    return (
        told.select("year", "actual_lcu", "budget_lcu", received_share=received, as_forecast_share=ibis.literal(1.0))
        .relocate("received_share", after="year")
        .order_by("year")
    )


@question(
    detail("fiscal_year"), name_of("department", "department_id"), detail("account"),
    detail("amount_lcu", "lcu", measure="approved_lcu"), detail("department_id", dimension="department"),
)  # fmt: skip
def budget_lines(tables: Tables, filters: Filters) -> ir.Table:
    """Every account of the newest year in view: `fiscal_year`, `department`, `account`, `amount_lcu`, `department_id`;
    largest first."""
    table = newest_year(in_scope(tables["accounts_yearly"], filters))
    year = table.fiscal_year.cast("string")
    told = table.select("account", "amount_lcu", "department", fiscal_year=year, name=table.department_name)
    told = told.rename(department_id="department", department="name")
    return told.select("fiscal_year", "department", "account", "amount_lcu", "department_id").order_by(
        ibis.desc("amount_lcu"), "account"
    )


@question(time("month"), *(value(f"{name}_lcu", "lcu") for name in ("debt", "debt_limit", "cash", "fund_balance")))
def stocks(tables: Tables, filters: Filters) -> ir.Table:
    """Stocks at the end of each month: `month`, then `debt_lcu`, `debt_limit_lcu`, `cash_lcu`, `fund_balance_lcu`."""
    table = in_scope(tables["balances_monthly"], filters)
    held = {f"{name}_lcu": table.amount_lcu.sum(where=table.measure == name)
            for name in ("debt", "debt_limit", "cash", "fund_balance")}  # fmt: skip
    return table.group_by("month").aggregate(**held).order_by("month")


#: Where the grades of the comprehensive debt ratio end: green, yellow, orange; red is beyond (Ministry of Finance of
#: China, debt-risk grades of local governments: 120 %, 200 %, 300 %).
DEBT_BANDS = (1.2, 2.0, 3.0)


@question(time("year", "fiscal_year"), value("debt_ratio_share", "share"), limit("next_band_share", "share"))
def debt_ratio(tables: Tables, filters: Filters) -> ir.Table:
    """Debt over what the city took in, by year: `year`, `debt_ratio_share`, `next_band_share`.

    The last is where the next of DEBT_BANDS begins; beyond the last of them it is empty.
    """
    table = in_scope(tables["debt_yearly"], filters)
    ratio = table.debt_ratio_share
    following = ibis.cases(*((ratio < band, band) for band in DEBT_BANDS))
    return table.select("year", "debt_ratio_share", next_band_share=following).order_by("year")


year_options = options_of("year_options", "budget_yearly", "fiscal_year", "fiscal_year", ordered=True)
department_options = options_of("department_options", "budget_yearly", "department", "department_name")
fund_options = options_of("fund_options", "funds_yearly", "fund", "fund")
