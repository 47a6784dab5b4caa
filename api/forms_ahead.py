"""The statements of what a reader chooses next, compiled by an idle server before one does.

A view whose forms nobody asked for before costs several times what it costs else (`data/reading/compiled_sql.py`).
Forms depend on which filters there are and not on their values, so that a few views stand for what readers choose: each
kind of period, of the whole city and of an area of each level, and each dimension of a page. Nothing is asked of the
cubes.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

from components.shell import registry
from components.view.page import Page
from components.view.reader import Reader, available, read
from data.city.pack import areas_of
from data.reading.periods import Period, complete_months, months_back
from data.reading.question import Question
from data.reading.store import store

log = logging.getLogger(__name__)
#: Days of periods that end with the records: those that the filter bar offers, a week, and one that is shown by week.
_DAYS = (28, 91, 365, 7, 200)
#: Whole months before the last one that is over.
_MONTHS = (1, 3, 12)
#: The form has a mark in the place of a chosen value.
_ANY = "-"


def periods(first: date, last: date) -> list[Period]:
    """Periods that stand for those that readers choose, in the days of the records."""
    found = [(last - timedelta(days=days - 1), last) for days in _DAYS]
    if whole := complete_months(first, last):
        found += [(months_back(whole[1], months - 1), whole[1]) for months in _MONTHS]
        # Days are cut of its first month and of its last one.
        found += [(months_back(whole[1], 12).replace(day=5), whole[1].replace(day=20))]
    return list(dict.fromkeys([*((max(first, since), until) for since, until in found), (first, last)]))


def views(page: Page, reader: Reader) -> Iterator[Reader]:
    """The reader's view in each form that readers choose on the page, the commonest first."""
    if (days := reader.days_covered(page.domain)) is None:
        return
    by_level = {area.level: area for area in areas_of(reader.city).values() if area.level}
    whole = reader.filters
    for dimension in page.fixed:
        whole = whole.with_selection(dimension, [_ANY])
    placed = [whole, *(replace(whole, area=by_level[at].area_id, area_level=at) for at in sorted(by_level))]
    narrowed = [view.with_selection(dimension, [_ANY]) for view in placed[:2] for dimension in page.options]
    dated = [replace(view, since=since, until=until) for since, until in periods(*days) for view in placed]
    for view in (*placed, *narrowed, *dated):
        yield replace(reader, filters=view)


def compile_forms(city: str, language: str, is_wanted: Callable[[], bool] = lambda: True) -> int:
    """Compile those of the city's forms that are not known yet, as long as it is wanted; how many were looked at.

    A mistake of ours in one question is logged, as it is for a reader, and the others are made ready all the same.
    """
    looked = 0
    reader = read({"city": city, "lang": language})
    with ThreadPoolExecutor(1, "forms-ahead") as pool:
        for viewed, question in _asked(reader) if reader else ():
            if not is_wanted():
                break
            ready = pool.submit(store().compile_ahead, question, viewed.view(question), viewed.versions)
            if (error := ready.exception()) is not None:
                log.error("the statement of %s could not be made ready", question, exc_info=error)
            looked += 1
    return looked


def _asked(reader: Reader) -> Iterator[tuple[Reader, Question]]:
    for page in registry.pages().values():
        for viewed in views(page, reader):
            parts = available(page.parts().values(), viewed)
            yield from ((viewed, question) for question in dict.fromkeys(part.question for part in parts))
