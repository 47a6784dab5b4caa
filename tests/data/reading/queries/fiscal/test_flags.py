"""Cases, their reasons and proofs, and payments to the cent, on rows whose answer can be read off."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data.reading.queries.fiscal import flags, payments, spenders
from tests.data.reading.queries.fiscal.rows import TABLES
from tests.data.reading.queries.published import Published, published


def paid(number: int, day: date, payee: str, amount: float, department: str = "roads") -> dict[str, Any]:
    return {
        "payment_id": f"p{number}", "paid_on": day, "payee_id": payee, "payee": payee.title(),
        "department_id": department, "department": department.title(), "account": "Repairs",
        "document_number": f"INV-{number}", "amount_lcu": amount,
    }  # fmt: skip


def case(case_id: str, rank: int, rule: str, strength: float, stake: float, day: date, payee: str) -> dict[str, Any]:
    return {
        "case_id": case_id, "rank": rank, "lead_rule": rule, "strength": strength, "stake_lcu": stake,
        "first_paid_on": day, "last_paid_on": day, "payments": 2, "payees": 1, "payee_id": payee,
        "payee": payee.title(), "department_id": "roads", "department": "Roads", "fiscal_year": day.year,
    }  # fmt: skip


def reason(case_id: str, rule: str, strength: float, **facts: Any) -> dict[str, Any]:
    return {"case_id": case_id, "rule": rule, "strength": strength, "stake_lcu": 10.1, **facts}


MONEY = {
    "budget_lines": TABLES["budget_lines"],
    "payments": [
        paid(1, date(2024, 1, 9), "acme", 10.1), paid(2, date(2024, 2, 9), "acme", 10.1),
        paid(3, date(2024, 2, 12), "bolt", 0.1), paid(4, date(2024, 2, 13), "bolt", 0.2, "parks"),
        paid(5, date(2023, 2, 13), "bolt", -0.05, "parks"),
        # Paid and taken back on the day from which on February is over.
        paid(6, date(2024, 2, 28), "coop", 1.0), paid(7, date(2024, 2, 28), "coop", -1.0),
    ],
    "flag_cases": [
        case("c1", 1, "duplicate_invoice", 0.9, 10.1, date(2024, 2, 9), "acme"),
        case("c2", 2, "weekend", 0.2, 0.3, date(2024, 2, 13), "bolt"),
    ],
    "flag_reasons": [
        reason("c1", "duplicate_invoice", 0.85, first_document="INV-1", second_document="INV1", days=31),
        reason("c1", "two_payees", 0.5),
        reason("c2", "weekend", 0.2, total_lcu=0.3),
    ],
    "flag_payments": [
        {"case_id": "c1", "rule": "duplicate_invoice", "payment_id": "p1"},
        {"case_id": "c1", "rule": "duplicate_invoice", "payment_id": "p2"},
        {"case_id": "c1", "rule": "two_payees", "payment_id": "p2"},
        {"case_id": "c2", "rule": "weekend", "payment_id": "p4"},
    ],
    "flag_rules": [
        {"rule": "duplicate_invoice", "payments": 4, "computable": 3, "cases": 1, "stake_lcu": 10.1},
        {"rule": "ring", "payments": 4, "computable": 0, "cases": 0, "stake_lcu": 0.0,
         "missing_column": "payer_account"},
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Published:
    return published(tmp_path_factory.mktemp("flags"), "fiscal", MONEY)


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Published:
    return published(tmp_path_factory.mktemp("bare"), "fiscal", {"budget_lines": TABLES["budget_lines"]})


def test_cases_stand_in_the_order_in_which_to_open_them(town: Published) -> None:
    first, second = town.ask(flags.flag_cases)
    assert (first["case_id"], first["name"], first["rule"], first["days"]) == ("c1", "Acme", "duplicate_invoice", 31)
    assert (second["case_id"], second["total_lcu"]) == ("c2", 0.3)
    assert [row["case_id"] for row in town.ask(flags.flag_cases, payee="bolt")] == ["c2"]
    assert town.ask(flags.flag_cases, until="2023-12-31") == []


def test_every_case_of_the_list_is_counted_weak_ones_too(town: Published) -> None:
    assert town.ask(flags.flagged_cases, since="2024-01-01", until="2024-12-31")[0]["value"] == 2
    assert town.ask(flags.flagged_stake, since="2024-01-01", until="2024-12-31")[0]["value"] == 10.4
    assert town.ask(flags.flagged_stake, case_id="c2")[0]["value"] == 0.3
    cases, stake = ({row["period"]: row["value"] for row in town.ask(trend)}
                    for trend in (flags.flagged_cases_trend, flags.flagged_stake_trend))  # fmt: skip
    assert (cases.pop("2024-02-01"), stake.pop("2024-02-01")) == (2, 10.4)
    assert cases == stake == dict.fromkeys(cases, 0), "a month without a case is one of none"
    assert list(cases)[:2] == ["2023-03-01", "2023-04-01"]
    assert [(row["rule"], row["cases"], row["stake_lcu"]) for row in town.ask(flags.cases_by_rule)] == [
        ("duplicate_invoice", 1, 10.1), ("weekend", 1, 0.3),
    ]  # fmt: skip


def test_a_case_has_its_reasons_and_its_payments_whatever_the_period(town: Published) -> None:
    (about,) = town.ask(flags.case_about, case_id="c1")
    assert (about["name"], about["n"], about["first_on"], about["stake_lcu"]) == ("Acme", 2, "2024-01-09", 10.1)
    assert [row["rule"] for row in town.ask(flags.case_reasons, case_id="c1")] == ["duplicate_invoice", "two_payees"]
    proofs = town.ask(flags.case_payments, case_id="c1", until="2024-01-31")
    assert [(row["payment_id"], row["amount_lcu"]) for row in proofs] == [("p1", 10.1), ("p2", 10.1)]
    assert town.ask(flags.case_about, case_id="nowhere") == []


def test_what_lies_around_a_case_is_the_payees_and_the_departments_whole_history(town: Published) -> None:
    """January 2024, in which another payee alone was paid, is 0; months of which nothing is known are a gap, and
    February 2023, in which payments only begin, is none of it."""
    assert [(row["month"], row["amount_lcu"]) for row in town.ask(payments.payee_history, case_id="c2")] == [
        ("2024-01-01", 0), ("2024-02-01", 0.3),
    ]  # fmt: skip
    assert [row["amount_lcu"] for row in town.ask(payments.department_history, case_id="c2")] == [10.1, 10.2]


def test_rules_say_on_what_they_could_be_computed(town: Published) -> None:
    computed, missing = town.ask(flags.rule_coverage)
    assert (computed["computable_share"], computed["missing_column"]) == (0.75, None)
    assert (missing["computable_share"], missing["missing_column"]) == (0.0, "payer_account")


def test_sums_of_payments_are_the_files_to_the_cent(town: Published) -> None:
    """0.1 + 0.2 is 0.3: added as floating point it would be 0.30000000000000004."""
    assert town.ask(payments.paid, since="2024-02-12", until="2024-12-31", payee="bolt")[0]["value"] == 0.3
    assert town.ask(payments.paid)[0]["value"] == 20.45
    assert [(row["month"], row["amount_lcu"], row["payments"]) for row in town.ask(payments.paid_by_month)] == [
        ("2024-01-01", 10.1, 1), ("2024-02-01", 10.4, 5),
    ]  # fmt: skip
    trend = sum(row["value"] for row in town.ask(payments.paid_trend))
    assert trend == pytest.approx(20.5), "payments begin on 13 February 2023: of that month a part is known"
    assert [(row["department"], row["amount_lcu"]) for row in town.ask(payments.paying_departments)] == [
        ("roads", 20.3), ("parks", 0.15),
    ]  # fmt: skip


def test_a_month_in_which_others_alone_were_paid_is_nought(town: Published) -> None:
    rows = town.ask(payments.paid_by_month, payee="bolt")
    assert [(row["month"], row["amount_lcu"], row["payments"]) for row in rows] == [
        ("2024-01-01", 0, 0), ("2024-02-01", 0.3, 2),
    ]  # fmt: skip
    assert [row["value"] for row in town.ask(payments.paid_trend, payee="bolt")] == [0, 0.3]
    assert town.ask(payments.paid_by_month, payee="nobody") == [], "who was never paid has no months"


def monthly(first: tuple[int, int], count: int, last_day: int) -> list[dict[str, Any]]:
    """A payment of 1 on the first day of so many months, and one of 100 on a day of the last of them."""
    months = [date(first[0] + (first[1] - 1 + each) // 12, (first[1] - 1 + each) % 12 + 1, 1) for each in range(count)]
    rows = [paid(number, month, "acme", 1.0) for number, month in enumerate(months)]
    return [*rows, paid(count, months[-1].replace(day=last_day), "acme", 100.0)]


def test_of_all_payments_there_is_no_change(tmp_path: Path) -> None:
    """Beside the sum of all of them a change of twelve months would be of another quantity."""
    town = published(tmp_path, "fiscal", {"payments": monthly((2023, 6), 30, 20)})
    (row,) = town.ask(payments.paid)
    assert (row["value"], row["recent"], row["before"], row["before_n"]) == (130.0, 130.0, None, None)
    (row,) = town.ask(payments.paid, since="2025-01-01", until="2025-11-30")
    assert (row["value"], row["before"]) == (111.0, 11.0), "a chosen period is compared with the same a year earlier"


def test_no_year_before_is_told_where_payments_do_not_reach_back(tmp_path: Path) -> None:
    """Payments from February 2024 to December 2025."""
    town = published(tmp_path, "fiscal", {"payments": monthly((2024, 2), 23, 28)})
    (row,) = town.ask(payments.paid, since="2025-01-01", until="2025-12-31")
    assert (row["recent"], row["before"], row["before_n"]) == (112.0, None, None)
    (row,) = town.ask(payments.paid, since="2025-02-01", until="2025-12-31")
    assert (row["recent"], row["before"]) == (111.0, 11.0)


def test_payments_of_a_view_that_cuts_a_month_are_those_of_its_days(town: Published) -> None:
    """Of bolt's two in February 2024 one was on the 13th; tile, chart and rankings of that day say so."""
    view = {"since": "2024-02-13", "until": "2024-02-15", "payee": "bolt"}
    assert town.ask(payments.paid, **view)[0]["value"] == 0.2
    assert [tuple(row.values()) for row in town.ask(payments.paid_by_month, **view)] == [
        ("2024-02-13", 0.2, 1), ("2024-02-14", 0, 0), ("2024-02-15", 0, 0),
    ]  # fmt: skip
    assert [row["value"] for row in town.ask(payments.paid_trend, **view)] == [0.2, 0, 0]
    assert [row["amount_lcu"] for row in town.ask(payments.payees, **view)] == [0.2]
    assert [row["department"] for row in town.ask(payments.paying_departments, **view)] == ["parks"]
    weeks = town.ask(payments.paid_by_month, since="2024-01-01", until="2024-12-31", payee="bolt")
    assert {row["week"]: row["amount_lcu"] for row in weeks if row["amount_lcu"]} == {"2024-02-12": 0.3}
    assert weeks[-1]["week"] == "2024-02-19", "of the days of March no payment is known"


