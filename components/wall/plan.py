"""What a wall was asked to show: its city, playlists, type and theme, read from its address and the city's file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from components.view.reader import Reader, read
from components.wall.type_size import WallType, wall_type
from data.city.pack import City, known_cities
from data.reading.filters import Complaint
from settings import settings

#: The scenes there are, in the order in which a city that has no playlist shows them.
SCENES = ("overview", "services", "food_safety", "alerts", "fiscal", "economy", "changes", "cities")
DEFAULT_SECONDS = 25.0
#: A scene stands long enough to be read and short enough that the next one comes.
SECONDS = (5.0, 600.0)
SCREEN_INCHES, DISTANCE_M = (20.0, 120.0), (1.0, 15.0)
DEFAULT_SCREEN, DEFAULT_DISTANCE = 55.0, 5.0
#: How many times faster everything goes: for tests, and only where the settings say development.
PACE = (1.0, 400.0)
ALERT_SECONDS = 20.0
WALL_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
KEYS = ("playlist", "screen", "distance", "theme", "wall", "pace", "redraw")
THEMES = ("dark", "light")
#: The word for all cities in their order, in the place of a city's key.
FLEET = "fleet"


@dataclass(frozen=True)
class Slot:
    """One scene of a playlist and for how long it stands."""

    scene: str
    seconds: float


@dataclass(frozen=True)
class Playlist:
    """Scenes in their order. `hours` is (from, to) of the city's day, over midnight where to comes first; None: all."""

    key: str
    hours: tuple[float, float] | None
    slots: tuple[Slot, ...]


@dataclass(frozen=True)
class WallPlan:
    """One wall. `chosen` is the playlist that the address names, or an empty text: then the hour chooses."""

    reader: Reader
    playlists: tuple[Playlist, ...]
    chosen: str
    screen: float
    distance: float
    theme: str
    name: str
    pace: float
    redraw: bool
    alert_seconds: float
    complaints: tuple[Complaint, ...]
    #: Cities that the wall shows in turn, the first of them this one; empty for a wall of one city.
    fleet: tuple[str, ...] = ()

    @property
    def type(self) -> WallType:
        """The sizes of its type."""
        return wall_type(self.screen, self.distance)

    @property
    def scenes(self) -> tuple[str, ...]:
        """Every scene that one of its playlists shows, each once, in their usual order."""
        shown = {slot.scene for playlist in self.playlists for slot in playlist.slots}
        return tuple(scene for scene in SCENES if scene in shown)


def _number(text: object, span: tuple[float, float], default: float, key: str, told: list[Complaint]) -> float:
    """The number of an address within its span; the default and a complaint for any other text."""
    if text in (None, ""):
        return default
    try:
        value = float(str(text))
    except ValueError:
        value = float("nan")
    if span[0] <= value <= span[1]:
        return value
    told.append(Complaint("wall_number", f"{key}={str(text)[:20]} ({span[0]:g} – {span[1]:g})"))
    return default


def _choice(text: object, known: tuple[str, ...], default: str, key: str, told: list[Complaint]) -> str:
    if text in (None, ""):
        return default
    if str(text) in known:
        return str(text)
    told.append(Complaint("wall_choice", f"{key}={str(text)[:40]}"))
    return default


def _slots(entries: object, told: list[Complaint]) -> tuple[Slot, ...]:
    """The scenes of a playlist; one that nobody knows or whose seconds are none is left out and complained about."""
    slots = []
    for entry in entries if isinstance(entries, list) else []:
        scene = str(entry.get("scene", "")) if isinstance(entry, dict) else str(entry)
        if scene not in SCENES:
            told.append(Complaint("wall_scene", scene[:40]))
            continue
        seconds = entry.get("seconds") if isinstance(entry, dict) else None
        slots.append(Slot(scene, _number(seconds, SECONDS, DEFAULT_SECONDS, f"{scene} seconds", told)))
    return tuple(slots)


