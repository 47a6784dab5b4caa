"""Which columns of a file of areas have their names, ids and residents: usual names, else what the values look like."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from data.files.name_ids import name_id

LONGEST_ID, LONGEST_NAME = 60, 120
#: Where ids of fewer areas than this share are missing or unusable, the others keep theirs.
MOST_MADE_SHARE = 0.5
#: Values shown of a column where the reader is asked.
_EXAMPLES = 3


class AreasRefusedError(ValueError):
    """The file cannot become a city's areas; the message is a sentence that says what to do."""


Columns = dict[str, list[str]]


@cache
def _known() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "area_columns.toml").read_text("utf-8"))


def text_of(value: Any) -> str:
    """The value as text in one line; 7.0 is 7, and what is missing is empty."""
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(unicodedata.normalize("NFC", str(value)).split())


def _plain(name: str) -> str:
    return re.sub(r"[\s_\-./]+", "", unicodedata.normalize("NFC", name).casefold())


def _fits(name: str, patterns: Sequence[str]) -> bool:
    return any(re.fullmatch(pattern, _plain(name)) for pattern in patterns)


def _told(columns: Columns, names: Sequence[str]) -> str:
    return "; ".join(f"{name} ({', '.join(list(dict.fromkeys(columns[name]))[:_EXAMPLES])}, ...)" for name in names)


def _apart(columns: Columns, names: Sequence[str]) -> list[str]:
    """The columns without those that say the same as an earlier one."""
    kept: list[str] = []
    for name in names:
        if not any([v.casefold() for v in columns[name]] == [v.casefold() for v in columns[each]] for each in kept):
            kept.append(name)
    return kept


def _one_of(columns: Columns, kind: str, flag: str, fit: Callable[[list[str]], bool]) -> str | None:
    """The column of the first list of usual names that has any; asks where several of it say different things."""
    for patterns in _known()[kind]:
        found = [name for name in columns if _fits(name, patterns) and fit(columns[name])]
        # A pattern earlier in the list is no likelier: which of two is meant only a person knows.
        if len(different := _apart(columns, found)) > 1:
            raise AreasRefusedError(f"which column has the areas' {kind}s? Say {flag}: {_told(columns, different)}")
        if different:
            return different[0]
    return None


def chosen(columns: Columns, column: str | None, flag: str) -> str | None:
    """The column that was asked for. Raises AreasRefusedError where the file has none of that name."""
    if column is not None and column not in columns:
        raise AreasRefusedError(f"{flag} {column}: the file has no such column; it has {', '.join(columns) or 'none'}")
    return column


def _tell_apart(values: list[str]) -> bool:
    """Whether the values name the areas: words, nearly all of them different."""
    filled = [value for value in values if value]
    words = sum(not re.fullmatch(r"[\d.,:/\- ]*", value) for value in filled)
    return len(filled) >= 0.9 * len(values) and words >= 0.9 * len(filled) and len(set(filled)) > 0.5 * len(filled)


def name_column(columns: Columns, column: str | None) -> str | None:
    """The column of names; None where the areas have none. Raises AreasRefusedError where it must be asked for."""
    if (named := chosen(columns, column, "--name-column")) is not None:
        return named
    if (found := _one_of(columns, "name", "--name-column", _tell_apart)) is not None:
        return found
    local = r"name(zh|id|[a-z]{2})|.*(date|time|url|link|path|wkt|geom|colou?r).*"
    wordy = [name for name in columns if _tell_apart(columns[name]) and not re.fullmatch(local, _plain(name))]
    if len(different := _apart(columns, wordy)) > 1:
        raise AreasRefusedError(f"which column has the areas' names? Say --name-column: {_told(columns, different)}")
    return different[0] if different else None


def why_no_id(values: list[str]) -> str:
    """Why the values cannot be ids, as a clause; empty where they can."""
    for value in values:
        if not value:
            return "some are empty"
        if len(value) > LONGEST_ID or not value.isprintable() or "/" in value:
            return f"{value[:20]!r} is too long or has letters that an id must not have"
    twice = [value for value, count in Counter(values).items() if count > 1]
    return f"{twice[0]!r} stands more than once" if twice else ""


def ids_of(columns: Columns, column: str | None, names: list[str], notes: list[str]) -> list[str]:
    """The areas' ids: of the column asked for, of a usual one that can be used, else made of the names, with a note.

    Raises AreasRefusedError for a column asked for that cannot be used, and where it must be asked for.
    """
    if (named := chosen(columns, column, "--id-column")) is not None:
        if why := why_no_id(columns[named]):
            raise AreasRefusedError(f"ids must differ and be short, but of those in {named} {why}; use another column")
        return columns[named]
    usable = {name: values for name, values in columns.items() if not why_no_id(values) and _may_be_id(name, values)}
    if (found := _one_of(usable, "id", "--id-column", lambda values: True)) is not None:
        return columns[found]
    for name in usual_id_columns(columns):
        values, why = columns[name], why_no_id(columns[name])
        if (
            why
            and (missing := [row for row, value in enumerate(values) if not _is_fit(values, value)])
            and (len(missing) < MOST_MADE_SHARE * len(values))
        ):
            notes.append(f"ids are those in {name}; of {len(missing)} areas they were made of the names, as {why}")
            made = [name_id(names[row])[:LONGEST_ID] if row in missing else value for row, value in enumerate(values)]
            return _numbered(made)
        notes.append(f"the column {name} cannot be the ids: {why}")
    notes.append("ids were made of the names; choose a column of ids with --id-column where records name areas by one")
    return _numbered([name_id(name)[:LONGEST_ID] or "area" for name in names])


