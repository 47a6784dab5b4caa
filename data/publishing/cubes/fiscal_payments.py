"""The roll-ups of single payments and of the flags on them: by month and payee, and each case with its proofs.

Sums of payments are decimals to the cent: a page's totals equal its file's.
"""

from __future__ import annotations

import duckdb

from data.city.pack import City
from data.publishing.name_columns import names_of

_EXACT, _STAKE = "amount_lcu::DECIMAL(38, 2)", "stake_lcu::DECIMAL(38, 2)"

_PAYMENTS = """
CREATE TABLE cubes.payments_monthly AS
    SELECT date_trunc('month', paid_on)::DATE AS month, fiscal_year_of(paid_on) AS fiscal_year, payee_id AS payee,
           {payee_name}, department_id AS department, coalesce(department, department_id) AS department_name,
           sum({exact}) AS amount_lcu, count(*) AS payments
    FROM payments GROUP BY ALL;
CREATE TABLE cubes.payment_lines AS
    SELECT paid_on AS day, fiscal_year_of(paid_on) AS fiscal_year, payee_id AS payee, {payee_name},
           department_id AS department, coalesce(department, department_id) AS department_name, account, programme,
           document_number, payment_id, {exact} AS amount_lcu
    FROM payments ORDER BY payee_id, paid_on;
CREATE TABLE cubes.first_digits AS
    SELECT date_trunc('month', day)::DATE AS month, fiscal_year, department, department_name,
           regexp_extract(amount_lcu::VARCHAR, '[1-9]')::INTEGER AS digit, count(*) AS payments
    FROM cubes.payment_lines WHERE amount_lcu > 0 GROUP BY ALL;
"""

_FLAGS = """
CREATE TEMP TABLE payee_names AS
    SELECT payee_id AS payee, {payee_names} FROM payments SEMI JOIN flag_cases USING (payee_id) GROUP BY ALL;
CREATE TABLE cubes.flag_cases AS
    SELECT case_id, rank, lead_rule AS rule, strength, {stake} AS stake_lcu, first_paid_on,
           last_paid_on, last_paid_on AS day, fiscal_year, payments,
           payees, payee_id AS payee, payee_names.* EXCLUDE (payee), department_id AS department,
           coalesce(department, department_id) AS department_name
    FROM flag_cases LEFT JOIN payee_names ON payee_id = payee_names.payee ORDER BY rank;
CREATE TABLE cubes.flag_reasons AS
    SELECT reasons.* EXCLUDE (payments), reasons.payments AS counted,
           cases.* EXCLUDE (case_id, rule, strength, stake_lcu)
    FROM flag_reasons AS reasons JOIN cubes.flag_cases AS cases USING (case_id);
CREATE TABLE cubes.flag_proofs AS
    SELECT case_id, payment_lines.*, string_agg(DISTINCT rule, ' ' ORDER BY rule) AS rules
    FROM flag_payments JOIN cubes.payment_lines AS payment_lines USING (payment_id) GROUP BY ALL;
CREATE TABLE cubes.flag_rules AS
    SELECT rule, payments, computable, cases, stake_lcu, missing_column FROM flag_rules;
DROP TABLE payee_names;
"""


def build_payments(connection: duckdb.DuckDBPyConnection, city: City) -> None:
    """Writes the cubes of payments and flags into the attached database `cubes`."""
    name = names_of(city, "payee_name", "payee", "payee_local")
    names = names_of(city, "payee_name", "any_value(payee)", "any_value(payee_local)")
    connection.execute(_PAYMENTS.format(payee_name=name, exact=_EXACT))
    connection.execute(_FLAGS.format(payee_names=names, stake=_STAKE))
