"""What the module expects and what it found unusual: the forecast beside the days before it, and the anomalies."""

from __future__ import annotations

from datetime import date, timedelta

import ibis
import ibis.expr.types as ir

from data.reading.answer import NotInScopeError
from data.reading.compiled_sql import open_day
from data.reading.filters import Filters
from data.reading.queries.areas import named
from data.reading.queries.services.cubes import counts
from data.reading.queries.services.rankings import department_names
from data.reading.queries.services.requests import catalogue_names
from data.reading.question import questions_about
from data.reading.schema import detail, details, interval, name_of, time, value
from data.reading.tables import Tables

question = questions_about("services")

#: Days before the forecast that are drawn with it.
DAYS_BEFORE = 91


def _scope_of(filters: Filters) -> tuple[str, str]:
    """(scope, scope_id) of the forecast of a view; NotInScopeError where no series was forecast for it."""
    chosen = [(name, values) for name, values in filters.selections if name not in ("service", "department")]
    if chosen:
        raise NotInScopeError(chosen[0][0])
    service, department = filters.selected("service"), filters.selected("department")
    if (service and department) or len(service) > 1 or len(department) > 1:
        raise NotInScopeError("service" if service else "department")
    if filters.area is not None:
        if service or department or filters.area_level != 1:
            raise NotInScopeError("area")
        return "area", filters.area
    if service:
        return "service", service[0]
    return ("department", department[0]) if department else ("city", "city")


def _before(rows: ir.Table, last: date | None) -> ir.Table:
    """The rows of the DAYS_BEFORE days up to that one; all where there is none."""
    if last is None:
        return rows
    return rows.filter(rows.day > open_day(last - timedelta(days=DAYS_BEFORE)), rows.day <= open_day(last))


@question(
    time("day"),
    value("requests"),
    value("expected"),
    *interval("expected_low", "expected_high", "expected", "count", 80),
    current=True,
)
def requests_by_day(tables: Tables, filters: Filters) -> ir.Table:
    """The last DAYS_BEFORE days of the view and the forecast beyond the records, with its 80 % interval.

    `day`, `requests`, `expected`, `expected_low`, `expected_high`. A day on which the city was asked for something, but
    not for this, has 0. The forecast is the newest made until the last day: a city that goes on during the day has that
    of the morning. Raises NotInScopeError for a view without a series.
    """
    scope, scope_id = _scope_of(filters)
    last = filters.until or tables.last_whole_day
    rows = counts(tables, filters, ("requests",), without=("period",), grain="day")
    city = counts(tables, Filters(filters.city), ("requests",), grain="day")
    found = _before(rows, last).group_by("day").aggregate(requests=rows.requests.sum())
    days = _before(city, last).select("day").distinct().left_join(found, "day")
    none = ibis.null("float64")
    seen = days.select("day", requests=days.requests.fill_null(0).cast("float64"), expected=none, expected_low=none,
                       expected_high=none)  # fmt: skip
    told = tables["forecasts"]
    told = told.filter(told.scope == scope, told.scope_id == scope_id)
    if last is not None:
        told = told.filter(told.made_on <= open_day(last), told.day > open_day(last))
        told = told.filter(told.made_on == told.made_on.max())
    ahead = told.select("day", requests=none, expected="expected", expected_low="low80", expected_high="high80")
    return seen.union(ahead).order_by("day")


@question(
    detail("service", dimension="service"),
    name_of("name", "service"),
    *details("kind", "scope", "area", "channel", "first_day", "last_day"),
    detail("seen", "count"),
    detail("expected", "count"),
    current=True,
)
def anomalies(tables: Tables, filters: Filters) -> ir.Table:
    """Runs of unusual days, newest first: `service` (None of other scopes), `name`, `kind`, `scope`, `area`, ...

    `name` is that of the service or department, else of the area, else of the city.

    Of the chosen service, department, area and period.
    """
    found = tables["anomalies"]
    offer = catalogue_names(tables, filters).select(service_id="service", service_name="name")
    office = department_names(tables, filters).select(department_id="department", office="name")
    found = found.left_join(offer, "service_id").left_join(office, "department_id")
    for dimension, values in filters.selections:
        column = {"service": "service_id", "department": "department_id", "channel": "channel"}.get(dimension)
        if column is None:
            raise NotInScopeError(dimension)
        found = found.filter(found[column].isin(values))
    if filters.area is not None:
        found = found.filter(found.area_id == filters.area)
    if filters.since is not None:
        found = found.filter(found.last_day >= open_day(filters.since))
    if filters.until is not None:
        found = found.filter(found.first_day <= open_day(filters.until))
    areas = tables["areas"]
    placed = found.left_join(areas.select(area_id="area_id", place=named(areas, filters.language)), "area_id")
    whole = areas.filter(areas.level == 0)
    city = named(whole, filters.language).name("city").as_scalar()
    name = ibis.coalesce(placed.service_name, placed.office, placed.place, city)
    # The rest of the key: pages of the list must not overlap where days and scores are equal.
    rest = (placed.first_day, placed.kind, placed.scope, "service_id", "department_id", "channel", "area_id")
    return placed.order_by(placed.found_day.desc(), placed.score.desc(), *rest).select(
        service="service_id", name=name, kind="kind", scope="scope",
        area="place", channel="channel", first_day="first_day", last_day="last_day", seen="seen",
        expected=placed.expected.round(0),
    )  # fmt: skip
