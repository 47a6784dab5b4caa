"""Questions about one food premises on rows whose answer can be read off."""

from __future__ import annotations

import pytest

from data.reading.queries.food_safety import one_premises
from data.reading.question import Question
from tests.data.reading.queries.food_safety.rows import TABLES
from tests.data.reading.queries.published import Published, published, questions_of


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Published:
    return published(tmp_path_factory.mktemp("food"), "food_safety", TABLES)


@pytest.mark.parametrize("query", questions_of(one_premises), ids=str)
def test_an_empty_period_keeps_the_columns(city: Published, query: Question) -> None:
    assert city.columns(query, since="2030-01-01") == city.columns(query)


def test_a_premises_is_told_with_its_visits_and_its_place(city: Published) -> None:
    assert city.ask(one_premises.premises_about, premises="p1") == [
        {
            "premises": "p1", "name": "Anna's", "n": 2, "first_on": "2023-05-02", "last_on": "2024-05-02",
            "area_id": "NW", "area": "Northwest", "address": None, "facility_type": "Restaurant",
        }
    ]  # fmt: skip


def test_a_view_without_its_visits_still_names_it(city: Published) -> None:
    (told,) = city.ask(one_premises.premises_about, premises="p1", area="SE")
    assert (told["name"], told["n"], told["first_on"], told["area_id"]) == ("Anna's", 0, None, "NW")


def test_what_the_register_lacks_is_no_row(city: Published) -> None:
    assert city.ask(one_premises.premises_about, premises="p9") == []


def test_the_timeline_is_visits_and_the_life_of_alerts_newest_first(city: Published) -> None:
    told = city.ask(one_premises.premises_timeline, premises="p1")
    assert [(row["day"], row["event"], row["result"], row["hazard_class"]) for row in told] == [
        ("2024-05-02", "raised", None, "I"),
        ("2024-05-02", "rechecked", None, "II"),
        ("2024-05-02", "visited", "pass_with_conditions", None),
        ("2023-05-12", "rechecked", None, "I"),
        ("2023-05-02", "raised", None, "I"),
        ("2023-05-02", "raised", None, "II"),
        ("2023-05-02", "visited", "fail", None),
    ]


def test_what_is_open_is_what_nobody_found_gone(city: Published) -> None:
    told = city.ask(one_premises.premises_open_alerts, premises="p1")
    assert [(row["alert_id"], row["hazard_class"], row["raised"]) for row in told] == [("a3", "I", "2024-05-02")]


def test_what_is_like_it_is_of_the_same_kind_with_how_far_it_lies(city: Published) -> None:
    """Anna's and Cleo's are the two restaurants: 0.1 degrees (11.12 km) south and 0.15 (12.75 km at 40.15) east."""
    (told,) = city.ask(one_premises.similar_premises, premises="p1")
    assert (told["premises"], told["name"], told["visits"]) == ("p3", "Cleo's", 2)
    assert told["distance_km"] == pytest.approx(16.9, abs=0.05)


def test_the_ground_around_it_is_of_all_premises(city: Published) -> None:
    """In NW three visits of two premises, two of them with a critical violation."""
    told = {row["area_id"]: row for row in city.ask(one_premises.critical_share_around, premises="p1")}
    assert (told["NW"]["n"], told["NW"]["critical_share"]) == (3, pytest.approx(2 / 3))
