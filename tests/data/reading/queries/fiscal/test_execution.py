"""What was spent of each budget, by department, function and fund, beside the calendar."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from data.reading.queries.fiscal import execution
from tests.data.reading.queries.fiscal.rows import TABLES, fund, line
from tests.data.reading.queries.published import Published, Rows, published


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Published:
    return published(tmp_path_factory.mktemp("execution"), "fiscal", TABLES)


def test_execution_stands_against_the_calendar(town: Published) -> None:
    """Of 2024 three months are told: 3, 9, 18 of 60; a year before, 5, 10, 15 of 50."""
    rows = town.ask(execution.execution_against_calendar)
    assert [row["month"] for row in rows] == ["2024-01-01", "2024-02-01", "2024-03-01"]
    assert [row["executed_share"] for row in rows] == pytest.approx([0.05, 0.15, 0.3])
    assert [row["executed_share_last_year"] for row in rows] == pytest.approx([0.1, 0.2, 0.3])
    assert [row["year_gone_share"] for row in rows] == pytest.approx([1 / 12, 2 / 12, 0.25])
    year_before = town.ask(execution.execution_against_calendar, until="2023-12-31")
    assert [row["executed_share_last_year"] for row in year_before] == [None] * 12
    assert town.ask(execution.execution_by_department) == [{
        "department": "roads", "name": "Roads", "executed_share": pytest.approx(0.3), "committed_share": None,
        "approved_share": pytest.approx(50 / 60), "year_gone_share": 0.25, "spent_lcu": 18.0, "committed_lcu": None,
        "budget_lcu": 60.0, "approved_lcu": 50.0,
    }]  # fmt: skip


def test_departments_stand_by_their_budget_with_what_they_committed(tmp_path: Path) -> None:
    bound = [
        {"month": date(2025, 2, 1), "department_id": name, "department": name.title(), "fiscal_year": 2025,
         "budget_lcu": budget, "spent_lcu": 10.0, "committed_lcu": committed}
        for name, budget, committed in (("parks", 20.0, 15.0), ("roads", 80.0, 40.0), ("zoo", 5.0, None))
    ]  # fmt: skip
    rows = published(tmp_path, "fiscal", {**TABLES, "executions": bound}).ask(execution.execution_by_department)
    assert [(row["department"], row["committed_share"], row["approved_share"]) for row in rows] == [
        ("roads", 0.5, pytest.approx(75 / 80)), ("parks", 0.75, 0.5), ("zoo", None, None),
    ]  # fmt: skip


def test_a_year_that_is_not_over_stands_beside_the_same_months_of_the_year_before(town: Published) -> None:
    """March 2024: 18 of 60. March 2023: 15 of 50. All of 2023: 42 of 50."""
    (told,) = town.ask(execution.executed)
    assert (told["value"], told["before"]) == (pytest.approx(0.3), pytest.approx(0.3))
    (whole,) = town.ask(execution.executed, until="2023-12-31")
    assert (whole["value"], whole["before"]) == (pytest.approx(0.84), None)


def spent(name: str, budget: float, amount: float, **more: object) -> dict[str, object]:
    return {"month": date(2025, 2, 1), "department_id": name, "department": name.title(), "fiscal_year": 2025,
            "budget_lcu": budget, "spent_lcu": amount, **more}  # fmt: skip


#: Roads are of one function; police serve two, so nobody knows which of them spent; parks are of the roads' function.
FUNCTIONS: dict[str, Rows] = {
    "budget_lines": [
        line(2025, "roads", "Wages", 60.0) | {"function": "Transport"},
        line(2025, "roads", "Asphalt", 20.0) | {"function": "Transport"},
        line(2025, "parks", "Trees", 10.0) | {"function": "Transport"},
        line(2025, "police", "Wages", 30.0) | {"function": "Safety"},
        line(2025, "police", "Courts", 5.0) | {"function": "Justice"},
    ],
    "executions": [
        spent("roads", 100.0, 10.0, committed_lcu=40.0), spent("parks", 20.0, 5.0, committed_lcu=5.0),
        spent("police", 40.0, 30.0),
    ],
}  # fmt: skip


def test_functions_stand_by_the_departments_that_serve_one(tmp_path: Path) -> None:
    """Transport: 15 of 120 spent, 45 committed, 90 approved. Police: 30 of 40, no word of what is committed."""
    rows = published(tmp_path, "fiscal", FUNCTIONS).ask(execution.execution_by_function)
    transport = {"spent_lcu": 15.0, "committed_lcu": 45.0, "budget_lcu": 120.0, "approved_lcu": 90.0}
    several = {"spent_lcu": 30.0, "committed_lcu": None, "budget_lcu": 40.0, "approved_lcu": 35.0}
    assert [(row["function"], {name: row[name] for name in several}) for row in rows] == [
        ("Transport", transport), ("several_functions", several),
    ]  # fmt: skip
    assert (rows[0]["executed_share"], rows[0]["year_gone_share"]) == (pytest.approx(0.125), pytest.approx(2 / 12))


def test_budgets_that_name_no_function_have_none(town: Published) -> None:
    assert town.ask(execution.execution_by_function) == []


FUNDS: dict[str, Rows] = {
    **FUNCTIONS,
    "budget_funds": [
        fund(2025, "roads", "General", None, 60.0), fund(2025, "roads", "Bonds", None, 20.0),
        fund(2025, "police", "General", None, 35.0),
    ],
    "execution_funds": [
        spent("roads", 70.0, 4.0, fund="General"), spent("roads", 30.0, 6.0, fund="Bonds"),
        spent("police", 40.0, 30.0, fund="General"),
        spent("roads", 70.0, 3.0, fund="General") | {"month": date(2025, 1, 1)},
    ],
}  # fmt: skip


def test_funds_stand_by_what_all_their_departments_spent(tmp_path: Path) -> None:
    """General: 3 and 4 of the roads and 30 of the police, of 110. Chosen, everything is of that fund."""
    deck = published(tmp_path, "fiscal", FUNDS)
    rows = deck.ask(execution.execution_by_fund)
    assert [(row["fund"], row["spent_lcu"], row["budget_lcu"], row["approved_lcu"]) for row in rows] == [
        ("General", 37.0, 110.0, 95.0), ("Bonds", 6.0, 30.0, 20.0),
    ]  # fmt: skip
    bonds = {"fund": "Bonds"}
    (executed,) = deck.ask(execution.executed, **bonds)
    assert executed["value"] == pytest.approx(0.2)
    assert [(row["department"], row["spent_lcu"], row["approved_lcu"])
            for row in deck.ask(execution.execution_by_department, **bonds)] == [("roads", 6.0, 20.0)]  # fmt: skip
    general = deck.ask(execution.execution_against_calendar, fund="General")
    assert [row["executed_share"] for row in general] == pytest.approx([3 / 70, 37 / 110])


def test_execution_by_department_alone_has_no_funds(town: Published) -> None:
    assert town.ask(execution.execution_by_fund) == []
