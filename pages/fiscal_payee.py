"""`/fiscal/payees/<payee_id>`: one payee, what it was paid when and by whom, and what was flagged."""

from __future__ import annotations

from typing import Any

import dash
from dash.development.base_component import Component

from components.figures.flow import flow
from components.figures.ranking import ranking
from components.figures.trend import trend
from components.panel.case_list import MOST_CASES, case_list
from components.panel.record_table import record_table
from components.shell import page_shell
from components.view.page import Page, Panel, Tile
from data.reading.queries.fiscal import flags, flows, payments

dash.register_page(__name__, path_template="/fiscal/payees/<payee_id>")

PAGE = Page(
    key="payee",
    domain="fiscal",
    about=payments.payee_about,
    tiles=(
        Tile("paid", payments.paid, payments.paid_trend, "paid_lcu"),
        Tile("flags", flags.flagged_cases, flags.flagged_cases_trend, "flag_cases", needs="flag_rules"),
        Tile("stake", flags.flagged_stake, flags.flagged_stake_trend, "flag_stake_lcu", needs="flag_rules"),
    ),
    panels=(
        Panel("paid_by_month", payments.paid_by_month, trend, selects="period"),
        Panel("departments", payments.paying_departments, ranking, selects="department"),
        Panel("payment_flow", flows.payment_flow, flow, span=12, height=300),
        Panel("cases", flags.flag_cases, case_list, span=12, height=260, needs="flag_rules", rows=MOST_CASES),
    ),
    table=Panel("lines", flags.payment_lines, record_table, span=12, height=380, rows=1000),
    fixed=("payee",),
)


def layout(payee_id: str = "", **query: Any) -> Component:
    """The page for an address: its view is always of this payee."""
    return page_shell.layout(PAGE, query | {"payee": payee_id})
