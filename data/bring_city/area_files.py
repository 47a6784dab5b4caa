"""Reads a city's areas out of anybody's file of polygons: GeoJSON, GeoPackage, shapefile, in any CRS it declares."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyogrio
import shapely
from pyproj.exceptions import CRSError

from data.bring_city.write_pack import Place, polygons_of
from data.city.projection import EqualArea

#: Columns that publishers use, the likeliest first; compared without regard to case.
ID_COLUMNS = (
    "area_id",
    "adcode",
    "district_adcode",
    "geoid",
    "geoid10",
    "geoid20",
    "gss_code",
    "area_num",
    "code",
    "id",
)
NAME_COLUMNS = ("name_en", "name", "district_name", "community", "namelsad", "area_name", "title", "label")
POPULATION_COLUMNS = ("population", "pop", "pop_total", "total_population")
#: Neighbours that overlap by more than this share of the smaller one are two claims to one place, not a rough line.
OVERLAP_SHARE = 0.01
LONGEST_ID = 60


class AreasRefusedError(ValueError):
    """The file cannot become a city's areas; the message is a sentence that says what to do."""


@dataclass(frozen=True)
class AreasFile:
    """What to read and which columns; None means: the likeliest column of ID_COLUMNS, NAME_COLUMNS, ..."""

    path: Path
    crs: str | None = None
    layer: str | None = None
    id_column: str | None = None
    name_column: str | None = None
    population_column: str | None = None


@dataclass
class _Reading:
    file: AreasFile
    notes: list[str] = field(default_factory=list)


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    twice = [key for key, count in Counter(key for key, _ in pairs).items() if count > 1]
    if twice:
        raise AreasRefusedError(f"an object of the file has the key {twice[0]!r} twice; only one of them can be meant")
    return dict(pairs)


def _check_json(path: Path) -> None:
    """Refuse what is not JSON or repeats a key: a reader of GeoJSON would silently take one of the two."""
    try:
        body = json.loads(path.read_text("utf-8"), object_pairs_hook=_no_duplicates)
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise AreasRefusedError(f"{path.name} is not readable as JSON: {error}") from None
    if not isinstance(body, dict) or not body.get("features"):
        raise AreasRefusedError(f"{path.name} has no features")


def _open(file: AreasFile) -> gpd.GeoDataFrame:
    if not file.path.is_file():
        raise AreasRefusedError(f"there is no file {file.path}")
    if file.path.suffix.lower() in {".geojson", ".json"}:
        _check_json(file.path)
    try:
        layers = [str(name) for name, _ in pyogrio.list_layers(file.path)]
        if file.layer is None and len(layers) > 1:
            raise AreasRefusedError(
                f"{file.path.name} has {len(layers)} layers; choose with --layer: {', '.join(layers)}"
            )
        frame = gpd.read_file(file.path, layer=file.layer or layers[0])
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise AreasRefusedError(f"{file.path.name} cannot be read as a file of areas: {error}") from None
    if not isinstance(frame, gpd.GeoDataFrame) or frame.empty:
        raise AreasRefusedError(f"{file.path.name} has no areas")
    return frame


def _in_degrees(frame: gpd.GeoDataFrame, reading: _Reading) -> gpd.GeoDataFrame:
    """The frame in WGS-84. Refuses a file that does not say its CRS, and degrees that are none."""
    name = reading.file.path.name
    try:
        if reading.file.crs:
            frame = frame.set_crs(reading.file.crs, allow_override=True)
    except CRSError:
        raise AreasRefusedError(
            f"{reading.file.crs!r} is no coordinate reference system; an example: EPSG:4326"
        ) from None
    if frame.crs is None:
        raise AreasRefusedError(
            f"{name} does not say its coordinate reference system (for a shapefile, the .prj file is missing); "
            "ask its publisher and say it with --crs, for example --crs EPSG:4326"
        )
    west, south, east, north = frame.total_bounds
    if frame.crs.is_geographic and (west < -180 or east > 180 or south < -90 or north > 90):
        raise AreasRefusedError(
            f"{name} holds coordinates such as {west:.0f}, {south:.0f}, which are no degrees: it is in another "
            "coordinate reference system than it says; find out which and say it with --crs"
        )
    if not frame.crs.equals("EPSG:4326"):
        reading.notes.append(f"reprojected from {frame.crs.name}")
    return frame.to_crs(4326)


def _checked_shapes(frame: gpd.GeoDataFrame, reading: _Reading) -> gpd.GeoDataFrame:
    """The frame with plain, valid polygons; what had to be mended is noted, what cannot be is refused."""
    missing = [str(row + 1) for row in np.flatnonzero(frame.geometry.isna() | frame.geometry.is_empty)]
    if missing:
        raise AreasRefusedError(f"no geometry in feature {', '.join(missing[:5])} (of {len(frame)}); mend or remove it")
    if strange := sorted(set(frame.geom_type) - {"Polygon", "MultiPolygon"}):
        raise AreasRefusedError(f"areas are polygons, but the file has {', '.join(strange)}")
    if flat := int(frame.has_z.sum()):
        reading.notes.append(f"heights dropped from {flat} areas")
        frame = frame.set_geometry(shapely.force_2d(frame.geometry.values))
    if broken := int((~frame.is_valid).sum()):
        reading.notes.append(f"{broken} areas crossed their own outline and were mended")
        frame = frame.set_geometry([polygons_of(shapely.make_valid(shape)) for shape in frame.geometry])
    if without_surface := [str(row + 1) for row in np.flatnonzero(shapely.area(frame.geometry.to_numpy()) == 0)]:
        raise AreasRefusedError(f"no surface in feature {', '.join(without_surface[:5])} (of {len(frame)}); remove it")
    return frame


