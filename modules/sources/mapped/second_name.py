"""A second column of the payee's name, in another script than the first."""

from __future__ import annotations

from collections.abc import Sequence

from modules.sources.mapped.column_findings import ColumnFindings
from modules.sources.mapped.known_words import column_names, name_likeness

#: So like a name of the payee is a column that is called by one.
_LIKE = 0.7


def use_second_name(
    looked: ColumnFindings, table: str, names: Sequence[str], columns: dict[str, str | list[str]],
    fits: dict[str, float],
) -> None:  # fmt: skip
    """Take a second column of the payee's name as `payee_local`, where one is in Latin letters and the other is not.

    The name in Latin letters is the `payee`. Where several columns could be the second name none is taken.
    """
    first = columns.get("payee")
    if table != "payments" or not isinstance(first, str) or "payee_local" in columns:
        return
    known = column_names()[table]["payee"]
    seconds = [
        each for each in names
        if each not in columns.values() and name_likeness(each, known) >= _LIKE
        and _is_latin(looked, each) != _is_latin(looked, first)
    ]  # fmt: skip
    if len(seconds) != 1:
        return
    second = seconds[0]
    latin, local = (first, second) if _is_latin(looked, first) else (second, first)
    columns |= {"payee": latin, "payee_local": local}
    fits |= {"payee": looked.filled(latin)[0], "payee_local": looked.filled(local)[0]}


def _is_latin(looked: ColumnFindings, column: str) -> bool:
    """Whether most rows of a column's commonest texts are written in Latin letters."""
    words = looked.words(column)
    latin = sum(rows for text, rows in words if all(ord(letter) < 0x250 for letter in text if letter.isalpha()))
    return 2 * latin > sum(rows for _, rows in words)
