"""Which department is behind the calendar, on rows whose answer can be read off."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from data.reading.queries.fiscal import changes
from tests.data.reading.queries.fiscal.rows import TABLES
from tests.data.reading.queries.published import Published, published


def spent(department: str, budget: float, amount: float) -> dict[str, Any]:
    return {"month": date(2024, 3, 1), "department_id": department, "department": department.title(),
            "fiscal_year": 2024, "budget_lcu": budget, "spent_lcu": amount}  # fmt: skip


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Published:
    rows = [spent("roads", 80.0, 8.0), spent("police", 40.0, 2.0), spent("parks", 8.0, 6.0)]
    return published(tmp_path_factory.mktemp("fiscal"), "fiscal", TABLES | {"executions": rows})


def test_who_is_furthest_behind_in_money_stands_first_and_who_is_ahead_not_at_all(city: Published) -> None:
    """At the end of March a quarter of the year is gone: 20 of 80 and 10 of 40."""
    assert city.ask(changes.behind_by_department) == [
        {"department": "roads", "name": "Roads", "behind_lcu": 12.0, "executed_share": 0.1, "year_gone_share": 0.25,
         "month": "2024-03-01"},
        {"department": "police", "name": "Police", "behind_lcu": 8.0, "executed_share": 0.05, "year_gone_share": 0.25,
         "month": "2024-03-01"},
    ]  # fmt: skip


def test_a_period_without_spending_has_no_row(city: Published) -> None:
    assert city.ask(changes.behind_by_department, since="2030-01-01") == []
    assert city.columns(changes.behind_by_department, since="2030-01-01") == city.columns(changes.behind_by_department)
