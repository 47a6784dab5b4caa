"""A payee whose amounts gather just below an amount from which a purchase has to be tendered."""

from __future__ import annotations

import duckdb
from scipy.stats import binom

from modules.fiscal.flags.limits import Limits

#: The band below a limit and the same width above it that are compared.
BAND_SHARE = 0.05
#: At least so many payments in the band, and so many that chance explains less than this share of such cases.
FEWEST_BELOW, CHANCE = 4, 0.01


def just_below_limit(connection: duckdb.DuckDBPyConnection, limits: Limits) -> str:
    """A payee and department with several amounts within 5 % below a limit, and hardly any as near above it.

    Whether so few above can be chance is a binomial test with one half. Not flagged: one amount again and again (a
    price or an instalment), and amounts that lie above the limit as often. A single amount just below is nothing.

    Strength: 0.3. Facts: payments, total, limit.
    """
    # The fewest below of which that many above are no chance: from no above to FEWEST_BELOW above.
    least = [next(n for n in range(1, 400) if binom.cdf(above, n + above, 0.5) < CHANCE) for above in range(5)]
    needed = " ".join(f"WHEN {above} THEN {max(below, FEWEST_BELOW)}" for above, below in enumerate(least))
    parts = [
        f"""
        SELECT * FROM (
        WITH near AS (
            SELECT *, cents < {limit} AS below FROM paid
            WHERE payee_key IS NOT NULL AND cents BETWEEN {round((1 - BAND_SHARE) * limit)}
                  AND {round((1 + BAND_SHARE) * limit)}
        ), counted AS (
            SELECT payee_key, department, count(*) FILTER (below) AS payments, count(*) FILTER (NOT below) AS above,
                   count(DISTINCT cents) FILTER (below) AS amounts, sum(cents) FILTER (below) AS total,
                   list(no ORDER BY no) FILTER (below) AS nos
            FROM near GROUP BY ALL
        )
        SELECT '{limit}-' || payee_key || '-' || coalesce(department, '') AS finding, unnest(nos) AS no,
               0.3 AS strength, total::HUGEINT AS stake_cents, payments::INTEGER AS payments,
               total::HUGEINT AS total_cents, {limit}::HUGEINT AS limit_cents
        FROM counted WHERE payments >= CASE above {needed} END AND amounts >= payments / 2.0)
        """
        for limit in limits.purchase_cents
    ]
    return " UNION ALL ".join(parts) if parts else "SELECT NULL::VARCHAR AS finding, NULL::INTEGER AS no WHERE false"
