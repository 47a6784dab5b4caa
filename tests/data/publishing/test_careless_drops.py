"""Careless, broken and poisoned deliveries take nothing away: each ends in a sentence, the next good one is served."""

from __future__ import annotations

import json
import logging
import os
import signal
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data.city.pack import load_city
from data.published.snapshots import current_id, find_snapshot, new_snapshot_id, retained_ids
from data.published.status import standing
from data.publishing.snapshot_folder import Outcome, rollback
from tests.city_with_records import CITY, write_city
from tests.data.conftest import Deck
from tests.data.drop_files import REQUESTS, SERVICES, request, write_csv_drop, write_manifest
from tests.data.publishing.poisons import POISONS
from tests.data.publishing.test_publish import drop_requests, let_settle
from tests.made_once import copy_of


def requests(count: int, **cells: str) -> str:
    """That many requests without a fault, but for these cells."""
    return "".join(request(service_request_id=f"r{number}", **cells) for number in range(count))


def deliver(deck: Deck, run: str, lines: str, hour: int = 0, **manifest: object) -> Path:
    """A drop of these requests, generated at that hour of 1 July 2025."""
    folder = deck.outputs / "riverton" / "services" / run
    write_csv_drop(folder, {"services": SERVICES, "requests": REQUESTS + lines})
    return write_manifest(folder, "services", **({"generated_at": f"2025-07-01T{hour:02}:00:00Z"} | manifest))


def rows_served(deck: Deck) -> int:
    return find_snapshot(deck.snapshots, "riverton", "services").rows["requests"]


# --- far below what is served


def _publish_whole(root: Path) -> None:
    """A city in an empty folder, of which two hundred requests are published."""
    _publish_first(root, "whole", 200)


def _publish_first(root: Path, run: str, count: int) -> None:
    write_city(root / "cities")
    deck = Deck(load_city(CITY, root / "cities"), root)
    deliver(deck, run, requests(count), 1)
    assert deck.publish("services").state == "published"


def test_a_file_with_only_its_header_waits_for_a_person(deck: Deck) -> None:
    copy_of("whole", deck.root, _publish_whole)
    deliver(deck, "empty", "", 2)
    for outcome in (deck.publish("services"), deck.publish("services")):
        assert outcome.state == "waiting"
        assert "requests has 0 rows, what is served 200" in outcome.message
        assert "python -m data publish riverton services --accept empty" in outcome.message
    assert rows_served(deck) == 200
    told = standing(deck.snapshots, "riverton", "services")
    assert told is not None
    assert (told.state, told.waiting and told.waiting.run_id) == ("waiting", "empty")
    assert deck.publish("services", accept="empty").state == "published"
    assert rows_served(deck) == 0
    told = standing(deck.snapshots, "riverton", "services")
    assert told is not None
    assert told.waiting is None


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (requests(99), "requests has 99 rows, what is served 200"),
        (requests(200, requested_datetime="2024-11-01 08:00:00"), "ends on 2024-11-01, what is served on 2025-01-01"),
        (requests(200, lat="40.25", long="10.25"), "0% of requests lie in an area, of what is served 100%"),
        (requests(200, status="open", outcome="pending", closed_datetime="", rating=""),
         "0% of requests have closed_datetime, of what is served 100%"),
        (requests(101), None),
    ],
)  # fmt: skip
def test_what_falls_far_below_waits(deck: Deck, lines: str, reason: str | None) -> None:
    copy_of("whole", deck.root, _publish_whole)
    deliver(deck, "less", lines, 2)
    outcome = deck.publish("services")
    assert outcome.state == ("published" if reason is None else "waiting"), outcome.message
    assert reason is None or reason in outcome.message


def budget(deck: Deck, run: str, amount: str, hour: int) -> None:
    """A drop of 200 lines of a budget, each of that amount."""
    head = "line_id,fiscal_year,department_id,department,function,account,phase,amount_lcu\n"
    lines = "".join(f"b{number},2025,roads,Roads,,Line {number},approved,{amount}\n" for number in range(200))
    folder = deck.outputs / "riverton" / "fiscal" / run
    write_csv_drop(folder, {"budget_lines": head + lines}, "fiscal")
    write_manifest(folder, "fiscal", generated_at=f"2025-07-01T{hour:02}:00:00Z")


def test_money_that_comes_to_far_less_waits(deck: Deck) -> None:
    budget(deck, "whole", "5000", 1)
    assert deck.publish("fiscal").state == "published"
    budget(deck, "in_thousands", "5", 2)
    outcome = deck.publish("fiscal")
    assert outcome.state == "waiting", outcome.message
    assert "amount_lcu of budget_lines comes to 1,000, of what is served to 1,000,000" in outcome.message
    budget(deck, "fewer", "2600", 3)
    assert deck.publish("fiscal").state == "published"


def test_a_manifest_may_announce_that_there_are_fewer(deck: Deck) -> None:
    copy_of("whole", deck.root, _publish_whole)
    deliver(deck, "less", requests(3), 2, fewer_expected=True)
    assert (deck.publish("services").state, rows_served(deck)) == ("published", 3)


