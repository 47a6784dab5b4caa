"""`python -m data add-city`: write the folder of a city of China, of any city by its areas, or of a list of cities."""

from __future__ import annotations

import argparse
import csv
import math
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import duckdb
import shapely

from data.bring_city.area_columns import AreasRefusedError
from data.bring_city.china_cities import draft_of_china
from data.bring_city.city_draft import Draft, draft_of_files
from data.bring_city.draft_pack import DrawnPack, PackChoices, draw
from data.bring_city.frykit_reader import NotInstalledError
from data.bring_city.write_pack import write_pack
from data.city.pack import CITY_KEY
from data.commands import CALL, DONE, MACHINE
from data.files.file_reading import ROW, load_file
from data.files.text_encoding import FileNotReadError
from data.sql_text import quoted
from settings import settings


def add_area_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments that say how files of areas and residents are read."""
    parser.add_argument(
        "--areas", type=Path, nargs="+", metavar="FILE",
        help="GeoJSON, GeoPackage, shapefile, zip, ... of the areas; of several levels a file each, the largest first",
    )  # fmt: skip
    many = "; of several files one for each, - for none"
    parser.add_argument(
        "--levels", nargs="+", metavar="NAME", help="what areas are called: Borough/Boroughs Ward/Wards"
    )
    parser.add_argument("--local-levels", nargs="+", metavar="NAME", help="the same in the city's own language")
    parser.add_argument("--crs", help="coordinate reference system of a file that does not say it, such as EPSG:4326")
    parser.add_argument("--encoding", default="", help="encoding of a shapefile that does not say it, such as gb18030")
    parser.add_argument("--layer", nargs="+", help="layer of a file with several" + many)
    parser.add_argument("--where", nargs="+", metavar="COLUMN=VALUE", help="which features of a file" + many)
    parser.add_argument("--id-column", nargs="+", metavar="COLUMN", help="column with the areas' ids" + many)
    parser.add_argument("--name-column", nargs="+", metavar="COLUMN", help="column with the areas' names" + many)
    parser.add_argument("--population-column", nargs="+", metavar="COLUMN", help="column with residents" + many)
    parser.add_argument("--parent-column", nargs="+", metavar="COLUMN", help="column with what an area lies in" + many)
    parser.add_argument("--leave-out", action="store_true", help="leave out features that have no outline")
    parser.add_argument("--snap-km2", type=float, default=0.05, help="overlaps and slivers up to this size are snapped")
    parser.add_argument("--snap-share", type=float, default=0.01, help="or up to this share of the smaller area")
    parser.add_argument("--residents", type=Path, metavar="FILE", help="a table of residents by the areas' id or name")
    parser.add_argument("--residents-by", metavar="COLUMN", help="its column of ids or names")
    parser.add_argument("--residents-column", metavar="COLUMN", help="its column of residents")
    parser.add_argument("--residents-where", metavar="COLUMN=VALUE", help="which of its rows, such as year=2021")
    parser.add_argument("--resolution", type=int, choices=range(16), metavar="0-15", help="H3 resolution of the cells")
    parser.add_argument("--no-cells", action="store_true", help="cut no H3 cells below the areas")
    parser.add_argument("--dry-run", action="store_true", help="say what would be written, and write nothing")


def add_fact_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments that say what city it is."""
    parser.add_argument("--name", help="the city's name in English (with --areas)")
    parser.add_argument("--local-name", help="the city's name in its own language")
    parser.add_argument("--population", type=int, help="residents of the city; the areas' sum otherwise")
    parser.add_argument("--population-source", default="", help="who counted them, and when")
    parser.add_argument("--timezone", default="UTC", help="such as Europe/London (default UTC)")
    parser.add_argument("--currency", default="USD", help="ISO 4217 code (default USD)")
    parser.add_argument("--fiscal-year-starts-month", type=int, default=1, choices=range(1, 13), metavar="1-12")
    parser.add_argument("--language", default="en", help="the city's own language (default en)")
    parser.add_argument("--country", help="ISO 3166 code of its country (default: that of its time zone)")
    parser.add_argument("--region", help="its province or state, by which cities are grouped")
    parser.add_argument("--licence", default="not stated", help="terms of the file of areas")
    parser.add_argument("--publisher", default="not stated", help="who publishes the file of areas")
    parser.add_argument("--land", type=Path, metavar="FILE", help="polygons of the land, for coast and base map")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `add-city`."""
    parser.add_argument("place", nargs="*", metavar="ADCODE|NAME", help="a city of China: 440300, 深圳 or shenzhen")
    parser.add_argument("--key", help="the name of its folder: small letters, digits, _")
    parser.add_argument(
        "--list", type=Path, metavar="FILE", dest="cities",
        help="a table of cities, a city a row, whose columns are named like these arguments (place, areas, name, ...)",
    )  # fmt: skip
    add_area_arguments(parser)
    add_fact_arguments(parser)


def choices_of(args: argparse.Namespace) -> PackChoices:
    """What was set of the pack. Raises AreasRefusedError for residents that are no number of people."""
    if args.population is not None and not 0 < args.population < math.inf:
        raise AreasRefusedError("--population should be a number of residents above 0")
    return PackChoices(args.population, args.population_source, args.resolution, not args.no_cells)


def tell_pack(draft: Draft, drawn: DrawnPack, where: str) -> None:
    """Print what the pack holds, what was assumed and mended, and what it can show."""
    plurals = [*(level.plural["en"].lower() for level in draft.levels), "cells"]
    levels = ", ".join(
        f"{len(layer.places)} {plural}" for layer, plural in zip(drawn.pack.layers, plurals, strict=False)
    )
    print(f"{draft.key}: {levels}, {drawn.km2:,.0f} km2, {where}")
    for note in draft.notes:
        print(f"  note: {note}")
    places = [place for level in draft.levels for place in level.places]
    missing = sum(place.population is None for place in places)
    rates = "counts and shares" if missing == len(places) else "rates per 1,000 residents where they are known"
    print(f"It can show already: its map, and once records are published every page; on the map {rates}.")
    if missing:
        print(f"  {missing} areas have no residents: bring a table of them with --residents, or later by update-city.")
    if drawn.population is None:
        print("  nobody said how many live in the city: no rate is made of it, and a simulation asks (--population).")


def _tell_next(key: str) -> None:
    print("Next:")
    print(f"  python -m data validate-city {key}      what is missing, in plain words")
    print(f"  python -m modules import FILE --city {key}    records of your own")
    print(f"  python -m modules simulate {key}        or records to try it with, marked as simulated")
    print(f"  python -m modules run {key}             make outputs and publish; then open /?city={key}")


def _add(args: argparse.Namespace, taken: set[str]) -> None:
    """Write one city's folder, and add its key to those that are `taken` by a call.

    Raises AreasRefusedError, NotInstalledError, OSError.
    """
    if bool(args.place) == bool(args.areas):
        raise AreasRefusedError("name a city of China (440300, shenzhen) or give a file with --areas")
    choices = choices_of(args)
    if args.key is not None and not CITY_KEY.fullmatch(args.key):
        raise AreasRefusedError(f"{args.key!r} cannot name a folder: use small letters, digits and _, from a letter on")
    draft = draft_of_china(args) if args.place else draft_of_files(args)
    if draft.key in taken or (settings().cities_dir / draft.key).exists():
        raise AreasRefusedError(
            f"there is a city {draft.key} already; `update-city` changes it, `remove-city` removes it, or choose "
            "another --key"
        )
    drawn = draw(draft, choices)
    taken.add(draft.key)
    if args.dry_run:
        tell_pack(draft, drawn, "nothing written (--dry-run)")
        return
    settings().cities_dir.mkdir(parents=True, exist_ok=True)
    tell_pack(draft, drawn, f"in {write_pack(drawn.pack, settings().cities_dir)}")
    _tell_next(draft.key)


def _done(args: argparse.Namespace, taken: set[str]) -> int:
    """Add one city; what is at fault is said in a sentence."""
    try:
        _add(args, taken)
    except AreasRefusedError as error:
        print(f"add-city: {error}", file=sys.stderr)
        return CALL
    except shapely.errors.GEOSException as error:
        print(f"add-city: its outlines cannot be cut or joined as they are drawn: {error}", file=sys.stderr)
        return CALL
    except (NotInstalledError, OSError) as error:
        print(f"add-city: {error}", file=sys.stderr)
        return MACHINE
    return DONE


def _rows(file: Path) -> list[dict[str, str]]:
    """The rows of a table of cities. Raises AreasRefusedError where it cannot be read."""
    with duckdb.connect() as connection, tempfile.TemporaryDirectory() as scratch:
        try:
            read = load_file(connection, "cities", file, Path(scratch), "en")
        except FileNotReadError as error:
            raise AreasRefusedError(f"--list: {error}") from None
        names = ", ".join(quoted(name) for name in read.columns)
        found = connection.execute(f"SELECT {names} FROM cities ORDER BY {ROW}").fetchall()
    return [{name: row[index] or "" for index, name in enumerate(read.columns)} for row in found]


def _call_of(row: dict[str, str], folder: Path, always: Sequence[str]) -> list[str]:
    """A row as the arguments of a call; files lie beside the list, and several values are parted by blanks."""
    call: list[str] = []
    for column, value in row.items():
        name = column.strip().lower().replace("_", "-").replace(" ", "-")
        if not value:
            continue
        if name in ("place", "adcode"):
            call.append(value)
        elif name in ("leave-out", "no-cells", "dry-run"):
            call += [f"--{name}"] if value.casefold() in ("true", "yes", "1") else []
        elif name in ("areas", "residents", "land"):
            parts = next(csv.reader([value], delimiter=" ", skipinitialspace=True)) if name == "areas" else [value]
            call += [f"--{name}", *(str(folder / part) for part in parts)]
        elif name in ("levels", "local-levels", "id-column", "name-column", "population-column", "parent-column"):
            call += [f"--{name}", *next(csv.reader([value], delimiter=" ", skipinitialspace=True))]
        else:
            call.append(f"--{name}={value}")
    return [*call, *always]


class _RowParser(argparse.ArgumentParser):
    """Reads the arguments of a row; a wrong one is that city's fault and ends no process."""

    def error(self, message: str) -> None:  # type: ignore[override]
        raise AreasRefusedError(message)


