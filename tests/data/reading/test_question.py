"""A question answers the columns that it says, and may be reckoned from others' answers in place of a statement."""

from __future__ import annotations

from dataclasses import replace

import ibis.expr.types as ir
import pytest

from data.reading.answer import Columns, NotInScopeError
from data.reading.filters import Filters
from data.reading.question import SchemaError, Source, reckoned_about
from data.reading.schema import detail
from data.reading.tables import Tables
from tests.data.reading.counting_store import ALL, CountingStore, area_named, districts, question

reckoned = reckoned_about("services")


def _of_districts(_tables: Tables, filters: Filters) -> list[Source]:
    return [Source(districts, filters)]


@reckoned(_of_districts, detail("area_id"))
def largest_first(_tables: Tables, _filters: Filters, found: Columns) -> Columns:
    """The districts by their residents, most first."""
    rows = sorted(zip(found["population"], found["area_id"], strict=True), reverse=True)
    return {"area_id": [area for _, area in rows]}


@reckoned(_of_districts, detail("residents", "count"))
def residents(_tables: Tables, _filters: Filters, found: Columns) -> Columns:
    """Those of all districts."""
    return {"residents": [sum(found["population"])]}


@reckoned(
    lambda _tables, view: [Source(area_named, view), Source(area_named, replace(view, area="SE", area_level=1))],
    detail("own"), detail("other"),
)  # fmt: skip
def two_names(_tables: Tables, _filters: Filters, own: Columns, other: Columns) -> Columns:
    """Of the view's area and of the one in the south-east."""
    return {"own": own["name_en"], "other": other["name_en"]}


@reckoned(_of_districts, detail("area_id"))
def says_other_columns(_tables: Tables, _filters: Filters, found: Columns) -> Columns:
    """One column more than it says."""
    return found


def test_questions_reckoned_from_one_ask_the_cubes_once(counting: CountingStore) -> None:
    assert counting.answer(largest_first, ALL).columns == {"area_id": ["SE", "SW", "NE", "NW"]}
    assert counting.answer(residents, ALL).columns == {"residents": [10000]}
    assert counting.answer(districts, ALL).rows == 4
    assert counting.computed == 1


def test_what_is_asked_ahead_for_a_reckoned_question_are_its_sources(counting: CountingStore) -> None:
    versions = counting.versions(ALL.city)
    begun = counting.ask_ahead([(largest_first, ALL, None), (residents, ALL, None)], versions)
    assert [each.result(60) for each in begun] == [None, None]
    assert counting.computed == 1
    assert counting.answer(largest_first, ALL, versions).rows == 4
    assert counting.computed == 1


def test_one_is_reckoned_from_answers_in_several_views(counting: CountingStore) -> None:
    view = replace(ALL, area="NE", area_level=1)
    north, south = (counting.answer(area_named, replace(view, area=area)).columns["name_en"] for area in ("NE", "SE"))
    assert counting.answer(two_names, view).columns == {"own": north, "other": south}
    assert north != south
    versions = counting.versions(ALL.city)
    assert counting.tells_apart(two_names, view, replace(view, area="NW"), versions)
    assert not counting.tells_apart(residents, view, replace(view, area="NW"), versions)


def test_some_rows_of_a_reckoned_answer_say_how_many_it_has(counting: CountingStore) -> None:
    answer = counting.answer(largest_first, ALL, rows=(1, 2))
    assert (answer.columns, answer.total) == ({"area_id": ["SW", "NE"]}, 4)


def test_what_a_source_refuses_is_refused(counting: CountingStore) -> None:
    @question(detail("area_id"))
    def refusing(tables: Tables, filters: Filters) -> ir.Table:
        raise NotInScopeError("channel")

    @reckoned(lambda _tables, filters: [Source(refusing, filters)], detail("area_id"))
    def of_a_refusal(_tables: Tables, _filters: Filters, found: Columns) -> Columns:
        return found

    @reckoned(lambda _tables, filters: [Source(refusing, filters, if_known=True)], detail("known"))
    def whether_it_is_known(_tables: Tables, _filters: Filters, found: Columns | None) -> Columns:
        return {"known": [found is not None]}

    assert counting.refused(of_a_refusal, ALL, counting.versions(ALL.city)) == "channel"
    assert counting.refused(largest_first, ALL, counting.versions(ALL.city)) is None
    with pytest.raises(NotInScopeError):
        counting.answer(of_a_refusal, ALL)
    assert counting.answer(whether_it_is_known, ALL).columns == {"known": [False]}


def test_a_reckoned_question_answers_the_columns_that_it_says(counting: CountingStore) -> None:
    with pytest.raises(SchemaError, match="says_other_columns"):
        counting.answer(says_other_columns, ALL)
    with pytest.raises(TypeError, match="has no expression"):
        largest_first(Tables({}), ALL)
