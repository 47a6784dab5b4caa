"""A department that gives most of its money to one payee."""

from __future__ import annotations

import duckdb

from modules.fiscal.flags.limits import Limits
from modules.fiscal.flags.payments_read import whole_years

#: Of fewer payments or payees a share says nothing.
FEWEST_PAYMENTS, FEWEST_PAYEES = 50, 10
#: A payee that gets half of a department's money in a year.
LARGEST_SHARE = 0.5
#: By so many days before its end the records reach the end of a year that they hold whole.
LAST_DAYS = 31


def concentrated_department(connection: duckdb.DuckDBPyConnection, limits: Limits) -> str:
    """A department's fiscal year in which one payee gets half of the money and Herfindahl's index is above its limit.

    Not flagged: years that the file does not cover whole, departments with few payments or payees, and a payee that had
    such a share the year before as well (a standing arrangement). The proof are the payee's ten largest payments of
    that year.

    Strength: 0.25, context rather than a lead. Facts: share (the payee's), total, payments.
    """
    return f"""
        WITH whole AS ({whole_years("paid", limits.fiscal_year_starts_month, LAST_DAYS)}
        ), yearly AS (
            SELECT department, fiscal_year, payee_key, sum(cents) AS cents, count(*) AS payments FROM paid
            WHERE department IS NOT NULL AND payee_key IS NOT NULL AND cents > 0 GROUP BY ALL
        ), shares AS (
            SELECT *, cents / sum(cents) OVER dept::DOUBLE AS share, count(*) OVER dept AS payees,
                   sum(payments) OVER dept AS all_payments
            FROM yearly WINDOW dept AS (PARTITION BY department, fiscal_year)
        ), indexed AS (
            SELECT *, sum(share * share) OVER (PARTITION BY department, fiscal_year) AS hhi,
                   lag(share) OVER (PARTITION BY department, payee_key ORDER BY fiscal_year) AS share_before,
                   lag(fiscal_year) OVER (PARTITION BY department, payee_key ORDER BY fiscal_year) AS year_before
            FROM shares
        ), flagged AS (
            SELECT * FROM indexed
            WHERE share >= {LARGEST_SHARE} AND hhi > {limits.concentrated_hhi} AND payees >= {FEWEST_PAYEES}
              AND fiscal_year IN (FROM whole) AND all_payments >= {FEWEST_PAYMENTS}
              AND NOT coalesce(year_before = fiscal_year - 1 AND share_before >= {LARGEST_SHARE}, false)
        )
        SELECT flagged.department || '-' || flagged.fiscal_year || '-' || flagged.payee_key AS finding, no,
               0.25 AS strength, flagged.cents::HUGEINT AS stake_cents, flagged.cents::HUGEINT AS total_cents,
               flagged.share AS share, flagged.payments::INTEGER AS payments
        FROM flagged JOIN paid USING (department, fiscal_year, payee_key) WHERE paid.cents > 0
        QUALIFY row_number() OVER (PARTITION BY finding ORDER BY paid.cents DESC, no) <= 10
    """