@pytest.mark.parametrize(
    ("since", "until", "value", "before"),
    [
        ("2025-01-01", "2025-12-31", 111.0, 11.0),  # until 20 November of either: no December 2024
        ("2025-11-01", "2025-11-30", 101.0, 1.0),  # the 1st of November 2024, and not its 25th
        ("2025-11-01", "2025-11-10", 1.0, 1.0),  # ten days that are over stand beside the same ten
        ("2025-01-01", "2025-10-31", 10.0, 10.0),
        ("2024-01-01", "2024-12-31", 512.0, None),  # payments begin in June 2023
        ("2025-12-01", "2025-12-31", 0.0, None),  # nobody knows yet what is paid in December
    ],
)
def test_an_unfinished_period_is_compared_with_the_same_days_of_the_year_before(
    tmp_path: Path, since: str, until: str, value: float, before: float | None
) -> None:
    """A payment of 1 on the first of each month from June 2023 to November 2025, 100 on 20 November 2025, the last
    payment, and 500 on 25 November 2024: the day is not yet over a year later."""
    bills = [*monthly((2023, 6), 30, 20), paid(99, date(2024, 11, 25), "acme", 500.0)]
    cases = [case(f"c{day.year}", day.year, "weekend", 0.9, 5.0, day, "acme")
             for day in (date(2023, 11, 25), date(2024, 11, 25), date(2025, 11, 20))]  # fmt: skip
    town = published(tmp_path, "fiscal", {"payments": bills, "flag_cases": cases})
    (row,) = town.ask(payments.paid, since=since, until=until)
    assert (row["value"], row["recent"], row["before"]) == (value, value, before)
    (row,) = town.ask(flags.flagged_cases, since="2025-01-01", until="2025-12-31")
    assert (row["value"], row["before"], row["before_n"]) == (1, 0, 0), "the case of 25 November 2024 is later"


