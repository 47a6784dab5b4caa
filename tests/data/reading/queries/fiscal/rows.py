"""The money of a small town, written by hand: what questions about it answer can be read off."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.data.reading.queries.published import Rows


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


def receipts(year: int, month: int, budget: float, actual: float | None) -> dict[str, Any]:
    return {
        "line_id": f"{year}-{month}", "fiscal_year": year, "month": date(year, month, 1), "revenue_source": "Tax",
        "line": "a", "budget_lcu": budget, "actual_lcu": actual,
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
    ] + [
        {"month": date(2023, month, 1), "department_id": "roads", "department": "Roads", "fiscal_year": 2023,
         "budget_lcu": 50.0, "spent_lcu": 5.0 if month <= 3 else 3.0}
        for month in range(1, 13)
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
