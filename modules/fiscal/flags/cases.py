"""Findings of rules joined into cases, ranked by strength and money at stake; the tables that the contract names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import rustworkx as rx

from data.sql_text import literal
from modules.fiscal.flags.limits import Limits
from modules.fiscal.flags.payments_read import create_paid
from modules.fiscal.flags.rules import FACTS, RULES, Rule

#: Cases of one rule that are published: those after them are counted in `flag_rules` and not listed.
MOST_CASES_OF_A_RULE = 2_000


def create_flags(connection: duckdb.DuckDBPyConnection, source: str, limits: Limits) -> None:
    """Makes the tables `flag_cases`, `flag_reasons`, `flag_payments` and `flag_rules` of the payments in `source`.

    `flag_cases`: a case a row with its rank. `flag_reasons`: a row a case and rule, with the facts of its sentence.
    `flag_payments`: the payments that prove a reason. `flag_rules`: a row a rule: payments that it could be computed on
    (`computable`), all (`payments`), its cases, its money at stake, and the first column that is missing.
    """
    create_paid(connection, source, limits.fiscal_year_starts_month)
    _create_findings(connection, limits)
    _join_findings(connection)
    _rank_cases(connection, limits)
    _create_rule_table(connection, limits)


def _create_findings(connection: duckdb.DuckDBPyConnection, limits: Limits) -> None:
    """`found`: a row a payment of a finding of a rule."""
    facts = ", ".join(f"{name} {kind}" for name, kind in FACTS.items())
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE found (rule VARCHAR, finding VARCHAR, no INTEGER, strength DOUBLE, "
        f"stake_cents HUGEINT, {facts})"
    )
    for name, rule in RULES.items():
        connection.execute(
            f"INSERT INTO found BY NAME SELECT '{name}' AS rule, * FROM ({rule.find(connection, limits)})"
        )


def _join_findings(connection: duckdb.DuckDBPyConnection) -> None:
    """`case_of`: the case of each finding. Findings of rules that join and share a payment are one case.

    A case is named by its first payment (and by its rule where it does not join), so that it keeps its id when later
    payments make it longer.
    """
    joining = ", ".join(f"'{name}'" for name, rule in RULES.items() if rule.joins)
    rows = connection.execute(
        f"SELECT DISTINCT rule || '/' || finding, no FROM found WHERE rule IN ({joining}) ORDER BY ALL"
    ).fetchall()
    connection.execute("CREATE OR REPLACE TEMP TABLE groups (key VARCHAR, head VARCHAR)")
    if pairs := _components(rows):
        connection.executemany("INSERT INTO groups VALUES (?, ?)", pairs)
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE case_of AS
        WITH headed AS (
            SELECT rule, finding, no, coalesce(head, rule || '/' || finding) AS head, rule IN ({joining}) AS joins
            FROM found LEFT JOIN groups ON key = rule || '/' || finding
        ), firsts AS (SELECT head, any_value(rule) AS rule, bool_and(joins) AS joins, min(no) AS no,
                             min(finding) AS finding FROM headed GROUP BY head)
        SELECT DISTINCT headed.rule, headed.finding,
               left(md5(CASE WHEN firsts.joins THEN payment_id
                        WHEN firsts.rule IN ('new_payee', 'weekend') THEN firsts.rule || '/' || payment_id
                        ELSE firsts.rule || '/' || firsts.finding END), 12) AS case_id
        FROM headed JOIN firsts USING (head) JOIN paid ON paid.no = firsts.no
    """)


def _components(rows: Sequence[tuple[str, int]]) -> list[tuple[str, str]]:
    """(finding, the first finding of its component) of findings that are linked by payments."""
    findings = sorted({key for key, _ in rows})
    index = {key: at for at, key in enumerate(findings)}
    last: dict[int, int] = {}
    edges = []
    for key, no in rows:
        if no in last:
            edges.append((last[no], index[key]))
        last[no] = index[key]
    graph = rx.PyGraph()
    graph.add_nodes_from(findings)
    graph.add_edges_from_no_data(edges)
    return [(findings[node], findings[min(nodes)]) for nodes in rx.connected_components(graph) for node in nodes]


