"""Why more or fewer alerts are open or visits critical, and where alerts are overdue: the sentences of a wall."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from data.reading.compiled_sql import open_day
from data.reading.filters import Filters
from data.reading.queries.areas import area_names
from data.reading.queries.contributions import contributed, contributions
from data.reading.queries.food_safety.alerts import open_on
from data.reading.queries.scope import in_scope
from data.reading.question import questions_about
from data.reading.schema import detail, ranking, value
from data.reading.tables import Tables

question = questions_about("food_safety")


def _open(tables: Tables, view: Filters) -> ir.Table:
    return open_on(in_scope(tables["alert_history"], view, without=("period",)), view.until)


@question(*contributed("area"), current=True)
def open_alerts_change_by_area(tables: Tables, filters: Filters) -> ir.Table:
    """What areas of the first level contributed to the change of open alerts: `area`, `name`, `change`,
    `total_change`."""

    def counted(view: Filters) -> ir.Table:
        return _open(tables, view).group_by(area="area_1").aggregate(n=ibis._.count())

    return contributions(tables, filters, "area", counted, area_names(tables, filters))


@question(*contributed("area"))
def critical_visits_change_by_area(tables: Tables, filters: Filters) -> ir.Table:
    """What areas of the first level contributed to the change of visits that found a critical violation: `area`,
    `name`, `change`, `total_change`."""

    def counted(view: Filters) -> ir.Table:
        rows = in_scope(tables["visits"], view)
        return rows.group_by(area="area_1").aggregate(n=(rows.critical_count > 0).sum())

    return contributions(tables, filters, "area", counted, area_names(tables, filters))


@question(*ranking("area", value("overdue"), detail("total_overdue", "count")), current=True)
def overdue_by_area(tables: Tables, filters: Filters) -> ir.Table:
    """Open alerts that were to be corrected by a day that is over, most first: `area`, `name`, `overdue`, and
    `total_overdue` of the whole city. Areas without any are left out."""
    rows, until = _open(tables, filters), filters.until or tables.last_day
    late = rows.filter(rows.due_on < open_day(until)) if until else rows.filter(ibis.literal(False))
    by_area = late.group_by(area="area_1").aggregate(overdue=late.count())
    told = by_area.cross_join(by_area.aggregate(total_overdue=by_area.overdue.sum()))
    told = told.filter(told.area.notnull()).left_join(area_names(tables, filters), "area")
    return told.order_by(told.overdue.desc(), "area").select("area", "name", "overdue", "total_overdue")
