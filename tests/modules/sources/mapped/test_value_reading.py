"""Formats of dates and numbers, found out from the whole column."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.sources.mapped.value_reading import (
    find_date_formats,
    find_number_style,
    moment_sql,
    number_sql,
)


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        opened.execute("SET TimeZone = 'UTC'")
        yield opened


def _column(connection: duckdb.DuckDBPyConnection, *texts: str) -> None:
    connection.execute("CREATE OR REPLACE TABLE t AS SELECT unnest(?::VARCHAR[]) AS v", [list(texts)])


def _moments(connection: duckdb.DuckDBPyConnection, *texts: str) -> list[datetime | None]:
    _column(connection, *texts)
    sql = moment_sql("v", find_date_formats(connection, "t", "v").formats, "Asia/Shanghai")
    return [row[0] for row in connection.execute(f"SELECT {sql} FROM t").fetchall()]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-03-25 10:00", datetime(2024, 3, 25, 10)),
        ("25/03/2024", datetime(2024, 3, 25)),
        ("03/25/2024 01:05:00 PM", datetime(2024, 3, 25, 13, 5)),
        ("25.03.2024 10:00", datetime(2024, 3, 25, 10)),
        ("25/03/24", datetime(2024, 3, 25)),
        ("20240325", datetime(2024, 3, 25)),
        ("2024年3月25日", datetime(2024, 3, 25)),
        ("25-Mar-2024", datetime(2024, 3, 25)),
        ("March 25, 2024", datetime(2024, 3, 25)),
        ("45376.5", datetime(2024, 3, 25, 12)),
        ("1711296000000", datetime(2024, 3, 25)),
        ("2024-03-25T07:30:00+08:00", datetime(2024, 3, 25, 7, 30)),
        ("2024-03-24T23:30:00Z", datetime(2024, 3, 25, 7, 30)),
        ("25/03/2024 07:30 +0800", datetime(2024, 3, 25, 7, 30)),
        ("yesterday", None),
        ("31/02/2024", None),
    ],
)
def test_a_moment_is_the_city_clock(connection: duckdb.DuckDBPyConnection, text: str, moment: datetime | None) -> None:
    expected = None if moment is None else moment if "1711" not in text else datetime(2024, 3, 25, 0, 0)
    assert _moments(connection, text) == [expected]


def test_the_whole_column_settles_day_and_month(connection: duckdb.DuckDBPyConnection) -> None:
    assert _moments(connection, "01/02/2024", "13/02/2024") == [datetime(2024, 2, 1), datetime(2024, 2, 13)]
    assert _moments(connection, "01/02/2024", "01/13/2024") == [datetime(2024, 1, 2), datetime(2024, 1, 13)]


def test_what_nothing_settles_is_asked(connection: duckdb.DuckDBPyConnection) -> None:
    _column(connection, "01/02/2024", "03/04/2024")
    assert "can be read as %d/%m/%Y and as %m/%d/%Y" in find_date_formats(connection, "t", "v").question


@pytest.mark.parametrize(
    ("texts", "numbers"),
    [
        (("1,234.50", "£3", "(20.00)"), [1234.5, 3, -20]),
        (("1.234,56", "7,5", "-3,0"), [1234.56, 7.5, -3]),
        (("RM 1,200.00", "S$ 5", "5-"), [1200, 5, -5]),
        (("1 234,56", "R$ 2"), [1234.56, 2]),
        (("−7.25", "n/a"), [-7.25, None]),
        (("1,234.50-", "(1,234)", "-£3.00", "£-3.00", "£(3)"), [-1234.5, -1234, -3, -3, -3]),
        (("£1.2m", "1.15m", "£3k", "2bn", "(1.5m)"), [1.2e6, 1.15e6, 3000, 2e9, -1.5e6]),
        (("3.5万元", "1.02亿", "250.00 CR", "250.00 DR"), [35_000, 1.02e8, -250, 250]),
        (("1e15", "1,000,000,000,000,000.01"), [1e15, 1_000_000_000_000_000.0]),
        (("１２．５", "－３", "１，２３４"), [12.5, -3, 1234]),
        (("5 km", "m", "k5"), [None, None, None]),
    ],
)
def test_a_number_in_the_marks_of_its_country(
    connection: duckdb.DuckDBPyConnection, texts: tuple[str, ...], numbers: list[float | None]
) -> None:
    _column(connection, *texts)
    sql = number_sql("v", find_number_style(connection, "t", "v").decimal)
    assert [row[0] for row in connection.execute(f"SELECT {sql} FROM t").fetchall()] == numbers


@given(st.decimals(-(10**9), 10**9, places=2))
def test_a_grouped_amount_is_read_back_in_both_marks(amount: object) -> None:
    english = f"{amount:,}"
    german = english.translate(str.maketrans(",.", ".,"))
    for text, mark in ((english, "."), (german, ",")):
        # All of it: a result that is not fetched to its end keeps the module's own connection from the next test.
        rows = duckdb.execute(f"SELECT {number_sql('v', mark)} FROM (SELECT ? AS v)", [text]).fetchall()
        assert rows == [(float(str(amount)),)]
