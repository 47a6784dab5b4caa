"""Questions about alerts and cameras on rows whose answer can be read off."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data.reading.answer import NotInScopeError
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


def test_open_alerts_add_up_over_time_and_carry_on_over_weeks_without_a_move(city: Published) -> None:
    """On 2 May 2023 a1 and a2 are raised, and a1 is closed in the week from the 8th; a year later, in the week from
    29 April, a3 and a4 are raised and a2 is closed; in that from 27 May comes a6."""
    told = {row["period"]: row["value"] for row in city.ask(food_safety_alerts.alerts_open_trend)}
    assert list(told) == [str(day.date()) for day in pd.date_range("2023-05-08", "2024-06-24", freq="7D")]
    assert told == {week: 1 if week < "2024-04-29" else 2 if week < "2024-05-27" else 3 for week in told}


def test_open_alerts_of_few_days_go_by_day(city: Published) -> None:
    told = city.ask(food_safety_alerts.alerts_open_trend, since="2024-05-01", until="2024-05-03")
    assert [(row["period"], row["value"]) for row in told] == [("2024-05-01", 1), ("2024-05-02", 1), ("2024-05-03", 2)]


def test_no_open_alert_is_a_zero_on_every_day(city: Published) -> None:
    told = city.ask(food_safety_alerts.alerts_open_trend, area="NE", since="2024-05-01", until="2024-06-30")
    assert [row["value"] for row in told] == [0] * 61


def test_rechecks_and_confirmations_go_by_the_day_of_their_alert_in_a_view_of_few_days(city: Published) -> None:
    view = {"since": "2023-05-02", "until": "2023-05-31"}
    assert city.ask(food_safety_alerts.days_to_recheck_trend, **view) == [
        {"period": "2023-05-02", "value": 10.0, "n": 2}
    ]
    view = {"since": "2024-05-03", "until": "2024-06-03"}
    assert city.ask(food_safety_alerts.confirmation_share_trend, **view) == [
        {"period": "2024-05-03", "value": 1.0, "n": 1}, {"period": "2024-06-01", "value": 0.0, "n": 1},
    ]  # fmt: skip


def test_days_to_recheck_is_a_median_with_its_number(city: Published) -> None:
    assert city.ask(food_safety_alerts.days_to_recheck_total)[0] == {
        "value": 10.0,
        "recent": 10.0,
        "before": None,
        "n": 2,
        "recent_n": 2,
        "before_n": None,
        "lower_quartile_days": 10.0,
        "upper_quartile_days": 366.0,
    }


def test_confirmation_counts_only_alerts_that_a_person_looked_at(city: Published) -> None:
    """Of four camera and complaint alerts two were looked at, one of them was true; inspections confirm themselves."""
    assert city.ask(food_safety_alerts.confirmation_share_total)[0]["value"] == 0.5
    assert city.ask(food_safety_alerts.confirmation_share_total)[0]["n"] == 2


def test_cameras_are_known_of_whole_months_only(tmp_path: Path) -> None:
    """A view of a part of May has no number, in place of that of the whole month."""
    months = [(date(2024, 5, 1), 0.8), (date(2024, 6, 1), 1.0)]
    rows = [{"camera_id": "k1", "month": month, "premises_id": "p1", "uptime_share": up} for month, up in months]
    city = published(tmp_path, "food_safety", TABLES | {"cameras": rows})
    uptime, line = food_safety_alerts.camera_uptime_total, food_safety_alerts.camera_uptime_trend
    assert city.ask(uptime, since="2024-05-01", until="2024-05-31")[0]["value"] == 0.8
    assert [row["value"] for row in city.ask(line)] == [0.8, 1.0]
    for query in (uptime, line):
        with pytest.raises(NotInScopeError, match="whole_months"):
            city.ask(query, since="2024-05-02", until="2024-05-29")


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
