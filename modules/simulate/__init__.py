"""A seeded simulator of one city's raw records, clearly marked as such."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from data.city.pack import City
from modules.simulate.economy import write_economy
from modules.simulate.fiscal import write_fiscal
from modules.simulate.food_safety import write_food_safety
from modules.simulate.places import residents_of, sized
from modules.simulate.run_plan import SHENZHEN_RESIDENTS, Plan
from modules.simulate.services import write_services
from modules.simulated_marker import MARKER

#: The day on which simulated cities live unless `--until` moves it.
TODAY = date(2026, 11, 20)
#: Days that a living city is drawn ahead of its first records; when they are used up it is drawn anew.
AHEAD_DAYS = 400
DEFAULT_SEED = 20261120
#: Requests in 27 months of a city of Shenzhen's size: one in a year for every fifth resident (assumed; other cities in
#: proportion, at least 20,000).
DEFAULT_EVENTS = 8_000_000
VERSION = "1.4.0"
DOMAINS: dict[str, Callable[[Plan, Path], dict[str, int]]] = {
    "services": write_services,
    "food_safety": write_food_safety,
    "fiscal": write_fiscal,
    "economy": write_economy,
}


def default_events(city: City) -> int:
    """Requests of the default run: 8 million for Shenzhen's residents, in proportion for others."""
    return max(20_000, min(DEFAULT_EVENTS, round(DEFAULT_EVENTS * residents_of(city) / SHENZHEN_RESIDENTS)))


def _replace(made: Path, place: Path) -> None:
    """Put a folder or file in the place of an older one."""
    if place.is_dir():
        shutil.rmtree(place)
    place.parent.mkdir(parents=True, exist_ok=True)
    made.replace(place)


def simulate(
    city: City,
    raw_dir: Path,
    seed: int = DEFAULT_SEED,
    events: int | None = None,
    until: date = TODAY,
    domains: Iterable[str] = tuple(DOMAINS),
    ahead: int = 0,
    residents: int | None = None,
) -> dict[str, dict[str, int]]:
    """Write the raw records of these domains to `raw_dir/<city>/`; rows by domain and table.

    A city that will go on living (modules/live.py) is drawn some days `ahead` of `until`, which its marker says.
    A domain's folder and truth file appear only when they are whole; other domains' stay. Raises KeyError for an
    unknown domain, FileExistsError where records that were not simulated stand, ValueError where neither the city's
    folder nor `residents` says how many live there.
    """
    city = sized(city, residents)
    drawn_until = until + timedelta(days=ahead)
    known_at = datetime.combine(until + timedelta(days=1), datetime.min.time()) if ahead else None
    plan = Plan(city, seed, default_events(city) if events is None else events, drawn_until, ahead, known_at)
    return write_records(plan, raw_dir, domains)


def write_records(plan: Plan, raw_dir: Path, domains: Iterable[str] = tuple(DOMAINS)) -> dict[str, dict[str, int]]:
    """Write what the plan knows of these domains, as `simulate` says."""
    folder = raw_dir / plan.city.key
    if folder.exists() and any(folder.iterdir()) and not (folder / MARKER).exists():
        raise FileExistsError(f"{folder} holds records that were not simulated")
    wanted = {name: DOMAINS[name] for name in domains}
    folder.mkdir(parents=True, exist_ok=True)
    # A folder is marked before anything is in it; what a marker says of records is true when all of them are there.
    if not (folder / MARKER).exists():
        _write_marker(plan, folder)
    made = {}
    for name, write in wanted.items():
        with TemporaryDirectory(dir=folder, prefix=".writing-") as writing:
            made[name] = write(plan, Path(writing))
            _replace(Path(writing) / name, folder / name)
            if (truth := Path(writing) / "truth" / f"{name}.json").is_file():
                _replace(truth, folder / "truth" / f"{name}.json")
    _write_marker(plan, folder)
    return made


def residents_before(folder: Path) -> int | None:
    """Residents of the records simulated before in that folder; None where there are none."""
    if not (folder / MARKER).is_file():
        return None
    told = json.loads((folder / MARKER).read_text("utf-8")).get("residents")
    return None if told is None else int(told)


def living_plan(city: City, raw_dir: Path) -> Plan:
    """The plan of a city that lives, as far as its records tell; KeyError where they do not go on."""
    told = json.loads((raw_dir / city.key / MARKER).read_text("utf-8"))
    return Plan(
        sized(city, told.get("residents")),
        int(told["seed"]),
        int(told["events"]),
        date.fromisoformat(told["drawn_until"]),
        int(told["ahead"]),
        datetime.fromisoformat(told["known_at"]),
    )


def _write_marker(plan: Plan, folder: Path) -> None:
    """Write the marker in one step that a reader sees wholly or not at all."""
    fresh = folder / f".{MARKER}"
    fresh.write_text(json.dumps(_marker(plan), indent=1) + "\n", "utf-8")
    fresh.replace(folder / MARKER)


def _marker(plan: Plan) -> dict[str, object]:
    """What simulated.json says: how the plan can be made again; `known_at` and `ahead` for a city that lives."""
    marker: dict[str, object] = {
        "simulator": VERSION,
        "seed": plan.seed,
        "events": plan.events,
        "until": plan.last_known.isoformat(),
        "residents": plan.residents,
    }
    return marker | ({"known_at": plan.moment.isoformat(), "ahead": plan.ahead, "drawn_until": plan.until.isoformat()}
                     if plan.ahead else {})  # fmt: skip
