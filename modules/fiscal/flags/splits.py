"""A purchase split in pieces that stay below the amount from which it would have to be tendered."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

import duckdb

from data.sql_text import literal
from modules.fiscal.flags.limits import Limits

#: Fewer pieces prove nothing; more are a series of payments rather than a purchase in pieces.
FEWEST_PIECES, MOST_PIECES = 3, 12

#: A payee's habit is told over at least so many days.
SHORTEST_SPAN = 120


@cache
def buys_nothing() -> str:
    """The pattern of names of accounts whose payments are no purchases (no_purchases.toml)."""
    words = tomllib.loads((Path(__file__).parent / "no_purchases.toml").read_text("utf-8"))
    whole = "|".join(re.escape(each) for each in words["words"])
    return rf"\b(?:{whole})\b|{'|'.join(words['parts'])}"


def split_purchases(connection: duckdb.DuckDBPyConnection, limits: Limits) -> str:
    """Three payments or more to a payee by one department within `split_days`, each just below a purchase limit.

    Each piece has a document of its own (where documents are known) and lies between `split_share` of the limit and the
    limit; together they exceed it. Not flagged: grants, taxes and other payments that buy nothing (by the account's
    name), pieces that are one document, and a payee who gets such amounts all the time (an agency paid by the week),
    which is measured by how many such pieces it gets on average in as many days.

    Strength: the nearer to the limit and the more unusual for that payee, the stronger; less where all pieces are one
    amount (a price) or were paid on one day (meters, or lines of one order).
    Facts: payments, days, total, limit.
    """
    parts = [_below(limit, limits) for limit in limits.purchase_cents]
    return " UNION ALL ".join(parts) if parts else "SELECT NULL::VARCHAR AS finding, NULL::INTEGER AS no WHERE false"


def _below(limit: int, limits: Limits) -> str:
    days = limits.split_days
    return f"""
        SELECT * FROM (
        WITH pieces AS (
            SELECT no, paid_on, payee_key, department, document_number, cents FROM paid
            WHERE payee_key IS NOT NULL AND cents >= {round(limits.split_share * limit)} AND cents < {limit}
              AND NOT regexp_matches(lower(coalesce(account, '')), {literal(buys_nothing())})
        ), usual AS (
            SELECT payee_key, department, count(DISTINCT paid_on) AS days_with,
                   greatest(date_diff('day', min(paid_on), max(paid_on)) + 1, {SHORTEST_SPAN}) AS span
            FROM pieces GROUP BY ALL
        ), stepped AS (
            SELECT *, coalesce(date_diff('day', lag(paid_on) OVER by_day, paid_on) > {days}, true) AS begins
            FROM pieces WINDOW by_day AS (PARTITION BY payee_key, department ORDER BY paid_on, no)
        ), runs AS (
            SELECT *, sum(begins::INTEGER) OVER (PARTITION BY payee_key, department ORDER BY paid_on, no) AS run
            FROM stepped
        ), grouped AS (
            SELECT payee_key, department, run, list(no ORDER BY no) AS nos, count(*) AS pieces, sum(cents) AS total,
                   count(DISTINCT coalesce(document_number, no::VARCHAR)) AS documents,
                   date_diff('day', min(paid_on), max(paid_on)) AS days, avg(cents / {limit}) AS nearness,
                   count(DISTINCT cents) AS amounts, count(DISTINCT paid_on) AS days_with_pieces
            FROM runs GROUP BY ALL
        )
        SELECT '{limit}-' || nos[1] AS finding, unnest(nos) AS no,
               least(0.95, 0.35 + 0.25 * least(1, (nearness - {limits.split_share}) / {1 - limits.split_share} * 1.25)
                           + 0.15 * least(pieces - 2, 3) / 3 + 0.2 * (usual.days_with = days_with_pieces)::INTEGER)
               * CASE WHEN amounts = 1 THEN 0.6 ELSE 1 END * CASE WHEN days_with_pieces = 1 THEN 0.8 ELSE 1 END
                   AS strength,
               total::HUGEINT AS stake_cents, pieces::INTEGER AS payments, days::INTEGER AS days,
               total::HUGEINT AS total_cents, {limit}::HUGEINT AS limit_cents
        FROM grouped JOIN usual ON usual.payee_key = grouped.payee_key
             AND usual.department IS NOT DISTINCT FROM grouped.department
        WHERE documents >= {FEWEST_PIECES} AND pieces <= {MOST_PIECES} AND days <= {2 * days}
          AND (usual.days_with = days_with_pieces
               OR (usual.days_with - days_with_pieces) * {days}.0 / usual.span < 0.25))
    """
