"""Questions about alerts and cameras on rows whose answer can be read off."""

from __future__ import annotations

import pandas as pd
import pytest

from data.reading.queries.food_safety import alerts as food_safety_alerts
from data.reading.question import Question
from tests.data.reading.queries.food_safety.rows import TABLES
from tests.data.reading.queries.published import Published, published, questions_of


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Published:
    return published(tmp_path_factory.mktemp("food"), "food_safety", TABLES)


@pytest.mark.parametrize("query", questions_of(food_safety_alerts), ids=str)
def test_an_empty_period_keeps_the_columns(city: Published, query: Question) -> None:
    assert city.columns(query, since="2030-01-01") == city.columns(query)


def test_open_alerts_at_the_end_of_a_period_whenever_raised(city: Published) -> None:
    """On 31 May 2023 a1 was closed and a2 open; at the end a3, a4 and a6 are open, for a5 was found false."""
    assert city.ask(food_safety_alerts.alerts_open_total, since="2023-05-20", until="2023-05-31")[0]["value"] == 1
    assert city.ask(food_safety_alerts.alerts_open_total)[0]["value"] == 3


def test_open_alerts_of_a_class_are_counted_with_the_new_and_the_overdue_ones(city: Published) -> None:
    """On 2 June 2024 a3, a4 and a6 are open: a6 was raised that day, a4 was to be corrected by 18 May."""
    assert city.ask(food_safety_alerts.open_alerts_by_class, until="2024-06-02") == [
        {"hazard_class": "I", "alerts": 1, "new": 0, "overdue": 0},
        {"hazard_class": "III", "alerts": 2, "new": 1, "overdue": 1},
    ]
    assert city.ask(food_safety_alerts.open_alerts_by_class, until="2023-01-01") == []


def test_open_alerts_by_month_add_up_and_carry_on_over_months_without_a_move(city: Published) -> None:
    """In May 2023 a1 and a2 are raised and a1 closed; a year later a3 and a4 are raised and a2 closed; then a6."""
    told = {row["period"]: row["value"] for row in city.ask(food_safety_alerts.alerts_open_trend)}
    assert list(told) == [str(month.date()) for month in pd.date_range("2023-05-01", "2024-06-01", freq="MS")]
    assert told == dict.fromkeys(told, 1) | {"2024-05-01": 2, "2024-06-01": 3}


def test_no_open_alert_is_a_zero_in_every_month(city: Published) -> None:
    told = city.ask(food_safety_alerts.alerts_open_trend, area="NE", since="2024-05-01", until="2024-06-30")
    assert told == [{"period": "2024-05-01", "value": 0}, {"period": "2024-06-01", "value": 0}]


def test_days_to_recheck_is_a_median_with_its_number(city: Published) -> None:
    assert city.ask(food_safety_alerts.days_to_recheck_total)[0] == {
        "value": 10.0,
        "recent": None,
        "before": None,
        "n": 2,
        "recent_n": 0,
        "before_n": None,
    }


def test_confirmation_counts_only_alerts_that_a_person_looked_at(city: Published) -> None:
    """Of four camera and complaint alerts two were looked at, one of them was true; inspections confirm themselves."""
    assert city.ask(food_safety_alerts.confirmation_share_total)[0]["value"] == 0.5
    assert city.ask(food_safety_alerts.confirmation_share_total)[0]["n"] == 2


def test_cameras_without_records_have_no_uptime(city: Published) -> None:
    told = city.ask(food_safety_alerts.camera_uptime_total)[0]
    assert (told["value"], told["n"]) == (None, 0)


def test_alerts_by_class_and_state_list_every_class_whichever_is_chosen(city: Published) -> None:
    expected = [
        {"hazard_class": "I", "state": "closed", "alerts": 1},
        {"hazard_class": "I", "state": "raised", "alerts": 1},
        {"hazard_class": "II", "state": "closed", "alerts": 1},
        {"hazard_class": "III", "state": "false_alarm", "alerts": 1},
        {"hazard_class": "III", "state": "raised", "alerts": 2},
    ]
    assert city.ask(food_safety_alerts.alerts_by_hazard_class) == expected
    assert city.ask(food_safety_alerts.alerts_by_hazard_class, hazard_class="I") == expected


def test_bars_of_days_to_recheck_are_as_wide_as_the_wait_asks_for(city: Published) -> None:
    """a1 was re-checked after 10 days, a2 after 366: alone, a1 asks for narrow bars."""
    assert city.ask(food_safety_alerts.days_to_recheck_distribution) == [
        {"bin_start": 0, "bin_end": 20, "alerts": 1},
        {"bin_start": 360, "bin_end": 380, "alerts": 1},
    ]
    assert city.ask(food_safety_alerts.days_to_recheck_distribution, hazard_class="I") == [
        {"bin_start": 10, "bin_end": 11, "alerts": 1}
    ]
