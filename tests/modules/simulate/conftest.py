"""Harbour Town: two districts on a bay, drawn by hand, and its simulated records."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from data.city.pack import City, load_city
from modules.simulate import simulate

UNTIL = date(2026, 11, 20)
EVENTS = 60_000
#: The west district is an L around the bay; the bay is the square from (114.04, 22.54) to (114.08, 22.58).
WEST_NORTH = [[114.00, 22.58], [114.08, 22.58], [114.08, 22.62], [114.00, 22.62], [114.00, 22.58]]
WEST_SOUTH = [[114.00, 22.54], [114.04, 22.54], [114.04, 22.58], [114.00, 22.58], [114.00, 22.54]]
WEST = [
    [114.00, 22.54],
    [114.04, 22.54],
    [114.04, 22.58],
    [114.08, 22.58],
    [114.08, 22.62],
    [114.00, 22.62],
    [114.00, 22.54],
]
EAST = [[114.08, 22.54], [114.12, 22.54], [114.12, 22.62], [114.08, 22.62], [114.08, 22.54]]
PACK = """
name = {en = "Harbour Town", zh = "港城"}
timezone = "Asia/Shanghai"
currency = "CNY"
language = "zh"
centre = [22.58, 114.06]
bounds = [[22.54, 114.0], [22.62, 114.12]]
population = {value = 400000, source = "written by hand"}
levels = [
  {key = "city", name = {en = "City"}, plural = {en = "Cities"}},
  {key = "district", name = {en = "District"}, plural = {en = "Districts"}, file = "areas/district.geojson"},
  {key = "cell", name = {en = "Cell"}, plural = {en = "Cells"}, file = "areas/cell.geojson"},
]
"""


def _feature(area_id: str, ring: list[list[float]], parent: str | None, population: int | None) -> dict[str, object]:
    told = {"area_id": area_id, "parent_id": parent, "name_en": area_id.title(), "population": population}
    return {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": [ring]},
        "properties": {**told, "area_km2": 30.0, "centre": [ring[0][1], ring[0][0]]},
    }


def write_pack(cities_dir: Path, key: str = "harbour") -> City:
    """Write the pack under that key and read it."""
    levels = {
        "district": [_feature("west", WEST, None, 300_000), _feature("east", EAST, None, 100_000)],
        "cell": [
            _feature("west-north", WEST_NORTH, "west", None),
            _feature("west-south", WEST_SOUTH, "west", None),
            _feature("east-all", EAST, "east", None),
        ],
    }
    (cities_dir / key / "areas").mkdir(parents=True)
    (cities_dir / key / "city.toml").write_text(PACK, "utf-8")
    for level, features in levels.items():
        content = json.dumps({"type": "FeatureCollection", "features": features})
        (cities_dir / key / "areas" / f"{level}.geojson").write_text(content, "utf-8")
    return load_city(key, cities_dir)


@pytest.fixture(scope="session")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> City:
    """The city of Harbour Town."""
    return write_pack(tmp_path_factory.mktemp("cities"))


@pytest.fixture(scope="session")
def records(harbour: City, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of Harbour Town's simulated records; tests read it and never change it."""
    raw_dir = tmp_path_factory.mktemp("raw")
    simulate(harbour, raw_dir, seed=7, events=EVENTS, until=UNTIL)
    return raw_dir / harbour.key
