"""The roll-ups of the fiscal page: budgets by year, districts and projects by year and by area, execution, balances."""

from __future__ import annotations

import duckdb

from data.city.pack import City
from data.publishing.cubes.fiscal_flows import build_flows
from data.publishing.cubes.fiscal_indicators import build_indicators
from data.publishing.cubes.fiscal_payments import build_payments

#: Sums are of whole cents: a page's totals equal its file's.
EXACT = "DECIMAL(38, 2)"

#: Budget lines stand for a year as it was approved; other phases are for comparison with execution, not to be added.
#: A department's function is that of its budget's lines, where these name one and no other.
_BUDGETS = """
CREATE TABLE cubes.budget_yearly AS
    SELECT fiscal_year AS year, fiscal_year, department_id AS department, department AS department_name,
           sum(amount_lcu::{exact}) AS amount_lcu, count(*) AS lines
    FROM budget_lines WHERE phase = 'approved' GROUP BY ALL;
CREATE TABLE cubes.accounts_yearly AS
    SELECT fiscal_year AS year, fiscal_year, department_id AS department, department AS department_name, account,
           sum(amount_lcu::{exact}) AS amount_lcu
    FROM budget_lines WHERE phase = 'approved' GROUP BY ALL;
CREATE TABLE cubes.funds_yearly AS
    SELECT fiscal_year AS year, fiscal_year, department_id AS department, department AS department_name, fund,
           coalesce(fund_group, 'all_funds') AS fund_group, sum(amount_lcu::{exact}) AS amount_lcu, count(*) AS lines
    FROM budget_funds GROUP BY ALL;
CREATE TABLE cubes.executions_monthly AS
    WITH functions AS (
        SELECT fiscal_year, department_id, any_value(function) AS function
        FROM budget_lines GROUP BY ALL HAVING count(DISTINCT function) = 1
    )
    SELECT {execution}, function, sum(spent_lcu::{exact}) OVER to_date AS spent_to_date_lcu
    FROM executions LEFT JOIN functions USING (fiscal_year, department_id)
    WINDOW to_date AS (PARTITION BY fiscal_year, department_id ORDER BY month);
CREATE TABLE cubes.fund_executions_monthly AS
    SELECT {execution}, fund, sum(spent_lcu::{exact}) OVER to_date AS spent_to_date_lcu
    FROM execution_funds WINDOW to_date AS (PARTITION BY fiscal_year, department_id, fund ORDER BY month);
CREATE TABLE cubes.revenue_yearly AS
    SELECT fiscal_year AS year, fiscal_year, revenue_source, coalesce(kind, 'other') AS kind,
           sum(budget_lcu::{exact}) AS budget_lcu, sum(actual_lcu::{exact}) AS actual_lcu,
           sum(budget_lcu::{exact}) FILTER (actual_lcu IS NOT NULL) AS budget_due_lcu, count(*) AS lines
    FROM revenue_lines GROUP BY ALL;
"""
_EXECUTION = """month, fiscal_year, department_id AS department, department AS department_name,
           budget_lcu::{exact} AS budget_lcu, spent_lcu::{exact} AS spent_lcu, committed_lcu::{exact} AS committed_lcu,
           (12 * (year(month) - fiscal_year) + month(month) + {months_before}) / 12.0 AS year_gone_share"""

#: A district-year can be checked when the year before is known: balance before + tax + transfers in - transfers out
#: - spending - distribution should give the balance at the end; 5 % of that balance is allowed, for the amounts were
#: read from printed reports.
_DISTRICTS = """
CREATE TABLE cubes.district_yearly AS
    WITH exact AS (
        SELECT district_id, district, year, COLUMNS('.*_lcu')::{exact} FROM district_flows
    ), told AS (
        SELECT *, CASE WHEN lag(year) OVER by_year = year - 1 THEN lag(balance_end_lcu) OVER by_year END AS before_lcu
        FROM exact WINDOW by_year AS (PARTITION BY district_id ORDER BY year)
    ), expected AS (
        SELECT *, before_lcu + tax_in_lcu + transfers_in_lcu - transfers_out_lcu - spent_lcu - distribution_lcu
                  AS expected_lcu
        FROM told
    )
    SELECT year, year AS fiscal_year, district_id AS district, district AS district_name, tax_in_lcu,
           transfers_in_lcu, transfers_out_lcu, spent_lcu,
           distribution_lcu, balance_end_lcu, before_lcu, expected_lcu,
           (expected_lcu IS NOT NULL AND balance_end_lcu IS NOT NULL)::INTEGER AS checkable,
           coalesce(abs(expected_lcu - balance_end_lcu) <= 0.05 * abs(balance_end_lcu), false)::INTEGER AS kept,
           (EXISTS (FROM zone_areas WHERE zone_id = 'district:' || district_id))::INTEGER AS placed
    FROM expected;
CREATE TABLE cubes.district_area_yearly AS
    SELECT ancestry.*, year, year AS fiscal_year, district_id AS district, district AS district_name,
           surface_share, tax_in_lcu * surface_share AS tax_in_lcu,
           transfers_in_lcu * surface_share AS transfers_in_lcu,
           transfers_out_lcu * surface_share AS transfers_out_lcu, spent_lcu * surface_share AS spent_lcu,
           distribution_lcu * surface_share AS distribution_lcu, balance_end_lcu * surface_share AS balance_end_lcu
    FROM district_flows JOIN zone_areas ON zone_id = 'district:' || district_id JOIN ancestry USING (area_id);
"""

