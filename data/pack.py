"""Writes a city's folder: areas simplified without gaps, H3 cells below the lowest level, base layers, `city.toml`."""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geopandas as gpd
import h3
import numpy as np
import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

#: 1e-5 degrees is about a metre; outlines are simplified to thirty.
DECIMALS = 5
TOLERANCE_M = 30
#: A piece of a cell smaller than this joins its nearest neighbour: it would be a dot on the map.
SLIVER_KM2 = 0.15
#: Degrees left free around a city's outline.
MARGIN = 0.02


@dataclass(frozen=True)
class Place:
    """One area to be written: its id, names by language, parent and population (None where nobody published it)."""

    area_id: str
    names: Mapping[str, str]
    shape: BaseGeometry
    parent_id: str
    population: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Layer:
    """One level of a pack: the key of the level and its areas, in their order."""

    key: str
    places: Sequence[Place]


@dataclass(frozen=True)
class Pack:
    """What a city's folder will hold. `toml` is the text of city.toml; `base` maps a base layer's name to its shape."""

    key: str
    toml: str
    layers: Sequence[Layer]
    base: Mapping[str, BaseGeometry] = field(default_factory=dict)


def equal_area(longitude: float, latitude: float) -> str:
    """A Lambert azimuthal equal-area projection around that point, in metres, in which a city's surface is measured."""
    return f"+proj=laea +lat_0={latitude:.4f} +lon_0={longitude:.4f} +datum=WGS84 +units=m +no_defs"


def _projected(shapes: Sequence[BaseGeometry], crs: str, back: bool = False) -> np.ndarray[Any, Any]:
    start, end = (crs, 4326) if back else (4326, crs)
    return gpd.GeoSeries(list(shapes), crs=start).to_crs(end).to_numpy()


def _local(shapes: Sequence[BaseGeometry]) -> str:
    west, south, east, north = shapely.total_bounds(np.array(shapes, dtype=object))
    return equal_area((west + east) / 2, (south + north) / 2)


def _simplified(shapes: Sequence[BaseGeometry], crs: str) -> np.ndarray[Any, Any]:
    """The shapes in WGS-84, simplified together so that neighbours still meet, rounded and valid."""
    flat = _projected(shapes, crs)
    simple = shapely.coverage_simplify(flat, TOLERANCE_M) if len(flat) > 1 else shapely.simplify(flat, TOLERANCE_M)
    rounded = shapely.set_precision(_projected(simple, crs, back=True), 10**-DECIMALS)
    return np.array([shape if shape.is_valid else shapely.make_valid(shape) for shape in rounded], dtype=object)


def features(places: Sequence[Place]) -> list[dict[str, Any]]:
    """GeoJSON features of one level with `area_km2` (of the shape as given, equal area) and `centre` [lat, long]."""
    if not places:
        return []
    crs = _local([place.shape for place in places])
    sizes = shapely.area(_projected([place.shape for place in places], crs)) / 1e6
    found = []
    for place, shape, size in zip(places, _simplified([place.shape for place in places], crs), sizes, strict=True):
        inside = shape.representative_point()
        told: dict[str, Any] = {"area_id": place.area_id, "parent_id": place.parent_id}
        told |= {f"name_{language}": name for language, name in place.names.items()}
        told |= {"population": place.population, "area_km2": round(float(size), 4)}
        told |= {"centre": [round(inside.y, DECIMALS), round(inside.x, DECIMALS)]}
        told |= {"note": place.note} if place.note else {}
        found.append({"type": "Feature", "properties": told, "geometry": _geometry(shape)})
    return found


def _geometry(shape: BaseGeometry) -> Any:
    """The shape as a GeoJSON geometry of DECIMALS digits."""
    return json.loads(shapely.to_geojson(shapely.transform(shape, lambda points: np.round(points, DECIMALS))))


def _pieces(shape: BaseGeometry, resolution: int) -> dict[str, BaseGeometry]:
    """H3 cell -> the part of it inside the shape, in WGS-84."""
    found = {}
    for polygon in shapely.get_parts(shape):
        outline = h3.geo_to_h3shape(mapping(polygon))
        for cell in h3.h3shape_to_cells_experimental(outline, resolution, contain="overlap"):
            ring = shapely.Polygon([(long, lat) for lat, long in h3.cell_to_boundary(cell)])
            part = shapely.intersection(ring, shape)
            if part.area > 0:
                found[cell] = part
    return found


def _without_slivers(pieces: dict[str, BaseGeometry], crs: str) -> dict[str, BaseGeometry]:
    """The pieces, those smaller than SLIVER_KM2 joined to the piece with which they share the longest border."""
    keys = list(pieces)
    flat = dict(zip(keys, _projected([pieces[key] for key in keys], crs), strict=True))
    small = [key for key in keys if flat[key].area < SLIVER_KM2 * 1e6]
    kept = {key: [pieces[key]] for key in keys if key not in set(small)}
    if not kept:
        return pieces
    names = list(kept)
    homes = np.array([flat[name] for name in names], dtype=object)
    tree = shapely.STRtree(homes)
    for key in small:
        around = shapely.buffer(flat[key], 1)
        near = np.sort(tree.query(around))  # in the order of the pieces, so that a tie ends alike on every machine
        shared = shapely.length(shapely.intersection(around, homes[near]))
        nearest = int(near[shared.argmax()]) if shared.any() else int(tree.nearest(flat[key]))
        kept[names[nearest]].append(pieces[key])
    return {key: shapely.union_all(parts) if len(parts) > 1 else parts[0] for key, parts in kept.items()}


def cells(place: Place, land: BaseGeometry | None, resolution: int) -> list[Place]:
    """The H3 cells of one area as areas: clipped to it and to the land, numbered from the north-west."""
    shape = place.shape if land is None else shapely.intersection(place.shape, land)
    shape = shapely.union_all([part for part in shapely.get_parts(shape) if part.geom_type.endswith("Polygon")])
    pieces = _without_slivers(_pieces(shape, resolution), _local([place.shape]))
    ordered = sorted(pieces, key=lambda cell: (-round(pieces[cell].centroid.y, 2), pieces[cell].centroid.x))
    return [
        Place(
            area_id=f"{place.area_id}-{cell}",
            names={language: f"{name} {number}" for language, name in place.names.items()},
            shape=pieces[cell],
            parent_id=place.area_id,
        )
        for number, cell in enumerate(ordered, start=1)
    ]


def _write_features(file: Path, found: list[dict[str, Any]]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    body = {"type": "FeatureCollection", "features": found}
    file.write_text(json.dumps(body, separators=(",", ":"), ensure_ascii=False), "utf-8")


def _base_feature(shape: BaseGeometry) -> dict[str, Any]:
    crs = _local([shape])
    (simple,) = _simplified([shape], crs)
    return {"type": "Feature", "properties": {}, "geometry": _geometry(simple)}


def write_pack(pack: Pack, cities_dir: Path) -> Path:
    """Write the folder beside its place and move it there whole, so that no half-written city is ever seen.

    Raises FileExistsError where the city has a folder already.
    """
    folder = cities_dir / pack.key
    if folder.exists():
        raise FileExistsError(folder)
    staging = cities_dir / f".staging-{pack.key}-{secrets.token_hex(3)}"
    try:
        for layer in pack.layers:
            _write_features(staging / "areas" / f"{layer.key}.geojson", features(layer.places))
        for name, shape in pack.base.items():
            _write_features(staging / "base" / f"{name}.geojson", [_base_feature(shape)])
        (staging / "city.toml").write_text(pack.toml, "utf-8")
        staging.rename(folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return folder
