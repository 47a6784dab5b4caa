"""Questions about inspections of food premises and what they found; alerts are in food_safety_alerts.py."""

from __future__ import annotations

from collections.abc import Callable

import ibis
import ibis.expr.types as ir

from data.reading.filters import Filters
from data.reading.queries.areas import choropleth_rows, named, places
from data.reading.queries.months import weeks
from data.reading.queries.over_time import (
    beside_a_year_earlier,
    by_period,
    grain_of_view,
    whole_in_view,
    with_zeros,
)
from data.reading.queries.scope import in_scope
from data.reading.queries.tile_totals import share, totals
from data.reading.question import questions_about
from data.reading.schema import (
    Schema,
    Unit,
    changes_of_week,
    choropleth,
    count,
    detail,
    details,
    group,
    identity,
    label,
    last_year,
    mapped,
    points,
    ranking,
    tile_total,
    tile_trend,
    time,
    value,
)
from data.reading.tables import Tables

question = questions_about("food_safety")

#: Kinds of premises with fewer visits than this are not ranked by a rate: with fewer, one visit moves it by over 3 %.
FEWEST_RANKED = 30
#: Results of a visit that judged the premises; the others found nobody there or nothing to judge.
JUDGED = ("pass", "pass_with_conditions", "fail")


def _with_critical(rows: ir.Table) -> ir.IntegerScalar:
    return (rows.critical_count > 0).sum()


def _critical_share(rows: ir.Table) -> ir.NumericValue:
    return share(_with_critical(rows), rows.critical_count.count())


def _fail_share(rows: ir.Table) -> ir.NumericValue:
    return share((rows.result == "fail").sum(), rows.result.isin(JUDGED).sum())


@question(*tile_total("count", "inspections"))
def inspections_total(tables: Tables, filters: Filters) -> ir.Table:
    """Number of visits, as a tile."""

    def measured(view: Filters) -> ir.Table:
        rows = in_scope(tables["visits"], view)
        return rows.aggregate(value=rows.count(), n=rows.count())

    return totals(tables, filters, measured)


def trend_of(unit: Unit) -> Callable[[Filters, Tables | None], Schema]:
    """The columns of a spark line whose grain is that of the view."""
    return lambda filters, tables: tile_trend(unit, grain_of_view(filters, tables))


def rate_trend_of(unit: Unit) -> Callable[[Filters, Tables | None], Schema]:
    """The same of a rate or a median: with the cases behind each of its values."""
    return lambda filters, tables: (*tile_trend(unit, grain_of_view(filters, tables)), count())


def _with_last_year_of(name: str, unit: Unit) -> Callable[[Filters, Tables | None], Schema]:
    """The columns of that value over time, at the view's grain, with the year before."""
    return lambda filters, tables: (
        time(grain_of_view(filters, tables)), value(name, unit), last_year(f"{name}_last_year", name, unit),
    )  # fmt: skip


@question(schema=trend_of("count"))
def inspections_trend(tables: Tables, filters: Filters) -> ir.Table:
    """Visits by month (day, week): `period`, `value`."""
    return inspections_by_month(tables, filters).select(period=grain_of_view(filters, tables), value="inspections")


def _visits_by_period(tables: Tables, filters: Filters) -> ir.Table:
    """The visits of the whole periods of the view, with a column of the name of their grain."""
    grain = grain_of_view(filters, tables)
    return by_period(in_scope(tables["visits"], whole_in_view(filters, tables, grain)), grain)


@question(schema=_with_last_year_of("inspections", "count"))
def inspections_by_month(tables: Tables, filters: Filters) -> ir.Table:
    """Visits by month (`day`, `week`): `month`, `inspections` (0 without any), `inspections_last_year`."""
    grain = grain_of_view(filters, tables)

    def measured(view: Filters) -> ir.Table:
        rows = by_period(in_scope(tables["visits"], view), grain)
        return rows.group_by(grain).aggregate(inspections=rows.count())

    return beside_a_year_earlier(tables, whole_in_view(filters, tables, grain), grain, measured, "inspections")


