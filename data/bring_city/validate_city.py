"""`python -m data validate-city CITY`: what is wrong with a city's folder (faults) and what is missing (remarks)."""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import tomllib
import zoneinfo
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from data.bring_city.gcj02 import coast_fit
from data.city.pack import BrokenCityError, City, UnknownCityError, known_cities, load_city, read_features
from data.city.projection import EqualArea
from data.commands import CALL, DATA, DONE
from settings import settings

#: Two areas may share this much (km2) where simplified outlines meet; more is an overlap, or a hole.
OVERLAP_KM2, HOLE_KM2 = 0.01, 0.05
#: A level covers its parents to within this share.
COVER_SHARE = 0.02
#: All areas of a city together, gzipped: what a phone loads for its map.
LARGEST_GZIP_BYTES = 150_000
NAMED_AT_MOST = 5


@dataclass
class Findings:
    """Sentences: `faults` make the city unfit to be shown, `remarks` say what it cannot show yet."""

    faults: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Level:
    key: str
    told: list[dict[str, Any]]
    shapes: np.ndarray[Any, Any]

    @property
    def ids(self) -> list[str]:
        return [str(each.get("area_id")) for each in self.told]


def _some(names: list[str]) -> str:
    rest = len(names) - NAMED_AT_MOST
    return ", ".join(names[:NAMED_AT_MOST]) + (f" and {rest} more" if rest > 0 else "")


def _read_level(city: City, index: int, found: Findings) -> _Level | None:
    """The level with its shapes; None, with the fault noted, where the file cannot be read or compared at all."""
    level = city.levels[index]
    try:
        features = read_features(city, index)
        shapes = np.array([shape(feature["geometry"]) for feature in features], dtype=object)
        told = [dict(feature["properties"]) for feature in features]
    except (OSError, json.JSONDecodeError, KeyError, TypeError, AttributeError, ValueError) as error:
        found.faults.append(f"{level.file} cannot be read: {error!r}")
        return None
    if not len(shapes):
        found.faults.append(f"{level.file} has no areas")
        return None
    read = _Level(level.key, told, shapes)
    if broken := [area for area, fine in zip(read.ids, shapely.is_valid(shapes), strict=True) if not fine]:
        found.faults.append(f"{level.key}: outlines that cross themselves: {_some(broken)}")
        return None
    west, south, east, north = shapely.total_bounds(shapes)
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        found.faults.append(f"{level.key}: coordinates such as {west:.0f}, {south:.0f} are no degrees")
        return None
    return read


def _check_ids(levels: list[_Level], city: City, found: Findings) -> None:
    counts = Counter([city.key, *(area for level in levels for area in level.ids)])
    if twice := [area for area, count in counts.items() if count > 1]:
        found.faults.append(f"ids that stand more than once: {_some(twice)}")
    above = {city.key}
    for level in levels:
        parents = {area: each.get("parent_id") or city.key for area, each in zip(level.ids, level.told, strict=True)}
        if orphans := [area for area, parent in parents.items() if parent not in above]:
            found.faults.append(f"{level.key}: the parent is no area of the level above: {_some(orphans)}")
        above = set(level.ids)


def _check_shapes(level: _Level, city_km2: float | None, found: Findings) -> float:
    """Overlaps, holes and cover of one level; its size in km2."""
    flat = EqualArea.around(level.shapes).metres(level.shapes)
    pairs = [(a, b) for a, b in shapely.STRtree(flat).query(flat, predicate="intersects").T.tolist() if a < b]
    for first, second in pairs:
        common = float(shapely.area(shapely.intersection(flat[first], flat[second]))) / 1e6
        if common > OVERLAP_KM2:
            found.faults.append(f"{level.key}: {level.ids[first]} and {level.ids[second]} overlap by {common:.2f} km2")
    whole = shapely.union_all(flat)
    rings = [ring for part in shapely.get_parts(whole) for ring in part.interiors]
    holes = [area for ring in rings if (area := shapely.Polygon(ring).area / 1e6) > HOLE_KM2]
    if holes:
        found.remarks.append(
            f"{level.key}: {len(holes)} holes of {sum(holes):.1f} km2 in all: what lies there has no area"
        )
    size = float(whole.area) / 1e6
    if city_km2 is not None and abs(size - city_km2) > COVER_SHARE * city_km2:
        told = f"{level.key}: its areas are {size:,.0f} km2, those of the level above {city_km2:,.0f} km2"
        (found.faults if size > city_km2 else found.remarks).append(told)
    return size


