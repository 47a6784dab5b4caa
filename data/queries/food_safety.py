"""Questions about inspections of food premises, what they found, and the alerts that follow."""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.types as ir

from data.filters import Filters
from data.queries.scope import in_scope
from data.queries.shapes import (
    finished,
    month_of,
    monthly,
    named,
    places,
    quantile,
    shaded,
    share,
    totals,
    weeks,
    with_last_year,
)
from data.tables import Tables

#: Kinds of premises with fewer visits than this are not ranked by a rate: with fewer, one visit moves it by over 3 %.
FEWEST_RANKED = 30
#: Width of a bar of the days to re-check: two months, for a canvass comes back once or twice a year.
BIN_DAYS = 60
#: Rows of a table and points of the map at once.
MOST_ROWS = 2000
#: Results of a visit that judged the premises; the others found nobody there or nothing to judge.
JUDGED = ("pass", "pass_with_conditions", "fail")


def _with_critical(rows: ir.Table) -> ir.IntegerScalar:
    return (rows.critical_count > 0).sum()


def _critical_share(rows: ir.Table) -> ir.NumericValue:
    return share(_with_critical(rows), rows.count())


def _fail_share(rows: ir.Table) -> ir.NumericValue:
    return share((rows.result == "fail").sum(), rows.result.isin(JUDGED).sum())


def inspections_total(tables: Tables, filters: Filters) -> ir.Table:
    """Number of visits, as a tile."""

    def measured(view: Filters) -> ir.Table:
        rows = in_scope(tables["visits"], view)
        return rows.aggregate(value=rows.count(), n=rows.count())

    return totals(tables, filters, measured)


def inspections_trend(tables: Tables, filters: Filters) -> ir.Table:
    """Visits by month: `period`, `value`."""
    return inspections_by_month(tables, filters).select(period="month", value="inspections")


def inspections_by_month(tables: Tables, filters: Filters) -> ir.Table:
    """Visits by month: `month`, `inspections`, `inspections_last_year`."""
    rows = in_scope(tables["visits"], filters, without=("period",))
    return with_last_year(finished(monthly(rows, inspections=rows.count()), tables), filters, "inspections")


def premises_total(tables: Tables, filters: Filters) -> ir.Table:
    """Number of different premises visited in the period, exact, as a tile."""

    def measured(view: Filters) -> ir.Table:
        rows = in_scope(tables["visits"], view).select("premises").distinct()
        return rows.aggregate(value=rows.count(), n=rows.count())

    return totals(tables, filters, measured)


def premises_trend(tables: Tables, filters: Filters) -> ir.Table:
    """Different premises visited by month: `period`, `value`."""
    rows = in_scope(tables["visits"], filters)
    once = rows.select("premises", month=month_of(rows.day)).distinct()
    months = once.group_by("month").aggregate(value=once.count())
    return finished(months, tables).order_by("month").select(period="month", value="value")


def critical_share_total(tables: Tables, filters: Filters) -> ir.Table:
    """Share of visits that found at least one critical violation, as a tile."""

    def measured(view: Filters) -> ir.Table:
        rows = in_scope(tables["visits"], view)
        return rows.aggregate(value=_critical_share(rows), n=rows.count())

    return totals(tables, filters, measured)


def critical_share_by_month(tables: Tables, filters: Filters) -> ir.Table:
    """Share of visits with a critical violation by month: `month`, `critical_share`, `critical_share_last_year`."""
    rows = in_scope(tables["visits"], filters, without=("period",))
    return with_last_year(
        finished(monthly(rows, critical_share=_critical_share(rows)), tables), filters, "critical_share"
    )


def critical_share_trend(tables: Tables, filters: Filters) -> ir.Table:
    """Share of visits with a critical violation by month: `period`, `value`."""
    return critical_share_by_month(tables, filters).select(period="month", value="critical_share")


def fail_share_total(tables: Tables, filters: Filters) -> ir.Table:
    """Share of judged visits (passed, passed with conditions or failed) that failed, as a tile."""

    def measured(view: Filters) -> ir.Table:
        rows = in_scope(tables["visits"], view)
        return rows.aggregate(value=_fail_share(rows), n=rows.result.isin(JUDGED).sum().fill_null(0))

    return totals(tables, filters, measured)


