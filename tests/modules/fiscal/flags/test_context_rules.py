"""Rules that give a reason to look rather than a pattern: concentration, calendar, limits, shared accounts."""

from __future__ import annotations

import pytest

from modules.fiscal.flags.below_limit import just_below_limit
from modules.fiscal.flags.calendar_rules import weekend_payments, year_end_rush
from modules.fiscal.flags.concentration import concentrated_department
from modules.fiscal.flags.limits import Limits
from modules.fiscal.flags.shared_accounts import shared_account_or_address
from tests.modules.fiscal.flags.hand_written import LIMITS, Rows, found, ids, ordinary, payment


def test_a_payee_that_gets_half_of_a_departments_year() -> None:
    end = payment("end", "2024-12-30", 100, department="Parks")
    rows = [*ordinary(60), payment(1, "2024-02-01", 60_000), end]
    (finding,) = found(concentrated_department, rows)
    assert finding["ids"] == ["p1"]
    assert 0.6 < finding["share"] < 0.9
    assert ids(concentrated_department, [*rows[:20], end]) == [], "too few payments"
    assert ids(concentrated_department, [*ordinary(60), payment(1, "2024-02-01", 6_000), end]) == [], "small share"
    before = [each | {"payment_id": "b" + each["payment_id"], "paid_on": each["paid_on"].replace("2024", "2023")}
              for each in rows]  # fmt: skip
    standing = ids(concentrated_department, [*rows, *before])
    assert standing == [["bp1"]], "the year before had it already: only its first year is told"


def test_a_payee_has_half_of_a_year_only_where_the_records_hold_the_year() -> None:
    """Of the last weeks of a fiscal year, or of its first ones, nobody knows who got half of it."""
    end = payment("end", "2024-12-30", 100, department="Parks")
    assert ids(concentrated_department, [*ordinary(60), payment(1, "2024-02-01", 60_000)]) == [], "until March only"
    late = [*ordinary(60, "2024-10-01"), payment(1, "2024-11-01", 60_000), end]
    assert ids(concentrated_department, late) == [], "from October only"
    april = Limits(LIMITS.purchase_cents, LIMITS.source, fiscal_year_starts_month=4)
    held = [*ordinary(60, "2024-04-02"), payment(1, "2024-11-01", 60_000)]
    assert ids(concentrated_department, held, april) == [], "until June of a year from April"
    assert ids(concentrated_department, [*held, payment("end", "2025-03-28", 100)], april) == [["p1", "pend"]]


def test_a_payment_on_a_sunday_where_hardly_any_are() -> None:
    sunday = payment(1, "2024-03-03", 800)
    (finding,) = found(weekend_payments, [*ordinary(60), sunday])
    assert (finding["ids"], finding["strength"]) == (["p1"], 0.2)
    assert found(weekend_payments, [*ordinary(60), sunday | {"amount_lcu": 12_000}])[0]["strength"] == 0.3
    assert ids(weekend_payments, [*ordinary(10), sunday]) == [], "weekends are usual in this file"
    run = [sunday | {"payment_id": f"r{at}", "payee_id": f"r{at}"} for at in range(11)]
    assert ids(weekend_payments, [*ordinary(800), *run]) == [], "a payment run"


def test_a_department_that_pays_in_the_last_two_weeks_of_the_year() -> None:
    spread = ordinary(255)
    other = [each | {"payment_id": f"{name}{each['payment_id']}", "department": name}
             for each in spread for name in ("Parks", "Schools", "Police")]  # fmt: skip
    late = [payment(at, "2024-12-20", 5_000, payee_id=f"late-{at}") for at in range(12)]
    (finding,) = found(year_end_rush, [*spread, *other, *late])
    assert len(finding["ids"]) == 10 and finding["payments"] >= 12
    assert finding["share"] > 3
    assert ids(year_end_rush, [*spread, *other]) == []
    half_year = [each for each in [*spread, *other, *late] if each["paid_on"] > "2024-07-01"]
    assert ids(year_end_rush, half_year) == [], "the file does not hold the year"


def near(below: int, above: int, spread: float = 10) -> Rows:
    amounts = [9_600 + spread * at for at in range(below)] + [10_100 + 10 * at for at in range(above)]
    return [payment(at, f"2024-{1 + at % 12:02d}-{1 + at % 28:02d}", amount) for at, amount in enumerate(amounts)]


def test_amounts_that_gather_just_below_a_limit() -> None:
    (finding,) = found(just_below_limit, near(9, 0))
    assert (finding["payments"], finding["limit_cents"], len(finding["ids"])) == (9, 1_000_000, 9)
    assert ids(just_below_limit, near(9, 5)) == [], "as many above as chance allows"
    assert ids(just_below_limit, near(3, 0)) == [], "too few"
    assert ids(just_below_limit, near(9, 0, spread=0)) == [], "one price"


@pytest.mark.parametrize(("column", "strength"), [("payee_account", 0.7), ("payee_address", 0.4)])
def test_two_payees_of_one_account_or_address(column: str, strength: float) -> None:
    rows = [payment(1, "2024-01-02", 100, payee_id="a", payee="Acme Ltd", **{column: "12 High St."}),
            payment(2, "2024-01-03", 300, payee_id="b", payee="Blue Plc", **{column: "12 high st"}),
            payment(3, "2024-01-03", 300, payee_id="c", payee="Acme, LTD", **{column: "7 Low St"}),
            payment(4, "2024-01-04", 300, payee_id="d", payee="Acme Ltd", **{column: "7 Low St"})]  # fmt: skip
    (finding,) = found(shared_account_or_address, rows)
    assert (finding["ids"], finding["times"], finding["strength"]) == (["p1", "p2"], 2, strength)
    assert finding["total_cents"] == 40_000
    many = [payment(at, "2024-01-02", 1, payee_id=f"m{at}", payee=f"M {at}", **{column: "factor"}) for at in range(5)]
    assert ids(shared_account_or_address, many) == []
