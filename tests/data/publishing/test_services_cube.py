"""What the cubes of services add up."""

from __future__ import annotations

import pytest

from data.publishing.cubes.services import cubes_of

CLOSING = {cube.name for cube in cubes_of(people=False) if cube.kind == "closing"}


@pytest.mark.parametrize(("people", "with_days"), [(False, CLOSING), (True, {"closing_channels_monthly"})])
def test_days_to_close_of_people_are_added_up_only_where_their_buckets_get_theirs(
    people: bool, with_days: set[str]
) -> None:
    """Of people with a floor a view takes the days that stand for a bucket; of others the days themselves."""
    assert len(CLOSING) == 9
    assert {cube.name for cube in cubes_of(people) if "total" in cube.sums} == with_days
