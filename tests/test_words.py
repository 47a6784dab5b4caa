"""Every word of the product has a key that is used, every key that is used has a word, in every language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from string import Formatter

import pytest
from dash import Dash
from flask.testing import FlaskClient

from components.figures.graph import graph_locale
from components.figures.wording import column_word
from components.shell import registry
from components.text import Words, formats_of, languages, plurals, texts, written_in
from components.view.page import Page
from data.drops.contract import domains, load_contract
from data.reading.dimensions import dimensions
from data.reading.filters import Filters
from modules.sources import alfred_series
from tests.city_with_records import CITY
from tests.source_tree import ROOT, shipped_files, strings_of, tree_of, where

#: Keys that stand for a page's own parts: they follow from the pages' values and from nothing else.
OF_PAGES = re.compile(r"(panel|tile|measure)\.(.+)")
#: Keys for what publishers and modules write into the records; which of them occur is not the code's to say.
OF_RECORDS = ("value.", "column.")
#: Contracts are written in English; another language may say each measure's definition in its own words.
OF_CONTRACTS = "measure_definition."
#: How a language calls a currency where it writes amounts with a noun and not with CLDR's sign.
OF_MONEY = "currency."
#: Words that follow a number in English and do not change with it.
INVARIABLE = {"lot", "more", "open", "of", "mapped", "unmatched", "inches", "px"}
#: Sections and keys in which a language's own digits, dates and plurals once stood; CLDR has them.
WRITTEN_BY_CLDR = re.compile(
    r"(number|date|month|value\.weekday|value\.month_of_year)\..*"
    r"|unit\.(days|hours|share|percent|count|lcu)|standing\.between|walls\.hours"
)
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


def _pattern_of(node: ast.JoinedStr) -> str:
    """A regular expression for the texts that an f-string can become."""
    parts = (re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[^ ]+" for part in node.values)
    return "".join(parts)


def _named() -> tuple[set[str], list[re.Pattern[str]]]:
    """Every text constant of the code, and a pattern for each f-string and each prefix that `or_same` is given."""
    constants: set[str] = set()
    patterns: set[str] = set()
    for file in shipped_files():
        constants |= {text for _, text in strings_of(file)}
        for node in ast.walk(tree_of(file)):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                patterns.add(_pattern_of(node))
            elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "or_same" and node.args:
                prefix = node.args[0]
                if isinstance(prefix, ast.Constant):
                    patterns.add(re.escape(str(prefix.value)) + r"\.[^ ]+")
                elif isinstance(prefix, ast.JoinedStr):
                    patterns.add(_pattern_of(prefix) + r"\.[^ ]+")
    return constants, [re.compile(pattern) for pattern in patterns if re.match(r"[a-z_]+\\\.", pattern)]


def _keys_of(page: Page) -> Iterator[str]:
    """The keys that follow from what stands on a page."""
    yield f"page.{page.key}.title"
    yield from (f"tile.{page.key}.{tile.key}" for tile in page.tiles)
    yield from (f"measure.{measure.key}" for measure in page.measures)
    yield from (f"panel.{page.key}.{panel.key}" for panel in page.panels)
    if page.table is not None:
        yield f"panel.{page.key}.{page.table.key}"
    yield from (f"dimension.{dimension}" for dimension in page.options)


@pytest.fixture(scope="module")
def of_pages(dashboard: Dash) -> set[str]:
    return {key for page in registry.pages().values() for key in _keys_of(page)}


def test_every_word_asked_for_exists() -> None:
    known = texts("en").keys()
    missing = [
        f"{where(file, node)} {node.args[0].value}"
        for file in shipped_files()
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "t" and node.args
        if isinstance(node.args[0], ast.Constant) and node.args[0].value not in known
    ]
    assert missing == []


def test_every_complaint_has_its_sentence() -> None:
    told = {
        str(node.args[0].value)
        for file in shipped_files()
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Complaint"
        if isinstance(node.args[0], ast.Constant)
    }
    assert told
    assert sorted(key for key in told if f"complaint.{key}" not in texts("en")) == []


def test_every_dimension_has_its_name() -> None:
    assert [name for name in dimensions() if f"dimension.{name}" not in texts("en")] == []


def test_every_table_of_a_contract_has_its_name() -> None:
    tables = {f"table.{table.name}" for domain in domains() for table in load_contract(domain).tables}
    assert tables - set(texts("en")) == set()


def test_every_part_of_a_page_has_its_word(of_pages: set[str]) -> None:
    assert sorted(of_pages - texts("en").keys()) == []


def test_no_word_is_left_over(of_pages: set[str]) -> None:
    constants, patterns = _named()

    def used(key: str) -> bool:
        if key in constants or key in of_pages or key.startswith(OF_RECORDS):
            return True
        return not OF_PAGES.fullmatch(key) and any(pattern.fullmatch(key) for pattern in patterns)

    assert sorted(key for key in texts("en") if not used(key)) == []


@pytest.mark.parametrize("language", languages()[1:])
def test_languages_have_the_same_keys(language: str) -> None:
    """Records and contracts are written in English: of their words, another language may have more."""
    own, english = texts(language).keys(), texts("en").keys()
    assert sorted(english - own) == []
    assert sorted(key for key in own - english if not key.startswith((*OF_RECORDS, OF_CONTRACTS, OF_MONEY))) == []


@pytest.mark.parametrize("language", languages()[1:])
def test_every_definition_of_a_contract_has_words_of_its_version(language: str) -> None:
    """English stands in the contract alone; a definition that gets a new version is to be translated again."""
    measures = [measure for domain in domains() for measure in load_contract(domain).measures]
    told = {key.removeprefix(OF_CONTRACTS) for key in texts(language) if key.startswith(OF_CONTRACTS)}
    assert told == {f"{measure.name}.{measure.version}" for measure in measures}
    assert [key for key in texts("en") if key.startswith(OF_CONTRACTS)] == []


@pytest.mark.parametrize("language", languages())
def test_every_column_that_a_page_shows_has_its_word(client: FlaskClient, language: str) -> None:
    """What an answer calls a column, a legend, a table's head and a hover label say in the reader's language."""
    whole, words = Filters(city=CITY), Words(language)
    bare = set()
    for page in registry.pages().values():
        for part in (*page.panels, *((page.table,) if page.table else ())):
            columns = part.question.schema(whole)
            bare |= {each.name for each in columns if column_word(each, words) == each.name.replace("_", " ")}
    assert sorted(name for name in bare if f"column.{name}" not in texts(language)) == []


def _blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", languages()[1:])
def test_languages_fill_in_the_same_values(language: str) -> None:
    english = texts("en")
    differing = [key for key, text in texts(language).items() if not _blanks(text) <= _blanks(english.get(key, ""))]
    assert differing == []


def _forms(language: str) -> Iterator[tuple[str, str]]:
    """Every text of a language's file with its key; of a plural, each of its forms."""
    for key, text in written_in(language).items():
        yield from ((key, form) for form in (text.values() if isinstance(text, dict) else (text,)))


