from __future__ import annotations

import pytest

from modules.fiscal.flags.duplicates import duplicate_invoices
from modules.fiscal.flags.two_payees import invoice_of_two_payees
from tests.modules.fiscal.flags.hand_written import found, ids, ordinary, payment


@pytest.mark.parametrize(
    ("again", "strength"),
    [
        ("INV-2024-0117", 0.95),
        ("inv 2024 0117", 0.95),
        ("INV2O240117", 0.95),
        ("INV20240117A", 0.85),
        ("INV2024117", 0.85),
        ("INV20420117", 0.85),
        ("INV20270117", 0.6),
    ],
)
def test_an_invoice_whose_number_was_typed_otherwise_is_paid_twice(again: str, strength: float) -> None:
    rows = [payment(1, "2024-03-01", 1234.56, document_number="INV20240117"),
            payment(2, "2024-03-20", 1234.56, document_number=again), *ordinary(20)]  # fmt: skip
    (finding,) = found(duplicate_invoices, rows)
    assert finding["ids"] == ["p1", "p2"]
    assert finding["strength"] == pytest.approx(strength)
    assert (finding["first_document"], finding["second_document"], finding["days"]) == ("INV20240117", again, 19)
    assert finding["stake_cents"] == 123_456


@pytest.mark.parametrize(
    "second",
    [
        {"document_number": "70000118", "paid_on": "2024-03-01"},  # the next number on the same day
        {"document_number": "70000117", "paid_on": "2024-03-01"},  # two lines of one document
        {"document_number": "7-0000117", "amount_lcu": 1234.57},  # another amount
        {"document_number": "7-0000117", "payee_id": "other"},  # another payee
        {"document_number": "7-0000117", "paid_on": "2025-03-01"},  # a year later
        {"document_number": "81236117"},  # another number
        {"document_number": None},  # no number
    ],
)
def test_what_is_no_second_payment_of_an_invoice(second: dict[str, object]) -> None:
    rows = [payment(1, "2024-03-01", 1234.56, document_number="70000117"),
            payment(2, "2024-03-20", 1234.56) | second, *ordinary(5)]  # fmt: skip
    assert ids(duplicate_invoices, rows) == []


def test_a_second_payment_that_was_taken_back_is_not_flagged() -> None:
    rows = [payment(1, "2024-03-01", 900.5, document_number="70000117"),
            payment(2, "2024-03-20", 900.5, document_number="7-0000117"),
            payment(3, "2024-04-02", -900.5, document_number="80000001")]  # fmt: skip
    assert ids(duplicate_invoices, rows) == []
    assert ids(duplicate_invoices, rows[:2]) == [["p1", "p2"]]


def test_a_round_amount_that_comes_again_and_again_is_a_weaker_lead() -> None:
    pair = [payment(1, "2024-03-01", 3000, document_number="70000117"),
            payment(2, "2024-03-20", 3000, document_number="7-0000117")]  # fmt: skip
    standing = [payment(10 + month, f"2023-{month:02d}-05", 3000, document_number=f"4{month}812{month * 37}")
                for month in range(1, 13)]  # fmt: skip
    assert found(duplicate_invoices, pair)[0]["strength"] == pytest.approx(0.95 * 0.7)
    assert found(duplicate_invoices, [*pair, *standing])[0]["strength"] == pytest.approx(0.95 * 0.7 * 0.75)


def test_one_invoice_paid_to_two_entries_of_one_supplier() -> None:
    rows = [payment(1, "2024-03-01", 500, document_number="INV-55871", payee_id="a", payee="IBM"),
            payment(2, "2024-03-09", 500, document_number="INV55871", payee_id="b", payee="IBM Corp"),
            payment(3, "2024-03-01", 70, document_number="1234", payee_id="a", payee="IBM"),
            payment(4, "2024-03-09", 70, document_number="1234", payee_id="c", payee="Other"),
            payment(5, "2024-03-01", 80, document_number="INV77771", payee_id="a", payee="IBM"),
            payment(6, "2024-03-09", 81, document_number="INV77771", payee_id="b", payee="IBM Corp")]  # fmt: skip
    (finding,) = found(invoice_of_two_payees, rows)
    assert finding["ids"] == ["p1", "p2"]
    assert (finding["other_payee"], finding["strength"], finding["days"]) == ("IBM Corp", 0.9, 8)
