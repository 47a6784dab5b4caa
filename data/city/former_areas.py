"""Areas that a city had before its areas were replaced, and in which of today's each of them lies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import orjson
import shapely

from data.city.pack import OPEN_CITIES, City, areas_of, load_city, read_features, state_of

#: Folder of a city's pack: `former/<day>/areas/*.geojson`, a folder for each time that its areas were replaced.
FORMER = "former"
#: A former area lies in one of today's where no less of its surface does: borders are drawn anew at every edition.
LEAST_INSIDE_SHARE = 0.9


@dataclass(frozen=True)
class FormerArea:
    """The names of an area that was replaced, and the id of the smallest of today's that it lies in.

    `lies_in` is None where several of today's share it: what is only known to be there has no area.
    """

    names: frozenset[str]
    lies_in: str | None = None


def former_areas(city: City) -> Mapping[str, FormerArea]:
    """The areas by id that the city had before and has no more; empty where none were replaced.

    Raises OSError or shapely.GEOSException where a file of areas cannot be read.
    """
    files = tuple(sorted((city.folder / FORMER).glob("*/areas/*.geojson"), reverse=True))
    return _former_areas(city.key, city.folder, state_of(city), files) if files else {}


@lru_cache(maxsize=OPEN_CITIES)
def _former_areas(key: str, folder: Path, changed: tuple[int, ...], files: tuple[Path, ...]) -> dict[str, FormerArea]:
    city = load_city(key, folder.parent)
    today = areas_of(city)
    shapes: dict[str, shapely.Geometry] = {}
    found: dict[str, FormerArea] = {}
    for path in files:
        for feature in orjson.loads(path.read_bytes())["features"]:
            told = feature["properties"]
            area_id = told["area_id"]
            # Of an id that was given several times the latest outline counts: the latest folder comes first.
            if area_id not in today and area_id not in shapes:
                shapes[area_id] = shapely.make_valid(shapely.geometry.shape(feature["geometry"]))
                found[area_id] = FormerArea(
                    frozenset(told[key] for key in told if key.startswith("name_") and told[key])
                )
    for level in range(1, len(city.levels)):
        for former, area_id in _inside(city, level, shapes).items():
            found[former] = replace(found[former], lies_in=area_id)
    return found


def _inside(city: City, level: int, shapes: Mapping[str, shapely.Geometry]) -> dict[str, str]:
    """Former id -> id of that level's area in which it lies; without those that lie in none."""
    features = read_features(city, level)
    outlines = [shapely.make_valid(shapely.geometry.shape(feature["geometry"])) for feature in features]
    tree = shapely.STRtree(outlines)
    inside = {}
    for former, shape in shapes.items():
        for index in tree.query(shape, predicate="intersects"):
            if shapely.area(shapely.intersection(shape, outlines[index])) >= LEAST_INSIDE_SHARE * shapely.area(shape):
                inside[former] = features[index]["properties"]["area_id"]
    return inside