@pytest.mark.parametrize(("last_day", "before"), [(27, 3.0), (28, 9.0)])
def test_a_month_that_payments_complete_stands_beside_a_whole_one(tmp_path: Path, last_day: int, before: float) -> None:
    """Payments until the 27th or 28th of February 2025; in 2024 there are 3 on the 1st and 6 on the leap day."""
    bills = [paid(1, date(2024, 2, 1), "acme", 3.0), paid(2, date(2024, 2, 29), "acme", 6.0),
             paid(3, date(2025, 2, last_day), "acme", 1.0)]  # fmt: skip
    town = published(tmp_path, "fiscal", {"payments": bills})
    (row,) = town.ask(payments.paid, since="2025-02-01", until="2025-02-28")
    assert (row["value"], row["before"]) == (1.0, before)


@pytest.mark.parametrize(
    ("data_as_of", "before", "last_month"),
    [
        (date(2025, 12, 28), 3.0, "2024-12-01"),  # three days of December are to come
        (date(2025, 12, 31), 9.0, "2025-12-01"),  # nobody was paid in them
        (date(2025, 11, 30), 9.0, "2025-12-01"),  # payments later than what is said to be known are taken as they are
    ],
)
def test_a_month_that_payments_nearly_complete_is_whole_when_it_is_over(
    tmp_path: Path, data_as_of: date, before: float, last_month: str
) -> None:
    """Payments until 28 December 2025 in records until the end of the year, delivered again every month; in
    December 2024 there are 3 on the 1st and 6 on the 31st."""
    bills = [paid(1, date(2024, 12, 1), "acme", 3.0), paid(2, date(2024, 12, 31), "acme", 6.0),
             paid(3, date(2025, 12, 28), "acme", 1.0)]  # fmt: skip
    cases = [case("c1", 1, "weekend", 0.9, 5.0, date(2025, 12, 28), "acme")]
    town = published(
        tmp_path, "fiscal", {"payments": bills, "flag_cases": cases, "budget_lines": TABLES["budget_lines"]},
        data_as_of=data_as_of, cadence="P1M",
    )  # fmt: skip
    (row,) = town.ask(payments.paid, since="2025-12-01", until="2025-12-31")
    assert (row["value"], row["before"]) == (1.0, before)
    for question, view in ((payments.paid_by_month, {}), (payments.payee_history, {"case_id": "c1"})):
        assert town.ask(question, **view)[-1]["month"] == last_month, question.name


