"""A payee that was never paid before and begins with a large amount."""

from __future__ import annotations

import duckdb

from modules.fiscal.flags.limits import Limits

#: A payee can be called new only after the file has gone on for so long: everybody is new on its first days.
KNOWN_AFTER_DAYS = 365
#: Of fewer first payments no share can be told.
FEWEST_FIRST_PAYMENTS = 100


def new_payee_large_first_payment(connection: duckdb.DuckDBPyConnection, limits: Limits) -> str:
    """A first payment that is larger than `large_share` of all first payments after the file's first year.

    Not flagged: payees of the file's first year, and files with too few first payments to tell what is large. It is a
    weak lead: programmes begin and large suppliers are new once.

    Strength: 0.2, and up to 0.35 where nothing followed for a year. Facts: total, limit (what is large here).
    """
    return f"""
        WITH firsts AS (
            SELECT payee_key, arg_min(no, no) AS no, arg_min(cents, no) AS cents, min(paid_on) AS since,
                   count(*) AS payments
            FROM paid WHERE payee_key IS NOT NULL AND cents > 0 GROUP BY payee_key
        ), span AS (SELECT min(paid_on) AS first_day, max(paid_on) AS last_day FROM paid),
        fresh AS (
            SELECT firsts.*, last_day FROM firsts, span WHERE since >= first_day + INTERVAL {KNOWN_AFTER_DAYS} DAY
        ), large AS (
            SELECT quantile_disc(cents, {limits.large_share}) AS cents FROM fresh
            HAVING count(*) >= {FEWEST_FIRST_PAYMENTS}
        )
        SELECT no::VARCHAR AS finding, no,
               CASE WHEN payments = 1 AND date_diff('day', since, last_day) >= 365 THEN 0.35 ELSE 0.2 END AS strength,
               fresh.cents::HUGEINT AS stake_cents, fresh.cents::HUGEINT AS total_cents,
               large.cents::HUGEINT AS limit_cents
        FROM fresh, large WHERE fresh.cents > large.cents
    """
