"""One invoice paid to two payees: a supplier that stands in the register twice is the commonest cause of it."""

from __future__ import annotations

import duckdb

from modules.fiscal.flags.duplicates import MOST_LINES, SHORTEST
from modules.fiscal.flags.limits import Limits

#: Names as near as this (Jaro-Winkler) are taken for one firm's.
NEAR_NAMES = 0.85


def invoice_of_two_payees(connection: duckdb.DuckDBPyConnection, limits: Limits) -> str:
    """One document number and one amount, paid within `duplicate_days` to two payees.

    Not flagged: numbers that many payments bear (a run's), lines of different amounts, and numbers of less than
    SHORTEST signs, which two firms give by chance.

    Strength: 0.9 where the two names are near each other, else 0.5. Facts: first_document, second_document,
    other_payee, days, total.
    """
    return f"""
        WITH able AS (
            SELECT *, count(*) OVER (PARTITION BY document) AS uses FROM paid
            WHERE cents > 0 AND payee_key IS NOT NULL AND length(document) >= {SHORTEST}
        )
        SELECT one.no || '-' || two.no AS finding, unnest([one.no, two.no]) AS no,
               CASE WHEN jaro_winkler_similarity(lower(one.payee), lower(two.payee)) >= {NEAR_NAMES} THEN 0.9 ELSE 0.5
               END AS strength,
               one.cents::HUGEINT AS stake_cents, one.document_number AS first_document,
               two.document_number AS second_document, two.payee AS other_payee,
               date_diff('day', one.paid_on, two.paid_on)::INTEGER AS days, 2 * one.cents::HUGEINT AS total_cents
        FROM able AS one JOIN able AS two ON one.document = two.document AND one.cents = two.cents
             AND one.payee_key <> two.payee_key AND one.no < two.no
             AND two.paid_on - one.paid_on <= {limits.duplicate_days}
        WHERE one.uses <= {MOST_LINES}
    """
