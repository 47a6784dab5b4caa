"""Fiscal years that start in April: £100M spent at 10M a month, then £200M at 16M a month."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from components.figures.wording import period, written
from components.text import Words
from data.reading.filters import Filters
from data.reading.queries.fiscal import budget, execution
from data.reading.question import Question
from data.reading.schema import detail
from tests.city_with_records import CITY, write_city
from tests.data.reading.queries.published import Published, published


def _month(month: date, year: int, budget_lcu: float, spent_lcu: float) -> dict[str, Any]:
    return {"month": month, "department_id": "streets", "department": "Streets", "fiscal_year": year,
            "budget_lcu": budget_lcu, "spent_lcu": spent_lcu}  # fmt: skip


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Published:
    root: Path = tmp_path_factory.mktemp("april")
    pack = write_city(root / "cities") / "city.toml"
    pack.write_text(pack.read_text("utf-8").replace("starts_month = 1", "starts_month = 4"), "utf-8")
    lines = [
        {"line_id": f"a{year}", "fiscal_year": year, "department_id": "streets", "department": "Streets",
         "account": "Roads", "phase": "approved", "amount_lcu": amount}
        for year, amount in ((2026, 100e6), (2027, 200e6))
    ]  # fmt: skip
    months = [_month(date(2025 + (at > 12), (at - 1) % 12 + 1, 1), 2026, 100e6, 10e6) for at in range(4, 16)]
    months += [_month(date(2026, at, 1), 2027, 200e6, 16e6) for at in range(4, 11)]
    return published(root, "fiscal", {"budget_lines": lines, "executions": months})


def asked(town: Published, question: Question, since: date | None = None, until: date | None = None) -> Any:
    return town.store.answer(question, Filters(CITY, since, until, fiscal_year_starts_month=4)).records()


JUNE = (date(2026, 6, 1), date(2026, 6, 30))


def test_june_lies_in_the_year_that_began_in_april(town: Published) -> None:
    (approved,) = asked(town, budget.approved, *JUNE)
    assert (approved["value"], approved["before"]) == (200e6, 100e6)
    (executed,) = asked(town, execution.executed, *JUNE)
    assert executed["value"] == pytest.approx(0.24)
    assert executed["before"] == pytest.approx(0.30)
    (row,) = asked(town, execution.execution_against_calendar, *JUNE)
    assert row["month"] == "2026-06-01"
    assert [row[name] for name in ("executed_share", "executed_share_last_year", "year_gone_share")] == \
        pytest.approx([0.24, 0.3, 0.25])  # fmt: skip


@pytest.mark.parametrize(
    ("since", "until", "years"),
    [
        (date(2026, 3, 31), date(2026, 3, 31), [2026]),
        (date(2026, 4, 1), date(2026, 4, 1), [2027]),
        (date(2026, 3, 1), date(2026, 4, 30), [2026, 2027]),
        (None, None, [2026, 2027]),
    ],
)
def test_a_period_means_the_fiscal_years_that_it_touches(
    town: Published, since: date | None, until: date | None, years: list[int]
) -> None:
    assert [row["period"] for row in asked(town, budget.approved_trend, since, until)] == years


def test_the_records_go_from_the_start_of_a_year_to_the_end_of_one(town: Published) -> None:
    snapshot = town.store.versions(CITY).snapshot("fiscal")
    assert (snapshot.first_day, snapshot.last_day) == (date(2025, 4, 1), date(2027, 3, 31))


def test_a_fiscal_year_is_written_with_both_of_its_years() -> None:
    april, january = Words("en", "GBP", fiscal_year_starts_month=4), Words("en", "USD")
    assert [period(2027, "fiscal_year", words) for words in (april, january)] == ["2026/27", "2027"]
    assert written(2027, detail("year", dimension="fiscal_year"), april) == "2026/27"
    assert april.or_same("value.fiscal_year", "2100") == "2099/00"
    assert period(2027, "year", april) == "2027"
