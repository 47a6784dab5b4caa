"""A chosen period that the records do not cover: numbers, changes and comparisons are of the part that they cover.

Riverton's requests go from 5 February 2024 to 23 June 2025, its payments until 10 February 2025.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from components.view.reader import Reader, read
from data.reading.answer import answered
from data.reading.queries.fiscal import execution, payments
from data.reading.queries.services import measures, outlook, rankings, requests
from tests.city_with_records import CITY
from tests.conftest import forget_settings
from tests.data.reading.queries.fiscal.rows import TABLES
from tests.data.reading.queries.published import published
from tests.pages.asking import chips, tiles


def reader_of(**asked: str) -> Reader:
    reader = read({"city": CITY, "lang": "en", **asked})
    assert reader is not None
    return reader


def days(reader: Reader, question: object) -> tuple[date | None, date | None]:
    view = reader.view(question)  # type: ignore[arg-type]
    return view.since, view.until


@pytest.mark.usefixtures("client")
def test_every_question_of_a_domain_is_asked_of_the_days_with_records() -> None:
    june = reader_of(since="2025-06-01", until="2025-06-30")
    for question in (measures.counted_total, rankings.requests_by_service, requests.backlog_total,
                     outlook.requests_by_day):  # fmt: skip
        assert days(june, question) == (date(2025, 6, 1), date(2025, 6, 23))
    assert days(reader_of(since="2026-01-01", until="2026-01-31"), measures.counted_total) == (
        date(2026, 1, 1), date(2026, 1, 31),
    )  # fmt: skip


@pytest.mark.usefixtures("client")
@pytest.mark.parametrize(
    ("since", "until", "before"),
    [
        ("2025-06-01", "2025-06-30", (date(2025, 5, 1), date(2025, 5, 23))),
        ("2025-05-01", "2025-05-31", (date(2025, 4, 1), date(2025, 4, 30))),
        ("2025-01-01", "2025-12-31", (date(2024, 2, 5), date(2024, 6, 23))),
    ],
)
def test_an_unfinished_period_has_the_same_part_of_the_one_before(
    since: str, until: str, before: tuple[date, date]
) -> None:
    other = reader_of(since=since, until=until, compare="previous").other_view(measures.counted_total)
    assert other is not None
    assert (other.since, other.until) == before


@pytest.mark.usefixtures("client")
def test_the_year_before_is_of_as_many_days() -> None:
    """Of 2025 until 23 June 6 requests are known; of the same days of 2024 2 are, of its rest 3."""
    answer = answered(reader_of(since="2025-02-05", until="2025-12-31").ask(measures.counted_total))
    assert answer is not None
    row = answer.records()[0]
    assert (row["requests_recent"], row["requests_before"]) == (6, 2)


def test_page_and_chip_say_which_days(client: FlaskClient) -> None:
    view = {"since": "2025-06-01", "until": "2025-06-30", "compare": "previous"}
    requests_of_june = tiles(client, "services", **view)[0]
    assert "1 Jun 2025 – 23 Jun 2025" in requests_of_june
    assert "1 May 2025 – 23 May 2025: 2" in requests_of_june
    period, compared = chips(client, "services", **view)
    assert period == ("Button", "Period 1 Jun 2025 – 30 Jun 2025 (records: 1 Jun 2025 – 23 Jun 2025)")
    assert compared == ("Button", "Compare with 1 May 2025 – 23 May 2025")


def test_a_period_before_the_records_has_no_number(client: FlaskClient) -> None:
    """No record is not no request: nothing is said to have changed since."""
    shown = tiles(client, "services", since="2025-01-01", until="2025-03-31", compare="2023-01-01..2023-03-31")
    assert "1 Jan 2023 – 31 Mar 2023: no records" in shown[0]
    assert not any("%" in text for text in shown[0])


@pytest.mark.usefixtures("client")
def test_payments_end_where_payments_end() -> None:
    """Budgets are of the whole year; the payments of the year are those made until then."""
    year = reader_of(since="2025-01-01", until="2025-12-31", compare="previous")
    assert days(year, payments.paid) == (date(2025, 1, 1), date(2025, 2, 10))
    other = year.other_view(payments.paid)
    assert other is not None
    assert (other.since, other.until) == (date(2024, 1, 1), date(2024, 2, 10)), "before the first of March 2024"


@pytest.mark.usefixtures("client")
def test_what_is_spent_of_a_budget_is_compared_with_the_same_months(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """18 of 60 spent in January to March 2024; of 2023, 15 of 50 by then and 42 by its end."""
    published(tmp_path, "fiscal", TABLES)
    for name in ("cities", "snapshots", "outputs"):
        monkeypatch.setenv(f"CITYDECK_{name.upper()}_DIR", str(tmp_path / name))
    forget_settings()
    year = reader_of(since="2024-01-01", until="2024-12-31", compare="previous")
    other = year.other_view(execution.executed)
    assert other is not None
    assert (other.since, other.until) == (date(2023, 1, 1), date(2023, 3, 31))
    own, theirs = (answered(year.ask(execution.executed, view)) for view in (None, other))
    assert own is not None and theirs is not None
    assert (own.columns["value"], theirs.columns["value"]) == ([pytest.approx(0.3)], [pytest.approx(0.3)])


def test_what_is_open_in_an_archive_is_open_where_its_records_end(client: FlaskClient) -> None:
    """Nobody knows whether an alert of 2025 is open now."""
    shown = next(each for each in tiles(client, "food_safety") if each[0] == "Open alerts")
    assert "on 12 May 2025" in shown and "now" not in shown
