"""How well a column of a file fits one of ours: by its name, and by the share of rows that it could fill."""

from __future__ import annotations

import re
from collections.abc import Sequence

from data.files.file_reading import FileRead
from modules.sources.mapped.column_findings import ColumnFindings
from modules.sources.mapped.fiscal_years import says_year
from modules.sources.mapped.known_words import (
    is_coded,
    meaning_in,
    name_likeness,
    plain,
    table_words,
    word_meanings,
    words_of,
)
from modules.sources.mapped.mapping import INDICATOR, PERIOD, VALUE
from modules.sources.mapped.targets import Target

#: A column whose values fit less than this is not taken for a date or a number, whatever its name.
LEAST_FIT = 0.5
#: From this likeness on a column is called as ours is, and is not merely about it.
CALLED_LIKE = 0.6
#: A column is a row's id only where it tells this share of rows apart: a voucher has several lines, a request may be
#: exported again when it is closed, and an inspection may have a row for each violation.
_LEAST_UNIQUE = {"requests": 0.5, "inspections": 0.1, "premises": 0.95, "payments": 1.0}
_LEAST_UNIQUE_OF_MONEY = 0.98
#: Columns that name somebody or something: a column of numbers is a code of it, beside one that has the names.
_NAMES = ("name", "payee", "department", "service_name", "account", "programme", "function")
_NUMBERS_FOR_NAMES, _LEAST_NUMBERS = 0.3, 0.95
#: A column of areas in which no row names one of the city; words of a status that are none.
_NO_AREAS, _NO_WORDS = 0.05, 0.2
#: The column that CKAN's datastore puts before those of the publisher.
_ROW_OF_CKAN = "_id"
#: Names of a row's number in its file, which the next export counts anew, and of numbers of a house: an id only where
#: nothing else is called like one.
_COUNTERS = frozenset(
    ("objectid", "object id", "fid", "ogc fid", "no", "nr", "number", "numero", "index", "lp", "序号", "番号", "연번")
)
_LIKE_OF_COUNTER = 0.5
#: What counts records is no number of one.
_COUNTS = re.compile(r"(?:no|num|nbr|number|count|total)\.?[ _]*of[ _]", re.IGNORECASE)
#: A service has several requests: in a file of so many rows a column of which so many differ is none.
_ROWS_TO_TELL, _MOST_SERVICES = 50, 0.5
#: A column of so few texts, of which so many rows say words of another column, is that other column.
_MOST_OTHER_WORDS, _OTHER_WORDS = 12, 0.8
#: What is of a type says no name that is nothing but that word.
_BARE_TYPE = "type"
#: Words that a column of violations has in its name, where it is called like ours by a part of it only.
_OF_VIOLATIONS = ("violation_code", "violation_description")
_VIOLATION_WORDS = frozenset(word for words in table_words()["violations"] for word in words)


