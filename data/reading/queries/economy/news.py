"""What the economy page asks of news: which release moved a quarter's forecast by how much, and what is due when."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from data.reading.filters import Filters
from data.reading.queries.economy.vintages import day_of, so_far
from data.reading.queries.scope import in_scope
from data.reading.question import questions_about
from data.reading.schema import Column, detail, details, group, label, ranking, time, value
from data.reading.tables import Tables

question = questions_about("economy")

#: Choices of the page that news do not depend on: the model behind them is one, and states its own growth.
WITHOUT = ("period", "method", "series", "growth", "area_indicator")
#: Periods of a series that the calendar lists, the next one last; days from which a release is late, and has stopped.
LISTED, LATE_DAYS, STOPPED_DAYS = 7, 7, 365


def _of_quarter(tables: Tables, table: ir.Table, filters: Filters) -> ir.Table:
    """The rows of the quarter that was chosen, else of the one that was running on the newest day."""
    kept = in_scope(table, filters, without=WITHOUT)
    kept = so_far(kept, kept.day, filters)
    if filters.selected("quarter"):
        return kept
    paths = so_far(tables["news_paths"], tables["news_paths"].day, filters)
    joined = kept.cross_join(paths.aggregate(newest_day=paths.day.max()))
    return joined.filter(joined.period_start == joined.newest_day.truncate("Q"))


@question(
    time("day", "date"), group("category"), value("forecast_percent", "percent"), value("impact_points", "points")
)
def evolution(tables: Tables, filters: Filters) -> ir.Table:
    """The combined forecast of a quarter after each day of releases, and by category what it moved by on that day.

    A day without news has a row without a category; the impacts of a day add up to the change of the forecast.
    """
    paths = _of_quarter(tables, tables["news_paths"], filters)
    news = _of_quarter(tables, tables["news"], filters)
    moved = news.group_by("category", on=news.day).aggregate(impact_points=news.impact.sum())
    joined = paths.left_join(moved, paths.day == moved.on)
    told = joined.select("day", "category", forecast_percent=joined.value, impact_points=joined.impact_points)
    return told.order_by("day", "category")


@question(
    detail("day"), label(), detail("source_period"), detail("expected", "count"), detail("observed", "count"),
    detail("impact_points", "points"), detail("kind"),
)  # fmt: skip
def releases_that_moved(tables: Tables, filters: Filters) -> ir.Table:
    """News by release, newest first: day, series, its month, what was expected and what came, and the impact."""
    news = _of_quarter(tables, tables["news"], filters)
    told = news.select("day", "name", "source_period", "expected", "observed", "kind", impact_points=news.impact)
    ordered = told.order_by(ibis.desc("day"), ibis.desc(told.impact_points.abs()), "name", "source_period")
    return ordered.select("day", "name", "source_period", "expected", "observed", "impact_points", "kind")


@question(*ranking("quarter", value("forecasts"), ordered=True))
def quarter_options(tables: Tables, filters: Filters) -> ir.Table:
    """The quarters whose forecasts have news: `quarter`, `name`, `forecasts`."""
    table = so_far(tables["news_paths"], tables["news_paths"].day, filters)
    told = table.group_by("quarter", name=table.quarter).aggregate(forecasts=table.count())
    return told.order_by(ibis.desc("quarter"))


@question(
    detail("expected_on"), label(), detail("time_period"), Column("release_state", "detail", dimension="release_state"),
    *details("released_on"),
)  # fmt: skip
def calendar(tables: Tables, filters: Filters) -> ir.Table:
    """What is due: late ones first, then what is next, then what came, newest first; of each series the last ones."""
    table = in_scope(
        tables["release_calendar"], filters, without=("period", "method", "growth", "quarter", "area_indicator")
    )
    table = _as_it_stood(so_far(table, table.known_from, filters), filters)
    last = table.mutate(place=ibis.row_number().over(group_by="series", order_by=ibis.desc("expected_on")))
    table = last.filter(last.place <= LISTED)
    rank = ibis.cases((table.release_state == "late", 0), (table.release_state == "next", 1), else_=2)
    table = table.mutate(rank=rank, towards=(table.expected_on - ibis.date(1970, 1, 1)).cast("int64"))
    ordered = table.order_by("rank", ibis.ifelse(table["rank"] == 2, -table.towards, table.towards), "name")
    return ordered.select("expected_on", "name", "time_period", "release_state", "released_on")


def _as_it_stood(calendar: ir.Table, filters: Filters) -> ir.Table:
    """The calendar's states on the day that the view is as of: what came later was not out."""
    if filters.as_of is None:
        return calendar
    day = day_of(filters)
    silent = (day - calendar.expected_on).cast("int64")
    waits = ibis.cases((silent > STOPPED_DAYS, "stopped"), (silent > LATE_DAYS, "late"), else_="next")
    out = calendar.released_on <= day
    return calendar.mutate(
        release_state=ibis.ifelse(out.fill_null(False), calendar.release_state, waits),
        released_on=ibis.ifelse(out, calendar.released_on, ibis.null("date")),
    )
