"""The indicator families of fiscal-stress monitors by fiscal year, each with its band and the money to the next one.

The families are those of the New York State Comptroller's Fiscal Stress Monitoring System (fund balance, operating
result, cash, short-term debt, fixed costs) and the Chinese Ministry of Finance's debt ratio. Bands are the city's own
(`[thresholds]` of city.toml, with who set them); an indicator without bands has no grade.
"""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from data.city.pack import City
from data.sql_text import literal

GRADES = ("watch", "high", "critical")
#: Indicators of which less is worse.
LOW_IS_WORSE = ("fund_balance", "cash_months", "operating_result")
#: Threshold of the city's file under an older name -> the indicator.
NAMED = {"debt_ratio_share": "debt_ratio"}
#: Accounts of wages and of debt, by their names or by the Ministry of Finance's economic classes 301, 307 and 312xx.
_WAGES = r"^301\b|\b(?:salar(?:y|ies)|wages|payroll|personnel)\b|工资|人员经费"
_DEBT_COSTS = r"^307\b|\b(?:interest|debt service|principal)\b|债务|利息|还本"

#: What each indicator divides by what, and the columns without which it cannot be computed.
INDICATORS: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    "fund_balance": ("fund_balance", "spent", ("fund_balance", "spent")),
    "operating_result": ("received - spent", "received", ("received", "spent")),
    "cash_months": ("cash", "spent / 12", ("cash", "spent")),
    "short_term_debt": ("short_term_debt", "received", ("short_term_debt", "received")),
    "fixed_costs": ("wages + debt_costs", "received", ("wages", "debt_costs", "received")),
    "debt_service": ("debt_costs", "received", ("debt_costs", "received")),
    "debt_ratio": ("debt", "received", ("debt", "received")),
    "debt_limit_used": ("debt", "debt_limit", ("debt", "debt_limit")),
}

#: A year that is not over is told by the twelve months to its last one; stocks are those of its last month.
_FACTS = """
CREATE TEMP TABLE fiscal_facts AS
    WITH spent_months AS (SELECT month, sum(spent_lcu) AS lcu FROM executions GROUP BY ALL),
    received_months AS (SELECT month, sum(actual_lcu) AS lcu FROM revenue_lines
                        WHERE actual_lcu IS NOT NULL AND month IS NOT NULL GROUP BY ALL),
    received_years AS (SELECT fiscal_year AS year, sum(actual_lcu) AS lcu FROM revenue_lines
                       WHERE actual_lcu IS NOT NULL AND month IS NULL GROUP BY ALL),
    spent AS ({spent}), received AS ({received} UNION ALL FROM received_years),
    stocks AS (
        SELECT fiscal_year_of(month) AS year, measure, arg_max(amount_lcu, month) AS lcu FROM balances GROUP BY ALL
    ), costs AS (
        SELECT fiscal_year AS year, sum(amount_lcu) FILTER (regexp_matches(lower(account), '{wages}')) AS wages,
               sum(amount_lcu) FILTER (regexp_matches(lower(account), '{debt_costs}')) AS debt_costs
        FROM budget_lines WHERE phase = 'executed' GROUP BY ALL
    ), years AS (
        SELECT year FROM spent UNION SELECT year FROM received UNION SELECT year FROM stocks
        UNION SELECT fiscal_year FROM budget_lines
    )
    SELECT years.year, spent.lcu AS spent, received.lcu AS received, wages, debt_costs,
           {stocks}
    FROM years LEFT JOIN spent USING (year) LEFT JOIN received USING (year) LEFT JOIN costs USING (year);
"""
_STOCKS = ("fund_balance", "cash", "debt", "short_term_debt", "debt_limit")


def _twelve_months(table: str) -> str:
    """SQL: by fiscal year the sum of the twelve months to its last one; a year with fewer has none."""
    return f"""
        SELECT year, sum(lcu) AS lcu
        FROM (SELECT fiscal_year_of(month) AS year, max(month) AS last_month FROM {table} GROUP BY ALL)
        JOIN {table} ON month <= last_month AND month > last_month - INTERVAL 12 MONTH
        GROUP BY year HAVING count(*) = 12"""


def _bands(city: City) -> str:
    """SQL of the city's bands: `indicator`, `grade` (1 watch, 2 high, 3 critical), `begins`, `source`."""
    rows = []
    for name, told in city.thresholds.items():
        indicator = NAMED.get(name, name)
        if indicator in INDICATORS and isinstance(told, dict):
            source = literal(str(told.get("source", "")))
            rows += [
                f"({literal(indicator)}, {grade}, {float(told[word])!r}::DOUBLE, {source})"
                for grade, word in enumerate(GRADES, start=1)
                if word in told
            ]
    empty = "SELECT NULL::VARCHAR AS indicator, NULL::INTEGER AS grade, NULL::DOUBLE AS begins, NULL::VARCHAR AS source"
    values = f"SELECT * FROM (VALUES {', '.join(rows)}) AS t(indicator, grade, begins, source)"
    return values if rows else f"{empty} WHERE false"


def build_indicators(connection: duckdb.DuckDBPyConnection, city: City) -> None:
    """Writes `cubes.indicators_yearly`: `year`, `indicator`, `ratio`, `amount_lcu`, `base_lcu`, `grade`, `graded`,
    `next_at`, `to_next_lcu`, `source`, `missing`.

    `grade` is 0 below the first band and 3 beyond the last. `to_next_lcu` is the money that separates the amount from
    the next worse band; None in the last. `missing` names the first column that is not there.
    """
    stocks = ", ".join(
        f"(SELECT lcu FROM stocks WHERE measure = '{name}' AND stocks.year = years.year) AS {name}" for name in _STOCKS
    )
    connection.execute(_FACTS.format(
        spent=_twelve_months("spent_months"), received=_twelve_months("received_months"), stocks=stocks, wages=_WAGES,
        debt_costs=_DEBT_COSTS,
    ))  # fmt: skip
    parts = []
    for name, (amount, base, needs) in INDICATORS.items():
        lacking = "".join(f" WHEN {column} IS NULL THEN '{column}'" for column in needs)
        sign = -1 if name in LOW_IS_WORSE else 1
        parts.append(
            f"SELECT year, '{name}' AS indicator, ({amount}) / nullif({base}, 0) AS ratio, {amount} AS amount_lcu, "
            f"{base} AS base_lcu, CASE{lacking} END AS missing, {sign} AS worse FROM fiscal_facts"
        )
    connection.execute(f"""
        CREATE TEMP TABLE fiscal_bands AS {_bands(city)};
        CREATE TABLE cubes.indicators_yearly AS
        WITH figures AS ({" UNION ALL ".join(parts)}), banded AS (
            SELECT figures.year, figures.indicator, any_value(source) AS source,
                   max(grade) FILTER (worse * ratio >= worse * begins) AS reached,
                   arg_min(begins, grade) FILTER (worse * ratio < worse * begins) AS next_at
            FROM figures JOIN fiscal_bands USING (indicator) WHERE ratio IS NOT NULL GROUP BY ALL
        )
        SELECT year, year AS fiscal_year, indicator, ratio, amount_lcu, base_lcu, missing, source,
               CASE WHEN source IS NOT NULL THEN coalesce(reached, 0) END AS grade, next_at,
               worse * (next_at - ratio) * base_lcu AS to_next_lcu
        FROM figures LEFT JOIN banded USING (year, indicator);
        DROP TABLE fiscal_facts;
        DROP TABLE fiscal_bands;
    """)
