"""The quarters and forecasts of tests/riverton/economy, as the page shows them."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.pages.asking import map_of, panel, part, parts, rows, tiles, traces, words

PAGE = "economy"


def test_growth_is_the_newest_quarter_as_it_is_known_now(client: FlaskClient) -> None:
    growth, _, forecast, _, surprise, *_ = tiles(client, PAGE)
    assert {"1.2", "%", "Q1 2025"} <= set(growth)
    assert "2.4" in forecast
    assert "Q1 2025" in surprise


def test_the_line_of_forecasts_joins_the_days_on_which_they_were_made(client: FlaskClient) -> None:
    """Of the days between two of them none is lacking, at which a line would break."""
    nowcast = part(client, PAGE, "tiles")["tiles"][1]
    (line,) = [path["d"] for path in parts(nowcast, "path") if path["className"] == "kpi-spark-line"]
    assert line == "M0 28L100 28"


def test_the_page_says_whose_growth_it_is_and_that_a_forecast_is_a_model(client: FlaskClient) -> None:
    (told,) = words(panel(client, PAGE, "about"))
    assert "are for: The country" in told
    assert "They are not this city's." in told
    assert "not an official forecast" in told


def test_the_fan_goes_on_where_the_published_quarters_end(client: FlaskClient) -> None:
    drawn = {trace["name"]: trace for trace in traces(panel(client, PAGE, "fan")) if "name" in trace}
    assert drawn["Published"]["x"][-1] == drawn["Forecast"]["x"][0] == "2025-01-01"
    assert drawn["Forecast"]["y"] == [1.2, 2.4, 2.4, 2.4, 2.4]
    assert drawn["50% and 80% forecast intervals"]["y"] == [1.2, 4.4, 4.4, 4.4, 4.4]


def test_as_of_an_earlier_day_the_page_is_as_it_stood(client: FlaskClient) -> None:
    """Long before anything was published here: the rows say since when each was known."""
    view = {"as_of": "2025-03-01"}
    drawn = {trace["name"]: trace for trace in traces(panel(client, PAGE, "fan", **view)) if "name" in trace}
    assert drawn["Published"]["x"][-1] == "2024-10-01"
    assert "2.4" in tiles(client, PAGE, **view)[0]
    assert rows(panel(client, PAGE, "releases", **view))[0]["released_on"] == "2024-12-28"
    assert words(panel(client, PAGE, "scores", as_of="2020-01-01")) == ["Nothing matches this view."]


def test_a_revised_quarter_shows_both_numbers(client: FlaskClient) -> None:
    first, now = traces(panel(client, PAGE, "revisions"))
    assert (first["x"][-1], first["y"][-1], now["y"][-1]) == ("2025-01-01", 1.0, 1.2)


def test_releases_are_listed_newest_first(client: FlaskClient) -> None:
    first = rows(panel(client, PAGE, "releases"))[0]
    assert (first["released_on"], first["time_period"], first["revised_periods"]) == ("2025-05-29", "2025-Q1", 1)


def test_a_measure_can_be_chosen_for_the_map(client: FlaskClient) -> None:
    values = map_of(client, PAGE, measure="poverty_share")["values"]["values"]
    assert {area: told["value"] for area, told in values.items()} == {
        "NW": "10.0%", "NE": "20.0%", "SW": "30.0%", "SE": "40.0%",
    }  # fmt: skip
