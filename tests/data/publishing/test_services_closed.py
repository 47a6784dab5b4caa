"""Days to close of services, added up from the first month on, are those that a view would add up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import duckdb
import ibis
import pytest

from data.city.pack import City
from data.published.people_counted import CLOSED_SERVICES, CLOSED_SO_FAR
from data.reading.filters import Filters
from data.reading.queries.services.cubes import times_of_services
from data.reading.tables import Tables
from tests.city_with_records import CITY
from tests.data.publishing.test_services_shown import FIRST, LAST, REQUESTS_MADE, built, city, columns_of, follow

__all__ = ["city"]


#: As of a city with more cells of services than a table of shown cells may have.
MANY_CELLS = {"MOST_CELLS_CLOSED": 12}


@pytest.fixture(scope="module")
def cubes(city: City) -> Iterator[duckdb.DuckDBPyConnection]:
    with built(city, REQUESTS_MADE, **MANY_CELLS) as connection:
        connection.execute("USE cubes")
        yield connection


def _statement(cubes: duckdb.DuckDBPyConnection, view: Filters, without: str = "") -> str:
    columns = {name: of for name, of in columns_of(cubes).items() if name != without}
    rows = times_of_services(Tables(columns, small_cell_floor=5).between(FIRST, LAST), view)
    each = rows.group_by("service", "bucket").aggregate(counted=rows.counted.sum(), total=rows.total.sum().round(6))
    return str(ibis.to_sql(each, dialect="duckdb"))


@pytest.mark.parametrize(
    ("since", "until", "bins"),
    [
        (None, None, 307),
        (date(2024, 1, 20), LAST, 307),
        (date(2024, 1, 1), date(2024, 1, 31), 47),
        (date(2024, 2, 1), LAST, 260),
        (date(2024, 2, 1), date(2024, 2, 29), 123),
    ],
)
@pytest.mark.parametrize("selected", ["", "department=streets", "life_area=housing", "service=bins"])
def test_months_are_the_difference_of_two_sums(
    cubes: duckdb.DuckDBPyConnection, since: date | None, until: date | None, bins: int, selected: str
) -> None:
    """`bins`: the requests for bins that were closed within a day, in the months of the view."""
    view = Filters(CITY, since=since, until=until)
    dimension, _, value = selected.partition("=")
    view = view.with_selection(dimension, [value]) if selected else view
    by_publishing, by_a_view = _statement(cubes, view), _statement(cubes, view, without=CLOSED_SO_FAR)
    assert (CLOSED_SO_FAR in by_publishing, CLOSED_SO_FAR in by_a_view) == (True, False)
    told = cubes.execute(f"FROM ({by_publishing}) ORDER BY ALL").fetchall()
    assert told == cubes.execute(f"FROM ({by_a_view}) ORDER BY ALL").fetchall()
    assert len(told) == (4 if dimension in ("department", "life_area") else 8)
    assert told[0][:2] == ("bins", 28)
    assert (told[0][2] == bins) == (dimension != "department")


@pytest.mark.parametrize(
    "view",
    [
        Filters(CITY, since=date(2024, 2, 5), until=LAST),
        Filters(CITY, area="NW", area_level=1),
        Filters(CITY).with_selection("channel", ["app"]),
    ],
)
def test_what_is_no_whole_month_of_the_city_is_added_up_by_the_view(
    cubes: duckdb.DuckDBPyConnection, view: Filters
) -> None:
    assert CLOSED_SO_FAR not in _statement(cubes, view)


def test_a_drop_that_follows_adds_up_the_months_that_it_changed(city: City) -> None:
    """Requests of February are closed later, and March comes."""
    late = datetime(2024, 3, 1)
    before = [row for row in REQUESTS_MADE if row["requested_datetime"] < late]
    taken = [row for row in before if row["status"] == "open" and row["requested_datetime"] >= datetime(2024, 2, 1)]
    numbers = {row["service_request_id"] for row in taken}
    closed = {"status": "closed", "outcome": "completed", "closed_datetime": late, "rating": None}
    after = [row | closed if row["service_request_id"] in numbers else row for row in REQUESTS_MADE]
    with built(city, after, **MANY_CELLS) as whole:
        wanted = _so_far(whole)
    assert {row[0] for row in wanted} == {date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1)}
    with built(city, before, **MANY_CELLS) as added:
        # A month before all changes is left as it is: a mark that was put there stays, and is added up.
        added.execute(f"UPDATE cubes.{CLOSED_SO_FAR} SET counted = counted + 1000 WHERE month = '2024-01-01'")
        now = [row for row in after if row["requested_datetime"] >= late or row["service_request_id"] in numbers]
        follow(added, city, taken, now)
        found = _so_far(added)
    marked = {row[1:5] for row in wanted if row[0] == date(2024, 1, 1)}
    assert found == [(*row[:5], row[5] + 1000 * (row[1:5] in marked)) for row in wanted]


def test_a_service_that_is_new_gets_the_next_number(city: City) -> None:
    """Nobody asks about noise before March; the sums up to earlier months are left as they are, with their numbers."""
    late = datetime(2024, 3, 1)
    before = [row for row in REQUESTS_MADE if row["service_id"] == "bins" and row["requested_datetime"] < late]
    now = [row for row in REQUESTS_MADE if row["requested_datetime"] >= late]
    with built(city, [*before, *now], **MANY_CELLS) as whole:
        wanted = _so_far(whole)
    with built(city, before, **MANY_CELLS) as added:
        numbers = f"SELECT service_number, service, department FROM cubes.{CLOSED_SERVICES} ORDER BY ALL"
        assert added.execute(numbers).fetchall() == [(1, "bins", "parks"), (2, "bins", "streets")]
        follow(added, city, [], now)
        found = _so_far(added)
        assert added.execute(numbers).fetchall()[:3] == [
            (1, "bins", "parks"), (2, "bins", "streets"), (3, "noise", "parks")
        ]  # fmt: skip
    assert found == wanted
    assert {row[0] for row in found if row[3] == "noise"} == {date(2024, 3, 1)}


def _so_far(cubes: duckdb.DuckDBPyConnection) -> list[Any]:
    return cubes.execute(
        f"SELECT month, department, life_area, service, bucket, counted "
        f"FROM cubes.{CLOSED_SO_FAR} JOIN cubes.{CLOSED_SERVICES} USING (service_number) ORDER BY ALL"
    ).fetchall()


def test_few_cells_have_no_table_of_their_own(city: City) -> None:
    with built(city, REQUESTS_MADE) as connection:
        assert CLOSED_SO_FAR not in columns_of(connection)
