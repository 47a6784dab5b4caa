"""Fiscal risk: what was budgeted, what came in, what financing districts hold, and what was spent where."""

from __future__ import annotations

from typing import Any

import dash
from dash.development.base_component import Component

from components.figures.breakdown import breakdown
from components.figures.bullets import bullets
from components.figures.first_digits import first_digits
from components.figures.flow import flow
from components.figures.heatmap import heatmap
from components.figures.ranking import ranking
from components.figures.trend import trend
from components.panel.case_list import MOST_CASES, case_list
from components.panel.indicator_list import indicator_list
from components.panel.record_table import record_table
from components.shell import page_shell
from components.view.page import YEARLY, MapMeasure, Page, Panel, Tile
from data.reading.queries.fiscal import budget as fiscal
from data.reading.queries.fiscal import context, execution, flags, flows, indicators, payments
from data.reading.queries.fiscal import districts as fiscal_districts

SAME_MONTH = "tile.against_same_month"
TILES = (
    Tile("approved", fiscal.approved, fiscal.approved_trend, "approved_lcu", needs="budget_lines", against=YEARLY),
    Tile("revenue", fiscal.revenue, fiscal.revenue_trend, "revenue_budget_lcu", needs="revenue_lines", against=YEARLY),
    Tile("executed", execution.executed, execution.executed_trend, "executed_share", needs="executions",
         against=SAME_MONTH),
    Tile("debt_ratio", fiscal.debt, fiscal.debt_trend, "debt_ratio_share", needs="balances", against=YEARLY),
    Tile("tax_in", fiscal_districts.district_tax_in, fiscal_districts.district_tax_in_trend, "district_tax_in_lcu",
         needs="district_flows", against=YEARLY),
    Tile("spent", fiscal_districts.district_spent, fiscal_districts.district_spent_trend, "district_spent_lcu",
         needs="district_flows", against=YEARLY),
    Tile("balance", fiscal_districts.district_balance, fiscal_districts.district_balance_trend, "district_balance_lcu",
         needs="district_flows", against=YEARLY),
    Tile("identity_kept", fiscal_districts.identity_kept, fiscal_districts.identity_kept_trend, "identity_kept_share",
         needs="district_flows", against=YEARLY),
    Tile("local", fiscal_districts.local_spending, fiscal_districts.local_spending_trend, "local_spending_lcu",
         needs="local_projects", against=YEARLY),
    Tile("paid", payments.paid, payments.paid_trend, "paid_lcu", needs="payments"),
    Tile("flags", flags.flagged_cases, flags.flagged_cases_trend, "flag_cases", needs="flag_rules"),
    Tile("stake", flags.flagged_stake, flags.flagged_stake_trend, "flag_stake_lcu", needs="flag_rules"),
)  # fmt: skip
MEASURES = (
    MapMeasure("local_spending_per_resident_lcu", fiscal_districts.local_spending_by_area, needs="local_projects"),
    MapMeasure("district_spent_per_resident_lcu", fiscal_districts.district_spent_by_area, needs="district_flows"),
)
PANELS = (
    Panel("indicators", indicators.indicators, indicator_list, span=12, height=330, needs="budget_lines"),
    Panel("budget_flow", flows.budget_flow, flow, span=12, height=380, needs="budget_lines"),
    Panel("payment_flow", flows.payment_flow, flow, span=12, height=380, needs="payments"),
    Panel("cases", flags.flag_cases, case_list, span=12, height=420, needs="flag_rules", rows=MOST_CASES),
    Panel("cases_by_rule", flags.cases_by_rule, ranking, selects="rule", needs="flag_rules"),
    Panel("paid_by_month", payments.paid_by_month, trend, selects="period", needs="payments"),
    Panel("paid_months", payments.paid_by_department_and_month, heatmap, span=12, height=300, needs="payments"),
    Panel("rules", flags.rule_coverage, record_table, span=12, height=380, needs="flag_rules"),
    Panel("fund_groups", fiscal.budget_by_fund_group, breakdown, selects="fiscal_year", needs="budget_funds"),
    Panel("departments", fiscal.budget_by_department, ranking, selects="department", needs="budget_lines"),
    Panel("execution", execution.execution_against_calendar, trend, needs="executions"),
    Panel(
        "execution_by_department", execution.execution_by_department, bullets, selects="department", needs="executions"
    ),
    Panel("execution_by_function", execution.execution_by_function, bullets, needs="executions"),
    Panel("execution_by_fund", execution.execution_by_fund, bullets, selects="fund", needs="execution_funds"),
    Panel("growth", fiscal.growth_by_department, ranking, selects="department", needs="budget_lines"),
    Panel("funds", fiscal.budget_by_fund, ranking, selects="fund", needs="budget_funds"),
    Panel("revenue", fiscal.revenue_by_source, ranking, selects="revenue_source", needs="revenue_lines"),
    Panel("revenue_against_forecast", fiscal.revenue_against_forecast, trend, needs="revenue_lines"),
    Panel("flow", fiscal_districts.district_flow, flow, span=12, height=380, needs="district_flows"),
    Panel("district_funds", fiscal_districts.district_funds, trend, selects="fiscal_year", needs="district_flows"),
    Panel("identity", fiscal_districts.identity_by_year, trend, needs="district_flows"),
    Panel(
        "local_by_category",
        fiscal_districts.local_by_category,
        breakdown,
        selects="fiscal_year",
        needs="local_projects",
    ),
    Panel("zones_against_budget", fiscal_districts.zones_against_budget, trend, needs="zone_areas"),
    Panel("zones_unspent", fiscal_districts.zones_unspent, ranking, needs="zone_areas"),
    Panel("stocks", fiscal.stocks, trend, needs="balances"),
    Panel("debt", fiscal.debt_ratio, trend, needs="balances"),
    Panel("payees", payments.payees, ranking, selects="payee", needs="payments"),
    Panel("first_digits", context.first_digits, first_digits, needs="payments"),
    Panel("concentration", context.concentration_by_department, ranking, selects="department", needs="payments"),
    Panel("payment_lines", flags.payment_lines, record_table, span=12, height=340, needs="payments", rows=1000),
    Panel(
        "not_adding_up",
        fiscal_districts.reports_that_do_not_add_up,
        record_table,
        span=12,
        height=340,
        needs="district_flows",
        rows=1000,
    ),
    Panel("districts", fiscal_districts.districts_table, record_table, span=12, height=340, needs="district_flows"),
)
PAGE = Page(
    key="fiscal",
    domain="fiscal",
    tiles=TILES,
    measures=MEASURES,
    places=fiscal_districts.places,
    panels=PANELS,
    table=Panel("lines", fiscal.budget_lines, record_table, span=12, height=380, needs="budget_lines", rows=1000),
    options={
        "fiscal_year": fiscal.year_options,
        "department": fiscal.department_options,
        "fund": fiscal.fund_options,
        "district": fiscal_districts.district_options,
        "category": fiscal_districts.category_options,
    },
)

dash.register_page(__name__, path="/fiscal", order=3)


def layout(**query: Any) -> Component:
    """The page for this address."""
    return page_shell.layout(PAGE, query)
