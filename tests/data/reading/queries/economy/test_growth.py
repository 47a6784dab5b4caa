"""Questions about growth on rows whose answer can be read off."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from data.reading.answer import NotInScopeError
from data.reading.queries.economy import by_area, indicators, news, record
from data.reading.queries.economy import growth as economy
from tests.data.reading.queries.published import Published, Rows, published, questions_of


def series(key: str, role: str, frequency: str, transform: str) -> dict[str, Any]:
    return {
        "series_id": key, "name_en": key.title(), "frequency": frequency, "unit": "percent", "role": role,
        "transform": transform, "ref_area": "XX", "ref_area_name": "Atlantis",
    }  # fmt: skip


def told(key: str, start: date, vintage: date, value: float | None) -> dict[str, Any]:
    period = f"{start.year}-Q{(start.month + 2) // 3}" if key == "gdp" else f"{start.year}-{start.month:02d}"
    return {
        "series_id": key, "period_start": start, "vintage": vintage, "time_period": period, "value": value,
        "status": "published",
    }  # fmt: skip


def forecast(method: str, made_on: date, start: date, ahead: int, value: float) -> dict[str, Any]:
    return {
        "series_id": "gdp", "growth": "quarterly", "method": method, "made_on": made_on, "period_start": start,
        "horizon_quarters": ahead,
        "time_period": f"{start.year}-Q{(start.month + 2) // 3}", "value": value, "low50": value - 1,
        "high50": value + 1, "low80": value - 2, "high80": value + 2,
    }  # fmt: skip


def score(method: str, ahead: int, sample: str, rmse: float) -> dict[str, Any]:
    return {
        "series_id": "gdp", "growth": "quarterly", "method": method, "horizon_quarters": ahead,
        "sample": sample, "forecasts": 40,
        "rmse": rmse, "crps": rmse / 2, "interval_forecasts": 20, "coverage80_share": 0.75,
    }  # fmt: skip


Q1, Q2, Q3, Q4 = (date(2024, month, 1) for month in (1, 4, 7, 10))
TABLES: dict[str, Rows] = {
    "series": [series("gdp", "target", "Q", "none"), series("jobs", "indicator", "M", "yoy"),
               series("rate", "indicator", "M", "none")],
    # The log starts with 2023-Q4 and 2024-Q1 known; Q2 is told as 3.0 and revised to 2.0; Q3 is withdrawn again.
    "observations": [
        told("gdp", date(2023, 10, 1), date(2024, 5, 1), 1.0),
        told("gdp", Q1, date(2024, 5, 1), 4.0),
        told("gdp", Q2, date(2024, 8, 1), 3.0),
        told("gdp", Q2, date(2024, 9, 1), 2.0),
        told("gdp", Q3, date(2024, 11, 1), 9.0),
        told("gdp", Q3, date(2024, 12, 1), None),
        told("jobs", date(2023, 6, 1), date(2023, 7, 1), 200.0),
        told("jobs", date(2024, 6, 1), date(2024, 7, 1), 210.0),
        told("rate", date(2024, 5, 1), date(2024, 6, 1), 3.0),
        told("rate", date(2024, 6, 1), date(2024, 7, 1), 5.0),
    ],
    "forecasts": [
        forecast("mean", date(2024, 8, 1), Q3, 0, 2.5),
        forecast("mean", date(2024, 12, 1), Q3, -1, 2.2),
        forecast("mean", date(2024, 12, 1), Q4, 0, 2.2),
        forecast("mean", date(2024, 8, 1), date(2025, 1, 1), 2, 2.5),
        forecast("mean", date(2024, 12, 1), date(2025, 4, 1), 2, 2.2),
        forecast("ar", date(2024, 12, 1), Q3, -1, 7.0),
        forecast("ar", date(2024, 12, 1), date(2025, 4, 1), 2, 7.0),
    ],
    "scores": [
        score("mean", 2, "without_2020_2021", 1.5),
        score("ar", 2, "without_2020_2021", 1.6) | {"p_against_mean": 0.01, "rmse_of_mean": 1.5},
        score("mean", 2, "all", 9.0), score("ar", 2, "all", 8.0), score("mean", 1, "without_2020_2021", 1.25),
    ],
    "method_runs": [
        {"series_id": "gdp", "method": method, "made_on": day, "state": state, "weight": weight}
        for day, method, state, weight in (
            (date(2024, 8, 1), "dfm", "made", 1.0), (date(2024, 8, 1), "mean", "made", 0.0),
            (date(2024, 12, 1), "dfm", "not_converged", 0.0), (date(2024, 12, 1), "mean", "made", 0.5),
            (date(2024, 12, 1), "ar", "made", 0.5), (date(2024, 12, 1), "combination", "made", 0.0),
        )
    ],
    "news_paths": [
        {"series_id": "gdp", "made_on": day, "period_start": Q4, "time_period": "2024-Q4", "value": value}
        for day, value in ((date(2024, 11, 1), 2.0), (date(2024, 12, 1), 2.5))
    ],
    "news": [
        {"series_id": "gdp", "made_on": date(2024, 12, 1), "period_start": Q4, "time_period": "2024-Q4", "kind": kind,
         "source_id": source, "source_period": period, "expected": expected, "observed": observed, "impact": impact}
        for kind, source, period, expected, observed, impact in (
            ("release", "jobs", "2024-10", 0.1, 0.3, 0.75), ("revision", "revision", "all", None, None, -0.25),
        )
    ],
    "release_calendar": [
        {"series_id": "jobs", "time_period": period, "expected_on": expected, "released_on": came, "state": state}
        for period, expected, came, state in (
            ("2024-09", date(2024, 10, 4), date(2024, 10, 4), "came"), ("2024-11", date(2024, 12, 6), None, "next"),
            ("2024-10", date(2024, 11, 1), None, "late"),
        )
    ],
    "earlier_scores": [
        score("mean", 2, "without_2020_2021", 3.5) | {"scored_on": date(2024, 9, 30)},
        score("ar", 2, "without_2020_2021", 2.5) | {"scored_on": date(2024, 9, 30)},
    ],
    "releases": [
        {"series_id": "gdp", "released_on": date(2024, 8, 1), "time_period": "2024-Q2", "new_periods": 1,
         "revised_periods": 0},
        {"series_id": "jobs", "released_on": date(2024, 7, 1), "time_period": "2024-06", "new_periods": 1,
         "revised_periods": 0},
    ],
    "area_indicators": [
        {"area_id": area, "indicator": name, "time_period": year, "value": value, "status": "published"}
        for area, name, year, value in (
            ("NW", "unemployment_share", "2013", 0.5), ("NW", "unemployment_share", "2014", 0.1),
            ("SE", "unemployment_share", "2014", 0.2), ("NW", "poverty_share", "2014", 0.3),
        )
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def land(tmp_path_factory: pytest.TempPathFactory) -> Published:
    return published(tmp_path_factory.mktemp("economy"), "economy", TABLES)


def test_the_newest_quarter_is_the_newest_one_not_withdrawn(land: Published) -> None:
    assert land.ask(economy.gdp_growth) == [{"value": 2.0, "recent": 2.0, "before": None, "n": 2}]
    assert [row["value"] for row in land.ask(economy.gdp_growth_trend)] == [1.0, 4.0, 2.0]


def test_as_of_an_earlier_day_growth_is_what_was_known_then(land: Published) -> None:
    """Q2 was 3.0 in August, 2.0 from September on; Q3 stood at 9.0 in November only."""
    days = ("2024-08-31", "2024-09-01", "2024-11-30")
    assert [land.ask(economy.gdp_growth, as_of=day)[0]["value"] for day in days] == [3.0, 2.0, 9.0]
    assert land.ask(economy.gdp_growth, as_of="2024-04-30") == []
    assert [row["value"] for row in land.ask(economy.gdp_growth_trend, as_of="2024-06-01")] == [1.0, 4.0]
    assert land.ask(economy.about, as_of="2024-08-15")[0]["vintage"] == "2024-08-01"


def test_as_of_an_earlier_day_forecasts_are_those_made_by_then(land: Published) -> None:
    assert land.ask(economy.gdp_forecast, as_of="2024-10-01", method="mean")[0]["value"] == 2.5
    rows = land.ask(economy.fan, as_of="2024-10-01", method="mean")
    assert [row["time_period"] for row in rows if row["status"] == "forecast"] == ["2024-Q3", "2025-Q1"]
    assert [row["growth_percent"] for row in rows if row["status"] == "published"] == [1.0, 4.0, 2.0]
    assert land.ask(economy.gdp_forecast, as_of="2024-07-31")[0]["n"] == 0


def test_the_page_says_which_methods_had_an_answer(land: Published) -> None:
    """The factor model did not converge in December: the naive rules took its place. Their combination has no weight
    in itself: a nought would read as if it were not used."""
    told = [(row["method"], row["method_state"], row["weight_share"]) for row in land.ask(record.methods)]
    rules = [("ar", "made", 0.5), ("mean", "made", 0.5)]
    assert told == [("combination", "made", None), *rules, ("dfm", "not_converged", 0.0)]
    before = [(row["method"], row["weight_share"]) for row in land.ask(record.methods, as_of="2024-09-01")]
    assert before == [("dfm", 1.0), ("mean", 0.0)]


def test_as_of_an_earlier_day_the_record_is_that_of_the_year_before(land: Published) -> None:
    told = {row["method"]: row["rmse_points"] for row in land.ask(record.scores, as_of="2024-10-15")}
    assert told == {"mean": 3.5, "ar": 2.5}
    assert land.ask(record.error, as_of="2024-10-15")[0]["value"] == 2.5  # the method that was best then
    assert land.ask(record.scores, as_of="2024-09-29") == []


def test_as_of_an_earlier_day_indicators_and_news_end_there(land: Published) -> None:
    assert [row["name"] for row in land.ask(economy.indicators, as_of="2024-06-30")] == ["Gdp", "Rate"]
    assert {row["name"]: row["shown"] for row in land.ask(economy.indicators, as_of="2024-07-01")} == {
        "Gdp": 4.0, "Jobs": pytest.approx(5.0), "Rate": 5.0,
    }  # fmt: skip
    assert [row["day"] for row in land.ask(news.evolution, as_of="2024-11-15")] == ["2024-11-01"]
    assert [row["released_on"] for row in land.ask(economy.releases, as_of="2024-07-15")] == ["2024-07-01"]
    # Values of areas have no vintage of their own: they are known since the newest one.
    assert land.ask(by_area.places, as_of="2024-11-15")[0]["total"] == 0
    assert land.ask(by_area.places)[0]["total"] == 2


def test_indicators_are_shown_in_standard_deviations_from_their_mean(land: Published) -> None:
    """Jobs has one value of growth, which says nothing; the rate stood at 3 and 5."""
    assert land.ask(indicators.standardised) == [
        {"day": "2024-05-01", "name": "Rate", "standard_score": -1.0},
        {"day": "2024-06-01", "name": "Rate", "standard_score": 1.0},
    ]
    assert land.ask(indicators.standardised, as_of="2024-06-15") == []


def test_as_of_an_earlier_day_the_calendar_waits_for_what_came_later(land: Published) -> None:
    told = land.ask(news.calendar, as_of="2024-10-03")
    assert [
        (row["time_period"], row["release_state"], row["released_on"])
        for row in told
        if row["time_period"] == "2024-09"
    ] == []
    told = land.ask(news.calendar, as_of="2024-11-05")
    states = {row["time_period"]: row["release_state"] for row in told}
    assert (states["2024-09"], states["2024-10"]) == ("came", "next")


def test_the_forecast_is_that_of_the_rule_with_the_lowest_error(land: Published) -> None:
    band = {"low80": pytest.approx(0.2), "high80": pytest.approx(4.2)}
    assert land.ask(economy.gdp_forecast) == [{"value": 2.2, "recent": 2.2, "before": 2.5, "n": 2} | band]
    assert land.ask(economy.gdp_forecast, method="ar")[0]["value"] == 7.0
    assert land.ask(record.error) == [{"value": 1.5, "recent": 1.5, "before": None, "n": 40}]
    assert land.ask(record.error_trend) == [{"period": 1, "value": 1.25}, {"period": 2, "value": 1.5}]
    assert land.ask(record.coverage)[0] == {"value": 0.75, "recent": 0.75, "before": None, "n": 20}


def test_the_fan_opens_after_the_published_quarters(land: Published) -> None:
    rows = land.ask(economy.fan)
    assert [(row["time_period"], row["status"], row["growth_percent"], row["low80"]) for row in rows] == [
        ("2023-Q4", "published", 1.0, None),
        ("2024-Q1", "published", 4.0, None),
        ("2024-Q2", "published", 2.0, None),
        ("2024-Q3", "forecast", 2.2, pytest.approx(0.2)),
        ("2024-Q4", "forecast", 2.2, pytest.approx(0.2)),
        ("2025-Q2", "forecast", 2.2, pytest.approx(0.2)),
    ]


def test_news_add_up_to_how_the_running_quarters_forecast_moved(land: Published) -> None:
    assert land.ask(news.evolution) == [
        {"day": "2024-11-01", "category": None, "forecast_percent": 2.0, "impact_points": None},
        {"day": "2024-12-01", "category": "other", "forecast_percent": 2.5, "impact_points": 0.75},
        {"day": "2024-12-01", "category": "revision", "forecast_percent": 2.5, "impact_points": -0.25},
    ]
    told = land.ask(news.releases_that_moved)
    assert [(row["name"], row["impact_points"]) for row in told] == [("Jobs", 0.75), ("–", -0.25)]
    assert land.ask(news.evolution, quarter="2030-Q1") == []
    assert [row["quarter"] for row in land.ask(news.quarter_options)] == ["2024-Q4"]


def test_the_calendar_has_late_ones_first_and_then_the_next(land: Published) -> None:
    told = land.ask(news.calendar)
    assert [(row["time_period"], row["release_state"]) for row in told] == [
        ("2024-10", "late"), ("2024-11", "next"), ("2024-09", "came"),
    ]  # fmt: skip


def test_a_surprise_is_the_first_figure_less_the_last_forecast_before_it(land: Published) -> None:
    """2024-Q3 was forecast as 2.5 on 1 August and first told as 9.0 on 1 November."""
    assert land.ask(economy.surprise) == [{"value": 6.5, "recent": 6.5, "before": None, "n": 1}]


def test_how_the_forecast_of_the_next_quarter_moved(land: Published) -> None:
    nothing = {f"{method}_percent": None for method in economy.METHODS}
    assert land.ask(economy.forecast_path) == [
        nothing | {"day": "2024-08-01", "mean_percent": 2.5},
        nothing | {"day": "2024-12-01", "mean_percent": 2.2, "ar_percent": 7.0},
    ]


def test_revisions_leave_out_what_the_log_starts_with(land: Published) -> None:
    assert land.ask(economy.revisions) == [
        {"quarter": "2024-04-01", "first_percent": 3.0, "newest_percent": 2.0},
        {"quarter": "2024-07-01", "first_percent": 9.0, "newest_percent": 9.0},
    ]


def test_the_score_card_is_without_the_pandemic_and_the_record_has_both(land: Published) -> None:
    assert land.ask(record.score_card) == [
        {"horizon": "1", "method": "mean", "rmse_points": 1.25, "verdict": "same"},
        {"horizon": "2", "method": "ar", "rmse_points": 1.6, "verdict": "worse"},
        {"horizon": "2", "method": "mean", "rmse_points": 1.5, "verdict": "same"},
    ]
    assert [(row["sample"], row["method"], row["rmse_points"]) for row in land.ask(record.scores)] == [
        ("without_2020_2021", "mean", 1.25),
        ("without_2020_2021", "mean", 1.5),
        ("without_2020_2021", "ar", 1.6),
        ("all", "ar", 8.0),
        ("all", "mean", 9.0),
    ]


def test_an_indicator_is_shown_as_growth_or_as_its_level(land: Published) -> None:
    assert land.ask(economy.indicator, series="jobs|rate") == [
        {"day": "2024-05-01", "jobs_percent": None, "rate_percent": 3.0},
        {"day": "2024-06-01", "jobs_percent": pytest.approx(5.0), "rate_percent": 5.0},
    ]
    told = {row["series"]: (row["newest_period"], row["shown"]) for row in land.ask(economy.indicators)}
    assert told == {
        "gdp": ("2024-Q2", 2.0), "jobs": ("2024-06", pytest.approx(5.0)), "rate": ("2024-06", 5.0)
    }  # fmt: skip


def test_releases_newest_first(land: Published) -> None:
    assert [(row["released_on"], row["series"]) for row in land.ask(economy.releases)] == [
        ("2024-08-01", "gdp"),
        ("2024-07-01", "jobs"),
    ]
    assert [row["series"] for row in land.ask(economy.releases, series="jobs")] == ["jobs"]


def test_the_page_says_which_economy_it_is_about(land: Published) -> None:
    (told,) = land.ask(economy.about)
    assert told == {"ref_area_name": "Atlantis", "name": "Gdp", "vintage": "2024-12-01", "is_city": False}


def test_growth_cannot_be_narrowed_to_an_area(land: Published) -> None:
    with pytest.raises(NotInScopeError, match="area"):
        land.ask(economy.gdp_growth, area="NW")


def test_areas_show_their_newest_value_and_say_where_there_is_none(land: Published) -> None:
    rows = {row["area_id"]: row for row in land.ask(by_area.unemployment_by_area)}
    assert {area: (row["unemployment_share"], row["status"]) for area, row in rows.items()} == {
        "NW": (0.1, "published"), "NE": (None, "none"), "SW": (None, "none"), "SE": (0.2, "published"),
    }  # fmt: skip
    assert land.ask(by_area.places) == [{"mapped": 2, "unmatched": 0, "total": 2}]
    assert {row["status"] for row in land.ask(by_area.unemployment_by_area, area="NW")} == {"none"}


def test_an_empty_view_keeps_every_querys_columns(land: Published) -> None:
    for query in [each for module in (economy, by_area, news, record) for each in questions_of(module)]:
        assert land.columns(query, since="2090-01-01") == land.columns(query), query.key


def test_a_period_without_the_series_answers_no_rows(land: Published) -> None:
    assert land.ask(economy.indicator, since="2090-01-01", series="rate") == []
