"""What Riverton's records never fill, and what is not asked of its districts, folds where a page is laid out next."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from dash import Dash, html
from dash.development.base_component import Component

from components.panel import silent
from components.panel.panel import answer_panel, said_in_view
from components.shell import registry
from components.shell.page_shell import content
from components.view.page import Page
from components.view.reader import Reader, read
from data.reading.store import store
from tests.city_with_records import CITY
from tests.conftest import forget_settings, publish_riverton
from tests.pages.asking import LAYOUTS, page_request

#: Of the questions of /economy those that a district has no answer of its own to, whichever it is.
OF_COUNTRY = {"fan", "evolution", "forecast_path", "score_card", "news", "calendar", "revisions"}


@pytest.fixture(autouse=True)
def city(dashboard: Dash, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A Riverton that nobody asked anything yet."""
    for name, value in publish_riverton(tmp_path).items():
        monkeypatch.setenv(name, value)
    forget_settings()
    yield
    forget_settings()


def reader_of(**view: str) -> Reader:
    found = read({"city": CITY, "lang": "en", **view})
    assert found is not None
    return found


def said(page: Page, **view: str) -> dict[str, str]:
    """The sentences of the panels that are known to be silent, by their keys."""
    reader = reader_of(**view)
    found = silent.silent(page, page.panels, reader, lambda panel: said_in_view(page, panel, reader))
    return {key: str(each.children) for key, each in found.items()}


def ask(page: Page, key: str, **view: str) -> None:
    answer_panel(page, page.panel(key), reader_of(**view))


def test_what_the_records_never_fill_is_known_to_all_readers_once_one_asked() -> None:
    page = registry.pages()["services"]
    assert said(page) == {}
    ask(page, "hours")
    ask(page, "services")
    for view in ({}, {"lang": "zh"}, {"area": "NE"}, {"since": "2025-01-01"}):
        assert set(said(page, **view)) == {"hours"}
    assert said(page)["hours"] == reader_of().words.t("sentence.nowhere")
    assert said(page, lang="zh")["hours"] == reader_of(lang="zh").words.t("sentence.nowhere")


def test_many_without_a_row_in_a_view_fold_in_that_view_alone() -> None:
    page = registry.pages()["services"]
    then = {"since": "1990-01-01", "until": "1990-12-31"}
    ask(page, "services", **then)
    ask(page, "requests", **then)
    assert said(page, **then) == {}
    ask(page, "slowest_services", **then)
    assert set(said(page, **then)) == {"services", "requests", "slowest_services"}
    assert said(page, **then)["services"] == reader_of().words.t("sentence.nothing")
    assert said(page, **then, lang="id")["services"] == reader_of(lang="id").words.t("sentence.nothing")
    assert said(page) == said(page, since="1990-01-01", until="1990-11-30") == {}


def test_a_panel_that_shows_something_is_thought_to_be_silent_no_more() -> None:
    page, reader = registry.pages()["services"], reader_of()
    silent.note_nowhere(page, page.panel("services"), reader)
    assert set(said(page)) == {"services"}
    ask(page, "services")
    assert said(page) == {}


def test_a_panel_without_a_row_in_the_whole_city_s_view_says_so_in_its_place() -> None:
    """Too few cases to judge are no sign that other views have none."""
    page, reader = registry.pages()["services"], reader_of()
    silent.note_empty(page, page.panel("requests"), reader)
    assert said(page) == said(page, area="NE") == {}


def test_what_cannot_be_asked_of_a_district_is_known_before_anybody_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(silent, "LONGEST_LOOK_SECONDS", 3600.0)
    page = registry.pages()["economy"]
    assert set(said(page, area="NE")) >= OF_COUNTRY
    assert OF_COUNTRY & set(said(page)) == set()
    text = reader_of().words.t("sentence.not_in_scope", dimension="area")
    assert said(page, area="SW")["fan"] == text


def test_few_that_cannot_be_asked_say_so_in_their_places() -> None:
    page = registry.pages()["overview"]
    ask(page, "fan", area="NE")
    assert said(page, area="NE") == {}


def test_a_page_waits_no_longer_than_that_for_statements_that_nobody_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    page = registry.pages()["economy"]
    monkeypatch.setattr(silent, "LONGEST_LOOK_SECONDS", -1.0)
    assert said(page, area="NE") == {}
    monkeypatch.setattr(silent, "LONGEST_LOOK_SECONDS", 3600.0)
    assert set(said(page, area="NE")) >= OF_COUNTRY
    monkeypatch.setattr(store(), "refused", None)  # looked at once, it is known
    assert set(said(page, area="NE")) >= OF_COUNTRY


def sections(part: object) -> Iterator[html.Section]:
    if isinstance(part, list | tuple):
        for each in part:
            yield from sections(each)
    if isinstance(part, html.Section):
        yield part
    if isinstance(part, Component):
        yield from sections(getattr(part, "children", None))


def test_a_page_is_laid_out_without_gaps_where_panels_are_folded() -> None:
    page, reader = registry.pages()["services"], reader_of()
    for key in ("requests", "services"):  # the two beside the map
        silent.note_nowhere(page, page.panel(key), reader)
    laid = [each for each in sections(content(page, reader, None)) if hasattr(each, "data-panel")]
    hidden = {
        getattr(each, "data-panel"): getattr(each, "data-folded-in-view") for each in laid if hasattr(each, "hidden")
    }
    assert hidden == {"requests": "", "services": ""}
    first = next(each for each in laid if not hasattr(each, "hidden"))
    assert "span-6" in str(first.className)


def test_the_browser_is_told_what_a_folded_panel_says(dashboard: Dash) -> None:
    page = registry.pages()["services"]
    silent.note_nowhere(page, page.panel("services"), reader_of())
    asked = page_request("/services", f"?city={CITY}&lang=en")
    told = dashboard.server.test_client().post(LAYOUTS, json=asked).get_data(as_text=True)
    assert told.count("data-drawn") == 1
    assert "sentence of-city" in told
