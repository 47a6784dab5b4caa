"""Which measure the map is shaded by, and at which level: always one that has a value to show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from components.map.rates import sayable
from components.view.page import MapMeasure, Page
from components.view.reader import Reader
from data.city.pack import City, areas_of
from data.reading.answer import Answer, Unanswered
from data.reading.filters import Filters


@dataclass(frozen=True)
class Shaded:
    """The measure that shades the map, its answer, the reader who was answered, and the measure that was wanted.

    `reader` looks at the chosen area, or at the one above where nothing has a value below the chosen one.
    """

    measure: MapMeasure
    answer: Answer
    reader: Reader
    wanted: MapMeasure


def available_measures(page: Page, reader: Reader) -> list[MapMeasure]:
    """The page's measures that have a value anywhere in the city; all of them where none has."""
    return list(_available(page, reader)) or list(page.measures)


def _available(page: Page, reader: Reader) -> Iterator[MapMeasure]:
    whole = replace(reader.filters, since=None, until=None, area=None, area_level=0, selections=(), measure=None)
    return (measure for measure in page.measures if _has_values(reader.answer(measure, whole)))


def _has_values(answer: Answer | None) -> bool:
    return answer is not None and any(value is not None for value in answer.values(answer.one("value")))


def chosen_measure(page: Page, reader: Reader) -> MapMeasure:
    """The measure that the view names, else the first that has values."""
    wanted = {measure.key: measure for measure in page.measures}.get(reader.filters.measure or "")
    return wanted or next(_available(page, reader), page.measures[0])


def shown_level(city: City, view: Filters) -> tuple[int, str]:
    """Level that the map shades and the parent whose areas it shows ("" for all): one below the chosen area.

    At the lowest level the chosen area stands among its neighbours.
    """
    lowest = len(city.levels) - 1
    if view.area is None:
        return 1, ""
    if view.area_level < lowest:
        return view.area_level + 1, view.area
    parent = areas_of(city)[view.area].parent_id
    return lowest, parent if parent and lowest > 1 else ""


def _above(reader: Reader) -> Reader | None:
    """The reader one level up, where the chosen area stands among its neighbours; None for the whole city."""
    if reader.filters.area is None:
        return None
    areas = areas_of(reader.city)
    parent = areas.get(areas[reader.filters.area].parent_id or "")
    if parent is None or parent.level == 0:
        return replace(reader, filters=replace(reader.filters, area=None, area_level=0))
    return replace(reader, filters=replace(reader.filters, area=parent.area_id, area_level=parent.level))


def shaded(page: Page, reader: Reader) -> Shaded | Unanswered:
    """What the map is shaded by: the chosen measure, else another of the page that has a value at this level, else the
    level above. The chosen measure itself, without a value, where nothing has one; why, where it is not answered."""
    wanted = chosen_measure(page, reader)
    outcome = reader.ask(wanted)
    if isinstance(outcome, Unanswered):
        return outcome
    first = Shaded(wanted, sayable(outcome.answer, wanted), reader, wanted)
    if _has_values(first.answer):
        return first
    for asking in filter(None, (reader, _above(reader))):
        for measure in (wanted, *(each for each in page.measures if each != wanted)):
            answer = asking.answer(measure)
            if answer is not None and _has_values(sayable(answer, measure)):
                return Shaded(measure, sayable(answer, measure), asking, wanted)
    return first
