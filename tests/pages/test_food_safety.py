"""The seven visits and five alerts of tests/riverton/food_safety, as the page shows them."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from components.map import map_panel
from tests.city_with_records import HOSTILE_NAME
from tests.pages.asking import bars, map_of, panel, rows, tiles

PAGE = "food_safety"


def test_tiles_tell_visits_premises_and_how_many_went_wrong(client: FlaskClient) -> None:
    shown = {tile[0]: tile for tile in tiles(client, PAGE)}
    assert "7" in shown["Inspections"]
    assert "4" in shown["Premises visited"]
    # A share of seven visits says nothing, and the tile says so.
    assert "too few to say (n\u00a0=\u00a07)" in shown["Inspections with a critical violation"]
    assert "2" in shown["Open alerts"]  # a2 and a3; a4 was false


def test_violations_are_ranked_by_the_visits_that_found_them(client: FlaskClient) -> None:
    shown = bars(panel(client, PAGE, "violations"))
    assert [count for _, count in shown] == ["3", "2", "2"]


def test_a_mark_selects_its_kind_of_premises(client: FlaskClient) -> None:
    shown = tiles(client, PAGE, facility_type="Bakery")
    assert "2" in shown[0]  # i3 and i4


def test_the_lowest_level_shows_single_premises(client: FlaskClient) -> None:
    assert map_of(client, PAGE)["points"] is None
    shown = map_of(client, PAGE, area="NW-W")
    points = shown["points"]
    assert "1 point" in str(shown["places"])
    assert (points["ids"], points["longs"], points["lats"]) == (["p1"], [10.02], [40.15])
    assert [(each["word"], each["texts"]) for each in points["told"]] == [
        ("inspections", ["2"]), ("critical visits", ["2"]), ("last visit", ["10 Mar 2025"]),
    ]  # fmt: skip


def test_the_line_under_the_map_says_how_many_points_of_how_many(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(map_panel, "MOST_POINTS", 1)
    shown = map_of(client, PAGE, area="NW")
    assert len(shown["points"]["ids"]) == 1
    assert "1 of 2 points" in str(shown["places"])


def test_a_name_stays_the_text_it_is(client: FlaskClient) -> None:
    named = {row["premises"]: row["name"] for row in rows(panel(client, PAGE, "premises"))}
    assert named["p1"] == HOSTILE_NAME
