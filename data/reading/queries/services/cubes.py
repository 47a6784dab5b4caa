"""The cubes of services, coarsest first, and the rows of a view in the one that answers it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from functools import reduce
from itertools import chain
from operator import add
from types import MappingProxyType

import ibis
import ibis.expr.types as ir

from data.published import people_counted
from data.published.people_counted import CLOSED_SERVICES, CLOSED_SO_FAR, OF_SERVICE
from data.reading.compiled_sql import open_day
from data.reading.disclosure import if_enough, in_64_bits, with_days
from data.reading.filters import Filters
from data.reading.periods import Period, month_start, months_and_days
from data.reading.queries.areas import lowest_level
from data.reading.queries.grain import Family, counted, standing
from data.reading.queries.months import whenever
from data.reading.queries.quantiles import edge_of_ratio
from data.reading.queries.scope import in_scope
from data.reading.queries.tile_totals import share
from data.reading.schema import Grain
from data.reading.tables import Tables

REQUESTS = Family(
    cubes=(
        "natures_monthly", "departments_monthly", "catalogue_monthly", "service_areas_monthly", "cells_monthly",
        "services_monthly",
        "natures_daily", "departments_daily", "cells_daily", "services_daily", "service_areas_daily", "requests_daily",
    ),
    measures=people_counted.REQUESTS, shown=("shown_requests", "shown_services"),
)  # fmt: skip
CLOSING = Family(
    cubes=(
        "closing_natures_monthly", "closing_channels_monthly", "closing_departments_monthly",
        "closing_services_monthly", "closing_cells_monthly",
        "closing_areas_daily", "closing_departments_daily", "closing_services_daily", "closing_daily",
    ),
    measures=people_counted.CLOSED, shown=("shown_closing",),
)  # fmt: skip
BACKLOG = Family(
    cubes=(
        "backlog_monthly",
        "backlog_services_monthly",
        "backlog_cells_monthly",
        "backlog_areas_daily",
        "backlog_daily",
        "backlog_services_daily",
        "backlog_cells_daily",
        "backlog_requests_daily",
    ),
    measures=people_counted.OPEN,
    shown=("shown_backlog",),
)
HOURS = Family(
    cubes=("hours_daily", "service_hours_monthly"), measures=people_counted.TIMED, shown=("shown_hours",),
)  # fmt: skip


def counts(
    tables: Tables, filters: Filters, sums: Collection[str], by: Collection[str] = (), without: Collection[str] = (),
    *, grain: Grain = "month",
) -> ir.Table:  # fmt: skip
    """The view's rows of the coarsest cube of requests, with `sums`, a column of the grain and the columns `by`."""
    rows = counted(tables, filters, REQUESTS, by, without, grain=grain, sums=sums)
    return in_scope(rows, whenever(filters), without)


def rate(tables: Tables, part: ir.NumericValue, whole: ir.NumericValue) -> ir.Value:
    """part / whole as a fraction; None where the whole is 0 or too few people to say."""
    return if_enough(tables, whole, share(part, whole))