def fail_share_trend(tables: Tables, filters: Filters) -> ir.Table:
    """Share of judged visits that failed by month: `period`, `value`."""
    rows = in_scope(tables["visits"], filters)
    return finished(monthly(rows, value=_fail_share(rows)), tables).select(period="month", value="value")


def _open_on(alerts: ir.Table, day: date | None) -> ir.Table:
    """The alerts raised by the end of that day and not closed by then; without a day, those open at the end."""
    if day is None:
        return alerts.filter(alerts.closed_on.isnull())
    return alerts.filter((alerts.day <= day) & (alerts.closed_on.isnull() | (alerts.closed_on > day)))


def alerts_open_total(tables: Tables, filters: Filters) -> ir.Table:
    """Alerts neither closed nor found false at the end of the period, whenever they were raised, as a tile."""

    def measured(view: Filters) -> ir.Table:
        rows = _open_on(in_scope(tables["alert_history"], view, without=("period",)), view.until)
        return rows.aggregate(value=rows.count(), n=rows.count())

    return totals(tables, filters, measured)


def alerts_open_trend(tables: Tables, filters: Filters) -> ir.Table:
    """Alerts open at the end of each month: `period`, `value`; a month in which none was raised or closed is absent."""
    rows = in_scope(tables["alert_history"], filters, without=("period",))
    raised = rows.group_by(month=month_of(rows.day)).aggregate(moved=rows.count())
    closed = rows.filter(rows.closed_on.notnull())
    closed = closed.group_by(month=month_of(closed.closed_on)).aggregate(moved=-closed.count())
    moves = raised.union(closed).group_by("month").aggregate(moved=lambda both: both.moved.sum())
    upwards = ibis.window(order_by="month", preceding=None, following=0)
    months = moves.select("month", value=moves.moved.sum().over(upwards))
    from_view = Filters(filters.city, filters.since, filters.until)
    return in_scope(finished(months, tables), from_view).order_by("month").select(period="month", value="value")


def days_to_recheck_total(tables: Tables, filters: Filters) -> ir.Table:
    """Median days from an alert to the visit that found it gone, of alerts raised in the period, as a tile."""
    return totals(tables, filters, lambda view: quantile(_rechecks(tables, view), 0.5))


def _rechecks(tables: Tables, view: Filters) -> ir.Table:
    rows = in_scope(tables["alert_history"], view)
    rows = rows.filter(rows.days_to_recheck.notnull())
    return rows.mutate(counted=ibis.literal(1), total=rows.days_to_recheck)


def days_to_recheck_trend(tables: Tables, filters: Filters) -> ir.Table:
    """Median days to re-check by the month in which the alert was raised: `period`, `value`."""
    rows = _rechecks(tables, filters)
    months = quantile(rows.mutate(month=month_of(rows.day)), 0.5, by=("month",))
    return months.order_by("month").select(period="month", value="value")


def confirmation_share_total(tables: Tables, filters: Filters) -> ir.Table:
    """Share of camera and complaint alerts a person looked at that were found true, as a tile.

    Alerts of inspections are left out: a person raised them, so there is nothing to confirm.
    """

    def measured(view: Filters) -> ir.Table:
        rows = in_scope(tables["alert_history"], view)
        looked = rows.filter((rows.source != "inspection") & rows.verified.notnull())
        return looked.aggregate(value=share(looked.verified.sum(), looked.count()), n=looked.count())

    return totals(tables, filters, measured)


def confirmation_share_trend(tables: Tables, filters: Filters) -> ir.Table:
    """Confirmation share by the month in which the alert was raised: `period`, `value`."""
    rows = in_scope(tables["alert_history"], filters)
    looked = rows.filter((rows.source != "inspection") & rows.verified.notnull())
    months = monthly(looked, value=share(looked.verified.sum(), looked.count()))
    return finished(months, tables).select(period="month", value="value")


