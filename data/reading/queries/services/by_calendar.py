"""Requests a day by weekday and by month of the year, beside the same of other years."""

from __future__ import annotations

from datetime import date

import ibis.expr.types as ir

from data.reading.answer import Columns
from data.reading.disclosure import in_64_bits
from data.reading.filters import Filters
from data.reading.periods import month_after, month_end
from data.reading.queries.over_time import span_of, whole_in_view
from data.reading.queries.services.cubes import counts
from data.reading.question import Source, questions_about, reckoned_about
from data.reading.schema import category, time, value
from data.reading.tables import Tables

question, reckoned = questions_about("services"), reckoned_about("services")


@question(category("weekday"), time("year"), value("requests"))
def counted_by_weekday(tables: Tables, filters: Filters) -> ir.Table:
    """Requests by weekday and year of the request, in no order: `weekday` (0 Monday), `year`, `requests`."""
    rows = counts(tables, filters, ("requests",), grain="day")
    by = rows.group_by(weekday=rows.day.day_of_week.index(), year=rows.day.year())
    return by.aggregate(requests=in_64_bits(rows.requests.sum()))


@reckoned(
    lambda _tables, filters: [Source(counted_by_weekday, filters)],
    category("weekday"), time("year"), value("requests_per_day"),
)  # fmt: skip
def requests_by_weekday(tables: Tables, filters: Filters, found: Columns) -> Columns:
    """Requests a day by weekday and year of the request: `weekday` (0 Monday), `year`, `requests_per_day`.

    Of all such days of the view, those without a request too; None where the view has none.
    """
    span = span_of(filters, tables)
    return _a_day(found, "weekday", _days_of_weekdays(*span) if span else {})


@question(category("month_of_year"), time("year"), value("requests"))
def counted_by_month_of_year(tables: Tables, filters: Filters) -> ir.Table:
    """Requests of whole months by month and year, in no order: `month_of_year` (1 January), `year`, `requests`."""
    rows = counts(tables, whole_in_view(filters, tables, "month"), ("requests",))
    by = rows.group_by(month_of_year=rows.month.month(), year=rows.month.year())
    return by.aggregate(requests=in_64_bits(rows.requests.sum()))


@reckoned(
    lambda _tables, filters: [Source(counted_by_month_of_year, filters)],
    category("month_of_year"), time("year"), value("requests_per_day"),
)  # fmt: skip
def season(tables: Tables, filters: Filters, found: Columns) -> Columns:
    """Requests a day by month and year of the request: `month_of_year` (1 January), `year`, `requests_per_day`.

    Of whole months; None where the view has none.
    """
    span = span_of(whole_in_view(filters, tables, "month"), tables)
    return _a_day(found, "month_of_year", _days_of_months(*span) if span else {})


def _days_of_weekdays(first: date, last: date) -> dict[tuple[int, int], int]:
    """How many days from the first to the last one are that weekday (0 Monday) of that year."""
    found: dict[tuple[int, int], int] = {}
    for year in range(first.year, last.year + 1):
        begins, ends = max(first, date(year, 1, 1)), min(last, date(year, 12, 31))
        weeks_of_it, left = divmod((ends - begins).days + 1, 7)
        for place in range(7):
            if days := weeks_of_it + (place < left):
                found[(begins.weekday() + place) % 7, year] = days
    return found


def _days_of_months(first: date, last: date) -> dict[tuple[int, int], int]:
    """How many days from the first to the last one are in that month (1 January) of that year."""
    found: dict[tuple[int, int], int] = {}
    begins = first
    while begins <= last:
        ends = min(month_end(begins), last)
        found[begins.month, begins.year] = (ends - begins).days + 1
        begins = month_after(begins)
    return found


def _a_day(found: Columns, across: str, days: dict[tuple[int, int], int]) -> Columns:
    """Every pair of a value of `across` and a year, in order, with its requests a day; nothing of nothing. `days`: how
    many days of the view each pair has."""
    pairs = zip(found[across], found["year"], strict=True)
    requests = dict(zip(pairs, found["requests"], strict=True))
    values, years = sorted({value for value, _ in days}), sorted({year for _, year in days})
    every = [(value, year) for year in years for value in values] if requests else []
    return {
        across: [value for value, _ in every],
        "year": [year for _, year in every],
        "requests_per_day": [requests.get(pair, 0) / days[pair] if pair in days else None for pair in every],
    }
