"""Questions about alerts on food premises, from raised to re-checked, and about the cameras that raise some."""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.types as ir

from data.reading.compiled_sql import open_day
from data.reading.filters import Filters
from data.reading.queries.areas import named
from data.reading.queries.food_safety.inspections import rate_trend_of, register, trend_of
from data.reading.queries.over_time import (
    by_period,
    grain_of_view,
    period_of,
    running_sum,
    whole_in_view,
    whole_months_only,
)
from data.reading.queries.quantiles import edge_of_ratio, quantile
from data.reading.queries.scope import in_scope
from data.reading.queries.tile_totals import median_totals, share, totals, with_arrivals
from data.reading.question import questions_about
from data.reading.schema import (
    QUARTILES,
    Column,
    category,
    detail,
    distribution,
    group,
    identity,
    label,
    ranking,
    tile_total,
    tile_trend,
    value,
)
from data.reading.tables import Tables

question = questions_about("food_safety")

#: Where the buckets of data/publishing/cubes/food_safety.py begin.
RECHECK_EDGE = edge_of_ratio(1.1)

#: Widths that a bar of the days to re-check may have, and how many bars there are before the open one: a canvass that
#: comes back once or twice a year asks for wide ones, a camera's alert that is re-checked in days for narrow ones.
BIN_WIDTHS_DAYS, MOST_BINS = (1, 2, 5, 10, 20, 30, 60), 20
#: Share of the re-checks that the bars before the open one hold at least, where the widest width allows it.
SHARE_IN_BINS = 0.95


def open_on(alerts: ir.Table, day: date | None) -> ir.Table:
    """The alerts raised by the end of that day and not closed by then; without a day, those open at the end."""
    if day is None:
        return alerts.filter(alerts.closed_on.isnull())
    end = open_day(day)
    return alerts.filter((alerts.day <= end) & (alerts.closed_on.isnull() | (alerts.closed_on > end)))


@question(*tile_total("count", "alerts_open"), current=True)
def alerts_open_total(tables: Tables, filters: Filters) -> ir.Table:
    """Alerts neither closed nor found false at the end of the period, whenever they were raised, as a tile."""

    def measured(view: Filters) -> ir.Table:
        rows = open_on(in_scope(tables["alert_history"], view, without=("period",)), view.until)
        return rows.aggregate(value=rows.count(), n=rows.count())

    def arrived(view: Filters) -> ir.Table:
        rows = in_scope(tables["alert_history"], view)
        return rows.aggregate(arrived=rows.count())

    return with_arrivals(totals(tables, filters, measured, is_stock=True), tables, filters, arrived)


@question(schema=trend_of("count"), current=True)
def alerts_open_trend(tables: Tables, filters: Filters) -> ir.Table:
    """Alerts open at the end of each month (day, week): `period`, `value`; one in which none moved carries it on."""
    grain = grain_of_view(filters, tables)
    rows = in_scope(tables["alert_history"], filters, without=("period",))
    raised = rows.group_by(**{grain: period_of(rows.day, grain)}).aggregate(value=rows.count())
    closed = rows.filter(rows.closed_on.notnull())
    closed = closed.group_by(**{grain: period_of(closed.closed_on, grain)}).aggregate(value=-closed.count())
    found = running_sum(raised.union(closed), whole_in_view(filters, tables, grain), grain, "value")
    return found.order_by(grain).rename(period=grain)


@question(*tile_total("days", "days_to_recheck_median"), *QUARTILES, matures="recheck")
def days_to_recheck_total(tables: Tables, filters: Filters) -> ir.Table:
    """Median days from an alert to the visit that found it gone, of alerts raised in the period, as a tile."""
    return median_totals(tables, filters, lambda view: _rechecks(tables, view), RECHECK_EDGE)


def _rechecks(tables: Tables, view: Filters) -> ir.Table:
    rows = in_scope(tables["alert_history"], view)
    rows = rows.filter(rows.days_to_recheck.notnull())
    return rows.mutate(counted=ibis.literal(1), total=rows.days_to_recheck)


@question(schema=rate_trend_of("days"), matures="recheck")
def days_to_recheck_trend(tables: Tables, filters: Filters) -> ir.Table:
    """Median days to re-check by the month (day, week) in which the alert was raised: `period`, `value`, `n`."""
    grain = grain_of_view(filters, tables)
    rows = by_period(_rechecks(tables, whole_in_view(filters, tables, grain)), grain)
    return (
        quantile(tables, rows, RECHECK_EDGE, 0.5, by=(grain,))
        .order_by(grain)
        .select(period=grain, value="value", n="n")
    )


@question(*tile_total("share", "confirmation_share"), matures="confirmation")
def confirmation_share_total(tables: Tables, filters: Filters) -> ir.Table:
    """Share of camera and complaint alerts a person looked at that were found true, as a tile.

    Alerts of inspections are left out: a person raised them, so there is nothing to confirm.
    """

    def measured(view: Filters) -> ir.Table:
        rows = in_scope(tables["alert_history"], view)
        looked = rows.filter((rows.source != "inspection") & rows.verified.notnull())
        return looked.aggregate(value=share(looked.verified.sum(), looked.count()), n=looked.count())

    return totals(tables, filters, measured)


@question(schema=rate_trend_of("share"), matures="confirmation")
def confirmation_share_trend(tables: Tables, filters: Filters) -> ir.Table:
    """Confirmation share by the month (day, week) in which the alert was raised: `period`, `value`, `n`."""
    grain = grain_of_view(filters, tables)
    rows = by_period(in_scope(tables["alert_history"], whole_in_view(filters, tables, grain)), grain)
    looked = rows.filter((rows.source != "inspection") & rows.verified.notnull())
    found = looked.group_by(period=grain).aggregate(
        value=share(looked.verified.sum(), looked.count()), n=looked.count()
    )
    return found.order_by("period")


