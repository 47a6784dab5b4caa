"""The twelve requests of tests/riverton/services, as the page shows them."""

from __future__ import annotations

from dash import Dash
from flask.testing import FlaskClient

from components.shell import registry
from components.tile.tiles import measure_of
from data.drops.contract import load_contract
from tests.pages.asking import bars, chips, map_of, panel, part, parts, rows, tiles, traces, words

PAGE = "services"


def test_tiles_count_what_is_no_duplicate(client: FlaskClient) -> None:
    shown = tiles(client, PAGE)
    assert shown[0][0] == "Requests" and "12" in shown[0]
    (completed,) = (tile for tile in shown if tile[0] == "Completion rate")
    # One of June has not had time to be closed: those that were had needed up to 14 days.
    assert "too few to say (n\u00a0=\u00a011)" in completed


def test_a_period_narrows_tiles_and_panels(client: FlaskClient) -> None:
    assert "7" in tiles(client, PAGE, since="2025-01-01", until="2025-12-31")[0]
    (made,) = (t for t in traces(panel(client, PAGE, "requests", since="2025-02-12")) if t["name"] == "Requests")
    # Of the first week the view has a part only; r05 came on Monday 23 June: that week is drawn once it is complete.
    assert {week: count for week, count in zip(made["x"], made["y"], strict=True) if count} == {
        "2025-03-10": 1, "2025-04-14": 1, "2025-05-12": 1, "2025-05-19": 1,
    }  # fmt: skip


def test_requests_are_ranked_by_service(client: FlaskClient) -> None:
    assert [count for _, count in bars(panel(client, PAGE, "services"))] == ["7", "5"]  # potholes, then noise


def test_nothing_to_see_says_why(client: FlaskClient) -> None:
    """Riverton's requests have dates without times, no service has thirty that were closed, and none is of 1999."""
    (hours,) = words(panel(client, PAGE, "hours"))
    assert hours == "Not in this data: this city's records have none of it."
    (slowest,) = words(panel(client, PAGE, "slowest"))
    assert slowest.startswith("Too few to say") and "(at least 30)" in slowest
    (none,) = words(panel(client, PAGE, "services", since="1999-01-01", until="1999-12-31"))
    assert none == "Nothing matches this view."


def test_the_table_has_the_newest_request_first(client: FlaskClient) -> None:
    first = rows(panel(client, PAGE, "requests_table"))[0]
    assert (first["service_request_id"], first["written_requested_on"], first["written_status"]) == (
        "r05", "23 Jun 2025", "Open",
    )  # fmt: skip


def test_the_map_shades_districts(client: FlaskClient) -> None:
    shown = map_of(client, PAGE)
    values = {area: told["value"] for area, told in shown["values"]["values"].items()}
    assert shown["values"]["measure"] == "Requests per 1,000 residents"  # which says the unit
    assert values == {"NW": "5.0", "NE": "1.5", "SW": "0.67", "SE": "0.25"}
    assert shown["places"] == ["11 mapped + 1 unmatched = 12"]
    assert shown["values"]["frame"] == [[40.0, 10.0], [40.2, 10.2]]
    assert words(shown["list"])[:2] == ["Northwest", "5.0"]


def test_in_a_district_the_map_shows_its_blocks(client: FlaskClient) -> None:
    shown = map_of(client, PAGE, area="NW")
    assert set(shown["values"]["values"]) == {"NW-W", "NW-E"}
    assert shown["values"]["frame"] == [[40.1, 10.0], [40.2, 10.1]]


def test_two_districts_stand_side_by_side(client: FlaskClient) -> None:
    view = {"area": "NW", "compare": "NE"}
    requests = tiles(client, PAGE, **view)[0]
    assert "5" in requests and "Northeast: 3" in requests
    services = panel(client, PAGE, "services", **view)
    assert words(parts(services, "Ul")[0]["children"]) == ["Northwest", "Northeast"]
    assert [counts for _, *counts in bars(services)] == [["3", "1"], ["2", "2"]]
    lines = {each["name"]: dict(zip(each["x"], each["y"], strict=True))
             for each in traces(panel(client, PAGE, "requests", **view))}  # fmt: skip
    assert lines["Northwest"]["2025-01-13"] == 1
    assert (lines["Northeast"]["2025-01-13"], lines["Northeast"]["2025-03-10"]) == (0, 1)