def requests_and_completion(
    tables: Tables, filters: Filters, by: str, without: str = "",
    further: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> ir.Table:  # fmt: skip
    """`<by>`, `requests`, `completion_rate_share` (completed over requests, 0..1) of each value of that column, and
    `further` columns, each of several measures together.

    The rate is of the months whose requests have all had time to be closed.

    The selection of it (of `without`, where the reader's word for the column is another) is left out: every value is
    listed, whichever is selected, so that another one can be chosen.
    """
    rows = counts(
        tables, filters, ("requests", "completed", *chain(*further.values())), (by,), without=(without or by,)
    )
    started, completed = rows.requests, rows.completed
    if tables.mature_day is not None:
        # Of whole months only: what a month's cube says of its first days alone nobody knows. As a column of the rows
        # it is asked once: a sum is written out as often as it is mentioned, with all that is in it.
        until = open_day(month_start(tables.mature_day + timedelta(days=1)))
        rows = rows.mutate(is_mature=rows.month < until)
        started, completed = (ibis.ifelse(rows.is_mature, column, 0) for column in (rows.requests, rows.completed))
    return rows.group_by(by).aggregate(
        requests=in_64_bits(rows.requests.sum()),
        completion_rate_share=rate(tables, in_64_bits(completed.sum()), in_64_bits(started.sum())),
        **{name: in_64_bits(reduce(add, (rows[each] for each in of)).sum()) for name, of in further.items()},
    )


def times(
    tables: Tables, filters: Filters, by: Collection[str] = (), without: Collection[str] = (), *, grain: Grain = "month"
) -> ir.Table:
    """The view's histogram of days to close, with a column of the grain, `bucket` and the columns `by`."""
    rows = counted(tables, filters, CLOSING, ("bucket", *by), without, grain=grain)
    return in_scope(rows, whenever(filters), without)


def times_of_services(tables: Tables, filters: Filters) -> ir.Table:
    """The view's histogram of days to close of each service, whichever is selected: `service`, `bucket`, `counted`,
    `total`. Whole months of the city are the difference of two sums that publishing knows, where it does."""
    months = _months_so_far(tables, filters)
    if months is None:
        return times(tables, filters, ("service",), without=("service",))
    first, last = (open_day(month_start(day)) for day in (months[0] - timedelta(days=1), months[1]))
    so_far = tables[CLOSED_SO_FAR]
    rows = so_far.filter((so_far.month == first) | (so_far.month == last))
    every = tables[CLOSED_SERVICES]
    services = in_scope(every, filters, ("period", "service"))
    if services is every:  # numbers are added up in less time than names
        found = _since(rows, last, "service_number").join(services, "service_number")
    else:
        found = _since(rows.join(services, "service_number"), last, "service")
    found = found.filter(found.counted > 0).select("service", "bucket", "counted")
    found = with_days(tables, found, ("bucket",))
    return found.mutate(total=found.counted * found.days)


def _since(rows: ir.Table, last: ir.DateValue, by: str) -> ir.Table:
    """What was counted up to the last month and not up to the other one: `by`, `bucket`, `counted`."""
    signed = ibis.ifelse(rows.month == last, rows.counted, -rows.counted)
    return rows.group_by(by, "bucket").aggregate(counted=in_64_bits(signed.sum()))


def _months_so_far(tables: Tables, filters: Filters) -> Period | None:
    """First and last day of the view's months, where it is of whole ones and of no more than publishing added up."""
    is_narrower = filters.area_level > 0 or {name for name, _ in filters.selections} - {"service", *OF_SERVICE}
    if CLOSED_SO_FAR not in tables or is_narrower or None in (tables.first_day, tables.last_day):
        return None
    assert tables.first_day is not None and tables.last_day is not None
    months, parts = months_and_days(filters.since, filters.until, tables.first_day, tables.last_day)
    return None if parts else months


def closing_edge(bucket: ir.NumericValue) -> ir.NumericValue:
    """Where a bucket of the days to close begins: each a twentieth wider than the one before, a day from 20 to 30 days.

    The buckets are those of data/publishing/cubes/services.py; a test compares the two.
    """
    wider = edge_of_ratio(1.05)
    return ibis.cases((bucket < 127, wider(bucket)), (bucket <= 137, bucket - 107.0), else_=wider(bucket - 3))


def open_requests(
    tables: Tables, filters: Filters, view: Filters, grain: Grain, by: Collection[str] = ()
) -> ir.Table:  # fmt: skip
    """What was open at the ends of the periods of `view`: a column of the grain, those of `by`, `backlog`."""
    return in_scope(standing(tables, filters, BACKLOG, view, grain, by), filters, without=("period",))


def by_map_area(tables: Tables, filters: Filters, sums: Collection[str]) -> ir.Table:
    """The cube of requests that has the areas which the map shades, in the view's period, with `sums`."""
    return counted(tables, filters, REQUESTS, map_columns(tables, filters), sums=sums)


def map_columns(tables: Tables, filters: Filters) -> tuple[str, ...]:
    """`area_1` and on, down to the level that the map shades."""
    level = min(filters.area_level + 1, lowest_level(tables.columns_of("cells_monthly")))
    return tuple(f"area_{each}" for each in range(1, level + 1))
