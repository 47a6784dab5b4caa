"""The select of a city, typed into: name in any language, pinyin, province, country; grouped where there are many."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import dash_mantine_components as dmc
from dash.development.base_component import Component

from components import ids
from components.locale_formats import country_name
from components.text import Words
from components.view.reader import Reader
from components.view.select_props import DRAWN_OPEN
from data.city.city_index import CityEntry, city_entries
from settings import settings

#: Fewer cities are one list.
FEWEST_GROUPED = 8


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


def city_options(entries: list[CityEntry], words: Words, first: tuple[str, ...] = ()) -> list[dict[str, Any]]:
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


def city_chooser(reader: Reader) -> Component:
    """The select; `assets/js/city_chooser/` decides what of its options is shown, the latest cities first."""
    chosen, words = settings(), reader.words
    entries = city_entries(chosen.cities_dir, chosen.cache_dir.parent / "cities.json")
    return dmc.Select(
        id=ids.control(ids.CITY),
        label=words.t("filter.city"),
        data=city_options(entries, words, tuple(chosen.fleet.split())),
        value=reader.city.key,
        allowDeselect=False,
        searchable=True,
        nothingFoundMessage=words.t("filter.nothing_found"),
        filter={"function": "cities", "options": {"recent": words.t("filter.recent_cities")}},
        size="sm",
        comboboxProps=DRAWN_OPEN,
    )