def test_no_chart_shows_a_month_before_it_is_over(tmp_path: Path) -> None:
    """Payments until 20 November 2025, a Thursday, in records until the end of the year; a case of October and one of
    November."""
    cases = [case(f"c{day.month}", day.month, "weekend", 0.9, 5.0, day, "acme")
             for day in (date(2025, 10, 9), date(2025, 11, 9))]  # fmt: skip
    town = published(tmp_path, "fiscal", {"payments": monthly((2023, 6), 30, 20), "flag_cases": cases})
    months = [row["month"] for row in town.ask(payments.paid_by_month)]
    assert (months[0], months[-1], len(months)) == ("2023-06-01", "2025-10-01", 29)
    assert town.ask(payments.paid_trend)[-1] == {"period": "2025-10-01", "value": 1}
    assert town.ask(payments.paid_by_department_and_month)[-1]["month"] == "2025-10-01"
    for trend in (flags.flagged_cases_trend, flags.flagged_stake_trend):
        told = town.ask(trend)
        assert [row["period"] for row in told if row["value"]] == [told[-1]["period"]] == ["2025-10-01"]
    assert town.ask(payments.paid_by_month, since="2025-01-01", until="2025-12-31")[-1]["week"] == "2025-11-10"
    days = town.ask(payments.paid_by_month, since="2025-11-01", until="2025-11-30")
    assert (len(days), days[-1]) == (20, {"day": "2025-11-20", "amount_lcu": 100, "payments": 1})
    assert town.ask(payments.payee_history, case_id="c10")[-1]["month"] == "2025-10-01"
    assert town.ask(payments.department_history, case_id="c10")[-1]["month"] == "2025-10-01"
    assert town.ask(payments.paid)[0]["value"] == 130, "the tile has the days of November too"


