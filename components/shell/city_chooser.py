"""The select of a city, typed into: name in any language, pinyin, province, country; grouped where there are many.

Many cities are no part of a page: their list has an address that names its content, and the browser asks for it when
the select is used.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from typing import Any

import orjson
from dash.development.base_component import Component

from components import ids
from components.locale_formats import country_name
from components.mantine import dmc
from components.text import Words
from components.view.reader import Reader
from components.view.select_props import OPENING
from data.city.city_index import CityEntry, city_entries
from settings import settings

#: Fewer cities are one list.
FEWEST_GROUPED = 8
#: From so many cities on a page holds those of its view and of the fleet's order alone.
FEWEST_LISTED = 60


def _plain(text: str) -> str:
    """Small letters without marks, blanks and apostrophes, as `assets/js/city_chooser/` compares."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKD", text.casefold()))


def _group(entry: CityEntry, words: Words) -> str:
    """The province that a city is listed under, else its country, else what is said of cities of neither."""
    if entry.region:
        return words.name(dict(entry.region))
    country = country_name(entry.country, words.language) if entry.country else ""
    return country or words.t("filter.other_cities")


def _searched(entry: CityEntry, group: str) -> str:
    """Everything by which a city is found."""
    told = (*entry.name.values(), *entry.aliases, *entry.region.values(), entry.country, group, entry.key)
    return " ".join(dict.fromkeys(filter(None, map(_plain, told))))


def city_options(entries: Sequence[CityEntry], words: Words, first: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """The options by name, in groups by name where there are many; cities of the fleet's order (`first`) come first."""
    options: dict[str, list[dict[str, str]]] = {}
    order = {key: place for place, key in enumerate(first)}
    for entry in entries:
        group = _group(entry, words)
        option = {"value": entry.key, "label": words.name(dict(entry.name)), "search": _searched(entry, group)}
        options.setdefault(group, []).append(option)

    def place(option: dict[str, str]) -> tuple[int, bytes]:
        return order.get(option["value"], len(order)), words.sort_key(option["label"])

    if len(entries) < FEWEST_GROUPED:
        return sorted((each for group in options.values() for each in group), key=place)
    groups = sorted(options, key=words.sort_key)
    return [{"group": group, "items": sorted(options[group], key=place)} for group in groups]


def _entries() -> list[CityEntry]:
    chosen = settings()
    return city_entries(chosen.cities_dir, chosen.cache_dir.parent / "cities.json")


def _fleet() -> tuple[str, ...]:
    return tuple(settings().fleet.split())


def _list_address(entries: Sequence[CityEntry], words: Words) -> str:
    """The address of the list in the reader's language: it is another one where anything in the list is."""
    told = orjson.dumps([words.language, _fleet(), words.t("filter.other_cities"), entries])
    return f"/cities/{words.language}/{hashlib.sha256(told).hexdigest()[:16]}.json"


def list_address(language: str) -> str:
    """The address of the list of cities as it is now, in a language that the house speaks."""
    return _list_address(_entries(), Words(language))


def city_list(language: str) -> bytes:
    """The options of all cities in that language, as JSON."""
    return orjson.dumps(city_options(_entries(), Words(language), _fleet()))


def city_chooser(reader: Reader) -> Component:
    """The select; `assets/js/city_chooser/` decides what of its options is shown, the latest cities first."""
    words, entries = reader.words, _entries()
    is_listed = len(entries) < FEWEST_LISTED
    near = [each for each in entries if is_listed or each.key in (reader.city.key, *_fleet()[:FEWEST_LISTED])]
    listed_at = {"data-cities": _list_address(entries, words), "data-cities-lost": words.t("filter.cities_lost")}
    return dmc.Select(
        id=ids.control(ids.CITY),
        label=words.t("filter.city"),
        data=city_options(near, words, _fleet()),
        value=reader.city.key,
        allowDeselect=False,
        searchable=True,
        nothingFoundMessage=words.t("filter.nothing_found"),
        filter={
            "function": "cities",
            "options": {"recent": words.t("filter.recent_cities"), "wait": words.t("filter.cities_wait")},
        },
        size="sm",
        **OPENING,
        **({} if is_listed else listed_at),
    )
