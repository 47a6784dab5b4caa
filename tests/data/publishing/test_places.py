"""Every place is given exactly one area a level, or is counted as unmatched."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.drops.contract import Place
from data.publishing.places import Polygons, create_area_tables, create_places, place_table, polygons_of
from tests.data.conftest import Deck

#: What Riverton's districts and blocks say of a point: (lat, long) -> district, block.
PLACES = {
    (40.15, 10.02): ("NW", "NW-W"),
    (40.15, 10.07): ("NW", "NW-E"),
    (40.05, 10.17): ("SE", "SE-E"),
    (40.25, 10.25): (None, None),
}


@pytest.fixture
def connection(deck: Deck, tmp_path: Path) -> duckdb.DuckDBPyConnection:
    opened = duckdb.connect()
    for name in ("cubes", "work"):
        opened.execute(f"ATTACH '{tmp_path}/{name}.duckdb' AS {name}")
    create_area_tables(opened, deck.city)
    create_places(opened)
    return opened


def tree(lats: list[float], longs: list[float]) -> shapely.STRtree:
    return shapely.STRtree(shapely.points(longs, lats))


def place(connection: duckdb.DuckDBPyConnection, deck: Deck, rows: str, columns: Place) -> list[tuple[object, ...]]:
    connection.execute(f"CREATE TABLE given AS {rows}")
    connection.execute("CREATE VIEW shops AS SELECT * FROM given")
    place_table(connection, polygons_of(deck.city), "shops", columns)
    return connection.execute("SELECT shop, area_1, area_2 FROM shops ORDER BY shop").fetchall()


def counts(connection: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    return connection.execute("FROM cubes.places ORDER BY level").fetchall()


def test_coordinates_give_an_area_of_every_level(connection: duckdb.DuckDBPyConnection, deck: Deck) -> None:
    values = ", ".join(f"({number}, {lat}::DOUBLE, {long}::DOUBLE)" for number, (lat, long) in enumerate(PLACES))
    found = place(connection, deck, f"SELECT * FROM (VALUES {values}) AS v(shop, lat, long)", Place("lat", "long"))
    assert found == [(number, *areas) for number, areas in enumerate(PLACES.values())]
    assert counts(connection) == [("shops", 1, 3, 1), ("shops", 2, 3, 1)]


def test_what_has_no_coordinates_is_unmatched(connection: duckdb.DuckDBPyConnection, deck: Deck) -> None:
    rows = "SELECT * FROM (VALUES (1, NULL::DOUBLE, 10.02::DOUBLE), (2, 40.15, NULL)) AS v(shop, lat, long)"
    assert place(connection, deck, rows, Place("lat", "long")) == [(1, None, None), (2, None, None)]
    assert counts(connection) == [("shops", 1, 0, 2), ("shops", 2, 0, 2)]


def test_an_area_code_gives_its_ancestors(connection: duckdb.DuckDBPyConnection, deck: Deck) -> None:
    rows = "SELECT * FROM (VALUES (1, 'SE-W'), (2, 'SE'), (3, 'riverton'), (4, 'gone'), (5, NULL)) AS v(shop, area)"
    assert place(connection, deck, rows, Place(area_id="area")) == [
        (1, "SE", "SE-W"), (2, "SE", None), (3, None, None), (4, None, None), (5, None, None),
    ]  # fmt: skip
    assert counts(connection) == [("shops", 1, 2, 3), ("shops", 2, 1, 4)]


def test_coordinates_come_before_the_area_code(connection: duckdb.DuckDBPyConnection, deck: Deck) -> None:
    rows = (
        "SELECT * FROM (VALUES (1, 40.15::DOUBLE, 10.02::DOUBLE, 'SE'), (2, 40.25, 10.25, 'SE'), "
        "(3, NULL, NULL, 'SW-W')) AS v(shop, lat, long, area)"
    )
    assert place(connection, deck, rows, Place("lat", "long", "area")) == [
        (1, "NW", "NW-W"), (2, "SE", None), (3, "SW", "SW-W"),
    ]  # fmt: skip


def test_no_row_is_lost_or_doubled_where_coordinates_repeat(connection: duckdb.DuckDBPyConnection, deck: Deck) -> None:
    rows = "SELECT range AS shop, 40.1::DOUBLE AS lat, 10.1::DOUBLE AS long FROM range(1000)"
    found = place(connection, deck, rows, Place("lat", "long"))
    assert len(found) == 1000
    assert {areas[1:] for areas in found} == {("NE", "NE-W")}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(points=st.lists(st.tuples(st.floats(39.9, 40.3), st.floats(9.9, 10.3)), max_size=30))
def test_a_point_belongs_to_the_first_area_that_touches_it(deck: Deck, points: list[tuple[float, float]]) -> None:
    polygons = Polygons(deck.city, 1)
    placed = polygons.containing(tree([lat for lat, _ in points], [long for _, long in points]))
    corners = {"NE": (40.1, 10.1), "NW": (40.1, 10.0), "SE": (40.0, 10.1), "SW": (40.0, 10.0)}
    for (lat, long), index in zip(points, placed, strict=True):
        touching = [
            area_id
            for area_id, (south, west) in corners.items()
            if south <= lat <= round(south + 0.1, 6) and west <= long <= round(west + 0.1, 6)
        ]
        assert (polygons.area_ids[index] if index >= 0 else None) == (touching[0] if touching else None)


def test_the_corner_of_four_districts_has_one_area(deck: Deck) -> None:
    polygons = Polygons(deck.city, 1)
    assert [polygons.area_ids[index] for index in polygons.containing(tree([40.1], [10.1]))] == ["NE"]
    assert polygons.containing(tree([], [])).tolist() == []


def test_areas_are_written_with_the_city_first(connection: duckdb.DuckDBPyConnection) -> None:
    rows = connection.execute(
        "SELECT area_id, level, parent_id, name_en, population FROM cubes.areas WHERE level < 2 ORDER BY level, area_id"
    ).fetchall()
    assert rows == [
        ("riverton", 0, None, "Riverton", 10000),
        ("NE", 1, "riverton", "Northeast", 2000),
        ("NW", 1, "riverton", "Northwest", 1000),
        ("SE", 1, "riverton", "Southeast", 4000),
        ("SW", 1, "riverton", "Southwest", 3000),
    ]
    surfaces = connection.execute(
        "SELECT level, sum(area_km2) FROM cubes.areas GROUP BY level ORDER BY level"
    ).fetchall()
    assert surfaces == [(0, pytest.approx(376)), (1, pytest.approx(376)), (2, pytest.approx(376))]
