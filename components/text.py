"""Every word the reader sees, from text_<language>.toml, and numbers, units, dates and lists as CLDR writes them."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from components.locale_formats import LocaleFormats, locale_formats
from data.drops.contract import Measure
from data.reading.periods import fiscal_year_text

FOLDER = Path(__file__).parent
LANGUAGE_KEY = re.compile(r"text_([a-z]{2})\.toml")
#: Counts below this are written in full; a council asks for the number, not for its order of magnitude.
SPELLED_OUT = 10_000_000
#: From here on an amount of money has no decimals, and from there on numbers are shortened.
WHOLE_AMOUNT, SHORTENED = 100, 10_000


#: CLDR's plural categories; a table of the texts whose keys are of these is one text in its plural forms.
CATEGORIES = frozenset({"zero", "one", "two", "few", "many", "other"})
#: Values of a text that choose its plural form, the first that is there.
COUNTS = ("count", "n")


def _flatten(tree: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str | dict[str, str]]]:
    for key, value in tree.items():
        if not isinstance(value, dict):
            yield f"{prefix}{key}", str(value)
        elif "other" in value and value.keys() <= CATEGORIES:
            yield f"{prefix}{key}", {**value}
        else:
            yield from _flatten(value, f"{prefix}{key}.")


@cache
def languages() -> tuple[str, ...]:
    """Languages that have a file, English first."""
    known = sorted(match[1] for path in FOLDER.iterdir() if (match := LANGUAGE_KEY.fullmatch(path.name)))
    return ("en", *(language for language in known if language != "en"))


@cache
def written_in(language: str) -> dict[str, str | dict[str, str]]:
    """What the language's file says, by dotted key."""
    return dict(_flatten(tomllib.loads((FOLDER / f"text_{language}.toml").read_text("utf-8"))))


@cache
def plurals(language: str) -> dict[str, dict[str, str]]:
    """By dotted key, the texts that differ with a number: a form for each of CLDR's categories."""
    return {key: forms for key, forms in written_in(language).items() if isinstance(forms, dict)}


@cache
def texts(language: str) -> dict[str, str]:
    """All words of a language by dotted key, plurals in their form `other`; weekdays and months are CLDR's."""
    words = {key: text if isinstance(text, str) else text["other"] for key, text in written_in(language).items()}
    return words | formats_of(language).calendar()


@cache
def formats_of(language: str) -> LocaleFormats:
    """How the language writes numbers, money, dates and lists, by the locales that its file names."""
    keys = ("locale.cldr", "locale.cldr_order", "locale.cldr_units")
    return locale_formats(*(str(written_in(language)[key]) for key in keys))


#: Units of numbers that stand for so many of something: the unit is said beside them.
RATE_UNITS = ("per_1000", "per_100", "per_km2")


def _places_of_rate(value: float) -> int:
    """One decimal place; below one as many as show two digits, at most four: 0.0042 is not 0.0."""
    return 1 if value == 0 or abs(value) >= 1 else min(4, 1 - math.floor(math.log10(abs(value))))


