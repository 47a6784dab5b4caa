"""What is written fast is what Babel's own functions write, for any number."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from babel import numbers, units
from hypothesis import given
from hypothesis import strategies as st

from components.locale_formats import LocaleFormats
from components.text import formats_of, languages

NUMBERS = st.decimals(-(10**15), 10**15, places=3).map(float)
LANGUAGES = st.sampled_from(languages()).map(formats_of)


@given(LANGUAGES, NUMBERS, st.integers(0, 3))
def test_digits_and_percentages(forms: LocaleFormats, value: float, places: int) -> None:
    pattern = "#,##0" + ("." + "0" * places if places else "")
    # From the digits as Python rounds them: halves fall to the even neighbour of the binary number, not of the decimal.
    exact = Decimal(f"{value:.{places}f}")
    written = forms.decimal(value, places)
    if exact:  # Babel writes no sign before nothing
        assert written == numbers.format_decimal(exact, format=pattern, locale=forms.locale)
        assert forms.percent(written) == numbers.format_percent(exact / 100, format=pattern + "%", locale=forms.locale)


@given(LANGUAGES, st.integers(0, 14), st.integers(1, 9), st.sampled_from(["USD", "CNY", "GBP", "EUR"]))
def test_steps_and_currencies(forms: LocaleFormats, power: int, digit: int, currency: str) -> None:
    value = digit * 10**power
    step = next((step for step in forms.steps if value >= step.size), None)
    short = f"{step.prefix}{forms.decimal(value / step.size, 0, grouped=False)}{step.suffix}" if step else str(value)
    assert short == numbers.format_compact_decimal(value, locale=forms.locale)
    assert forms.money(short, currency) == numbers.format_compact_currency(value, currency, locale=forms.locale)


@given(LANGUAGES, st.integers(0, 10_000), st.integers(0, 2), st.sampled_from([("days", "day"), ("hours", "hour")]))
def test_units(forms: LocaleFormats, value: int, places: int, unit: tuple[str, str]) -> None:
    pattern = "#,##0" + ("." + "0" * places if places else "")
    shown = Decimal(f"{value:.{places}f}")
    expected = units.format_unit(shown, unit[1], length=forms.unit_length, format=pattern, locale=forms.locale)  # type: ignore[arg-type]
    assert forms.with_unit(value, unit[0], places) == expected


@pytest.mark.parametrize(
    ("language", "steps"),
    [
        ("en", {10**12: "T", 10**9: "B", 10**6: "M", 10**3: "K"}),
        ("zh", {10**12: "万亿", 10**8: "亿", 10**4: "万"}),
        ("id", {10**12: "T", 10**9: "M", 10**6: "jt", 10**3: "rb"}),
    ],
)
def test_each_language_shortens_by_its_own_steps(language: str, steps: dict[int, str]) -> None:
    forms = formats_of(language)
    assert {step.size: step.suffix.strip() for step in forms.steps} == steps
    assert forms.by_thousands == (language != "zh")


@pytest.mark.parametrize(
    ("language", "axis", "calendar"),
    [
        ("en", ("%-d %b", "%b %Y", "%Y"), "D MMM YYYY"),
        ("zh", ("%-m月%-d日", "%Y年%-m月", "%Y年"), "YYYY年M月D日"),
        ("id", ("%-d %b", "%b %Y", "%Y"), "D MMM YYYY"),
    ],
)
def test_the_browser_is_given_the_same_order_of_dates(language: str, axis: tuple[str, str, str], calendar: str) -> None:
    assert (formats_of(language).axis_formats, formats_of(language).calendar_format) == (axis, calendar)


@pytest.mark.parametrize("language", languages())
def test_months_and_weekdays_are_named_short(language: str) -> None:
    words = formats_of(language).calendar()
    assert len(words) == 19
    assert words["value.month_of_year.9"] in formats_of(language).month(date(2026, 9, 1))