@question(*tile_total("count", "premises"))
def premises_total(tables: Tables, filters: Filters) -> ir.Table:
    """Number of different premises visited in the period, exact, as a tile."""

    def measured(view: Filters) -> ir.Table:
        rows = in_scope(tables["visits"], view).select("premises").distinct()
        return rows.aggregate(value=rows.count(), n=rows.count())

    return totals(tables, filters, measured)


@question(schema=trend_of("count"))
def premises_trend(tables: Tables, filters: Filters) -> ir.Table:
    """Different premises visited by month (day, week; 0 without any): `period`, `value`."""
    grain = grain_of_view(filters, tables)
    once = _visits_by_period(tables, filters).select("premises", grain).distinct()
    found = once.group_by(grain).aggregate(value=once.count())
    every = with_zeros(found, whole_in_view(filters, tables, grain), grain, "value")
    return every.order_by(grain).select(period=grain, value="value")


@question(*tile_total("share", "critical_share"))
def critical_share_total(tables: Tables, filters: Filters) -> ir.Table:
    """Share of visits that found at least one critical violation, as a tile."""

    def measured(view: Filters) -> ir.Table:
        rows = in_scope(tables["visits"], view)
        return rows.aggregate(value=_critical_share(rows), n=rows.critical_count.count())

    return totals(tables, filters, measured)


@question(
    schema=lambda filters, tables: (
        *_with_last_year_of("critical_share", "share")(filters, tables),
        count(),
        count("n_last_year", of="critical_share_last_year"),
    )
)
def critical_share_by_month(tables: Tables, filters: Filters) -> ir.Table:
    """Share of visits with a critical violation by month (`day`, `week`), and the same a year before; of `n` visits."""
    grain = grain_of_view(filters, tables)

    def measured(view: Filters) -> ir.Table:
        rows = by_period(in_scope(tables["visits"], view), grain)
        return rows.group_by(grain).aggregate(critical_share=_critical_share(rows), n=rows.critical_count.count())

    view = whole_in_view(filters, tables, grain)
    return beside_a_year_earlier(tables, view, grain, measured, "critical_share", counts=False)


@question(schema=rate_trend_of("share"))
def critical_share_trend(tables: Tables, filters: Filters) -> ir.Table:
    """Share of visits with a critical violation by month (day, week): `period`, `value`, `n`."""
    return critical_share_by_month(tables, filters).select(
        period=grain_of_view(filters, tables), value="critical_share", n="n"
    )


@question(*tile_total("share", "fail_share"))
def fail_share_total(tables: Tables, filters: Filters) -> ir.Table:
    """Share of judged visits (passed, passed with conditions or failed) that failed, as a tile."""

    def measured(view: Filters) -> ir.Table:
        rows = in_scope(tables["visits"], view)
        return rows.aggregate(value=_fail_share(rows), n=rows.result.isin(JUDGED).sum().fill_null(0))

    return totals(tables, filters, measured)


@question(schema=rate_trend_of("share"))
def fail_share_trend(tables: Tables, filters: Filters) -> ir.Table:
    """Share of judged visits that failed by month (day, week): `period`, `value`, `n`."""
    rows = _visits_by_period(tables, filters)
    found = rows.group_by(period=grain_of_view(filters, tables)).aggregate(
        value=_fail_share(rows), n=rows.result.isin(JUDGED).sum()
    )
    return found.order_by("period")


@question(schema=lambda filters, tables: (time(grain_of_view(filters, tables)), group("result"), value("inspections")))
def results_by_month(tables: Tables, filters: Filters) -> ir.Table:
    """Visits by month (`day`, `week`) and result: `month`, `result`, `inspections`."""
    grain = grain_of_view(filters, tables)
    rows = _visits_by_period(tables, filters)
    return rows.group_by(grain, "result").aggregate(inspections=rows.count()).order_by(grain, "result")


