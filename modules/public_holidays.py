"""China's public holidays as the State Council announces them: the simulator keeps them, forecasts learn them."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from functools import cache
from pathlib import Path

_HOLIDAYS = Path(__file__).with_suffix(".toml")


@cache
def public_holidays() -> tuple[dict[date, str], frozenset[date]]:
    """Days off with the holiday's name, and the weekend days worked instead (public_holidays.toml has the source).

    Not to be changed: it is read once a process.
    """
    off: dict[date, str] = {}
    worked: set[date] = set()
    for holiday in tomllib.loads(_HOLIDAYS.read_text("utf-8"))["holiday"]:
        for since, until in holiday["days"]:
            first = date.fromisoformat(since)
            length = (date.fromisoformat(until) - first).days + 1
            off |= {first + timedelta(days=day): holiday["name"] for day in range(length)}
        worked |= {date.fromisoformat(day) for day in holiday["worked"]}
    return off, frozenset(worked)
