"""What a reader compares: the words of both views, and the answer of a panel with both in it."""

from __future__ import annotations

from dataclasses import replace

from components.text import Words
from components.view.page import Panel
from components.view.reader import Reader
from data.city.pack import areas_of
from data.reading.answer import Answer
from data.reading.compare import COMPARED, beside, other_view
from data.reading.filters import Filters
from data.reading.store import answer


def span_text(filters: Filters, words: Words) -> str:
    """The period of a view in words."""
    if filters.since is None and filters.until is None:
        return words.t("filter.whole_span")
    since = words.day(filters.since) if filters.since else words.t("chip.beginning")
    until = words.day(filters.until) if filters.until else words.t("chip.end")
    return since if filters.since == filters.until else words.t("chip.span", since=since, until=until)


def view_names(reader: Reader, other: Filters) -> tuple[str, str]:
    """What tells the reader's view and the other one apart: their areas, or their periods."""
    if (reader.filters.area, reader.filters.area_level) == (other.area, other.area_level):
        return span_text(reader.filters, reader.words), span_text(other, reader.words)
    return _area_text(reader, reader.filters), _area_text(reader, other)


def _area_text(reader: Reader, filters: Filters) -> str:
    area = areas_of(reader.city).get(filters.area or "")
    return reader.words.name(area.names if area else reader.city.name)


def compared_answer(panel: Panel, reader: Reader, found: Answer) -> tuple[Answer, Words]:
    """The panel's answer with the other view's value beside its own, and words that call the two by their names.

    Raises NotInScopeError and DataMissingError as the store does.
    """
    other = other_view(reader.filters)
    if other is None or not panel.compares:
        return found, reader.words
    both = beside(found, answer(panel.query, other), same_time=_same_period(reader.filters, other))
    value = next(name for name in both.columns if COMPARED + name in both.columns)
    mine, theirs = view_names(reader, other)
    named = ((f"column.{value}", mine), (f"column.{COMPARED}{value}", theirs))
    return both, replace(reader.words, own=named)


def _same_period(one: Filters, other: Filters) -> bool:
    return (one.since, one.until) == (other.since, other.until)
