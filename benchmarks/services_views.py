"""Views of services as readers choose them, by chance."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from components.shell import registry
from data.city.pack import City, areas_of
from data.reading.filters import Filters
from data.reading.store import Store

#: Days of a period that a reader chooses: from a day to two years; None is all records.
SPANS = (1, 7, 28, 91, 182, 365, 730, None)
#: How many readers ask at once.
CLIENTS = (1, 8, 32)
CHANNELS = ("app", "web", "window", "hotline", "kiosk")


def views(store: Store, city: City, seed: int) -> Iterator[Filters]:
    """Without end: a period, half of them an area, a third a service, department or channel. The same for a seed."""
    chance, whole = random.Random(seed), Filters(city.key)
    last = store.versions(city.key).snapshot("services").last_day
    assert last is not None
    options = registry.pages()["services"].options
    service = store.answer(options["service"], whole).columns["service"]
    department = store.answer(options["department"], whole).columns["department"]
    areas = [area for area in areas_of(city).values() if area.level > 0]
    districts = [area for area in areas if area.level == 1]
    while True:
        days, view = chance.choice(SPANS), whole
        if days is not None:
            until = last - timedelta(days=chance.randrange(0, 730 - days + 1))
            view = replace(view, since=until - timedelta(days=days - 1), until=until)
        if chance.random() < 0.5:
            area = chance.choice(districts if chance.random() < 0.7 else areas)
            view = replace(view, area=area.area_id, area_level=area.level)
        draw = chance.random()
        if draw < 0.12:
            view = view.with_selection("service", [chance.choice(service)])
        elif draw < 0.24:
            view = view.with_selection("department", [chance.choice(department)])
        elif draw < 0.36:
            view = view.with_selection("channel", [chance.choice(CHANNELS)])
        yield view
