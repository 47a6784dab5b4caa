"""Names of columns and words in them as cities publish them, and how near a name comes to one of them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from modules.sources.mapped.name_words import bare_words, name_words

_HERE = Path(__file__).parent
#: A word of `word_meanings.toml` whose rows are no record of this kind: an exempt premises was not inspected.
LEAVE_OUT = ""
#: Words at the end of a name by which it says that it holds the names of what its other words call a code.
_NAMED_NOT_CODED = frozenset(("description", "name", "label", "text", "title"))
_CODED = frozenset(("code", "id", "number", "codigo", "codi"))
#: Words of a column that says by yes or no whether the rules were kept, and those by which it says the opposite.
_KEPT = frozenset(("compliance", "compliant"))
_NOT_KEPT = frozenset(("non", "not", "out", "no", "violation", "order"))
#: Tables whose columns are called as those of inspections are.
_OF_INSPECTIONS = {"premises": "inspections", "violations": "inspections"}


@cache
def plain(text: str) -> str:
    """The text without case, accents and marks, its words parted by one blank."""
    # camelCase is two words; a name in capitals alone is one.
    parted = re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", " ", text)
    return " ".join(bare_words(parted))


@cache
def column_names() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Table -> column -> the names that it is published under, likeliest first, plain."""
    read = tomllib.loads((_HERE / "column_names.toml").read_text("utf-8"))
    return {
        table: {column: tuple(dict.fromkeys(map(plain, names))) for column, names in columns.items()}
        for table, columns in read.items()
    }


@cache
def word_meanings() -> Mapping[str, Mapping[str, str]]:
    """Column -> plain text -> the contract's word; LEAVE_OUT for texts whose rows are no records."""
    read = tomllib.loads((_HERE / "word_meanings.toml").read_text("utf-8"))
    return {
        column: {plain(text): word for word, texts in meanings.items() for text in texts}
        for column, meanings in read.items()
    }


@cache
def _vocabulary() -> frozenset[str]:
    """The words of all known names that a name run together is parted by."""
    names = [name for columns in column_names().values() for known in columns.values() for name in known]
    return frozenset(word for name in names for word in name.split() if word.isascii() and len(word) > 2)


def words_of(name: str) -> tuple[str, ...]:
    """The words of a column's name, written out: `InspDate`, `INSPDATE` and `Date of inspection` have the same two."""
    return name_words(name, _vocabulary())


@cache
def _other_columns() -> Mapping[str, Mapping[str, frozenset[str]]]:
    """Table -> column -> words by which a name says that it is another column."""
    read = tomllib.loads((_HERE / "other_columns.toml").read_text("utf-8"))
    return {
        table: {column: frozenset(word for each in words for word in words_of(each)) for column, words in of.items()}
        for table, of in read.items()
    }


@cache
def _spelt(known: str) -> tuple[str, tuple[str, ...], list[str], frozenset[str]]:
    """A known name run together; its words in their order, sorted, and as a set."""
    words = words_of(known)
    return known.replace(" ", ""), words, sorted(words), frozenset(words)


def name_likeness(name: str, known: Sequence[str], table: str = "", column: str = "") -> float:
    """How like a column's name is to the known ones: 1 the likeliest itself, below 0.7 where one is part of it.

    Words that say that it is another than that `column` of that `table` make it less like where one is part of it.
    """
    found = plain(name)
    squeezed, words = found.replace(" ", ""), words_of(name)
    in_order, different, letters = sorted(words), set(words), max(len("".join(words)), 1)
    for index, each in enumerate(known):
        if squeezed == _spelt(each)[0]:
            return 1 - 0.3 * index / len(known)
    best, others = 0.0, _other_columns().get(table, {}).get(column, frozenset())
    if words[-1:] and words[-1] in _NAMED_NOT_CODED:
        others -= _CODED  # a description of a code is the name, and no code
    for index, each in enumerate(known):
        _, parts, parts_in_order, different_parts = _spelt(each)
        if parts_in_order == in_order:
            best = max(best, 0.97 - 0.25 * index / len(known))
        elif (different_parts <= different or _is_part(each, found)) and len(each) > (1 if not each.isascii() else 3):
            share = min(len("".join(parts)) / letters, 1.0)
            # What a name is of stands at its end (service request status) or, in other languages, at its beginning.
            at_an_end = 0.05 if words[-len(parts) :] == parts or words[: len(parts)] == parts else 0.0
            like = 0.35 + 0.2 * share + at_an_end - 0.05 * index / len(known)
            best = max(best, like * (0.5 if others & (different - different_parts) else 1))
    return best


