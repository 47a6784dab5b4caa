"""A query keeps to the view, or says which filter it cannot keep."""

from __future__ import annotations

from datetime import date

import duckdb
import ibis
import ibis.expr.types as ir
import pytest

from data.reading.answer import NotInScopeError
from data.reading.filters import Filters
from data.reading.queries.scope import comparison, in_scope
from data.reading.tables import Tables

#: day, channel, area_1, fiscal_year, of which every test sees a part.
ROWS = [
    (date(2025, 1, 31), "app", "NW", 2025),
    (date(2025, 2, 1), "app", "SE", 2025),
    (date(2025, 2, 28), "web", "NW", 2025),
    (date(2026, 1, 1), "hotline", None, 2026),
]
TABLES = Tables(
    {
        "daily": {"day": "DATE", "channel": "VARCHAR", "area_1": "VARCHAR", "fiscal_year": "BIGINT"},
        "monthly": {"month": "DATE"},
        "yearly": {"year": "BIGINT"},
        "series": {"value": "DOUBLE"},
    },
    first_day=date(2024, 3, 1),
    last_day=date(2025, 6, 30),
)
VIEW = Filters("riverton")


def kept(expression: ir.Table) -> list[int]:
    """The numbers of the rows that are left."""
    connection = duckdb.connect()
    connection.execute("CREATE TABLE daily (day DATE, channel VARCHAR, area_1 VARCHAR, fiscal_year BIGINT)")
    connection.executemany("INSERT INTO daily VALUES (?, ?, ?, ?)", ROWS)
    found = connection.execute(str(ibis.to_sql(expression, dialect="duckdb"))).fetchall()
    return sorted(ROWS.index(row) for row in found)


@pytest.mark.parametrize(
    ("filters", "rows"),
    [
        (VIEW, [0, 1, 2, 3]),
        (Filters("riverton", since=date(2025, 2, 1)), [1, 2, 3]),
        (Filters("riverton", until=date(2025, 2, 1)), [0, 1]),
        (Filters("riverton", area="NW", area_level=1), [0, 2]),
        (Filters("riverton", area="riverton", area_level=0), [0, 1, 2, 3]),
        (VIEW.with_selection("channel", ["app", "hotline"]), [0, 1, 3]),
        (VIEW.with_selection("fiscal_year", ["2026"]), [3]),
        (VIEW.with_selection("channel", ["' OR 1=1 --"]), []),
        (Filters("riverton", date(2025, 2, 1), date(2025, 2, 28), "NW", 1), [2]),
    ],
)
def test_only_what_the_view_asks_for_is_left(filters: Filters, rows: list[int]) -> None:
    assert kept(in_scope(TABLES["daily"], filters)) == rows


def test_what_is_left_out_on_purpose_is_named() -> None:
    filters = Filters("riverton", date(2025, 2, 1), None, "NW", 1).with_selection("channel", ["web"])
    assert kept(in_scope(TABLES["daily"], filters, without=("period", "area"))) == [2]
    assert kept(in_scope(TABLES["daily"], filters, without=("period", "channel"))) == [0, 2]


@pytest.mark.parametrize(
    ("table", "filters", "dimension"),
    [
        ("daily", VIEW.with_selection("service", ["noise"]), "service"),
        ("daily", Filters("riverton", area="NW-W", area_level=2), "area"),
        ("monthly", Filters("riverton", area="NW", area_level=1), "area"),
        ("series", Filters("riverton", since=date(2025, 1, 1)), "period"),
    ],
)
def test_a_filter_that_cannot_be_kept_is_never_ignored(table: str, filters: Filters, dimension: str) -> None:
    with pytest.raises(NotInScopeError) as raised:
        in_scope(TABLES[table], filters)
    assert raised.value.dimension == dimension


@pytest.mark.parametrize(
    ("table", "column", "first", "last"),
    [("monthly", "month", "DATE '2025-02-01'", "DATE '2025-03-10'"), ("yearly", "year", "2025", "2025")],
)
def test_months_and_years_that_the_period_touches_are_kept(table: str, column: str, first: str, last: str) -> None:
    filters = Filters("riverton", date(2025, 2, 15), date(2025, 3, 10))
    connection = duckdb.connect()
    values = "DATE '2025-01-01'), (DATE '2025-02-01'), (DATE '2025-03-01'), (DATE '2025-04-01'"
    if table == "yearly":
        values = "2024), (2025), (2026"
    connection.execute(f"CREATE TABLE {table} AS SELECT * FROM (VALUES ({values})) AS v({column})")
    sql = str(ibis.to_sql(in_scope(TABLES[table], filters), dialect="duckdb"))
    expected = f"FROM {table} WHERE {column} BETWEEN {first} AND {last} ORDER BY 1"
    assert connection.execute(f"FROM ({sql}) ORDER BY 1").fetchall() == connection.execute(expected).fetchall() != []


def test_the_last_twelve_months_are_compared_where_no_period_is_chosen() -> None:
    recent, before = comparison(VIEW, TABLES)
    assert (recent.since, recent.until) == (date(2024, 7, 1), date(2025, 6, 30))
    assert (before.since, before.until) == (date(2023, 7, 1), date(2024, 6, 30))


def test_a_chosen_period_is_compared_with_the_same_a_year_earlier() -> None:
    recent, before = comparison(Filters("riverton", date(2025, 1, 1), date(2025, 3, 31), "NW", 1), TABLES)
    assert (recent.since, recent.until, recent.area) == (date(2025, 1, 1), date(2025, 3, 31), "NW")
    assert (before.since, before.until, before.area) == (date(2024, 1, 1), date(2024, 3, 31), "NW")


def test_an_open_end_is_closed_by_the_records() -> None:
    recent, _ = comparison(Filters("riverton", since=date(2025, 1, 1)), TABLES)
    assert (recent.since, recent.until) == (date(2025, 1, 1), date(2025, 6, 30))
    recent, _ = comparison(Filters("riverton", until=date(2025, 1, 1)), TABLES)
    assert (recent.since, recent.until) == (date(2024, 3, 1), date(2025, 1, 1))


def test_without_records_there_is_nothing_to_compare() -> None:
    assert comparison(VIEW, Tables({})) == (VIEW, VIEW)


def test_tables_are_a_mapping_of_unbound_tables() -> None:
    assert set(TABLES) == {"daily", "monthly", "yearly", "series"}
    assert len(TABLES) == 4
    assert TABLES["daily"].columns == ("day", "channel", "area_1", "fiscal_year")
