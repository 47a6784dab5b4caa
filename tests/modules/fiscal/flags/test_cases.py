"""Findings become cases: joined where they share payments, ranked, with ids that survive the next run."""

from __future__ import annotations

from typing import Any

import duckdb
import pandas as pd
import pytest

from modules.fiscal.flags.cases import create_flags, flag_tables
from tests.modules.fiscal.flags.hand_written import LIMITS, Rows, ordinary, payment

DUPLICATE = [payment(1, "2024-03-01", 1234.56, document_number="INV20240117"),
             payment(2, "2024-03-20", 1234.56, document_number="INV-2024-0117")]  # fmt: skip
SPLIT = [payment(at, f"2024-05-0{at - 4}", 9_900 - at, payee_id="beta", payee="Beta") for at in range(6, 10)]


def tables(rows: Rows) -> dict[str, list[dict[str, Any]]]:
    with duckdb.connect() as connection:
        connection.register("payments", pd.DataFrame(rows))
        create_flags(connection, "payments", LIMITS)
        return {name: connection.execute(sql).df().to_dict("records") for name, sql in flag_tables().items()}


def test_a_case_has_a_reason_its_proofs_and_the_money_at_stake() -> None:
    made = tables([*DUPLICATE, *SPLIT, *ordinary(40)])
    cases = {case["lead_rule"]: case for case in made["flag_cases"]}
    assert set(cases) == {"duplicate_invoice", "split_purchase"}
    duplicate = cases["duplicate_invoice"]
    assert (duplicate["payee"], duplicate["department"], duplicate["payments"]) == ("Acme Ltd", "Roads", 2)
    assert duplicate["stake_lcu"] == 1234.56
    proofs = {row["payment_id"] for row in made["flag_payments"] if row["case_id"] == duplicate["case_id"]}
    assert proofs == {"p1", "p2"}
    (reason,) = [row for row in made["flag_reasons"] if row["case_id"] == duplicate["case_id"]]
    assert (reason["first_document"], reason["days"], reason["total_lcu"]) == ("INV20240117", 19, 2469.12)
    assert [case["rank"] for case in made["flag_cases"]] == [1, 2]


def test_findings_that_share_a_payment_are_one_case_of_two_reasons() -> None:
    again = SPLIT[0] | {"payment_id": "again", "paid_on": "2024-05-20",
                        "document_number": str(SPLIT[0]["document_number"]) + "A"}  # fmt: skip
    made = tables([*SPLIT, again, *ordinary(40)])
    (case,) = made["flag_cases"]
    assert case["payments"] == 5
    assert {row["rule"] for row in made["flag_reasons"]} == {"split_purchase", "duplicate_invoice"}
    single = tables([*SPLIT, *ordinary(40)])["flag_cases"][0]
    assert case["strength"] > single["strength"], "two reasons are stronger than one"


def test_a_reason_that_compares_with_a_limit_names_who_set_it() -> None:
    made = tables([*DUPLICATE, *SPLIT, *ordinary(40)])
    sources = {row["rule"]: row["limit_source"] for row in made["flag_reasons"]}
    assert sources["split_purchase"] == LIMITS.source
    assert pd.isna(sources["duplicate_invoice"])


def test_a_case_keeps_its_id_when_later_payments_come() -> None:
    before = {case["lead_rule"]: case["case_id"] for case in tables([*DUPLICATE, *SPLIT, *ordinary(40)])["flag_cases"]}
    third = payment(3, "2024-04-10", 1234.56, document_number="INV2O240117")
    fifth = payment(10, "2024-05-07", 9_800, payee_id="beta", payee="Beta")
    later = tables([*DUPLICATE, third, *SPLIT, fifth, *ordinary(80)])["flag_cases"]
    later = [case for case in later if case["lead_rule"] in before]
    after = {case["lead_rule"]: case["case_id"] for case in later}
    assert after == before
    assert {case["payments"] for case in later} == {3, 5}


def test_more_money_ranks_higher_at_one_strength() -> None:
    large = [each | {"payment_id": f"L{each['payment_id']}", "payee_id": "big", "payee": "Big",
                     "amount_lcu": 91_234.56} for each in DUPLICATE]  # fmt: skip
    cases = tables([*DUPLICATE, *large, *ordinary(40)])["flag_cases"]
    assert [case["payee"] for case in cases] == ["Big", "Acme Ltd"]


def test_each_rule_says_on_which_share_it_could_be_computed_and_what_is_missing() -> None:
    rows = [*DUPLICATE, *[each | {"document_number": None} for each in ordinary(6)]]
    rules = {row["rule"]: row for row in tables(rows)["flag_rules"]}
    assert (rules["duplicate_invoice"]["computable"], rules["duplicate_invoice"]["payments"]) == (2, 8)
    assert rules["duplicate_invoice"]["cases"] == 1
    assert rules["ring"]["computable"] == 0 and rules["ring"]["missing_column"] == "payer_account"
    assert pd.isna(rules["duplicate_invoice"]["missing_column"])


def test_sums_are_exact_to_the_cent() -> None:
    rows = [payment(at, f"2024-05-0{at}", 999_999_999_999.07 + at, payee_id="z", payer_account=str(at),
                    payee_account=str(at % 3 + 1)) for at in range(1, 4)]  # fmt: skip
    rows = [each | {"amount_lcu": "999999999999.07"} for each in rows]
    (case,) = [case for case in tables(rows)["flag_cases"] if case["lead_rule"] == "ring"]
    assert case["stake_lcu"] == pytest.approx(999_999_999_999.07, abs=0.001)


def test_without_payments_there_are_no_cases() -> None:
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE payments "
            "(payment_id VARCHAR, paid_on DATE, payee_id VARCHAR, payee VARCHAR, amount_lcu DOUBLE)"
        )
        create_flags(connection, "payments", LIMITS)
        assert connection.execute("SELECT count(*) FROM flag_cases").fetchall() == [(0,)]
        assert connection.execute("SELECT sum(payments), max(cases) FROM flag_rules").fetchall() == [(0, 0)]
