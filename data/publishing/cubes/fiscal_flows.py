"""The ways of the money: from a source into a fund, to a department, for a programme, to a payee, on an account.

One table, `money_flows`. A row is a way with its amount; of its stages each knows a part: what came in (`revenue`) the
source and, where its publisher says so, the fund; what may be spent (`appropriation`) the fund and the department; what
was paid (`payment`) the department, the programme, the payee and the account, by month. An edge of the flow is a pair
of neighbours in a row (`data/reading/queries/fiscal/flows.py`).
"""

from __future__ import annotations

import duckdb

#: Appropriations by fund, and of years whose budget names no funds those by department; a payment's amount is exact.
_FLOWS = """
CREATE TABLE cubes.money_flows AS
    SELECT 'revenue' AS stage, NULL::DATE AS month, fiscal_year AS year, fiscal_year, revenue_source, fund,
           NULL::VARCHAR AS department, NULL::VARCHAR AS department_name, NULL::VARCHAR AS programme,
           NULL::VARCHAR AS account, sum(budget_lcu::DECIMAL(38, 2)) AS amount_lcu, count(*) AS records
    FROM revenue_lines WHERE budget_lcu IS NOT NULL GROUP BY ALL
    UNION ALL BY NAME
    SELECT 'appropriation' AS stage, fiscal_year AS year, fiscal_year, fund, department_id AS department,
           department AS department_name, sum(amount_lcu::DECIMAL(38, 2)) AS amount_lcu, count(*) AS records
    FROM budget_funds GROUP BY ALL
    UNION ALL BY NAME
    SELECT 'appropriation' AS stage, fiscal_year AS year, fiscal_year, department_id AS department,
           department AS department_name, sum(amount_lcu::DECIMAL(38, 2)) AS amount_lcu, count(*) AS records
    FROM budget_lines ANTI JOIN budget_funds USING (fiscal_year) WHERE phase = 'approved' GROUP BY ALL
    UNION ALL BY NAME
    SELECT 'payment' AS stage, date_trunc('month', day)::DATE AS month, fiscal_year AS year, fiscal_year, department,
           department_name, programme, payee, COLUMNS('payee_name_.*'), account, sum(amount_lcu) AS amount_lcu,
           count(*) AS records
    FROM cubes.payment_lines GROUP BY ALL;
"""


def build_flows(connection: duckdb.DuckDBPyConnection) -> None:
    """Writes `money_flows` into the attached database `cubes`, from the contract's tables and `cubes.payment_lines`."""
    connection.execute(_FLOWS)
