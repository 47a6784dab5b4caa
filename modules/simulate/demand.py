"""How many requests each service is expected to get on each day, before anything unusual happens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from modules.simulate.calendar import HOLIDAY, SPRING_FESTIVAL, WEEKEND, WORKDAY, Calendar
from modules.simulate.catalogue import Service, read_vocabulary

_RHYTHMS = ("office", "everyday", "street", "leisure")


@dataclass(frozen=True)
class Demand:
    """Expected requests as a product: `base` by service, times a factor of rhythm, season, growth and department.

    `rhythm`, `life_area` and `department` give each service its row in `by_rhythm`, `by_season` and `by_department`
    (factors by row and day); `growth` is each service's yearly growth (logarithm).
    """

    base: NDArray[np.float64]
    rhythm: NDArray[np.int8]
    life_area: NDArray[np.int8]
    department: NDArray[np.int8]
    growth: NDArray[np.float64]
    by_rhythm: NDArray[np.float64]
    by_season: NDArray[np.float64]
    by_department: NDArray[np.float64]
    days: int

    def expected(self, day: int) -> NDArray[np.float64]:
        """Expected requests by service on that day (an index into the calendar), without planted events."""
        years = (day - self.days / 2) / 365.25
        level: NDArray[np.float64] = self.base * np.exp(self.growth * years)
        level *= self.by_rhythm[self.rhythm, day]
        level *= self.by_season[self.life_area, day]
        return level * self.by_department[self.department, day]


def _by_rhythm(rules: dict[str, Any], calendar: Calendar) -> NDArray[np.float64]:
    rows = []
    for name in _RHYTHMS:
        told = rules["rhythm"][name]
        workday = np.array(told["workday"])[calendar.weekday]
        kinds = [calendar.kind == WORKDAY, calendar.kind == WEEKEND, calendar.kind == HOLIDAY]
        factor = np.select(kinds, [workday, told["weekend"], told["holiday"]], default=told["spring_festival"])
        rows.append(factor * (1 + rules["catching_up"][name] * calendar.after_break))
    return np.array(rows)


def _by_season(seasons: dict[str, list[list[float]]], life_areas: list[str], calendar: Calendar) -> NDArray[np.float64]:
    rows = []
    for life_area in life_areas:
        row = np.ones(len(calendar))
        for peak, width, height in seasons[life_area]:
            distance = np.abs(calendar.day_of_year - peak)
            distance = np.minimum(distance, 365 - distance)
            row += height * np.exp(-0.5 * (distance / width) ** 2)
        rows.append(row)
    # The week before Spring Festival is quiet already: people travel home (assumed: a fifth less).
    quiet = np.ones(len(calendar))
    for first in np.flatnonzero(np.diff((calendar.kind == SPRING_FESTIVAL).astype(int)) == 1):
        quiet[max(0, first - 6) : first + 1] = 0.8
    return np.array(rows) * quiet


def _rhythm_of(service: Service, rules: dict[str, Any]) -> int:
    if service.kind == "booking" and service.department in rules["leisure"]["departments"]:
        return _RHYTHMS.index("leisure")
    return _RHYTHMS.index(rules["rhythm_of"][service.kind])


def make_demand(services: tuple[Service, ...], calendar: Calendar, events: int, chooser: Generator) -> Demand:
    """The demand whose sum over services and days is `events`, with seeded growth and daily noise."""
    rules = read_vocabulary("demand.toml")
    life_areas = sorted({service.life_area for service in services})
    departments = sorted({service.department for service in services})
    noise = rules["noise"]
    by_day = chooser.lognormal(0, noise["day"], len(calendar))
    by_department = chooser.lognormal(0, noise["department"], (len(departments), len(calendar))) * by_day
    demand = Demand(
        base=np.array([service.popularity for service in services]),
        rhythm=np.array([_rhythm_of(service, rules) for service in services], dtype=np.int8),
        life_area=np.array([life_areas.index(service.life_area) for service in services], dtype=np.int8),
        department=np.array([departments.index(service.department) for service in services], dtype=np.int8),
        growth=np.log1p(rules["growth"]["yearly"]) + chooser.normal(0, rules["growth"]["spread"], len(services)),
        by_rhythm=_by_rhythm(rules, calendar),
        by_season=_by_season(rules["seasons"], life_areas, calendar),
        by_department=by_department,
        days=len(calendar),
    )
    total = sum(float(demand.expected(day).sum()) for day in range(len(calendar)))
    demand.base[:] *= events / total
    return demand
