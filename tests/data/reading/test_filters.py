"""An address becomes a view and back, and whatever cannot be used is said and never raised."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.reading.dimensions import dimensions
from data.reading.filters import KEYS, Complaint, Filters, read_filters

AREAS = {"riverton": 0, "NW": 1, "NW-W": 2}
LANGUAGES = ("en", "zh")


def read(**query: Any) -> tuple[Filters, tuple[Complaint, ...]]:
    return read_filters(query, "riverton", AREAS, LANGUAGES, "en")


def test_an_empty_address_is_the_whole_city() -> None:
    assert read() == (Filters("riverton"), ())


def test_an_address_is_read_whole() -> None:
    filters, complaints = read(
        city="riverton", since="2025-01-01", until="2025-06-30", area="NW-W", service="pothole|noise", fund="general",
        measure="requests", compare="NW", as_of="2025-07-01", lang="zh",
    )  # fmt: skip
    assert complaints == ()
    assert filters == Filters(
        "riverton", date(2025, 1, 1), date(2025, 6, 30), "NW-W", 2,
        (("service", ("pothole", "noise")), ("fund", ("general",))), "requests", "NW", date(2025, 7, 1), "zh", 1,
    )  # fmt: skip
    assert filters.selected("service") == ("pothole", "noise")
    assert filters.selected("channel") == ()


@pytest.mark.parametrize(
    ("query", "complaint"),
    [
        ({"since": "soon"}, Complaint("not_a_date", "since=soon")),
        ({"since": "0001-01-01"}, Complaint("not_a_date", "since=0001-01-01")),
        ({"as_of": "2999-02-30"}, Complaint("not_a_date", "as_of=2999-02-30")),
        ({"area": "../../etc"}, Complaint("unknown_area", "../../etc")),
        ({"compare": "nowhere"}, Complaint("unknown_compare", "nowhere")),
        ({"compare": "2025-06-30..2025-06-01"}, Complaint("unknown_compare", "2025-06-30..2025-06-01")),
        ({"compare": "2025-06-31..2025-07-01"}, Complaint("unknown_compare", "2025-06-31..2025-07-01")),
        ({"lang": "xx"}, Complaint("unknown_language", "xx")),
        ({"colour": "red"}, Complaint("unknown_key", "colour")),
        ({"measure": "a\x00b"}, Complaint("unreadable", "measure")),
        ({"measure": "x" * 121}, Complaint("unreadable", "measure")),
        ({"service": "pot\x00hole"}, Complaint("unreadable", "service")),
        ({"service": "|".join(f"s{number}" for number in range(51))}, Complaint("unreadable", "service")),
    ],
)
def test_what_cannot_be_used_is_said_and_left_out(query: dict[str, str], complaint: Complaint) -> None:
    filters, complaints = read(**query)
    assert complaints == (complaint,)
    assert (filters.since, filters.area, filters.measure, filters.as_of) == (None, None, None, None)
    assert len(filters.selected("service")) <= 50


def test_of_a_repeated_key_the_last_one_counts() -> None:
    filters, complaints = read(since=["2025-01-01", "2025-02-01"])
    assert (filters.since, complaints) == (date(2025, 2, 1), (Complaint("repeated", "since"),))


def test_a_period_that_ends_before_it_starts_is_turned_round() -> None:
    filters, complaints = read(since="2025-06-30", until="2025-01-01")
    assert (filters.since, filters.until) == (date(2025, 1, 1), date(2025, 6, 30))
    assert [complaint.key for complaint in complaints] == ["until_before_since"]


def test_choosing_nothing_frees_a_dimension() -> None:
    chosen = Filters("riverton").with_selection("channel", ["app"]).with_selection("service", ["noise"])
    assert chosen.selections == (("service", ("noise",)), ("channel", ("app",)))
    assert chosen.with_selection("service", []).selections == (("channel", ("app",)),)


VALUES = st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=20) | st.sampled_from(
    ["a|b", "\\|", "c\\"]
)


@given(
    since=st.none() | st.dates(date(1900, 1, 1), date(2024, 12, 31)),
    until=st.none() | st.dates(date(2025, 1, 1), date(2200, 12, 31)),
    area=st.none() | st.sampled_from(["NW", "NW-W"]),
    selections=st.dictionaries(st.sampled_from(dimensions()), st.lists(VALUES, min_size=1, max_size=5, unique=True)),
    as_of=st.none() | st.dates(date(1900, 1, 1), date(2200, 12, 31)),
    compare=st.none() | st.sampled_from(["NW", "previous", "2024-02-29..2024-03-01"]),
)
def test_a_view_survives_its_address(
    since: date | None, until: date | None, area: str | None, selections: dict[str, list[str]], as_of: date | None,
    compare: str | None,
) -> None:  # fmt: skip
    view = Filters("riverton", since, until, area, AREAS.get(area or "", 0), as_of=as_of, compare=compare)
    view = replace(view, compare_level=AREAS.get(compare or "", 0))
    for dimension, values in selections.items():
        view = view.with_selection(dimension, values)
    assert read(**view.to_query()) == (view, ())


@given(
    st.dictionaries(
        st.sampled_from([*KEYS, *dimensions()]) | st.text(max_size=8), st.text(max_size=40) | st.lists(st.text())
    )
)
def test_no_address_raises(query: dict[str, Any]) -> None:
    filters, _ = read_filters(query, "riverton", AREAS, LANGUAGES, "en")
    assert filters.city == "riverton"
    assert filters.language in LANGUAGES
