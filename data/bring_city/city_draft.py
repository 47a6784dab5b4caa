"""A city before its folder is written: of its areas' files, level by level, or of the districts of China."""

from __future__ import annotations

import argparse
import re
import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from data.bring_city.area_columns import AreasRefusedError
from data.bring_city.area_files import AreasFile, AreasRead, read_areas_file
from data.bring_city.neighbours import GRID_M, SnapLimit
from data.bring_city.outlines import zone_countries
from data.bring_city.residents import ResidentsFile, with_residents
from data.bring_city.write_pack import Place
from data.city.projection import EqualArea, Shapes

Words = dict[str, str]
#: An area of a finer level that lies in none by at least this share of its size is told.
LEAST_INSIDE_SHARE = 0.5


@dataclass(frozen=True)
class DraftLevel:
    """One level: its key, its name and plural by language, and its areas."""

    key: str
    name: Words
    plural: Words
    places: list[Place]


@dataclass(frozen=True)
class Draft:
    """A city before its folder is written; `levels` from the coarsest on, `notes` on what was assumed and mended."""

    key: str
    facts: dict[str, object]
    levels: list[DraftLevel]
    land: BaseGeometry | None
    files: list[dict[str, str]]
    notes: list[str] = field(default_factory=list)


#: What levels of a file of areas are called where nobody says it.
UNNAMED = (
    ("area", {"en": "Area", "zh": "片区", "id": "Wilayah"}, {"en": "Areas", "zh": "片区", "id": "Wilayah"}),
    ("part", {"en": "Part", "zh": "分区", "id": "Bagian"}, {"en": "Parts", "zh": "分区", "id": "Bagian"}),
    ("block", {"en": "Block", "zh": "小区", "id": "Blok"}, {"en": "Blocks", "zh": "小区", "id": "Blok"}),
)


def check_flags(args: argparse.Namespace) -> None:
    """Refuse a time zone, currency or language that there is not."""
    if args.timezone not in zoneinfo.available_timezones():
        raise AreasRefusedError(f"there is no time zone {args.timezone!r}; an example: Europe/London")
    if not re.fullmatch(r"[A-Z]{3}", args.currency):
        raise AreasRefusedError(f"{args.currency!r} is no ISO 4217 code; an example: EUR")
    if not re.fullmatch(r"[a-z]{2,3}", args.language):
        raise AreasRefusedError(f"{args.language!r} is no ISO 639 code; an example: fr")


def country_of(args: argparse.Namespace) -> str:
    """The country that was said, else that of the time zone; empty where it has none, as UTC."""
    if args.country and not re.fullmatch(r"[A-Z]{2}", args.country):
        raise AreasRefusedError(f"{args.country!r} is no ISO 3166 code of a country; an example: IT")
    return str(args.country or zone_countries().get(args.timezone, ""))


def level_names(told: Sequence[str], local: Sequence[str], language: str, count: int) -> list[tuple[str, Words, Words]]:
    """(key, name, plural) of each level, of texts such as `Ward/Wards`. Raises AreasRefusedError."""
    if (told and len(told) != count) or (local and len(local) != len(told)):
        raise AreasRefusedError(f"--levels needs one name for each of the {count} files of areas, such as Ward/Wards")
    if count > len(UNNAMED) and not told:
        raise AreasRefusedError(f"{count} levels need names: say --levels, such as Borough/Boroughs Ward/Wards")
    if not told:
        return list(UNNAMED[:count])
    found: list[tuple[str, Words, Words]] = []
    for index, text in enumerate(told):
        name, _, plural = text.partition("/")
        own, _, own_plural = (local[index] if local else text).partition("/")
        key = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
        if not key or key in ("city", "cell") or key in [each[0] for each in found]:
            raise AreasRefusedError(f"--levels {text!r} cannot name a level: use a word of its own in Latin letters")
        found.append((key, {"en": name, language: own}, {"en": plural or f"{name}s", language: own_plural or own}))
    return found


def _nth(values: Sequence[str] | None, index: int, flag: str, count: int) -> str | None:
    """The value of a flag for one of several files; "-" leaves one out."""
    if not values:
        return None
    if len(values) != count:
        raise AreasRefusedError(f"{flag} needs one value for each of the {count} files of areas, or none; - for none")
    return None if values[index] == "-" else values[index]


def areas_files(args: argparse.Namespace) -> list[AreasFile]:
    """What to read for each level."""
    count = len(args.areas)
    snap = SnapLimit(args.snap_km2, args.snap_share)
    return [
        AreasFile(
            path, args.crs, _nth(args.layer, index, "--layer", count),
            _nth(args.id_column, index, "--id-column", count), _nth(args.name_column, index, "--name-column", count),
            _nth(args.population_column, index, "--population-column", count),
            _nth(args.parent_column, index, "--parent-column", count), args.encoding,
            _nth(args.where, index, "--where", count) or "", args.timezone, args.leave_out, snap,
        )
        for index, path in enumerate(args.areas)
    ]  # fmt: skip