@pytest.mark.parametrize("language", languages())
def test_a_plural_has_the_categories_that_its_language_needs(language: str) -> None:
    """As CLDR counts them: one and other in English, other alone in Chinese and Indonesian; all fill in the same."""
    needed = {"other", *formats_of(language).locale.plural_form.tags}
    assert {key: forms.keys() for key, forms in plurals(language).items() if forms.keys() != needed} == {}
    assert {
        key for key, forms in plurals(language).items() if len({frozenset(_blanks(f)) for f in forms.values()}) > 1
    } == set()
    if needed != {"other"}:
        assert plurals("en").keys() <= plurals(language).keys()


def test_english_counts_things_in_a_plural_form() -> None:
    """`{count} rows` says 1 rows: what follows a number has its forms, or is a word that does not change."""
    counted = re.compile(r"\{(?:count|n|total)\} ([a-z]+)")
    single = [
        f"{key}: {text}"
        for key, text in _forms("en")
        if key not in plurals("en") and (match := counted.search(text)) and match[1] not in INVARIABLE
    ]
    assert plurals("en")
    assert single == []


@pytest.mark.parametrize("language", languages())
def test_no_text_writes_numbers_or_dates_by_hand(language: str) -> None:
    """CLDR writes digits, months, weekdays and units; a per cent sign stands at its number as CLDR has it."""
    assert sorted(key for key in written_in(language) if WRITTEN_BY_CLDR.fullmatch(key)) == []
    assert [f"{key}: {text}" for key, text in _forms(language) if re.search(r"[\d}][ \u00a0]%|\bpt\b", text)] == []


