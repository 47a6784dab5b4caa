"""What a process keeps of cities that are opened one after another: bounded, whatever their number and their size."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from data.city.area_shapes import MOST_BYTES, bounds, geojson, kept_bounds, kept_shapes
from data.city.pack import MOST_AREAS, NOTHING_NOTED, City, areas_of, kept_areas, load_city
from tests.city_with_records import CITY, write_city, write_features

CITIES, AREAS = 9, 1000
#: Long ids take the place of long outlines: a page is sent both.
ID = "{:0300d}"


def _districts(areas: int) -> str:
    """The text of a file of so many areas."""
    ring = [[10, 40], [11, 40], [11, 41], [10, 40]]
    told = {"parent_id": CITY, "name_en": "North", "area_km2": 1.0, "centre": [40.5, 10.5]}
    features = [
        {"type": "Feature", "properties": {"area_id": ID.format(at)} | told,
         "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for at in range(areas)
    ]  # fmt: skip
    return json.dumps({"type": "FeatureCollection", "features": features})


def _copied(first: Path, number: int, districts: str) -> City:
    """Another city like the first, with these districts."""
    key = f"{CITY}{number}"
    folder = shutil.copytree(first, first.with_name(key))
    told = (folder / "city.toml").read_text("utf-8")
    (folder / "city.toml").write_text(told.replace(f'key = "{CITY}"', f'key = "{key}"'), "utf-8")
    (folder / "areas" / "district.geojson").write_text(districts, "utf-8")
    write_features(folder / "areas" / "block.geojson", [])
    return load_city(key, first.parent)


def test_what_is_kept_of_cities_is_bounded_and_the_last_one_is_kept_however_large(tmp_path: Path) -> None:
    for kept in (kept_areas, kept_bounds, kept_shapes):
        kept.clear()
    first, districts = write_city(tmp_path / "cities"), _districts(AREAS)
    cities = [_copied(first, number, districts) for number in range(CITIES)]
    for city in cities:
        assert len(areas_of(city)) == AREAS + 1
        bounds(city, "district"), geojson(city, "district")
    assert len(kept_areas) == len(kept_bounds) == 7
    assert sum(map(len, kept_areas.values())) == 7 * (AREAS + 1) <= MOST_AREAS
    assert sum(map(len, kept_bounds.values())) == 7 * (AREAS + 1) <= MOST_AREAS
    assert 4_000_000 < sum(len(each.body) for one in kept_shapes.values() for each in one.values()) <= MOST_BYTES
    assert areas_of(cities[-1]) is areas_of(cities[-1])
    assert areas_of(cities[0])[ID.format(7)].names == {"en": "North"}  # it is read again

    # A thousand areas take 700 kB: each id once, no dictionary but that of names, and none of notes that nobody wrote.
    _, north, *others = areas_of(cities[-1]).values()
    assert not hasattr(north, "__dict__")
    assert {id(area.notes) for area in others} == {id(NOTHING_NOTED)}
    assert {id(area.parent_id) for area in others} == {id(north.parent_id)}
    assert {id(language) for area in others for language in area.names} == {id(next(iter(north.names)))}

    largest = _copied(first, CITIES, _districts(MOST_AREAS + 1))
    for _ in range(2):
        areas_of(largest), bounds(largest, "district"), geojson(largest, "district")
        assert len(kept_areas) == len(kept_bounds) == len(kept_shapes) == 1
    assert areas_of(largest) is areas_of(largest)
    assert geojson(largest, "district") is geojson(largest, "district")
