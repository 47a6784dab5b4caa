"""What is typed finds the names that a reader would expect, the best first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.reading.name_search import Named, NameIndex, folded

SERVICES = NameIndex([
    Named("s1", "Birth certificate", "出生证明"),
    Named("s2", "Certificate of birth abroad", "境外出生证明"),
    Named("s3", "Café licence", "咖啡馆许可证"),
    Named("s4", "Housing fund: payment", "住房公积金缴存"),
    Named("s5", "Rebirth of trees", None),
    Named("SR-17", "Potholes", None),
])  # fmt: skip


def keys(typed: str) -> list[str]:
    return [each.key for each in SERVICES.search(typed, 20)[0]]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("birth", ["s1", "s2", "s5"]),
        ("certificate birth", ["s1", "s2"]),
        ("BIRTH CERT", ["s1", "s2"]),
        ("cafe", ["s3"]),
        ("证明", ["s1", "s2"]),
        ("公积金", ["s4"]),
        ("住房 缴存", ["s4"]),
        ("sr-17", ["SR-17"]),
        ("fund: pay", ["s4"]),
        ("nothing like it", []),
    ],
)
def test_words_are_found_in_any_order_and_language(typed: str, found: list[str]) -> None:
    assert keys(typed) == found


def test_the_whole_name_comes_before_what_begins_with_it() -> None:
    index = NameIndex([Named("long", "Tree cutting"), Named("inner", "Street trees"), Named("whole", "Tree")])
    assert [each.key for each in index.search("tree", 9)[0]] == ["whole", "long", "inner"]


def test_nothing_typed_finds_the_first_and_counts_all() -> None:
    found, total = SERVICES.search("  ", 2)
    assert ([each.key for each in found], total, len(SERVICES)) == (["s1", "s2"], 6, 6)
    assert NameIndex([]).search("birth", 5) == ([], 0)


def test_signs_are_compared_as_they_are_meant() -> None:
    assert folded("  Ｃafé\tÉTÉ ") == "cafe ete"


@given(st.sampled_from(["Birth certificate", "境外出生证明", "Café licence"]), st.data())
def test_any_part_of_a_name_finds_it(name: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(name) - 1))
    part = name[start : data.draw(st.integers(start + 1, len(name)))]
    found = [each for each in SERVICES.search(part, 20)[0] if name in (each.name, each.other)]
    assert found
