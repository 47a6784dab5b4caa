"""Questions about inspections on rows whose answer can be read off."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.reading.answer import NotInScopeError
from data.reading.queries.food_safety import choices
from data.reading.queries.food_safety import inspections as food_safety
from data.reading.question import Question
from tests.data.reading.queries.food_safety.rows import PREMISES, TABLES
from tests.data.reading.queries.published import Published, published, questions_of


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Published:
    return published(tmp_path_factory.mktemp("food"), "food_safety", TABLES)


@pytest.mark.parametrize("query", [*questions_of(food_safety), *questions_of(choices)], ids=str)
def test_an_empty_period_keeps_the_columns(city: Published, query: Question) -> None:
    by_week = ["month" if column == "week" else column for column in city.columns(query)]
    assert city.columns(query, since="2030-01-01") == by_week


def test_inspections_are_compared_with_the_year_before(city: Published) -> None:
    assert city.ask(food_safety.inspections_total, since="2024-05-02", until="2024-06-30") == [
        {"value": 4, "recent": 4, "before": 2, "n": 4, "recent_n": 4, "before_n": 2}
    ]


def test_a_year_that_the_records_do_not_reach_is_nothing_to_compare_with(city: Published) -> None:
    assert city.ask(food_safety.inspections_total, since="2023-05-02", until="2023-05-31") == [
        {"value": 2, "recent": 2, "before": None, "n": 2, "recent_n": 2, "before_n": None}
    ]


def test_premises_are_counted_once(city: Published) -> None:
    assert city.ask(food_safety.premises_total)[0]["value"] == 4
    assert city.ask(food_safety.premises_total, area="NW")[0]["value"] == 2


def test_weeks_stand_beside_those_of_the_same_weekdays_a_year_before(city: Published) -> None:
    """The records begin on Tuesday 2 May 2023: of that week there is no whole one. i2 is of the week after."""
    told = city.ask(food_safety.inspections_by_month, since="2024-01-01")
    assert [told[0]["week"], told[-1]["week"], len(told)] == ["2024-01-01", "2024-06-24", 26]
    assert {row["week"]: row["inspections"] for row in told if row["inspections"]} == {"2024-04-29": 2, "2024-06-24": 2}
    assert [row["inspections_last_year"] for row in told] == [None] * 18 + [1] + [0] * 7


def test_critical_share_counts_visits_not_violations(city: Published) -> None:
    assert city.ask(food_safety.critical_share_total)[0]["value"] == 0.5
    assert city.ask(food_safety.critical_share_total, until="2023-12-31")[0]["value"] == 0.5


def test_fail_share_leaves_out_visits_that_judged_nothing(city: Published) -> None:
    assert city.ask(food_safety.fail_share_total) == [
        {"value": 0.4, "recent": 0.4, "before": None, "n": 5, "recent_n": 5, "before_n": None}
    ]


def test_violations_rank_by_visits_and_leave_minor_ones_out(city: Published) -> None:
    assert city.ask(food_safety.violations_by_code) == [
        {"code": "3", "name": "Warm food", "citations": 2, "severity": "critical"},
        {"code": "18", "name": "Rodents", "citations": 1, "severity": "serious"},
    ]


def test_a_kind_with_few_visits_is_not_ranked(city: Published) -> None:
    assert city.ask(food_safety.fail_share_by_facility_type) == []


def test_repeat_premises_need_two_critical_visits(city: Published) -> None:
    told = city.ask(food_safety.repeat_premises)
    assert [(row["premises"], row["critical_visits"], row["inspections"]) for row in told] == [("p1", 2, 2)]


def test_premises_have_the_name_and_the_address_that_the_reader_reads(tmp_path: Path) -> None:
    local = PREMISES[0] | {"address": "1 Mill Street", "name_local": "磨坊餐馆", "address_local": "磨坊街1号"}
    tables = TABLES | {"premises": [local, *PREMISES[1:]]}
    town = published(tmp_path, "food_safety", tables, language="zh")
    told = {
        language: {
            row["premises"]: (row["name"], row["address"]) for row in town.ask(food_safety.premises, language=language)
        }
        for language in ("en", "zh")
    }
    first, second = PREMISES[0], PREMISES[1]
    assert told["zh"][first["premises_id"]] == ("磨坊餐馆", "磨坊街1号")
    assert told["en"][first["premises_id"]] == (first["name"], "1 Mill Street")
    assert told["zh"][second["premises_id"]][0] == second["name"]
    assert "磨坊餐馆" in {row["name"] for row in town.ask(food_safety.inspections, language="zh")}


def test_a_point_shows_the_state_of_the_last_visit(city: Published) -> None:
    states = {row["point_id"]: row["state"] for row in city.ask(food_safety.premises_points)}
    assert states == {"p1": "critical", "p2": "pass", "p3": "other"}, "p4 has no place"


def test_a_premises_selection_narrows_every_chart_of_visits(city: Published) -> None:
    assert city.ask(food_safety.inspections_total, premises="p1")[0]["value"] == 2
    assert city.ask(food_safety.critical_share_by_month, premises="p1", since="2024-01-01") == [
        {"week": "2024-04-29", "critical_share": 1.0, "critical_share_last_year": None, "n": 1, "n_last_year": None}
    ]


def test_a_selection_that_a_question_cannot_keep_is_refused(city: Published) -> None:
    with pytest.raises(NotInScopeError):
        city.ask(food_safety.inspections_total, hazard_class="I")


def test_the_map_shows_visits_however_few(city: Published) -> None:
    """Counts of visits: NW 3, SE 2; NE and SW have none. Premises are no people."""
    told = {row["area_id"]: (row["critical_share"], row["n"], row["status"])
            for row in city.ask(food_safety.critical_share_by_area)}  # fmt: skip
    assert told == {
        "NE": (None, 0, "none"),
        "NW": (2 / 3, 3, "shown"),
        "SE": (0.0, 2, "shown"),
        "SW": (None, 0, "none"),
    }


def test_the_line_under_the_map_adds_up(city: Published) -> None:
    assert city.ask(food_safety.inspection_places) == [{"mapped": 5, "unmatched": 1, "total": 6}]


def test_a_chosen_area_shows_its_own_blocks_and_the_lowest_level_its_neighbours(city: Published) -> None:
    for area in ("NW", "NW-W"):
        told = city.ask(food_safety.critical_share_by_area, area=area)
        assert [row["area_id"] for row in told] == ["NW-E", "NW-W"]
