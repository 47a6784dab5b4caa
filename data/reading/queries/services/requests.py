"""Questions about requests for services. Requests that the publisher marked duplicate are in none of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import ibis
import ibis.expr.types as ir

from data.published.people_counted import AFTER_ALL
from data.reading.answer import Columns
from data.reading.disclosure import in_64_bits
from data.reading.filters import Filters
from data.reading.periods import month_end, month_start
from data.reading.queries.areas import choropleth_rows, frame_columns, lowest_level, named, other_name, places
from data.reading.queries.grain import counted, grain_in_view
from data.reading.queries.months import weeks, whenever
from data.reading.queries.over_time import (
    a_year_earlier,
    every_period,
    span_of,
    told_beside_a_year_earlier,
    whole_in_view,
)
from data.reading.queries.quantiles import quantile, quantiles
from data.reading.queries.scope import in_scope
from data.reading.queries.services.cubes import (
    BACKLOG,
    CLOSING,
    REQUESTS,
    by_map_area,
    closing_edge,
    counts,
    map_columns,
    open_requests,
    requests_and_completion,
    times,
)
from data.reading.queries.tile_totals import compared_sources, median_total, share, totals, with_arrivals
from data.reading.question import Source, questions_about, reckoned_about
from data.reading.schema import (
    QUARTILES,
    Column,
    Grain,
    Schema,
    category,
    changes_of_week,
    choropleth,
    count,
    detail,
    distribution,
    group,
    identity,
    last_year,
    limit,
    mapped,
    points,
    ranking,
    tile_total,
    tile_trend,
    time,
    value,
)
from data.reading.tables import Tables

question, reckoned = questions_about("services"), reckoned_about("services")

#: Days beyond which the distribution of days to close has one last bin.
LAST_BIN_DAYS = 30
#: Services with fewer requests than this are not ranked by a rate.
FEWEST_RANKED = 30


def _over_time(filters: Filters, tables: Tables | None) -> Schema:
    grain = grain_in_view(filters, tables, REQUESTS)
    return time(grain), value("requests"), last_year("requests_last_year", "requests")


def _by_period(filters: Filters, tables: Tables | None) -> Schema:
    return time(grain_in_view(filters, tables, REQUESTS)), value("requests")


@question(schema=_by_period)
def counted_by_period(tables: Tables, filters: Filters) -> ir.Table:
    """Requests by the month (`day`, `week`) they were made in, of the view's periods and of those a year earlier, in no
    order: `requests`. One that is of both may stand there twice."""
    grain = grain_in_view(filters, tables, REQUESTS)
    view = whole_in_view(filters, tables, grain)

    def measured(of: Filters) -> ir.Table:
        rows = counts(tables, of, ("requests",), grain=grain)
        return rows.group_by(grain).aggregate(requests=in_64_bits(rows.requests.sum()))

    earlier = a_year_earlier(tables, view, grain)
    return measured(view) if earlier is None else ibis.union(measured(view), measured(earlier))


@reckoned(lambda _tables, filters: [Source(counted_by_period, filters)], schema=_over_time)
def requests_by_month(tables: Tables, filters: Filters, found: Columns) -> Columns:
    """Requests by the month (`day`, `week`) they were made in: `requests` (0 without any), `requests_last_year`."""
    grain = grain_in_view(filters, tables, REQUESTS)
    view = whole_in_view(filters, tables, grain)
    return told_beside_a_year_earlier(tables, view, grain, found, "requests")


@question(
    category("bucket"), Column("bin_start", "bin_start", "days"), value("counted"), value("total", "days"),
    limit("begins", "days"), limit("ends", "days"),
)  # fmt: skip
def closed_by_days(tables: Tables, filters: Filters) -> ir.Table:
    """Closed requests by the days that they took, in no order: `bucket` and the whole days `bin_start` (at most
    LAST_BIN_DAYS), `counted`, `total` days, and `begins` and `ends`, between which the bucket lies."""
    rows = times(tables, filters)
    days = (rows.total.cast("float64") / rows.counted).floor().cast("int64")
    found = rows.group_by("bucket", bin_start=ibis.least(days, LAST_BIN_DAYS)).aggregate(
        counted=in_64_bits(rows.counted.sum()), total=rows.total.sum().cast("float64")
    )
    return found.mutate(begins=closing_edge(found.bucket), ends=closing_edge(found.bucket + 1))


@reckoned(
    compared_sources(closed_by_days), *tile_total("days", "days_to_close_median"), *QUARTILES, matures="closing"
)  # fmt: skip
def days_to_close_median_total(tables: Tables, filters: Filters, own: Columns, *others: Columns | None) -> Columns:
    """Median days from request to closing, of requests made in the period and closed since, as a tile."""
    return median_total(tables, filters, own, *others)


def _times_schema(filters: Filters, tables: Tables | None) -> Schema:
    grain = grain_in_view(filters, tables, CLOSING, ("bucket",))
    return time(grain), value("median_days", "days"), value("p90_days", "days"), count()


@question(schema=_times_schema, matures="closing")
def days_to_close_by_month(tables: Tables, filters: Filters) -> ir.Table:
    """Days to close by the month (`day`, `week`) of the request: `month`, `median_days`, `p90_days`.

    Closed requests only, of which there are `n`.
    """
    grain = grain_in_view(filters, tables, CLOSING, ("bucket",))
    rows = times(tables, whole_in_view(filters, tables, grain), grain=grain)
    found = quantiles(tables, rows, closing_edge, {"median_days": 0.5, "p90_days": 0.9}, by=(grain,))
    return found.select(grain, "median_days", "p90_days", "n").order_by(grain)


@reckoned(
    lambda _tables, filters: [Source(closed_by_days, filters)],
    *distribution("requests", "count", of="days"), matures="closing",
)  # fmt: skip
def days_to_close_distribution(_tables: Tables, _filters: Filters, closed: Columns) -> Columns:
    """Closed requests by whole days to close: `bin_start`, `bin_end`, `requests`; the last bin is open (None)."""
    bins = Counter[int]()
    for start, number in zip(closed["bin_start"], closed["counted"], strict=True):
        bins[start] += number
    starts = sorted(bins)
    ends = [start + 1 if start < LAST_BIN_DAYS else None for start in starts]
    return {"bin_start": starts, "bin_end": ends, "requests": [bins[start] for start in starts]}


@question(*tile_total("count", "backlog"), current=True)
def backlog_total(tables: Tables, filters: Filters) -> ir.Table:
    """Requests open at the end of the period, whenever they were asked, as a tile; 0 where every one is closed."""

    def measured(view: Filters) -> ir.Table:
        rows = open_requests(tables, view, *_end_of(tables, view))
        reached = ibis.literal(span_of(view, tables) is not None)
        value = ibis.ifelse(reached, rows.backlog.sum().fill_null(0), None)
        return rows.aggregate(value=value, n=rows.backlog.sum().fill_null(0))

    def arrived(view: Filters) -> ir.Table:
        rows = counts(tables, view, ("requests",))
        return rows.aggregate(arrived=rows.requests.sum().fill_null(0))

    return with_arrivals(totals(tables, filters, measured, is_stock=True), tables, filters, arrived)


def _end_of(tables: Tables, view: Filters) -> tuple[Filters, Grain]:
    """The month or day at whose end the view ends, and which of the two: without an end, after all that is known.

    A month where the view ends with one: every city knows those. A view that ends with the records ends with that day,
    as the one a year earlier does that it is compared with: an archive may know closings of years after its last
    request.
    """
    until = view.until
    if until is None or tables.last_day is None:
        return replace(view, since=AFTER_ALL, until=AFTER_ALL), "month"
    if until == month_end(until):
        return replace(view, since=month_start(until), until=until), "month"
    return replace(view, since=until, until=until), "day"


def _backlog_trend_schema(filters: Filters, tables: Tables | None) -> Schema:
    return tile_trend("count", grain_in_view(filters, tables, BACKLOG))


@question(schema=_backlog_trend_schema, current=True)
def backlog_trend(tables: Tables, filters: Filters) -> ir.Table:
    """Requests open at the end of each month (day, week): `period`, `value`; 0 where none was."""
    grain = grain_in_view(filters, tables, BACKLOG)
    view = whole_in_view(filters, tables, grain)
    rows = open_requests(tables, filters, view, grain)
    found = rows.group_by(grain).aggregate(value=rows.backlog.sum())
    both = every_period(view, grain).left_join(found, grain)
    both = both.select(period=grain, value=both.value.fill_null(0)).order_by("period")
    return both if span_of(filters, tables) else both.filter(ibis.literal(False))


def _backlog_schema(filters: Filters, tables: Tables | None) -> Schema:
    grain = grain_in_view(filters, tables, BACKLOG, ("age_days",))
    return time(grain), group("age_days", "days"), value("backlog")


@question(schema=_backlog_schema, current=True)
def backlog_by_month(tables: Tables, filters: Filters) -> ir.Table:
    """Requests open at the end of each month (`day`, `week`) by how long they have been open: `month`, `age_days`,
    `backlog`."""
    grain = grain_in_view(filters, tables, BACKLOG, ("age_days",))
    rows = open_requests(tables, filters, whole_in_view(filters, tables, grain), grain, ("age_days",))
    found = rows.group_by(grain, "age_days").aggregate(backlog=rows.backlog.sum())
    return found.filter(found.backlog != 0).order_by(grain, "age_days")


@question(*ranking("nature", value("requests"), detail("completion_rate_share", "share")))
def requests_by_nature(tables: Tables, filters: Filters) -> ir.Table:
    """Requests by what was reported, most first: `nature`, `name`, `requests`, `completion_rate_share`.

    Every nature is listed, whichever is selected, so that another one can be chosen.
    """
    found = requests_and_completion(tables, filters, "nature")
    ordered = found.order_by(found.requests.desc(), "nature").mutate(name="nature")
    return ordered.select("nature", "name", "requests", "completion_rate_share")


@question(
    *ranking("nature", value("p90_days", "days"), detail("median_days", "days"), count()),
    matures="closing",
    fewest=FEWEST_RANKED,
)
def slowest_natures(tables: Tables, filters: Filters) -> ir.Table:
    """Days within which nine in ten were closed, by what was reported, slowest first.

    `nature`, `name`, `p90_days`, `median_days`, `n` closed. Natures with fewer than FEWEST_RANKED closed requests are
    left out: their quantiles say little.
    """
    rows = times(tables, filters, ("nature",), without=("nature",))
    found = quantiles(tables, rows, closing_edge, {"median_days": 0.5, "p90_days": 0.9}, by=("nature",))
    found = found.filter(found.n >= FEWEST_RANKED)
    ordered = found.order_by(found.p90_days.desc(), "nature").mutate(name="nature")
    return ordered.select("nature", "name", "p90_days", "median_days", "n")


def _channels_schema(filters: Filters, tables: Tables | None) -> Schema:
    return time(grain_in_view(filters, tables, REQUESTS, ("channel",))), group("channel"), value("requests")


@question(schema=_channels_schema)
def channels_by_month(tables: Tables, filters: Filters) -> ir.Table:
    """Requests by month (`day`, `week`) and channel: `month`, `channel`, `requests`.

    An unknown channel is one too.
    """
    grain = grain_in_view(filters, tables, REQUESTS, ("channel",))
    view = whole_in_view(filters, tables, grain)
    rows = counts(tables, view, ("requests",), ("channel",), grain=grain)
    found = rows.group_by("channel", grain).aggregate(requests=rows.requests.sum())
    return found.select(grain, "channel", "requests").order_by(grain, "channel")


def _requests_of(rows: ir.Table, column: str) -> ir.Table:
    return rows.group_by(column).aggregate(n=rows.requests.sum(), value=rows.requests.sum())


@question(*choropleth("requests_per_1000", "per_1000", counts="requests"))
def requests_per_1000_by_area(tables: Tables, filters: Filters) -> ir.Table:
    """Requests per 1,000 residents in the period, by area: `area_id`, `name`, `requests_per_1000`, ..."""
    return choropleth_rows(
        tables, whenever(filters), by_map_area(tables, filters, ("requests",)), "requests_per_1000", _requests_of,
        worth=lambda area: share(area.n, area.population) * 1000,
    )  # fmt: skip


@question(*choropleth("requests_per_km2", "per_km2", counts="requests"))
def requests_per_km2_by_area(tables: Tables, filters: Filters) -> ir.Table:
    """Requests per km2 in the period, by area: `area_id`, `name`, `requests_per_km2`, ...; needs no residents."""
    return choropleth_rows(
        tables, whenever(filters), by_map_area(tables, filters, ("requests",)), "requests_per_km2", _requests_of,
        worth=lambda area: share(area.n, area.area_km2),
    )  # fmt: skip


@question(*choropleth("median_days", "days"), matures="closing")
def median_days_by_area(tables: Tables, filters: Filters) -> ir.Table:
    """Median days to close by area: `area_id`, `name`, `median_days`, ...; `n` counts closed requests."""
    return choropleth_rows(
        tables,
        whenever(filters),
        counted(tables, filters, CLOSING, ("bucket", *map_columns(tables, filters))),
        "median_days",
        lambda rows, column: quantile(tables, rows, closing_edge, 0.5, by=(column,)),
    )


@question(*mapped("requests")[:2], value("few"), *mapped("requests")[2:])
def request_places(tables: Tables, filters: Filters) -> ir.Table:
    """Requests that the map shows, cannot place or may not, as too few: `mapped`, `unmatched`, `few`, `total`."""
    view, shown = whenever(filters), by_map_area(tables, filters, ("requests",))
    if not (tables.small_cell_floor and filters.selections):
        line = places(tables, view, shown, lambda rows: rows.requests.sum())
        return line.select("mapped", "unmatched", few=ibis.literal(0, "int64"), total="total")
    frame = frame_columns(filters, lowest_level(tables.columns_of("cells_monthly")))
    in_all = counted(tables, filters, REQUESTS, frame, without=("area",), sums=("requests",))
    return places(tables, view, shown, lambda rows: rows.requests.sum(), in_all)


@question(
    *points(None, detail("day"), detail("days", "days"), name_of="nature", state_of="status"), records="request_records"
)
def request_points(tables: Tables, filters: Filters) -> ir.Table:
    """Requests as points, newest first: `point_id`, `name`, `lat`, `long`, `state`, `day`, `days`."""
    rows = in_scope(tables["request_records"], filters)
    rows = rows.filter(rows.lat.notnull() & rows.long.notnull())
    newest = rows.order_by(rows.day.desc(), "service_request_id")
    return newest.select(
        point_id="service_request_id", name="nature", lat="lat", long="long", state="status", day="day", days="days"
    )


@question(
    identity("service_request_id", measure="requests"),
    detail("requested_on"),
    detail("closed_on"),
    detail("nature"),
    detail("status"),
    detail("days", "days"),
    records="request_records",
)
def requests(tables: Tables, filters: Filters) -> ir.Table:
    """Requests, newest first: their number, days, nature, status and days to close."""
    rows = in_scope(tables["request_records"], filters)
    newest = rows.order_by(rows.day.desc(), rows.service_request_id.desc())
    return newest.select(
        "service_request_id", requested_on="day", closed_on="closed_on", nature="nature", status="status", days="days"
    )


@question(*ranking("service"))
def services(tables: Tables, filters: Filters) -> ir.Table:
    """The catalogue by name: `service`, `name`."""
    return catalogue_names(tables, filters).order_by("name")


def catalogue_names(tables: Tables, filters: Filters) -> ir.Table:
    """The name of each service in no order, which a ranking has its own of: `service`, `name`."""
    catalogue = tables["catalogue"]
    return catalogue.select("service", name=named(catalogue, filters.language))


@question(*ranking("service", detail("other_name")))
def service_names(tables: Tables, filters: Filters) -> ir.Table:
    """The catalogue in both languages: `service`, `name` (the reader's), `other_name` (None where there is none)."""
    catalogue = tables["catalogue"]
    name = named(catalogue, filters.language)
    return catalogue.select("service", name=name, other_name=other_name(catalogue, name)).order_by("name", "service")


@question(*ranking("nature", value("requests")))
def natures(tables: Tables, filters: Filters) -> ir.Table:
    """What is reported, most first: `nature`, `name`, `requests`."""
    return requests_by_nature(tables, filters).select("nature", "name", "requests")


@question(*changes_of_week(), current=True)
def changes(tables: Tables, filters: Filters) -> ir.Table:
    """What the last seven days of the view brought beside the seven before: `what`, `last_week`, `week_before`."""
    rows = counts(tables, filters, ("requests",), without=("period",), grain="day")
    # Those completed are not told: the last week's have had less time for it.
    return weeks(rows, "requests", filters.until or tables.last_whole_day, counted="requests")
