"""What a run of the simulator was asked for, and the randomness of each of its parts."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

import numpy as np
from numpy.random import Generator

from data.city.pack import City
from modules.simulate.places import Addresses, Districts, read_districts, residents_of, sample_addresses

#: Residents of Shenzhen at the 2020 census (National Bureau of Statistics): the scale of the default run.
SHENZHEN_RESIDENTS = 17_494_398


@dataclass(frozen=True)
class Plan:
    """One run: the same city pack, seed, events, last day and moment give the same records.

    A city that goes on living is drawn `ahead` days further than its first records reach: `until` is the last day
    drawn, and `known_at`, by the city's clock, the moment up to which its records say what has happened. Without it
    they say all. A later moment adds to the records of an earlier one and changes nothing but what was open.
    """

    city: City
    seed: int
    events: int
    until: date
    ahead: int = 0
    known_at: datetime | None = None

    @property
    def moment(self) -> datetime:
        """The moment up to which the records tell, not included: the midnight after `until` unless it is earlier."""
        end = datetime.combine(self.until + timedelta(days=1), time())
        return end if self.known_at is None else min(self.known_at, end)

    @property
    def last_known(self) -> date:
        """The day of the last known moment."""
        return (self.moment - timedelta(microseconds=1)).date()

    @property
    def last_whole_day(self) -> date:
        """The last day that is known to its end."""
        return self.moment.date() - timedelta(days=1)

    @property
    def first_until(self) -> date:
        """The last day of the first records, before the days ahead."""
        return self.until - timedelta(days=self.ahead)

    def span(self, days: int) -> int:
        """The days to draw where the first records have so many."""
        return days + self.ahead

    @property
    def residents(self) -> int:
        """Residents of the city."""
        return residents_of(self.city)

    @property
    def scale(self) -> float:
        """Size of the city beside Shenzhen, by residents."""
        return self.residents / SHENZHEN_RESIDENTS

    @property
    def chinese_holidays(self) -> bool:
        """Whether the holidays of the People's Republic are kept: cities on Chinese time that pay in yuan."""
        return self.city.currency == "CNY" and self.city.timezone == "Asia/Shanghai"

    def number(self, part: str) -> int:
        """A seed of its own for a part of the run, so that one part's draws never move another's."""
        digest = hashlib.sha256(f"{self.seed}/{self.city.key}/{part}".encode()).digest()
        return int.from_bytes(digest[:8], "big")

    def chooser(self, part: str) -> Generator:
        """A fresh generator for a part of the run."""
        return np.random.default_rng(self.number(part))

    @cached_property
    def districts(self) -> Districts:
        """The city's areas of level 1."""
        return read_districts(self.city)

    @cached_property
    def pool(self) -> Addresses:
        """The city's addresses: one for about sixty residents, at least 4,000 and at most 120,000."""
        size = int(np.clip(self.residents / 60, 4_000, 120_000))
        return sample_addresses(self.city, self.districts, size, self.chooser("places"))
