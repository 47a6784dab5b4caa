from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.map.scale import CLASSES, diverging, sequential

numbers = st.floats(min_value=-1e9, max_value=1e9, allow_nan=False)


def test_classes_hold_about_as_many_each() -> None:
    scale = sequential([float(value) for value in range(70)])
    assert scale is not None
    assert scale.bounds == (0.0, 10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 69.0)
    assert set(Counter(scale.step_of(value) for value in range(70)).values()) == {10}


def test_equal_values_share_a_class() -> None:
    scale = sequential([0.0] * 50 + [1.0, 2.0, None])
    assert scale is not None
    assert scale.bounds == (0.0, 1.0, 2.0, 2.0)
    assert scale.step_of(0.0) < scale.step_of(1.0) < scale.step_of(2.0)


def test_one_value_takes_the_middle() -> None:
    scale = sequential([4.0, 4.0])
    assert scale is not None
    assert (scale.bounds, scale.steps, scale.step_of(4.0)) == ((4.0, 4.0), (4,), 4)


@pytest.mark.parametrize("values", [[], [None, None]])
def test_no_value_has_no_scale(values: list[float | None]) -> None:
    assert sequential(values) is None
    assert diverging(values, 0.0) is None


def test_the_middle_divides() -> None:
    scale = diverging([-1.0, 3.0], middle=1.0)
    assert scale is not None
    assert scale.bounds == (-1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0)
    assert [scale.step_of(value) for value in (-1.0, 0.9, 1.0, 3.0)] == [0, 3, 5, 8]


@given(st.lists(numbers, min_size=1))
def test_a_larger_value_never_has_a_lower_step(values: list[float]) -> None:
    scale = sequential(values)
    assert scale is not None
    steps = [scale.step_of(value) for value in sorted(values)]
    assert steps == sorted(steps)
    assert len(scale.steps) == len(scale.bounds) - 1 <= CLASSES
