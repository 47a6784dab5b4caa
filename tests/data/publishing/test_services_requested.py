"""Requests of each service that publishing perturbs are those that a view would perturb."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import duckdb
import ibis
import pytest

from data.city.pack import City
from data.published.people_counted import BREAKDOWN
from data.publishing.cubes import services_shown
from data.publishing.cubes.services_requested import write_requested
from data.reading.filters import Filters
from data.reading.queries.services.cubes import counts
from data.reading.tables import Tables
from tests.city_with_records import CITY
from tests.data.publishing.test_services_shown import FIRST, LAST, REQUESTS_MADE, built, city, columns_of, follow

__all__ = ["city"]

BY_DAY, BY_MONTH = "shown_services_daily", "shown_services_monthly"


#: As of a city with more cells of services than a table of shown cells may have.
MANY_CELLS = {"MOST_CELLS": 5}


@pytest.fixture(scope="module")
def cubes(city: City) -> Iterator[duckdb.DuckDBPyConnection]:
    with built(city, REQUESTS_MADE, **MANY_CELLS) as connection:
        connection.execute("USE cubes")
        yield connection


def _statement(
    cubes: duckdb.DuckDBPyConnection, view: Filters, sums: tuple[str, ...] = ("completed",), *, is_shown: bool = True
) -> str:
    columns = {name: of for name, of in columns_of(cubes).items() if is_shown or BREAKDOWN not in of}
    rows = counts(Tables(columns, small_cell_floor=5).between(FIRST, LAST), view, sums, ("service",))
    each = rows.group_by("service").aggregate(**{name: rows[name].sum() for name in ("requests", *sums)})
    return str(ibis.to_sql(each.order_by("service"), dialect="duckdb"))


NORTH_WEST = Filters(CITY, area="NW", area_level=1)


FIVE_DAYS = Filters(CITY, since=date(2024, 2, 5), until=date(2024, 2, 9))


@pytest.mark.parametrize(
    ("view", "table", "services"),
    [
        (FIVE_DAYS, BY_DAY, ["bins", "noise"]),
        (Filters(CITY, since=date(2024, 2, 1), until=date(2024, 3, 9)), BY_DAY, ["bins", "noise"]),
        (FIVE_DAYS.with_selection("service", ["bins"]), BY_DAY, ["bins"]),
        (FIVE_DAYS.with_selection("department", ["police"]), BY_DAY, ["noise"]),
        (NORTH_WEST, BY_MONTH, ["bins", "noise"]),
        (Filters(CITY, since=date(2024, 2, 1), until=LAST, area="SE", area_level=1), BY_MONTH, ["bins", "noise"]),
    ],
)
def test_each_service_is_what_a_view_perturbs(
    cubes: duckdb.DuckDBPyConnection, view: Filters, table: str, services: list[str]
) -> None:
    sums = ("completed", "abandoned", "rejected")
    by_publishing, by_a_view = (_statement(cubes, view, sums, is_shown=each) for each in (True, False))
    assert [name for name in (BY_DAY, BY_MONTH) if name in by_publishing] == [table]
    told = cubes.execute(by_publishing).fetchall()
    assert told == cubes.execute(by_a_view).fetchall()
    assert [row[0] for row in told] == services


def test_they_are_near_the_requests_that_were_made(cubes: duckdb.DuckDBPyConnection) -> None:
    """Each of five days adds or takes a few."""
    days = {date(2024, 2, number) for number in range(5, 10)}
    single = [row for row in REQUESTS_MADE if row["requested_datetime"].date() in days and not row["duplicate"]]
    made = [row["service_id"] for row in single]
    assert [made.count("bins"), made.count("noise")] == [67, 33]
    told = cubes.execute(_statement(cubes, FIVE_DAYS)).fetchall()
    assert [row[:2] for row in told] == [("bins", 74), ("noise", 38)]


@pytest.mark.parametrize(
    ("view", "sums"),
    [
        (NORTH_WEST, ("ratings",)),
        (NORTH_WEST.with_selection("life_area", ["housing"]), ("completed",)),
        (NORTH_WEST.with_selection("channel", ["app"]), ("completed",)),
    ],
)
def test_what_the_tables_lack_is_perturbed_by_the_view(
    cubes: duckdb.DuckDBPyConnection, view: Filters, sums: tuple[str, ...]
) -> None:
    """Other measures, and choices that are not among their columns."""
    statement = _statement(cubes, view, sums)
    assert BY_DAY not in statement
    assert BY_MONTH not in statement
    assert (
        cubes.execute(statement).fetchall() == cubes.execute(_statement(cubes, view, sums, is_shown=False)).fetchall()
    )


def test_a_drop_that_follows_writes_the_days_and_months_that_it_changed(city: City) -> None:
    """Requests of February are closed later, and March comes."""
    late = datetime(2024, 3, 1)
    before = [row for row in REQUESTS_MADE if row["requested_datetime"] < late]
    taken = [row for row in before if row["status"] == "open" and row["requested_datetime"] >= datetime(2024, 2, 1)]
    numbers = {row["service_request_id"] for row in taken}
    closed = {"status": "closed", "outcome": "completed", "closed_datetime": late, "rating": None}
    after = [row | closed if row["service_request_id"] in numbers else row for row in REQUESTS_MADE]
    with built(city, after, **MANY_CELLS) as whole:
        wanted = {name: _rows(whole, name) for name in (BY_DAY, BY_MONTH)}
    with built(city, before, **MANY_CELLS) as added:
        # What no changed request touches is left as it is: a mark that was put there stays.
        for name, time in ((BY_DAY, "day"), (BY_MONTH, "month")):
            added.execute(f"UPDATE cubes.{name} SET requests = requests + 1000 WHERE {time} < '2024-02-01'")
        now = [row for row in after if row["requested_datetime"] >= late or row["service_request_id"] in numbers]
        follow(added, city, taken, now)
        found = {name: _rows(added, name) for name in (BY_DAY, BY_MONTH)}
    for name, rows in wanted.items():
        at = 3 if name == BY_DAY else 4
        marked = [(*row[:at], row[at] + 1000 * (row[0] < date(2024, 2, 1)), *row[at + 1 :]) for row in rows]
        assert found[name] == marked
        assert {row[0].month for row in rows} == {1, 2, 3}


def _rows(connection: duckdb.DuckDBPyConnection, table: str) -> list[Any]:
    return connection.execute(f"SELECT * EXCLUDE (breakdown) FROM cubes.{table} ORDER BY ALL").fetchall()


def test_few_cells_have_no_tables_of_their_own(city: City) -> None:
    with built(city, REQUESTS_MADE) as connection:
        assert not {BY_DAY, BY_MONTH} & columns_of(connection).keys()


@pytest.mark.parametrize(("fewest", "most_a_request", "there"), [(0, 1, True), (1501, 1, False), (0, 0.002, False)])
def test_nor_have_few_requests_and_those_of_nearly_as_many_cells(
    cubes: duckdb.DuckDBPyConnection, fewest: int, most_a_request: float, there: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services_shown, "MOST_CELLS", 1)
    monkeypatch.setattr(services_shown, "FEWEST_REQUESTS", fewest)
    monkeypatch.setattr(services_shown, "MOST_A_REQUEST", most_a_request)
    cubes.execute(f"DROP TABLE IF EXISTS {BY_DAY}; DROP TABLE IF EXISTS {BY_MONTH}")
    write_requested(cubes, number=1500)
    found = {BY_DAY, BY_MONTH} & columns_of(cubes).keys()
    assert found == ({BY_DAY, BY_MONTH} if there else set())