def _check_antimeridian(frame: gpd.GeoDataFrame) -> None:
    west, _, east, _ = frame.total_bounds
    if east - west > 180:
        raise AreasRefusedError(
            "the areas reach from one side of the antimeridian (180 degrees) to the other; a city must lie on one "
            "side: leave out the parts beyond it, as RFC 7946 section 3.1.9 cuts them"
        )


def _column(frame: gpd.GeoDataFrame, chosen: str | None, likely: Sequence[str], flag: str) -> str | None:
    if chosen is not None:
        if chosen not in frame.columns:
            told = ", ".join(str(name) for name in frame.columns if name != "geometry")
            raise AreasRefusedError(f"{flag} {chosen}: the file has no such column; it has {told}")
        return chosen
    lower = {str(name).lower(): str(name) for name in reversed(frame.columns)}
    return next((lower[name] for name in likely if name in lower), None)


def _text(value: Any) -> str:
    """The value as text; 7.0 is 7, and what is missing is empty."""
    if value is None or value != value:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def _ids(frame: gpd.GeoDataFrame, reading: _Reading, names: list[str]) -> list[str]:
    column = _column(frame, reading.file.id_column, ID_COLUMNS, "--id-column")
    if column is None:
        reading.notes.append("no column of ids was found: the names serve as ids (choose one with --id-column)")
    found = names if column is None else [_text(value) for value in frame[column]]
    if bad := [each for each in found if not each or len(each) > LONGEST_ID or not each.isprintable() or "/" in each]:
        raise AreasRefusedError(
            f"{bad[0]!r} cannot be an area's id (empty, too long, or with a slash); use --id-column"
        )
    if twice := [each for each, count in Counter(found).items() if count > 1]:
        raise AreasRefusedError(f"ids must differ, but {', '.join(twice[:5])} stand more than once; use --id-column")
    return found


def _populations(frame: gpd.GeoDataFrame, reading: _Reading) -> list[int | None]:
    column = _column(frame, reading.file.population_column, POPULATION_COLUMNS, "--population-column")
    if column is None:
        return [None] * len(frame)
    found: list[int | None] = []
    for value in frame[column]:
        text = _text(value).replace(",", "")
        try:
            number = float(text) if text else None
        except ValueError:
            raise AreasRefusedError(f"{text!r} in the column {column} is no number of residents") from None
        if number is not None and not 0 <= number < 1e9:
            raise AreasRefusedError(f"{text!r} in the column {column} is no number of residents")
        found.append(None if number is None else round(number))
    return found


def without_overlaps(places: list[Place]) -> tuple[list[Place], list[str]]:
    """The areas with thin overlaps given to the first of two, and a note of it. Refuses overlaps that are more."""
    shapes = np.array([place.shape for place in places], dtype=object)
    flat = EqualArea.around(shapes).metres(shapes)
    pairs = [(a, b) for a, b in shapely.STRtree(flat).query(flat, predicate="intersects").T.tolist() if a < b]
    mended, share = 0.0, 0.0
    for first, second in pairs:
        common = shapely.area(shapely.intersection(flat[first], flat[second]))
        share = common / min(flat[first].area, flat[second].area)
        if share > OVERLAP_SHARE:
            one, other = places[first].area_id, places[second].area_id
            raise AreasRefusedError(
                f"{one} and {other} overlap by {common / 1e6:.2f} km2 ({share:.0%} of the smaller): "
                "a record there would belong to both; mend the outlines or leave one out"
            )
        if common > 1:
            mended += common
            shapes[second] = polygons_of(shapely.difference(shapes[second], shapes[first]))
    notes = [f"overlaps of {mended / 1e6:.4f} km2 in all were given to the first of the two areas"] if mended else []
    return [Place(**{**place.__dict__, "shape": shape}) for place, shape in zip(places, shapes, strict=True)], notes


def read_areas_file(file: AreasFile, city: str, language: str) -> tuple[list[Place], list[str]]:
    """The file's areas as places of the city, and notes on what was mended. Raises AreasRefusedError."""
    reading = _Reading(file)
    frame = _checked_shapes(_in_degrees(_open(file), reading), reading)
    _check_antimeridian(frame)
    column = _column(frame, file.name_column, NAME_COLUMNS, "--name-column")
    if column is None:
        told = ", ".join(str(name) for name in frame.columns if name != "geometry") or "none"
        raise AreasRefusedError(f"no column looks like the areas' names; choose one with --name-column of: {told}")
    names = [_text(value) for value in frame[column]]
    if "" in names:
        raise AreasRefusedError(f"feature {names.index('') + 1} has no name in the column {column}")
    local = f"name_{language}"
    own = [_text(value) for value in frame[local]] if local in frame.columns else names
    places = [
        Place(area_id, {"en": name, language: its_own or name}, shape, city, population)
        for area_id, name, its_own, shape, population in zip(
            _ids(frame, reading, names), names, own, frame.geometry, _populations(frame, reading), strict=True
        )
    ]
    places, mended = without_overlaps(places)
    return places, reading.notes + mended
