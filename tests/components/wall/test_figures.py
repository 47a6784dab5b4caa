"""Figures of a wall: what they leave room for."""

from __future__ import annotations

from components.text import Words
from components.wall.figures import with_calendar
from data.reading import schema
from tests.components.answers import answer_of

SCHEMA = schema.bullet("department", "executed_share", "committed_share", "approved_share", "year_gone_share")


def test_a_budget_s_number_has_its_own_room_beside_the_bars_however_narrow_the_chart() -> None:
    rows = (["roads"], ["Roads"], [0.5], [0.75], [0.8], [0.25])
    drawn = with_calendar(answer_of(dict(zip(SCHEMA, rows, strict=True))), Words("en"))
    bars, numbers = drawn["data"]
    assert (bars["text"], numbers["text"], numbers["x"]) == (None, ["50.0%"], [1.02])
    assert drawn["layout"]["xaxis"]["range"] == [0, 1.02]
    assert drawn["layout"]["margin"]["r"] >= 10 + 30  # five letters of eleven pixels
