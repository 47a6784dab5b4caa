"""Figures by area as a city brings them, whatever they are called: one at a time, the chosen one or the likeliest."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from data.reading.filters import Filters
from data.reading.queries.areas import area_names, areas_shown, map_level, named
from data.reading.queries.economy.by_area import MAPPED
from data.reading.queries.economy.vintages import so_far
from data.reading.queries.scope import in_scope
from data.reading.question import questions_about
from data.reading.schema import (
    Column,
    choropleth,
    count,
    detail,
    group,
    label,
    latest_total,
    mapped,
    ranking,
    tile_trend,
    time,
    value,
)
from data.reading.tables import Tables

question = questions_about("economy")

#: Dimensions of the page that say nothing of a figure of an area.
WITHOUT = ("series", "method", "growth", "quarter")
#: Areas that have a small chart each.
MOST_CHARTS = 24
NAME = group("area_indicator")


def is_output(name: ir.StringValue) -> ir.BooleanValue:
    """Whether a name is that of the economy's output, which a page about the economy opens on."""
    return name.lower().contains("gdp") | name.lower().contains("gross domestic") | name.contains("生产总值")


def is_rate(text: ir.StringValue) -> ir.BooleanValue:
    """Whether a name or a unit is that of a rate, of which a change in per cent would be one of points."""
    return text.lower().re_search("%|percent|per cent|share|rate|growth|率|增速|增长")


def _known(tables: Tables, filters: Filters, without: tuple[str, ...] = ()) -> ir.Table:
    """The figures of the view; shares in percent."""
    table = in_scope(tables["area_indicators"], filters, without=(*WITHOUT, *without))
    table = so_far(table, table.known_from, filters)
    return table.mutate(shown=ibis.ifelse(table.area_indicator.endswith("_share"), table.value * 100, table.value))


def _of_figure(tables: Tables, filters: Filters, without: tuple[str, ...] = ()) -> ir.Table:
    """The rows of the chosen figure; of one that the map has no measure of, output first, where none is chosen."""
    table = _known(tables, filters, without)
    if filters.selected("area_indicator"):
        return table.filter(table.area_indicator == filters.selected("area_indicator")[0])
    counted = table.group_by("area_indicator").aggregate(rows=table.count())
    first = counted.order_by(
        counted.area_indicator.isin(MAPPED), ~is_output(counted.area_indicator), ibis.desc("rows"), "area_indicator"
    ).limit(1)  # fmt: skip
    return table.semi_join(first, "area_indicator")


def _newest(table: ir.Table) -> ir.Table:
    """The rows of the newest period that any area has."""
    return table.filter(table.time_period == table.time_period.max())


@question(*choropleth("area_figure", "count"), NAME)
def figure_by_area(tables: Tables, filters: Filters) -> ir.Table:
    """The chosen figure by area in its newest period: choropleth, and `area_indicator`, its name."""
    table = tables["area_indicators"]
    newest = _newest(_of_figure(tables, filters, ("area",)))
    found = newest.select("shown", "status", "area_indicator", found_area="area_id")
    areas = areas_shown(tables, filters, map_level(table, filters))
    joined = areas.left_join(found, areas.area_id == found.found_area)
    return joined.select(
        "area_id", name=named(joined, filters.language), area_figure=joined.shown,
        n=ibis.ifelse(joined.shown.isnull(), 0, 1), population=joined.population,
        status=joined.status.fill_null("none"), area_indicator=joined.area_indicator,
    ).order_by("area_id")  # fmt: skip


@question(*mapped())
def figure_places(tables: Tables, filters: Filters) -> ir.Table:
    """Values of the figure in its newest period: one row `mapped`, `unmatched`, `total`."""
    newest, areas = _newest(_of_figure(tables, filters, ("area",))), tables["areas"]
    lies = newest.area_id.isin(areas.area_id).cast("int64").sum().fill_null(0)
    counted = newest.aggregate(mapped=lies, total=newest.count())
    return counted.select("mapped", unmatched=counted.total - counted.mapped, total=counted.total)


