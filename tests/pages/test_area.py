"""The page of one of Riverton's districts: what it is, what is asked of the city there, and the way further down."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.pages.asking import chips, map_of, panel, part, tiles, words

PAGE = "area"


def test_it_is_named_with_what_it_is_and_who_lives_there(client: FlaskClient) -> None:
    shown = chips(client, PAGE, area="NE")
    assert shown[:2] == [("H2", "Northeast"), ("P", "District · Riverton · 2,000 residents · 94 km²")]


def test_a_smaller_area_says_in_which_one_it_lies(client: FlaskClient) -> None:
    assert chips(client, PAGE, area="NE-W")[1] == ("P", "Block · Northeast · Riverton · 1,000 residents · 47 km²")


def test_its_numbers_are_those_of_the_pages_of_the_domains(client: FlaskClient) -> None:
    here = {label: number for label, number, *_ in tiles(client, PAGE, area="NE")}
    services = {label: number for label, number, *_ in tiles(client, "services", area="NE")}
    assert here["Requests"] == services["Requests"]
    assert here["Backlog"] == services["Backlog"]


def test_it_leads_to_premises_and_to_its_parts(client: FlaskClient) -> None:
    map_shown = map_of(client, PAGE, area="NE")
    assert "NE-W" in str(map_shown["list"])
    assert "p3" in map_shown["points"]["ids"]
    assert "Harbour Grill" in str(panel(client, PAGE, "premises", area="NE"))


def test_a_chosen_area_leads_to_its_page_from_every_other(client: FlaskClient) -> None:
    for page in ("overview", "services", "food_safety", "fiscal"):
        shown = part(client, page, "frame", area="NE")["chips"]
        assert [chip["props"]["href"] for chip in shown if words(chip) == ["Profile of Northeast"]] == [
            "/areas/NE?city=riverton&lang=en"
        ]
    assert "Profile of" not in str(chips(client, PAGE, area="NE"))


def test_an_area_that_the_city_lacks_is_said(client: FlaskClient) -> None:
    assert "XX" in " ".join(words(part(client, PAGE, "frame", area="XX")["notices"]))
