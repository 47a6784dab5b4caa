"""`python -m data update-city`: other areas, levels or residents for a city that is there, by hand edits untouched.

Areas that are replaced stay readable in `former/<day>/`: snapshots published before have their own areas, and are
published anew by the next `publish --again`.
"""

from __future__ import annotations

import argparse
import secrets
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import shapely
import tomlkit
from shapely.geometry import shape

from data.bring_city.add_city import add_area_arguments
from data.bring_city.area_columns import AreasRefusedError
from data.bring_city.city_draft import Draft, DraftLevel, levels_of_files, read_land
from data.bring_city.draft_pack import DrawnPack, PackChoices, draw
from data.bring_city.residents import ResidentsFile, with_residents
from data.bring_city.write_pack import Place, write_pack_files
from data.city.former_areas import FORMER, former_areas
from data.city.pack import City, load_city, read_features
from data.commands import CALL, DONE, MACHINE, city_named
from data.published.snapshots import find_snapshot
from settings import settings

#: What city.toml says of its areas: an update takes these from the new pack and leaves all else as it was edited.
_OF_AREAS = ("centre", "bounds", "levels")
#: An id that stays means another area where old and new outline share less than this of what both cover.
_SAME_OUTLINE_SHARE = 0.9


@dataclass(frozen=True)
class Change:
    """The ids of a level that come, go and stay; `moved` are those that stay with another outline."""

    level: str
    added: tuple[str, ...]
    gone: tuple[str, ...]
    kept: int
    moved: tuple[str, ...] = ()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `update-city`."""
    parser.add_argument("city", metavar="CITY", help="key of the city")
    add_area_arguments(parser)
    parser.add_argument("--population", type=int, help="residents of the city; the areas' sum otherwise")
    parser.add_argument("--population-source", default="", help="who counted them, and when")
    parser.add_argument("--publisher", default="not stated", help="who publishes the files of areas")
    parser.add_argument("--licence", default="not stated", help="terms of the files of areas")
    parser.add_argument("--land", type=Path, metavar="FILE", help="polygons of the land, for coast and base map")


def places_of(city: City, level: int) -> list[Place]:
    """The areas of one level as they are written now."""
    found = []
    for feature in read_features(city, level):
        told = feature["properties"]
        names = {key.removeprefix("name_"): str(text) for key, text in told.items() if key.startswith("name_") and text}
        notes = {key.removeprefix("note_"): str(text) for key, text in told.items() if key.startswith("note_") and text}
        found.append(
            Place(
                told["area_id"], names, shape(feature["geometry"]), told.get("parent_id") or city.key,
                told.get("population"), notes, told.get("area_km2"),
            )
        )  # fmt: skip
    return found


def changes_of(city: City, layers: Sequence[tuple[str, Sequence[Place]]]) -> list[Change]:
    """What becomes of each level's ids."""
    before = {
        level.key: {each.area_id: each.shape for each in places_of(city, index)}
        for index, level in enumerate(city.levels)
    }
    after = {key: {place.area_id: place.shape for place in places} for key, places in layers}
    changes = []
    for key in dict.fromkeys([*after, *before]):
        if key == "city":
            continue
        new, old = after.get(key, {}), before.get(key, {})
        stay = sorted(new.keys() & old.keys())
        moved = tuple(each for each in stay if not _is_one_outline(old[each], new[each]))
        changes.append(Change(
            key, tuple(sorted(new.keys() - old.keys())), tuple(sorted(old.keys() - new.keys())), len(stay), moved
        ))  # fmt: skip
    return changes


def _is_one_outline(one: shapely.Geometry, other: shapely.Geometry) -> bool:
    """Whether two outlines are one area drawn twice: what they share against what both cover."""
    one, other = shapely.make_valid(one), shapely.make_valid(other)
    return bool(shapely.intersection(one, other).area >= _SAME_OUTLINE_SHARE * shapely.union(one, other).area)


