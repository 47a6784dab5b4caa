"""Which snapshot an answer comes from, or that there is none."""

from __future__ import annotations

from dataclasses import dataclass

from data.drops.cadence import ARCHIVE
from data.published.freshness import TableAge

#: From this share of a table's rows on, what was set aside is said beside the numbers.
NOTABLE_SET_ASIDE_SHARE = 0.001


@dataclass(frozen=True)
class Source:
    """Where an answer comes from: one snapshot, and how old its data is against what its manifest promised.

    `freshness` is fresh, late, stale or archive: that of the worst of the tables that are not optional. `data_as_of`
    and `published_at` are ISO texts, the second one on the city's clock. `tables` are the ages of the tables that know
    their days, the worst first. `set_aside_shares` are the tables of which so large a share of rows was left out that a
    reader should know. `perturbed`: its counts are of people, and small ones are not shown as they are. `stands_in`: it
    answers in the place of a newer one that is gone or damaged.
    """

    city: str
    domain: str
    snapshot_id: str
    data_as_of: str
    published_at: str
    cadence: str
    freshness: str
    simulated: bool
    publishers: tuple[str, ...]
    tables: tuple[TableAge, ...] = ()
    set_aside_shares: tuple[tuple[str, float], ...] = ()
    perturbed: bool = False
    stands_in: bool = False

    @property
    def has_follow_up(self) -> bool:
        """Whether what was found open may still be: an archive ends, and what was put right after that is not in it."""
        return self.simulated or self.freshness != ARCHIVE


class DataMissingError(LookupError):
    """No snapshot of that city and domain can answer (none was published, or none by the day asked for)."""

    def __init__(self, city: str, domain: str, as_of: str | None = None) -> None:
        super().__init__(f"no snapshot of {city}/{domain}" + (f" as of {as_of}" if as_of else ""))
        self.city, self.domain, self.as_of = city, domain, as_of
