"""How names and values are written on a figure."""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from components.text import SHORTENED, Words
from data.reading.schema import Column

#: Columns of periods in the notation of SDMX, and the notation.
SDMX_COLUMNS = frozenset({"time_period", "newest_period", "source_period", "figure_period"})
SDMX_PERIOD = re.compile(r"(\d{4})-(?:Q([1-4])|(0[1-9]|1[0-2]))")
#: Periods that are remembered as they are written: a page of charts says each of its weeks ten times.
MOST_PERIODS = 1024
#: Role of a column that belongs to another one -> the word that says how.
BELONGING = {"last_year": "figure.last_year", "low": "figure.low", "high": "figure.high"}


def escaped(text: object) -> str:
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


def column_word(column: Column, words: Words) -> str:
    """The reader's word for a column: its own, its dimension's, that of the value it belongs to; else its bare name."""
    if (own := name_word(column.name, words)) is not None:
        return own
    if column.role in BELONGING and column.of is not None:
        whose = name_word(column.of, words) or column.of.replace("_", " ")
        return words.t(BELONGING[column.role], name=whose)
    return column.name.replace("_", " ")


def name_word(name: str, words: Words) -> str | None:
    """The reader's word for a column or dimension of that name; None where the language has none."""
    return next((words.t(key) for key in (f"column.{name}", f"dimension.{name}") if words.has(key)), None)


def headed(text: str) -> str:
    """The text with a capital where it begins, as it stands at the head of a legend or a column."""
    return text[:1].upper() + text[1:]


def is_date(value: object) -> bool:
    """Whether the value is an ISO day (or time)."""
    if not isinstance(value, str) or len(value) < 10 or not value[0].isdecimal():
        return False
    try:
        date.fromisoformat(value[:10])
    except ValueError:
        return False
    return True


def sdmx_period(text: str, words: Words) -> str:
    """A month (2026-10) or quarter (2026-Q3) in the notation of SDMX as the reader writes it; other text as it is."""
    if (found := SDMX_PERIOD.fullmatch(text)) is None:
        return text
    year, quarter, month = found.groups()
    if quarter:
        return words.quarter(date(int(year), int(quarter) * 3, 1))
    return words.month(date(int(year), int(month), 1))


@lru_cache(MOST_PERIODS, typed=True)
def period(value: Any, grain: str, words: Words) -> str:
    """A period of that grain as the reader writes it: a year, quarter, month, week of its Monday, or a day."""
    if not is_date(value):
        return words.or_same(f"value.{grain}", str(value))
    day = date.fromisoformat(value[:10])
    if grain == "year":
        return str(day.year)
    if grain == "quarter":
        return words.quarter(day)
    if grain == "week":
        return words.t("figure.week", day=words.day(day))
    return words.month(day) if grain == "month" else words.day(day)


def value_text(value: Any, column: Column, words: Words) -> str:
    """One value of a column as a figure writes it: with its unit, or its own text made harmless."""
    return escaped(written(value, column, words)) if isinstance(value, str) else written(value, column, words)


def written(value: Any, column: Column, words: Words, digits: int | None = None) -> str:
    """One value of a column as plain text in the reader's language, with its unit; a number with so many decimals where
    `digits` says so."""
    if isinstance(value, bool):
        return words.t("figure.yes") if value else words.t("figure.no")
    if isinstance(value, int | float) and (column.role == "time" or column.dimension == "fiscal_year"):
        return words.or_same(f"value.{column.unit if column.role == 'time' else column.dimension}", str(value))
    if value is None or isinstance(value, int | float):
        unit = "short" if column.role in ("bin_start", "bin_end") else number_unit(column)
        return words.number(value, unit, digits)
    if column.name in SDMX_COLUMNS and SDMX_PERIOD.fullmatch(value):
        return sdmx_period(value, words)
    return period(value, column.unit, words) if is_date(value) else words.or_same(f"value.{column.words}", str(value))


def digits_of(column: Column, values: Iterable[Any]) -> int | None:
    """The decimals that all numbers of a column are written with; None where each is written as it is best.

    Numbers of no unit that are not all whole have one, so that 5.0 stands under 3.2; points that are all below one have
    two, or most would be 0.0.
    """
    numbers = [each for each in values if isinstance(each, int | float) and not isinstance(each, bool)]
    if column.unit == "points" and any(numbers) and max(map(abs, numbers)) < 1:
        return 2
    mixed = number_unit(column) == "count" and any(not float(each).is_integer() for each in numbers)
    return 1 if mixed and max(map(abs, numbers)) < SHORTENED else None


def number_unit(column: Column) -> str:
    """The unit in which a column's numbers are written; a number in a column of texts has none of its own."""
    return column.unit if column.is_number else "count"


def exact(value: Any, column: Column, words: Words) -> str:
    """The value as a hover tells it: an amount of money to the cent, everything else as it is written."""
    if column.unit == "lcu" and isinstance(value, int | float):
        return words.number(value, "lcu_exact")
    return written(value, column, words)


def hover_lines(row: dict[str, Any], columns: Iterable[Column], words: Words) -> str:
    """One line a column, `word: value`, joined for a hover label."""
    return "<br>".join(
        f"{escaped(column_word(column, words))}: <b>{escaped(exact(row[column.name], column, words))}</b>"
        for column in columns
    )
