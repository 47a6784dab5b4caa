"""What lies around payments and is no alert: their first digits beside Benford's law, and their concentration."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from data.reading.filters import Filters
from data.reading.queries.fiscal.paid_years import OPENS_ON, PAYMENTS
from data.reading.queries.fiscal.payments import cuts_a_month, payments_in_view
from data.reading.queries.scope import in_scope
from data.reading.question import questions_about
from data.reading.schema import Column, count, detail, identity, ranking, value
from data.reading.tables import Tables

question = questions_about("fiscal")

#: Herfindahl's index is told in points: 10,000 where one payee gets everything.
POINTS = 10_000


def _digits_by_day(tables: Tables) -> ir.Table:
    """Payments one by one with the `digit` that they begin with, as the cube of months counts them."""
    lines = tables["payment_lines"]
    lines = lines.filter(lines.amount_lcu > 0)
    digit = lines.amount_lcu.cast("string").re_extract("[1-9]", 0).cast("int64")
    return lines.mutate(digit=digit, payments=ibis.literal(1, "int64"))


@question(
    identity("digit", ordered=True), value("digit_share", "share"),
    Column("benford_share", "compared", "share", of="digit_share"), count(), detail("payments", "count"),
    detail("deviation_share", "share"), reaches=PAYMENTS, opens_on=OPENS_ON,
)  # fmt: skip
def first_digits(tables: Tables, filters: Filters) -> ir.Table:
    """With which digit payments of the view begin, refunds left out, beside Benford's law.

    `digit` 1 to 9, `digit_share`, `benford_share`, `n` payments that begin with it, `payments` all of them,
    `deviation_share` the mean absolute deviation over the nine digits (Nigrini, "Benford's Law", 2012). No row without
    payments.
    """
    rows = in_scope(_digits_by_day(tables) if cuts_a_month(tables, filters) else tables["first_digits"], filters)
    counted = rows.group_by("digit").aggregate(n=rows.payments.sum())
    digits = ibis.range(1, 10).unnest().name("digit").as_table()
    # Benford's law (1938): the share of numbers that begin with a digit.
    law = digits.mutate(benford_share=(1 + 1 / digits.digit).log10())
    told = law.left_join(counted, "digit").select("digit", "benford_share", n=counted.n.fill_null(0).cast("int64"))
    told = told.mutate(payments=told.n.sum().over(ibis.window()).cast("int64"))
    told = told.filter(told.payments > 0).mutate(digit_share=told.n / told.payments)
    apart = (told.digit_share - told.benford_share).abs().mean().over(ibis.window())
    return told.select(
        "digit", "digit_share", "benford_share", "n", "payments", deviation_share=apart
    ).order_by("digit")  # fmt: skip


@question(
    *ranking("department", value("herfindahl"), detail("payees", "count"), detail("largest_share", "share"),
             detail("amount_lcu", "lcu")),
    reaches=PAYMENTS, opens_on=OPENS_ON,
)  # fmt: skip
def concentration_by_department(tables: Tables, filters: Filters) -> ir.Table:
    """How far a department's payments of the view go to few payees: Herfindahl's index, most concentrated first.

    `department`, `name`, `herfindahl` (sum of the squared shares of its payees, in points: 10,000 is one payee),
    `payees` (n), `largest_share`, `amount_lcu`. Payees that gave back more than they got are left out.
    """
    rows = payments_in_view(tables, filters)
    rows = rows.filter(rows.department.notnull())
    paid = rows.group_by("department", "payee").aggregate(
        name=rows.department_name.max(), amount_lcu=rows.amount_lcu.sum().cast("float64")
    )
    paid = paid.filter(paid.amount_lcu > 0)
    share = paid.amount_lcu / paid.amount_lcu.sum().over(ibis.window(group_by="department"))
    shares = paid.mutate(share=share)
    grouped = shares.group_by("department").aggregate(
        name=shares.name.max(), herfindahl=((shares.share * shares.share).sum() * POINTS).round(),
        payees=shares.count(), largest_share=shares.share.max(), amount_lcu=shares.amount_lcu.sum(),
    )  # fmt: skip
    return grouped.order_by(ibis.desc("herfindahl"), "department")
