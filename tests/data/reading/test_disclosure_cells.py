"""What is shown of cells: every level of the table alike, parts within their wholes, and the same as it always was."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import ibis
import numpy as np
import pytest

from data.published.cell_keys import KEYS, LEVELS
from data.published.people_counted import Measures
from data.publishing.perturbation import levels_of, perturbation_table
from data.reading.disclosure import perturbed
from data.reading.tables import Tables

TABLES = Tables({"disclosure": {"perturbation": "TINYINT[]"}}, small_cell_floor=5)
#: Cells of `whole` people, `part` of whom count in something.
CELLS = {
    "true_whole": "int64",
    "true_part": "int64",
    "key": "int32",
    "whole": "int64",
    "part": "int64",
    "cell_key": "int32",
}
MEASURES = Measures(("whole", "part"), parts={"part": "whole"})
#: The functions that snapshots were published with at first: what is shown of the same people must never change.
AT_FIRST = (
    "mixed_at_first(people, cell_key) AS (cell_key + CAST(people AS BIGINT) * 40503) % 65537",
    f"""count_at_first(people, cell_key, perturbation) AS CAST(people AS BIGINT) + perturbation[
        1 + least(CAST(people AS BIGINT), len(perturbation) // {LEVELS} - 1) * {LEVELS}
        + least(mixed_at_first(people, cell_key) * mixed_at_first(people, cell_key) % 65537
                * mixed_at_first(people, cell_key) % 65537 // 64, {LEVELS} - 1)]""",
    """part_at_first(part, whole, shown_whole, cell_key, perturbation) AS
        CASE WHEN part * 2 <= whole THEN least(count_at_first(part, cell_key, perturbation), shown_whole)
        ELSE shown_whole - least(count_at_first(whole - part, cell_key, perturbation), shown_whole) END""",
)


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        for function in AT_FIRST:
            connection.execute(f"CREATE MACRO {function}")
        connection.execute("CREATE TABLE disclosure AS SELECT CAST(? AS TINYINT[]) AS perturbation",
                           [list(perturbation_table(5))])  # fmt: skip
        yield connection


def show(connection: duckdb.DuckDBPyConnection, parts: str, wholes: str, keys: str) -> None:
    """Write `shown`: `whole` and `part` of the people of every cell of those, and `true_whole`, `true_part`, `key`."""
    connection.execute(
        f"""CREATE TABLE cells AS
            SELECT whole AS true_whole, part AS true_part, cell_key::INTEGER AS key,
                   whole::BIGINT AS whole, part::BIGINT AS part, cell_key::INTEGER AS cell_key
            FROM ({parts}) AS p(part), ({wholes}) AS w(whole), ({keys}) AS k(cell_key)"""
    )
    cells = perturbed(TABLES, ibis.table(CELLS, name="cells"), ("true_whole", "true_part", "key"), MEASURES)
    connection.execute(f"CREATE TABLE shown AS {ibis.to_sql(cells, dialect='duckdb')}")


def test_every_level_of_the_table_is_used_alike(connection: duckdb.DuckDBPyConnection) -> None:
    """Over all cell keys a count of 1, 3 or 40 is shown as the table says, and by no other one's levels."""
    show(connection, "VALUES (0)", "VALUES (0), (1), (3), (8), (40)", f"FROM range({KEYS})")
    for people in (1, 3, 8, 40):
        shown = connection.execute("SELECT whole FROM shown WHERE true_whole = ?", [people]).fetchnumpy()["whole"]
        numbers, found = np.unique(shown - people, return_counts=True)
        wanted = {int(by): (levels_of(people, 5) == by).sum() * KEYS / LEVELS for by in np.unique(levels_of(people, 5))}
        wanted.pop(-people, None)  # those shown as nobody are left out
        assert dict(zip(numbers.tolist(), found, strict=True)) == pytest.approx(wanted, abs=2)
    assert connection.execute("SELECT count(*) FROM shown WHERE true_whole = 0").fetchone() == (0,)


def test_a_part_is_no_larger_than_its_whole_and_all_of_it_stays_all(connection: duckdb.DuckDBPyConnection) -> None:
    show(connection, "FROM range(30)", "FROM range(30)", "FROM range(0, 65536, 131)")
    broken = """SELECT count(*), count(*) FILTER (WHERE part > whole OR part < 0 OR (true_part = 0 AND part <> 0)
                OR (true_part = true_whole AND part <> whole)) FROM shown WHERE true_part <= true_whole"""
    shown, wrong = connection.execute(broken).fetchone() or (0, 1)
    assert shown > 100_000
    assert wrong == 0


def test_the_same_people_are_shown_as_they_always_were(connection: duckdb.DuckDBPyConnection) -> None:
    some = "FROM range(0, 40) UNION ALL VALUES (1000)"
    show(connection, f"{some} UNION ALL VALUES (-1)", f"{some} UNION ALL VALUES (100000)", "FROM range(0, 65536, 257)")
    at_first = """
        SELECT whole AS true_whole, part AS true_part, cell_key AS key,
               count_at_first(whole, cell_key, perturbation) AS shown_whole,
               part_at_first(part, whole, shown_whole, cell_key, perturbation) AS shown_part
        FROM cells, disclosure WHERE shown_whole > 0"""
    compared = connection.execute(
        f"""SELECT count(*), count(*) FILTER (WHERE shown.whole IS DISTINCT FROM shown_whole
                OR shown.part IS DISTINCT FROM shown_part)
            FROM ({at_first}) FULL JOIN shown USING (true_whole, true_part, key)"""
    ).fetchone() or (0, 1)
    assert compared[0] > 42 * 40 * 256
    assert compared[1] == 0
