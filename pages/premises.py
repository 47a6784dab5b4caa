"""`/food-safety/<premises_id>`: one food premises, from its first visit to what is open there now."""

from __future__ import annotations

from typing import Any

import dash
from dash.development.base_component import Component

from components.figures.ranking import ranking
from components.panel.premises_lists import MOST_EVENTS, open_alert_table, similar_table, timeline
from components.shell import page_shell
from components.view.page import MapMeasure, Page, Panel, Tile
from data.reading.queries.food_safety import inspections as food_safety
from data.reading.queries.food_safety import one_premises

dash.register_page(__name__, path_template="/food-safety/<premises_id>")

PAGE = Page(
    key="premises",
    domain="food_safety",
    about=one_premises.premises_about,
    tiles=(
        Tile("inspections", food_safety.inspections_total, food_safety.inspections_trend, "inspections"),
    ),
    measures=(MapMeasure("critical_share", one_premises.critical_share_around),),
    points=food_safety.premises_points,
    panels=(
        Panel("open", one_premises.premises_open_alerts, open_alert_table),
        Panel("violations", food_safety.violations_by_code, ranking),
        Panel("timeline", one_premises.premises_timeline, timeline, height=300, rows=MOST_EVENTS),
        Panel("similar", one_premises.similar_premises, similar_table, span=12, height=300),
    ),
    fixed=("premises",),
)  # fmt: skip


def layout(premises_id: str = "", **query: Any) -> Component:
    """The page for an address: its view is always of these premises."""
    return page_shell.layout(PAGE, query | {"premises": premises_id})