def _is_fit(values: list[str], value: str) -> bool:
    return not why_no_id([value]) and values.count(value) == 1


def _numbered(values: list[str]) -> list[str]:
    """The values, the second of the same with 2 behind it."""
    seen: Counter[str] = Counter()
    found = []
    for value in values:
        seen[value] += 1
        found.append(value if seen[value] == 1 else f"{value}-{seen[value]}")
    return found


def names_without_column(columns: Columns, column: str | None, count: int) -> tuple[list[str], str]:
    """Names for areas that have numbers alone ("Ward 12"), and the note that says so."""
    usable = {name: values for name, values in columns.items() if not why_no_id(values)}
    numbered = column or next(
        (name for patterns in _known()["id"] for name in usable if _fits(name, patterns)),
        next((name for name in usable if not _fits(name, _known()["row_number"])), None),
    )
    if numbered is None or numbered not in usable:
        return [f"Area {number}" for number in range(1, count + 1)], "no column has names: the areas were numbered"
    word = re.sub(r"(?i)[\s_\-]*(id|code|no|num|nummer|number)$", "", numbered).replace("_", " ").strip() or "Area"
    word = word if any(letter.islower() for letter in word) else word.capitalize()
    return [f"{word} {value}" for value in usable[numbered]], f"no column has names: they were made of {numbered}"


def _may_be_id(name: str, values: list[str]) -> bool:
    """A column such as WARD has ids where it has numbers; where it has words, they are names."""
    return not _fits(name, _known()["id"][-1]) or all(re.fullmatch(r"[\d.\-]*", value) for value in values)


def usual_id_columns(columns: Columns) -> list[str]:
    """The columns whose names are usual for ids, the likeliest first."""
    found = [name for patterns in _known()["id"] for name in columns if _fits(name, patterns)]
    return [name for name in found if _may_be_id(name, columns[name])]


def in_languages(columns: Columns, names: list[str], language: str) -> list[dict[str, str]]:
    """The names of each area by language: English and the city's own, from `name_<language>` where there is one."""
    found = {_plain(name): values for name, values in columns.items()}
    english = found.get("nameen", names)
    own = found.get(f"name{language}") or _local_names(columns, language) or names
    return [
        {"en": first[:LONGEST_NAME] or name, language: second[:LONGEST_NAME] or name}
        for first, second, name in zip(english, own, names, strict=True)
    ]


def _local_names(columns: Columns, language: str) -> list[str] | None:
    """The names beside a column of English ones, where one column has them and the city's language is another."""
    if language == "en" or not any(_plain(name) == "nameen" for name in columns):
        return None
    for patterns in _known()["name"][1:]:
        found = _apart(columns, [each for each in columns if _fits(each, patterns) and _tell_apart(columns[each])])
        if found:
            return columns[found[0]] if len(found) == 1 else None
    return None


def distinct(names: list[str]) -> list[str]:
    """The names of columns, a second of the same with 2 behind it."""
    return [name if names.index(name) == place else f"{name} {place + 1}" for place, name in enumerate(names)]


def population_columns(columns: Columns) -> list[str]:
    """The columns whose names are usual for residents, one of those that say the same."""
    return _apart(columns, [name for name in columns if _fits(name, _known()["population"][0])])


def residents_of(columns: Columns, column: str | None, count: int, notes: list[str]) -> list[int | None]:
    """Residents by area. Raises AreasRefusedError for a text that is no number of residents."""
    found = chosen(columns, column, "--population-column")
    if found is None:
        if len(usual := population_columns(columns)) > 1:
            notes.append(f"residents stand in several columns: choose one with --population-column: {', '.join(usual)}")
            usual = []
        found = usual[0] if usual else None
    if found is None:
        return [None] * count
    return [number_of_residents(value, f"in the column {found}") for value in columns[found]]


def number_of_residents(text: str, where: str) -> int | None:
    """The number; None for an empty text. Raises AreasRefusedError with `where` for anything else."""
    plain = re.sub(r"(?<=\d)[,\s'’](?=\d{3}(\D|$))", "", text)
    # Residents are whole: 1.200 are twelve hundred.
    if re.fullmatch(r"\d{1,3}(\.\d{3})+", plain):
        plain = plain.replace(".", "")
    if plain in ("", "-", "–", "..", "n/a", "N/A", "NA"):
        return None
    try:
        number = float(plain)
    except ValueError:
        raise AreasRefusedError(f"{text!r} {where} is no number of residents") from None
    if not 0 <= number < 1e9:
        raise AreasRefusedError(f"{text!r} {where} is no number of residents")
    return round(number)