#: A project with an area of its own lies there; one of which only the ward is known is shared out by surface.
_PROJECTS = """
CREATE TABLE cubes.project_yearly AS
    SELECT year, year AS fiscal_year, coalesce(zone_id, '') AS zone_id, category,
           sum(amount_lcu::{exact}) AS amount_lcu, max(zone_budget_lcu::{exact}) AS zone_budget_lcu,
           count(*) AS projects,
           count(*) FILTER (area_1 IS NOT NULL OR zone_id IN (SELECT zone_id FROM zone_areas)) AS placed
    FROM local_projects GROUP BY ALL;
CREATE TABLE cubes.project_area_yearly AS
    SELECT ancestry.*, year, year AS fiscal_year, category, status, sum(amount_lcu) AS amount_lcu,
           sum(projects) AS projects
    FROM (
        SELECT zone_areas.area_id, year, category, 'allocated' AS status,
               amount_lcu * surface_share AS amount_lcu, surface_share AS projects
        FROM local_projects JOIN zone_areas USING (zone_id) WHERE area_1 IS NULL
        UNION ALL
        {placed}
    ) JOIN ancestry USING (area_id) GROUP BY ALL;
"""
_PLACED = (
    "SELECT {area} AS area_id, year, category, 'published', amount_lcu, 1 FROM local_projects WHERE {area} IS NOT NULL"
)

#: Debt against what the city took in during a year: the debt ratio of the Chinese Ministry of Finance (2016). A year
#: that is not over is measured by the twelve months to its last one with receipts, where the lines tell their months.
_STOCKS = """
CREATE TABLE cubes.balances_monthly AS
    SELECT month, fiscal_year_of(month) AS year, measure, amount_lcu FROM balances;
CREATE TABLE cubes.debt_yearly AS
    WITH held AS (
        SELECT fiscal_year_of(month) AS year, arg_max(amount_lcu, month) AS debt_lcu FROM balances
        WHERE measure = 'debt' GROUP BY ALL
    ), reach AS (
        SELECT fiscal_year AS year, max(month) AS last_month FROM revenue_lines
        WHERE actual_lcu IS NOT NULL GROUP BY ALL
    ), taken_in AS (
        SELECT reach.year, sum(actual_lcu) AS resources_lcu
        FROM reach JOIN revenue_lines AS lines
          ON CASE WHEN last_month IS NULL THEN lines.fiscal_year = reach.year
                  ELSE lines.month <= last_month AND lines.month > last_month - INTERVAL 12 MONTH END
        GROUP BY reach.year, last_month HAVING last_month IS NULL OR count(DISTINCT lines.month) = 12
    )
    SELECT year, year AS fiscal_year, debt_lcu, resources_lcu, debt_lcu / nullif(resources_lcu, 0) AS debt_ratio_share
    FROM held JOIN taken_in USING (year);
"""

_SPAN = """
CREATE TABLE cubes.span AS
    SELECT (make_date(min(first_year)::INTEGER, 1, 1) - INTERVAL {months_before} MONTH)::DATE AS first_day,
           (make_date(max(last_year)::INTEGER + 1, 1, 1) - INTERVAL {months_before} MONTH)::DATE - 1 AS last_day
    FROM (
        SELECT min(fiscal_year) AS first_year, max(fiscal_year) AS last_year FROM budget_lines
        UNION ALL SELECT min(year), max(year) FROM district_flows
        UNION ALL SELECT min(year), max(year) FROM local_projects
        UNION ALL SELECT min(fiscal_year_of(month)), max(fiscal_year_of(month)) FROM balances
        UNION ALL SELECT min(fiscal_year_of(paid_on)), max(fiscal_year_of(paid_on)) FROM payments
    );
"""


def build(connection: duckdb.DuckDBPyConnection, city: City) -> None:
    """Writes the fiscal cubes into the attached database `cubes`; amounts are in the city's currency (lcu)."""
    levels = range(1, len(city.levels))
    placed = " UNION ALL ".join(_PLACED.format(area=f"area_{level}") for level in levels)
    # A fiscal year begins so many months before the year in which it ends.
    months_before = (13 - city.fiscal_year_starts_month) % 12
    execution = _EXECUTION.format(months_before=months_before, exact=EXACT)
    budgets = _BUDGETS.format(execution=execution, exact=EXACT)
    districts, projects = _DISTRICTS.format(exact=EXACT), _PROJECTS.format(placed=placed, exact=EXACT)
    for statements in (budgets, districts, projects, _STOCKS, _SPAN.format(months_before=months_before)):
        connection.execute(statements)
    build_payments(connection, city)
    build_flows(connection)
    build_indicators(connection, city)
