"""A day's requests for services, drawn all at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from modules.simulate.calendar import WORKDAY, Calendar
from modules.simulate.catalogue import Service, read_vocabulary
from modules.simulate.demand import Demand
from modules.simulate.events import Event, Planted, factors
from modules.simulate.places import Addresses
from modules.simulate.swings import read_swings

CHANNELS = ("app", "web", "window", "hotline", "kiosk")
OUTCOMES = ("completed", "rejected", "abandoned", "in_progress")
_COMPLETED, _REJECTED, _ABANDONED, _IN_PROGRESS = range(4)
_WINDOW = 2
_TABLE = 1 << 14
_DAY_SECONDS = 86_400
Floats = NDArray[np.float64]
Rows = dict[str, NDArray[Any]]


@dataclass(frozen=True)
class Rates:
    """What the day's draw looks up; arrays by service have one row a service in the catalogue's order."""

    rules: dict[str, Any]
    digital: Floats
    is_report: NDArray[np.bool_]
    deadline_days: Floats
    median_days: Floats
    sigma: Floats
    rejected: Floats
    abandoned: Floats
    #: Share of requests done in time that still disappoint, by service.
    disappointing: Floats
    #: How digital a district's residents are (power of a uniform draw) and how slow its offices, neutral last.
    habit: Floats
    slowness: Floats
    #: Seconds of the day by channel, to be drawn from uniformly.
    seconds: NDArray[np.int32]
    #: Ratings by situation (completed in time, completed late, failed), to be drawn from uniformly.
    ratings: NDArray[np.int8]
    #: Address by tilt of demand, to be drawn from uniformly, and the tilt of each service.
    address: NDArray[np.int32]
    tilt: NDArray[np.int8]
    #: Days to add until the next working day, by day of an extended calendar.
    to_workday: NDArray[np.int16]


def _seconds(hours: dict[str, list[int]], chooser: Generator) -> NDArray[np.int32]:
    """For each channel _TABLE moments of the day in seconds, as its hours weigh."""
    rows = []
    for channel in CHANNELS:
        weights = np.array(hours[channel], dtype=float)
        hour = chooser.choice(24, size=_TABLE, p=weights / weights.sum())
        rows.append(hour * 3600 + chooser.integers(0, 3600, _TABLE))
    return np.array(rows, dtype=np.int32)


def _drawn_from(shares: list[float]) -> NDArray[np.int8]:
    """_TABLE ratings 1 to 5 in these shares."""
    return np.repeat(np.arange(1, 6, dtype=np.int8), np.diff(np.round(np.cumsum([0.0, *shares]) * _TABLE)).astype(int))


def _addresses(pool: Addresses, tilts: int, chooser: Generator) -> NDArray[np.int32]:
    """Address by tilt: districts ask for some areas of life more than for others (seeded, assumed: up to a third)."""
    rows = []
    for _ in range(tilts):
        tilt = chooser.lognormal(0, 0.18, len(pool.districts))[pool.district]
        local = tilt * chooser.gamma(2.0, 0.5, len(pool))
        rows.append(chooser.choice(len(pool), size=max(4 * _TABLE, 2 * len(pool)), p=local / local.sum()))
    return np.array(rows, dtype=np.int32)


def _to_workday(calendar: Calendar) -> NDArray[np.int16]:
    wait = np.zeros(len(calendar), dtype=np.int16)
    for day in range(len(calendar) - 2, -1, -1):
        wait[day] = 0 if calendar.kind[day] == WORKDAY else wait[day + 1] + 1
    return wait


def make_rates(services: tuple[Service, ...], pool: Addresses, calendar: Calendar, chooser: Generator) -> Rates:
    """The look-up tables of a run, seeded."""
    rules = read_vocabulary("requests.toml")
    time = rules["time"]
    deadline = np.array([np.nan if each.deadline_days is None else each.deadline_days for each in services])
    slowness = np.array([each.speed for each in services]) * chooser.lognormal(0, time["service_spread"], len(services))
    instant = np.nan_to_num(deadline) == 0
    life_areas = sorted({each.life_area for each in services})
    return Rates(
        rules=rules,
        digital=np.array([each.digital for each in services]) + chooser.normal(0, 0.25, len(services)),
        is_report=np.array([each.kind == "report" for each in services]),
        deadline_days=deadline,
        median_days=np.where(instant, time["instant_minutes"] / 1440, time["median_of_deadline"] * deadline) * slowness,
        sigma=np.where(instant, time["instant_sigma"], time["sigma"]),
        rejected=np.array([rules["outcome"]["rejected"][each.kind] for each in services])
        * chooser.lognormal(0, 0.35, len(services)),
        abandoned=chooser.lognormal(0, 0.40, len(services)),
        disappointing=chooser.beta(1.2, 9.0, len(services)),
        habit=np.append(chooser.lognormal(0, 0.14, len(pool.districts)), 1.0),
        slowness=np.append(chooser.lognormal(0, 0.16, len(pool.districts)), 1.0),
        seconds=_seconds(rules["hours"], chooser),
        ratings=np.array([_drawn_from(rules["rating"][each]) for each in ("completed", "late", "failed")]),
        address=_addresses(pool, len(life_areas), chooser),
        tilt=np.array([life_areas.index(each.life_area) for each in services], dtype=np.int8),
        to_workday=_to_workday(calendar),
    )


def channel_shares(rates: Rates, day: int, workday: bool) -> Floats:
    """Share of each channel by service on a day: (services, 5), rows add up to 1."""
    rules = rates.rules["take_up"]
    logit = rules["start_logit"] + rules["yearly_logit"] * day / 365.25 + rates.digital
    digital = 1 / (1 + np.exp(-logit))
    hotline = np.where(rates.is_report, rules["hotline_of_rest_report"], rules["hotline_of_rest"])
    app, web = rules["app_of_digital"], rules["web_of_digital"]
    rest = 1 - digital
    shares = np.stack(
        [digital * app, digital * web, rest * (1 - hotline), rest * hotline, digital * (1 - app - web)], axis=1
    )
    if not workday:
        shares[:, _WINDOW] *= rules["window_on_days_off"]
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))


class RequestMaker:
    """Draws the requests of any day of a run; the same seed and day give the same rows, whatever came before."""

    def __init__(
        self,
        demand: Demand,
        planted: Planted,
        rates: Rates,
        pool: Addresses,
        calendar: Calendar,
        last: int,
        known_seconds: int,
        seed: int,
    ):
        """What has not happened `known_seconds` after the calendar's first midnight is not told.

        The calendar goes on beyond that so that requests can close; `last` is the index of the day on which habits
        reach what the rules say of the end.
        """
        self._demand, self._planted, self._rates, self._pool = demand, planted, rates, pool
        self._calendar, self._last, self._known_seconds, self._seed = calendar, last, known_seconds, seed
        self._swings = read_swings(rates.rules["swing"], seed)
        self._swing_of = {name: swing.of_districts(len(pool.districts)) for name, swing in self._swings.items()}
        self._in_district = [np.flatnonzero(pool.district == each) for each in range(len(pool.districts))]

    def day(self, day: int) -> Rows:
        """The rows of a day, as far as they are known, in the order in which they came.

        `service`, `channel`, `outcome` and `address` are indices (address -1: no place given); `received` and
        `finished` are seconds since the calendar's first midnight (finished -1: still in progress); `score` is 1 to 5
        or 0 for none; `assisted` and `repeat` are marks.
        """
        chooser = np.random.default_rng([self._seed, day])
        events = self._planted.on(day)
        service, address = self._asked(day, events, chooser)
        channel = self._channels(day, service, address, chooser)
        if dropped := [event for event in events if event.channels]:
            kept = chooser.random(len(service)) < np.where(
                np.isin(channel, [CHANNELS.index(name) for name in dropped[0].channels]), dropped[0].factor, 1.0
            )
            service, address, channel = service[kept], address[kept], channel[kept]
        second = self._rates.seconds[channel, chooser.integers(0, _TABLE, len(service), dtype=np.int32)]
        order = np.argsort(second)
        service, address, channel, second = service[order], address[order], channel[order], second[order]
        outcome = self._outcomes(day, service, channel, address, chooser)
        finished = self._finished(day, second, service, address, outcome, chooser)
        outcome[finished < 0] = _IN_PROGRESS
        received = day * _DAY_SECONDS + second.astype(np.int64)
        rows: Rows = {
            "service": service,
            "channel": channel,
            "outcome": outcome,
            "address": address,
            "received": received,
            "finished": finished,
            "score": self._scores(day, service, channel, address, outcome, finished - received, chooser),
            **self._marks(day, service, channel, chooser),
        }
        return self._known(rows)

    def _known(self, rows: Rows) -> Rows:
        """The rows that have come by the known moment; what ends later is in progress and not rated."""
        open_yet = rows["finished"] >= self._known_seconds
        rows["finished"][open_yet], rows["outcome"][open_yet], rows["score"][open_yet] = -1, _IN_PROGRESS, 0
        come = rows["received"] < self._known_seconds
        return rows if come.all() else {name: values[come] for name, values in rows.items()}

    def _asked(self, day: int, events: list[Event], chooser: Generator) -> tuple[NDArray[np.int16], NDArray[np.int32]]:
        """Service and address of each request: Poisson counts by service, surges of single districts on top."""
        expected = self._demand.expected(day) * factors(events, len(self._demand.base))
        count = chooser.poisson(expected.sum())
        drawn = np.searchsorted(np.cumsum(expected / expected.sum())[:-1], chooser.random(count), side="right")
        service = [drawn.astype(np.int16)]
        table = self._rates.address
        address = [table[self._rates.tilt[service[0]], chooser.integers(0, table.shape[1], count, dtype=np.int32)]]
        shares = self._pool.districts.residents / self._pool.districts.residents.sum()
        for event in events:
            if event.district is None or not len(self._in_district[event.district]):
                continue
            extra = chooser.poisson(expected[event.services[0]] * shares[event.district] * (event.factor - 1))
            service.append(np.full(extra, event.services[0], dtype=np.int16))
            address.append(chooser.choice(self._in_district[event.district], extra).astype(np.int32))
        where = np.concatenate(address)
        where[chooser.random(len(where), dtype=np.float32) < self._rates.rules["marks"]["without_place"]] = -1
        return np.concatenate(service), where

    def _district(self, address: NDArray[np.int32]) -> NDArray[np.int16]:
        """District of each address; one more than the last for none."""
        return np.where(address < 0, np.int16(len(self._pool.districts)), self._pool.district[address])

    def _channels(
        self, day: int, service: NDArray[np.int16], address: NDArray[np.int32], chooser: Generator
    ) -> NDArray[np.int8]:
        shares = channel_shares(self._rates, day, bool(self._calendar.kind[day] == WORKDAY))
        bounds = np.cumsum(shares, axis=1)[:, :-1].astype(np.float32)
        habit = self._rates.habit.astype(np.float32)[self._district(address)]
        drawn = chooser.random(len(service), dtype=np.float32) ** habit
        channel = np.zeros(len(service), dtype=np.int8)
        for column in range(bounds.shape[1]):
            channel += drawn > bounds[service, column]
        return channel

    def _swing(self, name: str, day: int, address: NDArray[np.int32]) -> NDArray[np.float32]:
        """By how much a share of that name is higher than usual on that day, where each request comes from."""
        return self._swing_of[name][self._district(address)] * np.float32(
            self._swings[name].on(self._calendar.day(day))
        )

    def _outcomes(
        self,
        day: int,
        service: NDArray[np.int16],
        channel: NDArray[np.int8],
        address: NDArray[np.int32],
        chooser: Generator,
    ) -> NDArray[np.int8]:
        abandoned = np.array(self._rates.rules["outcome"]["abandoned"], dtype=np.float32)[channel]
        abandoned *= self._rates.abandoned.astype(np.float32)[service] * self._swing("abandoned", day, address)
        rejected = self._rates.rejected.astype(np.float32)[service] * self._swing("rejected", day, address)
        drawn = chooser.random(len(service), dtype=np.float32)
        refused = abandoned + rejected
        return np.where(drawn < abandoned, _ABANDONED, np.where(drawn < refused, _REJECTED, _COMPLETED)).astype(np.int8)

    def _finished(
        self,
        day: int,
        second: NDArray[np.int32],
        service: NDArray[np.int16],
        address: NDArray[np.int32],
        outcome: NDArray[np.int8],
        chooser: Generator,
    ) -> NDArray[np.int64]:
        """Moment of closing in office hours (at once for what is done at once); -1 where still in progress."""
        rates, count = self._rates, len(service)
        median, sigma = rates.median_days.astype(np.float32), rates.sigma.astype(np.float32)
        days = median[service] * np.exp(sigma[service] * chooser.standard_normal(count, dtype=np.float32))
        days *= rates.slowness.astype(np.float32)[self._district(address)]
        days *= np.where(outcome == _ABANDONED, np.float32(0.3), np.float32(1.0))
        received = day * _DAY_SECONDS + second.astype(np.int64)
        finished = received + (days * _DAY_SECONDS).astype(np.int64) + 30
        # What a clerk decides is decided in office hours of a working day; what was given up ends at any hour.
        office = np.flatnonzero((median[service] > 0.1) & (outcome != _ABANDONED))
        closing = np.minimum(finished[office] // _DAY_SECONDS, len(rates.to_workday) - 1)
        closing += rates.to_workday[closing]
        at = rates.seconds[_WINDOW, chooser.integers(0, _TABLE, len(office), dtype=np.int32)]
        finished[office] = np.maximum(closing * _DAY_SECONDS + at, received[office] + 1800)
        never = chooser.random(count, dtype=np.float32) < rates.rules["time"]["never_closed"]
        finished[never & (median[service] > 0.1)] = -1
        return finished

    def _scores(
        self,
        day: int,
        service: NDArray[np.int16],
        channel: NDArray[np.int8],
        address: NDArray[np.int32],
        outcome: NDArray[np.int8],
        seconds: NDArray[np.int64],
        chooser: Generator,
    ) -> NDArray[np.int8]:
        rates = self._rates
        late = seconds > np.maximum(rates.deadline_days, 1.0)[service] * _DAY_SECONDS
        disappointing = rates.disappointing.astype(np.float32)[service] * self._swing("disappointing", day, address)
        late |= chooser.random(len(service), dtype=np.float32) < disappointing
        situation = np.where(outcome == _COMPLETED, late.astype(np.int8), np.int8(2))
        drawn = chooser.integers(0, rates.ratings.shape[1], len(service), dtype=np.int32)
        score = rates.ratings[situation, drawn]
        rated = chooser.random(len(service), dtype=np.float32) < np.array(rates.rules["rating"]["rated"])[channel]
        score = np.where(rated & (outcome != _IN_PROGRESS), score, np.int8(0))
        return np.asarray(score, dtype=np.int8)

    def _marks(self, day: int, service: NDArray[np.int16], channel: NDArray[np.int8], chooser: Generator) -> Rows:
        marks = self._rates.rules["marks"]
        start, end = marks["assisted_at_window_start"], marks["assisted_at_window_end"]
        assisted = chooser.random(len(service), dtype=np.float32) < start + (end - start) * day / max(1, self._last)
        repeat = chooser.random(len(service), dtype=np.float32) < marks["duplicate_report"]
        return {
            "assisted": assisted & (channel == _WINDOW),
            "repeat": repeat & self._rates.is_report[service] & (channel != _WINDOW),
        }
