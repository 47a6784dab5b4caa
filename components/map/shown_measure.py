"""Which measure the map is shaded by, and at which level: always one that has a value to show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
    return [measure for measure, _ in _available(page, reader)] or list(page.measures)


def _available(page: Page, reader: Reader) -> Iterator[tuple[MapMeasure, int]]:
    """The measures that have a value in the whole city, and in how many of its areas of the first level."""
    whole = replace(reader.filters, since=None, until=None, area=None, area_level=0, selections=(), measure=None)
    counted = ((measure, _number_of_values(reader.answer(measure, whole))) for measure in page.measures)
    return ((measure, number) for measure, number in counted if number)


def _number_of_values(answer: Answer | None) -> int:
    return 0 if answer is None else sum(value is not None for value in answer.values(answer.one("value")))


def _has_values(answer: Answer | None) -> bool:
    return _number_of_values(answer) > 0


def chosen_measure(page: Page, reader: Reader) -> MapMeasure:
    """The measure that the view names, else the first that has values enough, as `first_that_fills` has it."""
    wanted = {measure.key: measure for measure in page.measures}.get(reader.filters.measure or "")
    areas = sum(area.level == 1 for area in areas_of(reader.city).values())
    return wanted or first_that_fills(_available(page, reader), areas) or page.measures[0]


def first_that_fills(counted: Iterable[tuple[MapMeasure, int]], areas: int) -> MapMeasure | None:
    """Of measures and in how many areas they have a value the first with one in half of the areas, else the first.

    A rate of residents says little of a city whose residents are known in one district alone. None of no measures.
    """
    first = None
    for measure, number in counted:
        if number * 2 >= areas:
            return measure
        first = first or measure
    return first


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
