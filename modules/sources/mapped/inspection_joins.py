"""Premises, inspections and violations that come in files of their own, joined by the ids that they share.

The usual shape (LIVES: businesses.csv, inspections.csv, violations.csv): what names no partner is counted, and a
premises that no list has stands under its id.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from data.sql_text import literal

NO_INSPECTION = "of no inspection that was delivered"


def _rows_of(paths: Sequence[Path]) -> str:
    """SQL of the rows of CSV files as texts."""
    return f"read_csv([{', '.join(literal(str(path)) for path in paths)}], all_varchar = true, union_by_name = true)"


def find_inspections(connection: duckdb.DuckDBPyConnection, inspections: Sequence[Path]) -> None:
    """Give the violations in `all_rows` the id of their inspection: their own, or that of its premises and day.

    Of two inspections of a premises on one day it is the first by its id. Rows that name none are left out.
    """
    none = "(SELECT NULL::VARCHAR AS inspection_id, NULL::VARCHAR AS premises_id, NULL::VARCHAR AS inspected_on)"
    connection.execute(f"CREATE OR REPLACE TEMP TABLE _visits AS FROM {_rows_of(inspections) if inspections else none}")
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE all_rows AS "
        "WITH days AS (SELECT premises_id, inspected_on, min(inspection_id) AS of_day FROM _visits GROUP BY ALL), "
        "ids AS (SELECT DISTINCT inspection_id AS of_id FROM _visits WHERE inspection_id IS NOT NULL) "
        "SELECT rows.* REPLACE (coalesce(of_id, of_day) AS inspection_id, "
        "_left_out OR coalesce(of_id, of_day) IS NULL AS _left_out, "
        f"CASE WHEN NOT _left_out AND coalesce(of_id, of_day) IS NULL THEN {literal(NO_INSPECTION)} "
        "ELSE _why END AS _why) "
        "FROM all_rows AS rows LEFT JOIN ids ON rows.inspection_id = of_id "
        "LEFT JOIN days ON rows.premises_id = days.premises_id AND rows.inspected_on = days.inspected_on "
        "ORDER BY _order"
    )


def count_violations(inspections: Sequence[Path], violations: Sequence[Path], target: Path) -> None:
    """Write the inspections with the number of their violations of each severity, where their own file counts none."""
    visits, found = map(_rows_of, (inspections, violations))
    counts = ", ".join(
        f"coalesce({severity}_count, CASE WHEN NOT any_counts THEN coalesce({severity}, 0)::VARCHAR END) "
        f"AS {severity}_count"
        for severity in ("critical", "serious", "minor")
    )
    sums = ", ".join(
        f"sum(occurrences::BIGINT) FILTER (severity = '{severity}')::BIGINT AS {severity}"
        for severity in ("critical", "serious", "minor")
    )
    with duckdb.connect() as connection:
        connection.execute(
            "COPY (WITH visits AS (SELECT *, bool_or(coalesce(critical_count, serious_count, minor_count) IS NOT NULL) "
            f"OVER () AS any_counts FROM {visits}), found AS (SELECT inspection_id, {sums} FROM {found} GROUP BY ALL) "
            f"SELECT visits.* EXCLUDE (any_counts) REPLACE ({counts}) FROM visits "
            f"LEFT JOIN found USING (inspection_id)) TO {literal(str(target))} (FORMAT csv, HEADER true)"
        )


def partners_note(premises: Sequence[Path], inspections: Sequence[Path]) -> str:
    """A sentence on inspections of premises that the list of premises lacks, and premises that were not inspected."""
    listed, visits = map(_rows_of, (premises, inspections))
    with duckdb.connect() as connection:
        ((unlisted, unvisited),) = connection.execute(
            f"WITH listed AS (SELECT DISTINCT premises_id FROM {listed} WHERE premises_id IS NOT NULL), "
            f"visits AS (SELECT premises_id FROM {visits}) "
            "SELECT (SELECT count(*) FROM visits ANTI JOIN listed USING (premises_id)), "
            "(SELECT count(*) FROM listed ANTI JOIN visits USING (premises_id))"
        ).fetchall()
    if not unlisted and not unvisited:
        return ""
    return (
        f"{unlisted:,} inspections are of premises that the list of premises does not have; {unvisited:,} premises of "
        "the list were not inspected."
    )
