"""Questions about budgets, revenue, execution and debt on rows whose answer can be read off."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from data.reading.answer import NotInScopeError
from data.reading.queries.fiscal import budget as fiscal
from data.reading.queries.fiscal import districts as fiscal_districts
from data.reading.queries.fiscal import payments
from data.reading.question import Question
from tests.data.reading.queries.fiscal.rows import TABLES, line, receipts
from tests.data.reading.queries.published import Published, published, questions_of


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


def test_receipts_stand_beside_the_forecast_of_the_lines_they_came_from(town: Published, tmp_path: Path) -> None:
    """Of 2025 one month of two has its receipts: 11 of the 10 that were forecast of it, not of the year's 30."""
    assert town.ask(fiscal.revenue_against_forecast) == [
        {
            "year": 2024,
            "received_share": pytest.approx(1.1),
            "actual_lcu": 66.0,
            "budget_lcu": 60.0,
            "as_forecast_share": 1.0,
        }
    ]
    lines = [receipts(2025, 1, 10.0, 11.0), receipts(2025, 2, 20.0, None)]
    running = published(tmp_path, "fiscal", {"budget_lines": TABLES["budget_lines"], "revenue_lines": lines})
    assert running.ask(fiscal.revenue_against_forecast) == [
        {
            "year": 2025,
            "received_share": pytest.approx(1.1),
            "actual_lcu": 11.0,
            "budget_lcu": 10.0,
            "as_forecast_share": 1.0,
        }
    ]


def test_payees_by_what_they_were_paid_less_refunds(town: Published) -> None:
    rows = town.ask(payments.payees)
    assert [(row["name"], row["amount_lcu"], row["payments"]) for row in rows] == [("Bolt", 9.0, 1), ("Acme", 4.0, 2)]


def test_a_payee_has_the_name_that_the_reader_reads(tmp_path: Path) -> None:
    paid = [
        {"payment_id": "p1", "paid_on": date(2024, 1, 9), "payee_id": "acme", "payee": "Acme", "payee_local": "顶点",
         "amount_lcu": 5.0},
        {"payment_id": "p2", "paid_on": date(2024, 1, 9), "payee_id": "bolt", "payee": "Bolt", "amount_lcu": 1.0},
    ]  # fmt: skip
    tables = {"budget_lines": TABLES["budget_lines"], "payments": paid}
    town = published(tmp_path, "fiscal", tables, language="zh")
    told = {
        language: [row["name"] for row in town.ask(payments.payees, language=language)]
        for language in ("en", "zh", "id")
    }
    assert told == {"en": ["Acme", "Bolt"], "zh": ["顶点", "Bolt"], "id": ["Acme", "Bolt"]}


def test_debt_is_told_with_its_distance_to_the_warning(town: Published) -> None:
    assert town.ask(fiscal.debt_ratio) == [{"year": 2024, "debt_ratio_share": 0.5, "next_band_share": 1.2}]
    assert town.ask(fiscal.stocks)[-1] == {
        "month": "2024-12-01", "debt_lcu": 33.0, "debt_limit_lcu": None, "cash_lcu": 7.0, "fund_balance_lcu": None,
    }  # fmt: skip


def test_debt_of_a_year_that_is_not_over_stands_beside_twelve_months(tmp_path: Path) -> None:
    """2024 took in 12 x 10; in 2025 two months of 16, with ten of the year before 132; of 2023 one month is known."""
    lines = [receipts(2023, 12, 10.0, 10.0)]
    lines += [receipts(2024, month, 10.0, 10.0) for month in range(1, 13)]
    lines += [receipts(2025, month, 15.0, 16.0 if month < 3 else None) for month in (1, 2, 3)]
    held = [
        {"month": date(year, month, 1), "measure": "debt", "amount_lcu": amount}
        for year, month, amount in ((2023, 12, 5.0), (2024, 12, 60.0), (2025, 2, 66.0))
    ]
    tables = {"budget_lines": TABLES["budget_lines"], "revenue_lines": lines, "balances": held}
    town = published(tmp_path, "fiscal", tables)
    rows = town.ask(fiscal.debt_ratio)
    assert [(row["year"], row["debt_ratio_share"]) for row in rows] == [(2024, 0.5), (2025, 0.5)]


def test_a_city_with_a_budget_alone_is_published_and_answers(tmp_path: Path) -> None:
    tables = {"budget_lines": [line(2025, "roads", "Salaries", 1.0)]}
    town = published(tmp_path, "fiscal", tables)
    assert town.ask(fiscal.approved)[0]["value"] == 1.0
    assert town.ask(fiscal_districts.district_flow) == []


@pytest.mark.parametrize("query", questions_of(fiscal), ids=str)
def test_an_empty_view_keeps_the_columns(town: Published, query: Question) -> None:
    assert town.columns(query, since="2090-01-01") == town.columns(query)
