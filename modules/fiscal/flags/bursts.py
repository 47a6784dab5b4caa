"""A payee that was dormant for a year and is then paid again and again within a month."""

from __future__ import annotations

import duckdb

from modules.fiscal.flags.limits import Limits

#: A burst is paid on so many different days.
FEWEST_DAYS = 4


def dormant_then_burst(connection: duckdb.DuckDBPyConnection, limits: Limits) -> str:
    """At least `burst_payments` within `burst_days` to a payee who had no payment for `dormant_days` before.

    Not flagged: a payee who has had as busy a month before (a festival's supplier comes once a year), lines of a few
    documents, and many payments of one or two days (a programme's instalments), for which FEWEST_DAYS stands.

    Strength: on how many days more than in the payee's busiest month before, and how long it was dormant.
    Facts: payments, days (of dormancy), total, times (days with payments in the busiest month before).
    """
    span = limits.burst_days - 1
    return f"""
        WITH spent AS (
            SELECT no, paid_on, payee_key, cents, coalesce(document_number, no::VARCHAR) AS document_number FROM paid
            WHERE payee_key IS NOT NULL AND cents > 0
        ), spaced AS (
            SELECT *, date_diff('day', lag(paid_on) OVER (PARTITION BY payee_key ORDER BY no), paid_on) AS gap
            FROM spent
        ), wakings AS (
            SELECT payee_key, no AS first_no, paid_on AS since, gap FROM spaced WHERE gap >= {limits.dormant_days}
        ), bursts AS (
            SELECT wakings.payee_key, first_no, since, gap, list(spent.no ORDER BY spent.no) AS nos,
                   count(DISTINCT document_number) AS payments, count(DISTINCT spent.paid_on) AS busy_days,
                   sum(cents) AS total
            FROM wakings JOIN spent ON spent.payee_key = wakings.payee_key
                 AND spent.paid_on BETWEEN since AND since + INTERVAL {span} DAY
            GROUP BY ALL HAVING payments >= {limits.burst_payments} AND busy_days >= {FEWEST_DAYS}
        ), before AS (
            SELECT bursts.payee_key, first_no, earlier.no AS at,
                   (SELECT count(DISTINCT near.paid_on) FROM spent AS near
                    WHERE near.payee_key = bursts.payee_key AND near.no < first_no
                      AND near.paid_on BETWEEN earlier.paid_on AND earlier.paid_on + INTERVAL {span} DAY) AS times
            FROM bursts JOIN spent AS earlier ON earlier.payee_key = bursts.payee_key AND earlier.no < first_no
        ), busiest AS (
            SELECT payee_key, first_no, max(times) AS times, count(*) AS earlier FROM before GROUP BY ALL
        )
        SELECT first_no::VARCHAR AS finding, unnest(nos) AS no,
               least(0.95, 0.2 + 0.1 * (busy_days - times) + 0.1 * least(1, (gap - 365) / 365.0)) AS strength,
               total::HUGEINT AS stake_cents, payments::INTEGER AS payments, gap::INTEGER AS days,
               total::HUGEINT AS total_cents, times::INTEGER AS times
        FROM bursts JOIN busiest USING (payee_key, first_no) WHERE busy_days >= 2 * times
    """
