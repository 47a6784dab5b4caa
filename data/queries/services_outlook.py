"""What the module expects and what it found unusual: the forecast beside the days before it, and the anomalies."""

from __future__ import annotations

from datetime import timedelta

import ibis
import ibis.expr.types as ir

from data.answer import NotInScopeError
from data.filters import Filters
from data.queries.services import services
from data.queries.services_cubes import counts
from data.queries.services_ranked import departments
from data.statements import open_day
from data.tables import Tables

#: Days before the forecast that are drawn with it.
DAYS_BEFORE = 91
#: Anomalies that are listed, newest first.
MOST_ANOMALIES = 200


def _scope_of(filters: Filters) -> tuple[str, str]:
    """(scope, scope_id) of the forecast of a view; NotInScopeError where no series was forecast for it."""
    chosen = [(name, values) for name, values in filters.selections if name not in ("service", "department")]
    if chosen:
        raise NotInScopeError(chosen[0][0])
    service, department = filters.selected("service"), filters.selected("department")
    named = [("service", *service), ("department", *department)] if service and department else []
    if named or len(service) > 1 or len(department) > 1:
        raise NotInScopeError("service" if service else "department")
    if filters.area is not None:
        if service or department or filters.area_level != 1:
            raise NotInScopeError("area")
        return "area", filters.area
    if service:
        return "service", service[0]
    return ("department", department[0]) if department else ("city", "city")


def requests_by_day(tables: Tables, filters: Filters) -> ir.Table:
    """The last DAYS_BEFORE days of the view and the forecast beyond the records, with its 80 % interval.

    `day`, `requests`, `expected`, `expected_low`, `expected_high`. Raises NotInScopeError for a view without a series.
    """
    scope, scope_id = _scope_of(filters)
    rows = counts(tables, filters, without=("period",), daily=True)
    last = filters.until or tables.last_day
    if last is not None:
        rows = rows.filter(rows.day > open_day(last - timedelta(days=DAYS_BEFORE)), rows.day <= open_day(last))
    seen = rows.group_by("day").aggregate(requests=rows.requests.sum())
    none = ibis.null("float64")
    seen = seen.select("day", requests=seen.requests.cast("float64"), expected=none, expected_low=none,
                       expected_high=none)  # fmt: skip
    told = tables["forecasts"]
    told = told.filter(told.scope == scope, told.scope_id == scope_id)
    if last is not None:
        told = told.filter(told.made_on == open_day(last))
    ahead = told.select("day", requests=none, expected="expected", expected_low="low80", expected_high="high80")
    return seen.union(ahead).order_by("day")


def anomalies(tables: Tables, filters: Filters) -> ir.Table:
    """Runs of unusual days, newest first: `kind`, `scope`, `name`, `first_day`, `last_day`, `expected`, `seen`, ...

    Of the chosen service, department, area and period; MOST_ANOMALIES at most.
    """
    found = tables["anomalies"]
    named = services(tables, filters).select(service_id="service", service_name="name")
    office = departments(tables, filters).group_by(department_id="department").aggregate(office=ibis._.name.min())
    found = found.left_join(named, "service_id").left_join(office, "department_id")
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
    newest = found.order_by(found.found_day.desc(), found.score.desc()).limit(MOST_ANOMALIES)
    return newest.select(
        "kind", "scope", "first_day", "last_day", "seen", expected=newest.expected.round(0),
        name=ibis.coalesce(newest.service_name, newest.office), channel="channel", area="area_id",
    )  # fmt: skip
