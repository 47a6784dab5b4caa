"""Money that leaves one account and comes back from the payee into another one."""

from __future__ import annotations

import duckdb

from modules.fiscal.flags.limits import Limits

#: What each further payment that a refund could belong to takes from the strength, and the weakest that is told.
CHANCE_OF_ONE, WEAKEST = 0.1, 0.4


def round_trips(connection: duckdb.DuckDBPyConnection, limits: Limits) -> str:
    """A payment out of one account and, within `return_days`, an amount back from that payee into another account.

    What comes back is the same less `return_share` at most, under another document number. Not flagged: a refund into
    the account that paid, a payment that was booked again near the refund (a corrected booking), and an amount that is
    only near one of many payments to that payee, for that is chance.

    Strength: 0.85 for the same amount to the cent; else less the more payments of that size it could belong to.
    Facts: days, total, share (what came back of it).
    """
    return f"""
        WITH pairs AS (
            SELECT out.no AS out_no, back.no AS back_no, out.cents, -back.cents AS back_cents, out.payee_key,
                   out.account AS from_account, back.account AS to_account,
                   date_diff('day', out.paid_on, back.paid_on) AS days,
                   (SELECT count(*) FROM paid AS other WHERE other.payee_key = back.payee_key
                    AND other.cents BETWEEN -back.cents // 2 AND -2 * back.cents
                    AND other.paid_on BETWEEN back.paid_on - INTERVAL {limits.return_days} DAY AND back.paid_on)
                    AS candidates
            FROM paid AS out JOIN paid AS back ON out.payee_key = back.payee_key AND back.cents < 0 AND out.cents > 0
                 AND back.paid_on BETWEEN out.paid_on AND out.paid_on + INTERVAL {limits.return_days} DAY
                 AND -back.cents BETWEEN {1 - limits.return_share} * out.cents AND out.cents
            WHERE out.account <> back.account AND out.no < back.no
              AND out.document_number IS DISTINCT FROM back.document_number
        ), booked_again AS (
            SELECT DISTINCT out_no FROM pairs JOIN paid AS again ON again.payee_key = pairs.payee_key
                AND again.cents IN (pairs.cents, pairs.back_cents) AND again.no <> out_no
                AND abs(date_diff('day', again.paid_on, (SELECT paid_on FROM paid WHERE no = back_no)))
                    <= {2 * limits.return_days}
        ), nearest AS (
            SELECT * FROM pairs ANTI JOIN booked_again USING (out_no)
            QUALIFY row_number() OVER (PARTITION BY out_no ORDER BY cents - back_cents, back_no) = 1
                AND row_number() OVER (PARTITION BY back_no ORDER BY cents - back_cents, out_no DESC) = 1
        )
        SELECT out_no || '-' || back_no AS finding, unnest([out_no, back_no]) AS no,
               CASE WHEN cents = back_cents THEN 0.85 ELSE 0.8 - {CHANCE_OF_ONE} * (candidates - 1) END AS strength,
               cents::HUGEINT AS stake_cents, days::INTEGER AS days, cents::HUGEINT AS total_cents,
               back_cents / cents::DOUBLE AS share
        FROM nearest WHERE cents = back_cents OR 0.8 - {CHANCE_OF_ONE} * (candidates - 1) >= {WEAKEST}
    """
