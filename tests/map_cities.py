"""Four cities whose maps differ: Shenzhen's own pack, one in Chicago's shape, Oddville, and one of a single level.

Their records are laid by a rule, so that what a map shows can be read off it: the k-th area of the lowest level
(counted from 0) has 2 + k % 5 requests and one premises at its centre; of the premises every third has failed.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from components.shell.city_chooser import FEWEST_LISTED
from data.city.pack import Area, City, load_city, read_areas
from tests.city_with_records import DATA_AS_OF, write_features, write_records
from tests.compiled import share_compiled
from tests.made_once import copy_of
from tests.serving import ROOT, folders, run

#: Areas that have records: enough for a map, few enough to publish at once.
MOST_AREAS = 60
LEVEL = (
    '[[levels]]\nkey = "{key}"\nname = {{en = "{name}"}}\nplural = {{en = "{plural}"}}\nfile = "areas/{key}.geojson"\n'
)
PACK = """name = {{en = "{name}"}}
timezone = "America/Chicago"
currency = "USD"
small_cell_floor = 0
centre = [41.85, -87.65]
bounds = [[41.7, -87.8], [42.0, -87.5]]
[opens_on]
services = "all"
food_safety = "all"
[[levels]]
key = "city"
name = {{en = "City"}}
plural = {{en = "Cities"}}
"""


@dataclass(frozen=True)
class MapCity:
    """A published city: its key, an area of its first level that has records, and whether it has a level below."""

    key: str
    area: str
    drills: bool


SHENZHEN = MapCity("shenzhen", "440304", drills=True)
LAKESIDE = MapCity("lakeside", "ca-8", drills=True)
ODDVILLE = MapCity("oddville", "001", drills=True)
FLATLAND = MapCity("flatland", "f-4", drills=False)
MAP_CITIES = (SHENZHEN, LAKESIDE, ODDVILLE, FLATLAND)


def _square(
    area_id: str, parent: str, name: str, residents: int | None, corner: tuple[float, float], wide: float
) -> Any:
    south, west = corner
    ring = [[west, south], [west + wide, south], [west + wide, south + wide], [west, south + wide], [west, south]]
    told = {
        "area_id": area_id, "parent_id": parent, "name_en": name, "population": residents, "area_km2": 100 * wide,
        "centre": [south + wide / 2, west + wide / 2],
    }  # fmt: skip
    return {"type": "Feature", "properties": told, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def _grid(count: int, wide: float) -> Iterator[tuple[int, tuple[float, float]]]:
    """The corners of squares in rows of four, from the south-west, by number."""
    for index in range(count):
        row, column = divmod(index, 4)
        yield index, (round(41.7 + row * wide, 6), round(-87.8 + column * wide, 6))


def _write_lakeside(cities: Path) -> None:
    """Chicago's shape: community areas of tracts, a lake in the east that no file tells of."""
    areas, tracts = [], []
    for index, (south, west) in _grid(12, 0.07):
        own = f"ca-{index + 1}"
        areas.append(_square(own, "lakeside", f"Community {index + 1}", 20_000 + index, (south, west), 0.07))
        for part in range(4):
            corner = (round(south + 0.035 * (part // 2), 6), round(west + 0.035 * (part % 2), 6))
            tracts.append(_square(f"tr-{own}-{part}", own, f"Tract {index + 1}.0{part}", 5_000, corner, 0.035))
    levels = LEVEL.format(key="community_area", name="Community area", plural="Community areas")
    levels += LEVEL.format(key="tract", name="Census tract", plural="Census tracts")
    _write_pack(cities, "lakeside", levels, {"community_area": areas, "tract": tracts})


def _write_flatland(cities: Path) -> None:
    """One level, and nobody counted who lives there."""
    areas = [_square(f"f-{index}", "flatland", f"Field {index}", None, at, 0.07) for index, at in _grid(8, 0.07)]
    _write_pack(cities, "flatland", LEVEL.format(key="field", name="Field", plural="Fields"), {"field": areas})


def _write_pack(cities: Path, key: str, levels: str, areas: dict[str, list[Any]]) -> None:
    folder = cities / key
    (folder / "areas").mkdir(parents=True)
    (folder / "city.toml").write_text(PACK.format(name=key.title()) + levels, "utf-8")
    for level, features in areas.items():
        write_features(folder / "areas" / f"{level}.geojson", features)


def _texts(rows: Sequence[dict[str, Any]]) -> pa.Table:
    columns = {name: [None if row[name] is None else str(row[name]) for row in rows] for name in rows[0]}
    return pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})


def _requests(areas: Sequence[Area]) -> dict[str, pa.Table]:
    rows = [
        {
            "service_request_id": f"r{index}-{number}", "service_id": "pothole" if number % 2 else "noise",
            "status": "closed" if number % 2 else "open", "outcome": "completed" if number % 2 else "pending",
            "channel": "app", "requested_datetime": f"2025-0{1 + number}-12",
            "closed_datetime": f"2025-0{1 + number}-15" if number % 2 else None, "duplicate": "false",
            "nature": "Noise" if number % 2 else "Pothole | road", "lat": area.centre[0], "long": area.centre[1],
        }
        for index, area in enumerate(areas) for number in range(2 + index % 5)
    ]  # fmt: skip
    services = [
        {"service_id": key, "name_en": name, "department_id": "roads", "department_en": "Roads", "deadline_days": 7}
        for key, name in (("pothole", "Pothole repair"), ("noise", "Noise complaint"))
    ]
    return {"requests": _texts(rows), "services": _texts(services)}


def _inspections(areas: Sequence[Area]) -> dict[str, pa.Table]:
    premises = [
        {
            "premises_id": f"p{index}", "name": f"Kitchen {index}", "address": f"{index} Quay",
            "facility_type": "Restaurant", "risk_class": "1", "lat": area.centre[0], "long": area.centre[1],
        }
        for index, area in enumerate(areas)
    ]  # fmt: skip
    visits = [
        {
            "inspection_id": f"i{index}-{number}", "premises_id": f"p{index}", "inspected_on": f"2025-0{1 + number}-10",
            "kind": "routine", "result": "fail" if index % 3 == 0 else "pass", "inspector_id": "x",
            "critical_count": 0, "serious_count": 0, "minor_count": 1,
        }
        for index in range(len(areas)) for number in range(3)
    ]  # fmt: skip
    found = [
        {"inspection_id": "i0-0", "code": "33", "description": "Dirty utensils", "severity": "minor", "occurrences": 1}
    ]
    alerts = [
        {
            "alert_id": "a0", "premises_id": "p0", "hazard_class": "I", "hazard": "rodent", "source": "inspection",
            "state": "raised", "raised_datetime": "2025-06-10", "due_on": "2025-06-17", "inspection_id": "i0-0",
        }
    ]  # fmt: skip
    tables = {"premises": premises, "inspections": visits, "violations": found, "alerts": alerts}
    return {name: _texts(rows) for name, rows in tables.items()}


def with_records(city: City, first: str) -> list[Area]:
    """The areas of the lowest level that have records: those of the area `first` before the others."""
    lowest = [area for area in read_areas(city) if area.level == len(city.levels) - 1]
    return sorted(lowest, key=lambda area: first not in (area.parent_id, area.area_id))[:MOST_AREAS]


def publish_map_cities(root: Path) -> dict[str, str]:
    """Bring copies of the run's four published cities to an empty folder; the environment to serve them comes back.

    Beside them are many towns without a record.
    """
    copy_of("map_cities", root, _make_map_cities)
    return {**folders(share_compiled(root)), "CITYDECK_DEFAULT_CITY": SHENZHEN.key}


def _make_map_cities(root: Path) -> None:
    environment = folders(share_compiled(root))
    cities = root / "cities"
    shutil.copytree(ROOT / "data" / "cities" / "shenzhen", cities / "shenzhen")
    _write_lakeside(cities)
    _write_flatland(cities)
    outlines = str(Path(__file__).parent / "oddville" / "areas.geojson")
    bring = ("data", "add-city", "--areas", outlines, "--name", "Oddville", "--key", "oddville")
    done = run(environment, *bring, "--timezone", "Europe/London", "--currency", "GBP")
    assert done.returncode == 0, done.stdout + done.stderr
    for each in MAP_CITIES:
        _publish(root, environment, each)
    for number in range(FEWEST_LISTED):  # so many that a page does not hold their names
        shutil.copytree(cities / "flatland", cities / f"town_{number}")


def _publish(root: Path, environment: dict[str, str], each: MapCity) -> None:
    areas = with_records(load_city(each.key, root / "cities"), each.area)
    for domain, tables in (("services", _requests(areas)), ("food_safety", _inspections(areas))):
        write_records(root / "outputs", domain, tables, DATA_AS_OF, city=each.key)
    done = run(environment, "data", "publish", each.key)
    assert done.returncode == 0, done.stdout + done.stderr