@cache
def table_words() -> Mapping[str, frozenset[tuple[str, ...]]]:
    """Table -> the words in names of columns and of a file that say what the whole table is about."""
    read = tomllib.loads((_HERE / "table_words.toml").read_text("utf-8"))
    return {table: frozenset(map(words_of, words)) for table, words in read.items()}


def _is_part(known: str, found: str) -> bool:
    """Whether the known words stand in the name; languages without blanks need no borders."""
    return known in found if not known.isascii() else f" {known} " in f" {found} "


@cache
def _tables_of_names() -> Mapping[str, frozenset[str]]:
    """Known name -> the tables that have it, those of premises and violations as the inspections that they are of."""
    tables: dict[str, set[str]] = {}
    for table, columns in column_names().items():
        for name in (each for known in columns.values() for each in known):
            tables.setdefault(name, set()).add(_OF_INSPECTIONS.get(table, table))
    return {name: frozenset(of) for name, of in tables.items()}


def is_of_table_alone(column: str, table: str) -> bool:
    """Whether a column's name is a known one that no other table has: `created` is of requests, `date` of any."""
    names = column_names()["premises"]
    if table == "inspections" and any(plain(column) in names[each] for each in ("premises_id", "name")):
        return False  # a licence and a business name stand in any list of businesses
    return _tables_of_names().get(plain(column), frozenset()) == frozenset((_OF_INSPECTIONS.get(table, table),))


def meanings_for(field_name: str, column: str) -> str:
    """The name of the words that a column's texts are looked up in: a result called hazard or risk is low or high."""
    by_hazard = field_name == "result" and {"hazard", "risk"} & set(words_of(column))
    return "hazard_result" if by_hazard else field_name


def is_coded(column: str) -> bool:
    """Whether numbers in a column are codes of the publisher's own, and no marks: a status 1 is no rating of 1."""
    return words_of(column)[-1:] in (("status",), ("code",), ("state",))


def _says_rules_are_kept(column: str) -> bool:
    """Whether a yes in a column so called is a pass: In Compliance is, and Out of Compliance is not."""
    words = set(words_of(column))
    return bool(words & _KEPT) and not words & _NOT_KEPT


def meaning_in(field_name: str, column: str, text: str) -> str | None:
    """The contract's word for a text of a column of a file; LEAVE_OUT or None where it is not known."""
    if field_name == "result" and text.strip().isdecimal() and is_coded(column):
        return None
    says_kept = field_name == "result" and _says_rules_are_kept(column)
    if says_kept and (said := word_meanings()["compliance_result"].get(plain(text))):
        return said
    return meaning_of(meanings_for(field_name, column), text)


def meaning_of(column: str, text: str) -> str | None:
    """The contract's word for a text of that column; LEAVE_OUT or None where it is not known."""
    known = word_meanings().get(column, {})
    found = plain(text)
    if found in known:
        return known[found]
    # The longest known text that stands in it: "Pass w/ Conditions, corrected" is no plain pass.
    parts = [each for each in known if len(each) > (1 if not each.isascii() else 3) and _is_part(each, found)]
    return known[max(parts, key=len)] if parts else None


def says_duplicate(text: str) -> bool:
    """Whether a status or an outcome says that its request repeats another: `Completed - Dup`, 重复工单."""
    found = plain(text)
    said = [each for each in word_meanings()["says_duplicate"] if _is_part(each, found)]
    return bool(said) and word_meanings()["says_duplicate"][max(said, key=len)] == "true"