def fit_of(looked: ColumnFindings, target: Target, field_name: str, column: str, likeness: float = 1.0) -> float:
    """The share of the rows that a column of the file could fill ours with; `likeness` is how like ours it is called.

    A column that is mostly empty and called like ours by a part of its name is not the day that each row needs.
    """
    kind = target.types[field_name]
    if column in (INDICATOR, PERIOD, VALUE):
        return 1.0
    filled, distinct = looked.filled(column)
    if not filled:
        return 0.0
    if field_name == target.key:
        least = _LEAST_UNIQUE.get(target.table, _LEAST_UNIQUE_OF_MONEY)
        return filled if distinct >= least else 0.0
    if field_name == "service_name" and (
        looked.number(column).read_share >= _LEAST_NUMBERS or _says_only(looked, column, ("channel", "status"))
    ):
        return 0.0
    if _BARE_TYPE in words_of(column) and len(words_of(column)) == 1 and field_name in ("kind", "facility_type"):
        # A type alone is of the visit where its words say so, and of the premises else.
        return filled if _says_only(looked, column, ("kind",)) == (field_name == "kind") else 0.0
    if field_name in _OF_VIOLATIONS and likeness < CALLED_LIKE and not _VIOLATION_WORDS & set(words_of(column)):
        return 0.0
    if field_name == "violation_description" and looked.number(column).read_share >= _LEAST_NUMBERS:
        return 0.0  # how many violations, and not which
    if field_name == "service_id" and looked.rows >= _ROWS_TO_TELL and distinct > _MOST_SERVICES:
        return 0.0
    if field_name == "fiscal_year":
        return filled if any(says_year(text) for text, _ in looked.words(column)[:5]) else 0.0
    if field_name == "rating":
        is_count = any(text.strip().isdecimal() and not 1 <= int(text) <= 5 for text, _ in looked.words(column))
        return 0.0 if is_count else _word_share(looked, field_name, column) * filled  # votes are no satisfaction
    if field_name == "area_id":
        return filled * (1.0 if looked.knows_areas(column) else _NO_AREAS if target.table == "area_indicators" else 0.3)
    if field_name == "result":
        numbers = 0.0 if is_coded(column) else looked.number(column).read_share
        return filled * max(_word_share(looked, field_name, column), numbers, 0.2)
    if kind in ("date", "timestamp"):
        if field_name != "period_start" and looked.dates(column).formats == ("%Y",):
            return 0.0  # a year alone is no day
        if (field_name,) in target.needed and likeness < CALLED_LIKE and looked.given(column) < LEAST_FIT:
            return 0.0
        share = looked.dates(column).read_share if field_name != "period_start" else 1.0
        return share * filled if share >= LEAST_FIT else 0.0
    if kind in ("number", "integer") and field_name not in word_meanings():
        share = looked.number(column).read_share
        return share * filled if share >= LEAST_FIT else 0.0
    return filled


def weight_of(looked: ColumnFindings, field_name: str, column: str, fit: float) -> float:
    """What a fit counts beside other columns of as like a name: an open request has no day on which it was closed."""
    if column in (INDICATOR, PERIOD, VALUE):
        return fit
    filled, _ = looked.filled(column)
    if field_name == "closed_datetime":
        return fit / filled
    if field_name == "status":
        return fit * max(_word_share(looked, field_name, column), _NO_WORDS)
    if field_name in _NAMES and looked.number(column).read_share >= _LEAST_NUMBERS:
        return fit * _NUMBERS_FOR_NAMES
    return fit


def _says_only(looked: ColumnFindings, column: str, others: Sequence[str]) -> bool:
    """Whether nearly all rows of a column say words of one other of ours, whole: Phone, Web, Walk in are channels."""
    words = looked.words(column)
    if not 1 < len(words) <= _MOST_OTHER_WORDS:
        return False
    rows = sum(rows for _, rows in words)
    known = (sum(rows for text, rows in words if plain(text) in word_meanings()[each]) for each in others)
    return max(known) >= _OTHER_WORDS * rows


def _word_share(looked: ColumnFindings, field_name: str, column: str) -> float:
    words = looked.words(column)
    known = sum(rows for text, rows in words if meaning_in(field_name, column, text) is not None)
    return known / max(sum(rows for _, rows in words), 1)


def likeness_of(target: Target, field_name: str, column: str, known: Sequence[str], read: FileRead) -> float:
    """How like a column is to one of ours, by its name or by what a description beside the file calls it."""
    if read.meanings.get(column) == field_name:
        return 1.0
    if column == _ROW_OF_CKAN:  # counted anew by each export
        return 0.0
    if field_name == target.key and _COUNTS.match(column):
        return 0.0
    names: tuple[str, ...] = (column, read.labels.get(column, column))
    if field_name in ("lat", "long"):
        names = (*names, column.rpartition(".")[2])  # place.point.lat
    likeness = max(name_likeness(each, known, target.table, field_name) for each in dict.fromkeys(names))
    return min(likeness, _LIKE_OF_COUNTER) if field_name == target.key and plain(column) in _COUNTERS else likeness
