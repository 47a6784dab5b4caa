"""Ids of names: stable, never empty, different for different names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.files.name_ids import name_id


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("Parks and Roads", "parks-and-roads"),
        ("  parks  and roads ", "parks-and-roads"),
        ("城市管理局", "n-53e7d77da3"),
        ("Órgão", "rg-o-d8dc8b3076"),
        ("", ""),
    ],
)
def test_the_id_of_a_name(name: str, made: str) -> None:
    assert name_id(name) == made


@pytest.mark.parametrize(
    ("one", "other"),
    [("Dept A-B", "Dept A/B"), ("公安局", "教育局"), ("A B", "A-B"), ("กรม", "กอง"), ("ماء", "نار"), ("n-1", "n 1")],
)
def test_different_names_have_different_ids(one: str, other: str) -> None:
    assert name_id(one) != name_id(other)


@given(st.text(min_size=1).filter(str.strip), st.text(min_size=1).filter(str.strip))
def test_ids_are_equal_only_where_names_are(one: str, other: str) -> None:
    same = " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
    assert name_id(one)
    assert same or name_id(one) != name_id(other)