@question(
    *ranking(
        "area", value("area_figure"), detail("area_indicator", dimension="area_indicator"), detail("figure_period")
    )
)
def figure_ranking(tables: Tables, filters: Filters) -> ir.Table:
    """The areas by the chosen figure in its newest period, the highest first: `area`, `name`, `area_figure`, ..."""
    newest = _newest(_of_figure(tables, filters, ("area",)))
    names = area_names(tables, filters)
    joined = newest.inner_join(names, newest.area_id == names.area)
    told = joined.select(
        "area", "name", area_figure=joined.shown, area_indicator=joined.area_indicator, figure_period=joined.time_period
    )
    return told.order_by(ibis.desc("area_figure"), "name")


@question(*latest_total("count", "area_figure"), NAME)
def area_figure(tables: Tables, filters: Filters) -> ir.Table:
    """The chosen figure in its newest period: a tile's row; of the chosen area, else the median of the areas.

    `before` is the same a year earlier (None for a rate), `n` the number of areas, `area_indicator` its name.
    """
    table = _of_figure(tables, filters)
    newest = _newest(table)
    now = newest.aggregate(
        value=newest.shown.median(), n=newest.count(), day=newest.day.max(), area_indicator=newest.area_indicator.max()
    )
    joined = table.cross_join(now.select(newest_day="day"))
    earlier = joined.filter(joined.day == (joined.newest_day - ibis.interval(years=1)).cast("date"))
    before = ibis.ifelse(is_rate(earlier.area_indicator.max()), ibis.null("float64"), earlier.shown.median())
    told = now.cross_join(earlier.aggregate(before=before))
    return told.select(
        value=told.value, recent=told.value, before=told.before, n=told.n, area_indicator=told.area_indicator
    )


@question(*tile_trend("count", "month"))
def area_figure_trend(tables: Tables, filters: Filters) -> ir.Table:
    """The same over its periods: `period`, `value`."""
    table = _of_figure(tables, filters)
    table = table.filter(table.day.notnull())
    return table.group_by(period=table.day).aggregate(value=table.shown.median()).order_by("period")


@question(time("day", "month"), label(), value("area_figure"), detail("area_indicator", dimension="area_indicator"))
def figure_over_time(tables: Tables, filters: Filters) -> ir.Table:
    """The chosen figure of each area over its periods: `day` (a period's first), `name`, `area_figure`, and its name.

    Of the MOST_CHARTS areas with the highest newest values; empty where only one period is known.
    """
    table = _of_figure(tables, filters)
    table = table.filter(table.day.notnull())
    highest = _newest(table).order_by(ibis.desc("shown"), "area_id").limit(MOST_CHARTS)
    kept = table.semi_join(highest, "area_id").cross_join(table.aggregate(days=table.day.nunique()))
    kept, names = kept.filter(kept.days > 1), area_names(tables, filters)
    joined = kept.inner_join(names, kept.area_id == names.area)
    told = joined.select("day", "name", area_figure=joined.shown, area_indicator=joined.area_indicator)
    return told.order_by("name", "day")


@question(
    Column("area_id", "place", dimension="area"), label(), detail("area_indicator", dimension="area_indicator"),
    detail("figure_period"), detail("area_figure", "count"), detail("status", dimension="status"),
)  # fmt: skip
def area_figures(tables: Tables, filters: Filters) -> ir.Table:
    """Every figure of every area and period, newest first: `area_id`, `name`, `area_indicator`, period and value."""
    table = _known(tables, filters)
    names = area_names(tables, filters)
    joined = table.inner_join(names, table.area_id == names.area)
    told = joined.select(
        "area_id", "name", "area_indicator", figure_period=joined.time_period, area_figure=joined.shown,
        status=joined.status,
    )  # fmt: skip
    return told.order_by(ibis.desc("figure_period"), "area_indicator", "name", "area_id")


@question(*ranking("area_indicator", value("values"), count("areas")))
def figure_options(tables: Tables, filters: Filters) -> ir.Table:
    """The figures that a reader may choose: `area_indicator`, `name`, `values`, `areas`."""
    table = _known(tables, filters, ("area_indicator", "area", "period"))
    told = table.group_by("area_indicator", name=table.area_indicator).aggregate(
        values=table.count(), areas=table.area_id.nunique()
    )
    return told.order_by("area_indicator")
