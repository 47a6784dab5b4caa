"""A drop's files become views with the contract's columns, whatever the files look like."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data.drops.contract import Column, load_contract
from data.drops.drop import (
    create_contract_views,
    create_raw_view,
    fits,
    load_csv,
    machine_is_full,
    scratch_connection,
    what_is_full,
)
from data.sql_text import literal, quoted


@pytest.mark.parametrize(
    ("sql_type", "logical_type", "expected"),
    [
        ("VARCHAR", "string", True),
        ("ENUM('a', 'b')", "string", True),
        ("BIGINT", "string", False),
        ("INTEGER", "integer", True),
        ("DOUBLE", "integer", False),
        ("INTEGER", "number", True),
        ("DECIMAL(18,2)", "number", True),
        ("VARCHAR", "number", False),
        ("DATE", "timestamp", True),
        ("TIMESTAMP_NS", "timestamp", True),
        ("TIMESTAMP WITH TIME ZONE", "timestamp", True),
        ("TIMESTAMP WITH TIME ZONE", "date", False),
        ("TIMESTAMP", "date", False),
        ('"NULL"', "boolean", True),
    ],
)
def test_a_type_is_taken_where_nothing_is_guessed(sql_type: str, logical_type: str, expected: bool) -> None:
    assert fits(sql_type, Column("c", logical_type)) is expected


def test_names_and_texts_cannot_leave_their_quotes() -> None:
    connection = duckdb.connect()
    name, text = 'a"; DROP TABLE t; --', "it's; --"
    connection.execute(f"CREATE TABLE {quoted(name)} AS SELECT {literal(text)} AS v")
    assert connection.execute(f"SELECT v FROM {quoted(name)}").fetchall() == [(text,)]


#: Sorts some 60 MB of texts.
SORTED = "CREATE TEMP TABLE t AS SELECT md5(range::VARCHAR) AS text FROM range(1_000_000) ORDER BY text"


@pytest.mark.parametrize(
    ("setting", "statement", "told"),
    [
        ("memory_limit = '20MB'", "SELECT list(range) FROM range(5_000_000)", "the 19.0 MiB of memory"),
        ("max_temp_directory_size = '1MB'", SORTED, "the disk is full"),
        ("memory_limit = '20MB'", "SELECT error('broken')", None),
    ],
)
def test_what_is_full_is_named_by_what_ended_a_statement(
    tmp_path: Path, setting: str, statement: str, told: str | None
) -> None:
    with scratch_connection(tmp_path, memory_mb=20) as connection:
        connection.execute(f"SET {setting}")
        with pytest.raises(duckdb.Error) as raised:
            connection.execute(statement).fetchall()
    assert machine_is_full(raised.value) is (told is not None)
    assert (what_is_full(raised.value) or "").startswith(told or "")


def test_memory_that_the_machine_refuses_is_no_limit_of_ours() -> None:
    assert what_is_full(duckdb.OutOfMemoryException("Out of Memory Error: Allocation failure")) == (
        "the memory of this machine is full"
    )


def test_files_of_one_table_are_read_together(tmp_path: Path) -> None:
    table = load_contract("fiscal").table("balances")
    (tmp_path / "balances-000.csv").write_text("month,measure,amount_lcu\n2025-01-01,cash,1.5\n", "utf-8")
    pq.write_table(pa.table({"measure": ["debt"], "amount_lcu": [2]}), tmp_path / "balances-001.parquet")
    connection = scratch_connection(tmp_path)
    assert load_csv(connection, "csv_0", tmp_path / "balances-000.csv").keys() == {"month", "measure", "amount_lcu"}
    files = [(tmp_path / "balances-000.csv", "csv_0"), (tmp_path / "balances-001.parquet", None)]
    create_raw_view(connection, table, files, "Europe/London")
    rows = connection.execute(
        "SELECT _file, _row, month::VARCHAR, measure, amount_lcu, _text_amount_lcu FROM raw_balances ORDER BY 1"
    ).fetchall()
    assert rows == [
        ("balances-000.csv", 1, "2025-01-01", "cash", 1.5, "1.5"),
        ("balances-001.parquet", 1, None, "debt", 2.0, "2"),
    ]


def test_a_table_that_is_not_there_is_an_empty_view_with_the_columns(tmp_path: Path) -> None:
    connection = scratch_connection(tmp_path)
    create_contract_views(connection, load_contract("fiscal"), set())
    described = connection.execute("DESCRIBE balances").fetchall()
    assert [(row[0], row[1]) for row in described] == [
        ("month", "DATE"),
        ("measure", "VARCHAR"),
        ("amount_lcu", "DOUBLE"),
    ]
    assert connection.execute("FROM balances").fetchall() == []
