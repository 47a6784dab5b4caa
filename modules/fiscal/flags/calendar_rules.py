"""Days on which payments are unusual: weekends, and the last days of the fiscal year."""

from __future__ import annotations

import duckdb

from modules.fiscal.flags.limits import Limits
from modules.fiscal.flags.payments_read import whole_years, year_end

#: Where more of a file's payments than this fall on weekends, weekends are working days there.
USUAL_WEEKEND_SHARE = 0.02
#: The last days of a fiscal year, and how many times a department's usual days they must weigh.
YEAR_END_DAYS, YEAR_END_TIMES = 14, 3
#: Of fewer payments in a year a department has no usual days.
FEWEST_PAYMENTS = 100


def weekend_payments(connection: duckdb.DuckDBPyConnection, limits: Limits) -> str:
    """Payments on a Saturday or Sunday, where hardly any are made then; one finding a payee and day.

    Not flagged: files in which weekends are usual, and days on which more than ten payees were paid (a payment run that
    was dated to a weekend).

    Strength: 0.2, and 0.3 where the amount reaches a purchase limit. Facts: payments, total.
    """
    high = min(limits.purchase_cents, default=10**18)
    return f"""
        WITH weekend AS (SELECT * FROM paid WHERE dayofweek(paid_on) IN (0, 6)),
        rare AS (SELECT (SELECT count(*) FROM weekend) <= {USUAL_WEEKEND_SHARE} * count(*) AS is_rare FROM paid),
        days AS (SELECT paid_on FROM weekend GROUP BY ALL HAVING count(DISTINCT payee_id) <= 10),
        sums AS (
            SELECT payee_key, paid_on, sum(cents) AS total, count(*) AS payments, list(no ORDER BY no) AS nos
            FROM weekend SEMI JOIN days USING (paid_on) WHERE payee_key IS NOT NULL AND cents > 0 GROUP BY ALL
        )
        SELECT nos[1]::VARCHAR AS finding, unnest(nos) AS no, CASE WHEN total >= {high} THEN 0.3 ELSE 0.2 END
               AS strength, total::HUGEINT AS stake_cents, payments::INTEGER AS payments, total::HUGEINT AS total_cents
        FROM sums, rare WHERE is_rare
    """


def year_end_rush(connection: duckdb.DuckDBPyConnection, limits: Limits) -> str:
    """A department that pays in the last two weeks of a fiscal year three times what it pays in two usual weeks.

    Not flagged: years that the file does not cover whole, departments with few payments, and where the whole city's
    last weeks are as heavy (a closing date, not a rush of one department). The proof are the ten largest payments.

    Strength: 0.2. Facts: times (as many as usual), total, days.
    """
    month = limits.fiscal_year_starts_month
    end = year_end(month)
    return f"""
        WITH dated AS (
            SELECT *, date_diff('day', paid_on, {end}) BETWEEN 1 AND {YEAR_END_DAYS} AS late
            FROM paid WHERE department IS NOT NULL AND cents > 0
        ), whole AS ({whole_years("dated", month, YEAR_END_DAYS)}
        ), yearly AS (
            SELECT department, fiscal_year, sum(cents) FILTER (late) AS late_cents, sum(cents) AS cents,
                   count(*) AS payments, count(*) FILTER (late) AS late_payments
            FROM dated SEMI JOIN whole USING (fiscal_year) GROUP BY ALL
        ), city AS (SELECT fiscal_year, sum(late_cents) / sum(cents)::DOUBLE AS share FROM yearly GROUP BY ALL),
        flagged AS (
            SELECT yearly.*, late_cents / cents::DOUBLE / ({YEAR_END_DAYS} / 365.0) AS times
            FROM yearly JOIN city USING (fiscal_year)
            WHERE payments >= {FEWEST_PAYMENTS} AND late_payments >= 10
              AND times >= {YEAR_END_TIMES} AND late_cents / cents::DOUBLE > 1.5 * city.share
        )
        SELECT department || '-' || fiscal_year AS finding, no, 0.2 AS strength, late_cents::HUGEINT AS stake_cents,
               times::DOUBLE AS share, late_cents::HUGEINT AS total_cents, late_payments::INTEGER AS payments
        FROM flagged JOIN dated USING (department, fiscal_year) WHERE late
        QUALIFY row_number() OVER (PARTITION BY department, fiscal_year ORDER BY dated.cents DESC, no) <= 10
    """