def test_a_better_delivery_takes_the_place_of_one_that_waits(deck: Deck) -> None:
    copy_of("whole", deck.root, _publish_whole)
    deliver(deck, "empty", "", 2)
    deck.publish("services")
    deliver(deck, "better", requests(210), 3)
    assert (deck.publish("services").state, rows_served(deck)) == ("published", 210)
    told = standing(deck.snapshots, "riverton", "services")
    assert told is not None
    assert told.waiting is None


def test_only_a_run_that_is_there_can_be_accepted(deck: Deck) -> None:
    deliver(deck, "whole", requests(200), 1)
    outcome = deck.publish("services", accept="../whole")
    assert (outcome.state, "no finished drop '../whole'" in outcome.message) == ("missing", True)


# --- the same run, unfinished writers


def test_a_run_that_comes_again_with_other_content_is_refused(deck: Deck) -> None:
    drop = deliver(deck, "run", requests(200))
    deck.publish("services")
    assert deck.publish("services").state == "unchanged"
    (drop / "requests.csv").write_text(REQUESTS + requests(210), "utf-8")
    write_manifest(drop, "services", generated_at="2025-07-01T05:00:00Z")
    outcome = deck.publish("services")
    assert outcome.state == "rejected"
    assert "run run was published with other content" in outcome.message
    assert rows_served(deck) == 200


class WhileChecked(logging.Handler):
    """Does something once, in the middle of publishing: when the log says that a table's rows were checked."""

    def __init__(self, does: Callable[[], object]) -> None:
        super().__init__()
        self._does: Callable[[], object] | None = does

    def emit(self, record: logging.LogRecord) -> None:
        if self._does is not None and "rows checked" in record.getMessage():
            does, self._does = self._does, None
            does()


def test_a_delivery_that_is_replaced_while_it_is_read_is_published_whole_the_next_time(
    deck: Deck, caplog: pytest.LogCaptureFixture
) -> None:
    deliver(deck, "first", requests(200), 1)
    assert deck.publish("services").state == "published"
    second = deliver(deck, "second", requests(210), 2)
    better = deliver(deck, "better", requests(220), 3).rename(deck.root / "better")
    replacing = WhileChecked(lambda: [file.replace(second / file.name) for file in better.iterdir()])
    caplog.set_level(logging.INFO, "data.drops.check")
    logging.getLogger("data.drops.check").addHandler(replacing)
    try:
        outcome = deck.publish("services")
    finally:
        logging.getLogger("data.drops.check").removeHandler(replacing)
    assert outcome.state == "unfinished", outcome.message
    assert "second was changed while it was read and is left alone" in outcome.message
    assert rows_served(deck) == 200
    assert (deck.publish("services").state, rows_served(deck)) == ("published", 220)


def test_a_touched_file_is_read_again_and_is_the_same(deck: Deck) -> None:
    drop = deliver(deck, "run", requests(200))
    deck.publish("services")
    os.utime(drop / "requests.csv", (1, 1))
    assert deck.publish("services").state == "unchanged"
    (drop / "requests.csv").write_text(REQUESTS + requests(201), "utf-8")
    let_settle(drop)
    assert deck.publish("services").state == "rejected"


def test_a_manifest_that_is_still_being_written_is_left_alone(deck: Deck) -> None:
    good = deliver(deck, "good", requests(20), 1)
    drop = deliver(deck, "slow", requests(30), 2)
    whole = (drop / "manifest.json").read_bytes()
    (drop / "manifest.json").write_bytes(whole[:100])
    outcome = deck.publish("services")
    assert outcome.state == "published"
    assert [each.state for each in outcome.all] == ["unfinished", "published"]
    assert "slow was changed just now and is left alone" in outcome.before[0].message
    assert (good.is_dir(), drop.is_dir(), rows_served(deck)) == (True, True, 20)
    (drop / "manifest.json").write_bytes(whole)
    assert (deck.publish("services").state, rows_served(deck)) == ("published", 30)


def test_a_manifest_that_stays_half_written_is_refused(deck: Deck) -> None:
    drop = deliver(deck, "slow", requests(30))
    (drop / "manifest.json").write_text('{"contract": "citydeck.', "utf-8")
    let_settle(drop)
    assert deck.publish("services").state == "rejected"


# --- poisoned folders


@pytest.fixture
def no_hanging() -> None:
    """A pipe that is waited for ends the test."""
    signal.alarm(60)


def _publish_run1(root: Path) -> None:
    """A city in an empty folder, whose first drop is published."""
    _publish_first(root, "run1", 20)


