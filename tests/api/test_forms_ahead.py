"""What a reader chooses next needs no compiler any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from api import forms_ahead
from components.shell import registry
from data.reading import lowering
from tests.api.test_statements import statements  # noqa: F401 - the fixture
from tests.api.test_view_stream import lines
from tests.city_with_records import CITY
from tests.components.view.test_compared_with import reader_of
from tests.conftest import forget_settings


@pytest.mark.usefixtures("client")
def test_every_kind_of_view_stands_for_those_of_its_form() -> None:
    page = registry.pages()["services"]
    views = [view.filters for view in forms_ahead.views(page, reader_of())]
    assert (views[0].area, views[0].since, views[0].selections) == (None, None, ())
    assert {view.area_level for view in views} == {0, 1, 2}
    assert {name for view in views for name, _ in view.selections} == set(page.options)
    (one,) = registry.pages()["premises"].fixed
    assert all(
        view.filters.selected(one) for view in forms_ahead.views(registry.pages()["premises"], reader_of())
    )  # fmt: skip


def test_periods_are_of_the_records_by_day_by_week_by_month_and_cut() -> None:
    found = forms_ahead.periods(date(2025, 1, 10), date(2026, 7, 19))
    for since, until in (("2026-06-22", "2026-07-19"), ("2026-06-01", "2026-06-30"), ("2025-06-05", "2026-06-20")):
        assert (date.fromisoformat(since), date.fromisoformat(until)) in found
    assert found[-1] == (date(2025, 1, 10), date(2026, 7, 19))
    assert forms_ahead.periods(date(2026, 7, 19), date(2026, 7, 19)) == [(date(2026, 7, 19), date(2026, 7, 19))]


def test_a_choice_that_nobody_made_before_compiles_nothing(
    client: FlaskClient,
    statements: list[str],  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CITYDECK_CACHE_DIR", str(tmp_path / "answers"))
    forget_settings()
    pages = registry.pages()
    panel = pages["food_safety"].panel("results")
    alone = replace(pages["food_safety"], tiles=(), measures=(), points=None, places=None, panels=(panel,), table=None)
    monkeypatch.setattr(registry, "pages", lambda: {"food_safety": replace(alone, options={}, vintages=None)})
    assert forms_ahead.compile_forms(CITY, "en", lambda: False) == 0
    assert forms_ahead.compile_forms(CITY, "en") > 10
    assert statements == []
    monkeypatch.setattr(registry, "pages", lambda: pages)
    monkeypatch.setattr(lowering, "to_duckdb", None)  # nothing can be compiled any more
    for view in (
        {"area": "SE"},
        {"since": "2025-02-01", "until": "2025-03-31"},
        {"since": "2025-04-06", "until": "2025-05-20", "area": "NW"},
    ):
        (answer,) = lines(client, f"panel.{panel.key}", "food_safety", **view)[1:]
        assert "body" in answer
    assert statements
