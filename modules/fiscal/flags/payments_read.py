"""The payments as the rules read them: table `paid`, amounts in whole cents, names and numbers made comparable."""

from __future__ import annotations

import duckdb

from data.sql_text import quoted

#: Names that publishers write in the place of a person's; such a payee is nobody in particular.
HIDDEN = (
    r"\b(?:redact(?:ed|ion)?|withheld|anonymi[sz]ed|not disclosed|personal data|named individual)\b|"
    r"^n/?a\b.*(?:privacy|security)|"
    r"^(?:n/?a|unknown|not (?:named|published|stated)|name (?:removed|not published)|protected|restricted|"
    r"confidential|(?:private )?individuals?|sundry|sundries|various|miscellaneous|private person|"
    r"one.?time (?:vendor|supplier))$"
)
HIDDEN_ELSEWHERE = r"隐去|已隐藏|不公开|个人信息|某某|\*{2,}|x{4,}"
#: One id that stands for more names than this is a collective one (a card, one-off suppliers): the name counts too.
MOST_NAMES_OF_AN_ID = 8
#: So many days before its end the records of a fiscal year have begun where they hold it whole.
SHORTEST_YEAR_DAYS = 330
#: Columns of the contract that a file may lack.
OPTIONAL = (
    "payee_local", "department_id", "department", "programme", "account", "document_number", "payer_account",
    "payee_account", "payee_address",
)  # fmt: skip

#: A document number without signs, blanks and leading zeros; letters that are typed for digits become them.
_DOCUMENT = (
    "ltrim(regexp_replace(translate(upper(document_number), 'OIL', '011'), '[^0-9A-Z]', '', 'g'), '0')"
)  # fmt: skip


def create_paid(connection: duckdb.DuckDBPyConnection, source: str, fiscal_year_starts_month: int) -> int:
    """Make the table `paid` of the rows of the table or view `source`; gives how many rows it could not use.

    Columns: `no` (dense, by day), `payment_id`, `paid_on`, `payee_id`, `payee`, `payee_key` (NULL: a hidden name),
    `department`, `department_name`, `account`, `document_number`, `document` (comparable; NULL: no digit in it),
    `cents`, `fiscal_year`, `payer_account`, `payee_account`, `payee_address`.
    A row without a day, a payee or an amount that can be read is not used: publishing sets it aside by the contract.
    """
    present = {row[0] for row in connection.execute(f"DESCRIBE {quoted(source)}").fetchall()}
    added = "".join(f", NULL::VARCHAR AS {name}" for name in OPTIONAL if name not in present)
    texts = ", ".join(f"nullif(trim({name}::VARCHAR), '') AS {name}" for name in OPTIONAL)
    years = "year(paid_on)" + (
        f" + (month(paid_on) >= {fiscal_year_starts_month})::INTEGER" if fiscal_year_starts_month > 1 else ""
    )
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE paid AS
        WITH texts AS (
            SELECT payment_id::VARCHAR AS payment_id, try_cast(paid_on AS DATE) AS paid_on,
                   payee_id::VARCHAR AS payee_id, trim(payee::VARCHAR) AS payee,
                   try_cast(try_cast(amount_lcu AS DECIMAL(38, 2)) * 100 AS BIGINT) AS cents, {texts}
            FROM (SELECT *{added} FROM {quoted(source)})
        ), collective AS (
            SELECT payee_id AS id FROM texts GROUP BY ALL HAVING count(DISTINCT lower(payee)) > {MOST_NAMES_OF_AN_ID}
        )
        SELECT (row_number() OVER (ORDER BY paid_on, payment_id) - 1)::INTEGER AS no, payment_id, paid_on, payee_id,
               payee, CASE WHEN regexp_matches(lower(payee), '{HIDDEN}') OR
                           regexp_matches(lower(payee), '{HIDDEN_ELSEWHERE}') THEN NULL
                      WHEN payee_id IN (FROM collective) THEN payee_id || '|' || lower(payee) ELSE payee_id END
                      AS payee_key,
               coalesce(department_id, department) AS department, coalesce(department, department_id)
               AS department_name, account, document_number,
               CASE WHEN regexp_matches(document_number, '[0-9]') THEN nullif({_DOCUMENT}, '') END AS document,
               cents, ({years})::INTEGER AS fiscal_year, payer_account, payee_account, payee_address
        FROM texts WHERE paid_on IS NOT NULL AND payee_id IS NOT NULL AND payee <> '' AND cents IS NOT NULL
    """)
    ((rows, used),) = connection.execute(
        f"SELECT (SELECT count(*) FROM {quoted(source)}), (SELECT count(*) FROM paid)"
    ).fetchall()
    return int(rows) - int(used)


def year_end(fiscal_year_starts_month: int) -> str:
    """SQL of the day after the end of a row's `fiscal_year`."""
    return f"make_date(fiscal_year + {int(fiscal_year_starts_month == 1)}, {fiscal_year_starts_month}, 1)"


def whole_years(rows: str, fiscal_year_starts_month: int, last_days: int) -> str:
    """Statement of the `fiscal_year`s that the records hold whole: from their first weeks to their `last_days`.

    `rows` is a relation with `paid_on` and `fiscal_year`. A file that begins or ends within a year tells a part of it.
    """
    end = year_end(fiscal_year_starts_month)
    return f"""
        SELECT fiscal_year FROM {rows} GROUP BY ALL
        HAVING date_diff('day', min(paid_on), {end}) > {SHORTEST_YEAR_DAYS}
           AND date_diff('day', max(paid_on), {end}) <= {last_days}"""
