"""Writes a city's folder: areas simplified without gaps, H3 cells below the lowest level, base layers, `city.toml`."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import h3
import numpy as np
import orjson
import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from data.city.projection import EqualArea, Shapes

#: 1e-5 degrees is about a metre; outlines are simplified to thirty.
DECIMALS = 5
TOLERANCE_M = 30
#: A piece of a cell smaller than this joins its nearest neighbour: it would be a dot on the map.
SLIVER_KM2 = 0.15
#: Degrees left free around a city's outline.
MARGIN = 0.02


@dataclass(frozen=True)
class Place:
    """One area to be written: its id, names by language, outline in degrees and parent.

    `population` is None where nobody published it; `area_km2` is given where the outline was measured before it was
    simplified.
    """

    area_id: str
    names: Mapping[str, str]
    shape: BaseGeometry
    parent_id: str
    population: int | None = None
    notes: Mapping[str, str] = field(default_factory=dict)
    area_km2: float | None = None


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


def _simple_shapes(shapes: Sequence[BaseGeometry] | Shapes, around: EqualArea) -> Shapes:
    """The shapes simplified together so that neighbours still meet, rounded and valid."""
    flat = around.metres(shapes)
    simple = shapely.coverage_simplify(flat, TOLERANCE_M) if len(flat) > 1 else shapely.simplify(flat, TOLERANCE_M)
    return _rounded(around.degrees(simple))


def _rounded(shapes: Shapes) -> Shapes:
    rounded = shapely.set_precision(shapes, 10**-DECIMALS)
    broken = ~shapely.is_valid(rounded)
    rounded[broken] = shapely.make_valid(rounded[broken])
    return np.asarray(rounded)


def simplified(places: Sequence[Place]) -> list[Place]:
    """The places with outlines simplified together, measured before: cells cut from these meet them exactly."""
    shapes = [place.shape for place in places]
    around = EqualArea.around(shapes)
    sizes = shapely.area(around.metres(shapes)) / 1e6
    return [
        replace(place, shape=shape, area_km2=float(size))
        for place, shape, size in zip(places, _simple_shapes(shapes, around), sizes, strict=True)
    ]


def features(places: Sequence[Place]) -> list[dict[str, Any]]:
    """GeoJSON features of one level with `area_km2` (equal area; as told by the place, or of its shape) and `centre`.

    `centre` is [lat, long] of a point that lies inside.
    """
    if not places:
        return []
    shapes = np.array([place.shape for place in places], dtype=object)
    sizes = shapely.area(EqualArea.around(shapes).metres(shapes)) / 1e6
    inside = shapely.get_coordinates(shapely.point_on_surface(shapes)).round(DECIMALS).tolist()
    found = []
    for place, size, (long, lat), geometry in zip(places, sizes.tolist(), inside, _geometries(shapes), strict=True):
        told: dict[str, Any] = {"area_id": place.area_id, "parent_id": place.parent_id}
        told |= {f"name_{language}": name for language, name in place.names.items()}
        told |= {"population": place.population}
        told |= {"area_km2": round(size if place.area_km2 is None else place.area_km2, 4), "centre": [lat, long]}
        told |= {f"note_{language}": note for language, note in place.notes.items()}
        found.append({"type": "Feature", "properties": told, "geometry": geometry})
    return found


def _geometries(shapes: Shapes) -> list[Any]:
    """The shapes as GeoJSON geometries of DECIMALS digits."""
    digits = shapely.transform(shapes, lambda points: np.round(points, DECIMALS))
    return [orjson.loads(text) for text in shapely.to_geojson(digits)]


def _hexagons(cells: Sequence[str]) -> Shapes:
    """The outlines of H3 cells in degrees (some have more than six corners)."""
    corners = [h3.cell_to_boundary(cell) for cell in cells]
    rings = np.repeat(np.arange(len(cells)), [len(ring) for ring in corners])
    points = np.array([(long, lat) for ring in corners for lat, long in ring])
    return np.asarray(shapely.polygons(shapely.linearrings(points, indices=rings)))


def _pieces(shape: BaseGeometry, resolution: int) -> tuple[list[str], Shapes]:
    """H3 cells over the shape, and the part of each inside it."""
    outlines = [h3.geo_to_h3shape(mapping(polygon)) for polygon in shapely.get_parts(shape)]
    over = [h3.h3shape_to_cells_experimental(outline, resolution, contain="overlap") for outline in outlines]
    names = list(dict.fromkeys(cell for cells in over for cell in cells))
    parts = _hexagons(names)
    shapely.prepare(shape)
    cut = ~shapely.covers(shape, parts)
    parts[cut] = [polygons_of(part) for part in shapely.intersection(parts[cut], shape)]
    kept = np.flatnonzero(shapely.area(parts) > 0)
    return [names[index] for index in kept], parts[kept]


def polygons_of(shape: BaseGeometry) -> BaseGeometry:
    """The shape without the points and lines that cutting or mending it leaves; empty where nothing else is left."""
    if shape.geom_type.endswith("Polygon"):
        return shape
    return shapely.union_all([part for part in shapely.get_parts(shape) if part.geom_type.endswith("Polygon")])


def _without_slivers(names: list[str], pieces: Shapes, around: EqualArea) -> tuple[list[str], Shapes]:
    """The pieces, those smaller than SLIVER_KM2 joined to the piece with which they share the longest border."""
    flat = around.metres(pieces)
    is_small = shapely.area(flat) < SLIVER_KM2 * 1e6
    kept = np.flatnonzero(~is_small)
    if not len(kept):
        return names, pieces
    joined = {int(index): [pieces[index]] for index in kept}
    tree = shapely.STRtree(flat[kept])
    for index in np.flatnonzero(is_small):
        around_it = shapely.buffer(flat[index], 1)
        near = np.sort(tree.query(around_it))  # in the order of the pieces: a tie ends alike on every machine
        shared = shapely.length(shapely.intersection(around_it, flat[kept[near]]))
        nearest = int(near[shared.argmax()]) if shared.any() else int(tree.nearest(flat[index]))
        joined[int(kept[nearest])].append(pieces[index])
    whole = [shapely.union_all(parts) if len(parts) > 1 else parts[0] for parts in joined.values()]
    return [names[index] for index in joined], np.array(whole, dtype=object)


#: Where in its area a cell lies, from the south-west: three columns of three rows.
SECTORS = {
    "en": ("south-west", "south", "south-east", "west", "centre", "east", "north-west", "north", "north-east"),
    "zh": ("西南", "南部", "东南", "西部", "中部", "东部", "西北", "北部", "东北"),
    "id": ("barat daya", "selatan", "tenggara", "barat", "tengah", "timur", "barat laut", "utara", "timur laut"),
}


def cell_names(
    names: Mapping[str, str], bounds: Sequence[float], middles: Sequence[Sequence[float]]
) -> list[dict[str, str]]:
    """Names of cells by their place in an area: *Bao'an north-west 2*, by language.

    `bounds` (west, south, east, north) of the area, `middles` (long, lat) of its cells; cells of one part are numbered
    in the order given, and a part of one cell has no number.
    """
    west, south, east, north = bounds
    sectors = [
        min(int(3 * (lat - south) / (north - south)), 2) * 3 + min(int(3 * (long - west) / (east - west)), 2)
        for long, lat in middles
    ]
    found = []
    for index, sector in enumerate(sectors):
        number = f" {sectors[: index + 1].count(sector)}" if sectors.count(sector) > 1 else ""
        found.append(
            {each: f"{name} {SECTORS.get(each, SECTORS['en'])[sector]}{number}" for each, name in names.items()}
        )
    return found


def cells(place: Place, resolution: int) -> list[Place]:
    """The H3 cells of one area as areas: clipped to it, named by their place in it, from the north-west."""
    ids, pieces = _without_slivers(*_pieces(place.shape, resolution), EqualArea.around([place.shape]))
    pieces = _rounded(pieces)
    middle = shapely.get_coordinates(shapely.centroid(pieces))
    order = np.lexsort((middle[:, 0], -middle[:, 1].round(2)))
    return [
        Place(f"{place.area_id}-{ids[index]}", names, pieces[index], place.area_id)
        for index, names in zip(order, cell_names(place.names, place.shape.bounds, middle[order].tolist()), strict=True)
    ]


def _write_features(file: Path, found: list[dict[str, Any]]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(orjson.dumps({"type": "FeatureCollection", "features": found}))


def _base_feature(shape: BaseGeometry) -> dict[str, Any]:
    (geometry,) = _geometries(_simple_shapes([shape], EqualArea.around([shape])))
    return {"type": "Feature", "properties": {}, "geometry": geometry}


def write_pack_files(pack: Pack, folder: Path) -> None:
    """Write the files of a pack into a folder that nobody reads yet."""
    for layer in pack.layers:
        _write_features(folder / "areas" / f"{layer.key}.geojson", features(layer.places))
    for name, shape in pack.base.items():
        _write_features(folder / "base" / f"{name}.geojson", [_base_feature(shape)])
    (folder / "city.toml").write_text(pack.toml, "utf-8")


def write_pack(pack: Pack, cities_dir: Path) -> Path:
    """Write the folder beside its place and move it there whole, so that no half-written city is ever seen.

    Raises FileExistsError where the city has a folder already.
    """
    folder = cities_dir / pack.key
    if folder.exists():
        raise FileExistsError(folder)
    staging = cities_dir / f".staging-{pack.key}-{secrets.token_hex(3)}"
    try:
        write_pack_files(pack, staging)
        staging.rename(folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return folder
