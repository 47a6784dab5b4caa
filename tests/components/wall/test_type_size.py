"""Type that is read from the back of the room, checked against the numbers of the specification."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.wall.type_size import CAP_HEIGHT, HIGH_PX, MM_PER_INCH, SMALLEST_REM, font_px, wall_type


def test_a_55_inch_screen_seen_from_5_metres() -> None:
    assert wall_type(55, 5).least_px == 51
    assert wall_type(55, 5).aimed_px == 64


def test_the_smallest_size_of_the_style_sheets_is_the_least_that_is_allowed() -> None:
    chosen = wall_type(55, 5)
    assert chosen.root_share * HIGH_PX * SMALLEST_REM == pytest.approx(51)


@given(screen=st.floats(20, 120), distance=st.floats(1, 15), minutes=st.sampled_from([16.0, 20.0, 22.0]))
def test_capitals_span_at_least_the_angle(screen: float, distance: float, minutes: float) -> None:
    mm_per_px = screen * MM_PER_INCH * 9 / math.hypot(16, 9) / HIGH_PX
    cap_m = font_px(screen, distance, minutes) * CAP_HEIGHT * mm_per_px / 1000
    assert math.degrees(2 * math.atan(cap_m / 2 / distance)) * 60 >= minutes - 1e-6