@question(*ranking("facility_type", value("fail_share", "share"), detail("inspections", "count")), fewest=FEWEST_RANKED)
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


@question(*ranking("code", value("citations"), detail("severity")))
def violations_by_code(tables: Tables, filters: Filters) -> ir.Table:
    """Critical and serious items by the number of visits that noted them: `code`, `name`, `citations`, `severity`."""
    rows = in_scope(tables["findings"], filters)
    graver = rows.filter(rows.severity.isin(("critical", "serious")))
    found = graver.group_by("code").aggregate(
        name=graver.description.max(), citations=graver.count(), severity=graver.severity.max()
    )
    return found.order_by(found.citations.desc(), "code").select("code", "name", "citations", "severity")


@question(*ranking("premises", value("critical_visits"), detail("inspections", "count"), detail("address")))
def repeat_premises(tables: Tables, filters: Filters) -> ir.Table:
    """Premises by the number of visits with a critical violation, two or more: `premises`, `name`, `critical_visits`.

    Then `inspections` and `address`; ties by visits, then id.
    """
    rows = in_scope(tables["visits"], filters, without=("premises",))
    found = rows.group_by("premises").aggregate(critical_visits=_with_critical(rows), inspections=rows.count())
    repeated = found.filter(found.critical_visits >= 2)
    both = repeated.left_join(register(tables, filters), "premises")
    ordered = both.order_by(both.critical_visits.desc(), both.inspections, "premises")
    return ordered.select("premises", "name", "critical_visits", "inspections", "address")


def register(tables: Tables, filters: Filters) -> ir.Table:
    """Every premises with its `name` and `address` in the reader's language, where they are known in it."""
    told = tables["premises_register"]
    name, address = (named(told, filters.language, word) for word in ("name", "address"))
    return told.select("premises", "facility_type", "risk_class", "lat", "long", name=name, address=address)


def premises_states(tables: Tables, filters: Filters) -> ir.Table:
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


@question(*points("premises", detail("inspections", "count"), detail("critical_visits", "count"), detail("last_on")))
def premises_points(tables: Tables, filters: Filters) -> ir.Table:
    """Premises visited in the view: `point_id`, `name`, `lat`, `long`, `state`, visits and `last_on`.

    `state` is what the last visit left: critical, fail, conditions, pass or other. No coordinates, no point.
    """
    found = premises_states(tables, filters).inner_join(register(tables, filters), "premises")
    placed = found.filter(found.lat.notnull() & found.long.notnull())
    ordered = placed.order_by(placed.critical_visits.desc(), "premises")
    return ordered.select(
        point_id="premises", name="name", lat="lat", long="long", state="state", inspections="inspections",
        critical_visits="critical_visits", last_on="last_on",
    )  # fmt: skip


@question(
    identity("premises"),
    label(),
    *details("address", "facility_type", "risk_class"),
    detail("visits", "count", measure="inspections"),
    detail("critical", "count"),
    *details("last_on", "state"),
)
def premises(tables: Tables, filters: Filters) -> ir.Table:
    """Premises visited in the view, most critical visits first.

    `premises`, `name`, `address`, `facility_type`, `risk_class`, `visits`, `critical` (those of them with a critical
    violation), `last_on`, `state`.
    """
    found = premises_states(tables, filters).inner_join(register(tables, filters), "premises")
    ordered = found.order_by(found.critical_visits.desc(), found.last_on.desc(), "premises")
    return ordered.select(
        "premises", "name", "address", "facility_type", "risk_class", visits="inspections", critical="critical_visits",
        last_on="last_on", state="state",
    )  # fmt: skip