def _with_kept_residents(city: City, levels: Sequence[DraftLevel]) -> list[str]:
    """Give areas that stay with their outline the residents they had, where the files bring none; what to say of it."""
    before = {level.key: places_of(city, index) for index, level in enumerate(city.levels)}
    notes = []
    for level in levels:
        known = {each.area_id: each for each in before.get(level.key, []) if each.population is not None}
        if not known or any(place.population is not None for place in level.places):
            continue
        kept = 0
        for index, place in enumerate(level.places):
            old = known.get(place.area_id)
            if old is not None and _is_one_outline(old.shape, place.shape):
                level.places[index] = replace(place, population=old.population)
                kept += 1
        lost = f"; those of {len(known) - kept} areas that are gone or have another outline are not taken over"
        notes.append(f"{level.key}: {kept} areas keep their residents{lost if kept < len(known) else ''}")
    return notes


def _with_toml(city: City, drawn: DrawnPack, files: Sequence[dict[str, str]], source: str) -> str:
    """The text of city.toml with what it says of areas taken from the new pack, and everything else as it was."""
    document = tomlkit.parse((city.folder / "city.toml").read_text("utf-8"))
    fresh = tomlkit.parse(drawn.pack.toml)
    for key in _OF_AREAS:
        document[key] = fresh[key]
    if drawn.population is not None:
        document["population"] = {"value": drawn.population, "source": source}
    if drawn.pack.base:
        document["base_layers"] = fresh["base_layers"]
    kept = [each for each in document.get("files", []) if not str(each.get("path", "")).startswith("areas/")]
    tables = tomlkit.aot()
    for each in (*kept, *files):
        entry = tomlkit.table()
        entry.update(dict(each))
        tables.append(entry)
    document["files"] = tables
    return tomlkit.dumps(document)


def _draft_with_areas(city: City, args: argparse.Namespace) -> Draft:
    args.language, args.timezone = city.language, city.timezone
    levels, notes = levels_of_files(args, city.key)
    land = read_land(args.land) if args.land else None
    files = [
        {
            "path": f"areas/{level.key}.geojson", "publisher": args.publisher, "licence": args.licence,
            "note": f"From {path.name}. Simplified.",
        }
        for level, path in zip(levels, args.areas, strict=True)
    ]  # fmt: skip
    facts: dict[str, object] = {
        "name": city.name, "language": city.language, "timezone": city.timezone, "currency": city.currency,
        "fiscal_year_starts_month": city.fiscal_year_starts_month,
    }  # fmt: skip
    return Draft(city.key, facts, levels, land, files, notes)


