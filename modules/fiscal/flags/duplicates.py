"""An invoice paid twice: the same payee and amount under a document number that differs by how it was typed."""

from __future__ import annotations

import duckdb

from modules.fiscal.flags.limits import Limits

#: A payee that gets an amount more often than the first has a standing contract: numbers with one digit in another
#: place are then chance. Beyond the second no two of its payments are compared by their numbers at all.
MOST_OF_AN_AMOUNT, MOST_COMPARED = 20, 300
#: Numbers nearer than this were given one after the other, and are no slip of the pen.
NEXT_NUMBERS = 1000
#: Numbers that are shorter say too little.
SHORTEST = 5
#: A document has lines; a number that more payments bear is a run's and no invoice's.
MOST_LINES = 4

_PAIRS = """
    CREATE OR REPLACE TEMP TABLE invoice_pairs AS
    WITH able AS (
        SELECT no, paid_on, payee_key, cents, document, document_number,
               count(*) OVER (PARTITION BY payee_key, cents) AS times,
               count(*) OVER (PARTITION BY payee_key, document) AS document_uses
        FROM paid WHERE cents > 0 AND payee_key IS NOT NULL AND length(document) >= {shortest}
    ), pairs AS (
        SELECT one.no AS first_no, two.no AS second_no, one.cents, one.times, one.payee_key,
               one.document AS one_document, two.document AS two_document,
               one.document_number AS one_number, two.document_number AS two_number,
               date_diff('day', one.paid_on, two.paid_on) AS days
        FROM able AS one JOIN able AS two ON one.payee_key = two.payee_key AND one.cents = two.cents
             AND one.no < two.no AND two.paid_on - one.paid_on <= {days}
        WHERE one.document_uses <= {lines} AND two.document_uses <= {lines}
              AND (one.document = two.document OR one.times <= {compared})
    )
    SELECT *, one_document = two_document AS same,
           abs(try_cast(one_document AS HUGEINT) - try_cast(two_document AS HUGEINT)) AS apart,
           damerau_levenshtein(one_document, two_document) AS changes,
           levenshtein(one_document, two_document) = 2 AS swapped
    FROM pairs WHERE abs(length(one_document) - length(two_document)) <= 1
"""


def duplicate_invoices(connection: duckdb.DuckDBPyConnection, limits: Limits) -> str:
    """A pair of payments of one amount to one payee within `duplicate_days`, whose document numbers are one number.

    The same number under other signs (FP-123, FP123), with a letter or digit more or less, two digits changed over or
    one mistyped. Not flagged: lines of one document on one day, numbers given one after the other (unless the amount
    is odd to the cent, paid on two days, and no other payment to that payee has it), and a payment that was taken back
    by one of the same amount below zero.

    Strength: how the numbers differ, less where the amount is round or the payee gets it again and again.
    Facts: first_document, second_document, days, total.
    """
    connection.execute(
        _PAIRS.format(days=limits.duplicate_days, compared=MOST_COMPARED, lines=MOST_LINES, shortest=SHORTEST)
    )
    return f"""
        WITH likely AS (
            SELECT *, CASE
                WHEN same AND one_number <> two_number THEN 0.95
                WHEN same AND days > 0 THEN 0.85
                WHEN same OR changes > 1 THEN NULL
                WHEN length(one_document) <> length(two_document) THEN 0.85
                WHEN apart < {NEXT_NUMBERS} THEN CASE WHEN times = 2 AND days > 0 AND cents % 100 <> 0 THEN 0.35 END
                WHEN times > {MOST_OF_AN_AMOUNT} THEN NULL
                WHEN swapped THEN 0.85
                ELSE 0.6 END AS typed
            FROM invoice_pairs
        ), taken_back AS (
            SELECT DISTINCT first_no, second_no FROM likely JOIN paid AS back
              ON back.payee_key = likely.payee_key AND back.cents = -likely.cents
             AND back.paid_on BETWEEN (SELECT paid_on FROM paid WHERE no = first_no)
                 AND (SELECT paid_on FROM paid WHERE no = second_no) + INTERVAL {limits.duplicate_days} DAY
            WHERE typed IS NOT NULL
        )
        SELECT first_no || '-' || second_no AS finding, unnest([first_no, second_no]) AS no,
               typed * CASE WHEN cents % 100000 = 0 THEN 0.7 WHEN cents % 10000 = 0 THEN 0.85 ELSE 1 END
                     * CASE WHEN times > 4 THEN 0.75 WHEN times > 2 THEN 0.85 ELSE 1 END AS strength,
               cents::HUGEINT AS stake_cents, one_number AS first_document, two_number AS second_document,
               days::INTEGER AS days, 2 * cents::HUGEINT AS total_cents
        FROM likely ANTI JOIN taken_back USING (first_no, second_no) WHERE typed IS NOT NULL
    """