def camera_uptime_total(tables: Tables, filters: Filters) -> ir.Table:
    """Mean share of the month in which the cameras delivered pictures, as a tile; None where there are no cameras."""

    def measured(view: Filters) -> ir.Table:
        rows = in_scope(tables["camera_months"], view)
        return rows.aggregate(value=rows.uptime_share.mean(), n=rows.count())

    return totals(tables, filters, measured)


def camera_uptime_trend(tables: Tables, filters: Filters) -> ir.Table:
    """Mean uptime of the cameras by month: `period`, `value`."""
    rows = in_scope(tables["camera_months"], filters)
    return rows.group_by(period="month").aggregate(value=rows.uptime_share.mean()).order_by("period")


def results_by_month(tables: Tables, filters: Filters) -> ir.Table:
    """Visits by month and result: `month`, `result`, `inspections`."""
    rows = in_scope(tables["visits"], filters)
    months = rows.group_by("result", month=month_of(rows.day)).aggregate(inspections=rows.count())
    return finished(months, tables).select("month", "result", "inspections").order_by("month", "result")


def results(tables: Tables, filters: Filters) -> ir.Table:
    """Visits by result, most first: `result`, `name`, `inspections`."""
    return _listed(tables, filters, "result")


def facility_types(tables: Tables, filters: Filters) -> ir.Table:
    """Visits by kind of premises, most first: `facility_type`, `name`, `inspections`; without those of no kind."""
    return _listed(tables, filters, "facility_type")


def risk_classes(tables: Tables, filters: Filters) -> ir.Table:
    """Visits by risk class, most first: `risk_class`, `name`, `inspections`; those not classed are left out."""
    return _listed(tables, filters, "risk_class")


def _listed(tables: Tables, filters: Filters, dimension: str) -> ir.Table:
    rows = in_scope(tables["visits"], filters, without=(dimension,))
    found = rows.filter(rows[dimension].notnull()).group_by(dimension).aggregate(inspections=lambda kept: kept.count())
    ordered = found.order_by(found.inspections.desc(), dimension)
    return ordered.mutate(name=dimension).select(dimension, "name", "inspections")


def fail_share_by_facility_type(tables: Tables, filters: Filters) -> ir.Table:
    """Share of judged visits that failed, highest first: `facility_type`, `name`, `fail_share`, `inspections`.

    Kinds with fewer than FEWEST_RANKED visits in the view are left out, and visits whose premises have no kind.
    """
    rows = in_scope(tables["visits"], filters, without=("facility_type",))
    rows = rows.filter(rows.facility_type.notnull())
    found = rows.group_by("facility_type").aggregate(fail_share=_fail_share(rows), inspections=rows.count())
    found = found.filter(found.inspections >= FEWEST_RANKED)
    ordered = found.order_by(found.fail_share.desc(nulls_first=False), "facility_type")
    return ordered.mutate(name="facility_type").select("facility_type", "name", "fail_share", "inspections")


def violations_by_code(tables: Tables, filters: Filters) -> ir.Table:
    """Critical and serious items by the number of visits that noted them: `code`, `name`, `inspections`, `severity`."""
    rows = in_scope(tables["findings"], filters)
    graver = rows.filter(rows.severity.isin(("critical", "serious")))
    found = graver.group_by("code").aggregate(
        name=graver.description.max(), inspections=graver.count(), severity=graver.severity.max()
    )
    return found.order_by(found.inspections.desc(), "code").select("code", "name", "inspections", "severity")


def alerts_by_hazard_class(tables: Tables, filters: Filters) -> ir.Table:
    """Alerts by hazard class and where they stand: `hazard_class`, `state`, `alerts`."""
    rows = in_scope(tables["alert_history"], filters, without=("hazard_class",))
    found = rows.group_by("hazard_class", "state").aggregate(alerts=rows.count())
    return found.order_by("hazard_class", "state")


def hazard_classes(tables: Tables, filters: Filters) -> ir.Table:
    """Alerts by hazard class: `hazard_class`, `name`, `alerts`."""
    rows = in_scope(tables["alert_history"], filters, without=("hazard_class",))
    found = rows.group_by("hazard_class").aggregate(alerts=rows.count())
    return found.order_by("hazard_class").mutate(name="hazard_class").select("hazard_class", "name", "alerts")


