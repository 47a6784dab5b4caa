"""`/services`: what residents ask of the city, how fast it is done and what is still open."""

from __future__ import annotations

from typing import Any

import dash
from dash.development.base_component import Component

from components.figures.breakdown import breakdown
from components.figures.distribution import distribution
from components.figures.heatmap import heatmap
from components.figures.ranking import ranking
from components.figures.trend import trend
from components.panel.record_table import record_table
from components.shell import page_shell
from components.view.page import MapMeasure, Page, Panel, Tile
from data.reading.queries.services import by_calendar as services_by_calendar
from data.reading.queries.services import measures as services_measures
from data.reading.queries.services import one_service as services_service
from data.reading.queries.services import outlook as services_outlook
from data.reading.queries.services import rankings as services_ranked
from data.reading.queries.services import requests as services

dash.register_page(__name__, path="/services", order=1)

#: The number and the spark line of every measure that is counted in requests are one question each.
COUNTED = (services_measures.counted_total, services_measures.counted_trend)
MATURE = (services_measures.mature_total, services_measures.mature_trend)

PAGE = Page(
    key="services",
    domain="services",
    tiles=(
        Tile("requests", *COUNTED, "requests"),
        Tile("completion", *MATURE, "completion_rate_share"),
        Tile("digital", *MATURE, "digital_take_up_share"),
        Tile("satisfaction", *MATURE, "satisfaction_share", needs="satisfaction"),
        Tile("cost", *MATURE, "cost_per_transaction_lcu", needs="satisfaction"),
        Tile("median", services.days_to_close_median_total, services.days_to_close_by_month,
             "days_to_close_median", spark="median_days"),
        Tile("on_time", *MATURE, "on_time_share", needs="satisfaction"),
        Tile("backlog", services.backlog_total, services.backlog_trend, "backlog"),
    ),
    measures=(
        MapMeasure("requests_per_1000", services.requests_per_1000_by_area),
        MapMeasure("requests_per_km2", services.requests_per_km2_by_area),
        MapMeasure("completion_rate_share", services_measures.completion_rate_by_area),
        MapMeasure("digital_take_up_share", services_measures.digital_take_up_by_area),
        MapMeasure("satisfaction_share", services_measures.satisfaction_by_area),
        MapMeasure("median_days", services.median_days_by_area),
        MapMeasure("on_time_share", services_measures.on_time_by_area),
        MapMeasure("requests", services_measures.requests_by_area),
    ),
    points=services.request_points,
    places=services.request_places,
    panels=(
        Panel("requests", services.requests_by_month, trend, selects="period", compares=True),
        Panel("forecast", services_outlook.requests_by_day, trend, selects="day", needs="forecasts"),
        Panel("anomalies", services_outlook.anomalies, record_table, span=12, height=300, needs="anomalies", rows=200),
        Panel("services", services_ranked.requests_by_service, ranking, selects="service", span=4,
              height=320, compares=True),
        Panel("growing", services_ranked.growing_services, ranking, selects="service", span=4, height=320),
        Panel("failing", services_ranked.failing_services, ranking, selects="service", span=4, height=320),
        Panel("slowest_services", services_ranked.slowest_services, ranking, selects="service", span=4,
              height=320, compares=True),
        Panel("departments", services_ranked.requests_by_department, ranking, selects="department", span=4,
              height=320, compares=True),
        Panel("districts", services_service.requests_by_district, ranking, selects="area", span=4, height=320),
        Panel("by_channel", services_ranked.requests_by_channel, ranking, selects="channel", span=4, compares=True),
        Panel("channels", services.channels_by_month, breakdown, selects="period", span=8),
        Panel("days", services.days_to_close_by_month, trend, selects="period", compares=True),
        Panel("distribution", services.days_to_close_distribution, distribution),
        Panel("satisfaction", services_measures.satisfaction_by_month, trend, selects="period",
              needs="satisfaction", compares=True),
        Panel("on_time", services_measures.on_time_by_month, trend, selects="period", needs="satisfaction"),
        Panel("digital", services_measures.digital_take_up_by_month, trend, selects="period", needs="satisfaction"),
        Panel("backlog", services.backlog_by_month, breakdown, selects="period"),
        Panel("natures", services.requests_by_nature, ranking, selects="nature", height=320),
        Panel("slowest", services.slowest_natures, ranking, selects="nature", height=320),
        Panel("season", services_by_calendar.season, heatmap, height=160),
        Panel("weekdays", services_by_calendar.requests_by_weekday, heatmap, height=160),
        Panel("hours", services_service.requests_by_weekday_and_hour, heatmap, span=12),
    ),
    table=Panel("requests_table", services.requests, record_table, span=12, height=420, rows=1000),
    options={
        "service": services.services, "department": services_ranked.departments,
        "channel": services_ranked.channels, "nature": services.natures,
    },
    searched=True,
)  # fmt: skip


def layout(**query: Any) -> Component:
    """The page for an address."""
    return page_shell.layout(PAGE, query)