def _add_list(args: argparse.Namespace) -> int:
    """Add every city of the list; one that is refused is said and never stops the others."""
    try:
        rows = _rows(args.cities)
    except AreasRefusedError as error:
        print(f"add-city: {error}", file=sys.stderr)
        return CALL
    parser = _RowParser(add_help=False)
    add_arguments(parser)
    worst, refused, taken = DONE, [], set[str]()
    for number, row in enumerate(rows, start=1):
        try:
            code = _done(parser.parse_args(_call_of(row, args.cities.parent, ["--dry-run"] * args.dry_run)), taken)
        except AreasRefusedError as error:
            print(f"add-city: {error}", file=sys.stderr)
            code = CALL
        if code != DONE:
            refused.append(f"row {number} ({row.get('name') or row.get('key') or row.get('place') or 'unnamed'})")
            worst = max(worst, code)
    told = f"; refused: {', '.join(refused)}" if refused else ""
    print(f"{len(rows) - len(refused)} of {len(rows)} cities {'would be added' if args.dry_run else 'added'}{told}")
    return worst


def run(args: argparse.Namespace) -> int:
    """Write a city's folder whole or not at all, or those of a list; 0 done, 2 the call at fault, 3 the machine."""
    return _add_list(args) if args.cities else _done(args, set())