def test_no_chart_shows_a_month_in_which_payments_only_begin(tmp_path: Path) -> None:
    """Payments from 13 November 2023, a Monday, to 30 April 2024; by the 4th of a month they begin with it."""
    bills = [paid(99, date(2023, 11, 13), "acme", 7.0), *monthly((2023, 12), 5, 30)]
    town = published(tmp_path / "late", "fiscal", {"payments": bills})
    assert town.ask(payments.paid_by_month)[0]["month"] == "2023-12-01"
    assert town.ask(payments.paid_trend)[0]["period"] == "2023-12-01"
    assert town.ask(payments.paid_by_department_and_month)[0]["month"] == "2023-12-01"
    assert town.ask(payments.paid_by_month, since="2023-11-01", until="2024-03-31")[0]["week"] == "2023-11-13"
    (row,) = town.ask(payments.paid, since="2024-11-01", until="2024-11-30")
    assert row["before"] is None, "of November 2023 only a part is known"
    early = published(
        tmp_path / "early", "fiscal", {"payments": [paid(99, date(2023, 11, 4), "acme", 7.0), *bills[1:]]}
    )
    assert early.ask(payments.paid_by_month)[0]["month"] == "2023-11-01"


def test_months_of_the_largest_departments(town: Published) -> None:
    rows = [(row["department_name"], row["month"], row["amount_lcu"]) for row in
            town.ask(payments.paid_by_department_and_month)]  # fmt: skip
    assert rows == [
        ("Roads", "2024-01-01", 10.1), ("Roads", "2024-02-01", 10.2),
        ("Parks", "2024-01-01", 0), ("Parks", "2024-02-01", 0.2),
    ]  # fmt: skip


def test_a_payee_is_told_by_its_payments(town: Published) -> None:
    (about,) = town.ask(payments.payee_about, payee="bolt")
    assert (about["name"], about["n"], about["first_on"], about["last_on"]) == ("Bolt", 3, "2023-02-13", "2024-02-13")
    lines = town.ask(flags.payment_lines, payee="bolt")
    assert [row["payment_id"] for row in lines] == ["p4", "p3", "p5"]


LISTS = (
    flags.flag_cases, flags.cases_by_rule, flags.rule_coverage, payments.payees, payments.paid_by_month,
    flags.payment_lines, payments.paying_departments, flags.flagged_cases_trend, flags.flagged_stake_trend,
    payments.paid_trend, payments.paid_by_department_and_month,
)  # fmt: skip


@pytest.mark.parametrize("question", LISTS)
def test_without_payments_there_is_nothing_to_tell(bare: Published, question: Any) -> None:
    assert bare.ask(question) == []


def test_without_payments_the_tiles_are_nought(bare: Published) -> None:
    for question in (flags.flagged_cases, flags.flagged_stake, payments.paid):
        assert bare.ask(question)[0]["value"] == 0


def test_a_department_and_a_fund_are_told_by_their_names(town: Published, bare: Published) -> None:
    """Roads has two lines of 2025 and one of 2024, and five payments; nothing but payments names it in a bare town."""
    (about,) = town.ask(spenders.department_about, department="roads")
    assert (about["name"], about["n"]) == ("Roads", 8)
    assert [row["name"] for row in town.ask(spenders.department_names)] == ["Parks", "Police", "Roads"]
    assert town.ask(spenders.department_about, department="zoo") == []
    assert (town.ask(spenders.fund_names), town.ask(spenders.fund_about, fund="General")) == ([], [])
    assert [(row["year"], row["amount_lcu"]) for row in town.ask(spenders.budget_by_year, department="roads")] == [
        (2024, 50.0), (2025, 75.0),
    ]  # fmt: skip
    assert bare.ask(payments.payee_names) == []


def test_the_names_of_payees_are_in_the_readers_language(tmp_path: Path) -> None:
    rows = [row | {"payee_local": "顶点"} for row in MONEY["payments"]]
    town = published(tmp_path, "fiscal", MONEY | {"payments": rows}, language="zh")
    assert town.ask(flags.flag_cases, language="zh")[0]["name"] == "顶点"
    assert town.ask(flags.flag_cases)[0]["name"] == "Acme"
    assert [(row["payee"], row["name"], row["other_name"]) for row in town.ask(payments.payee_names)] == [
        ("acme", "Acme", "顶点"), ("bolt", "Bolt", "顶点"), ("coop", "Coop", "顶点"),
    ]  # fmt: skip
