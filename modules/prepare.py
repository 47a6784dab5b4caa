"""What `make run` does before it serves: see to it that the default city can be shown."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence

from data.city import City, UnknownCityError, known_cities, load_city
from data.contract import domains
from data.snapshots import CURRENT
from modules.run import Done, Progress, run_modules
from modules.simulate import DOMAINS as SIMULATED
from modules.simulate import simulate
from settings import Settings

#: A run of the simulator that was broken off stays here, and is never taken for records.
UNFINISHED = ".simulating"
HOW = """No city {city!r} is here yet; the pages say how to bring one. Real records of Chicago:
  .venv/bin/python -m modules import chicago --from FOLDER --city chicago
  CITYDECK_DEFAULT_CITY=chicago make run"""


def is_served(city: City, chosen: Settings) -> bool:
    """Whether any domain of the city has a snapshot."""
    return any((chosen.snapshots_dir / city.key / domain / CURRENT).is_file() for domain in domains())


def _simulate(city: City, chosen: Settings) -> None:
    """Write simulated raw records where the modules look for them, all or nothing."""
    unfinished = chosen.raw_dir / UNFINISHED
    shutil.rmtree(unfinished, ignore_errors=True)
    progress = Progress(len(SIMULATED))
    for domain in SIMULATED:
        progress.step(f"{city.key}: simulating the raw records of {domain}")
        simulate(city, unfinished, domains=[domain])
    progress.end()
    (unfinished / city.key).rename(chosen.raw_dir / city.key)
    unfinished.rmdir()


def prepare(chosen: Settings) -> Sequence[Done]:
    """Simulate (where no raw records were brought), run the modules and publish, unless the default city is served.

    What became of each domain comes back; nothing when there was nothing to do. Progress goes to standard error.
    """
    try:
        city = load_city(chosen.default_city, chosen.cities_dir)
    except UnknownCityError:
        if others := known_cities(chosen.cities_dir):
            print(f"No city {chosen.default_city!r} is here; showing {others[0]}.", file=sys.stderr)
        else:
            print(HOW.format(city=chosen.default_city), file=sys.stderr)
        return ()
    if is_served(city, chosen):
        return ()
    if not (chosen.raw_dir / city.key).is_dir():
        print(f"{city.key} has no records yet: simulating them, marked as such on every page.", file=sys.stderr)
        _simulate(city, chosen)
    return run_modules(city.key, (), chosen)
