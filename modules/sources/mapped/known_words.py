"""Names of columns and words in them as cities publish them, and how near a name comes to one of them."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent
#: A word of `word_meanings.toml` whose rows are no record of this kind: an exempt premises was not inspected.
LEAVE_OUT = ""


@cache
def plain(text: str) -> str:
    """The text without case, accents and marks, its words parted by one blank."""
    # camelCase is two words; a name in capitals alone is one.
    parted = re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", " ", text)
    letters = unicodedata.normalize("NFKD", parted).casefold()
    kept = "".join(each for each in letters if not unicodedata.combining(each) or "\u3040" <= each <= "\u30ff")
    return " ".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFC", kept)))


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


def name_likeness(name: str, known: Sequence[str]) -> float:
    """How like a column's name is to the known ones: 1 the likeliest itself, below 0.7 where one is part of it."""
    found = plain(name)
    squeezed = found.replace(" ", "")
    for index, each in enumerate(known):
        if found == each or squeezed == each.replace(" ", ""):
            return 1 - 0.3 * index / len(known)
    best = 0.0
    for index, each in enumerate(known):
        if len(each) > (1 if not each.isascii() else 3) and _is_part(each, found):
            share = len(each) / len(found)
            best = max(best, 0.35 + 0.25 * share - 0.05 * index / len(known))
    return best


def _is_part(known: str, found: str) -> bool:
    """Whether the known words stand in the name; languages without blanks need no borders."""
    return known in found if not known.isascii() else f" {known} " in f" {found} "


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
