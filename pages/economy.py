"""Economy: growth and its forecast with bands, what moved it, the forecasts' record, what is due, indicators, areas."""

from __future__ import annotations

from typing import Any

import dash
from dash.development.base_component import Component

from components.figures.about_place import about_place
from components.figures.evolution import evolution
from components.figures.fan import fan
from components.figures.ranking import ranking
from components.figures.small_multiples import small_multiples, small_multiples_apart
from components.figures.trend import trend
from components.figures.verdict_cells import verdict_cells
from components.panel.record_table import record_table
from components.shell import page_shell
from components.view.page import MapMeasure, Page, Panel, Tile
from data.reading.queries.economy import by_area, by_city, figures, indicators, news, record
from data.reading.queries.economy import growth as economy

EARLIER = "tile.against_quarter_earlier"
TILES = (
    Tile("series", indicators.series_newest, indicators.series_newest_trend, "series_newest", needs="observations",
         lacks="forecasts", against="tile.against_year_before"),
    Tile("growth", economy.gdp_growth, economy.gdp_growth_trend, "gdp_growth", needs="forecasts",
         against="tile.against_same_quarter"),
    Tile("nowcast", economy.gdp_nowcast, economy.gdp_nowcast_trend, "gdp_nowcast", needs="forecasts", against=EARLIER),
    Tile("forecast", economy.gdp_forecast, economy.gdp_forecast_trend, "gdp_forecast", needs="forecasts",
         against=EARLIER),
    Tile("forecast_3", economy.gdp_forecast_3, economy.gdp_forecast_3_trend, "gdp_forecast_3", needs="forecasts",
         against=EARLIER),
    Tile("surprise", economy.surprise, economy.surprise_trend, "forecast_surprise", needs="forecasts"),
    Tile("error", record.error, record.error_trend, "forecast_error", needs="scores"),
    Tile("coverage", record.coverage, record.coverage_trend, "coverage80_share", needs="scores"),
    # The median of a sum by area, such as of GDP, says nothing beside the growth of the whole.
    Tile("area_figure", figures.area_figure, figures.area_figure_trend, "area_figure", needs="area_indicators",
         lacks="forecasts", against="tile.against_year_before"),
)  # fmt: skip
MEASURES = (
    MapMeasure("gdp_growth_percent", by_area.gdp_growth_by_area, needs="area_indicators"),
    MapMeasure("gdp_per_resident_lcu", by_area.gdp_per_resident_by_area, needs="area_indicators"),
    MapMeasure("unemployment_share", by_area.unemployment_by_area, needs="area_indicators"),
    MapMeasure("poverty_share", by_area.poverty_by_area, needs="area_indicators"),
    MapMeasure("area_figure", figures.figure_by_area, places=figures.figure_places, needs="area_indicators"),
)
PANELS = (
    Panel("about", economy.about, about_place, height=40, needs="forecasts"),
    Panel(
        "series",
        indicators.series_over_time,
        small_multiples_apart,
        height=400,
        needs="observations",
        lacks="forecasts",
    ),
    Panel("figure_ranking", figures.figure_ranking, ranking, selects="area", height=320, needs="area_indicators"),
    Panel("figure_over_time", figures.figure_over_time, small_multiples_apart, height=320, needs="area_indicators"),
    Panel("fan", economy.fan, fan, height=340, needs="forecasts"),
    Panel("evolution", news.evolution, evolution, height=400, needs="news"),
    Panel("forecast_path", economy.forecast_path, trend, height=400, needs="forecasts"),
    Panel("score_card", record.score_card, verdict_cells, needs="scores"),
    Panel("methods", record.methods, record_table, needs="method_runs"),
    Panel("news", news.releases_that_moved, record_table, span=7, height=400, rows=12, needs="news"),
    Panel("calendar", news.calendar, record_table, span=5, height=400, rows=12, needs="release_calendar"),
    Panel("revisions", economy.revisions, trend, needs="forecasts"),
    Panel("indicator", economy.indicator, trend, needs="forecasts"),
    Panel("cities", by_city.growth_by_city, record_table, span=12, height=200, needs="forecasts"),
    Panel("standardised", indicators.standardised, small_multiples, span=12, height=480, needs="forecasts"),
    Panel("indicators", economy.indicators, record_table, span=12, height=320, needs="observations"),
    Panel(
        "area_figures",
        figures.area_figures,
        record_table,
        selects="area",
        span=12,
        height=320,
        needs="area_indicators",
        rows=500,
    ),
    Panel("scores", record.scores, record_table, span=12, height=320, needs="scores"),
)
PAGE = Page(
    key="economy",
    domain="economy",
    tiles=TILES,
    measures=MEASURES,
    places=by_area.places,
    panels=PANELS,
    table=Panel("releases", economy.releases, record_table, span=12, height=360, rows=500, needs="releases"),
    options={
        "growth": economy.growth_options,
        "method": economy.method_options,
        "quarter": news.quarter_options,
        "series": economy.series_options,
        "area_indicator": figures.figure_options,
    },
    vintages=economy.vintage_days,
)

dash.register_page(__name__, path="/economy", order=4)


def layout(**query: Any) -> Component:
    """The page for this address."""
    return page_shell.layout(PAGE, query)
