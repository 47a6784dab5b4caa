"""What a run of the simulator was asked for, and the randomness of each of its parts."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.random import Generator

from data.city.pack import City
from modules.simulate.places import Addresses, Districts, read_districts, sample_addresses

#: Residents of Shenzhen at the 2020 census (National Bureau of Statistics): the scale of the default run.
SHENZHEN_RESIDENTS = 17_494_398


@dataclass(frozen=True)
class Plan:
    """One run: the same city pack, seed, events and last day give the same records."""

    city: City
    seed: int
    events: int
    until: date

    @property
    def residents(self) -> int:
        """Residents of the city; a million is assumed where its pack does not say."""
        return self.city.population or 1_000_000

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
