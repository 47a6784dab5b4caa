"""Which snapshot an answer comes from, or that there is none."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """Where an answer comes from: one snapshot, and how old its data is against what its manifest promised.

    `freshness` is fresh, late, stale or archive. `data_as_of` and `published_at` are ISO texts.
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


class DataMissingError(LookupError):
    """No snapshot of that city and domain can answer (none was published, or none by the day asked for)."""

    def __init__(self, city: str, domain: str, as_of: str | None = None) -> None:
        super().__init__(f"no snapshot of {city}/{domain}" + (f" as of {as_of}" if as_of else ""))
        self.city, self.domain, self.as_of = city, domain, as_of
