"""What `python -m modules` does: list the sources and modules, import a source's records or simulate them, run and
evaluate modules.

Exit status: 0 something was published (or is up to date), 1 the data is at fault, 2 the call is.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from data.city.pack import CITY_KEY, UnknownCityError, load_city, read_areas
from data.drops.contract import domains
from data.files.text_encoding import FileNotReadError
from data.published.snapshots import current_id, read_snapshot
from modules.import_file import add_file_arguments, import_file
from modules.live import live_once
from modules.live_process import keep_alive
from modules.prepare import prepare
from modules.run import Done, import_source, module_domains, run_modules
from modules.simulate.command import add_arguments, simulate_city
from modules.sources import SOURCES, NoRecordsError
from modules.sources.mapped.mapping import MappingError
from settings import Settings, settings

DONE, DATA_AT_FAULT, CALL_AT_FAULT = 0, 1, 2


def _parser(asked: Sequence[str]) -> argparse.ArgumentParser:
    """The commands; `evaluate` has its domains only where it is asked: they load models that take two seconds."""
    parser = argparse.ArgumentParser(prog="python -m modules", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("list", help="list the sources that can be imported and the modules")
    bring = commands.add_parser("import", help="read a city's file, or a known source's folder, and publish it")
    bring.add_argument("source", metavar="FILE", help=f"any file of records, or a source: {', '.join(sorted(SOURCES))}")
    bring.add_argument("--from", dest="folder", type=Path, help="folder that holds a source's raw files")
    bring.add_argument("--city", help="key of the city (of a source: default its name)")
    add_file_arguments(bring)
    made = commands.add_parser("simulate", help="write simulated raw records of a city, marked as such")
    add_arguments(made)
    run = commands.add_parser("run", help="run modules on raw records that were brought before, and publish")
    run.add_argument("city", help="key of the city")
    run.add_argument("domains", nargs="*", metavar="DOMAIN", help="domains to run (default: all)")
    judged = commands.add_parser("evaluate", help="measure a module on real records, and print the tables")
    if "evaluate" in asked:
        from modules.economy import evaluation as economy
        from modules.fiscal.evaluation import command as fiscal

        measured = judged.add_subparsers(dest="domain", required=True)
        fiscal.add_evaluate_arguments(measured.add_parser("fiscal", help="patterns planted in payments"))
        economy.add_evaluate_arguments(measured.add_parser("economy", help="forecasts of growth in real time"))
    going = commands.add_parser("live", help="go on with simulated cities in small steps (what a server starts)")
    going.add_argument("--once", action="store_true", help="bring them to the present moment, and end")
    commands.add_parser("prepare", help="see to it that the default city can be shown (what `make run` does first)")
    return parser


def _list() -> int:
    print("sources:")
    for name, source in sorted(SOURCES.items()):
        print(f"  {name:<12} {source.TITLE}")
        for domain, (needed, added) in source.FILES.items():
            print(f"    {domain:<12} {', '.join(needed)}{' (+ ' + ', '.join(added) + ')' if added else ''}")
    print("modules:", ", ".join(module_domains()))
    return DONE


def _shown(key: str, chosen: Settings) -> list[str]:
    """What the city can show: its areas, and the rows and days of each snapshot that is served."""
    city = load_city(key, chosen.cities_dir)
    areas = read_areas(city)
    counts = ", ".join(
        f"{sum(area.level == index for area in areas)} {level.plural.get('en', level.key).lower()}"
        for index, level in enumerate(city.levels[1:], start=1)
    )
    lines = [f"{city.name.get('en', key)}: {counts}"]
    for domain in domains():
        home = chosen.snapshots_dir / key / domain
        if served := current_id(home):
            snapshot = read_snapshot(home / served)
            rows = ", ".join(f"{count:,} {table}" for table, count in snapshot.rows.items() if count)
            lines.append(f"  {domain}: {rows}; {snapshot.first_day} to {snapshot.last_day}")
            lines += [f"    {note}" for note in snapshot.raw["manifest"].get("notes", [])]
    return lines


def _told(done: Sequence[Done], key: str, chosen: Settings) -> int:
    for each in done:
        print(f"{each.domain}: {each.text}" if each.state in ("absent", "broken") else each.text)
    for line in _shown(key, chosen):
        print(line)
    if any(each.state in ("broken", "rejected", "waiting", "unfinished") for each in done):
        return DATA_AT_FAULT
    return DONE if any(each.state in ("published", "unchanged") for each in done) else DATA_AT_FAULT


def _live_once(chosen: Settings) -> int:
    done = live_once(chosen)
    for each in done:
        print(each.text)
    return DATA_AT_FAULT if any(each.state not in ("published", "unchanged") for each in done) else DONE


def _wrong_call(text: str) -> int:
    print(f"python -m modules: {text}", file=sys.stderr)
    return CALL_AT_FAULT


def _import_source(asked: argparse.Namespace, chosen: Settings) -> int:
    key = asked.city or asked.source
    if not CITY_KEY.fullmatch(key):
        return _wrong_call(f"{key!r} is no key for a city: small letters, digits and _")
    if asked.folder is None or not asked.folder.is_dir():
        return _wrong_call(f"--from {asked.folder or 'FOLDER'} is not a folder")
    try:
        return _told(import_source(SOURCES[asked.source], asked.folder, key, chosen), key, chosen)
    except NoRecordsError as error:
        print(f"nothing came: {error} is not in {asked.folder}", file=sys.stderr)
        return DATA_AT_FAULT


def _import_file(asked: argparse.Namespace, chosen: Settings) -> int:
    if not asked.city:
        return _wrong_call("say whose records they are: --city CITY")
    try:
        imported = import_file(asked, chosen)
    except UnknownCityError:
        return _wrong_call(f"no city {asked.city!r}; bring its areas first: python -m data add-city --help")
    except (FileNotReadError, MappingError, NoRecordsError) as error:
        print(f"python -m modules: {error}", file=sys.stderr)
        return DATA_AT_FAULT
    print(*imported.lines, sep="\n")
    return DONE if imported.done is None or imported.done.state in ("published", "unchanged") else DATA_AT_FAULT


def _simulate(asked: argparse.Namespace, chosen: Settings) -> int:
    try:
        print(*simulate_city(asked, chosen), sep="\n")
    except UnknownCityError:
        return _wrong_call(f"no city {asked.city!r}; the cities are in {chosen.cities_dir}")
    except (FileExistsError, ValueError) as error:
        return _wrong_call(str(error))
    return DONE


def _evaluate(asked: argparse.Namespace, chosen: Settings) -> int:
    from modules.economy import evaluation as economy
    from modules.economy.records import NoTargetError
    from modules.fiscal.evaluation import command as fiscal

    try:
        print(*(economy if asked.domain == "economy" else fiscal).evaluate(asked, chosen), sep="\n")
    except UnknownCityError:
        return _wrong_call(f"no city {asked.city!r}; the cities are in {chosen.cities_dir}")
    except (FileNotReadError, MappingError, NoRecordsError, NoTargetError) as error:
        print(f"python -m modules: {error}", file=sys.stderr)
        return DATA_AT_FAULT
    return DONE


def main(arguments: Sequence[str] | None = None) -> int:
    """Does what the command line asks; gives the exit status."""
    typed = sys.argv[1:] if arguments is None else arguments
    asked = _parser(typed).parse_args(typed)
    chosen = settings()
    if asked.command == "list":
        return _list()
    if asked.command == "live":
        return _live_once(chosen) if asked.once else keep_alive(chosen.live_seconds, os.getppid())
    if asked.command == "prepare":
        done = prepare(chosen)
        return _told(done, chosen.default_city, chosen) if done else DONE
    if asked.command == "import":
        return _import_source(asked, chosen) if asked.source in SOURCES else _import_file(asked, chosen)
    if asked.command == "simulate":
        return _simulate(asked, chosen)
    if asked.command == "evaluate":
        return _evaluate(asked, chosen)
    if unknown := sorted(set(asked.domains) - set(module_domains())):
        return _wrong_call(f"no module {', '.join(unknown)}; there are {', '.join(module_domains())}")
    try:
        return _told(run_modules(asked.city, asked.domains, chosen), asked.city, chosen)
    except UnknownCityError:
        return _wrong_call(f"no city {asked.city!r}; import one first")
