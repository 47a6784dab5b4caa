"""How names and values are written on a figure."""

from __future__ import annotations

import html
import textwrap
from datetime import date
from typing import Any

from components.text import Words, unit_of

#: First column of an answer that is about time -> how long one of its periods is written.
PERIODS = ("day", "week", "month", "quarter", "year", "period_start")
#: Ending of a column that stands beside another -> the word that says how.
BESIDE = {"_last_year": "figure.last_year", "_low": "figure.low", "_high": "figure.high"}


def plain(text: object) -> str:
    """The text as Plotly shall show it: Plotly reads tags in its texts, so a publisher's own are made harmless."""
    return html.escape(str(text), quote=False)


def elided(text: str, most: int = 26) -> str:
    """The text with its middle left out where it is longer than `most`: names often differ at their ends."""
    if len(text) <= most:
        return text
    tail = (most - 1) // 3
    return f"{text[: most - 1 - tail].rstrip()}…{text[-tail:].lstrip()}"


def lines(text: str, most: int = 32) -> list[str]:
    """The text in one line, or broken between words into two where it is longer than `most`; what is longer still, or
    has no words, loses its middle."""
    if len(text) <= most:
        return [text]
    broken = textwrap.wrap(text, max(most, -(-len(text) // 2) + 6), break_long_words=False)
    if len(broken) == 2 and max(map(len, broken)) <= most + 8:
        return broken
    return [elided(text, most)]


def column_word(column: str, words: Words) -> str:
    """The reader's word for a column: its own, a dimension's, that of the column it belongs to; else its bare name."""
    for key in (f"column.{column}", f"dimension.{column}"):
        if words.has(key):
            return words.t(key)
    for ending, key in BESIDE.items():
        if column.endswith(ending):
            return words.t(key, name=column_word(column.removesuffix(ending), words))
    return column.replace("_", " ")


def headed(text: str) -> str:
    """The text with a capital where it begins, as it stands at the head of a legend or a column."""
    return text[:1].upper() + text[1:]


def is_date(value: object) -> bool:
    """Whether the value is an ISO day (or time)."""
    if not isinstance(value, str) or len(value) < 10:
        return False
    try:
        date.fromisoformat(value[:10])
    except ValueError:
        return False
    return True


def period(value: Any, column: str, words: Words) -> str:
    """A period as the reader writes it: a year, quarter, month, or the day that it starts on."""
    if not is_date(value):
        return str(value)
    day = date.fromisoformat(value[:10])
    if column in ("year", "fiscal_year"):
        return str(day.year)
    if column == "quarter":
        return words.t("date.quarter", y=day.year, q=(day.month + 2) // 3)
    return words.month(day) if column == "month" else words.day(day)


def value_text(value: Any, column: str, words: Words) -> str:
    """One value of a column with its unit, or its own text where it is no number."""
    if isinstance(value, bool):
        return words.t("figure.yes") if value else words.t("figure.no")
    if isinstance(value, int | float) or value is None:
        return words.number(value, unit_of(column))
    return plain(period(value, column, words) if is_date(value) else value)


def hover_lines(row: dict[str, Any], columns: list[str], words: Words) -> str:
    """One line a column, `word: value`, joined for a hover label."""
    return "<br>".join(
        f"{plain(column_word(column, words))}: <b>{value_text(row[column], column, words)}</b>" for column in columns
    )
