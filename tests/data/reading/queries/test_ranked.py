"""Rankings of one answer: by its own columns, and of the rows that count."""

from __future__ import annotations

from data.reading.queries.ranked import most_first

COUNTED = {
    "service": ["bins", "passport", "permit", None],
    "requests": [20, 50, 20, 30],
    "failed": [2, None, 5, 0],
}


def test_equal_rows_keep_their_order() -> None:
    assert most_first(COUNTED, "requests", ("service", "requests")) == {
        "service": ["passport", None, "bins", "permit"], "requests": [50, 30, 20, 20],
    }  # fmt: skip


def test_rows_that_do_not_count_are_left_out() -> None:
    assert most_first(COUNTED, "failed", ("service", "failed"), above=0) == {
        "service": ["permit", "bins"], "failed": [5, 2],
    }  # fmt: skip
    assert most_first(COUNTED, "requests", ("service",), above=50) == {"service": []}
