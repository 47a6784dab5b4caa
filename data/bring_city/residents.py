"""Joins a table of residents to areas by their id or name; what did not match is listed, on both sides."""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from data.bring_city.area_columns import AreasRefusedError, Columns, chosen, number_of_residents, population_columns
from data.bring_city.write_pack import Place
from data.files.file_reading import ROW, load_file
from data.files.text_encoding import FileNotReadError
from data.sql_text import quoted

#: A column that names fewer of the areas than this share is not the one to join by.
LEAST_MATCHED_SHARE = 0.5
_NAMED_AT_MOST = 8
#: What a name may end with in one table and not in another.
_KINDS = re.compile(
    r"(?<=..)(自治县|自治旗|新区|林区|区|县|市|旗|街道|镇|乡|區|鄉|鎮|縣)$|"
    r"^(kecamatan|kelurahan|kota|kabupaten|city of|london borough of|royal borough of|borough of)\s+|"
    r"\s+(district|borough|ward|county|city)$"
)


@dataclass(frozen=True)
class ResidentsFile:
    """A table of residents: `by` is its column of ids or names, `column` that of residents, `where` COLUMN=VALUE."""

    path: Path
    by: str | None = None
    column: str | None = None
    where: str | None = None


def plain_name(text: str) -> str:
    """A name as it is compared: without case, accents, punctuation and the kind of place that it ends with."""
    told = unicodedata.normalize("NFKD", text).casefold().replace("&", " and ")
    told = "".join(letter for letter in told if not unicodedata.combining(letter))
    told = " ".join(re.sub(r"[^\w]+", " ", unicodedata.normalize("NFC", told)).split())
    return _KINDS.sub("", told)


def _read(file: ResidentsFile, language: str) -> Columns:
    with duckdb.connect() as connection, tempfile.TemporaryDirectory() as scratch:
        try:
            read = load_file(connection, "residents", file.path, Path(scratch), language)
        except FileNotReadError as error:
            raise AreasRefusedError(f"--residents: {error}") from None
        names = ", ".join(quoted(name) for name in read.columns)
        rows = connection.execute(f"SELECT {names} FROM residents ORDER BY {ROW}").fetchall()
    columns = {name: [row[index] or "" for row in rows] for index, name in enumerate(read.columns)}
    if not file.where:
        return columns
    column, _, value = file.where.partition("=")
    chosen(columns, column, "--residents-where")
    kept = [row for row, text in enumerate(columns[column]) if text == value]
    if not kept:
        raise AreasRefusedError(f"--residents-where {file.where}: no row has it")
    return {name: [texts[row] for row in kept] for name, texts in columns.items()}


def _keys(places: Sequence[Place]) -> dict[str, str]:
    """Text -> id of the area that it names alone: its id, or a name in any language."""
    found: dict[str, set[str]] = {}
    for place in places:
        for name in place.names.values():
            found.setdefault(plain_name(name), set()).add(place.area_id)
    by_name = {name: next(iter(ids)) for name, ids in found.items() if len(ids) == 1}
    ids = {place.area_id.casefold(): place.area_id for place in places}
    shorter = {re.sub(r"^0+", "", area_id): real for area_id, real in ids.items()}
    return by_name | shorter | ids


def _area(text: str, keys: dict[str, str]) -> str | None:
    plain = text.casefold().strip()
    return keys.get(plain) or keys.get(re.sub(r"\.0$", "", plain)) or keys.get(plain_name(text))


def _matched_share(texts: Sequence[str], levels: Sequence[dict[str, str]]) -> float:
    """The largest share of a level's areas that these texts name."""
    shares = [0.0]
    for keys in levels:
        named = {_area(text, keys) for text in texts} - {None}
        shares.append(len(named) / max(len(set(keys.values())), 1))
    return max(shares)


