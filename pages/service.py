"""`/services/<service_id>`: one service, from its first request to how long it keeps people waiting."""

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
from data.reading.queries.services import measures as services_measures
from data.reading.queries.services import one_service as services_service
from data.reading.queries.services import outlook as services_outlook
from data.reading.queries.services import rankings as services_ranked
from data.reading.queries.services import requests as services

dash.register_page(__name__, path_template="/services/<service_id>")

#: The number and the spark line of every measure that is counted in requests are one question each.
COUNTED = (services_measures.counted_total, services_measures.counted_trend)
MATURE = (services_measures.mature_total, services_measures.mature_trend)

PAGE = Page(
    key="service",
    domain="services",
    about=services_service.service_about,
    tiles=(
        Tile("requests", *COUNTED, "requests"),
        Tile("completion", *MATURE, "completion_rate_share"),
        Tile("digital", *MATURE, "digital_take_up_share"),
        Tile("satisfaction", *MATURE, "satisfaction_share", needs="satisfaction"),
        Tile("median", services.days_to_close_median_total, services.days_to_close_by_month,
             "days_to_close_median", spark="median_days"),
        Tile("on_time", *MATURE, "on_time_share", needs="satisfaction"),
        Tile("backlog", services.backlog_total, services.backlog_trend, "backlog"),
    ),
    measures=(
        MapMeasure("requests_per_1000", services.requests_per_1000_by_area),
        MapMeasure("completion_rate_share", services_measures.completion_rate_by_area),
        MapMeasure("satisfaction_share", services_measures.satisfaction_by_area),
    ),
    places=services.request_places,
    panels=(
        Panel("funnel", services_service.funnel, ranking, compares=True),
        Panel("deadline", services_service.time_against_deadline, distribution),
        Panel("forecast", services_outlook.requests_by_day, trend, selects="day", needs="forecasts"),
        Panel("requests", services.requests_by_month, trend, selects="period", compares=True),
        Panel("channels", services.channels_by_month, breakdown, selects="period"),
        Panel("hours", services_service.requests_by_hour, trend, compares=True),
        Panel("districts", services_service.requests_by_district, ranking, selects="area"),
        Panel("by_channel", services_ranked.requests_by_channel, ranking, selects="channel", compares=True),
        Panel("anomalies", services_outlook.anomalies, record_table, span=12, height=260, needs="anomalies", rows=200),
    ),
    options={"channel": services_ranked.channels},
    searched=True,
    fixed=("service",),
)  # fmt: skip


def layout(service_id: str = "", **query: Any) -> Component:
    """The page for an address: its view is always of this one service."""
    return page_shell.layout(PAGE, query | {"service": service_id})
