"""Where the benchmarks play: a published city, an empty cache of answers, and the views that readers ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from data.published.source import Source
from data.reading.store import store

#: The city of real records is preferred, where it has been brought.
PREFERRED = "chicago"


class NoCityError(LookupError):
    """No city with a snapshot to measure on."""


@dataclass(frozen=True)
class Stage:
    """What each benchmark is given. `folder` is a place of its own that is removed afterwards."""

    city: str
    sources: dict[str, Source]
    runs: int
    folder: Path
    chromium: str = ""
    events: int = 5_000_000

    def environment(self, name: str) -> dict[str, str]:
        """The environment of a server on this city whose cache of answers is empty and its own."""
        cache = str(self.folder / f"cache-{name}")
        return {"CITYDECK_DEFAULT_CITY": self.city, "CITYDECK_CACHE_DIR": cache, "CITYDECK_WARM_UP": "true"}

    def last_day(self, domain: str) -> date:
        """The day up to which a domain's records go."""
        return date.fromisoformat(self.sources[domain].data_as_of[:10])


def choose_city(wanted: str | None, default_city: str) -> tuple[str, dict[str, Source]]:
    """The city to measure on and its snapshots: the one asked for, else the real one, else the default one."""
    for city in [wanted] if wanted else [PREFERRED, default_city]:
        if sources := store().versions(city).sources():
            return city, sources
    raise NoCityError(f"no city has a snapshot to measure on (looked for {wanted or f'{PREFERRED}, {default_city}'})")


def view_of(stage: Stage, domain: str, days_back: int | None = None) -> dict[str, str]:
    """A reader's view: the whole span of the data, or the year that ended that many days before the data does."""
    view = {"city": stage.city, "lang": "en"}
    if days_back is not None:
        until = stage.last_day(domain) - timedelta(days=days_back)
        view |= {"since": (until - timedelta(days=364)).isoformat(), "until": until.isoformat()}
    return view
