"""A seeded simulator of one city's raw records, clearly marked as such."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from data.city.pack import City
from modules.simulate.economy import write_economy
from modules.simulate.fiscal import write_fiscal
from modules.simulate.food_safety import write_food_safety
from modules.simulate.run_plan import SHENZHEN_RESIDENTS, Plan
from modules.simulate.services import write_services

#: The day on which simulated cities live unless `--until` moves it.
TODAY = date(2026, 11, 20)
DEFAULT_SEED = 20261120
#: Requests in two years of a city of Shenzhen's size (assumed; other cities in proportion, at least 20,000).
DEFAULT_EVENTS = 3_000_000
VERSION = "1.0.0"
MARKER = "simulated.json"
DOMAINS: dict[str, Callable[[Plan, Path], dict[str, int]]] = {
    "services": write_services,
    "food_safety": write_food_safety,
    "fiscal": write_fiscal,
    "economy": write_economy,
}


def default_events(city: City) -> int:
    """Requests of the default run: 3 million for Shenzhen's residents, in proportion for others."""
    return max(20_000, min(DEFAULT_EVENTS, round(DEFAULT_EVENTS * (city.population or 1_000_000) / SHENZHEN_RESIDENTS)))


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
) -> dict[str, dict[str, int]]:
    """Write the raw records of these domains to `raw_dir/<city>/`; rows by domain and table.

    A domain's folder and truth file appear only when they are whole; other domains' stay. Raises KeyError for an
    unknown domain, FileExistsError where records that were not simulated stand.
    """
    folder = raw_dir / city.key
    if folder.exists() and any(folder.iterdir()) and not (folder / MARKER).exists():
        raise FileExistsError(f"{folder} holds records that were not simulated")
    plan = Plan(city, seed, default_events(city) if events is None else events, until)
    wanted = {name: DOMAINS[name] for name in domains}
    folder.mkdir(parents=True, exist_ok=True)
    marker = {"simulator": VERSION, "seed": seed, "events": plan.events, "until": until.isoformat()}
    (folder / MARKER).write_text(json.dumps(marker, indent=1) + "\n", "utf-8")
    made = {}
    for name, write in wanted.items():
        with TemporaryDirectory(dir=folder, prefix=".writing-") as writing:
            made[name] = write(plan, Path(writing))
            _replace(Path(writing) / name, folder / name)
            if (truth := Path(writing) / "truth" / f"{name}.json").is_file():
                _replace(truth, folder / "truth" / f"{name}.json")
    return made
