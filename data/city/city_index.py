"""The names of all cities, without opening them: what a chooser of a thousand needs, read once for all processes."""

from __future__ import annotations

import logging
import os
import threading
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from data.city.pack import known_cities

log = logging.getLogger(__name__)
_lock = threading.Lock()
#: What is known of each city's file in this process: (folder of cities, key) -> (when it changed, the entry or None).
_known: dict[tuple[Path, str], tuple[int, CityEntry | None]] = {}


@dataclass(frozen=True, slots=True)
class CityEntry:
    """A city as it is chosen: names and province by language, the country's ISO 3166 code ("" where nobody said)."""

    key: str
    name: Mapping[str, str]
    country: str = ""
    region: Mapping[str, str] = field(default_factory=dict)
    #: Other names that it is found by, such as the pinyin of one that is spelled otherwise.
    aliases: tuple[str, ...] = ()


def _entry(key: str, pack: Mapping[str, Any]) -> CityEntry:
    return CityEntry(
        key,
        dict(pack["name"]),
        str(pack.get("country", "")),
        dict(pack.get("region", {})),
        tuple(map(str, pack.get("aliases", ()))),
    )


def _read(key: str, file: Path) -> CityEntry | None:
    """The entry of one city's file; None, logged, where it cannot be read."""
    try:
        return _entry(key, tomllib.loads(file.read_text("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, ValueError, OSError) as error:
        log.error("%s/city.toml cannot be read: %r", key, error)
        return None


def _changed(file: Path) -> int:
    try:
        return file.stat().st_mtime_ns
    except OSError:  # it was removed meanwhile
        return 0


def _from_disk(index: Path) -> dict[str, Any]:
    try:
        found = orjson.loads(index.read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _to_disk(index: Path, entries: Mapping[str, tuple[int, CityEntry | None]]) -> None:
    told = {key: [changed, entry] for key, (changed, entry) in entries.items() if entry is not None}
    fresh = index.with_name(f".{index.name}.{os.getpid()}")
    try:
        index.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(orjson.dumps(told))
        fresh.replace(index)
    except OSError as error:
        log.warning("the names of cities are read anew by each process: %s", error)


def _restored(told: object, key: str, changed: int) -> CityEntry | None:
    """The entry that the index has of this state of the city's file; None where it has none."""
    if (
        isinstance(told, list)
        and len(told) == 2
        and told[0] == changed
        and isinstance(told[1], dict)
        and "name" in told[1]
    ):
        return _entry(key, told[1])
    return None


def city_entries(cities_dir: Path, index: Path) -> list[CityEntry]:
    """Every city that can be read, in order of their keys.

    `index` is a file that spares other processes the reading; it is made anew where a city's file changed.
    """
    found: dict[str, tuple[int, CityEntry | None]] = {}
    with _lock:
        on_disk: dict[str, Any] | None = None
        is_new = False
        for key in known_cities(cities_dir):
            file = cities_dir / key / "city.toml"
            changed = _changed(file)
            before = _known.get((cities_dir, key))
            if before is not None and before[0] == changed:
                found[key] = before
                continue
            on_disk = _from_disk(index) if on_disk is None else on_disk
            entry = _restored(on_disk.get(key), key, changed)
            if entry is None:
                entry, is_new = _read(key, file), True
            found[key] = _known[(cities_dir, key)] = (changed, entry)
        if is_new:
            _to_disk(index, found)
    return [entry for _, entry in found.values() if entry is not None]
