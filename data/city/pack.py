"""A city as its folder says it is: `cities/<city>/city.toml` and its areas."""

from __future__ import annotations

import logging
import os
import re
import sys
import threading
import tomllib
from collections.abc import Mapping, Sized
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import orjson
from cachetools import LRUCache, cached

log = logging.getLogger(__name__)
#: The source of a target that nobody published; a tile says so beside it.
ASSUMED = "assumed"
#: Cities that a process keeps open: more are read again when they are asked for.
OPEN_CITIES = 32
#: Areas that it keeps, of all cities together, some 600 bytes each: what was asked for longest ago is read again, which
#: takes 20 ms a thousand.
MOST_AREAS = 8_000
CITY_KEY = re.compile(r"[a-z][a-z0-9_]{1,40}")


#: The notes of an area of which nothing need be known, which is most of them.
NOTHING_NOTED: Mapping[str, str] = MappingProxyType({})


class UnknownCityError(LookupError):
    """No city of that key has a folder."""


class BrokenCityError(UnknownCityError):
    """A city's folder is there, but its `city.toml` cannot be read; the message says why."""


@dataclass(frozen=True)
class Level:
    """One level of a city's areas; level 0 is the city itself and has no file."""

    key: str
    name: dict[str, str]
    plural: dict[str, str]
    file: str | None = None


@dataclass(frozen=True)
class Break:
    """A day from which records of some contract tables are no longer what they were, and by language why.

    Nothing is said to have changed across it.
    """

    tables: frozenset[str]
    day: date
    note: dict[str, str]


@dataclass(frozen=True, slots=True)
class Area:
    """One area without its geometry. `names` and `notes` by language; `population` is None where nobody published it.

    A note is a sentence that a reader of the area's figures must know.
    """

    area_id: str
    level: int
    parent_id: str | None
    names: dict[str, str]
    population: int | None
    area_km2: float
    centre: tuple[float, float]
    notes: Mapping[str, str] = field(default_factory=lambda: NOTHING_NOTED)


@dataclass(frozen=True)
class City:
    """A city pack, read. `bounds` is ((south, west), (north, east)) and `centre` (lat, long), WGS-84.

    `set_aside_share` is the largest share of a table's rows that may break a rule before a drop is refused (None: the
    drop's or the contract's own).
    `small_cell_floor` takes the place of the contracts' own floor of counts of people; 0 switches it off.
    """

    key: str
    folder: Path
    name: dict[str, str]
    timezone: str
    currency: str
    fiscal_year_starts_month: int
    language: str
    centre: tuple[float, float]
    bounds: tuple[tuple[float, float], tuple[float, float]]
    levels: tuple[Level, ...]
    population: int | None = None
    population_source: str = ""
    small_cell_floor: int | None = None
    set_aside_share: float | None = None
    thresholds: dict[str, Any] = field(default_factory=dict)
    #: Domain -> the period that its pages open on in this city, where it is another than its contract says.
    opens_on: dict[str, str] = field(default_factory=dict)
    targets: dict[str, float] = field(default_factory=dict)
    assumed_targets: frozenset[str] = frozenset()
    wall: dict[str, Any] = field(default_factory=dict)
    base_layers: dict[str, str] = field(default_factory=dict)
    files: tuple[dict[str, str], ...] = ()
    breaks: tuple[Break, ...] = ()

    def level_of(self, key: str) -> int:
        """Index of the level of that key; KeyError when the city has no such level."""
        for index, level in enumerate(self.levels):
            if level.key == key:
                return index
        raise KeyError(key)


def known_cities(cities_dir: Path) -> tuple[str, ...]:
    """Keys of the cities that have a folder, in order of their keys."""
    found = (path.parent.name for path in cities_dir.glob("*/city.toml"))
    # What an update stages beside a city begins with a dot.
    return tuple(sorted(key for key in found if CITY_KEY.fullmatch(key)))


def _file_entry(entry: dict[str, Any]) -> dict[str, str]:
    """What a pack says of one of its files: `path` (older packs call it `file`), `publisher`, `licence` and `note`."""
    named = {"path": entry.get("path", entry.get("file"))}
    named |= {key: entry.get(key) for key in ("publisher", "licence", "note")}
    return {key: str(value or "") for key, value in named.items()}


def _break(entry: dict[str, Any]) -> Break:
    """A break of a pack: `tables`, `day` and `note` by language, English among them."""
    day, note = entry["day"], dict(entry["note"])
    if isinstance(day, datetime) or not isinstance(day, date) or "en" not in note or not entry["tables"]:
        raise ValueError("a break has tables, a day such as 2022-01-01, and a note in English at least")
    return Break(frozenset(map(str, entry["tables"])), day, note)


def load_city(key: str, cities_dir: Path) -> City:
    """The city of that key.

    Raises UnknownCityError for a key that is not a plain word or has no folder, BrokenCityError for one whose
    `city.toml` cannot be read.
    """
    if not CITY_KEY.fullmatch(key) or not (cities_dir / key / "city.toml").is_file():
        raise UnknownCityError(key)
    file = cities_dir / key / "city.toml"
    return _read_pack(key, file, file.stat().st_mtime_ns)


