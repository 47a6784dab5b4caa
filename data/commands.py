"""What `python -m data` can do: each command is a function from its arguments to an exit code."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from data.city.pack import BrokenCityError, City, UnknownCityError, known_cities, load_city
from data.drops.check import check
from data.drops.contract import domains, load_contract
from data.drops.deliveries import complete_drops
from data.drops.manifest import DropError, read_manifest
from data.published.status import status_rows
from data.publishing.publish import publish
from data.publishing.snapshot_folder import rollback
from settings import settings

#: Exit codes: done; the data is at fault; the call is; the machine is (a full disk, a missing right).
DONE, DATA, CALL, MACHINE = 0, 1, 2, 3


class CallError(Exception):
    """The call names something that is not there; the message is a sentence."""


def city_named(key: str) -> City:
    """The city of that key. Raises CallError with the cities that are known, or what is wrong with its city.toml."""
    folder = settings().cities_dir
    try:
        return load_city(key, folder)
    except BrokenCityError as error:
        raise CallError(str(error)) from None
    except UnknownCityError:
        known = ", ".join(known_cities(folder)) or "none yet"
        raise CallError(f"there is no city {key!r}; known are: {known}") from None


def _domains_named(name: str | None) -> tuple[str, ...]:
    if name is None:
        return domains()
    if name not in domains():
        raise CallError(f"there is no domain {name!r}; known are: {', '.join(domains())}")
    return (name,)


def run_check(args: argparse.Namespace) -> int:
    """Print the report on a drop; the city and the domain are those of its folder unless the call names them."""
    folder = Path(args.drop).resolve()
    if not folder.is_dir():
        raise CallError(f"{args.drop} is not a folder")
    city = city_named(args.city or folder.parent.parent.name)
    report = check(folder, city, _domain_of_drop(folder))
    print(report.as_json() if args.json else report.as_text())
    return DONE if report.accepted else DATA


def _domain_of_drop(folder: Path) -> str:
    """The domain that the manifest's contract is about, else the one the folder lies in."""
    try:
        told = read_manifest(folder).contract
    except DropError:
        told = ""
    for domain in domains():
        if load_contract(domain).id == told:
            return domain
    return _domains_named(folder.parent.name)[0]


def run_publish(args: argparse.Namespace) -> int:
    """Publish the newest drop of a domain, or of every domain that has one."""
    chosen, city = settings(), city_named(args.city)
    named = _domains_named(args.domain)
    if args.accept is not None and args.domain is None:
        raise CallError("--accept takes one run: name its domain too")
    states: list[str] = []
    for domain in named:
        if args.domain is None and not complete_drops(chosen.outputs_dir, city.key, domain):
            continue
        outcome = publish(
            city, domain, outputs_dir=chosen.outputs_dir, snapshots_dir=chosen.snapshots_dir,
            keep=chosen.keep_snapshots, again=args.again, accept=args.accept,
        )  # fmt: skip
        for each in outcome.all:
            states.append(each.state)
            if each.report is not None and each.state == "rejected":
                print(each.report.as_text())
            print(each.message)
    if not states:
        print(f"{city.key}: there is no finished drop to publish in {chosen.outputs_dir}")
    return DONE if states and set(states) <= {"published", "unchanged"} else DATA


def run_rollback(args: argparse.Namespace) -> int:
    """Serve the snapshot before the current one."""
    city = city_named(args.city)
    outcome = rollback(city.key, _domains_named(args.domain)[0], settings().snapshots_dir)
    print(outcome.message)
    return DONE if outcome.state == "published" else DATA


def run_cities(args: argparse.Namespace) -> int:
    """List the cities; one whose city.toml cannot be read is listed with what is wrong, and stops no other."""
    for key in known_cities(settings().cities_dir):
        try:
            city = city_named(key)
        except CallError as error:
            print(f"{key}\tbroken\t{error}")
            continue
        levels = " > ".join(level.key for level in city.levels)
        print(f"{key}\t{city.name.get('en', key)}\t{levels}")
    return DONE


def run_status(args: argparse.Namespace) -> int:
    """Print what is served of every city and domain, and how old it is."""
    chosen = settings()
    rows = [asdict(row) for row in status_rows(chosen.snapshots_dir, known_cities(chosen.cities_dir))]
    if args.json:
        print(json.dumps(rows, indent=2))
        return DONE
    columns = ("city", "domain", "snapshot", "rows", "data_as_of", "cadence", "state")
    table = [columns, *(tuple(_cell(row[column]) for column in columns) for row in rows)]
    widths = [max(len(line[index]) for line in table) for index in range(len(columns))]
    for line in table:
        print("  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip())
    return DONE


def _cell(value: object) -> str:
    return "-" if value is None else f"{value:,}" if isinstance(value, int) else str(value)