def _rank_cases(connection: duckdb.DuckDBPyConnection, limits: Limits) -> None:
    """The cases' three tables. The score is strength x log10(1 + money at stake in median payments).

    The strengths of a case's rules add up as independent evidence: 1 - product of (1 - strength).
    """
    facts = ", ".join(f"any_value({name}) AS {name}" for name in FACTS)
    by_limit = ", ".join(f"'{name}'" for name, rule in RULES.items() if rule.needs_limit)
    source = literal(limits.source) if limits.source else "NULL::VARCHAR"
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE reasons AS
            SELECT case_id, rule, finding, max(strength) AS strength, max(stake_cents) AS stake_cents, {facts}
            FROM found JOIN case_of USING (rule, finding) GROUP BY case_id, rule, finding;
        CREATE OR REPLACE TEMP TABLE flag_reasons AS
            SELECT * EXCLUDE (finding), CASE WHEN rule IN ({by_limit}) THEN {source} END AS limit_source FROM reasons
            QUALIFY row_number()
                OVER (PARTITION BY case_id, rule ORDER BY strength DESC, stake_cents DESC, finding) = 1;
        CREATE OR REPLACE TEMP TABLE proofs AS
            SELECT DISTINCT case_id, no FROM found JOIN case_of USING (rule, finding);
        CREATE OR REPLACE TEMP TABLE flag_cases AS
        WITH strengths AS (
            SELECT case_id, 1 - product(1 - strength) AS strength, max(stake_cents) AS stake_cents,
                   arg_max(rule, (strength, stake_cents)) AS lead_rule, count(*) AS rules
            FROM flag_reasons GROUP BY ALL
        ), members AS (
            SELECT case_id, min(paid_on) AS first_paid_on, max(paid_on) AS last_paid_on, count(*) AS payments,
                   count(DISTINCT payee_id) AS payees, arg_min(payee_id, no) AS payee_id, arg_min(payee, no) AS payee,
                   arg_min(department, no) AS department_id, arg_min(department_name, no) AS department,
                   max(fiscal_year) AS fiscal_year
            FROM proofs JOIN paid USING (no) GROUP BY ALL
        ), usual AS (SELECT greatest(median(cents), 1) AS cents FROM paid WHERE cents > 0),
        scored AS (
            SELECT *, strength * log10(1 + stake_cents / (SELECT cents FROM usual)) AS score
            FROM strengths JOIN members USING (case_id)
        )
        SELECT row_number() OVER (ORDER BY score DESC, case_id)::INTEGER AS rank, * FROM scored
        QUALIFY row_number() OVER (PARTITION BY lead_rule ORDER BY score DESC, case_id) <= {MOST_CASES_OF_A_RULE};
        CREATE OR REPLACE TEMP TABLE flag_payments AS
            SELECT DISTINCT case_id, rule, payment_id FROM found JOIN case_of USING (rule, finding)
            JOIN paid USING (no) SEMI JOIN flag_cases USING (case_id);
        DELETE FROM flag_reasons WHERE case_id NOT IN (SELECT case_id FROM flag_cases);
    """)


def _create_rule_table(connection: duckdb.DuckDBPyConnection, limits: Limits) -> None:
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE flag_rules (rule VARCHAR, payments BIGINT, computable BIGINT, cases BIGINT, "
        "stake_cents HUGEINT, missing VARCHAR)"
    )
    for name, rule in RULES.items():
        ((payments, computable),) = connection.execute(
            f"SELECT count(*), count(*) FILTER ({_able(rule)}) FROM paid"
        ).fetchall()
        has_limit = bool(limits.purchase_cents) or not rule.needs_limit
        missing = _missing(connection, rule) if has_limit else "purchase_limits"
        ((cases, stake),) = connection.execute(
            "SELECT count(DISTINCT case_id), coalesce(sum(stake_cents), 0) FROM reasons WHERE rule = ?", [name]
        ).fetchall()
        row = [name, payments, computable if has_limit else 0, cases, stake, missing]
        connection.execute("INSERT INTO flag_rules VALUES (?, ?, ?, ?, ?, ?)", row)


def _able(rule: Rule) -> str:
    return " AND ".join(f"{column} IS NOT NULL" for column in rule.needs)


def _missing(connection: duckdb.DuckDBPyConnection, rule: Rule) -> str | None:
    """The first column that no payment has; None where each has some."""
    counted = ", ".join(f"count({column})" for column in rule.needs)
    (row,) = connection.execute(f"SELECT {counted} FROM paid").fetchall()
    return next((name for name, count in zip(rule.needs, row, strict=True) if not count), None)


def flag_tables() -> Mapping[str, str]:
    """Contract table -> SQL of its rows, amounts in the currency's unit as decimals of two places."""

    def money(name: str) -> str:
        return f"({name}::DECIMAL(38, 0) / 100)::DECIMAL(38, 2)::DOUBLE"

    return {
        "flag_cases": f"""SELECT case_id, rank, lead_rule, strength, {money("stake_cents")} AS stake_lcu, first_paid_on,
            last_paid_on, payments, payees, payee_id, payee, department_id, department, fiscal_year
            FROM flag_cases ORDER BY rank""",
        "flag_reasons": f"""SELECT case_id, rule, strength, {money("stake_cents")} AS stake_lcu, payments, days, times,
            share, {money("total_cents")} AS total_lcu, {money("limit_cents")} AS limit_lcu, first_document,
            second_document, other_payee, limit_source FROM flag_reasons ORDER BY ALL""",
        "flag_payments": "SELECT case_id, rule, payment_id FROM flag_payments ORDER BY ALL",
        "flag_rules": f"""SELECT rule, payments, computable, cases, {money("stake_cents")} AS stake_lcu,
            missing AS missing_column FROM flag_rules ORDER BY rule""",
    }


def flag_payments(
    connection: duckdb.DuckDBPyConnection, source: str, limits: Limits, folder: Path
) -> dict[str, list[Path]]:
    """The tables of flags on the payments in `source`, as Parquet files in the folder: contract table -> its files."""
    create_flags(connection, source, limits)
    files = {}
    for table, sql in flag_tables().items():
        files[table] = [folder / f"{table}.parquet"]
        connection.execute(f"COPY ({sql}) TO {literal(str(files[table][0]))} (FORMAT parquet, COMPRESSION zstd)")
    return files
