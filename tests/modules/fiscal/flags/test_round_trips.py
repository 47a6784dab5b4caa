from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modules.fiscal.flags.rings import Transfer, cyclic_accounts, find_rings, rings
from modules.fiscal.flags.round_trips import round_trips
from tests.modules.fiscal.flags.hand_written import Rows, found, ids, payment

OUT = payment(1, "2024-03-04", 50_000, account="Treasury")
BACK = payment(2, "2024-03-11", -49_500, account="Projects")


def test_money_comes_back_from_the_payee_into_another_account() -> None:
    (finding,) = found(round_trips, [OUT, BACK])
    assert finding["ids"] == ["p1", "p2"]
    assert (finding["days"], finding["share"], finding["strength"]) == (7, 0.99, 0.8)
    assert found(round_trips, [OUT, BACK | {"amount_lcu": -50_000}])[0]["strength"] == 0.85


@pytest.mark.parametrize(
    "rows",
    [
        [OUT, BACK | {"account": "Treasury"}],  # a refund
        [OUT, BACK | {"paid_on": "2024-05-11"}],  # later than a month
        [OUT, BACK | {"amount_lcu": -20_000}],  # a part of it
        [OUT, BACK | {"payee_id": "other"}],
        [OUT, BACK | {"paid_on": "2024-03-01"}],  # back before it went out
        [OUT, BACK, payment(3, "2024-03-12", 50_000, account="Projects")],  # booked again where it belongs
        [OUT, BACK, *[payment(10 + at, "2024-03-05", 40_000 + 900 * at) for at in range(8)]],  # one of many: chance
    ],
)
def test_what_is_no_round_trip(rows: Rows) -> None:
    assert ids(round_trips, rows) == []


def transfer(no: int, day: int, source: str, target: str, amount: int) -> Transfer:
    return Transfer(no, date(2024, 3, day), source, target, amount * 100)


RING = [transfer(0, 4, "A", "B", 1000), transfer(1, 5, "B", "C", 980), transfer(2, 9, "C", "A", 970)]


def test_a_ring_is_found_among_other_transfers() -> None:
    others = [transfer(3, 4, "A", "D", 1000), transfer(4, 6, "D", "E", 990), transfer(5, 1, "B", "A", 40)]
    assert list(find_rings([*RING, *others], 30, 0.95)) == [tuple(RING)]


@pytest.mark.parametrize(
    "transfers",
    [
        RING[:2],  # it does not close
        [transfer(0, 4, "A", "A", 1000)],  # to oneself
        [RING[0], RING[1], transfer(2, 2, "C", "A", 970)],  # it comes back before it set out
        [RING[0], RING[1], transfer(2, 9, "C", "A", 300)],  # most of it stays
        [RING[0], RING[1], transfer(2, 9, "C", "A", 2000)],  # more comes back than came
    ],
)
def test_what_is_no_ring(transfers: list[Transfer]) -> None:
    assert list(find_rings(transfers, 30, 0.95)) == []


def test_accounts_that_no_money_comes_back_to_are_not_on_a_cycle() -> None:
    assert sorted(cyclic_accounts([("A", "B"), ("B", "A"), ("B", "C"), ("D", "A"), ("E", "E")])) == ["A", "B"]
    assert cyclic_accounts([]) == {}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 28), st.sampled_from("ABCDE"), st.sampled_from("ABCDE"), st.integers(900, 1000)),
        max_size=25,
    )
)
def test_whatever_is_found_is_a_ring_and_no_payment_is_in_two(steps: list[tuple[int, str, str, int]]) -> None:
    transfers = [transfer(no, *step) for no, step in enumerate(steps)]
    found_rings = list(find_rings(transfers, 10, 0.95))
    used = [each.no for ring in found_rings for each in ring]
    assert len(used) == len(set(used))
    for ring in found_rings:
        assert len(ring) >= 2 and ring[0].source == ring[-1].target
        for one, two in pairwise(ring):
            assert one.target == two.source and one.day <= two.day and 0.95 * one.cents <= two.cents <= one.cents
        assert (ring[-1].day - ring[0].day).days <= 10


def test_the_rule_reads_accounts_and_tells_what_came_back() -> None:
    rows = [payment(at, str(each.day), each.cents / 100, payer_account=each.source, payee_account=each.target)
            for at, each in enumerate(RING)]  # fmt: skip
    (finding,) = found(rings, rows)
    assert (finding["ids"], finding["payments"], finding["days"]) == (["p0", "p1", "p2"], 3, 5)
    assert finding["share"] == pytest.approx(0.97)
    assert ids(rings, [OUT, BACK]) == []
