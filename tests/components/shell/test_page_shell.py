"""The grid of a page leaves no gap."""

from __future__ import annotations

import pytest

from components.shell.page_shell import widened


@pytest.mark.parametrize(
    ("spans", "rows_beside_map", "filled"),
    [
        ([6, 4], 2, [6, 6]),
        ([6, 6, 4, 4, 4], 2, [6, 6, 4, 4, 4]),
        ([6, 4, 8, 4], 2, [6, 6, 8, 4]),
        ([6, 6, 8, 6, 6, 4], 2, [6, 6, 12, 6, 6, 12]),
        ([6, 12, 4], 2, [6, 12, 12]),
        ([8, 4], 2, [8, 4]),
        ([4, 4], 0, [4, 8]),
        ([12, 4, 12], 0, [12, 12, 12]),
        ([], 2, []),
    ],
)
def test_no_row_leaves_a_gap(spans: list[int], rows_beside_map: int, filled: list[int]) -> None:
    assert widened(spans, rows_beside_map) == filled
