"""A forecast above and what moved it below, on the same days."""

from __future__ import annotations

from components.figures.evolution import evolution
from components.text import Words
from data.reading.schema import group, time, value
from tests.components.answers import answer_of

WORDS = Words("en", "USD")
SCHEMA = (
    time("day", "date"), group("category"), value("forecast_percent", "percent"), value("impact_points", "points")
)  # fmt: skip
COLUMNS = (
    ["2024-11-01", "2024-12-01", "2024-12-01"], [None, "labour", "revision"], [2.0, 2.5, 2.5], [None, 0.75, -0.25]
)  # fmt: skip
FOUND = answer_of(dict(zip(SCHEMA, COLUMNS, strict=True)))


def test_the_line_has_a_point_a_day_and_the_bars_stand_on_the_same_axis_of_days() -> None:
    line, labour, revision = evolution(FOUND, WORDS)["data"]
    assert (line["x"], line["y"]) == (["2024-11-01", "2024-12-01"], [2.0, 2.5])
    assert (labour["name"], labour["x"], labour["y"]) == ("Labour", ["2024-12-01"], [0.75])
    assert (revision["name"], revision["y"]) == ("Revisions", [-0.25])
    assert {labour["yaxis"], revision["yaxis"]} == {"y2"}
    assert "xaxis" not in labour


def test_groups_that_moved_least_share_the_last_colour_and_one_line_of_the_legend() -> None:
    names = ["finance", "government", "growth", "housing", "labour", "output", "prices", "spending", "trade"]
    impacts = [0.9, 0.8, 0.7, 0.6, 0.05, 0.5, 0.4, 0.3, 0.1]
    nine = answer_of(dict(zip(SCHEMA, (["2024-12-01"] * 9, names, [2.5] * 9, impacts), strict=True)))
    _, *bars = evolution(nine, WORDS)["data"]
    told = [(bar["name"], bar["marker"]["color"], bar.get("showlegend", True)) for bar in bars]
    assert len({colour for _, colour, _ in told[:7]}) == 7
    assert told[7:] == [("Other (2)", "var(--cat-7)", True), ("Other (2)", "var(--cat-7)", False)]
    assert [bar["hovertext"][0].split("<br>")[0] for bar in bars[7:]] == ["<b>Labour</b>", "<b>Trade</b>"]


def test_bars_leave_room_below_the_line_and_say_that_it_is_a_models() -> None:
    layout = evolution(FOUND, WORDS)["layout"]
    assert layout["yaxis2"]["domain"][1] < layout["yaxis"]["domain"][0]
    (note,) = layout["annotations"]
    assert note["text"] == "Model output, not an official forecast"
    assert (note.get("yref"), note["y"], note["yanchor"]) == (None, layout["yaxis"]["tickvals"][-1], "top")