@lru_cache(maxsize=OPEN_CITIES)
def _read_pack(key: str, file: Path, changed: int) -> City:
    """The city in that file; `changed` tells one state of the file from the next."""
    try:
        return _city(key, file.parent, tomllib.loads(file.read_text("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, ValueError) as error:
        raise BrokenCityError(f"{key}/city.toml cannot be read: {error!r}") from error


def _city(key: str, folder: Path, pack: dict[str, Any]) -> City:
    population = pack.get("population", {})
    given = pack.get("targets", {})
    targets = {name: told if isinstance(told, dict) else {"value": told} for name, told in given.items()}
    (south, west), (north, east) = pack["bounds"]
    return City(
        key=key,
        folder=folder,
        name=pack["name"],
        timezone=pack["timezone"],
        currency=pack["currency"],
        fiscal_year_starts_month=int(pack.get("fiscal_year_starts_month", 1)),
        language=pack.get("language", "en"),
        centre=(pack["centre"][0], pack["centre"][1]),
        bounds=((south, west), (north, east)),
        levels=tuple(Level(**level) for level in pack["levels"]),
        population=population.get("value"),
        population_source=population.get("source", ""),
        small_cell_floor=None if (floor := pack.get("small_cell_floor")) is None else int(floor),
        set_aside_share=float(pack["set_aside_share"]) if "set_aside_share" in pack else None,
        thresholds=pack.get("thresholds", {}),
        opens_on={str(domain): str(rule) for domain, rule in pack.get("opens_on", {}).items()},
        targets={name: float(told["value"]) for name, told in targets.items()},
        assumed_targets=frozenset(name for name, told in targets.items() if told.get("source") == ASSUMED),
        wall=pack.get("wall", {}),
        base_layers=pack.get("base_layers", {}),
        files=tuple(_file_entry(entry) for entry in pack.get("files", ())),
        breaks=tuple(_break(entry) for entry in pack.get("breaks", ())),
    )


def read_features(city: City, level: int) -> list[dict[str, Any]]:
    """The features of one level: `area_id`, `parent_id`, `name_<language>`, `population`, `area_km2`, `centre`.

    An area of which something must be known has `note_<language>` too.
    """
    file = city.levels[level].file
    if file is None:
        return []
    return list(orjson.loads((city.folder / file).read_bytes())["features"])


def _by_language(told: dict[str, Any], prefix: str) -> dict[str, str]:
    """The texts by language; a city's thousand areas share the words for the languages."""
    return {sys.intern(key.removeprefix(prefix)): text for key, text in told.items() if key.startswith(prefix) and text}


def read_areas(city: City) -> list[Area]:
    """Every area of the city, the city itself first, then level by level in the order of the files."""
    ((south, west), (north, east)) = city.bounds
    whole = Area(city.key, 0, None, city.name, city.population, 0.0, ((south + north) / 2, (west + east) / 2))
    areas = [whole]
    #: Each id once, though it is the parent of many.
    ids: dict[str | None, str | None] = {city.key: city.key}
    for level in range(1, len(city.levels)):
        for feature in read_features(city, level):
            told = feature["properties"]
            population = told.get("population")
            parent = told.get("parent_id") or (city.key if level == 1 else None)
            ids[told["area_id"]] = told["area_id"]
            areas.append(
                Area(
                    area_id=told["area_id"],
                    level=level,
                    parent_id=ids.setdefault(parent, parent),
                    names=_by_language(told, "name_"),
                    population=None if population is None else int(population),
                    area_km2=float(told["area_km2"]),
                    centre=(float(told["centre"][0]), float(told["centre"][1])),
                    notes=_by_language(told, "note_") or NOTHING_NOTED,
                )
            )
    return areas


def areas_kept(found: Sized) -> int:
    """How many of MOST_AREAS these are; those of one city are kept however many, and alone then."""
    return min(len(found), MOST_AREAS)


#: The areas of cities, those asked for last.
kept_areas: LRUCache[tuple[Any, ...], dict[str, Area]] = LRUCache(MOST_AREAS, getsizeof=areas_kept)


@cached(kept_areas, lock=threading.RLock())
def _areas_of(folder: Path, changed: tuple[int, ...], key: str) -> dict[str, Area]:
    return {area.area_id: area for area in read_areas(load_city(key, folder.parent))}


def state_of(city: City) -> tuple[int, ...]:
    """When `city.toml` and the files of areas last changed: tells one state of the city's folder from the next."""
    changed = [(city.folder / "city.toml").stat().st_mtime_ns]
    # A view looks a dozen times: `glob` takes five times as long.
    with suppress(FileNotFoundError), os.scandir(city.folder / "areas") as entries:
        files = sorted((each.name, each.stat().st_mtime_ns) for each in entries if each.name.endswith(".geojson"))
        changed += [moment for _, moment in files]
    return tuple(changed)


def areas_of(city: City) -> dict[str, Area]:
    """The city's areas by id, read again only when its folder has changed."""
    return _areas_of(city.folder, state_of(city), city.key)


def path_to(city: City, area_id: str) -> list[Area]:
    """The area and what it lies in, from the first level below the city down; empty for the city itself."""
    areas, path = areas_of(city), []
    current = areas.get(area_id)
    while current is not None and current.level > 0:
        path.append(current)
        current = areas.get(current.parent_id) if current.parent_id else None
    return path[::-1]
