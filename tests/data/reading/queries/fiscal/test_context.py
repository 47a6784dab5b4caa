"""First digits and concentration, on payments whose answer can be read off."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from data.reading.queries.fiscal import context
from tests.data.reading.queries.fiscal.rows import TABLES
from tests.data.reading.queries.fiscal.test_flags import paid
from tests.data.reading.queries.fiscal.test_flows import spent
from tests.data.reading.queries.published import Published, published


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Roads pays 75, 25 and a refund; parks pays one payee alone; one payment names no department."""
    bills = [
        spent(1, "acme", 75.0), spent(2, "bolt", 25.0), spent(3, "cole", -9.0),
        spent(4, "acme", 0.05, department_id="parks", department="Parks"),
        spent(5, "acme", 1000.0, department_id=None, department=None),
    ]  # fmt: skip
    told = {"budget_lines": TABLES["budget_lines"], "payments": bills}
    return published(tmp_path_factory.mktemp("context"), "fiscal", told)


def test_digits_stand_beside_benfords_law_with_their_number(town: Published) -> None:
    """1000.00 begins with 1, 25 with 2, 0.05 with 5 and 75 with 7; the refund of 9 does not count."""
    rows = town.ask(context.first_digits)
    assert {row["digit"]: row["n"] for row in rows if row["n"]} == {1: 1, 2: 1, 5: 1, 7: 1}
    assert [row["digit"] for row in rows] == [*range(1, 10)]
    assert {row["payments"] for row in rows} == {4}
    assert rows[0]["digit_share"] == 0.25 and rows[0]["benford_share"] == pytest.approx(0.30103, abs=1e-5)
    apart = sum(abs(row["digit_share"] - row["benford_share"]) for row in rows) / 9
    assert rows[0]["deviation_share"] == pytest.approx(apart)


def test_digits_follow_the_view_and_nothing_has_none(town: Published) -> None:
    assert {row["digit"]: row["n"] for row in town.ask(context.first_digits, department="parks") if row["n"]} == {5: 1}
    assert town.ask(context.first_digits, since="2026-01-01") == []
    assert sum(row["benford_share"] for row in town.ask(context.first_digits)) == pytest.approx(1.0)


def test_concentration_is_told_in_points_with_the_number_of_payees(town: Published) -> None:
    """0.75² + 0.25² = 0.625; what comes back from cole is left out, as is the payment of no department."""
    parks, roads = town.ask(context.concentration_by_department)
    assert (parks["department"], parks["herfindahl"], parks["payees"]) == ("parks", 10_000, 1)
    assert (roads["herfindahl"], roads["payees"], roads["largest_share"]) == (6250, 2, 0.75)
    assert roads["amount_lcu"] == 100.0
    assert town.ask(context.concentration_by_department, until="2024-01-01") == []


def test_without_payments_there_is_no_context(tmp_path: Path) -> None:
    bare = published(tmp_path, "fiscal", {"budget_lines": TABLES["budget_lines"]})
    assert bare.ask(context.first_digits) == bare.ask(context.concentration_by_department) == []


def test_exact_cents_decide_a_digit(tmp_path: Path) -> None:
    """As a floating number 1000 has a logarithm below 3, and would begin with a 10."""
    day = date(2024, 1, 1)
    bills = [paid(1, day, "a", 1000.0), paid(2, day, "a", 0.1), paid(3, day, "b", 9.99)]
    rows = published(tmp_path, "fiscal", {"payments": bills}).ask(context.first_digits)
    assert {row["digit"]: row["n"] for row in rows if row["n"]} == {1: 2, 9: 1}