def _join_column(file: ResidentsFile, columns: Columns, levels: Sequence[dict[str, str]]) -> str:
    if (by := chosen(columns, file.by, "--residents-by")) is not None:
        return by
    matched = {name: _matched_share(texts, levels) for name, texts in columns.items()}
    best = max(matched, key=lambda name: matched[name], default=None)
    if best is None or matched[best] < LEAST_MATCHED_SHARE:
        raise AreasRefusedError(
            f"no column of {file.path.name} has the ids or names of the areas; say --residents-by with one of: "
            f"{', '.join(columns) or 'none'}"
        )
    return best


def _residents_column(file: ResidentsFile, columns: Columns, by: str) -> str:
    if (column := chosen(columns, file.column, "--residents-column")) is not None:
        return column
    usual = [name for name in population_columns(columns) if name != by]
    numbers = [name for name, texts in columns.items() if name != by and _are_numbers(texts)]
    found = usual or numbers
    if len(found) != 1:
        told = ", ".join(found or columns)
        raise AreasRefusedError(f"which column of {file.path.name} has the residents? Say --residents-column: {told}")
    return found[0]


def _are_numbers(texts: list[str]) -> bool:
    try:
        return any(number_of_residents(text, "") is not None for text in texts)
    except AreasRefusedError:
        return False


def _counted(
    file: ResidentsFile, columns: Columns, levels: Sequence[dict[str, str]]
) -> tuple[dict[str, int], list[str]]:
    """Residents by area id, and the texts of rows that name no area."""
    keys = {text: area for each in reversed(levels) for text, area in each.items()}
    by = _join_column(file, columns, levels)
    told = columns[_residents_column(file, columns, by)]
    counted: dict[str, int] = {}
    rows: Counter[str] = Counter()
    strange = []
    for text, number in zip(columns[by], told, strict=True):
        area = _area(text, keys)
        if area is None:
            strange += [text] if text else []
            continue
        rows[area] += 1
        residents = number_of_residents(number, f"for {text} in {file.path.name}")
        if residents is not None:
            counted[area] = residents
    if twice := [area for area, count in rows.items() if count > 1]:
        raise AreasRefusedError(
            f"{file.path.name} has several rows for {twice[0]}: say which with --residents-where, such as year=2021"
        )
    return counted, strange


def with_residents(
    file: ResidentsFile, levels: Sequence[Sequence[Place]], language: str
) -> tuple[list[list[Place]], list[str]]:
    """The areas with their residents, and notes on what did not match. Raises AreasRefusedError.

    The table is about one level or several: each level that it names is joined by itself. Where an area's parts are all
    counted and it is not, it has their sum.
    """
    columns = _read(file, language)
    counted, strange = _counted(file, columns, [_keys(places) for places in levels])
    found = [
        [replace(place, population=counted.get(place.area_id, place.population)) for place in places]
        for places in levels
    ]
    for index in range(len(found) - 2, -1, -1):
        found[index] = [_summed(place, found[index + 1]) for place in found[index]]
    notes = [f"residents of {len(counted)} areas came from {file.path.name}"]
    named = {place.area_id for places in levels for place in places if place.area_id in counted}
    for places in levels:
        missing = [place.names["en"] for place in places if place.area_id not in named]
        if 0 < len(missing) < len(places):
            notes.append(f"no residents in {file.path.name} for {_some(missing)}")
    if strange:
        notes.append(f"rows of {file.path.name} that name no area: {_some(strange)}")
    return found, notes


def _summed(place: Place, parts: Sequence[Place]) -> Place:
    inside = [part.population for part in parts if part.parent_id == place.area_id]
    if place.population is not None or not inside or None in inside:
        return place
    return replace(place, population=sum(each or 0 for each in inside))


def _some(names: Sequence[str]) -> str:
    rest = len(names) - _NAMED_AT_MOST
    return f"{len(names)}: " + ", ".join(names[:_NAMED_AT_MOST]) + (f" and {rest} more" if rest > 0 else "")
