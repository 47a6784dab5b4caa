"""Questions about one food premises: what happened there, what is open, and what is like it."""

from __future__ import annotations

from dataclasses import replace

import ibis
import ibis.expr.types as ir

from data.reading.compiled_sql import open_day
from data.reading.filters import Filters
from data.reading.queries.areas import named, other_name
from data.reading.queries.food_safety.alerts import open_on
from data.reading.queries.food_safety.inspections import critical_share_by_area, premises_states, register
from data.reading.queries.scope import in_scope
from data.reading.question import questions_about
from data.reading.schema import about, choropleth, detail, details, identity, label, ranking, time
from data.reading.tables import Tables

question = questions_about("food_safety")

#: Premises of the same kind that are listed, the nearest first.
MOST_SIMILAR = 20
#: Kilometres of a degree of latitude.
KM_OF_DEGREE = 111.2
#: Events of an alert's life, each with the column of its day.
ALERT_EVENTS = (
    ("raised", "day"),
    ("acknowledged", "acknowledged_on"),
    ("rectified", "rectified_on"),
    ("rechecked", "rechecked_on"),
)


def _registered(tables: Tables, filters: Filters) -> ir.Table:
    """The register's row of the chosen premises, wherever it lies."""
    chosen = Filters(filters.city).with_selection("premises", filters.selected("premises"))
    return in_scope(tables["premises_register"], chosen)


@question(*ranking("premises", detail("other_name")))
def premises_names(tables: Tables, filters: Filters) -> ir.Table:
    """The register in both languages: `premises`, `name` (the reader's), `other_name` (None where there is none)."""
    told = tables["premises_register"]
    name = named(told, filters.language)
    return told.select("premises", name=name, other_name=other_name(told, name)).order_by("name", "premises")


@question(*about("premises", *details("address", "facility_type")))
def premises_about(tables: Tables, filters: Filters) -> ir.Table:
    """The premises that the view is of: `premises`, `name`, `n` visits in the view, `first_on`, `last_on`, `area_id`,
    `area`, `address`, `facility_type`. No row where the register lacks it."""
    visits = in_scope(tables["visits"], filters)
    seen = visits.aggregate(n=visits.count(), first_on=visits.day.min(), last_on=visits.day.max())
    own = _registered(tables, filters).select("premises", area_id="area_1")
    told = register(tables, filters).select("premises", "name", "address", "facility_type")
    areas = tables["areas"]
    names = areas.select("area_id", area=named(areas, filters.language))
    both = own.left_join(told, "premises").drop("premises_right").left_join(names, "area_id").cross_join(seen)
    return both.select("premises", "name", "n", "first_on", "last_on", "area_id", "area", "address", "facility_type")


@question(
    time("day", "date"),
    detail("event"),
    *details("kind", "result", "hazard_class", "hazard"),
    detail("critical_count", "count"),
)
def premises_timeline(tables: Tables, filters: Filters) -> ir.Table:
    """What happened, newest first: `day`, `event` (visited, raised, acknowledged, rectified, rechecked), then of a
    visit `kind`, `result` and `critical_count`, of an alert `hazard_class` and `hazard`."""
    nothing = ibis.null("string")
    visits = in_scope(tables["visits"], filters)
    events = visits.select(
        day="day", event=ibis.literal("visited"), kind="kind", result="result", hazard_class=nothing, hazard=nothing,
        critical_count="critical_count",
    )  # fmt: skip
    alerts = in_scope(tables["alert_history"], filters)
    for event, column in ALERT_EVENTS:
        happened = alerts.filter(alerts[column].notnull())
        events = events.union(
            happened.select(
                day=column,
                event=ibis.literal(event),
                kind=nothing,
                result=nothing,
                hazard_class="hazard_class",
                hazard="hazard",
                critical_count=ibis.null("int64"),
            )
        )
    return events.order_by(events.day.desc(), "event", "hazard")


@question(
    identity("alert_id"), *details("hazard_class", "hazard", "raised", "acknowledged_on", "rectified_on", "due_on"),
    detail("open_days", "days"), current=True,
)  # fmt: skip
def premises_open_alerts(tables: Tables, filters: Filters) -> ir.Table:
    """Alerts open at the end of the period, worst first: `alert_id`, `hazard_class`, `hazard`, `raised`,
    `acknowledged_on`, `rectified_on`, `due_on`, `open_days`."""
    rows = open_on(in_scope(tables["alert_history"], filters, without=("period",)), filters.until)
    until = filters.until or tables.last_day
    days = open_day(until).delta(rows.day, unit="day") if until else ibis.null("int64")
    return rows.select(
        "alert_id", "hazard_class", "hazard", "acknowledged_on", "rectified_on", "due_on", raised="day", open_days=days
    ).select(
        "alert_id", "hazard_class", "hazard", "raised", "acknowledged_on", "rectified_on", "due_on", "open_days"
    ).order_by("hazard_class", "raised", "alert_id")  # fmt: skip


@question(
    identity("premises"), label(), *details("address"), detail("distance_km", "count"), detail("visits", "count"),
    detail("critical", "count"), *details("last_on", "state"),
)  # fmt: skip
def similar_premises(tables: Tables, filters: Filters) -> ir.Table:
    """Premises of the same kind that were visited in the view, nearest first, MOST_SIMILAR at most.

    `premises`, `name`, `address`, `distance_km` (whole kilometres, along a plane), `visits`, `critical`, `last_on`,
    `state`.
    """
    own = _registered(tables, filters).select(own="premises", own_kind="facility_type", own_lat="lat", own_long="long")
    free = replace(filters, area=None, area_level=0).with_selection("premises", ())
    others = premises_states(tables, free).inner_join(register(tables, filters), "premises").cross_join(own)
    others = others.filter((others.premises != others.own) & (others.facility_type == others.own_kind))
    north = (others.lat - others.own_lat) * KM_OF_DEGREE
    east = (others.long - others.own_long) * KM_OF_DEGREE * (others.own_lat * 3.141592653589793 / 180).cos()
    near = others.mutate(km=(north * north + east * east).sqrt()).filter(lambda rows: rows.km.notnull())
    ordered = near.order_by("km", "premises").limit(MOST_SIMILAR)
    return ordered.select(
        "premises", "name", "address", distance_km="km", visits="inspections", critical="critical_visits",
        last_on="last_on", state="state",
    ).order_by("distance_km", "premises")  # fmt: skip


@question(*choropleth("critical_share", "share"))
def critical_share_around(tables: Tables, filters: Filters) -> ir.Table:
    """The share of all visits with a critical violation by area: the ground on which one premises is seen."""
    return critical_share_by_area(tables, filters.with_selection("premises", ()))
