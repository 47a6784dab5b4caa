"""Shapes on their way to the browser: by level and parent, under an address that names their content."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from data.city import area_shapes
from data.city.pack import City, load_city
from tests.city_with_records import CITY, write_city


@pytest.fixture
def city(tmp_path: Path) -> City:
    write_city(tmp_path)
    return load_city(CITY, tmp_path)


def _ids(body: bytes) -> list[str]:
    return [feature["properties"]["area_id"] for feature in json.loads(body)["features"]]


def test_a_level_has_all_its_areas_and_of_each_the_id_and_where_its_name_may_stand(city: City) -> None:
    body = area_shapes.geojson(city, "district")
    assert _ids(body) == ["NW", "NE", "SW", "SE"]
    assert json.loads(body)["features"][0]["properties"] == {"area_id": "NW", "centre": [40.15, 10.05]}


def test_coordinates_are_a_metre_exact_however_deep_they_lie(city: City) -> None:
    file = city.folder / "areas" / "district.geojson"
    told = json.loads(file.read_text("utf-8"))
    corners = [[10, 40.0], [10.123456, 40.0], [10.1, 40.000049], [10, 40.0]]
    told["features"][0]["geometry"] = {"type": "MultiPolygon", "coordinates": [[corners], [corners]]}
    file.write_text(json.dumps(told), "utf-8")
    area_shapes.kept_shapes.clear()
    (shape, *_) = json.loads(area_shapes.geojson(city, "district"))["features"]
    rounded = [[10, 40.0], [10.12346, 40.0], [10.1, 40.00005], [10, 40.0]]
    assert shape["geometry"]["coordinates"] == [[rounded], [rounded]]


def test_a_parent_has_the_areas_inside_it(city: City) -> None:
    assert _ids(area_shapes.geojson(city, "block", "SE")) == ["SE-W", "SE-E"]


def test_the_address_changes_with_the_content(city: City) -> None:
    district, blocks = area_shapes.address(city, "district"), area_shapes.address(city, "block", "SE")
    assert district.startswith("/geometry/riverton/district/all/")
    assert blocks.startswith("/geometry/riverton/block/SE/")
    assert district.rsplit("/", 1)[1] != blocks.rsplit("/", 1)[1]


def test_bounds_of_an_area_are_south_west_and_north_east(city: City) -> None:
    assert area_shapes.bounds(city, "district", "SE") == ((40.0, 10.1), (40.1, 10.2))


def test_bounds_of_a_level_hold_all_its_areas(city: City) -> None:
    assert area_shapes.bounds(city, "district") == ((40.0, 10.0), (40.2, 10.2))


def test_bounds_of_an_unknown_area_are_the_citys(city: City) -> None:
    assert area_shapes.bounds(city, "district", "nowhere") == city.bounds


@pytest.mark.parametrize(("key", "layer"), [("../..", "district"), ("atlantis", "district"), (CITY, "../city.toml")])
def test_what_does_not_exist_is_not_served(city: City, key: str, layer: str) -> None:
    with pytest.raises(LookupError):
        area_shapes.served(key, layer, "all", "0" * 16, city.folder.parent)


def test_an_address_is_served_as_long_as_it_names_the_content(city: City) -> None:
    *_, layer, parent, name = area_shapes.address(city, "district").split("/")
    digest = name.removesuffix(".geojson")
    assert area_shapes.served(CITY, layer, parent, digest, city.folder.parent) == area_shapes.geojson(city, "district")
    with pytest.raises(LookupError, match="no shapes"):
        area_shapes.served(CITY, layer, parent, digest[::-1], city.folder.parent)
