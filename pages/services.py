"""`/services`: what residents ask of the city, how fast it is done and what is still open."""

from __future__ import annotations

from typing import Any

import dash
from dash.development.base_component import Component

from components import page_shell
from components.figures.breakdown import breakdown
from components.figures.distribution import distribution
from components.figures.heatmap import heatmap
from components.figures.ranking import ranking
from components.figures.trend import trend
from components.page import MapMeasure, Page, Panel, Tile
from components.record_table import record_table
from data.queries import services

dash.register_page(__name__, path="/services", order=1)

PAGE = Page(
    key="services",
    domain="services",
    tiles=(
        Tile("requests", services.requests_total, services.requests_trend, "requests"),
        Tile("per_1000", services.requests_per_1000_total, services.requests_per_1000_trend, "requests_per_1000"),
        Tile("completion", services.completion_rate_total, services.completion_rate_trend, "completion_rate_share"),
        Tile("median", services.days_to_close_median_total, services.days_to_close_median_trend,
             "days_to_close_median"),
        Tile("p90", services.days_to_close_p90_total, services.days_to_close_p90_trend, "days_to_close_p90"),
        Tile("backlog", services.backlog_total, services.backlog_trend, "backlog"),
        Tile("digital", services.digital_take_up_total, services.digital_take_up_trend, "digital_take_up_share"),
    ),
    measures=(
        MapMeasure("requests_per_1000", services.requests_per_1000_by_area),
        MapMeasure("median_days", services.median_days_by_area),
        MapMeasure("completion_rate_share", services.completion_rate_by_area),
    ),
    points=services.request_points,
    places=services.request_places,
    panels=(
        Panel("requests", services.requests_by_month, trend, selects="period"),
        Panel("days", services.days_to_close_by_month, trend, selects="period"),
        Panel("natures", services.requests_by_nature, ranking, selects="nature", span=4, height=320),
        Panel("slowest", services.slowest_natures, ranking, selects="nature", span=4, height=320),
        Panel("distribution", services.days_to_close_distribution, distribution, span=4, height=320),
        Panel("backlog", services.backlog_by_month, breakdown, selects="period"),
        Panel("season", services.season, heatmap),
        Panel("weekdays", services.requests_by_weekday, heatmap, span=4),
        Panel("services", services.requests_by_service, ranking, selects="service", span=4),
        Panel("channels", services.channels_by_month, breakdown, selects="period", span=4),
    ),
    table=Panel("requests_table", services.requests, record_table, span=12, height=420),
    options={"nature": services.natures, "service": services.services},
)  # fmt: skip


def layout(**query: Any) -> Component:
    """The page for an address."""
    return page_shell.layout(PAGE, query)
