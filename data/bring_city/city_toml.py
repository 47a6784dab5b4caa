"""The text of a new city's `city.toml`: what the command knows, and comments where a person must decide."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class CityFacts:
    """What a city.toml says. `bounds` is ((south, west), (north, east)); `levels` are (key, names, plurals).

    `country` (ISO 3166, two letters) and `region` (a province's name by language) group cities where one is
    chosen, `aliases` are other names by which it is found there.
    """

    name: Mapping[str, str]
    language: str
    timezone: str
    currency: str
    fiscal_year_starts_month: int
    bounds: tuple[tuple[float, float], tuple[float, float]]
    levels: Sequence[tuple[str, Mapping[str, str], Mapping[str, str]]]
    files: Sequence[Mapping[str, str]]
    population: int | None = None
    population_year: int | None = None
    population_source: str = ""
    base_layers: Sequence[str] = ()
    thresholds: Sequence[str] = field(default_factory=tuple)
    country: str = ""
    region: Mapping[str, str] = field(default_factory=dict)
    aliases: Sequence[str] = ()


#: China: debt outstanding over comprehensive fiscal resources.
CHINA_THRESHOLDS = (
    "# Debt outstanding over comprehensive fiscal resources: the Ministry of Finance grades local governments green",
    "# below 120 %, yellow to 200 %, orange to 300 %, red beyond.",
    "debt_ratio_share = { watch = 1.2, high = 2.0, critical = 3.0, "
    'source = "Ministry of Finance of China, debt-risk grades" }',
)
NO_THRESHOLDS = ('# None set. Example: debt_ratio_share = { watch = 1.2, high = 2.0, source = "who says so" }',)
WALL = """[[wall.playlists]]
key = "day"
hours = [7, 19]
scenes = [
  { scene = "overview", seconds = 30 },
  { scene = "services", seconds = 25 },
  { scene = "food_safety", seconds = 25 },
  { scene = "alerts", seconds = 20 },
  { scene = "fiscal", seconds = 25 },
  { scene = "economy", seconds = 25 },
  { scene = "changes", seconds = 20 },
]

[[wall.playlists]]
key = "night"
hours = [19, 7]
scenes = [
  { scene = "overview", seconds = 60 },
  { scene = "alerts", seconds = 60 },
]
"""


def _text(value: str) -> str:
    """A TOML basic string: JSON's escapes are TOML's, but for DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _words(words: Mapping[str, str]) -> str:
    return "{ " + ", ".join(f"{language} = {_text(word)}" for language, word in words.items()) + " }"


def _section(name: str, lines: Sequence[str]) -> list[str]:
    return ["", name, *lines]


def city_toml(facts: CityFacts) -> str:
    """The text of city.toml, which `data.city.load_city` reads."""
    (south, west), (north, east) = facts.bounds
    lines = [
        "# Written by `python -m data add-city`; edit it freely, then run `python -m data validate-city`.",
        f"timezone = {_text(facts.timezone)}",
        f"currency = {_text(facts.currency)}",
        f"fiscal_year_starts_month = {facts.fiscal_year_starts_month}",
        f"language = {_text(facts.language)}",
        f"centre = [{(south + north) / 2:.4f}, {(west + east) / 2:.4f}]",
        f"bounds = [[{south:.4f}, {west:.4f}], [{north:.4f}, {east:.4f}]]",
    ]
    lines += [f"country = {_text(facts.country)}"] if facts.country else []
    lines += [f"aliases = [{', '.join(map(_text, facts.aliases))}]"] if facts.aliases else []
    lines += [f"region = {_words(facts.region)}"] if facts.region else []
    lines += _section("[name]", [f"{language} = {_text(word)}" for language, word in facts.name.items()])
    if facts.population is not None:
        told = [f"value = {facts.population}", f"source = {_text(facts.population_source)}"]
        told += [f"year = {facts.population_year}"] if facts.population_year else []
        lines += _section("[population]", told)
    for key, name, plural in facts.levels:
        told = [f"key = {_text(key)}", f"name = {_words(name)}", f"plural = {_words(plural)}"]
        told += [] if key == "city" else [f'file = "areas/{key}.geojson"']
        lines += _section("[[levels]]", told)
    lines += _section("[thresholds]", facts.thresholds or NO_THRESHOLDS)
    lines += _section(
        "[targets]", ['# None set. Example: on_time_share = { value = 0.95, source = "who promised it" }']
    )
    lines += _section("[base_layers]", [f'{layer} = "base/{layer}.geojson"' for layer in facts.base_layers])
    lines += _section("[wall]", [f"language = {_text(facts.language)}", "", *WALL.splitlines()])
    for file in facts.files:
        lines += _section("[[files]]", [f"{key} = {_text(value)}" for key, value in file.items()])
    return "\n".join(lines) + "\n"
