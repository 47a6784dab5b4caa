"""What the reader asked to see: one frozen value, made from an address and turned back into one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from data.reading.dimensions import dimensions, join_values, split_values

#: Keys of an address besides the dimensions.
KEYS = ("city", "since", "until", "area", "measure", "compare", "as_of", "lang")
#: `compare`: the period of the same length just before, or a span of days; else an area id.
PREVIOUS = "previous"
SPAN = re.compile(r"\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d")
_PLAIN = re.compile(r"[^\x00-\x1f\x7f]{1,120}")
#: Values of one dimension that an address may name.
MOST_VALUES = 50
#: Years outside are a slip of the finger, and calendars do not reach much further.
FIRST_YEAR, LAST_YEAR = 1900, 2200


@dataclass(frozen=True)
class Filters:
    """One view. Dates are inclusive; None means the whole span of the data.

    `selections` are in the order of `dimensions()`. `fiscal_year_starts_month`: with which month the city's do.
    `grain`: by what charts over time go at least (`week`, `month`), where the period would have them go by less.
    """

    city: str
    since: date | None = None
    until: date | None = None
    area: str | None = None
    area_level: int = 0
    selections: tuple[tuple[str, tuple[str, ...]], ...] = ()
    measure: str | None = None
    compare: str | None = None
    as_of: date | None = None
    language: str = "en"
    compare_level: int = 0
    fiscal_year_starts_month: int = 1
    grain: str | None = None

    def selected(self, dimension: str) -> tuple[str, ...]:
        """Values chosen of that dimension; empty when nothing is chosen."""
        return dict(self.selections).get(dimension, ())

    def with_selection(self, dimension: str, values: Iterable[str]) -> Filters:
        """The same view with these values of one dimension (none: the dimension is free again)."""
        chosen = {**dict(self.selections), dimension: tuple(values)}
        ordered = tuple((name, chosen[name]) for name in dimensions() if chosen.get(name))
        return replace(self, selections=ordered)

    def to_query(self) -> dict[str, str]:
        """The address keys that give this view again, in a fixed order."""
        query = {"city": self.city}
        for key, value in (("since", self.since), ("until", self.until), ("area", self.area),
                           ("measure", self.measure), ("compare", self.compare), ("as_of", self.as_of)):  # fmt: skip
            if value is not None:
                query[key] = value.isoformat() if isinstance(value, date) else value
        query |= {name: join_values(values) for name, values in self.selections}
        return query | {"lang": self.language}


@dataclass(frozen=True)
class Complaint:
    """One thing about an address that could not be used: a word of text_xx.toml (`complaint.<key>`) and its subject."""

    key: str
    subject: str


def _date(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _comparable(text: str, area_levels: Mapping[str, int]) -> bool:
    """Whether that is an area of the city, the previous period, or a span whose days are in order."""
    if SPAN.fullmatch(text):
        since, until = (_date(day) for day in text.split(".."))
        return since is not None and until is not None and since <= until
    return text == PREVIOUS or text in area_levels


def _values(dimension: str, text: str, complaints: list[Complaint]) -> tuple[str, ...]:
    """The values of a dimension, each once; those that cannot be a value are left out and complained about."""
    values = split_values(text)
    plain = tuple(value for value in values if _PLAIN.fullmatch(value))[:MOST_VALUES]
    if len(plain) < len(values):
        complaints.append(Complaint("unreadable", dimension))
    return plain


def _single(key: str, value: Any, complaints: list[Complaint]) -> str:
    """The value of a key; a repeated key arrives as a list, of which the last one counts."""
    if isinstance(value, list | tuple):
        complaints.append(Complaint("repeated", key))
        value = value[-1] if value else ""
    return str(value)


def read_filters(
    query: Mapping[str, Any], city: str, area_levels: Mapping[str, int], languages: Iterable[str], language: str
) -> tuple[Filters, tuple[Complaint, ...]]:
    """The view that an address asks for in this city, and what in it could not be used (never an exception).

    `area_levels` maps the city's area ids to their level; `language` is used where the address names none.
    """
    complaints: list[Complaint] = []
    taken: dict[str, Any] = {}
    for key, value in query.items():
        if key not in KEYS and key not in dimensions():
            complaints.append(Complaint("unknown_key", str(key)[:60]))
            continue
        text = _single(key, value, complaints)
        if not text:
            continue
        if not _PLAIN.fullmatch(text) and key not in dimensions():
            complaints.append(Complaint("unreadable", key))
        elif key in ("since", "until", "as_of"):
            if (day := _date(text)) is None:
                complaints.append(Complaint("not_a_date", f"{key}={text[:40]}"))
            taken[key] = day
        elif key == "area" and text not in area_levels:
            complaints.append(Complaint("unknown_area", text[:40]))
        elif key == "compare" and not _comparable(text, area_levels):
            complaints.append(Complaint("unknown_compare", text[:40]))
        elif key == "lang" and text not in set(languages):
            complaints.append(Complaint("unknown_language", text[:40]))
        else:
            taken[key] = text
    if taken.get("since") and taken.get("until") and taken["since"] > taken["until"]:
        complaints.append(Complaint("until_before_since", f"{taken['since']} > {taken['until']}"))
        taken["since"], taken["until"] = taken["until"], taken["since"]
    area, compare = taken.get("area"), taken.get("compare")
    filters = Filters(
        city=city, since=taken.get("since"), until=taken.get("until"), area=area,
        area_level=area_levels[area] if area else 0, measure=taken.get("measure"), compare=compare,
        as_of=taken.get("as_of"), language=taken.get("lang", language), compare_level=area_levels.get(compare or "", 0),
    )  # fmt: skip
    for dimension in dimensions():
        if dimension in taken:
            filters = filters.with_selection(dimension, _values(dimension, taken[dimension], complaints))
    return filters, tuple(complaints)
