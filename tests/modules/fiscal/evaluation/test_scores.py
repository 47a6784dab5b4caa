from __future__ import annotations

from modules.fiscal.evaluation.plants import Planted
from modules.fiscal.evaluation.scores import Case, hits, of_rules, precision_at, recall_at


def case(rule: str, *payment_ids: str) -> Case:
    return Case("c", frozenset({rule}), frozenset(payment_ids), rule, "Acme", "Roads", 1.0, 0.5, "2024-01-01")


PLANTED = [Planted("split_purchase", frozenset("abcd")), Planted("duplicate_invoice", frozenset("xy"))]
CASES = [case("duplicate_invoice", "x", "y"), case("duplicate_invoice", "a", "b"), case("split_purchase", "a", "b"),
         case("split_purchase", "a"), case("duplicate_invoice", "x", "q")]  # fmt: skip


def test_a_case_is_right_where_it_shows_half_of_a_pattern_under_its_rule() -> None:
    assert hits(CASES, PLANTED) == [True, False, True, False, False]


def test_precision_and_recall_of_the_first_cases() -> None:
    assert precision_at(CASES, PLANTED, 1) == 1.0
    assert precision_at(CASES, PLANTED, 4) == 0.5
    assert (recall_at(CASES, PLANTED, 2), recall_at(CASES, PLANTED, 3)) == (0.5, 1.0)
    assert precision_at([], PLANTED, 5) == recall_at(CASES, [], 5) == 0.0
    assert len(of_rules(CASES, "split_purchase")) == 2
