"""A statement is compiled once for all views of its form, and is the one that the view itself would have given."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import ibis
import ibis.expr.types as ir
import pytest
from dash import Dash
from hypothesis import given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st

from components.shell import registry
from data.published.snapshots import Snapshot
from data.reading import compiled_sql, lowering
from data.reading.answer import NotInScopeError
from data.reading.bound_sql import BoundSql
from data.reading.compiled_sql import CompiledSql, form_of, open_day
from data.reading.filters import Filters
from data.reading.lowering import to_duckdb
from data.reading.queries.services import measures
from data.reading.question import Question
from data.reading.store import Store
from data.reading.symbolic_days import evaluate
from data.reading.tables import Span
from settings import settings
from tests.city_with_records import CITY

VIEW = Filters(CITY, area="NE", area_level=1).with_selection("service", ["passport", "O'Brien's"])


def test_names_become_marks_and_what_a_question_reads_stays() -> None:
    form, names = form_of(VIEW.with_selection("fiscal_year", ["2025"]), reads=("fiscal_year",))
    assert (form.city, form.area, form.area_level) == ("citydeck:city:0", "citydeck:area:0", 1)
    assert form.selections == (
        ("service", ("citydeck:service:0", "citydeck:service:1")),
        ("fiscal_year", ("2025",)),
    )
    assert names == {
        "citydeck:city:0": CITY, "citydeck:area:0": "NE",
        "citydeck:service:0": "passport", "citydeck:service:1": "O'Brien's",
    }  # fmt: skip


def test_all_cities_ask_by_one_form() -> None:
    (one, names), (other, _) = (form_of(Filters(city, since=date(2025, 1, 1))) for city in (CITY, "another"))
    assert one == other
    assert names == {"citydeck:city:0": CITY}


def visits_in(view: Filters) -> ir.Table:
    """Rows of the chosen area from the chosen day on, and what that day is called where it begins a month."""
    rows = ibis.table({"area": "string", "day": "date"}, name="visits").filter(ibis._.area == (view.area or ""))
    if view.since is None:
        return rows
    return rows.filter(rows.day >= open_day(view.since)).mutate(first=ibis.literal(view.since.day == 1))


def test_days_are_reckoned_once_for_all_that_is_asked_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the question and the names; those of another period anew."""
    reckoned: list[dict[Any, Any]] = []

    def recorded(term: Any, days: Any, known: dict[Any, Any]) -> Any:
        reckoned.append(known)
        return evaluate(term, days, known)

    monkeypatch.setattr(compiled_sql, "evaluate", recorded)
    statements = CompiledSql()
    for day, key, area in ((1, "one", "NE"), (1, "other", "NE"), (1, "one", "NW"), (2, "one", "NE")):
        view = Filters(CITY, since=date(2025, 1, day), area=area, area_level=1)
        assert f"2025-01-0{day}" in str(statements.get(key, view, visits_in_span))
    first, last = reckoned[0], reckoned[-1]
    assert first is not last
    assert {id(known) for known in reckoned} == {id(first), id(last)}
    assert first[("in", "since")] == date(2025, 1, 1)
    assert last[("in", "since")] == date(2025, 1, 2)


def visits_in_span(view: Filters, _span: Span) -> ir.Table:
    return visits_in(view)


def test_one_form_is_built_once_whatever_the_area() -> None:
    asked: list[Filters] = []

    def build(form: Filters, span: Span) -> ir.Table:
        asked.append(form)
        return visits_in(form)

    statements = CompiledSql()
    views = [Filters(CITY, area=area, area_level=1) for area in ("NE", "NW", "NE")]
    found = [str(statements.get("query", view, build)) for view in views]
    assert [ending.rpartition("= ")[2] for ending in found] == ["'NE'", "'NW'", "'NE'"]
    assert len(asked) == 1
    assert str(statements.get("query", Filters(CITY), build)).endswith("= ''")
    assert str(statements.get("another query", views[0], build)) == found[0]
    assert len(asked) == 3