def _hours(given: object, key: str, told: list[Complaint]) -> tuple[float, float] | None:
    if given is None:
        return None
    if isinstance(given, list) and len(given) == 2 and all(isinstance(each, int | float) for each in given):
        since, until = float(given[0]), float(given[1])
        if 0 <= since <= 24 and 0 <= until <= 24:
            return since, until
    told.append(Complaint("wall_hours", f"{key}: {str(given)[:40]}"))
    return None


def read_playlists(city: City) -> tuple[tuple[Playlist, ...], tuple[Complaint, ...]]:
    """The playlists of the city's file, and what in them could not be used; one of all scenes where it has none."""
    told: list[Complaint] = []
    found = []
    given = city.wall.get("playlists", [])
    for entry in given if isinstance(given, list) else []:
        if not isinstance(entry, dict):
            told.append(Complaint("wall_choice", str(entry)[:40]))
            continue
        key = str(entry.get("key", "day"))[:40]
        if slots := _slots(entry.get("scenes"), told):
            found.append(Playlist(key, _hours(entry.get("hours"), key, told), slots))
    if not found:
        found = [Playlist("all", None, tuple(Slot(scene, DEFAULT_SECONDS) for scene in SCENES))]
    return tuple(found), tuple(told)


def read_fleet(asked: object, told: list[Complaint]) -> tuple[str, ...]:
    """The cities of an address such as `city=a,b,c`, or of `city=fleet` (the setting's order, else all); each once.

    One that there is not is complained about. Empty where the address names one city, or none.
    """
    text = ",".join(map(str, asked)) if isinstance(asked, list | tuple) else str(asked or "")
    known = known_cities(settings().cities_dir)
    if text == FLEET and FLEET not in known:
        return tuple(dict.fromkeys(key for key in settings().fleet.split() if key in known)) or known
    if "," not in text:
        return ()
    named = [key.strip() for key in text.split(",") if key.strip()]
    told += [Complaint("unknown_city", key[:40]) for key in named if key not in known]
    return tuple(dict.fromkeys(key for key in named if key in known))


def read_wall(query: Mapping[str, Any]) -> WallPlan | None:
    """The wall of this address, bad values replaced and complained about; None where no city has been brought yet."""
    single = {key: value[-1] if isinstance(value, list | tuple) else value for key, value in query.items()}
    told: list[Complaint] = []
    fleet = read_fleet(query.get("city"), told)
    one = {"city": fleet[0]} if fleet else {}
    reader = read({key: value for key, value in query.items() if key not in KEYS} | one)
    if reader is None:
        return None
    reader = replace(reader, fleet=fleet)
    playlists, more = read_playlists(reader.city)
    keys = tuple(playlist.key for playlist in playlists)
    pace = _number(single.get("pace"), PACE, 1.0, "pace", told)
    if pace != 1.0 and not settings().development:
        told.append(Complaint("wall_development", "pace"))
        pace = 1.0
    name = str(single.get("wall") or "")
    if name and not WALL_NAME.fullmatch(name):
        told.append(Complaint("wall_choice", f"wall={name[:40]}"))
        name = ""
    return WallPlan(
        reader=reader,
        playlists=playlists,
        chosen=_choice(single.get("playlist"), keys, "", "playlist", told),
        screen=_number(single.get("screen"), SCREEN_INCHES, DEFAULT_SCREEN, "screen", told),
        distance=_number(single.get("distance"), DISTANCE_M, DEFAULT_DISTANCE, "distance", told),
        theme=_choice(single.get("theme"), THEMES, "dark", "theme", told),
        name=name,
        pace=pace,
        redraw=single.get("redraw") == "1" and settings().development,
        alert_seconds=_number(reader.city.wall.get("alert_seconds"), SECONDS, ALERT_SECONDS, "alert_seconds", told),
        complaints=(*reader.complaints, *told, *more),
        fleet=fleet,
    )
