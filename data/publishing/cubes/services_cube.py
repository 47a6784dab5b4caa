"""What a cube of services is: its unit of time, its dimensions and what it adds up."""

from __future__ import annotations

from dataclasses import dataclass

from data.published.cell_keys import RECORD_KEY

SUMS = (
    "requests", "completed", "abandoned", "rejected", "completed_known_channel", "completed_digital", "ratings",
    "satisfied", "closed_with_deadline", "closed_on_time", "costed",
)  # fmt: skip
#: The days that requests took to close, added up.
DAYS = "total"
#: SQL type of the columns that each kind of cube adds up.
MEASURES: dict[str, dict[str, str]] = {
    "requests": dict.fromkeys(SUMS, "INTEGER") | {"cost_lcu": "DOUBLE"},
    "closing": {"counted": "INTEGER", DAYS: "DOUBLE"},
    "hours": {"requests": "INTEGER"},
    "backlog": {"backlog": "INTEGER"},
}


@dataclass(frozen=True)
class Cube:
    """One cube: its time (`day` or `month`) and dimensions; `most` requests that it serves.

    `areas` is how many levels of areas it has (None: all), `source` what it is summed from. `of_people`: its records
    have keys, and so have its rows; it adds up their days to close only if it `adds_days`.
    """

    name: str
    kind: str
    time: str
    dimensions: tuple[str, ...]
    areas: int | None = 0
    most: int | None = None
    source: str = "piece"
    of_people: bool = False
    adds_days: bool = False

    @property
    def sums(self) -> dict[str, str]:
        """SQL type of each column that it adds up: of people, days to close are what stands for a bucket of them."""
        if not self.of_people:
            return MEASURES[self.kind]
        added = {name: of for name, of in MEASURES[self.kind].items() if name != DAYS or self.adds_days}
        return added | {RECORD_KEY: "USMALLINT"}

    def keys(self, levels: list[str]) -> list[str]:
        """Its key columns in a city with those columns of areas."""
        return [self.time, *(levels if self.areas is None else levels[: self.areas]), *self.dimensions]
