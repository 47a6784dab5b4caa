"""Which department is furthest behind the calendar: a sentence of a wall."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from data.reading.filters import Filters
from data.reading.queries.scope import in_scope
from data.reading.queries.tile_totals import share
from data.reading.question import questions_about
from data.reading.schema import detail, details, ranking, value
from data.reading.tables import Tables

question = questions_about("fiscal")


@question(
    *ranking("department", value("behind_lcu", "lcu"), detail("executed_share", "share"),
             detail("year_gone_share", "share"), *details("month")),
)  # fmt: skip
def behind_by_department(tables: Tables, filters: Filters) -> ir.Table:
    """Money that a department would have spent by the newest month in view had it kept pace with the year, the most
    first: `department`, `name`, `behind_lcu`, `executed_share`, `year_gone_share`, `month`.

    Those ahead of it are left out.
    """
    table = in_scope(tables["executions_monthly"], filters)
    newest = table.filter(table.month == table.month.max())
    told = newest.select(
        "department", "month", "year_gone_share", name="department_name",
        behind_lcu=newest.budget_lcu * newest.year_gone_share - newest.spent_to_date_lcu,
        executed_share=share(newest.spent_to_date_lcu, newest.budget_lcu),
    )  # fmt: skip
    told = told.filter(told.behind_lcu > 0).order_by(ibis.desc("behind_lcu"), "department")
    return told.select("department", "name", "behind_lcu", "executed_share", "year_gone_share", "month")
