"""A case's reason is a sentence with its facts, in every language, and its name leads to its page."""

from __future__ import annotations

from typing import Any

import pytest

from components.panel.case_list import case_list, reason, reason_list
from components.text import Words
from data.reading.answer import Answer
from data.reading.queries.fiscal.flags import case_reasons, flag_cases
from modules.fiscal.flags.rules import RULES
from tests.components.answers import source
from tests.components.tile.test_kpi_card import texts

ROW: dict[str, Any] = {
    "case_id": "c1", "name": "Acme", "rule": "split_purchase", "stake_lcu": 29_000.0, "strength": 0.9, "payments": 3,
    "last_paid_on": "2024-03-07", "payee": "acme", "department": "roads", "department_name": "Roads",
    "counted": 3, "days": 3, "times": 2,
    "share": 0.98, "total_lcu": 29_000.0, "limit_lcu": 10_000.0, "first_document": "A-1", "second_document": "A1",
    "other_payee": "Bolt", "limit_source": "Procurement Code, 4.2",
}  # fmt: skip


def answer(question: Any, row: dict[str, Any]) -> Answer:
    return Answer({column.name: [row[column.name]] for column in question.columns}, source(), question.columns)


def test_a_reason_names_its_facts() -> None:
    said = reason(ROW, Words("en", "USD"))
    assert said == "3 payments add up to $29.0K, each just below the limit of $10,000; first to last: 3 days."
    assert reason(ROW | {"rule": "duplicate_invoice", "days": 1}, Words("en", "USD")) == (
        "Invoice A-1 was paid again 1 day later as A1: $29.0K each time."
    )


def test_a_rule_without_a_sentence_of_ours_is_named() -> None:
    unknown = ROW | {"rule": "a/b <rule>"}
    assert reason(unknown, Words("en", "USD")) == "Flagged by the rule a/b <rule>: $29.0K at stake."
    assert "a/b <rule>" in reason(unknown, Words("zh", "USD")) and "a/b <rule>" in reason(unknown, Words("id", "USD"))


def test_what_was_paid_on_one_day_is_said_so() -> None:
    words = Words("en", "USD")
    assert reason(ROW | {"days": 0}, words).endswith("; all on one day.")
    assert reason(ROW | {"rule": "round_trip", "days": 0}, words).endswith("into another account on the same day.")
    assert reason(ROW | {"rule": "round_trip", "days": 2}, words).endswith("into another account 2 days later.")


def test_a_department_is_named_in_the_readers_language() -> None:
    bureau = ROW | {"department_name": "Finance Bureau", "rule": "concentration"}
    assert "财政局" in texts(case_list(answer(flag_cases, bureau), Words("zh", "CNY")))
    assert reason(bureau, Words("zh", "CNY")).startswith("财政局本财政年度支付的98.0%给了Acme")


def test_amounts_are_in_wan_and_yi_in_chinese() -> None:
    said = reason(ROW | {"total_lcu": 312_340_000.0}, Words("zh", "CNY"))
    assert "合计3.12亿元" in said and "略低于1万元限额" in said


@pytest.mark.parametrize("language", ["en", "zh", "id"])
@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_a_name_and_a_sentence_in_every_language(rule: str, language: str) -> None:
    words = Words(language, "USD")
    assert words.has(f"value.rule.{rule}")
    assert "{" not in reason(ROW | {"rule": rule}, words)
    nothing = dict.fromkeys(ROW) | {"rule": rule, "stake_lcu": 1.0}
    assert reason(nothing, words)


def test_a_case_and_its_payee_lead_to_their_pages() -> None:
    shown = case_list(answer(flag_cases, ROW), Words("en", "USD"))
    assert {"/fiscal/cases/c1", "/fiscal/payees/acme", "/fiscal/departments/roads"} <= set(
        str(shown).replace("'", " ").split()
    )
    assert "A flag is a reason to open a file, not a verdict." in texts(shown)


def test_money_at_stake_is_exact_when_it_is_pointed_at() -> None:
    shown = str(case_list(answer(flag_cases, ROW | {"stake_lcu": 29_000.45}), Words("zh", "CNY")))
    assert "children='2.9万元'" in shown and "title='29,000.45元'" in shown


@pytest.mark.parametrize(("limit", "said"), [
    (1_000_000.0, "100万元"), (25_000.0, "2.5万元"), (120_000_000.0, "1.2亿元"), (123_456.0, "123,456元"),
    (9_999.5, "9,999.50元"),
])  # fmt: skip
def test_a_chinese_reader_reads_a_limit_by_ten_thousands_and_exactly(limit: float, said: str) -> None:
    assert f"略低于{said}限额" in reason(ROW | {"limit_lcu": limit}, Words("zh", "CNY"))


def test_a_chinese_reader_reads_the_chinese_name_of_the_limits_source() -> None:
    central = ROW | {"limit_source": "State Council General Office, 2019 No. 55: goods and services, central"}
    assert "限额依据：国务院办公厅国办发〔2019〕55号：中央单位货物和服务。" in texts(
        reason_list(answer(case_reasons, central), Words("zh", "CNY"))
    )


def test_the_reasons_of_a_case_say_how_strong_each_is() -> None:
    shown = texts(reason_list(answer(case_reasons, ROW), Words("en", "USD")))
    assert shown[0] == "Split purchase"
    assert "90%" in shown


def test_a_reason_says_who_set_its_limit() -> None:
    shown = texts(reason_list(answer(case_reasons, ROW), Words("en", "USD")))
    assert "The limit is that of: Procurement Code, 4.2." in shown
    without = texts(reason_list(answer(case_reasons, ROW | {"limit_source": None}), Words("en", "USD")))
    assert not any("limit is that of" in each for each in without)
