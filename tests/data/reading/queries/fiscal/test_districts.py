"""Questions about districts, wards and local projects on rows whose answer can be read off."""

from __future__ import annotations

import pytest

from data.reading.answer import NotInScopeError
from data.reading.queries.fiscal import districts as fiscal_districts
from data.reading.question import Question
from tests.data.reading.queries.fiscal.rows import TABLES
from tests.data.reading.queries.published import Published, published, questions_of


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Published:
    return published(tmp_path_factory.mktemp("fiscal"), "fiscal", TABLES)


def test_a_district_report_adds_up_within_five_percent(town: Published) -> None:
    assert town.ask(fiscal_districts.identity_kept) == [
        {"value": 0.0, "recent": 0.0, "before": 1.0, "n": 1, "recent_n": 1, "before_n": 1},
    ]
    assert town.ask(fiscal_districts.identity_by_year) == [
        {"year": 2023, "identity_kept_share": 1.0, "n": 1},
        {"year": 2024, "identity_kept_share": 0.0, "n": 1},
    ]
    told = {row["district"]: row["adds_up"] for row in town.ask(fiscal_districts.districts_table)}
    assert told == {"District 1": False, "District 2": None}
    assert [row["spent_lcu"] for row in town.ask(fiscal_districts.districts_table, area="NE")] == [30.0]


def test_districts_of_the_city_and_their_part_in_an_area(town: Published) -> None:
    assert town.ask(fiscal_districts.district_tax_in) == [{"value": 80.0, "recent": 80.0, "before": 50.0, "n": 2}]
    assert town.ask(fiscal_districts.district_tax_in, area="NW") == [
        {"value": 15.0, "recent": 15.0, "before": 12.5, "n": 1}
    ]
    assert town.ask(fiscal_districts.district_funds, district="2") == [
        {"year": 2024, "balance_end_lcu": 15.0, "tax_in_lcu": 20.0, "spent_lcu": 30.0}
    ]


def test_every_district_in_a_flow_passes_on_what_it_took(town: Published) -> None:
    links = town.ask(fiscal_districts.district_flow)
    assert {(row["source_name"], row["target_name"]): row["amount_lcu"] for row in links} == {
        ("tax_in", "District 1"): 60.0,
        ("District 1", "spent"): 40.0,
        ("District 1", "transfers_out"): 20.0,
        ("District 1", "distribution"): 10.0,
        ("drawn", "District 1"): 10.0,
        ("tax_in", "District 2"): 20.0,
        ("drawn", "District 2"): 10.0,
        ("District 2", "spent"): 30.0,
    }
    assert {(row["target"], row["target_dimension"]) for row in links if row["source_name"] == "tax_in"} == {
        ("1", "district"), ("2", "district"),
    }  # fmt: skip


def test_reports_that_do_not_add_up_say_by_how_much(town: Published) -> None:
    """District 1 of 2024: 131 + 60 - 40 - 20 - 10 = 121 is told as 80; of 2023 it holds within 5 %."""
    (wrong,) = town.ask(fiscal_districts.reports_that_do_not_add_up)
    assert (wrong["year"], wrong["district"], wrong["difference_lcu"]) == (2024, "District 1", -41.0)
    assert (wrong["before_lcu"], wrong["expected_lcu"], wrong["balance_end_lcu"]) == (131.0, 121.0, 80.0)
    assert town.ask(fiscal_districts.reports_that_do_not_add_up, until="2023-12-31") == []
    assert town.ask(fiscal_districts.reports_that_do_not_add_up, district="2") == []


def test_spending_per_resident_is_allocated_where_only_the_ward_is_known(town: Published) -> None:
    rows = {row["area_id"]: row for row in town.ask(fiscal_districts.local_spending_by_area)}
    measure = "local_spending_per_resident_lcu"
    assert {area: (row[measure], row["n"], row["status"]) for area, row in rows.items()} == {
        "NW": (2.0, 1.0, "published"),
        "NE": (None, 0.0, "none"),
        "SW": (0.5, 2.0, "allocated"),
        "SE": (None, 0.0, "none"),
    }
    inside = {row["area_id"]: row[measure] for row in town.ask(fiscal_districts.local_spending_by_area, area="SW")}
    assert inside == {"SW-W": 0.5, "SW-E": 0.5}


def test_district_spending_is_shared_out_by_surface(town: Published) -> None:
    rows = {row["area_id"]: row for row in town.ask(fiscal_districts.district_spent_by_area)}
    assert rows["NW"]["district_spent_per_resident_lcu"] == pytest.approx(40 * 0.25 / 1000)
    assert rows["NE"]["district_spent_per_resident_lcu"] == pytest.approx(40 * 0.75 / 2000)
    assert rows["NE"]["status"] == "allocated"


def test_the_line_under_the_map_counts_what_has_no_outline(town: Published) -> None:
    assert town.ask(fiscal_districts.places) == [{"mapped": 3, "unmatched": 1, "total": 4}]
    assert town.ask(fiscal_districts.places, area="SW") == [{"mapped": 2, "unmatched": 0, "total": 2}]


def test_wards_against_their_fixed_budgets(town: Published) -> None:
    assert town.ask(fiscal_districts.zones_against_budget) == [
        {"year": 2023, "spent_lcu": 3000.0, "budget_lcu": 4000.0},
        {"year": 2024, "spent_lcu": 1500.0, "budget_lcu": 5000.0},
    ]
    assert town.ask(fiscal_districts.zones_unspent)[0]["unspent_lcu"] == 3500.0
    with pytest.raises(NotInScopeError, match="category"):
        town.ask(fiscal_districts.zones_against_budget, category="Parks")


def test_local_spending_by_category_follows_the_area(town: Published) -> None:
    assert town.ask(fiscal_districts.local_by_category, area="SW", since="2024-01-01") == [
        {"year": 2024, "group": "Parks", "amount_lcu": 500.0},
        {"year": 2024, "group": "Streets", "amount_lcu": 1000.0},
    ]


@pytest.mark.parametrize("query", questions_of(fiscal_districts), ids=str)
def test_an_empty_view_keeps_the_columns(town: Published, query: Question) -> None:
    assert town.columns(query, since="2090-01-01") == town.columns(query)
