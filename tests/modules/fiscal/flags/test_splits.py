from __future__ import annotations

from dataclasses import replace

import pytest

from modules.fiscal.flags.splits import split_purchases
from tests.modules.fiscal.flags.hand_written import LIMITS, Rows, found, ids, ordinary, payment


def pieces(**more: object) -> Rows:
    return [payment(1, "2024-03-04", 9_900, **more), payment(2, "2024-03-05", 9_700, **more),
            payment(3, "2024-03-07", 9_400, **more)]  # fmt: skip


def test_three_pieces_just_below_the_limit_within_a_week_are_one_purchase() -> None:
    (finding,) = found(split_purchases, [*pieces(), *ordinary(30)])
    assert finding["ids"] == ["p1", "p2", "p3"]
    assert (finding["payments"], finding["days"], finding["total_cents"]) == (3, 3, 2_900_000)
    assert finding["limit_cents"] == 1_000_000


@pytest.mark.parametrize(
    "rows",
    [
        pieces()[:2],  # two pieces prove nothing
        [payment(at, f"2024-03-0{at}", 4_000) for at in range(4, 8)],  # far below the limit
        [payment(at, f"2024-03-0{at}", 10_000) for at in range(4, 8)],  # at the limit: it was tendered
        pieces(document_number="70000001"),  # lines of one document
        pieces(account="Grants to external organisations"),  # a grant is no purchase
        pieces(account="对企业补助"),
        [payment(at, day, 9_500 + at) for at, day in enumerate(["2024-03-01", "2024-05-02", "2024-07-03"])],
        [*pieces()[:2], payment(3, "2024-03-07", 9_400, payee_id="other")],
        [*pieces()[:2], payment(3, "2024-03-07", 9_400, department="Parks")],
    ],
)
def test_what_is_no_split_purchase(rows: Rows) -> None:
    assert ids(split_purchases, rows) == []


def test_a_supplier_that_is_paid_such_amounts_every_week_is_not_flagged() -> None:
    days = ["2024-01-08", "2024-01-15", "2024-01-22", "2024-01-29", "2024-02-05", "2024-02-12"]
    weekly = [payment(100 + week, day, 9_300 + 10 * week) for week, day in enumerate(days)]
    assert ids(split_purchases, [*weekly, *pieces()]) == []


def test_pieces_of_one_price_paid_on_one_day_are_a_weaker_lead() -> None:
    spread = found(split_purchases, pieces())[0]["strength"]
    same = [payment(at, "2024-03-04", 9_500) for at in range(3)]
    assert found(split_purchases, same)[0]["strength"] < 0.6 * spread


def test_without_a_limit_nothing_can_be_split() -> None:
    assert ids(split_purchases, pieces(), replace(LIMITS, purchase_cents=())) == []
