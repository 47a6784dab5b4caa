"""What `make run` does before it serves: see to it that the default city, and one beside it, can be shown."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import timedelta

from data.city.pack import BrokenCityError, City, UnknownCityError, known_cities, load_city
from data.drops.clock import city_time
from data.drops.contract import domains
from data.drops.deliveries import complete_drops
from modules.prepared import cities_beside, is_simulated, lacking, outdated
from modules.run import Done, Progress, publish_domain, run_modules
from modules.simulate import AHEAD_DAYS, living_plan, simulate, write_records
from modules.simulate import DOMAINS as SIMULATED
from modules.simulate.places import residents_of
from modules.sources import simulated
from settings import Settings

HOW = """No city {city!r} is here yet; the pages say how to bring one. Real records of Chicago:
  .venv/bin/python -m modules import chicago --from FOLDER --city chicago
  CITYDECK_DEFAULT_CITY=chicago make run"""


def _simulate(city: City, chosen: Settings) -> None:
    """Write simulated raw records of each domain that has none. Raises ValueError for a city of unknown size."""
    missing = [domain for domain in SIMULATED if not (chosen.raw_dir / city.key / domain).is_dir()]
    if not missing:
        return
    # A city begun is taken up as it was begun; a new one tells up to yesterday and goes on from there.
    begun = simulated.lives(chosen.raw_dir / city.key)
    if not begun:
        residents_of(city)  # before anything is said or written: its size must be known
    print(f"{city.key} has no records: simulating them, which every page will say.", file=sys.stderr)
    progress = Progress(len(missing))
    until = city_time(city.timezone).date() - timedelta(days=1)
    for domain in missing:
        progress.step(f"{city.key}: simulating the raw records of {domain}")
        if begun:
            write_records(living_plan(city, chosen.raw_dir), chosen.raw_dir, [domain])
        else:
            simulate(city, chosen.raw_dir, until=until, domains=[domain], ahead=AHEAD_DAYS)
    progress.end()


def prepare(chosen: Settings) -> Sequence[Done]:
    """Bring every domain of the default city to a snapshot: from raw records that are there, else from simulated ones.

    Where the default city is a simulated one, the cities of `prepare_beside` that have a pack are brought too. What
    became of each domain comes back; nothing when there was nothing to do. Progress goes to standard error.
    """
    try:
        city = load_city(chosen.default_city, chosen.cities_dir)
    except UnknownCityError:
        if others := known_cities(chosen.cities_dir):
            print(f"No city {chosen.default_city!r} is here; showing {others[0]}.", file=sys.stderr)
        else:
            print(HOW.format(city=chosen.default_city), file=sys.stderr)
        return ()
    done = list(_prepare_city(city, chosen))
    for key in cities_beside(city.key, chosen):
        try:
            done += _prepare_city(load_city(key, chosen.cities_dir), chosen)
        except BrokenCityError as error:
            print(f"{error}: it is left out", file=sys.stderr)
    return done


def _prepare_city(city: City, chosen: Settings) -> Sequence[Done]:
    """Bring every domain of one city to a snapshot of this version of the program.

    A run that was broken off is taken up where it stopped. A city of real records that shows some of its domains is
    left as its operator wants it; what an older version published of it is published again from the outputs.
    """
    raw = chosen.raw_dir / city.key
    missing, older = lacking(city, chosen), outdated(city, chosen)
    is_drawn = is_simulated(city.key, chosen)
    if not is_drawn and len(missing) < len(domains()):
        kept = [domain for domain in older if complete_drops(chosen.outputs_dir, city.key, domain)]
        return [publish_domain(city, domain, chosen) for domain in kept]
    missing += older
    if not missing:
        return ()
    if is_drawn or not raw.is_dir():
        try:
            _simulate(city, chosen)
        except ValueError as error:
            print(f"{city.key} has no records and none were simulated: {error}", file=sys.stderr)
            return ()
    return run_modules(city.key, missing, chosen)
