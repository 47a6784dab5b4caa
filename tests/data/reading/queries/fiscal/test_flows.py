"""The flows of a budget and of payments, on rows whose edges can be read off."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data.reading.queries.fiscal import context, flags, flows, payments
from tests.data.reading.queries.fiscal.rows import TABLES, fund, line
from tests.data.reading.queries.fiscal.test_flags import MONEY
from tests.data.reading.queries.published import Published, Rows, published


def income(number: int, source: str, amount: float, fund: str | None = None) -> dict[str, Any]:
    return {"line_id": f"r{number}", "fiscal_year": 2025, "revenue_source": source, "line": "a", "budget_lcu": amount,
            "fund": fund}  # fmt: skip


def spent(number: int, payee: str, amount: float, **other: Any) -> dict[str, Any]:
    return {"payment_id": f"p{number}", "paid_on": date(2025, 3, number), "payee_id": payee, "payee": payee.title(),
            "department_id": "roads", "department": "Roads", "amount_lcu": amount, **other}  # fmt: skip


def edges(rows: Rows) -> dict[tuple[str, str], float]:
    return {(row["source_name"], row["target_name"]): row["amount_lcu"] for row in rows}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """A budget of two years, its funds known, its revenue known for the whole."""
    told = {key: TABLES[key] for key in ("budget_lines", "budget_funds")}
    bills = [
        spent(1, "acme", 10.1, programme="Paving", account="Works"),
        spent(2, "acme", 0.2, programme="Paving", account="Works"),
        spent(3, "bolt", 5.0, account="Fleet"), spent(4, "cole", -2.0, programme="Signs"),
    ]  # fmt: skip
    revenue = [income(1, "Tax", 70.0), income(2, "Fees", 35.0)]
    return published(tmp_path_factory.mktemp("flows"), "fiscal", told | {"revenue_lines": revenue, "payments": bills})


def test_revenue_without_a_fund_goes_through_the_whole_budget(town: Published) -> None:
    rows = town.ask(flows.budget_flow)
    assert edges(rows) == {
        ("Levy", "Roads"): 75.0, ("whole_budget", "Levy"): 75.0, ("Tax", "whole_budget"): 70.0,
        ("Fees", "whole_budget"): 35.0, ("General", "Police"): 30.0, ("whole_budget", "General"): 30.0,
    }  # fmt: skip
    assert [row["amount_lcu"] for row in rows] == [75.0, 75.0, 70.0, 35.0, 30.0, 30.0]
    assert {row["source"] for row in rows if row["source_dimension"] == "revenue_source"} == {"Tax", "Fees"}
    assert edges(town.ask(flows.budget_flow, department="police")) == {("General", "Police"): 30.0}
    assert edges(town.ask(flows.budget_flow, until="2024-12-31")) == {
        ("General", "Roads"): 50.0, ("General", "Police"): 40.0,
    }  # fmt: skip


def test_revenue_that_names_its_fund_goes_there(tmp_path: Path) -> None:
    told = {
        "budget_lines": [line(2025, "roads", "Salaries", 9.0)],
        "budget_funds": [fund(2025, "roads", "Levy", None, 9.0)],
        "revenue_lines": [income(1, "Tax", 10.0, "Levy")],
    }
    assert edges(published(tmp_path, "fiscal", told).ask(flows.budget_flow)) == {
        ("Tax", "Levy"): 10.0, ("Levy", "Roads"): 9.0,
    }  # fmt: skip


def test_a_budget_that_names_no_funds_goes_to_departments(tmp_path: Path) -> None:
    told = {"budget_lines": [line(2025, "roads", "Salaries", 9.0)], "revenue_lines": [income(1, "Tax", 10.0)]}
    assert edges(published(tmp_path, "fiscal", told).ask(flows.budget_flow)) == {
        ("Tax", "whole_budget"): 10.0, ("whole_budget", "Roads"): 9.0,
    }  # fmt: skip


def test_what_some_payments_do_not_state_is_a_node_and_refunds_stay_below_zero(town: Published) -> None:
    assert edges(town.ask(flows.payment_flow)) == {
        ("Roads", "Paving"): 10.3, ("Roads", "no_programme"): 5.0, ("Roads", "Signs"): -2.0,
        ("Paving", "Acme"): 10.3, ("no_programme", "Bolt"): 5.0, ("Signs", "Cole"): -2.0,
        ("Acme", "Works"): 10.3, ("Bolt", "Fleet"): 5.0, ("Cole", "no_account"): -2.0,
    }  # fmt: skip
    assert edges(town.ask(flows.payment_flow, since="2025-03-01", until="2025-03-31", payee="acme")) == {
        ("Roads", "Paving"): 10.3, ("Paving", "Acme"): 10.3, ("Acme", "Works"): 10.3,
    }  # fmt: skip
    assert town.ask(flows.payment_flow, since="2026-01-01") == []


def test_what_no_payment_states_is_left_out(tmp_path: Path) -> None:
    told = {"budget_lines": TABLES["budget_lines"], "payments": TABLES["payments"]}
    assert edges(published(tmp_path, "fiscal", told).ask(flows.payment_flow)) == {}
    told["payments"] = [spent(1, "acme", 3.0)]
    assert edges(published(tmp_path / "more", "fiscal", told).ask(flows.payment_flow)) == {("Roads", "Acme"): 3.0}


def test_the_largest_are_named_and_the_others_are_one(tmp_path: Path) -> None:
    told = {"budget_lines": TABLES["budget_lines"], "payments": [spent(n, f"firm {n}", float(n)) for n in range(1, 12)]}
    found = edges(published(tmp_path, "fiscal", told).ask(flows.payment_flow))
    assert len(found) == flows.NAMED_NODES + 1
    assert found["Roads", "Firm 11"] == 11.0
    assert found["Roads", "other_payee"] == 1.0 + 2.0 + 3.0


def test_a_chosen_programme_narrows_payments_and_cases(tmp_path: Path) -> None:
    """Payment p4 alone has the programme, and proves case c2."""
    bills = [row | {"programme": "Signs" if row["payment_id"] == "p4" else None} for row in MONEY["payments"]]
    town = published(tmp_path, "fiscal", MONEY | {"payments": bills})
    assert town.ask(payments.paid, programme="Signs")[0]["value"] == 0.2
    assert [row["month"] for row in town.ask(payments.paid_by_month, programme="Signs") if row["amount_lcu"]] == [
        "2024-02-01",
    ]  # fmt: skip
    assert [row["case_id"] for row in town.ask(flags.flag_cases, programme="Signs")] == ["c2"]
    assert [row["case_id"] for row in town.ask(flags.flag_cases, account="Repairs")] == ["c1", "c2"]


def test_a_flow_and_first_digits_of_a_view_that_cuts_a_month_are_of_its_days(town: Published) -> None:
    """On 2 and 3 March acme got 0.2 and bolt 5.0; the rest of the month is not in the view."""
    days = {"since": "2025-03-02", "until": "2025-03-03"}
    assert edges(town.ask(flows.payment_flow, **days)) == {
        ("Roads", "Paving"): 0.2, ("Roads", "no_programme"): 5.0,
        ("Paving", "Acme"): 0.2, ("no_programme", "Bolt"): 5.0,
        ("Acme", "Works"): 0.2, ("Bolt", "Fleet"): 5.0,
    }  # fmt: skip
    begun = {row["digit"]: row["n"] for row in town.ask(context.first_digits, **days) if row["n"]}
    assert begun == {2: 1, 5: 1}
