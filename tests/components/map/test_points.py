"""Single places by columns: what the browser draws marks, labels and clicks from."""

from __future__ import annotations

from dataclasses import replace

from components.map.points import point_columns, points_legend
from components.text import Words
from data.reading.answer import Answer
from data.reading.schema import points
from tests.components.answers import answer
from tests.components.figures.drawn import of_class, text

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


def test_the_legend_says_the_states_that_are_drawn_in_the_reader_s_words() -> None:
    """A colour once, what failed first; requests have words of their own: a closed one was not re-checked."""
    columns = {"point_id": list("abcde"), "name": list("abcde"), "lat": [1.0] * 5, "long": [1.0] * 5}
    premises = answer(**columns, state=["other", "pass", "fail", "critical", "pass"])
    requests = replace(
        answer(**columns, state=["closed", "open", "open", "open", "open"]),
        schema=points(None, name_of="nature", state_of="status"),
    )

    def keys(found: Answer, language: str) -> list[tuple[str, str]]:
        drawn = points_legend(point_columns(found, Words(language)))
        return [(of_class(key, "legend-point")[0].style["--colour"], text(key)) for key in drawn]

    assert keys(premises, "en") == [
        ("var(--bad)", "Critical · Failed"), ("var(--good)", "Passed"), ("var(--stale)", "No verdict"),
    ]  # fmt: skip
    assert keys(requests, "en") == [("var(--accent)", "Open"), ("var(--stale)", "Closed")]
    assert keys(requests, "zh") == [("var(--accent)", "办理中"), ("var(--stale)", "已办结")]
    assert [said for _, said in keys(premises, "id")] == ["Gagal · Kritis", "Lulus", "Tidak dinilai"]


def test_no_answer_is_no_places() -> None:
    assert point_columns(None, WORDS) is None
    assert points_legend(None) == []