def _replace_areas(city: City, drawn: DrawnPack, toml: str) -> None:
    """Put the new areas in the place of the old in one step; the old ones stay in `former/<day>`."""
    staging = city.folder.parent / f".staging-{city.key}-{secrets.token_hex(3)}"
    try:
        shutil.copytree(city.folder, staging)
        kept = staging / FORMER / _free_name(staging / FORMER)
        kept.mkdir(parents=True)
        shutil.move(staging / "areas", kept / "areas")
        shutil.copy(staging / "city.toml", kept / "city.toml")
        write_pack_files(drawn.pack, staging)
        (staging / "city.toml").write_text(toml, "utf-8")
        swap(staging, city.folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _free_name(folder: Path) -> str:
    """Today's date, with a number where areas were replaced today before."""
    today = date.today().isoformat()
    number = len(list(folder.glob(f"{today}*"))) + 1
    return today if number == 1 else f"{today}-{number}"


def swap(staging: Path, folder: Path) -> None:
    """Rename the staged folder into its place; should that fail, what was there comes back."""
    aside = folder.parent / f".former-{folder.name}-{secrets.token_hex(3)}"
    folder.rename(aside)
    try:
        staging.rename(folder)
    except OSError:
        aside.rename(folder)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _set_residents(city: City, args: argparse.Namespace) -> list[str]:
    """Write the residents of a table into the areas' files and city.toml; notes. Raises AreasRefusedError."""
    levels = [places_of(city, index) for index in range(1, len(city.levels))]
    named = [places for level, places in zip(city.levels[1:], levels, strict=True) if level.key != "cell"]
    table = ResidentsFile(args.residents, args.residents_by, args.residents_column, args.residents_where)
    counted, notes = with_residents(table, named, city.language)
    residents = {place.area_id: place.population for places in counted for place in places}
    known = [place.population for place in counted[0]]
    total = args.population or (None if None in known else sum(each or 0 for each in known))
    changed = sum(residents.get(each.area_id) != each.population for places in named for each in places)
    notes.append(f"residents of {changed} areas change")
    if not args.dry_run:
        _write_residents(city, residents, total, args.population_source or f"sum of the areas ({args.residents.name})")
    return notes


def _write_residents(city: City, residents: dict[str, int | None], total: int | None, source: str) -> None:
    staging = city.folder.parent / f".staging-{city.key}-{secrets.token_hex(3)}"
    try:
        shutil.copytree(city.folder, staging)
        for level in city.levels[1:]:
            if level.file is None:
                continue
            body: dict[str, Any] = orjson.loads((city.folder / level.file).read_bytes())
            for feature in body["features"]:
                told = feature["properties"]
                told["population"] = residents.get(told["area_id"], told.get("population"))
            (staging / level.file).write_bytes(orjson.dumps(body))
        document = tomlkit.parse((city.folder / "city.toml").read_text("utf-8"))
        if total is not None:
            document["population"] = {"value": total, "source": source}
        (staging / "city.toml").write_text(tomlkit.dumps(document), "utf-8")
        swap(staging, city.folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _some(ids: Sequence[str]) -> str:
    return f"{len(ids)}" + (f" ({', '.join(ids[:5])}{', ...' if len(ids) > 5 else ''})" if ids else "")


def _tell_republish(city: City) -> None:
    served = sorted(path.name for path in (settings().snapshots_dir / city.key).glob("*") if path.is_dir())
    domains = [name for name in served if find_snapshot(settings().snapshots_dir, city.key, name) is not None]
    if domains:
        print(f"Published before with the former areas: {', '.join(domains)}. To bring them to the new ones:")
        print(f"  python -m data publish {city.key} --again")


def _tell_where_former_areas_lie(city: City) -> None:
    """What becomes of records that name an area by a code that the city has no more."""
    former = former_areas(city)
    split = sorted(key for key, area in former.items() if area.lies_in is None)
    if former:
        print(f"Records that name a former area by code count for the area that it lies in: {len(former) - len(split)} "
              f"areas. Shared by several of today's, so that such records have no area: {_some(split)}.")  # fmt: skip


def _update(args: argparse.Namespace) -> None:
    city = city_named(args.city)
    if not args.areas and not args.residents:
        raise AreasRefusedError("say what is new: --areas FILE, --residents FILE or both")
    if not args.areas:
        for note in _set_residents(city, args):
            print(f"  note: {note}")
        print(f"{city.key}: {'nothing written (--dry-run)' if args.dry_run else 'residents written'}")
        _tell_republish(city)
        return
    draft = _draft_with_areas(city, args)
    draft.notes.extend(_with_kept_residents(city, draft.levels))
    choices = PackChoices(args.population, args.population_source, args.resolution, not args.no_cells)
    drawn = draw(draft, choices)
    for change in changes_of(city, [(layer.key, layer.places) for layer in drawn.pack.layers]):
        print(f"  {change.level}: {change.kept} stay, new {_some(change.added)}, gone {_some(change.gone)}")
        if change.moved:
            print(f"  {change.level}: the same id with another outline {_some(change.moved)}: records that name it by "
                  "code count for the new outline, those with coordinates for where they lie")  # fmt: skip
    for note in draft.notes:
        print(f"  note: {note}")
    if args.dry_run:
        print(f"{city.key}: nothing written (--dry-run)")
        return
    if not args.land:
        drawn = replace(drawn, pack=replace(drawn.pack, base={}))
    source = args.population_source or ("sum of the areas" if args.population is None else "not stated")
    _replace_areas(city, drawn, _with_toml(city, drawn, draft.files, source))
    print(f"{city.key}: areas replaced; the former ones are in {city.folder / FORMER}")
    _tell_where_former_areas_lie(load_city(city.key, city.folder.parent))
    _tell_republish(city)


def run(args: argparse.Namespace) -> int:
    """Change the city's areas whole or not at all; 0 done, 2 a call or file at fault, 3 the machine."""
    try:
        _update(args)
    except AreasRefusedError as error:
        print(f"update-city: {error}", file=sys.stderr)
        return CALL
    except shapely.errors.GEOSException as error:
        print(f"update-city: its outlines cannot be cut or joined as they are drawn: {error}", file=sys.stderr)
        return CALL
    except OSError as error:
        print(f"update-city: {error}", file=sys.stderr)
        return MACHINE
    return DONE