def test_two_periods_stand_side_by_side(client: FlaskClient) -> None:
    view = {"since": "2025-01-01", "until": "2025-02-28", "compare": "previous"}
    requests = tiles(client, PAGE, **view)[0]
    assert "2" in requests and any("1 Nov 2024 – 31 Dec 2024: 1;" in each for each in requests)  # r04 and r08, and r03
    assert ("Button", "Compare with 1 Nov 2024 – 31 Dec 2024") in chips(client, PAGE, **view)


def test_periods_of_unequal_length_are_compared_a_day(client: FlaskClient) -> None:
    """One each in the 28 days of February 2025 and the 31 of January: 10.7 % more a day; rates stay rates."""
    requests, completion = tiles(client, PAGE, since="2025-02-01", until="2025-02-28", compare="previous")[:2]
    assert "1 Jan 2025 – 31 Jan 2025: 1; daily averages of 28 and 31 days" in requests
    assert "+10.7%" in requests
    assert not any("daily averages" in each for each in completion)


def test_a_comparison_that_needs_a_period_says_so(client: FlaskClient) -> None:
    told = [("Button", "Compare with select a period, or another area")]
    assert chips(client, PAGE, compare="previous") == told


def test_a_service_s_own_page_names_it_and_cannot_let_it_go(client: FlaskClient) -> None:
    shown = chips(client, "service", service="noise", channel="app")
    assert shown == [("H2", "Noise complaint"), ("P", "Police"), ("Button", "Channel App")]


def test_a_map_without_a_value_shows_another_measure_and_says_so(client: FlaskClient) -> None:
    """Before the records begin nobody was satisfied, nor dissatisfied; and nobody asked for anything."""
    shown = map_of(client, PAGE, area="NE", measure="satisfaction_share", since="2020-01-01", until="2020-12-31")
    assert shown["subtitle"] == ["2 blocks"]
    told = "Satisfied residents (4–5 of 5): no values here. Shown: Requests per 1,000 residents"
    assert told in words(shown["legend"])
    assert {value["value"] for value in shown["values"]["values"].values()} == {"0.0"}
    assert map_of(client, PAGE)["subtitle"] == ["4 districts"]


def test_what_cases_that_end_are_measured_by_is_asked_of_those_that_had_time(dashboard: Dash) -> None:
    """The contract says which measures need cases to end; the questions of tiles and maps keep to it."""
    known = registry.pages()  # to import their modules would register them anew, without their layouts
    for page in (known[key] for key in ("overview", "services", "service", "food_safety")):
        for tile in page.tiles:
            assert tile.question.matures == tile.trend.matures == measure_of(tile).matures, tile.key
        for measure in page.measures:
            defined = {each.name: each.matures for each in load_contract(measure.domain).measures}
            names = {"median_days": "days_to_close_median"}
            assert measure.question.matures == defined.get(names.get(measure.key, measure.key)), measure.key


def test_a_service_is_named_with_its_department_and_deadline(client: FlaskClient) -> None:
    assert chips(client, "service", service="pothole")[:2] == [
        ("H2", "Pothole repair"),
        ("P", "Roads · Deadline: 7 days"),
    ]
    assert chips(client, "service", service="noise")[1] == ("P", "Police")


def test_a_service_that_a_view_lacks_says_where_and_when_it_does_occur(client: FlaskClient) -> None:
    told = " ".join(words(part(client, "service", "frame", service="pothole", area="SE")["notices"]))
    assert "Elsewhere: 7 requests, 5 Feb 2024 to 19 May 2025, most of them in Northwest." in told
    assert "Elsewhere" not in str(part(client, "service", "frame", service="pothole", area="SW")["notices"])
    gone = " ".join(words(part(client, "service", "frame", service="zeppelin")["notices"]))
    assert "There are no records under this ID." in gone
