"""How a language writes numbers, money, units, dates and lists: CLDR's forms, by Babel, made ready for many calls.

Babel's own functions take 10 to 60 microseconds a number, and a page has thousands: here its patterns and symbols are
read once a language, and Python's formatting fills them in. Tests compare the outcome with Babel's functions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from functools import cache, cached_property, lru_cache

from babel import Locale
from babel.dates import format_date, format_time, get_day_names, get_month_names
from babel.lists import format_list
from babel.numbers import get_currency_symbol, get_currency_unit_pattern, get_decimal_symbol, get_group_symbol
from babel.units import format_unit

#: Units that CLDR writes out -> its name for them.
CLDR_UNIT = {"days": "duration-day", "hours": "duration-hour", "minutes": "duration-minute"}
#: Fields of a CLDR date pattern -> what d3 (Plotly's axes) and dayjs (Mantine's calendar) call them.
D3_FIELD = {"y": "%Y", "MMM": "%b", "M": "%-m", "d": "%-d"}
DAYJS_FIELD = {"y": "YYYY", "MMM": "MMM", "M": "M", "d": "D"}
DATE_FIELD = re.compile(r"y+|M+|d+")
NO_BREAK_SPACE = "\u00a0"


@dataclass(frozen=True)
class Step:
    """A step of compact numbers, such as million: its size and what CLDR writes before and after the number."""

    size: int
    prefix: str
    suffix: str


@dataclass(frozen=True, eq=False)
class LocaleFormats:
    """The forms of one language. `locale` gives digits, names and units, `order` the order of dates and lists.

    Both are the same but in English: written in the British order, with the months' names that Plotly and dayjs know
    (British CLDR has Sept) and the dollar sign of its commonest city.
    """

    locale: Locale
    order: Locale
    unit_length: str

    @cached_property
    def _separators(self) -> dict[int, str]:
        group, point = get_group_symbol(self.locale), get_decimal_symbol(self.locale)
        return str.maketrans({",": group, ".": point})

    @cached_property
    def point(self) -> str:
        """The sign between whole digits and decimals."""
        return get_decimal_symbol(self.locale)

    def decimal(self, value: float, places: int, *, grouped: bool = True) -> str:
        """The digits with so many decimals, separated as this language does: by thousands too; no minus before 0."""
        written = f"{value:z,.{places}f}" if grouped else f"{value:z.{places}f}"
        return written if self._separates_as_python else written.translate(self._separators)

    @cached_property
    def _separates_as_python(self) -> bool:
        return self._separators == str.maketrans({",": ",", ".": "."})

    @cached_property
    def _percent(self) -> tuple[str, str]:
        pattern = self.locale.percent_formats[None]
        return pattern.prefix[0], pattern.suffix[0]

    def percent(self, written: str) -> str:
        """A number already written, as a percentage."""
        before, after = self._percent
        return f"{before}{written}{after}"

    @cached_property
    def steps(self) -> list[Step]:
        """The steps of compact numbers, largest first."""
        found: dict[int, Step] = {}
        for magnitude, pattern in self.locale.compact_decimal_formats["short"]["other"].items():
            before, after = pattern.prefix[0], pattern.suffix[0]
            size = int(magnitude) // 10 ** (pattern.pattern.count("0") - 1)
            if before or after:
                found.setdefault(size, Step(size, before, after))
        return [found[size] for size in sorted(found, reverse=True)]

    @cached_property
    def by_thousands(self) -> bool:
        """Whether the language counts in thousands and millions; Chinese does in ten thousands (万)."""
        return self.steps[-1].size == 1000

    @cache  # noqa: B019 (one LocaleFormats a language lives as long as the process)
    def _money(self, currency: str, name: str) -> tuple[str, str]:
        if name:
            before, after = get_currency_unit_pattern(currency, locale=self.locale).split("{0}")
            return before, after.replace("{1}", name)
        pattern, symbol = self.locale.currency_formats["standard"], get_currency_symbol(currency, self.locale)
        # CLDR sets a space between letters and digits (currencySpacing), which Babel leaves out.
        apart = NO_BREAK_SPACE if symbol[-1].isalpha() else ""
        return pattern.prefix[0].replace("¤", symbol + apart), pattern.suffix[0].replace("¤", symbol)

    def money(self, written: str, currency: str, name: str = "") -> str:
        """An amount already written, with the currency's symbol, or with the noun that follows the number."""
        before, after = self._money(currency, name)
        return f"{before}{written}{after}"

    @cache  # noqa: B019
    def _unit_patterns(self, unit: str, length: str) -> dict[str, str]:
        """By plural category: what stands around the number, `{}` in the number's place."""
        patterns: dict[str, str] = {}
        for sample in range(102):
            category = self.locale.plural_form(sample)
            if category not in patterns:
                text = format_unit(sample, CLDR_UNIT[unit], length=length, format="0", locale=self.locale)  # type: ignore[arg-type]
                patterns[category] = text.replace(str(sample), "{}")
        return patterns

    def with_unit(self, value: float, unit: str, places: int, *, brief: bool = False) -> str:
        """A number of days or hours, its unit in the plural form that the number asks for as it is written; abbreviated
        (11 min) where it is to be `brief`."""
        patterns = self._unit_patterns(unit, "short" if brief else self.unit_length)
        shown = f"{value:.{places}f}"
        category = self.category(shown) if len(patterns) > 1 else "other"
        return patterns.get(category, patterns["other"]).format(self.decimal(value, places))

    def unit_name(self, unit: str) -> str:
        """What the unit is called where it stands alone, at an axis: days."""
        return self._unit_patterns(unit, self.unit_length)["other"].replace("{}", "").strip()

    @lru_cache(maxsize=10_000)  # noqa: B019
    def category(self, shown: str) -> str:
        """CLDR's plural category of a number by its digits: 1 day is `one`, 1.0 days are `other`."""
        return self.locale.plural_form(Decimal(shown))

    def join(self, names: Sequence[str]) -> str:
        """The names in a sentence: a, b and c."""
        return format_list(list(names), locale=self.order)

    @lru_cache(maxsize=10_000)  # noqa: B019
    def _date(self, day: date, pattern: str) -> str:
        return format_date(day, format=pattern, locale=self.locale)

    @cached_property
    def _day_pattern(self) -> str:
        return self.order.date_formats["medium"].pattern

    def _skeleton(self, skeleton: str) -> str:
        return str(self.order.datetime_skeletons[skeleton].pattern)

    def day(self, day: date) -> str:
        """A day: 20 Nov 2026."""
        return self._date(day, self._day_pattern)

    def month(self, day: date) -> str:
        """The month of a day: Nov 2026."""
        return self._date(day, self._skeleton("yMMM"))

    def quarter(self, day: date) -> str:
        """The quarter of a day: Q4 2026."""
        return self._date(day, self._skeleton("yQQQ"))

    def clock(self, moment: time) -> str:
        """Hours and minutes of a day of 24 hours: 16:05."""
        return format_time(moment, format=self._skeleton("Hm"), locale=self.locale)

    def calendar(self) -> dict[str, str]:
        """The short names of weekdays (0 Monday) and months (1 January) as words of the values in records."""
        days = get_day_names("abbreviated", locale=self.locale)
        months = get_month_names("abbreviated", locale=self.locale)
        return {f"value.weekday.{index}": str(name) for index, name in days.items()} | {
            f"value.month_of_year.{index}": str(name) for index, name in months.items()
        }

    @cached_property
    def axis_formats(self) -> tuple[str, str, str]:
        """Days, months and years at an axis that the browser writes, as d3's formats."""
        day, month, year = (self._skeleton(skeleton) for skeleton in ("MMMd", "yMMM", "y"))
        return _in_fields(day, D3_FIELD), _in_fields(month, D3_FIELD), _in_fields(year, D3_FIELD)

    @cached_property
    def calendar_format(self) -> str:
        """A day in the calendar that the browser writes, as dayjs's format."""
        return _in_fields(self._day_pattern, DAYJS_FIELD)


def _in_fields(pattern: str, fields: dict[str, str]) -> str:
    """A CLDR date pattern in the fields of another library; KeyError for a field that has no counterpart."""
    return DATE_FIELD.sub(lambda field: fields[field[0]], pattern)


@cache
def country_name(code: str, language: str) -> str:
    """CLDR's name of a country (ISO 3166, two letters) in a language; empty for a code that there is not."""
    return str(Locale.parse(language).territories.get(code.upper(), ""))


@cache
def locale_formats(locale: str, order: str, unit_length: str) -> LocaleFormats:
    """The forms of a language by CLDR's identifiers, such as en and en_GB; UnknownLocaleError for one it lacks."""
    return LocaleFormats(Locale.parse(locale), Locale.parse(order), unit_length)
