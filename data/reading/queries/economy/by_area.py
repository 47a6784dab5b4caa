"""What the economy's map asks: indicators by area of the city."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from data.reading.filters import Filters
from data.reading.queries.areas import areas_shown, map_level, named
from data.reading.queries.economy.vintages import so_far
from data.reading.question import questions_about
from data.reading.schema import choropleth, mapped
from data.reading.tables import Tables

question = questions_about("economy")

#: Indicators that the map shades.
MAPPED = ("gdp_growth_percent", "gdp_per_resident_lcu", "unemployment_share", "poverty_share")


def _by_area(tables: Tables, filters: Filters, indicator_name: str) -> ir.Table:
    """An indicator's newest value by area: choropleth; areas below the level that is published stay empty."""
    table = tables["area_indicators"]
    kept = so_far(table.filter(table.indicator == indicator_name), table.known_from, filters)
    newest = kept.filter(kept.time_period == kept.time_period.max())
    newest = newest.select("value", "status", found_area="area_id")
    shown = areas_shown(tables, filters, map_level(table, filters))
    joined = shown.left_join(newest, shown.area_id == newest.found_area)
    return joined.select(
        "area_id", name=named(joined, filters.language), **{indicator_name: joined.value},
        n=ibis.ifelse(joined.value.isnull(), 0, 1), population=joined.population,
        status=joined.status.fill_null("none"),
    ).order_by("area_id")  # fmt: skip


@question(*choropleth("gdp_growth_percent", "percent", middle=0.0))
def gdp_growth_by_area(tables: Tables, filters: Filters) -> ir.Table:
    """Growth of GDP on the year before by area in its newest quarter, mostly allocated and then said so: choropleth."""
    return _by_area(tables, filters, "gdp_growth_percent")


@question(*choropleth("unemployment_share", "share"))
def unemployment_by_area(tables: Tables, filters: Filters) -> ir.Table:
    """Unemployed over the labour force by area (0..1): choropleth."""
    return _by_area(tables, filters, "unemployment_share")


@question(*choropleth("poverty_share", "share"))
def poverty_by_area(tables: Tables, filters: Filters) -> ir.Table:
    """Residents below the poverty line over those for whom it is determined, by area (0..1): choropleth."""
    return _by_area(tables, filters, "poverty_share")


@question(*choropleth("gdp_per_resident_lcu", "lcu"))
def gdp_per_resident_by_area(tables: Tables, filters: Filters) -> ir.Table:
    """GDP per resident by area, mostly allocated by its publisher and then said so by `status`: choropleth."""
    return _by_area(tables, filters, "gdp_per_resident_lcu")


@question(*mapped())
def places(tables: Tables, filters: Filters) -> ir.Table:
    """Values of the indicator that the map shades: one row `mapped`, `unmatched`, `total`."""
    table = tables["area_indicators"]
    kept = table.filter(table.indicator == (filters.measure if filters.measure in MAPPED else "unemployment_share"))
    kept = so_far(kept, table.known_from, filters)
    newest = kept.filter(kept.time_period == kept.time_period.max())
    areas = tables["areas"]
    mapped = newest.area_id.isin(areas.area_id).cast("int64").sum().fill_null(0)
    counted = newest.aggregate(mapped=mapped, total=newest.count())
    unmatched = counted.total - counted.mapped
    return counted.select("mapped", unmatched=unmatched, total=counted.total)
