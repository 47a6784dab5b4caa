"""A statement's values stand in it as literals where it is read, and go past it where it runs; both answer the same."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import duckdb
import pytest
from hypothesis import given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st

from data.reading.bound_sql import MOST_PARSED, BoundSql, ParsedForms
from data.reading.compiled_sql import form_of
from data.reading.filters import Filters
from data.sql_text import literal
from tests.city_with_records import CITY

NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1)


@pytest.fixture
def cursor() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE visits AS SELECT * FROM (VALUES ('NE', 1), ('O''Brien', 2)) AS v(area, n)")
        yield connection


def test_names_are_written_as_literals() -> None:
    bound = BoundSql("area = 'citydeck:area:0'", {"citydeck:area:0": "'; DROP TABLE x; --"})
    assert str(bound) == "area = '''; DROP TABLE x; --'"


def test_a_name_that_looks_like_a_mark_stays_a_name(cursor: duckdb.DuckDBPyConnection) -> None:
    names = {"citydeck:area:0": "citydeck:service:0", "citydeck:service:0": "passport"}
    bound = BoundSql("SELECT 'citydeck:area:0', 'citydeck:service:0'", names)
    assert str(bound) == "SELECT 'citydeck:service:0', 'passport'"
    assert ParsedForms().execute(cursor, bound).fetchall() == [("citydeck:service:0", "passport")]


def test_names_without_a_mark_in_it_are_not_the_statement_s() -> None:
    """A newest quarter reads no area: it is one statement whatever the area."""
    one, other = (BoundSql.of("SELECT 'citydeck:day:0'", {"citydeck:day:0": "d", "citydeck:area:0": a}) for a in "NS")
    assert one == other
    assert one.values == {"citydeck:day:0": "d"}


@settings_of_hypothesis(deadline=None)
@given(st.lists(NAMES, max_size=4, unique=True))
def test_whatever_the_names_literals_and_parameters_are_theirs(values: list[str]) -> None:
    form, names = form_of(Filters(CITY).with_selection("service", values))
    marks = ", ".join(literal(mark) for mark in form.selected("service"))
    bound = BoundSql.of(f"SELECT [{marks}]", names)
    assert str(bound) == f"SELECT [{', '.join(map(literal, values))}]"
    with duckdb.connect() as connection:
        assert ParsedForms().execute(connection, bound).fetchall() == [(values,)]


def test_a_form_is_read_once_and_answers_each_of_its_views(cursor: duckdb.DuckDBPyConnection) -> None:
    parsed, form = ParsedForms(), "SELECT n FROM visits WHERE area = 'citydeck:area:0'"
    asked = [BoundSql(form, {"citydeck:area:0": area}) for area in ("NE", "O'Brien", "SW", "NE")]
    assert [parsed.execute(cursor, each).fetchall() for each in asked] == [[(1,)], [(2,)], [], [(1,)]]
    assert len(parsed) == 1
    assert parsed.execute(cursor, asked[0].within("SELECT count(*) FROM (", ")")).fetchall() == [(1,)]
    for number in range(2 * MOST_PARSED):
        parsed.execute(cursor, BoundSql(f"SELECT {number}"))
    assert len(parsed) == MOST_PARSED


def test_threads_share_a_form_and_each_gets_its_own_answer(cursor: duckdb.DuckDBPyConnection) -> None:
    parsed, wrong = ParsedForms(), list[str]()

    def ask(area: str) -> None:
        own = cursor.cursor()
        for _ in range(200):
            answer = parsed.execute(own, BoundSql("SELECT 'citydeck:area:0' AS area", {"citydeck:area:0": area}))
            if answer.fetchall() != [(area,)]:
                wrong.append(area)

    threads = [threading.Thread(target=ask, args=(area,)) for area in ("NE", "NW", "SE", "SW")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
