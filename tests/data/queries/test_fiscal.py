"""Questions about money on rows whose answer can be read off."""

from __future__ import annotations

import inspect
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data.answer import NotInScopeError
from data.queries import fiscal
from tests.data.queries.published import Published, Rows, published


def line(year: int, department: str, account: str, amount: float, phase: str = "approved") -> dict[str, Any]:
    return {
        "line_id": f"{year}-{department}-{account}-{phase}", "fiscal_year": year, "department_id": department,
        "department": department.title(), "account": account, "phase": phase, "amount_lcu": amount,
    }  # fmt: skip


def fund(year: int, department: str, name: str, group: str | None, amount: float) -> dict[str, Any]:
    return {
        "line_id": f"{year}-{department}-{name}", "fiscal_year": year, "department_id": department,
        "department": department.title(), "fund": name, "fund_group": group, "amount_lcu": amount,
    }  # fmt: skip


def flows(district: str, year: int, tax: float, spent: float, end: float, **other: float) -> dict[str, Any]:
    told = {"transfers_in_lcu": 0.0, "transfers_out_lcu": 0.0, "distribution_lcu": 0.0} | other
    return {
        "district_id": district, "year": year, "district": f"District {district}", "tax_in_lcu": tax,
        "spent_lcu": spent, "balance_end_lcu": end, **told,
    }  # fmt: skip


def project(number: int, year: int, zone: str | None, category: str, amount: float, **other: Any) -> dict[str, Any]:
    return {
        "project_id": f"j{number}", "year": year, "zone_id": zone, "category": category, "amount_lcu": amount, **other,
    }  # fmt: skip


