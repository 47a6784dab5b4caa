"""`/fiscal/cases/<case_id>`: one case of flagged payments, why it was flagged, its proofs and what lies around them."""

from __future__ import annotations

from typing import Any

import dash
from dash.development.base_component import Component

from components.figures.trend import trend
from components.panel.case_list import reason_list
from components.panel.record_table import record_table
from components.shell import page_shell
from components.view.page import Page, Panel, Tile
from data.reading.queries.fiscal import flags, payments

dash.register_page(__name__, path_template="/fiscal/cases/<case_id>")

PAGE = Page(
    key="payment_case",
    domain="fiscal",
    about=flags.case_about,
    tiles=(Tile("stake", flags.flagged_stake, flags.flagged_stake_trend, "flag_stake_lcu"),),
    panels=(
        Panel("reasons", flags.case_reasons, reason_list, span=12, height=120),
        Panel("proofs", flags.case_payments, record_table, span=12, height=300, rows=1000),
        Panel("payee_history", payments.payee_history, trend),
        Panel("department_history", payments.department_history, trend),
        Panel("rules", flags.rule_coverage, record_table, span=12, height=380),
    ),
    fixed=("case_id",),
)


def layout(case_id: str = "", **query: Any) -> Component:
    """The page for an address: its view is always of this case."""
    return page_shell.layout(PAGE, query | {"case_id": case_id})
