"""A statement is compiled once for all views of its form, and is the one that the view itself would have given."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import ibis
import pytest
from dash import Dash
from hypothesis import given
from hypothesis import strategies as st

from components import page_shell
from data.answer import NotInScopeError
from data.drop import literal
from data.filters import Filters
from data.statements import Statements, fill, form_of
from data.store import Query, Store, domain_of
from settings import settings
from tests.city_with_records import CITY

VIEW = Filters(CITY, area="NE", area_level=1).with_selection("service", ["passport", "O'Brien's"])


def test_names_become_marks_and_years_stay() -> None:
    form, names = form_of(VIEW.with_selection("fiscal_year", ["2025"]))
    assert (form.area, form.area_level) == ("citydeck:area:0", 1)
    assert form.selections == (
        ("service", ("citydeck:service:0", "citydeck:service:1")),
        ("fiscal_year", ("2025",)),
    )
    assert names == {
        "citydeck:area:0": "NE", "citydeck:service:0": "passport", "citydeck:service:1": "O'Brien's",
    }  # fmt: skip


def test_a_view_without_names_is_its_own_form() -> None:
    assert form_of(Filters(CITY, since=date(2025, 1, 1))) == (Filters(CITY, since=date(2025, 1, 1)), {})


def test_names_are_filled_in_as_literals() -> None:
    assert fill("area = 'citydeck:area:0'", {"citydeck:area:0": "'; DROP TABLE x; --"}) == (
        "area = '''; DROP TABLE x; --'"
    )


def test_a_name_that_looks_like_a_mark_stays_a_name() -> None:
    names = {"citydeck:area:0": "citydeck:service:0", "citydeck:service:0": "passport"}
    assert fill("'citydeck:area:0' 'citydeck:service:0'", names) == "'citydeck:service:0' 'passport'"


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1), max_size=4, unique=True))
def test_whatever_the_names_the_literals_are_theirs(values: list[str]) -> None:
    form, names = form_of(Filters(CITY).with_selection("service", values))
    statement = ", ".join(literal(mark) for mark in form.selected("service"))
    assert fill(statement, names) == ", ".join(map(literal, values))


def test_one_form_is_compiled_once() -> None:
    asked: list[Filters] = []

    def compiled(form: Filters) -> str:
        asked.append(form)
        return f"area = {literal(form.area or '')}"

    statements = Statements()
    views = [Filters(CITY, area=area, area_level=1) for area in ("NE", "NW", "NE")]
    assert [statements.get("query", view, compiled) for view in views] == ["area = 'NE'", "area = 'NW'", "area = 'NE'"]
    assert len(asked) == 1
    assert statements.get("query", Filters(CITY), compiled) == "area = ''"
    assert statements.get("another query", views[0], compiled) == "area = 'NE'"
    assert len(asked) == 3


def questions() -> Iterator[Query]:
    """What the pages ask."""
    for page in page_shell.pages().values():
        for tile in page.tiles:
            yield tile.total
            yield tile.trend
        yield from (panel.query for panel in page.panels)
        yield from (measure.query for measure in page.measures)


@pytest.mark.usefixtures("client")
def test_every_question_of_every_page_reads_names_only_to_compare_them(dashboard: Dash) -> None:
    store = Store(settings().snapshots_dir, settings().cache_dir)
    compared = 0
    for query in set(questions()):
        snapshot = store.snapshot(CITY, domain_of(query))
        for view in (VIEW.with_selection("service", []), VIEW.with_selection("district", ["T-1"])):
            try:
                expression = query(store.tables(CITY, domain_of(query)), view)
            except NotInScopeError:
                with pytest.raises(NotInScopeError):
                    store.sql(query, view, snapshot)
                continue
            plain = str(ibis.to_sql(expression, dialect="duckdb", pretty=False))
            assert store.sql(query, view, snapshot) == plain, query.__name__
            compared += 1
    assert compared > 100
