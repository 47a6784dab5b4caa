"""Names of China's places that are not today's official ones: former names, older spellings, and new areas (新区).

`other_names.toml` has them by the code of the city or area that they mean today.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from data.bring_city.romanise import pinyin_of, typed

#: How a new area ends, in the form in which names are compared.
_NEW_AREA = re.compile(r"(新区|newarea|newdistrict|xinqu)$")


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "other_names.toml").read_text("utf-8"))


def other_names_of(city_adcode: str) -> tuple[str, ...]:
    """The former names and older spellings of a city, in characters or English letters."""
    return tuple(_tables()["cities"].get(city_adcode, ()))


def _codes_of(table: str, wanted: str) -> tuple[str, ...]:
    return tuple(code for code, names in _tables()[table].items() if wanted in map(typed, names))


def cities_once_named(wanted: str) -> tuple[str, ...]:
    """Codes of the cities that had this name or spelling, which is as `typed` makes it."""
    return _codes_of("cities", wanted)


def areas_once_named(wanted: str) -> tuple[str, ...]:
    """Codes of the areas of cities that had this name, which is as `typed` makes it."""
    return _codes_of("areas", wanted)


def without_new_area(wanted: str) -> str:
    """`浦东新区` and `pudongnewarea` without what says that it is a new area; "" where the name does not say so."""
    bare = _NEW_AREA.sub("", wanted)
    return bare if bare != wanted and len(bare) > 1 else ""


def cities_of_new_area(wanted: str) -> tuple[str, ...]:
    """Codes of the cities that a new area without outlines of its own lies in, by its name with or without 新区."""
    bare = without_new_area(wanted) or wanted
    tables: dict[str, list[str]] = _tables()["new_areas"]
    return tuple(code for name, codes in tables.items() if bare in (name, typed(pinyin_of(name))) for code in codes)
