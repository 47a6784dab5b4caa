"""Payees of different names that are paid into one account or live at one address."""

from __future__ import annotations

import duckdb

from modules.fiscal.flags.limits import Limits

#: An account or address of more payees is a factoring bank's or an office centre's.
MOST_PAYEES = 4


def shared_account_or_address(connection: duckdb.DuckDBPyConnection, limits: Limits) -> str:
    """Two to four payees with one account, or one address; the proof are their newest payments, one a payee.

    Not flagged: accounts and addresses of many payees, and payees whose names differ by signs and case alone.

    Strength: 0.7 for an account, 0.4 for an address. Facts: times (payees), total (what they got), other_payee.
    """
    parts = [_sharing("payee_account", 0.7), _sharing("payee_address", 0.4)]
    return " UNION ALL ".join(parts)


def _sharing(column: str, strength: float) -> str:
    return f"""
        SELECT * FROM (
        WITH placed AS (
            SELECT *, regexp_replace(lower({column}), '[\\s,.\\-]+', '', 'g') AS place,
                   regexp_replace(lower(payee), '[^\\pL\\pN]+', '', 'g') AS bare_name
            FROM paid WHERE {column} IS NOT NULL AND payee_key IS NOT NULL AND cents > 0
        ), places AS (
            SELECT place, count(DISTINCT payee_key) AS payees, sum(cents) AS total, max(payee) AS one,
                   min(payee) AS other FROM placed GROUP BY ALL
            HAVING count(DISTINCT bare_name) > 1 AND payees BETWEEN 2 AND {MOST_PAYEES}
        )
        SELECT '{column}-' || place AS finding, no, {strength} AS strength, total::HUGEINT AS stake_cents,
               payees::INTEGER AS times, total::HUGEINT AS total_cents, CASE WHEN payee = one THEN other ELSE one END
               AS other_payee
        FROM placed JOIN places USING (place)
        QUALIFY row_number() OVER (PARTITION BY place, payee_key ORDER BY no DESC) = 1)
    """
