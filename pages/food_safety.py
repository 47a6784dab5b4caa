"""`/food-safety`: inspections, what they found, the alerts that follow and the premises behind them."""

from __future__ import annotations

from typing import Any

import dash
from dash.development.base_component import Component

from components.figures.breakdown import breakdown
from components.figures.distribution import distribution
from components.figures.ranking import ranking
from components.figures.trend import trend
from components.panel.record_table import record_table
from components.shell import page_shell
from components.view.page import MapMeasure, Page, Panel, Tile
from data.reading.queries.food_safety import alerts as food_safety_alerts
from data.reading.queries.food_safety import choices as food_safety_choices
from data.reading.queries.food_safety import inspections as food_safety

dash.register_page(__name__, path="/food-safety", order=2)

PAGE = Page(
    key="food_safety",
    domain="food_safety",
    tiles=(
        Tile("inspections", food_safety.inspections_total, food_safety.inspections_trend, "inspections"),
        Tile("premises", food_safety.premises_total, food_safety.premises_trend, "premises"),
        Tile("critical", food_safety.critical_share_total, food_safety.critical_share_trend, "critical_share"),
        Tile("fail", food_safety.fail_share_total, food_safety.fail_share_trend, "fail_share"),
        Tile("alerts", food_safety_alerts.alerts_open_total, food_safety_alerts.alerts_open_trend, "alerts_open",
             needs="alerts", without_follow_up="tile.not_rechecked"),
        Tile("recheck", food_safety_alerts.days_to_recheck_total, food_safety_alerts.days_to_recheck_trend,
             "days_to_recheck_median", needs="alerts"),
        Tile("confirmed", food_safety_alerts.confirmation_share_total, food_safety_alerts.confirmation_share_trend,
             "confirmation_share", needs="cameras"),
        Tile("cameras", food_safety_alerts.camera_uptime_total, food_safety_alerts.camera_uptime_trend,
             "camera_uptime_share", needs="cameras"),
    ),
    measures=(
        MapMeasure("critical_share", food_safety.critical_share_by_area),
        MapMeasure("fail_share", food_safety.fail_share_by_area),
        MapMeasure("critical_per_100", food_safety.critical_per_100_by_area),
        MapMeasure("inspections_per_100", food_safety.inspections_per_100_by_area),
    ),
    points=food_safety.premises_points,
    places=food_safety.inspection_places,
    panels=(
        Panel("critical", food_safety.critical_share_by_month, trend, selects="period"),
        Panel("results", food_safety.results_by_month, breakdown, selects="period"),
        Panel("violations", food_safety.violations_by_code, ranking, span=4, height=320, needs="violations"),
        Panel("facility_types", food_safety.fail_share_by_facility_type, ranking, selects="facility_type", span=4,
              height=320),
        Panel("repeats", food_safety.repeat_premises, ranking, selects="premises", span=4, height=320, rows=50),
        Panel("alerts", food_safety_alerts.alerts_by_hazard_class, breakdown, selects="hazard_class", span=4,
              needs="alerts"),
        Panel("recheck", food_safety_alerts.days_to_recheck_distribution, distribution, span=4, needs="alerts"),
        Panel("inspections", food_safety.inspections_by_month, trend, selects="period", span=4),
    ),
    table=Panel("premises", food_safety.premises, record_table, selects="premises", span=12, height=420, rows=2000),
    options={
        "facility_type": food_safety_choices.facility_types,
        "risk_class": food_safety_choices.risk_classes,
        "result": food_safety_choices.results,
        "hazard_class": food_safety_alerts.hazard_classes,
    },
)  # fmt: skip


def layout(**query: Any) -> Component:
    """The page for an address."""
    return page_shell.layout(PAGE, query)
