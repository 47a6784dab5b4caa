"""The indicators of a fiscal-stress monitor: value, band, money to the next band, and what is missing."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from data.reading.filters import Filters
from data.reading.queries.fiscal.years import PERIOD, of_years
from data.reading.queries.scope import in_scope
from data.reading.question import questions_about
from data.reading.schema import detail, details, identity, value
from data.reading.tables import Tables

question = questions_about("fiscal")

#: The one indicator that is told in months; the others are shares.
MONTHS = "cash_months"


@question(
    identity("indicator"), value("ratio_share", "share"), detail("months", "count"),
    *details("grade"), detail("to_next_lcu", "lcu"), detail("next_at", "count"), detail("amount_lcu", "lcu"),
    detail("year", dimension="fiscal_year"), *details("source", "missing"),
)  # fmt: skip
def indicators(tables: Tables, filters: Filters) -> ir.Table:
    """Each indicator in its newest year in view in which it can be computed, worst grade first; else what is missing.

    `indicator`, `ratio_share` (months are in `months`), `grade` (a best to d worst; None without bands), `to_next_lcu`
    (money to the next worse band), `next_at` (where it begins), `amount_lcu`, `year`, `source` (who set the bands),
    `missing` (a column without which it cannot be computed).
    """
    rows = in_scope(tables["indicators_yearly"], filters, without=PERIOD)
    rows = in_scope(rows, of_years(filters))
    known = rows.mutate(known_year=ibis.ifelse(rows.ratio.notnull(), rows.year, rows.year - 10_000))
    newest = known.filter(known.known_year == known.known_year.max().over(ibis.window(group_by="indicator")))
    is_months = newest.indicator == MONTHS
    letters = ibis.cases(*((newest.grade == at, letter) for at, letter in enumerate("abcd")))
    return newest.select(
        "indicator", ratio_share=ibis.ifelse(is_months, ibis.null("float64"), newest.ratio),
        months=ibis.ifelse(is_months, newest.ratio, ibis.null("float64")), grade=letters,
        to_next_lcu=newest.to_next_lcu, next_at=newest.next_at, amount_lcu=newest.amount_lcu, year=newest.year,
        source=newest.source, missing=newest.missing, rank=newest.grade.fill_null(-1),
    ).order_by(ibis.desc("rank"), "indicator").drop("rank")  # fmt: skip
