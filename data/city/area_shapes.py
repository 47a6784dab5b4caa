"""The shapes of a city's areas as the browser gets them, under an address that names their content."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from cachetools import LRUCache, cached

from data.city.pack import MOST_AREAS, City, UnknownCityError, areas_kept, load_city, read_features, state_of

#: Decimals of a coordinate: 1e-5 degrees is about a metre.
DECIMALS = 5


def _rounded(value: list[Any]) -> list[Any]:
    """A position, or positions in lists of any depth: no call for a number, of which a layer has ten thousands."""
    if value and isinstance(value[0], list):
        return [_rounded(item) for item in value]
    return [round(number, DECIMALS) for number in value]


def _bare(feature: dict[str, Any]) -> dict[str, Any]:
    """The feature with its id, and the point inside it where a name may stand: names and values come with the answer,
    in the reader's language."""
    geometry, told = feature["geometry"], feature["properties"]
    centre = {"centre": _rounded(told["centre"])} if "centre" in told else {}
    return {
        "type": "Feature",
        "properties": {"area_id": told.get("area_id", "")} | centre,
        "geometry": {"type": geometry["type"], "coordinates": _rounded(geometry["coordinates"])},
    }


@dataclass(frozen=True, slots=True)
class _Shapes:
    """GeoJSON as it is served, and the digits that name its content."""

    body: bytes
    digest: str


def geojson(city: City, layer: str, parent: str = "") -> bytes:
    """GeoJSON of a level's areas (those inside `parent`, or all) or of a base layer. KeyError for an unknown layer."""
    return _shapes(city, layer, parent).body


def _shapes(city: City, layer: str, parent: str) -> _Shapes:
    changed = (city.folder / "city.toml").stat().st_mtime_ns
    return _by_parent(city.key, city.folder, changed, layer).get(parent) or _collection([])


#: Bytes of GeoJSON that a process keeps: what was asked for longest ago is read again when it is asked for.
MOST_BYTES = 6_000_000


def _bytes_kept(shapes: dict[str, _Shapes]) -> int:
    """How many of MOST_BYTES these are; those of one layer are kept however many, and alone then."""
    return min(sum(len(each.body) for each in shapes.values()), MOST_BYTES)


#: Layers of cities, those asked for last.
kept_shapes: LRUCache[tuple[Any, ...], dict[str, _Shapes]] = LRUCache(MOST_BYTES, getsizeof=_bytes_kept)


@cached(kept_shapes, lock=threading.RLock())
def _by_parent(key: str, folder: Path, changed: int, layer: str) -> dict[str, _Shapes]:
    """The GeoJSON of a layer by the parent of its areas, all of them under no name: its file is read once."""
    city = load_city(key, folder.parent)
    if layer in city.base_layers:
        features = orjson.loads((folder / city.base_layers[layer]).read_bytes())["features"]
    else:
        features = read_features(city, city.level_of(layer))
    inside: dict[str, list[dict[str, Any]]] = {"": []}
    for feature in features:
        bare = _bare(feature)
        inside[""].append(bare)
        if parent := feature["properties"].get("parent_id"):
            inside.setdefault(parent, []).append(bare)
    return {parent: _collection(shapes) for parent, shapes in inside.items()}


def _collection(features: list[dict[str, Any]]) -> _Shapes:
    body = orjson.dumps({"type": "FeatureCollection", "features": features})
    return _Shapes(body, hashlib.sha256(body).hexdigest()[:12])


def address(city: City, layer: str, parent: str = "") -> str:
    """Path of that GeoJSON on the app's own host; it changes with its content, so it may be cached for ever."""
    return f"/geometry/{city.key}/{layer}/{parent or 'all'}/{_shapes(city, layer, parent).digest}.geojson"


def served(city_key: str, layer: str, parent: str, digest: str, cities_dir: Path) -> bytes:
    """What stands at an address. Raises LookupError for a city, layer or parent that does not exist, or no longer has
    that content: what is kept for ever under an address is what the address names."""
    try:
        city = load_city(city_key, cities_dir)
        shapes = _shapes(city, layer, "" if parent == "all" else parent)
    except (UnknownCityError, KeyError) as error:
        raise LookupError(f"{city_key}/{layer}") from error
    if shapes.digest != digest:
        raise LookupError(f"{city_key}/{layer}: no shapes {digest}")
    return shapes.body


Bounds = tuple[tuple[float, float], tuple[float, float]]


def bounds(city: City, layer: str, area_id: str | None = None) -> Bounds:
    """((south, west), (north, east)) of one area, or of all of a level; the city's own for one that the layer lacks."""
    found = _bounds_of(city.key, city.folder, state_of(city), city.level_of(layer))
    return found.get(area_id, city.bounds)


def _extent(coordinates: list[Any]) -> tuple[float, float, float, float]:
    """West, south, east and north of a geometry's coordinates, however deep they are nested."""
    if not isinstance(coordinates[0], list):
        long, lat = coordinates[:2]
        return long, lat, long, lat
    wests, souths, easts, norths = zip(*map(_extent, coordinates), strict=True)
    return min(wests), min(souths), max(easts), max(norths)


#: The bounds of the areas of levels, those asked for last.
kept_bounds: LRUCache[tuple[Any, ...], dict[str | None, Bounds]] = LRUCache(MOST_AREAS, getsizeof=areas_kept)


@cached(kept_bounds, lock=threading.RLock())
def _bounds_of(key: str, folder: Path, changed: tuple[int, ...], level: int) -> dict[str | None, Bounds]:
    """The bounds of each area of a level, and of all of them under None; `changed` tells states of the folder apart."""
    city = load_city(key, folder.parent)
    found = {
        each["properties"]["area_id"]: _extent(each["geometry"]["coordinates"]) for each in read_features(city, level)
    }
    if not found:
        return {}
    wests, souths, easts, norths = zip(*found.values(), strict=True)
    whole = ((min(souths), min(wests)), (max(norths), max(easts)))
    each = {area_id: ((south, west), (north, east)) for area_id, (west, south, east, north) in found.items()}
    return {None: whole, **each}
