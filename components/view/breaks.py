"""Breaks in a city's records: what is not said to have changed, and the sentence that says why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from components.view.page import Panel, Part, Tile
from components.view.reader import Reader
from data.city.pack import Break
from data.reading.answer import Answer
from data.reading.periods import fiscal_year_start
from data.reading.schema import Column


def breaks_between(part: Panel | Part | Tile, earlier: date, later: date, reader: Reader) -> list[Break]:
    """The breaks of the city that lie after one day and by the other in the records that the part needs."""
    return [each for each in reader.city.breaks if part.needs in each.tables and earlier < each.day <= later]


def break_text(breaks: list[Break], reader: Reader) -> str:
    """What the reader must know of them; empty without any."""
    return reader.words.sentences(*(reader.words.name(each.note) for each in breaks))


def break_note(part: Panel | Part, answer: Answer, reader: Reader) -> str:
    """What the reader must know where the part's answer has periods, or compares years, on both sides of a break."""
    if not any(part.needs in each.tables for each in reader.city.breaks):
        return ""
    days = sorted(_days_of(answer, reader.city.fiscal_year_starts_month))
    return break_text(breaks_between(part, days[0], days[-1], reader), reader) if days else ""


def _days_of(answer: Answer, first_month: int) -> Iterator[date]:
    """The first day of each period of the answer; of a year that stands beside the year before that one's too."""
    for column in answer.schema:
        if column.role == "time":
            yield from _starts(column, answer, first_month)
        elif column.role == "detail" and column.dimension == "fiscal_year":
            starts = _starts(column, answer, first_month)
            yield from (day for start in starts for day in (start, start.replace(year=start.year - 1)))


def since_last_break(part: Tile, series: Answer, reader: Reader) -> list[bool]:
    """Of each period of a series whether it begins after the newest break in the records that the part needs."""
    days = [each.day for each in reader.city.breaks if part.needs in each.tables]
    time = series.first("time")
    if not days or time is None or time.unit == "hour":
        return [True] * series.rows
    return [start >= max(days) for start in _starts(time, series, reader.city.fiscal_year_starts_month)]


def _starts(column: Column, answer: Answer, first_month: int) -> list[date]:
    """The first day of each period that the column has; a number is a (fiscal) year, and an hour has no day."""
    known = [value for value in answer.values(column) if value is not None]
    if known and isinstance(known[0], str):
        return [date.fromisoformat(value[:10]) for value in known]
    return [] if column.unit == "hour" else [fiscal_year_start(int(year), first_month) for year in known]