@question(
    identity("inspection_id"),
    detail("inspected_on"),
    label(),
    *details("kind", "result"),
    *(detail(name, "count") for name in ("critical_count", "serious_count", "minor_count")),
)
def inspections(tables: Tables, filters: Filters) -> ir.Table:
    """Visits, newest first.

    `inspection_id`, `inspected_on`, `name`, `kind`, `result`, `critical_count`, `serious_count`, `minor_count`.
    """
    rows = in_scope(tables["visits"], filters)
    told = rows.left_join(register(tables, filters).select("premises", "name"), "premises")
    ordered = told.order_by(told.day.desc(), told.inspection_id.desc())
    return ordered.select(
        "inspection_id", inspected_on="day", name="name", kind="kind", result="result",
        critical_count="critical_count", serious_count="serious_count", minor_count="minor_count",
    )  # fmt: skip


@question(*choropleth("critical_share", "share", counts="inspections"))
def critical_share_by_area(tables: Tables, filters: Filters) -> ir.Table:
    """Share of visits with a critical violation by area: `critical_share`; `n` counts visits."""
    return choropleth_rows(
        tables, filters, tables["visits"], "critical_share",
        lambda rows, column: rows.group_by(column).aggregate(
            n=rows.critical_count.count(), value=_critical_share(rows)
        ),
    )  # fmt: skip


@question(*choropleth("fail_share", "share"))
def fail_share_by_area(tables: Tables, filters: Filters) -> ir.Table:
    """Share of judged visits that failed by area: `area_id`, `name`, `fail_share`, ...; `n` counts judged visits."""
    return choropleth_rows(
        tables, filters, tables["visits"], "fail_share",
        lambda rows, column: rows.group_by(column).aggregate(
            n=rows.result.isin(JUDGED).sum(), value=_fail_share(rows)
        ),
    )  # fmt: skip


def _per_100_premises(rows: ir.Table, column: str, visits: ir.IntegerScalar) -> ir.Table:
    once = rows.select(column, "premises").distinct().group_by(column).aggregate(n=lambda kept: kept.count())
    counted = rows.group_by(column).aggregate(visits=visits)
    return once.inner_join(counted, column).select(column, "n", value=lambda both: share(both.visits, both.n) * 100)


@question(*choropleth("critical_per_100", "per_100"))
def critical_per_100_by_area(tables: Tables, filters: Filters) -> ir.Table:
    """Visits with a critical violation per 100 premises visited, by area: `critical_per_100`; `n` counts premises."""
    return choropleth_rows(
        tables, filters, tables["visits"], "critical_per_100",
        lambda rows, column: _per_100_premises(rows, column, _with_critical(rows)),
    )  # fmt: skip


@question(*choropleth("inspections_per_100", "per_100"))
def inspections_per_100_by_area(tables: Tables, filters: Filters) -> ir.Table:
    """Visits per 100 premises visited, by area: `inspections_per_100`; `n` counts premises."""
    return choropleth_rows(
        tables, filters, tables["visits"], "inspections_per_100",
        lambda rows, column: _per_100_premises(rows, column, rows.count()),
    )  # fmt: skip


@question(*mapped("inspections"))
def inspection_places(tables: Tables, filters: Filters) -> ir.Table:
    """Visits that the map shows or cannot place: `mapped`, `unmatched`, `total`."""
    return places(tables, filters, tables["visits"], lambda rows: rows.count())


@question(*changes_of_week(), current=True)
def changes(tables: Tables, filters: Filters) -> ir.Table:
    """What the last seven days of the view brought beside the seven before: `what`, `last_week`, `week_before`."""
    visits = in_scope(tables["visits"], filters, without=("period",))
    alerts = in_scope(tables["alert_history"], filters, without=("period",))
    until = filters.until or tables.last_whole_day
    return ibis.union(
        weeks(visits, "inspections", until),
        weeks(visits.filter(visits.critical_count > 0), "critical", until),
        weeks(alerts, "alerts", until),
        weeks(alerts, "alerts_closed", until, day="closed_on"),
    )
