"""Cells that publishing perturbs are those that a view would perturb, in every breakdown."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import duckdb
import ibis
import pandas as pd
import pytest

from data.city.pack import City, load_city
from data.drops.clock import create_elapsed_days
from data.drops.contract import load_contract
from data.published.people_counted import AFTER_ALL, BREAKDOWN, SHOWN_BY, breakdown_of, cell_columns
from data.publishing.cubes import services, services_follow_up, services_shown
from data.publishing.record_keys import Disclosure
from data.reading.filters import Filters
from data.reading.queries.grain import Family, counted, standing
from data.reading.queries.services.cubes import BACKLOG, CLOSING, HOURS, REQUESTS
from data.reading.schema import Grain
from data.reading.tables import Tables
from tests.city_with_records import CITY, write_city

SERVICES = [
    {"service_id": name, "name_en": name, "department_id": department, "department_en": department,
     "life_area": area, "deadline_days": 5.0, "cost_lcu": cost}
    for name, department, area, cost in (("bins", "streets", "housing", 2.5), ("noise", "police", None, None))
]  # fmt: skip


def _request(chance: random.Random, number: int) -> dict[str, Any]:
    """A request of ten weeks; most are for bins by app, few from SE or of another department: some groups are few."""
    made = datetime(2024, 1, 20, 9 + number % 3) + timedelta(days=chance.randrange(70))
    days = chance.choice((None, 0, 0, 1, 2, 8))
    return {
        "service_request_id": f"r{number}", "service_id": chance.choice(("bins", "bins", "noise")),
        "channel": chance.choice(("app", "app", "app", "window", "unknown")), "requested_datetime": made,
        "closed_datetime": None if days is None else made + timedelta(days=days, hours=3),
        "status": "open" if days is None else "closed",
        "outcome": "pending" if days is None else chance.choice(("completed", "completed", "abandoned", "rejected")),
        "rating": chance.choice((None, None, 3, 5)), "duplicate": chance.randrange(20) == 0,
        "area_1": chance.choice(("NW", "NW", "NW", "SE", None)), "area_2": chance.choice(("NW-W", None)),
        "nature": chance.choice((None, "rats")), "department_id": chance.choice((None, None, None, None, "parks")),
    }  # fmt: skip


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    root = tmp_path_factory.mktemp("riverton")
    write_city(root)
    return load_city(CITY, root)


REQUESTS_MADE = [_request(random.Random(4 + number), number) for number in range(1500)]


def _fill(connection: duckdb.DuckDBPyConnection, **rows: list[dict[str, Any]]) -> None:
    """The contract's tables with those rows, their areas found."""
    for name in ("services", "departments", "requests", "requests_before", "forecasts", "anomalies"):
        columns = {column.name: column.sql_type for column in load_contract("services").table(name).columns}
        if name.startswith("requests"):
            columns |= {"area_1": "VARCHAR", "area_2": "VARCHAR"}
        given = SERVICES if name == "services" else rows.get(name, [])
        frame = pd.DataFrame(given, columns=list(columns)).astype(object)
        connection.register("_frame", frame.where(frame.notna(), None))
        typed = ", ".join(f"{column}::{sql_type} AS {column}" for column, sql_type in columns.items())
        connection.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT {typed} FROM _frame")
        connection.unregister("_frame")