@dataclass(frozen=True)
class Words:
    """The words, numbers and dates of one reader: a language and the city's currency.

    `own` are words that stand in the place of the language's: what one figure calls its columns by.
    `fiscal_year_starts_month`: with which month the city's fiscal years start, by which they are written.
    """

    language: str = "en"
    currency: str = "USD"
    own: tuple[tuple[str, str], ...] = ()
    fiscal_year_starts_month: int = 1

    def t(self, key: str, **values: object) -> str:
        """The word of that key with its values filled in; KeyError for a key that the language lacks.

        Numbers among the values are written as the language writes them; `count` or `n` chooses the plural form.
        """
        if self.own and (named := dict(self.own).get(key)) is not None:
            return named
        text = texts(self.language)[key]
        if not values:
            return text
        if (forms := plurals(self.language).get(key)) is not None:
            number = next(values[name] for name in COUNTS if name in values)
            text = forms.get(self._formats.category(f"{number:.15g}"), forms["other"])
        return text.format(**{name: self._value(value) for name, value in values.items()})

    def _value(self, value: object) -> object:
        return self.number(value) if isinstance(value, int | float) and not isinstance(value, bool) else value

    @property
    def _currency(self) -> str:
        """The city's currency where it stands apart from a number: its noun in this language, else its code (CNY)."""
        return self.t(key) if self.has(key := f"currency.{self.currency}") else self.currency

    @property
    def _formats(self) -> LocaleFormats:
        return formats_of(self.language)

    def has(self, key: str) -> bool:
        """Whether the language has a word of that key."""
        return key in texts(self.language) or (bool(self.own) and key in dict(self.own))

    def or_same(self, prefix: str, value: str) -> str:
        """The word `<prefix>.<value>` where there is one, else the value itself (a publisher's own word).

        `<prefix>.each` says what stands around every value without a word: the 34 of a ward is Ward 34. Fiscal years
        are written as the city's are, and a word of an amount may name the city's `{currency}`.
        """
        if prefix == "value.fiscal_year" and value.isdecimal():
            return fiscal_year_text(int(value), self.fiscal_year_starts_month)
        key, each = f"{prefix}.{value}", f"{prefix}.each"
        if self.has(key):
            return self.t(key, currency=self._currency)
        return self.t(each, value=value) if self.has(each) else value

    def unrecorded(self, prefix: str) -> str:
        """What stands in the place of a value that was not recorded: `<prefix>.none`, else a general word."""
        return self.or_same(prefix, "none") if self.has(f"{prefix}.none") else self.t("figure.unnamed")

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

    def number(
        self, value: float | None, unit: str = "count", digits: int | None = None, like: float | None = None,
        *, brief: bool = False,
    ) -> str:  # fmt: skip
        """The value as this language writes it, with its unit; an en dash for a missing value.

        With `like` an amount and a `short` number are written in the step (thousand, million, ...) of that number,
        beside which it stands.

        Days below one are written in hours or minutes; a unit of time is abbreviated where it is to be `brief`. A
        number of things (`count`, or the contract's own noun) is written out; `short` is for the ticks of an axis.
        """
        if value is None or value != value:
            return "–"
        forms = formats_of(self.language)
        if unit == "count" and not digits and type(value) is int and -SPELLED_OUT < value < SPELLED_OUT:
            return forms.decimal(value, 0)  # as below: most are such
        if unit in ("share", "percent"):
            shown = value * 100 if unit == "share" else value
            return forms.percent(forms.decimal(shown, 1 if digits is None else digits))
        if unit == "lcu_exact":
            return ("-" if value < 0 else "") + self.money(forms.decimal(abs(value), 2))
        if unit == "lcu":
            # Of 1,018.1 yuan nobody needs the tenth; of 24.8 they do.
            whole = digits is None and WHOLE_AMOUNT <= abs(value) < SHORTENED
            return ("-" if value < 0 else "") + self.money(self._short(abs(value), 0 if whole else digits, like))
        if unit == "days" and 0 < abs(value) < 1 and digits is None:
            hours = abs(value) * 24 >= 1
            if hours:
                return self.number(value * 24, "hours", brief=brief)
            return self.number(value * 1440, "minutes", 0, brief=brief)
        if unit in ("days", "hours", "minutes"):
            return forms.with_unit(value, unit, 1 if digits is None else digits, brief=brief)
        if unit in RATE_UNITS:
            return forms.decimal(value, _places_of_rate(value) if digits is None else digits)
        if unit != "short" and not digits and float(value).is_integer() and abs(value) < SPELLED_OUT:
            return forms.decimal(value, 0)
        return self._short(value, digits, like)

    def range(self, low: float, high: float, unit: str) -> str:
        """*12.0% to 15.1%*; one number where both ends read the same, as those of millions of cases do."""
        ends = [self.number(end, unit) for end in (low, high)]
        return ends[0] if ends[0] == ends[1] else self.t("figure.range", low=ends[0], high=ends[1])

    def money(self, written: str) -> str:
        """An amount already written, with the city's currency where this language puts it."""
        named = self._currency
        return self._formats.money(written, self.currency, "" if named == self.currency else named)

    def unit(self, unit: str) -> str:
        """The name of a unit where it stands apart from its number; empty for one that is written with every number."""
        if unit in ("days", "hours"):
            return self._formats.unit_name(unit)
        return self.t(f"unit.{unit}") if unit in RATE_UNITS else ""

    def change(self, value: float, digits: int, unit: str = "count") -> str:
        """A change with its sign, in points, per cent or a number of things; what rounds to nothing is no change."""
        rounded = round(value, digits)
        if rounded == 0:
            return self.t("kpi.no_change")
        written = ("-" if rounded < 0 else "+") + self._formats.decimal(abs(rounded), digits)
        if unit == "points":
            return self.t("kpi.points", value=written)
        return self._formats.percent(written) if unit == "percent" else written

    def round_amount(self, value: float | None) -> str:
        """A round amount, such as a limit, exactly: without cents that are none, and as 100万元 in Chinese."""
        if value is None:
            return self.number(None, "lcu_exact")
        forms = self._formats
        sign, amount = ("-" if value < 0 else ""), abs(value)
        for step in () if forms.by_thousands else forms.steps:
            scaled = amount / step.size
            places = next((each for each in (0, 1, 2) if round(scaled, each) == scaled), None)
            if scaled >= 1 and places is not None:
                return sign + self.money(f"{step.prefix}{forms.decimal(scaled, places, grouped=False)}{step.suffix}")
        return sign + self.money(forms.decimal(amount, 0 if amount.is_integer() else 2))

    def _short(self, value: float, digits: int | None, like: float | None = None) -> str:
        """A number shortened by the language's own steps: thousand, million, billion, or 万 and 亿.

        Steps of a thousand keep three digits (12.3M). Chinese keeps one decimal of 万 and two of 亿, as its statistics
        offices do: amounts that stand beside each other have the same decimals.
        """
        forms = self._formats
        size = abs(value if like is None or value == 0 else like)
        for step in forms.steps:
            if size >= max(step.size, SHORTENED):
                scaled = value / step.size
                if digits is not None:
                    places = digits
                elif forms.by_thousands:
                    places = max(3 - len(str(int(abs(scaled)))), 0)
                else:
                    places = 1 if step.size == 10_000 else 2
                written = forms.decimal(scaled, places, grouped=forms.by_thousands)
                return f"{step.prefix}{written}{step.suffix}"
        return forms.decimal(value, (0 if float(value).is_integer() else 1) if digits is None else digits)

    def sentences(self, *sentences: str) -> str:
        """Sentences one after the other: a space between them, but not after a full-width stop."""
        text = ""
        for sentence in sentences:
            text += sentence if not text or text.endswith("。") else f" {sentence}"
        return text

    def join(self, names: Iterable[str]) -> str:
        """Names as a sentence lists them: a, b and c; empty for none."""
        return self._formats.join([*names])

    def day(self, iso: str | date | None) -> str:
        """A day as this language writes it: 20 Nov 2026; an en dash for a missing one."""
        return "–" if iso is None else self._formats.day(_day_of(iso))

    def month(self, iso: str | date | None) -> str:
        """A month as this language writes it: Nov 2026; an en dash for a missing one."""
        return "–" if iso is None else self._formats.month(_day_of(iso))

    def quarter(self, iso: str | date | None) -> str:
        """A quarter as this language writes it: Q4 2026; an en dash for a missing one."""
        return "–" if iso is None else self._formats.quarter(_day_of(iso))

    def moment(self, iso: str | datetime) -> str:
        """A day with its hour and minute, in the time of the moment itself: 20 Nov 2026 16:05."""
        clock = time.fromisoformat(iso[11:16]) if isinstance(iso, str) else iso.time()
        return f"{self.day(iso)} {self._formats.clock(clock)}"

    @property
    def point(self) -> str:
        """The sign between whole digits and decimals."""
        return self._formats.point

    @property
    def short_months(self) -> list[str]:
        """The short names of the months, January first."""
        return [self.t(f"value.month_of_year.{month}") for month in range(1, 13)]

    @property
    def axis_formats(self) -> tuple[str, str, str]:
        """d3's formats of days, months and years at an axis that the browser writes."""
        return self._formats.axis_formats

    @property
    def calendar_format(self) -> str:
        """dayjs's format of a day in the calendar that the browser writes."""
        return self._formats.calendar_format


def _day_of(iso: str | date) -> date:
    if isinstance(iso, datetime):
        return iso.date()
    return iso if isinstance(iso, date) else date.fromisoformat(iso[:10])
