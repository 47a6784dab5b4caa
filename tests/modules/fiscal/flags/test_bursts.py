from __future__ import annotations

import pytest

from modules.fiscal.flags.bursts import dormant_then_burst
from modules.fiscal.flags.new_payees import new_payee_large_first_payment
from tests.modules.fiscal.flags.hand_written import Rows, found, ids, ordinary, payment

BURST = [payment(at, f"2024-06-{day:02d}", 1_000 + at) for at, day in enumerate([3, 5, 10, 12, 14, 20])]


def test_a_payee_dormant_for_a_year_is_paid_on_six_days_of_a_month() -> None:
    rows = [payment("old", "2022-05-02", 400), *BURST, *ordinary(20)]
    (finding,) = found(dormant_then_burst, rows)
    assert finding["ids"] == ["p0", "p1", "p2", "p3", "p4", "p5"]
    assert (finding["payments"], finding["days"], finding["times"]) == (6, 763, 1)
    assert finding["total_cents"] == 601_500


@pytest.mark.parametrize(
    "rows",
    [
        BURST,  # new, not dormant
        [payment("old", "2024-01-02", 400), *BURST],  # dormant for five months
        [payment("old", "2022-05-02", 400), *BURST[:4]],  # four payments are no burst
        [payment("old", "2022-05-02", 400), *[each | {"paid_on": "2024-06-03"} for each in BURST]],  # one day
        [payment("old", "2022-05-02", 400), *[each | {"document_number": "700001"} for each in BURST]],  # one document
        [payment("old", "2022-05-02", 400), *[each | {"payee": "REDACTED"} for each in BURST]],
        [*[each | {"payment_id": f"y{at}", "paid_on": str(each["paid_on"]).replace("2024", "2022")}
           for at, each in enumerate(BURST)], *BURST],  # it comes every other summer
    ],
)  # fmt: skip
def test_what_is_no_waking_payee(rows: Rows) -> None:
    assert ids(dormant_then_burst, rows) == []


def test_a_large_first_payment_after_the_files_first_year() -> None:
    known = ordinary(300, "2022-01-03")
    later = ordinary(150, "2024-01-02")
    later = [each | {"payment_id": f"l{at}", "payee_id": f"late-{at}"} for at, each in enumerate(later)]
    large = payment("big", "2024-03-01", 90_000, payee_id="newcomer")
    (finding,) = [each for each in found(new_payee_large_first_payment, [*known, *later, large])
                  if "pbig" in each["ids"]]  # fmt: skip
    assert (finding["stake_cents"], finding["strength"]) == (9_000_000, 0.2)
    early = large | {"paid_on": "2022-03-01"}
    assert not any("pbig" in each for each in ids(new_payee_large_first_payment, [*known, *later, early]))
    assert ids(new_payee_large_first_payment, [*known[:20], large]) == []