def days_to_recheck_distribution(tables: Tables, filters: Filters) -> ir.Table:
    """Re-checked alerts by days to the re-check in bins of BIN_DAYS: `bin_start`, `bin_end`, `alerts`."""
    rows = _rechecks(tables, filters)
    bins = rows.group_by(bin_start=(rows.days_to_recheck / BIN_DAYS).floor().cast("int64") * BIN_DAYS).aggregate(
        alerts=rows.count()
    )
    return bins.select("bin_start", bin_end=bins.bin_start + BIN_DAYS, alerts=bins.alerts).order_by("bin_start")


def repeat_premises(tables: Tables, filters: Filters) -> ir.Table:
    """Premises by the number of visits with a critical violation, two or more: `premises`, `name`, `critical_visits`.

    Then `inspections` and `address`. At most MOST_ROWS; ties by visits, then id.
    """
    rows = in_scope(tables["visits"], filters, without=("premises",))
    found = rows.group_by("premises").aggregate(critical_visits=_with_critical(rows), inspections=rows.count())
    repeated = found.filter(found.critical_visits >= 2)
    both = repeated.left_join(tables["premises_register"], "premises")
    ordered = both.order_by(both.critical_visits.desc(), both.inspections, "premises").limit(MOST_ROWS)
    return ordered.select("premises", "name", "critical_visits", "inspections", "address")


def _states(tables: Tables, filters: Filters) -> ir.Table:
    """One row a premises visited in the view: visits, `last_on` and the `state` that its last visit left."""
    rows = in_scope(tables["visits"], filters)
    last = rows.group_by("premises").aggregate(
        last_on=rows.day.max(),
        last_result=rows.result.argmax(rows.day),
        last_critical=rows.critical_count.argmax(rows.day),
        inspections=rows.count(),
        critical_visits=_with_critical(rows),
    )
    state = ibis.cases(
        (last.last_critical > 0, "critical"),
        (last.last_result == "fail", "fail"),
        (last.last_result == "pass_with_conditions", "conditions"),
        (last.last_result == "pass", "pass"),
        else_="other",
    )
    return last.mutate(state=state)


def premises_points(tables: Tables, filters: Filters) -> ir.Table:
    """Premises visited in the view: `point_id`, `name`, `lat`, `long`, `state`, visits and `last_on`.

    `state` is what the last visit left: critical, fail, conditions, pass or other. No coordinates, no point.
    """
    found = _states(tables, filters).inner_join(tables["premises_register"], "premises")
    placed = found.filter(found.lat.notnull() & found.long.notnull())
    ordered = placed.order_by(placed.critical_visits.desc(), "premises").limit(MOST_ROWS)
    return ordered.select(
        point_id="premises", name="name", lat="lat", long="long", state="state", inspections="inspections",
        critical_visits="critical_visits", last_on="last_on",
    )  # fmt: skip


def premises(tables: Tables, filters: Filters) -> ir.Table:
    """Premises visited in the view, most critical visits first; at most MOST_ROWS.

    `premises`, `name`, `address`, `facility_type`, `risk_class`, `visits`, `critical` (those of them with a critical
    violation), `last_on`, `state`.
    """
    found = _states(tables, filters).inner_join(tables["premises_register"], "premises")
    ordered = found.order_by(found.critical_visits.desc(), found.last_on.desc(), "premises").limit(MOST_ROWS)
    return ordered.select(
        "premises", "name", "address", "facility_type", "risk_class", visits="inspections", critical="critical_visits",
        last_on="last_on", state="state",
    )  # fmt: skip


def inspections(tables: Tables, filters: Filters) -> ir.Table:
    """The newest visits; at most MOST_ROWS.

    `inspection_id`, `inspected_on`, `name`, `kind`, `result`, `critical_count`, `serious_count`, `minor_count`.
    """
    rows = in_scope(tables["visits"], filters)
    newest = rows.order_by(rows.day.desc(), rows.inspection_id.desc()).limit(MOST_ROWS)
    return newest.select(
        "inspection_id", inspected_on="day", name="premises_name", kind="kind", result="result",
        critical_count="critical_count", serious_count="serious_count", minor_count="minor_count",
    )  # fmt: skip


