"""`/areas/<area_id>`: one district, or a smaller area: what is asked of the city there, what is open and worst."""

from __future__ import annotations

from typing import Any

import dash
from dash.development.base_component import Component

from components.figures.breakdown import breakdown
from components.figures.ranking import ranking
from components.figures.trend import trend
from components.panel.alert_list import MOST_LINES, alert_list
from components.panel.record_table import record_table
from components.shell import page_shell
from components.view.page import MapMeasure, Page, Panel, Tile
from data.reading.queries.economy import by_area
from data.reading.queries.fiscal import districts as fiscal_districts
from data.reading.queries.food_safety import alerts as food_safety_alerts
from data.reading.queries.food_safety import inspections as food_safety
from data.reading.queries.services import measures as services_measures
from data.reading.queries.services import rankings as services_ranked
from data.reading.queries.services import requests as services

dash.register_page(__name__, path_template="/areas/<area_id>")

PAGE = Page(
    key="area",
    domain="",
    tiles=(
        Tile("requests", services_measures.counted_total, services_measures.counted_trend, "requests", "/services",
             "services"),
        Tile("completion", services_measures.mature_total, services_measures.mature_trend, "completion_rate_share",
             "/services", "services"),
        Tile("median", services.days_to_close_median_total, services.days_to_close_by_month,
             "days_to_close_median", "/services", "clock", spark="median_days"),
        Tile("backlog", services.backlog_total, services.backlog_trend, "backlog", "/services", "services"),
        Tile("inspections", food_safety.inspections_total, food_safety.inspections_trend, "inspections", "/food-safety",
             "food"),
        Tile("critical", food_safety.critical_share_total, food_safety.critical_share_trend, "critical_share",
             "/food-safety", "alert"),
        Tile("alerts", food_safety_alerts.alerts_open_total, food_safety_alerts.alerts_open_trend, "alerts_open",
             "/food-safety", "alert", needs="alerts", without_follow_up="tile.not_rechecked"),
        Tile("local", fiscal_districts.local_spending, fiscal_districts.local_spending_trend, "local_spending_lcu",
             "/fiscal", "fiscal", needs="local_projects", against="tile.against_year_before"),
    ),
    measures=(
        MapMeasure("requests_per_1000", services.requests_per_1000_by_area, places=services.request_places),
        MapMeasure("requests_per_km2", services.requests_per_km2_by_area, places=services.request_places),
        MapMeasure("completion_rate_share", services_measures.completion_rate_by_area, places=services.request_places),
        MapMeasure("median_days", services.median_days_by_area, places=services.request_places),
        MapMeasure("critical_share", food_safety.critical_share_by_area, places=food_safety.inspection_places),
        MapMeasure("local_spending_per_resident_lcu", fiscal_districts.local_spending_by_area,
                   places=fiscal_districts.places),
        MapMeasure("unemployment_share", by_area.unemployment_by_area),
    ),
    points=food_safety.premises_points,
    panels=(
        Panel("alerts", food_safety_alerts.open_alerts, alert_list, height=230, needs="alerts", rows=MOST_LINES),
        Panel("requests", services.requests_by_month, trend, selects="period"),
        Panel("services", services_ranked.requests_by_service, ranking, selects="service", span=4, height=320),
        Panel("failing", services_ranked.failing_services, ranking, selects="service", span=4, height=320),
        Panel("departments", services_ranked.requests_by_department, ranking, span=4, height=320),
        Panel("natures", services.requests_by_nature, ranking, span=4, height=320),
        Panel("slowest", services.slowest_natures, ranking, span=4, height=320),
        Panel("repeats", food_safety.repeat_premises, ranking, selects="premises", span=4, height=320, rows=50),
        Panel("violations", food_safety.violations_by_code, ranking, span=4, height=320, needs="violations"),
        Panel("critical", food_safety.critical_share_by_month, trend, selects="period", span=4),
        Panel("local", fiscal_districts.local_by_category, breakdown, span=4, needs="local_projects"),
    ),
    table=Panel("premises", food_safety.premises, record_table, selects="premises", span=12, height=420, rows=2000),
    fixed=("area",),
)  # fmt: skip


def layout(area_id: str = "", **query: Any) -> Component:
    """The page for an address: its view is always of this area."""
    return page_shell.layout(PAGE, query | {"area": area_id})
