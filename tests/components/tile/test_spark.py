from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from components.markup import markup
from components.tile.spark import HEIGHT, WIDTH, height_of, segments, spans, spark

numbers = st.floats(allow_nan=False, allow_infinity=False, width=32)


def shapes(values: list[float | None], unit: str = "percent") -> dict[str, Any]:
    """What is drawn of the values, by class: how its path goes."""
    (drawing,) = markup(spark(values, unit))
    return {each["props"]["className"]: each["props"]["d"] for each in drawing["props"]["children"]}


def test_a_line_runs_from_edge_to_edge() -> None:
    assert segments([1.0, 3.0, 2.0], (1.0, 3.0)) == [[(0.0, 28.0), (50.0, 2.0), (100.0, 15.0)]]


def test_a_missing_value_breaks_the_line() -> None:
    assert segments([1.0, None, 2.0, 1.0], (1.0, 2.0)) == [[(0.0, 28.0)], [(66.67, 2.0), (100.0, 28.0)]]


def test_one_value_is_no_line() -> None:
    assert segments([None, 4.0], (0.0, 4.0)) == []
    assert spark([4.0, None], "count") == spark([], "count") == []


def test_a_level_line_stays_inside() -> None:
    assert {y for _, y in segments([5.0, 5.0], (5.0, 5.0))[0]} == {28.0}


def test_the_area_closes_at_the_foot() -> None:
    assert shapes([1.0, 2.0]) == {"kpi-spark-area": "M0 28L100 2L100 30L0 30Z", "kpi-spark-line": "M0 28L100 2"}


def test_a_lone_value_has_no_area() -> None:
    drawn = shapes([1.0, None, 2.0, 1.0])
    assert drawn == {"kpi-spark-area": "M66.67 2L100 28L100 30L66.67 30Z", "kpi-spark-line": "M0 28M66.67 2L100 28"}


@given(st.lists(st.none() | numbers, max_size=60))
def test_every_known_value_stands_in_the_box(values: list[float | None]) -> None:
    points = [point for piece in segments(values, spans(values, "percent")) for point in piece]
    known = [value for value in values if value is not None]
    assert len(points) == (len(known) if len(known) > 1 else 0)
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in points)


def test_a_count_or_a_share_starts_at_zero_and_a_change_need_not() -> None:
    assert spans([80.0, 90.0], "count") == (0.0, 90.0)
    assert spans([0.8, None, 0.9], "share", 0.95) == (0.0, 0.95)
    assert spans([4.8, 5.1], "percent") == (4.8, 5.1)
    assert spans([-3.0, 2.0], "lcu") == (-3.0, 2.0)


def test_a_target_stands_at_its_own_height() -> None:
    assert height_of(1.0, (0.0, 1.0)) == 28 / 30
    _, level = markup(spark([0.5, 1.0], "share", 0.5))
    assert level["props"]["style"] == {"bottom": "50.00%"}
    assert len(spark([0.5, 1.0], "share")) == 1
