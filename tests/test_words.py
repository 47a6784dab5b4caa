"""Every word of the product has a key that is used, every key that is used has a word, in every language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from string import Formatter

import pytest
from dash import Dash

from components import page_shell
from components.page import Page
from components.text import languages, texts
from data.filters import DIMENSIONS
from tests.source_tree import ROOT, shipped_files, strings_of, tree_of, where

#: Keys that stand for a page's own parts: they follow from the pages' values and from nothing else.
OF_PAGES = re.compile(r"(panel|tile|measure)\.(.+)")
#: Keys for what publishers and modules write into the records; which of them occur is not the code's to say.
OF_RECORDS = ("value.", "column.")


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
    return {key for page in page_shell.pages().values() for key in _keys_of(page)}


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
    assert [name for name in DIMENSIONS if f"dimension.{name}" not in texts("en")] == []


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
    assert sorted(texts(language).keys() ^ texts("en").keys()) == []


def _blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", languages()[1:])
def test_languages_fill_in_the_same_values(language: str) -> None:
    differing = [key for key, text in texts(language).items() if not _blanks(text) <= _blanks(texts("en").get(key, ""))]
    assert differing == []


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
