"""By which columns people are counted."""

from __future__ import annotations

import pytest

from data.published.people_counted import cell_columns


@pytest.mark.parametrize(
    ("asked_by", "counted_by"),
    [
        ("", ""),
        ("channel nature", "channel nature"),
        ("area_1", "area_1"),
        ("area_3 channel", "area_1 area_2 area_3 channel"),
        ("service", "department service"),
        ("area_2 bucket life_area service", "area_1 area_2 bucket department life_area service"),
    ],
)
def test_an_area_goes_with_what_it_lies_in_and_a_service_with_its_department(asked_by: str, counted_by: str) -> None:
    assert cell_columns(asked_by.split()) == set(counted_by.split())
    assert cell_columns(counted_by.split()) == set(counted_by.split())
