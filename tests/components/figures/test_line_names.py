"""Lines that are named where they end, or by a legend where they would lie on each other."""

from __future__ import annotations

from typing import Any

from components.figures.line_names import line_names
from components.figures.trend import trend
from components.text import Words
from tests.components.answers import answer

WORDS = Words("en", "USD")
MONTHS = ["2026-01-01", "2026-02-01"]


def line(name: str, *values: float | None) -> dict[str, Any]:
    return {"x": MONTHS, "y": list(values), "name": name, "line": {"color": f"var(--{name})"}}


def test_a_line_is_named_at_its_last_known_value() -> None:
    names = line_names([line("fast", 8, 9), line("slow", 4, None)], [0, 10])
    assert [(each["text"], each["x"], each["y"]) for each in names] == [("fast", MONTHS[1], 9), ("slow", MONTHS[0], 4)]
    assert names[0]["font"]["color"] == "var(--fast)"
    of_a_category = line_names([line("cat-1", 8, 9), line("slow", 4, None)], [0, 10])[0]
    assert of_a_category["font"]["color"] == "var(--cat-ink-1)", "as dark as words must be"


def test_names_that_would_lie_on_each_other_or_take_the_plot_are_left_to_the_legend() -> None:
    assert line_names([line("fast", 1, 5), line("slow", 4, 5.5)], [0, 10]) == []
    assert line_names([line("fast", 1, 9), line("x" * 60, 4, 1)], [0, 10]) == []
    assert line_names([line("alone", 1, 9)], [0, 10]) == []


def test_a_name_through_which_another_line_runs_is_left_to_the_legend() -> None:
    """The first line ends in January at 5, where its name would begin; the other rises from 2 to 9 through it."""
    assert line_names([line("early", 5, None), line("through", 2, 9)], [0, 10]) == []
    assert line_names([line("early", 5, None), line("above", 8, 9)], [0, 10]) != []


def test_a_trend_of_two_lines_needs_no_legend_and_has_room_for_their_names() -> None:
    drawn = trend(answer(month=MONTHS, median_days=[2, 3], p90_days=[10, 12]), WORDS)
    assert drawn["layout"]["showlegend"] is False
    assert [each["text"] for each in drawn["layout"]["annotations"]] == ["days", "Median", "90th percentile"]
    assert drawn["layout"]["margin"]["r"] > 80


def test_a_band_beside_named_lines_stays_in_the_legend() -> None:
    drawn = trend(answer(month=MONTHS, requests=[9, 9], requests_low=[8, 8], requests_high=[10, 10],
                         requests_last_year=[2, 2]), WORDS)  # fmt: skip
    assert drawn["layout"]["showlegend"] is True
    assert [trace["name"] for trace in drawn["data"] if trace.get("showlegend", True)] == ["Requests, 95% interval"]


def test_a_line_that_goes_on_dashed_is_named_where_its_dashes_end() -> None:
    tail = line("Not yet complete", None, 9) | {"legendgroup": "immature"}
    names = line_names([line("fast", 1, None), tail, line("slow", 4, 2)], [0, 10])
    assert [(each["text"], each["y"]) for each in names] == [("fast", 9), ("slow", 2)]
