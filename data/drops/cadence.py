"""How often data is promised anew: an ISO 8601 duration, or an archive that is not."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import lru_cache

ARCHIVE = "archive"
#: Most digits of one number in a cadence: longer ones overflow a duration.
_MOST_DIGITS = 4
_DURATION = re.compile(
    r"P(?=[\dT])(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?"
)


@lru_cache(maxsize=64)
def read_cadence(text: str) -> timedelta | None:
    """The time between two updates: an ISO 8601 duration (a month as 31 days, a year as 366), None for `archive`.

    The longest month and year are taken, so that data on time is never called late. Raises ValueError for other text
    and for numbers of more than four digits.
    """
    if text == ARCHIVE:
        return None
    match = _DURATION.fullmatch(text)
    if match is None:
        raise ValueError(f"cadence is {text!r}, neither an ISO 8601 duration such as P1D nor archive")
    if any(len(part or "") > _MOST_DIGITS for part in match.groups()):
        raise ValueError(f"cadence is {text[:40]!r}, longer than anybody waits for an update")
    years, months, weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return timedelta(
        days=366 * years + 31 * months + 7 * weeks + days, hours=hours, minutes=minutes, seconds=seconds
    )  # fmt: skip
