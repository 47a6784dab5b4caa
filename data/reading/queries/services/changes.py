"""Why requests changed, and whose are late: the sentences of a wall."""

from __future__ import annotations

import ibis.expr.types as ir

from data.reading.filters import Filters
from data.reading.queries.areas import area_names
from data.reading.queries.contributions import contributed, contributions
from data.reading.queries.services.cubes import counts
from data.reading.queries.services.rankings import department_names
from data.reading.question import questions_about
from data.reading.schema import detail, ranking, value
from data.reading.tables import Tables

question = questions_about("services")


def _requests(tables: Tables, view: Filters, column: str, key: str) -> ir.Table:
    rows = counts(tables, view, ("requests",), (column,))
    return rows.group_by(**{key: rows[column]}).aggregate(n=rows.requests.sum())


@question(*contributed("area"))
def requests_change_by_area(tables: Tables, filters: Filters) -> ir.Table:
    """What areas of the first level contributed to the change of requests: `area`, `name`, `change`, `total_change`."""
    return contributions(
        tables, filters, "area", lambda view: _requests(tables, view, "area_1", "area"), area_names(tables, filters)
    )


@question(*contributed("department"))
def requests_change_by_department(tables: Tables, filters: Filters) -> ir.Table:
    """What departments contributed to it: `department`, `name`, `change`, `total_change`."""
    return contributions(
        tables, filters, "department", lambda view: _requests(tables, view, "department", "department"),
        department_names(tables, filters),
    )  # fmt: skip


@question(
    *ranking("department", value("late"), detail("total_late", "count"), detail("total_due", "count")),
    matures="closing",
)
def late_by_department(tables: Tables, filters: Filters) -> ir.Table:
    """Requests closed after their deadline, most first: `department`, `name`, `late`; of all departments `total_late`
    and `total_due` (closed with a deadline). Departments without any are left out."""
    rows = counts(tables, filters, ("closed_with_deadline", "closed_on_time"), ("department",))
    late = (rows.closed_with_deadline - rows.closed_on_time).sum()
    found = rows.group_by("department").aggregate(late=late, due=rows.closed_with_deadline.sum())
    total = found.aggregate(total_late=found.late.sum(), total_due=found.due.sum())
    told = found.cross_join(total).left_join(department_names(tables, filters), "department")
    told = told.filter(told.department.notnull() & (told.late > 0))
    return told.order_by(told.late.desc(), "department").select("department", "name", "late", "total_late", "total_due")
