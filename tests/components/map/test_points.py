"""Single places by columns: what the browser draws marks, labels and clicks from."""

from __future__ import annotations

from dataclasses import replace

from components.map.points import point_columns
from components.text import Words
from data.reading.schema import points
from tests.components.answers import answer

WORDS = Words("en")


def test_places_without_coordinates_are_not_drawn_at_zero() -> None:
    found = answer(
        point_id=["1", "2"], name=["<b>Diner</b>", "Bar"], lat=[41.5, None], long=[-87.5, None],
        state=["passed", "none"], inspections=[3, 0],
    )  # fmt: skip
    assert point_columns(found, WORDS) == {
        "ids": ["1"],
        "names": ["<b>Diner</b>"],
        "lats": [41.5],
        "longs": [-87.5],
        "states": ["passed"],
        "words": {"passed": "passed"},
        "told": [{"word": "inspections", "texts": ["3"], "at": [0]}],
        "selects": "premises",
        "values": "ids",
    }


def test_what_several_places_say_alike_is_sent_once() -> None:
    found = answer(
        point_id=["1", "2", "3"], name=["A", None, "C"], lat=[1.0, 2.0, 3.0], long=[1.0, 2.0, 3.0],
        state=["passed", "passed", "failed"], inspections=[3, 7, 3],
    )  # fmt: skip
    columns = point_columns(found, WORDS)
    assert columns is not None
    assert columns["told"] == [{"word": "inspections", "texts": ["3", "7"], "at": [0, 1, 0]}]
    assert columns["names"] == ["A", "2", "C"]
    assert columns["words"] == {"passed": "passed", "failed": "failed"}


def test_a_click_on_a_place_selects_its_own_dimension() -> None:
    columns = {"point_id": ["r1"], "name": ["pothole"], "lat": [41.5], "long": [-87.5], "state": ["open"]}
    request, premises, nothing = (
        point_columns(replace(answer(**columns), schema=schema), WORDS) or {}
        for schema in (points(None, name_of="nature"), points("premises"), points(None))
    )
    assert (request["selects"], request["values"]) == ("nature", "names")
    assert (premises["selects"], premises["values"]) == ("premises", "ids")
    assert "selects" not in nothing


def test_no_answer_is_no_places() -> None:
    assert point_columns(None, WORDS) is None
