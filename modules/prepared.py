"""What a city lacks to be shown by this version of the program: told from a few small files, within a blink."""

from __future__ import annotations

from data.city.pack import BrokenCityError, City, UnknownCityError, known_cities, load_city
from data.drops.contract import domains
from data.published.snapshots import CURRENT, served_snapshot
from modules.simulated_marker import MARKER
from settings import Settings


def lacking(city: City, chosen: Settings) -> list[str]:
    """Domains of the city that have no snapshot."""
    return [domain for domain in domains() if not (chosen.snapshots_dir / city.key / domain / CURRENT).is_file()]


def outdated(city: City, chosen: Settings) -> list[str]:
    """Domains of the city whose snapshot was published by another version of the program."""
    served = {domain: served_snapshot(chosen.snapshots_dir / city.key / domain) for domain in domains()}
    return [domain for domain, snapshot in served.items() if snapshot is not None and not snapshot.is_of_this_program]


def is_simulated(key: str, chosen: Settings) -> bool:
    """Whether the city's raw records are simulated."""
    return (chosen.raw_dir / key / MARKER).is_file()


def cities_beside(key: str, chosen: Settings) -> list[str]:
    """The cities of `prepare_beside` that are brought beside that default city: none beside one of real records."""
    if not is_simulated(key, chosen):
        return []
    return sorted(set(chosen.prepare_beside.split()) & set(known_cities(chosen.cities_dir)) - {key})


def is_prepared(chosen: Settings) -> bool:
    """Whether `prepare` has nothing to do and nothing to say."""
    try:
        keys = [chosen.default_city, *cities_beside(chosen.default_city, chosen)]
        return all(_is_shown(load_city(key, chosen.cities_dir), chosen) for key in keys)
    except (UnknownCityError, BrokenCityError):
        return False


def _is_shown(city: City, chosen: Settings) -> bool:
    """Whether nothing of the city is missing or outdated; of real records, some domains are enough."""
    missing = lacking(city, chosen)
    some_are_enough = not is_simulated(city.key, chosen) and len(missing) < len(domains())
    return (not missing or some_are_enough) and not outdated(city, chosen)
