"""A row that breaks a rule is set aside, up to a share of its table; its drop is published without it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.drops.check import check
from data.drops.report import BrokenRow
from tests.data.conftest import Deck
from tests.data.drop_files import REQUESTS, SERVICES, request, write_csv_drop, write_manifest
from tests.data.drops.checked import check_requests, only


def sound(count: int, letter: str = "s") -> str:
    """That many requests without a fault, s1 and on."""
    return "".join(request(service_request_id=f"{letter}{number}") for number in range(1, count + 1))


def test_a_broken_row_among_many_is_set_aside(deck: Deck) -> None:
    report = check_requests(deck, REQUESTS + sound(99) + request(channel="pigeon", rating="9"))
    assert report.accepted
    assert [(breach.rule, breach.severity, breach.count) for breach in report.breaches] == [
        ("valid_values", "set_aside", 1), ("maximum", "set_aside", 1),
    ]  # fmt: skip
    assert (report.rows["requests"], report.broken_rows, report.published_rows["requests"]) == (
        100, {"requests": 1}, 99,
    )  # fmt: skip
    assert "requests: 100 rows, 1 of them set aside" in report.as_text()


def test_more_than_the_share_refuses_the_drop(deck: Deck) -> None:
    broken = "".join(request(service_request_id=f"b{number}", channel="pigeon") for number in range(3))
    report = check_requests(deck, REQUESTS + sound(97) + broken)
    assert not report.accepted
    assert "3 of them break a rule: more than the 2.0% that may be set aside" in report.as_text()
    assert "2.0%" in report.summary()


@pytest.mark.parametrize(("city_share", "drop_share", "accepted"), [
    (None, 0.05, True), (0.01, 0.05, False), (0.05, 0.0, True), (None, None, False),
])  # fmt: skip
def test_the_city_s_word_on_the_share_comes_before_the_drop_s(
    deck: Deck, city_share: float | None, drop_share: float | None, accepted: bool
) -> None:
    folder = deck.outputs / "riverton" / "services" / "run-1"
    broken = "".join(request(service_request_id=f"b{number}", channel="pigeon") for number in range(3))
    write_csv_drop(folder, {"services": SERVICES, "requests": REQUESTS + sound(97) + broken})
    write_manifest(folder, "services", set_aside_share=drop_share)
    assert check(folder, replace(deck.city, set_aside_share=city_share), "services").accepted is accepted


def test_what_refers_to_a_row_set_aside_is_set_aside_too(deck: Deck) -> None:
    services = SERVICES + "".join(f"s{n},Service {n},,roads,Roads,,traffic,7,50\n" for n in range(98))
    lines = services + "late,Late,,roads,Roads,,traffic,-1,50\n"
    report = check_requests(deck, REQUESTS + sound(99) + request(service_id="late"), lines)
    assert report.accepted
    assert report.broken_rows == {"services": 1, "requests": 1}
    assert [(breach.table, breach.rule) for breach in report.breaches] == [
        ("services", "minimum"), ("requests", "reference"),
    ]  # fmt: skip


def test_a_line_that_cannot_be_read_is_a_row_like_any_other(deck: Deck) -> None:
    """The row numbers behind it are still those of the file."""
    report = check_requests(deck, REQUESTS + sound(40) + "r41,pothole\n" + sound(158, "t") + request(rating="9"))
    rules = {breach.rule: breach for breach in report.breaches}
    assert report.accepted, report.as_text()
    assert (report.rows["requests"], report.broken_rows) == (200, {"requests": 2})
    assert rules["broken_line"].rows[0].row == 41
    assert rules["maximum"].rows == (BrokenRow("requests.csv", 200, "rating", "9"),)


def test_a_key_that_is_repeated_refuses_however_few(deck: Deck) -> None:
    report = check_requests(deck, REQUESTS + sound(500) + request(service_request_id="s1"))
    assert (report.accepted, only(report).rule) == (False, "unique")


def test_a_few_dates_of_another_century_are_set_aside(deck: Deck) -> None:
    wrong = [{"requested_datetime": "1999-12-31 10:00:00"}, {"requested_datetime": "0001-01-01"},
             {"requested_datetime": "9999-12-31T23:59:59Z"}, {"closed_datetime": "infinity"},
             {"closed_datetime": "2020-01-01 00:00:00"}]  # fmt: skip
    lines = "".join(request(service_request_id=f"w{number}", **cells) for number, cells in enumerate(wrong))
    report = check_requests(deck, REQUESTS + sound(245) + lines)
    assert report.accepted, report.as_text()
    assert report.broken_rows == {"requests": 5}
    assert {breach.rule for breach in report.breaches} == {"too_early", "in_future", "out_of_order"}


def test_one_place_in_ten_may_lie_outside_and_its_row_stays(deck: Deck) -> None:
    """An export with 3 % of its places outside the city is no bad export: such rows count, in no area."""
    outside = "".join(request(service_request_id=f"o{number}", lat="1", long="1") for number in range(3))
    report = check_requests(deck, REQUESTS + sound(97) + outside)
    assert (report.accepted, report.broken_rows, only(report, "warning").count) == (True, {}, 3)
