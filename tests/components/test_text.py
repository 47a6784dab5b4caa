"""Numbers, dates, names and their order as each language writes them, by hand."""

from __future__ import annotations

from datetime import datetime

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
        (12345678, "count", "12.3M", "1234.6万", "12,3\u00a0jt"),
        (123456789, "count", "123M", "1.23亿", "123\u00a0jt"),
        (0.1234, "share", "12.3%", "12.3%", "12,3%"),
        (4.25, "days", "4.2 days", "4.2天", "4,2 hari"),
        (0.008, "days", "12 minutes", "12分钟", "12 menit"),
        (0.5, "days", "12.0 hours", "12.0小时", "12,0 jam"),
        (-12_300_000_000, "lcu", "-$12.3B", "-123.00亿元", "-US$12,3\u00a0M"),
        (1_500_000_000_000, "lcu", "$1.50T", "1.50万亿元", "US$1,50\u00a0T"),
        (950, "lcu", "$950", "950元", "US$950"),
        (1018.1, "lcu", "$1,018", "1,018元", "US$1.018"),
        (24.8, "lcu", "$24.8", "24.8元", "US$24,8"),
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


def test_a_currency_of_letters_stands_apart_from_its_number() -> None:
    assert Words("en", "XOF").number(950, "lcu") == "F\u202fCFA\u00a0950"
    assert Words("en", "CNY").number(950, "lcu") == "CN¥950"


@pytest.mark.parametrize(
    ("words", "points", "percent", "count"),
    [
        (EN, "+1.5 pp", "-1,234%", "no change"),
        (ZH, "+1.5个百分点", "-1,234%", "持平"),
        (ID, "+1,5 poin persen", "-1.234%", "tetap"),
    ],
)
def test_changes_carry_their_sign(words: Words, points: str, percent: str, count: str) -> None:
    assert words.change(1.5, 1, "points") == points
    assert words.change(-1234, 0, "percent") == percent
    assert words.change(-0.01, 1) == words.change(0.04, 1, "percent") == count


def test_amounts_beside_each_other_have_the_same_decimals_in_chinese() -> None:
    assert [ZH.number(amount, "lcu") for amount in (1.683e9, 9.718e8)] == ["16.83亿元", "9.72亿元"]
    assert [ZH.number(amount, "lcu") for amount in (4.5e5, 1.2345e7)] == ["45.0万元", "1234.5万元"]


@pytest.mark.parametrize(
    ("words", "rows"),
    [
        (EN, ["0 rows", "1 row", "1,234 rows"]),
        (ZH, ["0行", "1行", "1,234行"]),
        (ID, ["0 baris", "1 baris", "1.234 baris"]),
    ],
)
def test_a_text_has_the_plural_form_that_its_number_asks_for(words: Words, rows: list[str]) -> None:
    assert [words.t("figure.rows", count=count) for count in (0, 1, 1234)] == rows


def test_a_unit_is_abbreviated_where_room_is_short() -> None:
    said = {language: Words(language).number(0.0076, "days", brief=True) for language in ("en", "zh", "id")}
    assert said == {"en": "11 min", "zh": "11分钟", "id": "11 mnt"}


def test_a_unit_has_the_plural_form_of_the_number_as_it_is_written() -> None:
    """One day, but 1.0 days: CLDR's rule for English looks at the decimals that are shown."""
    assert [EN.number(1, "days", 0), EN.number(1, "days"), EN.number(0, "days", 0)] == ["1 day", "1.0 days", "0 days"]
    assert [words.unit("days") for words in (EN, ZH, ID)] == ["days", "天", "hari"]
    assert [EN.unit("lcu"), EN.unit("per_100")] == ["", "per 100 premises"]


@pytest.mark.parametrize(("words", "three"), [(EN, "a, b and c"), (ZH, "a、b和c"), (ID, "a, b, dan c")])
def test_names_are_joined_as_a_sentence_lists_them(words: Words, three: str) -> None:
    assert [words.join(each) for each in ((), ("a",), ("a", "b", "c"))] == ["", "a", three]


def test_sentences_follow_each_other_without_a_space_in_chinese() -> None:
    assert [words.sentences("A.", "B.") for words in (EN, ID)] == ["A. B.", "A. B."]
    assert ZH.sentences("甲。", "乙。") == "甲。乙。"


def test_a_value_without_a_word_may_have_words_around_it() -> None:
    assert [EN.or_same("value.zone", "34"), EN.or_same("value.fund", "34")] == ["Ward 34", "34"]
    readers = (("en", "CNY"), ("en", "USD"), ("id", "USD"), ("zh", "CNY"), ("zh", "USD"))
    said = [Words(*reader).or_same("value.area_indicator", "gdp_lcu") for reader in readers]
    assert said == ["GDP (CNY)", "GDP (USD)", "PDB (USD)", "地区生产总值（元）", "地区生产总值（美元）"]
    assert [EN.unrecorded("value.area"), EN.unrecorded("value.fund")] == ["No district recorded", "Not recorded"]


@pytest.mark.parametrize(
    ("words", "day", "month"),
    [(EN, "20 Nov 2026", "Nov 2026"), (ZH, "2026年11月20日", "2026年11月"), (ID, "20 Nov 2026", "Nov 2026")],
)
def test_dates(words: Words, day: str, month: str) -> None:
    assert words.day("2026-11-20T08:00:00Z") == day
    assert words.month("2026-11-20") == month
    assert words.day(None) == words.month(None) == words.quarter(None) == "–"


@pytest.mark.parametrize(
    ("words", "quarter", "moment"),
    [
        (EN, "Q3 2026", "9 Sep 2026 16:05"),
        (ZH, "2026年第3季度", "2026年9月9日 16:05"),
        (ID, "K3 2026", "9 Sep 2026 16.05"),
    ],
)
def test_quarters_and_moments(words: Words, quarter: str, moment: str) -> None:
    assert words.quarter("2026-09-09") == quarter
    assert words.moment("2026-09-09T16:05:33Z") == words.moment(datetime(2026, 9, 9, 16, 5)) == moment


@pytest.mark.parametrize(
    ("words", "written"),
    [(EN, ["0", "50K", "100K"]), (ZH, ["0", "5万", "10万"]), (ID, ["0", "50\u00a0rb", "100\u00a0rb"])],
)
def test_ticks_are_written_in_the_language_own_steps(words: Words, written: list[str]) -> None:
    assert tick_texts(nice_ticks(0, 100_000, 3), "count", words) == written


def test_ticks_keep_their_decimals_where_the_point_is_a_comma() -> None:
    assert tick_texts([0, 12_500, 25_000], "count", ID) == ["0", "12,5\u00a0rb", "25,0\u00a0rb"]


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


def test_nothing_has_no_minus() -> None:
    assert [Words("en").number(value, "percent") for value in (-0.04, -0.06)] == ["0.0%", "-0.1%"]