@pytest.mark.usefixtures("no_hanging")
@pytest.mark.parametrize("poison", POISONS)
def test_a_poisoned_folder_is_refused_and_the_next_good_drop_is_published(deck: Deck, poison: str) -> None:
    copy_of("run1", deck.root, _publish_run1)
    assert rows_served(deck) == 20
    folder = deliver(deck, "poison", requests(50), 9)
    change, sentence = POISONS[poison]
    change(folder)
    for path in (deck.outputs / "riverton" / "services").iterdir():
        if path.is_dir():
            let_settle(path)
    deliver(deck, "run2", requests(30), 2)
    first = deck.publish("services")
    outcomes: list[Outcome] = [*first.all, *deck.publish("services").all]
    refused = [each for each in outcomes if each.state == "rejected"]
    signal.alarm(0)
    assert rows_served(deck) == 30
    deliver(deck, "run3", requests(31), 10)
    outcomes += deck.publish("services").all
    refused = [each for each in outcomes if each.state == "rejected"]
    assert [sentence in each.message for each in refused] == [True], [each.message for each in outcomes]
    assert "\x1b" not in refused[0].message
    assert rows_served(deck) == 31
    assert standing(deck.snapshots, "riverton", "services") is not None


def test_a_name_that_is_a_pattern_reads_no_neighbour(tmp_path: Path) -> None:
    from data.sql_text import file_literal

    (tmp_path / "run[1-9]").mkdir()
    (tmp_path / "run1").mkdir()
    for name, value in (("run[1-9]", 1), ("run1", 2)):
        pq.write_table(pa.table({"a": [value]}), tmp_path / name / "t.parquet")
    with duckdb.connect() as connection:
        found = connection.execute(f"FROM read_parquet({file_literal(tmp_path / 'run[1-9]' / 't.parquet')})").fetchall()
    assert found == [(1,)]


# --- rollback, orphans, clocks


def test_a_rollback_goes_to_what_was_served_and_not_to_what_a_kill_left(deck: Deck) -> None:
    deliver(deck, "first", requests(20), 1)
    first = deck.publish("services").snapshot_id
    deliver(deck, "second", requests(30), 2)
    second = deck.publish("services").snapshot_id
    home = deck.home("services")
    assert first is not None
    assert second is not None
    orphan = home / f"{second[:-6]}1Z-dead"  # renamed into place, and killed before the pointer was swapped
    orphan.mkdir()
    for name in ("snapshot.json", "cubes.duckdb"):
        (orphan / name).write_bytes((home / first / name).read_bytes())
    (home / "CURRENT").write_text(second, "utf-8")
    outcome = rollback("riverton", "services", deck.snapshots)
    assert (outcome.snapshot_id, rows_served(deck)) == (first, 20)
    assert f"{first} (run first, data as of 2025-06-30) is served again, {second} is taken back" in outcome.message
    deliver(deck, "third", requests(40), 3)
    deck.publish("services")
    assert not orphan.exists()


def test_a_rollback_never_serves_the_bad_run_again(deck: Deck) -> None:
    deliver(deck, "good", requests(20), 1)
    good = deck.publish("services").snapshot_id
    deliver(deck, "bad", requests(30), 2)
    deck.publish("services")
    deck.publish("services", again=True)
    assert rollback("riverton", "services", deck.snapshots).snapshot_id == good
    assert retained_ids(deck.home("services")) == [good]
    assert rollback("riverton", "services", deck.snapshots).state == "missing"


def test_a_clock_that_is_set_back_changes_no_order(deck: Deck) -> None:
    deliver(deck, "first", requests(20), 1)
    first = deck.publish("services").snapshot_id
    assert first is not None
    home = deck.home("services")
    ahead = "20990101T000000000000Z-0000"
    told = json.loads((home / first / "snapshot.json").read_text("utf-8")) | {"snapshot_id": ahead}
    (home / first / "snapshot.json").write_text(json.dumps(told), "utf-8")
    (home / first / "SHA256SUMS").unlink()
    (home / first).rename(home / ahead)
    for name in ("CURRENT", "SERVED"):
        (home / name).write_text(ahead, "utf-8")
    deliver(deck, "second", requests(30), 2)
    second = deck.publish("services").snapshot_id
    assert second is not None
    assert second > ahead
    assert (current_id(home), rows_served(deck)) == (second, 30)
    assert rollback("riverton", "services", deck.snapshots).snapshot_id == ahead


def test_ids_of_one_moment_are_in_order() -> None:
    from datetime import UTC, datetime

    moment = datetime(2025, 7, 1, tzinfo=UTC)
    first = new_snapshot_id(moment)
    second = new_snapshot_id(moment, first)
    assert first < second < new_snapshot_id(moment, second)


def test_a_drop_is_what_it_was_for_a_snapshot_of_an_older_version(deck: Deck) -> None:
    """Such a snapshot knows neither a manifest's newer fields nor the state of the files, and has no checksums."""
    drop_requests(deck, 13)
    published = deck.publish("services").snapshot_id
    assert published is not None
    file = deck.home("services") / published / "snapshot.json"
    told = json.loads(file.read_text("utf-8"))
    for name in ("files", "table_days", "set_aside"):
        del told[name]
    for name in ("set_aside_share", "fewer_expected"):
        del told["manifest"][name]
    file.write_text(json.dumps(told), "utf-8")
    (file.parent / "SHA256SUMS").unlink()
    (deck.home("services") / "SERVED").unlink()
    assert deck.publish("services").state == "unchanged"
