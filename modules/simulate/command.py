"""`python -m modules simulate CITY`: its arguments, and what it says."""

from __future__ import annotations

import argparse
import time
from datetime import date

from data.city.pack import load_city
from modules.simulate import DEFAULT_SEED, DOMAINS, TODAY, residents_before, simulate
from settings import Settings


def _events(text: str) -> int:
    number = int(text.replace("_", "").replace(",", ""))
    if number < 1000:
        raise argparse.ArgumentTypeError("at least 1000, or most services are never asked for")
    return number


def _residents(text: str) -> int:
    number = int(text.replace("_", "").replace(",", ""))
    if number < 1:
        raise argparse.ArgumentTypeError("residents are a number above 0")
    return number


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `simulate`."""
    parser.add_argument("city", help="key of the city")
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED, help=f"another seed, other records ({DEFAULT_SEED})")
    parser.add_argument("--events", type=_events, help="requests in 27 months (8 million for Shenzhen's size)")
    parser.add_argument("--residents", type=_residents, help="how many live there, where its folder does not say")
    parser.add_argument("--until", type=date.fromisoformat, default=TODAY, help=f"last day of the records ({TODAY})")
    parser.add_argument("--domains", nargs="+", choices=sorted(DOMAINS), default=list(DOMAINS), help="(default: all)")


def simulate_city(asked: argparse.Namespace, chosen: Settings) -> list[str]:
    """Simulate what was asked for; a line a domain.

    Raises UnknownCityError, FileExistsError where real records stand, ValueError for a city without areas.
    """
    city = load_city(asked.city, chosen.cities_dir)
    residents = asked.residents or residents_before(chosen.raw_dir / city.key)
    lines = []
    for domain in asked.domains:
        started = time.perf_counter()
        made = simulate(city, chosen.raw_dir, asked.seed, asked.events, asked.until, [domain], residents=residents)
        rows = ", ".join(f"{count:,} {table}" for table, count in made[domain].items())
        lines.append(f"{domain}: {rows} in {time.perf_counter() - started:.1f} s")
    folder = chosen.raw_dir / city.key
    return [*lines, f"Simulated records are in {folder}; python -m modules run {city.key} makes outputs of them."]