def _check_words(level: _Level, city: City, found: Findings) -> None:
    for language in sorted({"en", city.language}):
        if nameless := [
            area for area, each in zip(level.ids, level.told, strict=True) if not each.get(f"name_{language}")
        ]:
            found.remarks.append(f"{level.key}: no name in {language} for {len(nameless)} of {len(level.told)} areas")
    names = [str(each.get("name_en") or "") for each in level.told]
    if foreign := [name for name in names if not name.isascii() and any(ord(letter) > 0x2E7F for letter in name)]:
        found.remarks.append(f"{level.key}: English names that are not translated: {_some(foreign)}")
    if empty := sum(each.get("population") is None for each in level.told):
        told = "rates per 1,000 residents stay empty there"
        found.remarks.append(f"{level.key}: {empty} of {len(level.told)} areas without population: {told}")


def _check_pack(city: City, found: Findings) -> None:
    """What city.toml itself should say."""
    if city.timezone not in zoneinfo.available_timezones():
        found.faults.append(f"there is no time zone {city.timezone!r}")
    (south, west), (north, east) = city.bounds
    if not (south < city.centre[0] < north and west < city.centre[1] < east):
        found.faults.append("the centre lies outside the bounds")
    missing = [language for language in sorted({"en", city.language}) if not city.name.get(language)]
    missing += [
        f"{level.key} ({language})" for level in city.levels for language in {"en", city.language} - set(level.name)
    ]
    if missing:
        found.remarks.append(f"names of the city or its levels are missing: {_some(missing)}")
    for what, there in (("population", city.population), ("thresholds", city.thresholds), ("targets", city.targets)):
        if not there:
            found.remarks.append(f"no {what} set in city.toml")
    if not city.base_layers:
        found.remarks.append("no land or sea for the base map")
    size = sum(len(gzip.compress((city.folder / level.file).read_bytes())) for level in city.levels if level.file)
    if size > LARGEST_GZIP_BYTES:
        found.remarks.append(f"the areas are {size / 1000:.0f} kB gzipped; a map loads well up to 150 kB")


def _check_coast(level: _Level, city: City, found: Findings) -> None:
    """Whether the outline looks shifted by GCJ-02 against the base map's land."""
    if not (land := city.base_layers.get("land")):
        return
    features = json.loads((city.folder / land).read_text("utf-8"))["features"]
    coast: BaseGeometry = shapely.union_all([shape(feature["geometry"]) for feature in features])
    fit = coast_fit(shapely.union_all(level.shapes), coast)
    if fit and fit.looks_shifted:
        found.faults.append(
            f"the outline looks like GCJ-02 on a WGS-84 coast: it is {fit.as_given_m:.0f} m from the coast on average, "
            f"and {fit.undone_m:.0f} m with the shift undone ({fit.points} points); convert it to WGS-84"
        )


def findings(city: City) -> Findings:
    """Everything that is wrong with or missing in the city's folder."""
    found = Findings()
    read = [_read_level(city, index, found) for index in range(1, len(city.levels))]
    levels = [level for level in read if level is not None]
    if len(levels) < len(read) or not levels:
        found.faults += [] if levels or found.faults else ["the city has no level of areas"]
        return found
    _check_ids(levels, city, found)
    size: float | None = None
    for level in levels:
        size = _check_shapes(level, size, found)
        _check_words(level, city, found)
    _check_pack(city, found)
    _check_coast(levels[0], city, found)
    return found


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `validate-city`."""
    parser.add_argument("city", metavar="CITY", help="key of the city, the name of its folder")


def run(args: argparse.Namespace) -> int:
    """Print faults and remarks; 0 fit to be shown, 1 with faults, 2 for an unknown city."""
    folder = settings().cities_dir
    try:
        found = findings(load_city(args.city, folder))
    except BrokenCityError as error:
        found = Findings(faults=[str(error)])
    except UnknownCityError:
        known = ", ".join(known_cities(folder)) or "none yet"
        print(f"validate-city: there is no city {args.city!r}; known are: {known}", file=sys.stderr)
        return CALL
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        found = Findings(faults=[f"city.toml cannot be read: {error!r}"])
    for fault in found.faults:
        print(f"fault: {fault}")
    for remark in found.remarks:
        print(f"remark: {remark}")
    print(f"{args.city}: {len(found.faults)} faults, {len(found.remarks)} remarks")
    return DATA if found.faults else DONE