def levels_of_files(args: argparse.Namespace, key: str) -> tuple[list[DraftLevel], list[str]]:
    """The levels of a city from its files of areas, and notes. Raises AreasRefusedError."""
    named = level_names(args.levels or (), args.local_levels or (), args.language, len(args.areas))
    levels: list[DraftLevel] = []
    notes: list[str] = []
    for file, (level, name, plural) in zip(areas_files(args), named, strict=True):
        read = read_areas_file(file, key, args.language)
        places = read.places
        if levels:
            places = _with_parents(read, levels[-1].places, notes)
        places = _ids_apart(places, {place.area_id for each in levels for place in each.places} | {key}, level, notes)
        notes += [f"{file.path.name}: {note}" if len(named) > 1 else note for note in read.notes]
        levels.append(DraftLevel(level, name, plural, places))
    if args.residents:
        read_from = ResidentsFile(args.residents, args.residents_by, args.residents_column, args.residents_where)
        counted, told = with_residents(read_from, [each.places for each in levels], args.language)
        levels = [replace(each, places=places) for each, places in zip(levels, counted, strict=True)]
        notes += told
    return levels, notes


def _ids_apart(places: list[Place], taken: set[str], level: str, notes: list[str]) -> list[Place]:
    """The places, with the level before ids that a level above has too: ids are unique in the city over all levels."""
    if not any(place.area_id in taken for place in places):
        return places
    notes.append(f"ids of the level {level} begin with {level}-: a level above has some of them too")
    return [replace(place, area_id=f"{level}-{place.area_id}") for place in places]


def _with_parents(read: AreasRead, above: list[Place], notes: list[str]) -> list[Place]:
    """The areas with the area of the level above in which they lie: as their column says, else by their place."""
    by_text = {each.area_id.casefold(): each.area_id for each in above}
    by_text |= {name.casefold(): each.area_id for each in above for name in each.names.values()}
    by_place = _parents_by_place(read.places, above, notes)
    told = read.parents or [""] * len(read.places)
    known = [by_text.get(text.casefold()) for text in told]
    if strange := sorted({text for text, parent in zip(told, known, strict=True) if text and parent is None}):
        notes.append(f"no area of the level above is called {', '.join(strange[:5])}: its parts belong where they lie")
    return [
        replace(place, parent_id=said or lies_in)
        for place, said, lies_in in zip(read.places, known, by_place, strict=True)
    ]


def _parents_by_place(places: Sequence[Place], above: Sequence[Place], notes: list[str]) -> list[str]:
    """The id of the area above that has the most of each; the nearest where none has any."""
    shapes = np.array([place.shape for place in places], dtype=object)
    outer = np.array([place.shape for place in above], dtype=object)
    projection = EqualArea.around(outer)
    inner, around = projection.metres(shapes), projection.metres(outer)
    tree = shapely.STRtree(around)
    found, outside = [], []
    for place, shape in zip(places, inner, strict=True):
        near = np.sort(tree.query(shape))
        common = shapely.area(shapely.intersection(shape, around[near], grid_size=GRID_M))
        inside = float(common.max()) / shape.area if len(near) else 0.0
        if inside < LEAST_INSIDE_SHARE:
            outside.append(place.names["en"])
        best = int(near[int(common.argmax())]) if inside > 0 else int(tree.nearest(shape))
        found.append(above[best].area_id)
    if outside:
        notes.append(
            f"{len(outside)} areas lie by less than half in any area of the level above and were given to that of "
            f"the most or the nearest: {', '.join(outside[:5])}"
        )
    return found


#: Land and sea reach this share of the city's size beyond its bounds, so that a wide screen is filled.
FRAME_SHARE = 0.5


def frame_of(shapes: Shapes) -> BaseGeometry:
    """The box in degrees that a base map of these areas fills."""
    west, south, east, north = shapely.total_bounds(shapes)
    more = max(east - west, north - south) * FRAME_SHARE
    return shapely.box(west - more, max(south - more, -89), east + more, min(north + more, 89))


def read_land(path: Path) -> BaseGeometry:
    """All polygons of a file of land as one shape; its names and overlaps do not matter. Raises AreasRefusedError."""
    if not path.is_file():
        raise AreasRefusedError(f"there is no file {path}")
    import geopandas as gpd  # imported here: most cities bring no land of their own
    import pyogrio

    try:
        frame = gpd.read_file(path)
    except pyogrio.errors.DataSourceError as error:
        raise AreasRefusedError(f"{path.name} cannot be read as a file of land: {error}") from None
    if frame.crs is None:
        raise AreasRefusedError(f"{path.name} does not say its coordinate reference system")
    return shapely.union_all(shapely.make_valid(frame.to_crs(4326).geometry.to_numpy()))


def draft_of_files(args: argparse.Namespace) -> Draft:
    """The city that the flags and files of areas describe. Raises AreasRefusedError."""
    if not args.name or not args.key:
        raise AreasRefusedError("--areas needs --name and --key")
    check_flags(args)
    levels, notes = levels_of_files(args, args.key)
    facts: dict[str, object] = {
        "name": {"en": args.name, args.language: args.local_name or args.name}, "language": args.language,
        "timezone": args.timezone, "currency": args.currency,
        "fiscal_year_starts_month": args.fiscal_year_starts_month, "country": country_of(args),
        "region": {"en": args.region, args.language: args.region} if args.region else {},
    }  # fmt: skip
    files = [
        {
            "path": f"areas/{level.key}.geojson", "publisher": args.publisher, "licence": args.licence,
            "note": f"From {path.name}. Simplified.",
        }
        for level, path in zip(levels, args.areas, strict=True)
    ]  # fmt: skip
    land = None
    if args.land:
        land = read_land(args.land)
        base = "base/land.geojson and base/sea.geojson"
        files.append({"path": base, "publisher": args.land.name, "licence": "not stated"})
    return Draft(args.key, facts, levels, land, files, notes)