@question(*tile_total("share", "camera_uptime_share"))
def camera_uptime_total(tables: Tables, filters: Filters) -> ir.Table:
    """Mean share of the month in which the cameras delivered pictures, as a tile; None where there are no cameras."""

    def measured(view: Filters) -> ir.Table:
        rows = in_scope(tables["camera_months"], whole_months_only(view, tables))
        return rows.aggregate(value=rows.uptime_share.mean(), n=rows.count())

    return totals(tables, filters, measured)


@question(*tile_trend("share"))
def camera_uptime_trend(tables: Tables, filters: Filters) -> ir.Table:
    """Mean uptime of the cameras by month: `period`, `value`."""
    rows = in_scope(tables["camera_months"], whole_months_only(filters, tables))
    return rows.group_by(period="month").aggregate(value=rows.uptime_share.mean()).order_by("period")


@question(category("hazard_class"), group("state"), value("alerts"))
def alerts_by_hazard_class(tables: Tables, filters: Filters) -> ir.Table:
    """Alerts by hazard class and where they stand: `hazard_class`, `state`, `alerts`."""
    rows = in_scope(tables["alert_history"], filters, without=("hazard_class",))
    found = rows.group_by("hazard_class", "state").aggregate(alerts=rows.count())
    return found.order_by("hazard_class", "state")


@question(*ranking("hazard_class", value("alerts"), ordered=True))
def hazard_classes(tables: Tables, filters: Filters) -> ir.Table:
    """Alerts by hazard class: `hazard_class`, `name`, `alerts`."""
    rows = in_scope(tables["alert_history"], filters, without=("hazard_class",))
    found = rows.group_by("hazard_class").aggregate(alerts=rows.count())
    return found.order_by("hazard_class").mutate(name="hazard_class").select("hazard_class", "name", "alerts")


@question(*distribution("alerts", "count", of="days"), matures="recheck")
def days_to_recheck_distribution(tables: Tables, filters: Filters) -> ir.Table:
    """Re-checked alerts by days to the re-check: `bin_start`, `bin_end`, `alerts`.

    Bins are as narrow as BIN_WIDTHS_DAYS has it for SHARE_IN_BINS to lie in MOST_BINS of them; the one after is open
    (None).
    """
    rows = _rechecks(tables, filters)
    reach = rows.days_to_recheck.quantile(SHARE_IN_BINS)
    *narrow, widest = BIN_WIDTHS_DAYS
    width = ibis.cases(*((reach < MOST_BINS * each, each) for each in narrow), else_=widest)
    rows = rows.cross_join(rows.aggregate(width=width))
    bin_ = ibis.least((rows.days_to_recheck / rows.width).floor().cast("int64"), MOST_BINS)
    bins = rows.group_by(bin=bin_, width=rows.width).aggregate(alerts=rows.count())
    end = ibis.ifelse(bins.bin < MOST_BINS, (bins.bin + 1) * bins.width, None)
    return bins.select(bin_start=bins.bin * bins.width, bin_end=end, alerts=bins.alerts).order_by("bin_start")


@question(category("hazard_class"), value("alerts"), detail("new", "count"), detail("overdue", "count"), current=True)
def open_alerts_by_class(tables: Tables, filters: Filters) -> ir.Table:
    """Alerts open at the end of the period by class, most urgent first.

    Columns: `hazard_class`, `alerts`, `new` of them raised on the last day or the day before, `overdue` of them to be
    corrected by a day that is over.
    """
    rows = open_on(in_scope(tables["alert_history"], filters, without=("period",)), filters.until)
    until = filters.until or tables.last_day
    new, overdue = (
        (rows.day >= open_day(until) - ibis.interval(days=1), rows.due_on < open_day(until))
        if until
        else (ibis.literal(False), ibis.literal(False))
    )
    counts = {"new": new.fill_null(False).cast("int64").sum(), "overdue": overdue.fill_null(False).cast("int64").sum()}
    return rows.group_by("hazard_class").aggregate(alerts=rows.count(), **counts).order_by("hazard_class")


@question(
    detail("hazard_class"),
    label(),
    detail("area"),
    detail("hazard"),
    detail("raised"),
    detail("open_days", "days"),
    identity("premises"),
    Column("area_id", "place", dimension="area"),
    current=True,
)
def open_alerts(tables: Tables, filters: Filters) -> ir.Table:
    """Alerts open at the end of the period, worst first, then the longest open.

    Columns: `hazard_class`, `name` of the premises, `area`, `hazard`, `raised` (day), `open_days` (to the end of the
    period, else of the records), `premises`, `area_id`.
    """
    rows = in_scope(tables["alert_history"], filters, without=("period",))
    rows = open_on(rows, filters.until)
    until = filters.until or tables.last_day
    premises = register(tables, filters).select("premises", "name")
    areas = tables["areas"]
    named_areas = areas.select(area_1="area_id", area=named(areas, filters.language))
    told = rows.inner_join(premises, "premises").left_join(named_areas, "area_1")
    days = open_day(until).delta(told.day, unit="day") if until else ibis.null("int64")
    return told.select(
        "hazard_class", "name", "area", "hazard", raised="day", open_days=days, premises="premises", area_id="area_1"
    ).order_by("hazard_class", "raised", "premises", "hazard")
