"""`/`: the city on one screen."""

from __future__ import annotations

from typing import Any

import dash
from dash.development.base_component import Component

from components.figures.fan import fan
from components.figures.trend import trend
from components.panel.alert_list import MOST_LINES, alert_list
from components.panel.change_list import change_list
from components.shell import page_shell
from components.view.page import MapMeasure, Page, Panel, Tile
from data.reading.queries.economy import by_area
from data.reading.queries.economy import growth as economy
from data.reading.queries.fiscal import budget as fiscal
from data.reading.queries.fiscal import districts as fiscal_districts
from data.reading.queries.food_safety import alerts as food_safety_alerts
from data.reading.queries.food_safety import inspections as food_safety
from data.reading.queries.services import measures as services_measures
from data.reading.queries.services import requests as services

dash.register_page(__name__, path="/", order=0)

PAGE = Page(
    key="overview",
    domain="",
    tiles=(
        Tile("requests", services_measures.counted_total, services_measures.counted_trend, "requests", "/services",
             "services"),
        Tile("slowness", services.days_to_close_median_total, services.days_to_close_by_month,
             "days_to_close_median", "/services", "clock", spark="median_days"),
        Tile("inspections", food_safety.inspections_total, food_safety.inspections_trend, "inspections", "/food-safety",
             "food"),
        Tile("critical", food_safety.critical_share_total, food_safety.critical_share_trend, "critical_share",
             "/food-safety", "alert"),
        Tile("alerts", food_safety_alerts.alerts_open_total, food_safety_alerts.alerts_open_trend, "alerts_open",
             "/food-safety", "alert", without_follow_up="tile.not_rechecked"),
        Tile("budget", fiscal.approved, fiscal.approved_trend, "approved_lcu", "/fiscal", "fiscal",
             against="tile.against_year_before"),
        Tile("growth", economy.gdp_growth, economy.gdp_growth_trend, "gdp_growth", "/economy", "economy",
             against="tile.against_same_quarter"),
        Tile("forecast", economy.gdp_forecast, economy.gdp_forecast_trend, "gdp_forecast", "/economy", "economy",
             against="tile.against_quarter_earlier"),
    ),
    measures=(
        MapMeasure("requests_per_1000", services.requests_per_1000_by_area, places=services.request_places),
        MapMeasure("critical_share", food_safety.critical_share_by_area, places=food_safety.inspection_places),
        MapMeasure("local_spending_per_resident_lcu", fiscal_districts.local_spending_by_area,
                   places=fiscal_districts.places),
        MapMeasure("unemployment_share", by_area.unemployment_by_area),
    ),
    panels=(
        Panel("alerts", food_safety_alerts.open_alerts, alert_list, span=6, height=230, rows=MOST_LINES),
        Panel("requests", services.requests_by_month, trend, selects="period", span=6, height=200),
        Panel("changes_services", services.changes, change_list, span=4, height=84),
        Panel("changes_food_safety", food_safety.changes, change_list, span=4, height=168),
        Panel("fan", economy.fan, fan, span=4, height=200),
    ),
)  # fmt: skip


def layout(**query: Any) -> Component:
    """The page for an address."""
    return page_shell.layout(PAGE, query)
