"""What is planted in the demand for services: outages, surges, shifts, district troubles and city-wide days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from modules.simulate.calendar import WORKDAY, Calendar
from modules.simulate.catalogue import Service
from modules.simulate.demand import Demand

#: New events a day by kind (assumed: about three small troubles in two days among 4,200 services).
RATES = {"outage": 0.45, "surge": 0.75, "shift": 0.08, "department_outage": 0.10, "district_surge": 0.20}
#: Between how many standard deviations of a day's count a planted change lies (assumed: from hard to plain to see).
_STRENGTH = (5.0, 18.0)
_FACTOR_LIMITS = (1.6, 40.0)
#: An outage can only be seen where about this many requests are expected a day.
_OUTAGE_FROM = 12.0


@dataclass(frozen=True)
class Event:
    """One planted event. `services` are indices; `factor` multiplies the expected count from `first` to `last`.

    `district` (an index) limits it to one district; `channels` to these channels; `scope` says how far it reaches:
    service, department, district or city. A shift lasts to the end of the records.
    """

    kind: str
    scope: str
    first: int
    last: int
    services: tuple[int, ...]
    factor: float
    district: int | None = None
    channels: tuple[str, ...] = ()
    note: str = ""


class Planted:
    """All events of a run, found by day."""

    def __init__(self, events: Iterable[Event]):
        self.events = tuple(events)
        self._by_day: dict[int, list[Event]] = defaultdict(list)
        for event in self.events:
            for day in range(event.first, event.last + 1):
                self._by_day[day].append(event)

    def on(self, day: int) -> list[Event]:
        """The events that are going on that day."""
        return self._by_day.get(day, [])


def _surge_factor(expected: float, chooser: Generator) -> float:
    """A factor that lifts a Poisson count of that mean by a drawn number of standard deviations."""
    strength = chooser.uniform(*_STRENGTH)
    level = max(expected, 0.2)
    return float(np.clip(1 + strength * np.sqrt(level + 1) / level, *_FACTOR_LIMITS))


def _single(
    kind: str, day: int, demand: Demand, calendar: Calendar, districts: int, chooser: Generator
) -> Event | None:
    """One event of that kind beginning that day; None where the day is too quiet for it to be seen."""
    expected = demand.expected(day)
    last = min(len(calendar) - 1, day + int(chooser.integers(0, 3)))
    if kind == "department_outage":
        by_department = np.bincount(demand.department, weights=expected)
        large = np.flatnonzero(by_department >= _OUTAGE_FROM)
        if not len(large):
            return None
        chosen = tuple(np.flatnonzero(demand.department == chooser.choice(large)).tolist())
        return Event("outage", "department", day, last, chosen, float(chooser.uniform(0.02, 0.25)))
    if kind == "outage":
        large = np.flatnonzero(expected >= _OUTAGE_FROM)
        if not len(large):
            return None
        return Event("outage", "service", day, last, (int(chooser.choice(large)),), float(chooser.uniform(0.0, 0.3)))
    weights = np.sqrt(expected)
    service = int(chooser.choice(len(expected), p=weights / weights.sum()))
    if kind == "district_surge":
        district = int(chooser.integers(districts))
        factor = _surge_factor(float(expected[service]) / districts, chooser)
        return Event("surge", "district", day, last, (service,), factor, district=district)
    factor = _surge_factor(float(expected[service]), chooser)
    if kind == "shift":
        factor = min(factor, 3.0)
        downwards = chooser.random() < 0.4 and expected[service] >= _OUTAGE_FROM
        return Event("shift", "service", day, len(calendar) - 1, (service,), 1 / factor if downwards else factor)
    return Event("surge", "service", day, last, (service,), factor)


def _city_wide(services: tuple[Service, ...], calendar: Calendar, chooser: Generator) -> list[Event]:
    """Days that all of the city feels: platform outages, a policy day and a typhoon a year (assumed)."""
    everything = tuple(range(len(services)))
    workdays = np.flatnonzero(calendar.kind == WORKDAY)
    made = []
    for _ in range(max(1, round(len(calendar) / 180))):
        day = int(chooser.choice(workdays))
        made.append(
            Event("outage", "city", day, day, everything, 0.15, channels=("app", "web"), note="platform outage")
        )
    housing = tuple(index for index, service in enumerate(services) if service.department == "housing_fund")
    streets = tuple(index for index, service in enumerate(services) if service.kind == "report")
    offices = tuple(index for index, service in enumerate(services) if service.kind != "report")
    for _ in range(max(1, round(len(calendar) / 365))):
        day = int(chooser.choice(workdays))
        for after, factor in enumerate((4.0, 2.8, 2.0, 1.6, 1.3)):
            if day + after < len(calendar):
                made.append(Event("surge", "city", day + after, day + after, housing, factor, note="policy day"))
        summer = np.flatnonzero((calendar.day_of_year > 200) & (calendar.day_of_year < 270))
        if len(summer):
            day = int(chooser.choice(summer))
            made.append(Event("surge", "city", day, day, streets, 3.5, note="typhoon"))
            made.append(Event("outage", "city", day, day, offices, 0.35, note="typhoon"))
    return made


def plant(
    services: tuple[Service, ...], demand: Demand, calendar: Calendar, districts: int, chooser: Generator
) -> Planted:
    """The seeded events of a run: city-wide days, and single troubles at the rates of RATES."""
    events = _city_wide(services, calendar, chooser)
    # A rule that learns needs some quiet weeks first.
    for kind, rate in RATES.items():
        for day in range(min(56, len(calendar) // 4), len(calendar)):
            for _ in range(chooser.poisson(rate)):
                if (event := _single(kind, day, demand, calendar, districts, chooser)) is not None:
                    events.append(event)
    return Planted(events)


def as_truth(
    planted: Planted, services: tuple[Service, ...], demand: Demand, calendar: Calendar, districts: tuple[str, ...]
) -> list[dict[str, Any]]:
    """The events as rows of the truth file: dates instead of indices, codes instead of places in the catalogue."""
    rows = []
    for event in planted.events:
        row = {
            "kind": event.kind,
            "scope": event.scope,
            "note": event.note,
            "first": (calendar.first + timedelta(days=event.first)).isoformat(),
            "last": (calendar.first + timedelta(days=event.last)).isoformat(),
            "factor": event.factor,
            "channels": list(event.channels),
            "department": services[event.services[0]].department_code if event.scope == "department" else None,
            "services": [services[index].code for index in event.services] if event.scope != "city" else [],
            "district": None if event.district is None else districts[event.district],
            "expected_a_day": round(float(demand.expected(event.first)[list(event.services)].sum()), 3),
        }
        rows.append(row)
    return rows


def factors(events: list[Event], services: int) -> NDArray[np.float64]:
    """What the expected counts of a day are multiplied by, services without district or channel limits only."""
    factor = np.ones(services)
    for event in events:
        if event.district is None and not event.channels:
            factor[list(event.services)] *= event.factor
    return factor
