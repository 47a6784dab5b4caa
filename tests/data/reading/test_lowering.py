"""Statements that are shorter than what Ibis writes, and say the same."""

from __future__ import annotations

import duckdb
import ibis
import ibis.expr.types as ir
import pytest

from data.reading.lowering import to_duckdb

ROWS = ibis.table({"area": "string", "n": "int64"}, name="rows")
NAMES = ibis.table({"id": "string", "name": "string"}, name="names")


def answer(sql: str) -> tuple[list[str], list[tuple[object, ...]]]:
    """The columns of the statement, and its rows in order."""
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE rows AS FROM (VALUES ('N', 3), ('S', 4), ('S', 5)) AS of_rows (area, n)")
        connection.execute("CREATE TABLE names AS FROM (VALUES ('N', 'North'), ('S', 'South')) AS of_names (id, name)")
        found = connection.execute(sql)
        return [column[0] for column in found.description or ()], sorted(found.fetchall())


JOINED = ROWS.join(NAMES, ROWS.area == NAMES.id)


@pytest.mark.parametrize(
    ("expression", "begins"),
    [
        (ROWS.mutate(more=ROWS.n + 1), 'SELECT *, "t0"."n" + 1 AS "more" FROM'),
        (ROWS.mutate(n=ROWS.n + 1), 'SELECT "t0"."area", "t0"."n" + 1 AS "n" FROM'),
        (ROWS.select("n", "area"), 'SELECT "t0"."n", "t0"."area" FROM'),
        (ROWS.select(n="area", area="n"), 'SELECT "t0"."area" AS "n", "t0"."n" AS "area" FROM'),
        (ROWS.select("area"), 'SELECT "t0"."area" FROM'),
        (JOINED.select("area", "n", "id", "name"), 'SELECT "t2".*, "t3".* FROM'),
        (JOINED.select("area", "n", "name"), 'SELECT "t2".*, "t3"."name" FROM'),
        (JOINED.select("name", "area", "n"), 'SELECT "t3"."name", "t2"."area", "t2"."n" FROM'),
        (ROWS.semi_join(NAMES, ROWS.area == NAMES.id), 'SELECT "t2".* FROM'),
    ],
)
def test_all_columns_that_begin_a_select_are_a_star(expression: ir.Table, begins: str) -> None:
    short, full = to_duckdb(expression), to_duckdb(expression, in_full=True)
    assert short.startswith(begins)
    assert "*" not in full
    assert answer(short) == answer(full)
    assert answer(short)[0] == list(expression.columns)
