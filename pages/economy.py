"""Economy: growth and its forecast with bands, how both moved, the forecasts' record, indicators, areas."""

from __future__ import annotations

from typing import Any

import dash
from dash.development.base_component import Component

from components.figures.about_place import about_place
from components.figures.fan import fan
from components.figures.heatmap import heatmap
from components.figures.trend import trend
from components.panel.record_table import record_table
from components.shell import page_shell
from components.view.page import MapMeasure, Page, Panel, Tile
from data.reading.queries.economy import by_area
from data.reading.queries.economy import growth as economy

TILES = (
    Tile("growth", economy.gdp_growth, economy.gdp_growth_trend, "gdp_growth", needs="observations",
         against="tile.against_same_quarter"),
    Tile("forecast", economy.gdp_forecast, economy.gdp_forecast_trend, "gdp_forecast", needs="forecasts",
         against="tile.against_quarter_earlier"),
    Tile("error", economy.error, economy.error_trend, "forecast_error", needs="scores"),
    Tile("coverage", economy.coverage, economy.coverage_trend, "coverage80_share", needs="scores"),
)  # fmt: skip
MEASURES = (
    MapMeasure("gdp_per_resident_lcu", by_area.gdp_per_resident_by_area),
    MapMeasure("unemployment_share", by_area.unemployment_by_area),
    MapMeasure("poverty_share", by_area.poverty_by_area),
)
PANELS = (
    Panel("about", economy.about, about_place, height=40),
    Panel("fan", economy.fan, fan, height=320, needs="forecasts"),
    Panel("forecast_path", economy.forecast_path, trend, needs="forecasts"),
    Panel("score_card", economy.score_card, heatmap, needs="scores"),
    Panel("revisions", economy.revisions, trend, needs="observations"),
    Panel("indicator", economy.indicator, trend, needs="observations"),
    Panel("indicators", economy.indicators, record_table, span=12, height=320, needs="observations"),
    Panel("scores", economy.scores, record_table, span=12, height=320, needs="scores"),
)
PAGE = Page(
    key="economy",
    domain="economy",
    tiles=TILES,
    measures=MEASURES,
    places=by_area.places,
    panels=PANELS,
    table=Panel("releases", economy.releases, record_table, span=12, height=360, rows=500, needs="releases"),
    options={"growth": economy.growth_options, "method": economy.method_options, "series": economy.series_options},
)

dash.register_page(__name__, path="/economy", order=4)


def layout(**query: Any) -> Component:
    """The page for this address."""
    return page_shell.layout(PAGE, query)