def critical_share_by_area(tables: Tables, filters: Filters) -> ir.Table:
    """Share of visits with a critical violation by area: `critical_share`; `n` counts visits."""
    return shaded(
        tables, filters, tables["visits"], "critical_share",
        lambda rows, column: rows.group_by(column).aggregate(n=rows.count(), value=_critical_share(rows)),
    )  # fmt: skip


def fail_share_by_area(tables: Tables, filters: Filters) -> ir.Table:
    """Share of judged visits that failed by area: `area_id`, `name`, `fail_share`, ...; `n` counts visits."""
    return shaded(
        tables, filters, tables["visits"], "fail_share",
        lambda rows, column: rows.group_by(column).aggregate(n=rows.count(), value=_fail_share(rows)),
    )  # fmt: skip


def _per_100_premises(rows: ir.Table, column: str, visits: ir.IntegerScalar) -> ir.Table:
    once = rows.select(column, "premises").distinct().group_by(column).aggregate(n=lambda kept: kept.count())
    counted = rows.group_by(column).aggregate(visits=visits)
    return once.inner_join(counted, column).select(column, "n", value=lambda both: share(both.visits, both.n) * 100)


def critical_per_100_by_area(tables: Tables, filters: Filters) -> ir.Table:
    """Visits with a critical violation per 100 premises visited, by area: `critical_per_100`; `n` counts premises."""
    return shaded(
        tables, filters, tables["visits"], "critical_per_100",
        lambda rows, column: _per_100_premises(rows, column, _with_critical(rows)),
    )  # fmt: skip


def inspections_per_100_by_area(tables: Tables, filters: Filters) -> ir.Table:
    """Visits per 100 premises visited, by area: `inspections_per_100`; `n` counts premises."""
    return shaded(
        tables, filters, tables["visits"], "inspections_per_100",
        lambda rows, column: _per_100_premises(rows, column, rows.count()),
    )  # fmt: skip


def inspection_places(tables: Tables, filters: Filters) -> ir.Table:
    """Visits that the map shows, cannot place or suppresses: `mapped`, `unmatched`, `suppressed`, `total`."""
    return places(tables, filters, tables["visits"], lambda rows: rows.count())


def open_alerts(tables: Tables, filters: Filters) -> ir.Table:
    """Alerts open at the end of the period, worst first, then the longest open.

    Columns: `hazard_class`, `name` of the premises, `area`, `hazard`, `raised` (day), `open_days` (to the end of the
    period, else of the records), `premises`.
    """
    rows = in_scope(tables["alert_history"], filters, without=("period",))
    rows = _open_on(rows, filters.until)
    until = filters.until or tables.last_day
    register = tables["premises_register"].select("premises", "name")
    areas = tables["areas"]
    named_areas = areas.select(area_1="area_id", area=named(areas, filters.language))
    told = rows.inner_join(register, "premises").left_join(named_areas, "area_1")
    days = ibis.literal(until, type="date").delta(told.day, unit="day") if until else ibis.null("int64")
    return (
        told.select("hazard_class", "name", "area", "hazard", raised="day", open_days=days, premises="premises")
        .order_by("hazard_class", "raised", "premises", "hazard")
        .limit(MOST_ROWS)
    )


def changes(tables: Tables, filters: Filters) -> ir.Table:
    """What the last seven days of the view brought beside the seven before: `what`, `last_week`, `week_before`."""
    visits = in_scope(tables["visits"], filters, without=("period",))
    alerts = in_scope(tables["alert_history"], filters, without=("period",))
    until = filters.until or tables.last_day
    return ibis.union(
        weeks(visits, "inspections", until),
        weeks(visits.filter(visits.critical_count > 0), "critical", until),
        weeks(alerts, "alerts", until),
        weeks(alerts, "alerts_closed", until, day="closed_on"),
    )