TABLES: dict[str, Rows] = {
    "budget_lines": [
        line(2024, "roads", "Salaries", 50.0),
        line(2024, "police", "Salaries", 40.0),
        line(2025, "roads", "Salaries", 80.0),
        line(2025, "roads", "Refund", -5.0),
        line(2025, "police", "Salaries", 30.0),
        line(2025, "parks", "Trees", 10.0),
        line(2025, "parks", "Trees", 999.0, phase="adjusted"),
    ],
    "budget_funds": [
        fund(2024, "roads", "General", "corporate", 50.0),
        fund(2024, "police", "General", "corporate", 40.0),
        fund(2025, "roads", "Levy", None, 75.0),
        fund(2025, "police", "General", "corporate", 30.0),
    ],
    # District 1: 100 + 50 + 10 - 30 = 130 is told as 131, within 5 %; then 131 + 60 - 40 - 20 - 10 = 121 as 80.
    "district_flows": [
        flows("1", 2022, 40.0, 10.0, 100.0),
        flows("1", 2023, 50.0, 30.0, 131.0, transfers_in_lcu=10.0),
        flows("1", 2024, 60.0, 40.0, 80.0, transfers_out_lcu=20.0, distribution_lcu=10.0),
        flows("2", 2024, 20.0, 30.0, 15.0),
    ],
    "zone_areas": [
        {"zone_id": "district:1", "area_id": "NW", "surface_share": 0.25},
        {"zone_id": "district:1", "area_id": "NE", "surface_share": 0.75},
        {"zone_id": "ward:1", "area_id": "SW", "surface_share": 1.0},
        {"zone_id": "ward:1", "area_id": "SW-W", "surface_share": 0.5},
        {"zone_id": "ward:1", "area_id": "SW-E", "surface_share": 0.5},
    ],
    "local_projects": [
        project(1, 2023, "ward:1", "Streets", 3000.0, zone_budget_lcu=4000.0),
        project(2, 2024, "ward:1", "Streets", 1000.0, zone_budget_lcu=5000.0),
        project(3, 2024, "ward:1", "Parks", 500.0, zone_budget_lcu=5000.0),
        project(4, 2024, None, "Parks", 2000.0, area_id="NW"),
        project(5, 2024, "ward:9", "Parks", 70.0),
    ],
    "revenue_lines": [
        {"line_id": "v1", "fiscal_year": 2024, "revenue_source": "Tax", "kind": "tax", "line": "a", "budget_lcu": 60.0,
         "actual_lcu": 66.0},
        {"line_id": "v2", "fiscal_year": 2025, "revenue_source": "Tax", "kind": "tax", "line": "a", "budget_lcu": 70.0},
        {"line_id": "v3", "fiscal_year": 2025, "revenue_source": "Fees", "kind": None, "line": "b", "budget_lcu": 5.0},
    ],
    "executions": [
        {"month": date(2024, month, 1), "department_id": "roads", "department": "Roads", "fiscal_year": 2024,
         "budget_lcu": 60.0, "spent_lcu": spent}
        for month, spent in ((1, 3.0), (2, 6.0), (3, 9.0))
    ],
    "payments": [
        {"payment_id": "p1", "paid_on": date(2024, 1, 9), "payee_id": "acme", "payee": "Acme", "amount_lcu": 5.0},
        {"payment_id": "p2", "paid_on": date(2024, 1, 20), "payee_id": "acme", "payee": "Acme", "amount_lcu": -1.0},
        {"payment_id": "p3", "paid_on": date(2024, 2, 1), "payee_id": "bolt", "payee": "Bolt", "amount_lcu": 9.0},
    ],
    "balances": [
        {"month": date(2024, 6, 1), "measure": "debt", "amount_lcu": 30.0},
        {"month": date(2024, 12, 1), "measure": "debt", "amount_lcu": 33.0},
        {"month": date(2024, 12, 1), "measure": "cash", "amount_lcu": 7.0},
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Published:
    return published(tmp_path_factory.mktemp("fiscal"), "fiscal", TABLES)


def test_the_newest_budget_stands_beside_the_one_before(town: Published) -> None:
    assert town.ask(fiscal.approved) == [{"value": 115.0, "recent": 115.0, "before": 90.0, "n": 4}]


def test_a_budget_follows_period_department_and_fund(town: Published) -> None:
    assert town.ask(fiscal.approved, until="2024-12-31") == [{"value": 90.0, "recent": 90.0, "before": None, "n": 2}]
    assert town.ask(fiscal.approved, department="police")[0]["value"] == 30.0
    assert town.ask(fiscal.approved, fund="General")[0] == {"value": 30.0, "recent": 30.0, "before": 90.0, "n": 1}
    assert town.ask(fiscal.approved_trend, fiscal_year="2025") == [{"period": 2025, "value": 115.0}]


def test_a_budget_has_no_place(town: Published) -> None:
    with pytest.raises(NotInScopeError, match="area"):
        town.ask(fiscal.approved, area="NW")


def test_departments_by_budget_with_their_change(town: Published) -> None:
    rows = town.ask(fiscal.budget_by_department)
    assert [(row["department"], row["name"], row["amount_lcu"], row["year_before_lcu"]) for row in rows] == [
        ("roads", "Roads", 75.0, 50.0),
        ("police", "Police", 30.0, 40.0),
        ("parks", "Parks", 10.0, None),
    ]
    assert [row["change_share"] for row in rows] == [pytest.approx(0.5), pytest.approx(-0.25), None]


def test_growth_leaves_out_what_was_not_there_before(town: Published) -> None:
    rows = town.ask(fiscal.growth_by_department)
    assert [(row["department"], row["change_lcu"]) for row in rows] == [("roads", 25.0), ("police", -10.0)]


def test_fund_groups_by_year(town: Published) -> None:
    assert town.ask(fiscal.budget_by_fund_group) == [
        {"year": 2024, "group": "corporate", "amount_lcu": 90.0},
        {"year": 2025, "group": "all_funds", "amount_lcu": 75.0},
        {"year": 2025, "group": "corporate", "amount_lcu": 30.0},
    ]


def test_budget_lines_are_those_of_the_newest_year(town: Published) -> None:
    rows = town.ask(fiscal.budget_lines, department="roads")
    assert [(row["fiscal_year"], row["account"], row["amount_lcu"]) for row in rows] == [
        ("2025", "Salaries", 80.0),
        ("2025", "Refund", -5.0),
    ]


def test_revenue_by_source_and_against_its_forecast(town: Published) -> None:
    rows = town.ask(fiscal.revenue_by_source)
    assert [(row["name"], row["amount_lcu"], row["year_before_lcu"]) for row in rows] == [
        ("Tax", 70.0, 60.0),
        ("Fees", 5.0, None),
    ]
    assert town.ask(fiscal.revenue_against_forecast) == [{"year": 2024, "actual_lcu": 66.0, "budget_lcu": 60.0}]


def test_a_district_report_adds_up_within_five_percent(town: Published) -> None:
    assert town.ask(fiscal.identity_kept) == [{"value": 0.5, "recent": 0.0, "before": 1.0, "n": 2}]
    assert town.ask(fiscal.identity_by_year) == [
        {"year": 2023, "identity_kept_share": 1.0, "n": 1},
        {"year": 2024, "identity_kept_share": 0.0, "n": 1},
    ]
    told = {row["district"]: row["adds_up"] for row in town.ask(fiscal.districts_table)}
    assert told == {"District 1": False, "District 2": None}
    assert [row["spent_lcu"] for row in town.ask(fiscal.districts_table, area="NE")] == [40.0]


def test_districts_of_the_city_and_their_part_in_an_area(town: Published) -> None:
    assert town.ask(fiscal.district_tax_in) == [{"value": 80.0, "recent": 80.0, "before": 50.0, "n": 2}]
    assert town.ask(fiscal.district_tax_in, area="NW") == [{"value": 15.0, "recent": 15.0, "before": 12.5, "n": 1}]
    assert town.ask(fiscal.district_funds, district="2") == [
        {"year": 2024, "balance_end_lcu": 15.0, "tax_in_lcu": 20.0, "spent_lcu": 30.0}
    ]


def test_every_district_in_a_flow_passes_on_what_it_took(town: Published) -> None:
    links = town.ask(fiscal.district_flow)
    assert {(row["source"], row["target"]): row["amount_lcu"] for row in links} == {
        ("tax_in", "District 1"): 60.0,
        ("District 1", "spent"): 40.0,
        ("District 1", "transfers_out"): 20.0,
        ("District 1", "distribution"): 10.0,
        ("drawn", "District 1"): 10.0,
        ("tax_in", "District 2"): 20.0,
        ("drawn", "District 2"): 10.0,
        ("District 2", "spent"): 30.0,
    }


def test_spending_per_resident_is_allocated_where_only_the_ward_is_known(town: Published) -> None:
    rows = {row["area_id"]: row for row in town.ask(fiscal.local_spending_by_area)}
    measure = "local_spending_per_resident_lcu"
    assert {area: (row[measure], row["n"], row["status"]) for area, row in rows.items()} == {
        "NW": (2.0, 1.0, "published"),
        "NE": (None, 0.0, "none"),
        "SW": (0.5, 2.0, "allocated"),
        "SE": (None, 0.0, "none"),
    }
    inside = {row["area_id"]: row[measure] for row in town.ask(fiscal.local_spending_by_area, area="SW")}
    assert inside == {"SW-W": 0.5, "SW-E": 0.5}


def test_district_spending_is_shared_out_by_surface(town: Published) -> None:
    rows = {row["area_id"]: row for row in town.ask(fiscal.district_spent_by_area)}
    assert rows["NW"]["district_spent_per_resident_lcu"] == pytest.approx(40 * 0.25 / 1000)
    assert rows["NE"]["district_spent_per_resident_lcu"] == pytest.approx(40 * 0.75 / 2000)
    assert rows["NE"]["status"] == "allocated"


def test_the_line_under_the_map_counts_what_has_no_outline(town: Published) -> None:
    assert town.ask(fiscal.places) == [{"mapped": 3, "unmatched": 1, "suppressed": 0, "total": 4}]
    assert town.ask(fiscal.places, area="SW") == [{"mapped": 2, "unmatched": 0, "suppressed": 0, "total": 2}]


def test_wards_against_their_fixed_budgets(town: Published) -> None:
    assert town.ask(fiscal.zones_against_budget) == [
        {"year": 2023, "spent_lcu": 3000.0, "budget_lcu": 4000.0},
        {"year": 2024, "spent_lcu": 1500.0, "budget_lcu": 5000.0},
    ]
    assert town.ask(fiscal.zones_unspent)[0]["unspent_lcu"] == 3500.0
    with pytest.raises(NotInScopeError, match="category"):
        town.ask(fiscal.zones_against_budget, category="Parks")


def test_local_spending_by_category_follows_the_area(town: Published) -> None:
    assert town.ask(fiscal.local_by_category, area="SW", since="2024-01-01") == [
        {"year": 2024, "group": "Parks", "amount_lcu": 500.0},
        {"year": 2024, "group": "Streets", "amount_lcu": 1000.0},
    ]


def test_execution_stands_against_the_calendar(town: Published) -> None:
    assert town.ask(fiscal.execution_against_calendar)[-1] == {
        "month": "2024-03-01", "executed_share": pytest.approx(0.3), "year_gone_share": 0.25,
    }  # fmt: skip
    assert town.ask(fiscal.execution_by_department)[0]["executed_share"] == pytest.approx(0.3)
    assert town.ask(fiscal.executed)[0]["value"] == pytest.approx(0.3)


def test_payees_by_what_they_were_paid_less_refunds(town: Published) -> None:
    rows = town.ask(fiscal.payees)
    assert [(row["name"], row["amount_lcu"], row["payments"]) for row in rows] == [("Bolt", 9.0, 1), ("Acme", 4.0, 2)]


def test_debt_is_told_with_its_distance_to_the_warning(town: Published) -> None:
    assert town.ask(fiscal.debt_ratio) == [{"year": 2024, "debt_ratio_share": 0.5, "to_next_band_share": 0.7}]
    assert town.ask(fiscal.stocks)[-1] == {
        "month": "2024-12-01", "debt_lcu": 33.0, "debt_limit_lcu": None, "cash_lcu": 7.0, "fund_balance_lcu": None,
    }  # fmt: skip


def test_an_empty_view_keeps_every_querys_columns(town: Published) -> None:
    queries = [
        each for each in vars(fiscal).values() if inspect.isfunction(each) and each.__module__ == fiscal.__name__
    ]
    for query in (each for each in queries if not each.__name__.startswith("_")):
        assert town.columns(query, since="2090-01-01") == town.columns(query), query.__name__


def test_a_city_with_a_budget_alone_is_published_and_answers(tmp_path: Path) -> None:
    tables = {"budget_lines": [line(2025, "roads", "Salaries", 1.0)]}
    town = published(tmp_path, "fiscal", tables)
    assert town.ask(fiscal.approved)[0]["value"] == 1.0
    assert town.ask(fiscal.district_flow) == []