def test_days_that_lead_to_the_same_expression_share_a_compilation(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[ir.Table] = []

    def counted(expression: ir.Table) -> str:
        compiled.append(expression)
        return to_duckdb(expression)

    monkeypatch.setattr(lowering, "to_duckdb", counted)
    statements = CompiledSql()
    days = [date(2025, 1, 2), date(2024, 12, 31), date(2025, 1, 1), date(2025, 2, 1)]
    found = [
        str(statements.get("query", Filters(CITY, since=day, area="NE"), lambda form, *_: visits_in(form)))
        for day in days
    ]
    for day, statement in zip(days, found, strict=True):
        assert f">= CAST('{day}' AS DATE)" in statement
        assert "= 'NE'" in statement
        assert ("TRUE" in statement) is (day.day == 1)
    assert len(compiled) == 2  # a day that begins a month, and one that does not


def as_ibis_says(expression: ir.Table) -> str:
    """The statement that Ibis makes of the expression, which ours in full is letter by letter (`lowering.py`)."""
    told = str(ibis.to_sql(expression, dialect="duckdb", pretty=False))
    assert to_duckdb(expression, in_full=True) == told
    return told


def test_what_ibis_does_before_it_makes_selects_is_done() -> None:
    rows = ibis.table({"area": "string", "n": "int64"}, name="rows")
    ranked = rows.mutate(place=ibis.row_number().over(ibis.window(order_by="n")))
    distinct = ranked.order_by("place").select("area", "place").distinct().filter(ranked.place < 3).drop("place")
    filled = rows.fill_null({"n": 0}).drop_null("area").order_by(ibis.desc("n")).limit(3)
    for expression in (rows, ranked, distinct, filled, rows.sample(0.5), rows.mutate(step=rows.n.bucket([0, 5]))):
        assert as_ibis_says(expression)


def assert_same(store: Store, snapshot: Snapshot, bound: BoundSql, other: str) -> None:
    """Two statements are one, or answer the same: Ibis writes relations that are equal by chance, as those of two empty
    periods, once, and numbers its aliases accordingly."""
    if str(bound) != other:
        answers = [store.compute(snapshot, each) for each in (bound, BoundSql(other))]
        rows = [sorted(map(repr, zip(*answer.values(), strict=True))) for answer in answers]
        assert list(answers[0]) == list(answers[1])
        assert rows[0] == rows[1]


def questions() -> Iterator[Question]:
    """What the pages ask."""
    for page in registry.pages().values():
        for tile in page.tiles:
            yield tile.question
            yield tile.trend
        yield from (panel.question for panel in page.panels)
        yield from (measure.question for measure in page.measures)


def with_statements(store: Store) -> set[Question]:
    """Those that answer what the pages ask."""
    asked: set[Question] = set()
    for question in questions():
        tables = store.tables(store.versions(CITY).snapshot(question.domain))
        asked |= {source.question for source in question.asked(tables, Filters(CITY))}
    return asked


@pytest.mark.usefixtures("client")
def test_any_period_gives_the_statement_that_it_would_have_given_alone(dashboard: Dash) -> None:
    store = Store(settings().snapshots_dir, settings().cache_dir)
    asked = sorted(with_statements(store), key=str)
    days = st.dates(date(2023, 12, 1), date(2025, 8, 31))

    @settings_of_hypothesis(max_examples=40, deadline=None)
    @given(st.sampled_from(asked), days, days)
    def same(query: Question, since: date, until: date) -> None:
        view = Filters(CITY, since=min(since, until), until=max(since, until))
        snapshot = store.versions(CITY).snapshot(query.domain)
        try:
            expression = query(store.tables(snapshot), view)
        except NotInScopeError:
            return
        assert_same(store, snapshot, store.sql(query, view, snapshot), to_duckdb(expression))
        assert_same(store, snapshot, store.sql(query, view, snapshot), as_ibis_says(expression))

    same()


@pytest.mark.usefixtures("client")
def test_every_question_of_every_page_reads_names_only_to_compare_them(dashboard: Dash) -> None:
    store = Store(settings().snapshots_dir, settings().cache_dir)
    compared = 0
    for query in with_statements(store):
        snapshot = store.versions(CITY).snapshot(query.domain)
        channel = VIEW.with_selection("service", []).with_selection("channel", ["app"])
        for view in (VIEW.with_selection("service", []), VIEW.with_selection("district", ["T-1"]), channel):
            try:
                expression = query(store.tables(snapshot), view)
            except NotInScopeError:
                with pytest.raises(NotInScopeError):
                    store.sql(query, view, snapshot)
                continue
            assert_same(store, snapshot, store.sql(query, view, snapshot), to_duckdb(expression))
            assert_same(store, snapshot, store.sql(query, view, snapshot), as_ibis_says(expression))
            compared += 1
    assert compared > 100


@pytest.mark.usefixtures("client")
def test_questions_that_share_statements_have_one_expression(dashboard: Dash) -> None:
    by_form: dict[str, set[Any]] = {}
    for question in with_statements(Store(settings().snapshots_dir, settings().cache_dir)):
        by_form.setdefault(question.form_name, set()).add((question.expression, question.columns, question.reads))
    assert {name for name, different in by_form.items() if len(different) > 1} == set()
    assert measures.mature_total.form_name == measures.counted_total.form_name


@pytest.mark.usefixtures("client")
def test_no_two_questions_share_a_name(dashboard: Dash) -> None:
    names = [query.name for query in set(questions())]
    assert len(set(names)) == len(names)