@contextmanager
def built(
    city: City, requests: list[dict[str, Any]], database: str = "':memory:'", options: str = "", **limits: int
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The cubes of requests of people, of which each breakdown is shown however fine it is, but for the `limits`: names
    of services_shown.py."""
    with duckdb.connect() as connection, pytest.MonkeyPatch.context() as patch:
        connection.execute(f"ATTACH {database} AS cubes {options}")
        create_elapsed_days(connection, "America/Chicago")
        _fill(connection, requests=requests)
        Disclosure(5, b"secret of a test").begin(connection)
        connection.execute("CREATE TABLE cubes.areas AS SELECT unnest(['NW', 'SE', 'NW-W']) AS area_id")
        patch.setattr(services_shown, "FEWEST_REQUESTS", 0)
        patch.setattr(services_shown, "MOST_A_REQUEST", 100)
        for name, limit in limits.items():
            patch.setattr(services_shown, name, limit)
        services.build(connection, city)
        patch.undo()
        yield connection


@pytest.fixture(scope="module")
def cubes(city: City) -> Iterator[duckdb.DuckDBPyConnection]:
    with built(city, REQUESTS_MADE) as connection:
        connection.execute("USE cubes")
        yield connection


def columns_of(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for table, column, sql_type in connection.execute(
        "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE database_name = 'cubes' "
        "ORDER BY table_name, column_index"
    ).fetchall():
        found.setdefault(table, {})[column] = sql_type
    return found


def _rows(connection: duckdb.DuckDBPyConnection, tables: Tables, family: Family, by: list[str], grain: Grain) -> Any:
    rows = counted(tables, Filters(CITY), family, by, grain=grain)
    keys = [grain, *sorted(by)]
    rows = rows.select(*keys, *(rows[name].cast("float64").round(6).name(name) for name in family.measures.sums))
    return connection.execute(f"FROM ({ibis.to_sql(rows, dialect='duckdb')}) ORDER BY ALL").fetchall()


def _asked_by(breakdown: str) -> list[str]:
    """The fewest columns by which people are asked for that are shown by this breakdown."""
    by = breakdown.replace("whole", "").split()
    fewer = ({*by} - set(some) for most in range(len(by), -1, -1) for some in combinations(by, most))
    return sorted(next(each for each in fewer if breakdown_of(cell_columns(each)) == breakdown))


@pytest.mark.parametrize("grain", ["month", "week", "day"])
@pytest.mark.parametrize(
    ("family", "some"),
    [
        (REQUESTS, {"whole", "area_1 department service", "channel department"}),
        (CLOSING, {"bucket", "bucket department service"}),
    ],
)
def test_each_breakdown_is_what_a_view_perturbs(
    cubes: duckdb.DuckDBPyConnection, family: Family, some: set[str], grain: Grain
) -> None:
    columns = columns_of(cubes)
    by_a_view = Tables({name: of for name, of in columns.items() if BREAKDOWN not in of}, small_cell_floor=5)
    by_publishing = Tables(columns, small_cell_floor=5)
    breakdowns = by_publishing.breakdowns(f"{family.shown[0]}_{SHOWN_BY[grain]}")
    assert breakdowns >= some
    shown = 0
    # Each in one of the units of time: all in all are some seconds, and they are made alike.
    for breakdown in sorted(breakdowns)[("month", "week", "day").index(grain) :: 3]:
        by = _asked_by(breakdown)
        told = _rows(cubes, by_publishing, family, by, grain)
        assert told == _rows(cubes, by_a_view, family, by, grain), breakdown
        shown += len(told)
    assert shown > 20


def test_each_breakdown_by_hour_is_what_a_view_perturbs(cubes: duckdb.DuckDBPyConnection) -> None:
    """Of days, as weekdays are made of."""
    columns = columns_of(cubes)
    by_a_view = Tables({name: of for name, of in columns.items() if BREAKDOWN not in of}, small_cell_floor=5)
    by_publishing = Tables(columns, small_cell_floor=5)
    breakdowns = by_publishing.breakdowns("shown_hours_daily")
    assert breakdowns == {"hour", "area_1 hour", "channel hour", "area_1 channel hour"}
    for breakdown in breakdowns:
        told = _rows(cubes, by_publishing, HOURS, _asked_by(breakdown), "day")
        assert told == _rows(cubes, by_a_view, HOURS, _asked_by(breakdown), "day"), breakdown
        assert len(told) > 40


#: The days of REQUESTS_MADE.
FIRST, LAST = date(2024, 1, 20), date(2024, 3, 29)


@pytest.mark.parametrize(
    ("grain", "since", "until"),
    [
        ("month", date(2024, 1, 1), date(2024, 3, 31)),
        ("month", AFTER_ALL, AFTER_ALL),
        ("day", date(2024, 1, 1), LAST),
        ("day", date(2024, 3, 7), date(2024, 3, 7)),
        ("week", date(2024, 1, 15), date(2024, 3, 24)),
    ],
)
def test_the_backlog_of_ends_is_what_a_view_perturbs(
    cubes: duckdb.DuckDBPyConnection, grain: Grain, since: date, until: date
) -> None:
    """At the ends of the months, weeks and days of the records, and after all that they know."""
    columns = columns_of(cubes)
    without = {name: of for name, of in columns.items() if BREAKDOWN not in of}
    by_a_view, by_publishing = (Tables(of, small_cell_floor=5).between(FIRST, LAST) for of in (without, columns))
    breakdowns = by_publishing.breakdowns("shown_backlog_monthly" if grain == "month" else "shown_backlog_daily")
    assert breakdowns >= {"whole", "age_days", "age_days area_1", "department", "area_1 channel department"}
    assert ("department service" in breakdowns) == (grain == "month")
    shown = 0
    for breakdown in sorted(breakdowns)[until.day % 2 :: 3]:
        told, perturbed = (
            _standing(cubes, tables, breakdown, grain, since, until) for tables in (by_publishing, by_a_view)
        )
        assert told == perturbed, breakdown
        shown += len(told)
    assert shown > 20


def _standing(
    cubes: duckdb.DuckDBPyConnection, tables: Tables, breakdown: str, grain: Grain, since: date, until: date
) -> list[Any]:
    statement = _statement_of_standing(tables, breakdown, grain, since, until)
    return cubes.execute(f"FROM ({statement}) ORDER BY ALL").fetchall()


def _statement_of_standing(tables: Tables, breakdown: str, grain: Grain, since: date, until: date) -> str:
    by, view = _asked_by(breakdown), Filters(CITY, since=since, until=until)
    rows = standing(tables, Filters(CITY), BACKLOG, view, grain, by).select(grain, *sorted(by), "backlog")
    return str(ibis.to_sql(rows, dialect="duckdb"))


@pytest.mark.parametrize(
    ("breakdown", "grain", "until", "is_known"),
    [
        ("age_days", "day", LAST, True),
        ("age_days", "week", date(2024, 3, 24), True),
        ("age_days", "day", LAST + timedelta(1), False),
        ("age_days", "week", date(2024, 3, 31), False),
        ("department service", "day", LAST, False),
    ],
)
def test_a_backlog_is_read_where_publishing_knows_it_and_worked_out_elsewhere(
    cubes: duckdb.DuckDBPyConnection, breakdown: str, grain: Grain, until: date, is_known: bool
) -> None:
    """After the last day of the records open requests still grow older, which no published day knows."""
    tables = Tables(columns_of(cubes), small_cell_floor=5).between(FIRST, LAST)
    statement = _statement_of_standing(tables, breakdown, grain, date(2024, 3, 11), until)
    assert ("shown_backlog_daily" in statement) == is_known
    assert len(cubes.execute(statement).fetchall()) > 4


def test_no_two_rows_of_a_cube_have_the_same_keys(cubes: duckdb.DuckDBPyConnection) -> None:
    """So a row that a question asks for by all of them is a cell; an area of life goes with its service."""
    held = {cube.name: cube.keys(["area_1", "area_2"]) for cube in services.CUBES}
    assert held.keys() == {name for name in columns_of(cubes) if name in held}
    for name, keys in held.items():
        told = [key for key in keys if key != "life_area" or "service" not in keys]
        rows, kinds = cubes.execute(f"SELECT count(*), count(DISTINCT ({', '.join(told)})) FROM {name}").fetchall()[0]
        assert rows == kinds > 0, name


@pytest.mark.parametrize("grain", ["day", "week"])
@pytest.mark.parametrize("by", [(), ("age_days",), ("age_days", "department")])
def test_a_backlog_is_the_same_of_days_alone_and_of_the_months_before_them(
    cubes: duckdb.DuckDBPyConnection, by: tuple[str, ...], grain: Grain
) -> None:
    """What moved before a view's first month is one sum, by month as by day; so is that of areas in a cube alone."""
    columns = {name: of for name, of in columns_of(cubes).items() if BREAKDOWN not in of}
    finest = {name: of for name, of in columns.items() if "month" not in of and name != "backlog_areas_daily"}
    view = Filters(CITY, since=date(2024, 3, 4), until=date(2024, 3, 24), area="NW", area_level=1)
    statements = [
        ibis.to_sql(
            standing(Tables(of, small_cell_floor=5).between(date(2024, 1, 20), date(2024, 3, 29)),
                     view, BACKLOG, view, grain, by).select(grain, *by, "backlog"),
            dialect="duckdb",
        )
        for of in (finest, columns)
    ]  # fmt: skip
    by_day, with_months = (cubes.execute(f"FROM ({statement}) ORDER BY ALL").fetchall() for statement in statements)
    assert by_day == with_months
    assert len(by_day) >= {"day": 21, "week": 3}[grain]
    assert not re.search('"backlog_(monthly|areas_daily)"', statements[0])
    assert '"backlog_monthly"' in statements[1]
    assert "shown_backlog" not in "".join(statements)
    assert ('"backlog_areas_daily"' in statements[1]) == ("department" not in by)


def test_a_drop_that_follows_writes_what_it_changed_anew(city: City) -> None:
    """New requests and old ones that were closed: the cells are those of all requests published at once. A table that
    had no breakdown of few cells is not there, and the others are not written anew for it."""
    late = datetime(2024, 3, 1)
    before = [row for row in REQUESTS_MADE if row["requested_datetime"] < late]
    taken = {row["service_request_id"] for row in before if row["status"] == "open"}
    after = [row | {"status": "closed", "outcome": "rejected", "closed_datetime": late, "rating": None}
             if row["service_request_id"] in taken else row for row in REQUESTS_MADE]  # fmt: skip
    with built(city, after) as whole:
        wanted = _shown(whole)
    assert len(wanted) == 9
    del wanted["shown_closing_daily"]
    with built(city, before) as added:
        added.execute("DROP TABLE cubes.shown_closing_daily")
        # A day that no changed request touches is left as it is: a mark that was put there stays.
        added.execute(
            "UPDATE cubes.shown_backlog_daily SET backlog = -1 WHERE breakdown = 'whole' AND day = '2024-02-01'"
        )
        now = [row for row in after if row["requested_datetime"] >= late or row["service_request_id"] in taken]
        follow(added, city, [row for row in before if row["service_request_id"] in taken], now)
        found = _shown(added)
    marked = [row for row in found["shown_backlog_daily"] if row[-1] == -1]
    assert [row[:2] for row in marked] == [("whole", date(2024, 2, 1))]
    unmarked = [row for row in wanted["shown_backlog_daily"] if row[:2] != marked[0][:2]]
    assert [row for row in found.pop("shown_backlog_daily") if row not in marked] == unmarked
    del wanted["shown_backlog_daily"]
    assert found == wanted


def test_a_drop_that_takes_the_last_days_back_leaves_no_backlog_of_them(city: City) -> None:
    """All requests of March turn out to be duplicates: the records end with February then, and so do its cells."""
    late = datetime(2024, 3, 1)
    gone = [row for row in REQUESTS_MADE if row["requested_datetime"] >= late and not row["duplicate"]]
    kept = [row for row in REQUESTS_MADE if row["requested_datetime"] < late]
    with built(city, kept) as whole:
        wanted = _shown(whole)
    with built(city, REQUESTS_MADE) as added:
        follow(added, city, gone, [row | {"duplicate": True} for row in gone])
        found = _shown(added)
    assert max(row[1] for row in found["shown_backlog_daily"]) == date(2024, 2, 29)
    assert found == wanted


def test_a_drop_that_follows_writes_into_the_room_of_what_it_writes_anew(city: City, tmp_path: Path) -> None:
    """March on top, and requests of February that are closed in it: a sixth of the file is free afterwards. Were the
    cells that change deleted when the rest is written, it would be two fifths, of a longer file."""
    late = datetime(2024, 3, 1)
    before = [row for row in REQUESTS_MADE if row["requested_datetime"] < late]
    taken = [row for row in before if row["status"] == "open" and row["requested_datetime"] >= datetime(2024, 2, 1)]
    closed = [row | {"status": "closed", "outcome": "rejected", "closed_datetime": late, "rating": None}
              for row in taken]  # fmt: skip
    now = [*closed, *(row for row in REQUESTS_MADE if row["requested_datetime"] >= late)]
    with built(city, before, f"'{tmp_path / 'cubes.duckdb'}'", "(BLOCK_SIZE 16384)") as added:
        added.execute("CHECKPOINT cubes")
        follow(added, city, taken, now)
        added.execute("CHECKPOINT cubes")
        size = "SELECT total_blocks, free_blocks FROM pragma_database_size() WHERE database_name = 'cubes'"
        ((blocks, free),) = added.execute(size).fetchall()
    assert blocks > 100
    assert free / blocks < 0.3


def follow(
    connection: duckdb.DuckDBPyConnection, city: City, before: list[dict[str, Any]], now: list[dict[str, Any]]
) -> None:
    """Publish a drop that takes requests back and adds some; only what changed is written."""
    connection.execute(
        "; ".join(f"DROP TYPE {name}_name" for name in ("service", "department", "life_area", "area", "channel"))
    )
    connection.execute("; ".join(f"DROP TABLE IF EXISTS {name}" for name in ("offer", "piece", "base", "moves")))
    _fill(connection, requests=now, requests_before=before)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(services_shown, "write_shown", None)
        assert services_follow_up.add(connection, city) == []


def test_a_breakdown_of_far_too_many_cells_is_not_perturbed(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of requests the rows of a cube say how many its finest breakdown has, by its own unit of time; of a backlog by
    day the keys and the days: where any are too many, nothing of these is left."""
    monkeypatch.setattr(services_shown, "FAR_MORE", 0)
    with built(city, REQUESTS_MADE) as connection:
        columns = columns_of(connection)
    tables = Tables(columns, small_cell_floor=5)
    # A column that all breakdowns left lack is text nonetheless, as in any other snapshot.
    assert columns["shown_closing_daily"]["area_1"] == columns["shown_requests_monthly"]["area_1"] == "VARCHAR"
    assert not [each for each in tables.breakdowns("shown_closing_daily") if "area_1" in each]
    daily, weekly = (tables.breakdowns(f"shown_requests_{name}") for name in ("daily", "weekly"))
    assert daily >= {"channel department", "area_1 channel", "department", "whole"}
    assert weekly - daily == {"area_1 channel department", "area_1 area_2", "area_1 nature", "department service",
                              "area_1 department service"}  # fmt: skip
    closing = tables.breakdowns("shown_closing_monthly")
    assert closing >= {"bucket", "bucket life_area", "area_1 bucket department"}
    assert not closing & {"bucket department service", "area_1 bucket channel department"}
    assert not tables.breakdowns("shown_backlog_daily")
    assert tables.breakdowns("shown_backlog_monthly") >= {"whole", "age_days area_1 channel department"}


def _shown(connection: duckdb.DuckDBPyConnection) -> dict[str, list[Any]]:
    names = sorted(name for name, of in columns_of(connection).items() if BREAKDOWN in of)
    found = {}
    for name in names:
        rounded = "* REPLACE (round(cost_lcu, 6) AS cost_lcu)" if "requests" in name else "*"
        found[name] = connection.execute(f"SELECT {rounded} FROM cubes.{name} ORDER BY ALL").fetchall()
    return found


def test_few_requests_are_published_without(city: City) -> None:
    """Their views are answered soon enough; a floor of none has nothing to perturb."""
    with duckdb.connect() as connection:
        connection.execute("ATTACH ':memory:' AS cubes")
        create_elapsed_days(connection, "America/Chicago")
        _fill(connection, requests=REQUESTS_MADE[:20])
        Disclosure(5, b"secret of a test").begin(connection)
        connection.execute("CREATE TABLE cubes.areas AS SELECT unnest(['NW', 'SE', 'NW-W']) AS area_id")
        services.build(connection, city)
        assert not any(BREAKDOWN in of for of in columns_of(connection).values())
