"""`/fiscal/funds/<fund>`: one fund, its budgets over the years and the departments that it pays for."""

from __future__ import annotations

from typing import Any

import dash
from dash.development.base_component import Component

from components.figures.bullets import bullets
from components.figures.ranking import ranking
from components.figures.trend import trend
from components.shell import page_shell
from components.view.page import Page, Panel, Tile
from data.reading.queries.fiscal import budget, execution, spenders

dash.register_page(__name__, path_template="/fiscal/funds/<fund>")

PAGE = Page(
    key="fund",
    domain="fiscal",
    about=spenders.fund_about,
    tiles=(
        Tile("approved", budget.approved, budget.approved_trend, "approved_lcu", against="tile.against_year_before"),
        Tile(
            "executed",
            execution.executed,
            execution.executed_trend,
            "executed_share",
            needs="execution_funds",
            against="tile.against_same_month",
        ),
    ),
    panels=(
        Panel("budget_by_year", spenders.budget_by_year, trend, selects="fiscal_year"),
        Panel("execution", execution.execution_against_calendar, trend, needs="execution_funds"),
        Panel(
            "execution_by_department",
            execution.execution_by_department,
            bullets,
            selects="department",
            needs="execution_funds",
        ),
        Panel("departments", budget.budget_by_department, ranking, selects="department"),
        Panel("growth", budget.growth_by_department, ranking, selects="department"),
    ),
    fixed=("fund",),
)


def layout(fund: str = "", **query: Any) -> Component:
    """The page for an address: its view is always of this fund."""
    return page_shell.layout(PAGE, query | {"fund": fund})
