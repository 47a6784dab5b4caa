"""`python -m data remove-city`: take a city's folder away, with its records and snapshots where that is asked for."""

from __future__ import annotations

import argparse
import secrets
import shutil
import sys
from pathlib import Path

from data.city.pack import CITY_KEY, known_cities
from data.commands import CALL, DONE, MACHINE
from settings import settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `remove-city`."""
    parser.add_argument("city", metavar="CITY", help="key of the city")
    parser.add_argument("--with-data", action="store_true", help="its raw records, deliveries and snapshots too")
    parser.add_argument("--dry-run", action="store_true", help="say what would go, and remove nothing")


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _remove(folder: Path) -> None:
    """Out of sight in one step, then deleted: a reader never meets half a folder."""
    aside = folder.parent / f".removed-{folder.name}-{secrets.token_hex(3)}"
    folder.rename(aside)
    shutil.rmtree(aside)


def run(args: argparse.Namespace) -> int:
    """Remove it; a folder whose city.toml cannot be read goes too, and records that a city left behind.

    0 done, 2 no such city, 3 the machine.
    """
    chosen = settings()
    beside = (chosen.raw_dir, chosen.outputs_dir, chosen.snapshots_dir)
    named = CITY_KEY.fullmatch(args.city) is not None
    data = [each / args.city for each in beside if named and (each / args.city).is_dir()]
    city = [chosen.cities_dir / args.city] if named and (chosen.cities_dir / args.city).is_dir() else []
    if not city and not (data and args.with_data):
        known = ", ".join(known_cities(chosen.cities_dir)) or "none yet"
        print(f"remove-city: there is no city {args.city!r}; known are: {known}", file=sys.stderr)
        for folder in data:
            print(f"its records are there still: {folder}; --with-data removes them", file=sys.stderr)
        return CALL
    # The city's own folder last: where its records cannot be removed the city is there to be named again.
    going = [*(data if args.with_data else []), *city]
    for folder in going:
        print(f"{'would remove' if args.dry_run else 'removing'} {folder} ({_size(folder) / 1e6:,.1f} MB)")
    for folder in data if not args.with_data else []:
        print(f"stays: {folder} ({_size(folder) / 1e6:,.1f} MB); --with-data removes it too")
    if args.dry_run:
        return DONE
    try:
        for folder in going:
            _remove(folder)
    except OSError as error:
        print(f"remove-city: {error}", file=sys.stderr)
        return MACHINE
    return DONE
