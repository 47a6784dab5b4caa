"""The page of one of Riverton's premises: its records are an archive, in which nobody can know what is still open."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.pages.asking import chips, map_of, panel, part, words

PAGE = "premises"


def test_it_is_named_and_cannot_be_let_go(client: FlaskClient) -> None:
    shown = chips(client, PAGE, premises="p3")
    assert shown[0] == ("H2", "Harbour Grill")
    assert shown[1] == ("P", "Northeast · 3 Quay · Restaurant")


def test_its_history_is_told_newest_first_and_without_alerts_that_nobody_followed(client: FlaskClient) -> None:
    told = " ".join(words(panel(client, PAGE, "timeline", premises="p3")))
    assert told.index("13 Jan 2025") < told.index("12 Feb 2024")
    assert "Inspected" in told
    assert "Alert raised" not in told
    assert "whether it still holds is unknown" in told


def test_an_archive_shows_no_open_danger_of_premises(client: FlaskClient) -> None:
    told = " ".join(words(panel(client, PAGE, "open", premises="p1")))
    assert told.startswith("Not re-checked in these records")


def test_what_is_like_it_leads_to_its_own_page(client: FlaskClient) -> None:
    shown = panel(client, PAGE, "similar", premises="p1")
    assert "Harbour Grill" in words(shown)
    assert "/food-safety/p3" in str(shown)


def test_the_map_shows_the_one_place_on_the_ground_of_all(client: FlaskClient) -> None:
    assert map_of(client, PAGE, premises="p3")["points"]["ids"] == ["p3"]
    # p3 lies at 40.15, 10.12: with its neighbourhood and the whole of its area, Northeast.
    assert map_of(client, PAGE, premises="p3")["values"]["frame"] == [
        [pytest.approx(40.1), pytest.approx(10.1)],
        [pytest.approx(40.2), pytest.approx(10.2)],
    ]


def test_a_view_without_it_says_where_and_when_it_does_occur(client: FlaskClient) -> None:
    told = " ".join(words(part(client, PAGE, "frame", premises="p3", area="SE")["notices"]))
    assert "No inspections in this view. Elsewhere: 2 visits, 12 Feb 2024 to 13 Jan 2025, in Northeast." in told
    assert "No inspections in" not in str(part(client, PAGE, "frame", premises="p3")["notices"])


def test_premises_that_the_register_lacks_are_said(client: FlaskClient) -> None:
    told = " ".join(words(part(client, PAGE, "frame", premises="p9")["notices"]))
    assert "There are no records under this ID." in told


def test_chosen_premises_lead_to_their_page(client: FlaskClient) -> None:
    shown = chips(client, "food_safety", premises="p3")
    assert ("A", "Open this premises") in shown
