"""Every word the reader sees, from text_<language>.toml, and how a language writes numbers, units and dates."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from data.drops.contract import Measure

FOLDER = Path(__file__).parent
LANGUAGE_KEY = re.compile(r"text_([a-z]{2})\.toml")
#: Counts below this are written in full; a council asks for the number, not for its order of magnitude.
SPELLED_OUT = 10_000_000


def _flatten(tree: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in tree.items():
        if isinstance(value, Mapping):
            flat |= _flatten(value, f"{prefix}{key}.")
        else:
            flat[f"{prefix}{key}"] = str(value)
    return flat


@cache
def languages() -> tuple[str, ...]:
    """Languages that have a file, English first."""
    found = sorted(match[1] for path in FOLDER.iterdir() if (match := LANGUAGE_KEY.fullmatch(path.name)))
    return ("en", *(language for language in found if language != "en"))


@cache
def texts(language: str) -> dict[str, str]:
    """All words of a language by dotted key."""
    return _flatten(tomllib.loads((FOLDER / f"text_{language}.toml").read_text("utf-8")))


def _places_of_rate(value: float) -> int:
    """One decimal place; below one as many as show two digits, at most four: 0.0042 is not 0.0."""
    return 1 if value == 0 or abs(value) >= 1 else min(4, 1 - math.floor(math.log10(abs(value))))


@dataclass(frozen=True)
class Words:
    """The words, numbers and dates of one reader: a language and the city's currency.

    `own` are words that stand in the place of the language's: what one figure calls its columns by.
    """

    language: str = "en"
    currency: str = "USD"
    own: tuple[tuple[str, str], ...] = ()

    def t(self, key: str, **values: object) -> str:
        """The word of that key with its values filled in; KeyError for a key that the language lacks."""
        if self.own and (named := dict(self.own).get(key)) is not None:
            return named
        return texts(self.language)[key].format(**values) if values else texts(self.language)[key]

    def has(self, key: str) -> bool:
        """Whether the language has a word of that key."""
        return key in texts(self.language) or key in dict(self.own)

    def or_same(self, prefix: str, value: str) -> str:
        """The word `<prefix>.<value>` where there is one, else the value itself (a publisher's own word)."""
        key = f"{prefix}.{value}"
        return self.t(key) if self.has(key) else value

    def definition(self, measure: Measure) -> str:
        """What exactly is measured, from the contract; in this language where its words are of the same version."""
        key = f"measure_definition.{measure.name}.{measure.version}"
        return self.t(key) if self.has(key) else measure.formula

    def name(self, names: Mapping[str, str]) -> str:
        """The name in this language, else in English, else whichever there is."""
        return names.get(self.language) or names.get("en") or next(iter(names.values()), "")

    def sort_key(self, text: str) -> bytes:
        """What sorts names as a reader of this language looks them up.

        Chinese by GB 18030, whose 3,755 commonest characters stand in the order of their pinyin, the rarer ones behind
        them by radical: close to a dictionary without one. Other languages by their letters, whatever their case.
        """
        return text.encode("gb18030") if self.language == "zh" else text.casefold().encode()

    def number(self, value: float | None, unit: str = "count", digits: int | None = None) -> str:
        """The value as this language writes it, with its unit; an en dash for a missing value.

        Days below one are told in hours. A number of things (`count`, or the contract's own noun) is written out;
        `short` is for the ticks of an axis.
        """
        if value is None or value != value:
            return "–"
        if unit in ("share", "percent"):
            shown = value * 100 if unit == "share" else value
            return self.t("number.percent", value=self._written(shown, 1 if digits is None else digits))
        if unit == "lcu":
            return ("-" if value < 0 else "") + self.money(self._short(abs(value), digits))
        if unit == "days" and 0 < abs(value) < 1 and digits is None:
            return self.number(value * 24, "hours")
        if unit in ("days", "hours"):
            written = self._written(value, 1 if digits is None else digits)
            return self.t("number.with_unit", value=written, unit=self.t(f"unit.{unit}"))
        if unit in ("per_1000", "per_100"):
            return self._written(value, _places_of_rate(value) if digits is None else digits)
        if unit != "short" and float(value).is_integer() and abs(value) < SPELLED_OUT:
            return self._written(value, 0)
        return self._short(value, digits)

    def money(self, written: str) -> str:
        """An amount already written, with the city's currency where this language puts it."""
        key = f"currency.{self.currency}"
        return self.t(key, value=written) if self.has(key) else f"{self.currency} {written}"

    def signed(self, value: float, digits: int) -> str:
        """A change with its sign, plus or minus; what rounds to nothing has no sign of its own."""
        rounded = round(value, digits) + 0.0
        return ("-" if rounded < 0 else "+") + self._written(abs(rounded), digits)

    def _written(self, value: float, places: int, *, grouped: bool = True) -> str:
        """The digits, in groups of three, with this language's own separators."""
        separators = str.maketrans({",": self.t("number.group") if grouped else "", ".": self.t("number.point")})
        return f"{value:,.{places}f}".translate(separators)

    def _short(self, value: float, digits: int | None) -> str:
        """A number shortened by the language's own steps: thousand, million, billion, or 万 and 亿.

        Steps of three digits keep three of them (12.3M), steps of four keep four (1235万), as statistics offices write.
        """
        significant = int(self.t("number.significant"))
        steps = [(float(size), word) for size, word in (item.split("=") for item in self.t("number.steps").split(","))]
        for size, word in steps:
            if abs(value) >= max(size, 10_000):
                scaled = value / size
                before = len(str(int(abs(scaled))))
                places = digits if digits is not None else max(significant - before, 0)
                return self._written(scaled, places, grouped=significant == 3) + word
        return self._written(value, (0 if float(value).is_integer() else 1) if digits is None else digits)

    def day(self, iso: str | date | None) -> str:
        """A day as this language writes it."""
        if iso is None:
            return "–"
        day = iso if isinstance(iso, date) else date.fromisoformat(iso[:10])
        return self.t("date.day", y=day.year, m=day.month, d=day.day, mon=self.t(f"month.{day.month}"))

    def month(self, iso: str | date | None) -> str:
        """A month as this language writes it."""
        if iso is None:
            return "–"
        day = iso if isinstance(iso, date) else date.fromisoformat(iso[:10])
        return self.t("date.month", y=day.year, m=day.month, mon=self.t(f"month.{day.month}"))