@pytest.mark.parametrize("language", languages())
def test_the_browser_writes_months_as_the_server_does(language: str) -> None:
    """Plotly's ticks, the calendar and the server's dates stand on one page: one name a month, in one order."""
    months = [Words(language).t(f"value.month_of_year.{month}") for month in range(1, 13)]
    day, month, year = Words(language).axis_formats
    written = {"%-d": "5", "%-m": "9", "%b": months[8], "%Y": "2026"}
    for fmt, server in ((day, None), (month, Words(language).month("2026-09-05")), (year, None)):
        text = re.sub(r"%-?[a-zA-Z]", lambda field: written[field[0]], fmt)
        assert server in (None, text)
    config = graph_locale(Words(language))
    assert config["locales"][config["locale"]]["format"]["shortMonths"] == months
    calendar = ROOT / "assets" / "vendor" / f"dayjs-locale-{Words(language).t('locale.dayjs')}.js"
    if "MMM" in Words(language).calendar_format and calendar.exists():
        assert "_".join(months) in calendar.read_text("utf-8")


@pytest.mark.parametrize("language", languages()[1:])
def test_a_language_is_done_in_full(language: str) -> None:
    """Four words of English in a row are an English sentence that nobody has translated."""
    english = texts("en")
    same = [
        key
        for key, text in texts(language).items()
        if english.get(key) == text and len(re.findall(r"[a-z]{2,}", text)) >= 4 and "python -m" not in text
    ]
    assert same == []


def test_what_records_say_in_english_is_said_in_every_other_language() -> None:
    """What one language has a word of its own for, such as a series or a department, the others have one for too.

    So has every series that a source names.
    """
    english, others = texts("en"), [each for each in languages() if each != "en"]
    own = {each: {key for key in texts(each) if key.startswith(OF_RECORDS) and key not in english} for each in others}
    every = set().union(*own.values())
    named = {each.name for each in alfred_series.SERIES.values()}
    every |= {f"value.{key}.{name}" for key in ("series", "name") for name in named}
    assert len(every) > 250
    assert {each: sorted(every - own[each]) for each in others} == {key: [] for key in others}


def test_chinese_sentences_have_chinese_punctuation() -> None:
    """A half-width mark beside a Chinese character is a slip: full-width ones keep the line's rhythm and its breaks."""
    slip = re.compile(r"[\u4e00-\u9fff][,;:!?()]|[,;!?()][\u4e00-\u9fff]")
    assert [f"{key}: {text}" for key, text in texts("zh").items() if slip.search(text)] == []


def _covered() -> set[int]:
    """The code points that a slice of the bundled Chinese font holds."""
    found: set[int] = set()
    style = (ROOT / "assets" / "css" / "noto-sans-sc.css").read_text("utf-8")
    for first, last in re.findall(r"U\+([0-9a-f]+)(?:-([0-9a-f]+))?", style):
        found |= set(range(int(first, 16), int(last or first, 16) + 1))
    return found


def test_the_bundled_font_has_every_chinese_character_of_ours() -> None:
    """The words, the cities' areas and what the simulator writes: no character falls back to another font."""
    files = [ROOT / "components" / "text_zh.toml"]
    files += [
        ROOT / "modules" / "public_holidays.toml",
        *(ROOT / "modules" / "simulate").rglob("*.toml"),
        *(ROOT / "data" / "cities").glob("s*/city.toml"),
    ]
    files += (ROOT / "data" / "cities").glob("s*/areas/*.geojson")
    used = {letter for file in files for letter in CHINESE.findall(file.read_text("utf-8"))}
    assert len(used) > 800
    covered = _covered()
    assert sorted(letter for letter in used if ord(letter) not in covered) == []


def test_every_slice_of_the_font_is_there_and_small() -> None:
    style = (ROOT / "assets" / "css" / "noto-sans-sc.css").read_text("utf-8")
    named = set(re.findall(r"noto-sans-sc-\w+\.woff2", style))
    sizes = {path.name: path.stat().st_size for path in (ROOT / "assets" / "fonts" / "noto-sans-sc").iterdir()}
    assert named == sizes.keys()
    assert max(sizes.values()) < 100_000
    assert sum(sizes.values()) < 3_000_000


def test_no_reader_sees_a_sentence_that_stands_in_the_code() -> None:
    """Words inside components and pages come from the texts: no constant there is an English sentence."""
    sentence = re.compile(r"[A-Z][a-z]+( [a-z]+){3,}.*")
    wrong = [
        f"{where(file, node)} {text}"
        for file in shipped_files()
        if file.parent in (ROOT / "components", ROOT / "components" / "figures", ROOT / "pages")
        for node, text in strings_of(file)
        if sentence.fullmatch(text)
    ]
    assert wrong == []
