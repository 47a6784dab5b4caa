"""Numbers, dates, names and their order as each language writes them, by hand."""

from __future__ import annotations

import pytest
from flask import Flask

from components.figures.axes import nice_ticks, tick_texts
from components.text import Words, languages
from components.view.reader import LANGUAGE_COOKIE, preferred_language, read
from tests.source_tree import ROOT

EN, ZH, ID = Words("en", "USD"), Words("zh", "CNY"), Words("id", "USD")


@pytest.mark.parametrize(
    ("value", "unit", "en", "zh", "indonesian"),
    [
        (8532, "count", "8,532", "8,532", "8.532"),
        (1234567, "count", "1,234,567", "1,234,567", "1.234.567"),
        (12345678, "count", "12.3M", "1235万", "12,3jt"),
        (123456789, "count", "123M", "1.235亿", "123jt"),
        (0.1234, "share", "12.3 %", "12.3%", "12,3 %"),
        (4.25, "days", "4.2 days", "4.2天", "4,2 hari"),
        (0.5, "days", "12.0 h", "12.0小时", "12,0 jam"),
        (-12_300_000_000, "lcu", "-$12.3B", "-123.0亿元", "-US$12,3M"),
        (1_500_000_000_000, "lcu", "$1.50T", "1.500万亿元", "US$1,50T"),
        (950, "lcu", "$950", "950元", "US$950"),
        (12345.6, "per_1000", "12,345.6", "12,345.6", "12.345,6"),
        (0.0042, "per_1000", "0.0042", "0.0042", "0,0042"),
        (0.38, "per_100", "0.38", "0.38", "0,38"),
        (0, "per_1000", "0.0", "0.0", "0,0"),
        (None, "count", "–", "–", "–"),
        (float("nan"), "count", "–", "–", "–"),
    ],
)
def test_numbers(value: float | None, unit: str, en: str, zh: str, indonesian: str) -> None:
    assert EN.number(value, unit) == en
    assert ZH.number(value, unit) == zh
    assert ID.number(value, unit) == indonesian


def test_a_currency_without_a_sign_stands_as_itself() -> None:
    assert Words("en", "XOF").number(950, "lcu") == "XOF 950"


@pytest.mark.parametrize(("words", "written"), [(EN, ["+1.5", "-1,234.0", "+0.0"]), (ID, ["+1,5", "-1.234,0", "+0,0"])])
def test_changes_carry_their_sign(words: Words, written: list[str]) -> None:
    assert [words.signed(value, 1) for value in (1.5, -1234, -0.01)] == written


@pytest.mark.parametrize(
    ("words", "day", "month"),
    [(EN, "20 Nov 2026", "Nov 2026"), (ZH, "2026年11月20日", "2026年11月"), (ID, "20 Nov 2026", "Nov 2026")],
)
def test_dates(words: Words, day: str, month: str) -> None:
    assert words.day("2026-11-20T08:00:00Z") == day
    assert words.month("2026-11-20") == month
    assert words.day(None) == words.month(None) == "–"


@pytest.mark.parametrize(
    ("words", "written"),
    [(EN, ["0", "50K", "100K"]), (ZH, ["0", "5万", "10万"]), (ID, ["0", "50rb", "100rb"])],
)
def test_ticks_are_written_in_the_language_own_steps(words: Words, written: list[str]) -> None:
    assert tick_texts(nice_ticks(0, 100_000, 3), "count", words) == written


def test_ticks_keep_their_decimals_where_the_point_is_a_comma() -> None:
    assert tick_texts([0, 12_500, 25_000], "count", ID) == ["0", "12,5rb", "25,0rb"]


def test_chinese_names_stand_in_the_order_of_their_pinyin() -> None:
    """Bao'an, Futian, Guangming, Longgang, Nanshan, Yantian."""
    names = ["盐田区", "南山区", "龙岗区", "宝安区", "光明区", "福田区"]
    assert sorted(names, key=ZH.sort_key) == ["宝安区", "福田区", "光明区", "龙岗区", "南山区", "盐田区"]
    assert sorted(["beta", "Alpha", "Gamma"], key=EN.sort_key) == ["Alpha", "beta", "Gamma"]


def test_names_follow_the_language() -> None:
    names = {"en": "Futian", "zh": "福田区"}
    assert [Words(language).name(names) for language in ("en", "zh", "id")] == ["Futian", "福田区", "Futian"]


def test_every_language_has_a_name_of_its_own() -> None:
    assert languages()[0] == "en"
    assert {language: Words(language).t("language.name") for language in languages()} == {
        "en": "English", "zh": "中文", "id": "Indonesia",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("cookie", "accepted", "city", "chosen"),
    [
        (None, "", "zh", "zh"),
        (None, "", "xx", "en"),
        (None, "zh-CN,zh;q=0.9,en;q=0.8", "en", "zh"),
        (None, "de-DE,de;q=0.9", "zh", "zh"),
        (None, "de-DE,de;q=0.9,id;q=0.5", "zh", "id"),
        ("id", "zh-CN", "en", "id"),
        ("xx", "zh-CN", "en", "zh"),
    ],
)
def test_the_reader_language(client: object, cookie: str | None, accepted: str, city: str, chosen: str) -> None:
    """What the reader chose, else the first of the browser's languages that we speak, else the city's, else English."""
    headers = {"Accept-Language": accepted} if accepted else {}
    headers |= {"Cookie": f"{LANGUAGE_COOKIE}={cookie}"} if cookie else {}
    with Flask("reader").test_request_context("/", headers=headers):
        assert preferred_language(city) == chosen
        told = read({"city": "riverton", "lang": "en"})
        assert told is not None
        assert told.words.language == "en"  # an address outweighs all of them


@pytest.mark.parametrize("language", languages()[1:])
def test_a_language_brings_its_axes_and_calendar(language: str) -> None:
    """Plotly and the calendar know the names under which the texts ask for them."""
    vendor, words = ROOT / "assets" / "vendor", Words(language)
    plotly = (vendor / f"plotly-locale-{words.t('locale.plotly').lower()}.js").read_text("utf-8")
    assert f"name: '{words.t('locale.plotly')}'" in plotly
    calendar = (vendor / f"dayjs-locale-{words.t('locale.dayjs')}.js").read_text("utf-8")
    assert f'window["dayjs_locale_{words.t("locale.dayjs")}"]' in calendar
