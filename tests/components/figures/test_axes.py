from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.figures import axes
from components.text import Words

WORDS = Words("en", "USD")


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [(0, 10, [0, 2.5, 5, 7.5, 10]), (0, 83, [0, 25, 50, 75, 100]), (-3, 4, [-4, -2, 0, 2, 4]),
     (0.1, 0.9, [0, 0.2, 0.4, 0.6, 0.8, 1])],
)  # fmt: skip
def test_ticks_are_round(low: float, high: float, ticks: list[float]) -> None:
    assert axes.nice_ticks(low, high) == pytest.approx(ticks)


@given(st.floats(-1e6, 1e6), st.floats(0.01, 1e12))
def test_ticks_hold_the_values(low: float, span: float) -> None:
    ticks = axes.nice_ticks(low, low + span)
    assert ticks == sorted(ticks)
    assert ticks[0] <= low + span * 1e-6
    assert ticks[-1] >= low + span * (1 - 1e-6)
    assert 2 <= len(ticks) <= 12


@pytest.mark.parametrize(
    ("ticks", "unit", "texts"),
    [
        ([0, 2500, 5000, 7500], "count", ["0", "2,500", "5,000", "7,500"]),
        ([0, 5000, 10_000, 15_000], "count", ["0", "5K", "10K", "15K"]),
        ([0, 500_000, 1_000_000], "count", ["0", "0.5M", "1.0M"]),
        ([-5e8, 0, 5e8, 1e9], "lcu", ["-$0.5B", "$0", "$0.5B", "$1.0B"]),
        ([0, 0.25, 0.5], "share", ["0%", "25%", "50%"]),
        ([0, 0.005, 0.01], "share", ["0.0%", "0.5%", "1.0%"]),
        ([0.00001, 0.000015, 0.00002], "share", ["0.0010%", "0.0015%", "0.0020%"]),
        ([0, 0.0005, 0.001], "count", ["0.0000", "0.0005", "0.0010"]),
        ([0, 2e9, 4e9], "lcu", ["$0", "$2B", "$4B"]),
        ([0, 2.5, 5], "days", ["0.0", "2.5", "5.0"]),
    ],
)
def test_ticks_say_exactly_what_they_are(ticks: list[float], unit: str, texts: list[str]) -> None:
    assert axes.tick_texts(ticks, unit, WORDS) == texts


def test_values_far_from_zero_may_leave_it_out() -> None:
    assert axes.value_axis([90, 96], "percent", WORDS, from_zero=False)["tickvals"][0] == 90
    assert axes.value_axis([90, 96], "percent", WORDS)["tickvals"][0] == 0


def test_no_values_still_have_an_axis() -> None:
    assert axes.value_axis([None], "count", WORDS)["tickvals"][0] == 0


def test_dates_are_dates_and_other_periods_places() -> None:
    days = [f"2026-01-0{day}" for day in range(1, 9)]
    assert axes.time_axis(days, "day", WORDS)["type"] == "date"
    assert axes.places(days) == days
    years = axes.time_axis([2024, 2025], "fiscal_year", WORDS)
    assert (years["tickvals"], years["ticktext"]) == ([0, 1], ["2024", "2025"])
    assert axes.places([2024, 2025]) == [0, 1]


def test_few_periods_are_all_named() -> None:
    axis = axes.time_axis(["2026-01-01", "2026-04-01"], "quarter", WORDS)
    assert axis["ticktext"] == ["Q1 2026", "Q2 2026"]


def test_years_are_written_as_years_whatever_their_grain() -> None:
    """Months of which each is a January are years: three names of months do not fit a small chart."""
    axis = axes.time_axis(["2021-01-01", "2023-01-01", "2025-01-01"], "month", WORDS)
    assert axis["ticktext"] == ["2021", "2023", "2025"]
    assert axes.time_axis(["2025-01-01"], "month", WORDS)["ticktext"] == ["Jan 2025"]


def test_few_days_are_written_only_where_they_stand_apart() -> None:
    """Five releases of which three are close together: names side by side would lie on each other or turn."""
    days = ["2025-10-22", "2025-12-20", "2026-01-22", "2026-04-22", "2026-07-22"]
    axis = axes.time_axis(days, "day", Words("en"))
    assert axis["tickvals"] == ["2025-10-22", "2025-12-20", "2026-04-22", "2026-07-22"]
    assert "tickangle" not in axis  # Plotly turns them where a narrow panel would have them overlap
