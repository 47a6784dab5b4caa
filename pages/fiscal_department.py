"""`/fiscal/departments/<department_id>`: one department, its budgets, whom it paid, and what was flagged."""

from __future__ import annotations

from typing import Any

import dash
from dash.development.base_component import Component

from components.figures.bullets import bullets
from components.figures.flow import flow
from components.figures.ranking import ranking
from components.figures.trend import trend
from components.panel.case_list import MOST_CASES, case_list
from components.panel.record_table import record_table
from components.shell import page_shell
from components.view.page import Page, Panel, Tile
from data.reading.queries.fiscal import budget, execution, flags, flows, payments, spenders

dash.register_page(__name__, path_template="/fiscal/departments/<department_id>")

PAGE = Page(
    key="department",
    domain="fiscal",
    about=spenders.department_about,
    tiles=(
        Tile(
            "approved",
            budget.approved,
            budget.approved_trend,
            "approved_lcu",
            needs="budget_lines",
            against="tile.against_year_before",
        ),
        Tile(
            "executed",
            execution.executed,
            execution.executed_trend,
            "executed_share",
            needs="executions",
            against="tile.against_same_month",
        ),
        Tile("paid", payments.paid, payments.paid_trend, "paid_lcu", needs="payments"),
        Tile("flags", flags.flagged_cases, flags.flagged_cases_trend, "flag_cases", needs="flag_rules"),
        Tile("stake", flags.flagged_stake, flags.flagged_stake_trend, "flag_stake_lcu", needs="flag_rules"),
    ),
    panels=(
        Panel("budget_by_year", spenders.budget_by_year, trend, selects="fiscal_year", needs="budget_lines"),
        Panel("execution", execution.execution_against_calendar, trend, needs="executions"),
        Panel("funds", budget.budget_by_fund, ranking, selects="fund", needs="budget_funds"),
        Panel("execution_by_fund", execution.execution_by_fund, bullets, selects="fund", needs="execution_funds"),
        Panel("paid_by_month", payments.paid_by_month, trend, selects="period", needs="payments"),
        Panel("payment_flow", flows.payment_flow, flow, span=12, height=380, needs="payments"),
        Panel("payees", payments.payees, ranking, selects="payee", needs="payments"),
        Panel("cases", flags.flag_cases, case_list, span=12, height=260, needs="flag_rules", rows=MOST_CASES),
        Panel("accounts", budget.budget_lines, record_table, span=12, height=300, needs="budget_lines", rows=1000),
    ),
    table=Panel("lines", flags.payment_lines, record_table, span=12, height=380, needs="payments", rows=1000),
    fixed=("department",),
)


def layout(department_id: str = "", **query: Any) -> Component:
    """The page for an address: its view is always of this department."""
    return page_shell.layout(PAGE, query | {"department": department_id})
