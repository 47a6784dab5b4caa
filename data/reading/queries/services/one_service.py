"""One service's own view: what became of its requests, at which hours they come, from where, and how long they take."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from data.reading.filters import Filters
from data.reading.queries.areas import area_names, named
from data.reading.queries.grain import counted
from data.reading.queries.months import whenever
from data.reading.queries.over_time import days_of_view
from data.reading.queries.scope import in_scope
from data.reading.queries.services.cubes import HOURS, counts, requests_and_completion, times
from data.reading.queries.tile_totals import share
from data.reading.question import questions_about
from data.reading.schema import Column, about, category, detail, distribution, identity, ranking, time, value
from data.reading.tables import Tables

question = questions_about("services")


@question(*about("service", detail("department"), detail("deadline_days", "days")))
def service_about(tables: Tables, filters: Filters) -> ir.Table:
    """The service that the view is of: `service`, `name`, `n` requests in the view, `first_on`, `last_on`, `area_id`
    and `area` (of the first level, where most of them came from; None where no place is known), `department` (its
    name), `deadline_days`. No row where the catalogue lacks it."""
    offer = tables["catalogue"].filter(ibis._.service.isin(filters.selected("service")))
    own = offer.select(
        "service", "deadline_days", name=named(offer, filters.language),
        department=named(offer, filters.language, "department"),
    )  # fmt: skip
    rows = counts(tables, filters, ("requests",), grain="day")
    seen = rows.aggregate(n=rows.requests.sum().fill_null(0), first_on=rows.day.min(), last_on=rows.day.max())
    placed = counts(tables, filters, ("requests",), ("area_1",))
    placed = placed.filter(placed.area_1.notnull())
    by_area = placed.group_by("area_1").aggregate(requests=placed.requests.sum())
    most = by_area.order_by(by_area.requests.desc(), "area_1").limit(1)
    areas = tables["areas"]
    where = most.inner_join(areas.select("area_id", area=named(areas, filters.language)), most.area_1 == areas.area_id)
    told = own.cross_join(seen).left_join(where.select("area_id", "area"), ibis.literal(True))
    return told.select("service", "name", "n", "first_on", "last_on", "area_id", "area", "department", "deadline_days")


@question(identity("stage"), value("requests"), detail("of_started_share", "share"))
def funnel(tables: Tables, filters: Filters) -> ir.Table:
    """From started to what became of it: `stage`, `requests`, `of_started_share`.

    Stages: started, completed, abandoned, rejected, pending (open, or closed with an unknown outcome).
    """
    rows = counts(tables, filters, ("completed", "abandoned", "rejected"))
    sums = rows.aggregate(**{
        name: rows[name].sum().fill_null(0) for name in ("requests", "completed", "abandoned", "rejected")
    })  # fmt: skip
    ended = sums.completed + sums.abandoned + sums.rejected
    stages = {
        "started": sums.requests, "completed": sums.completed, "abandoned": sums.abandoned,
        "rejected": sums.rejected, "pending": sums.requests - ended,
    }  # fmt: skip
    lines = [
        sums.select(
            place=ibis.literal(place), stage=ibis.literal(stage), requests=value.cast("int64"),
            of_started_share=share(value, sums.requests),
        )
        for place, (stage, value) in enumerate(stages.items())
    ]  # fmt: skip
    every = ibis.union(*lines)
    return every.filter(every.requests > 0).order_by("place").select("stage", "requests", "of_started_share")


@question(time("hour"), value("requests"))
def requests_by_hour(tables: Tables, filters: Filters) -> ir.Table:
    """Requests by the hour of the day in which they were made, local time: `hour`, `requests`."""
    rows = in_scope(counted(tables, filters, HOURS, ("hour",)), whenever(filters))
    found = rows.group_by("hour").aggregate(requests=rows.requests.sum())
    # An hour without any is 0, as long as there is one with some.
    hours = ibis.range(0, 24).unnest().name("hour").as_table()
    both = hours.filter(found.count().as_scalar() > 0).left_join(found, "hour")
    return both.select("hour", requests=both.requests.fill_null(0)).order_by("hour")


@question(category("hour"), category("weekday"), value("requests_per_day"))
def requests_by_weekday_and_hour(tables: Tables, filters: Filters) -> ir.Table:
    """Requests a day by hour and weekday: `hour`, `weekday` (0 Monday), `requests_per_day`.

    Of all such weekdays of the view, those without a request too: a view may have more Mondays than Sundays.
    """
    rows = in_scope(counted(tables, filters, HOURS, ("hour",), grain="day"), whenever(filters))
    found = rows.group_by("hour", weekday=rows.day.day_of_week.index()).aggregate(requests=rows.requests.sum())
    days = days_of_view(filters, tables)
    lengths = days.group_by(weekday=days.day.day_of_week.index()).aggregate(days=days.count())
    both = found.select("hour").distinct().cross_join(lengths).left_join(found, ["hour", "weekday"])
    both = both.mutate(requests_per_day=both.requests.fill_null(0) / both.days)
    return both.order_by("weekday", "hour").select("hour", "weekday", "requests_per_day")


@question(*ranking("area", value("requests"), detail("completion_rate_share", "share")))
def requests_by_district(tables: Tables, filters: Filters) -> ir.Table:
    """Requests by area of the first level, most first: `area`, `name`, `requests`, `completion_rate_share`.

    Requests without a known district are listed too.
    """
    found = requests_and_completion(tables, filters, "area_1", without="area")
    both = found.rename(area="area_1").left_join(area_names(tables, filters), "area")
    return both.order_by(both.requests.desc(), "area").select("area", "name", "requests", "completion_rate_share")


@question(*distribution("requests", "count", of="days"), Column("deadline_days", "limit", "days"), matures="closing")
def time_against_deadline(tables: Tables, filters: Filters) -> ir.Table:
    """Closed requests by days to close as a share of the deadline: `bin_start`, `bin_end` (in days), `requests`, and
    in every row `deadline_days` (None without one).

    Bins are quarters of the longest deadline among the chosen services, up to three times it; the last bin is open.
    Without a deadline, whole days.
    """
    rows = times(tables, filters)
    offer = tables["catalogue"]
    chosen = filters.selected("service")
    if chosen:
        offer = offer.filter(offer.service.isin(chosen))
    longest = offer.deadline_days.max()
    # The greatest of a missing value and a number would be the number.
    width = offer.aggregate(
        width=ibis.ifelse(longest.isnull(), 1.0, ibis.greatest(longest / 4, 0.25)), deadline_days=longest
    )
    days = rows.cross_join(width)
    bins = days.mutate(bin=ibis.least((days.total / days.counted.nullif(0) / days.width).floor(), 12))
    found = bins.group_by("bin", "width", "deadline_days").aggregate(requests=bins.counted.sum())
    end = ibis.ifelse(found.bin < 12, (found.bin + 1) * found.width, None)
    told = found.select("deadline_days", bin_start=found.bin * found.width, bin_end=end, requests="requests")
    return told.select("bin_start", "bin_end", "requests", "deadline_days").order_by("bin_start")
