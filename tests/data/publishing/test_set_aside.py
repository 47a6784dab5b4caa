"""Rows that break a rule are in no number, counted in the snapshot and kept in a file that a spreadsheet can open."""

from __future__ import annotations

import csv
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.drops.contract import load_contract
from data.published.snapshots import Snapshot, find_snapshot
from data.publishing.set_aside import write_set_aside
from tests.data.conftest import Deck
from tests.data.drop_files import REQUESTS, SERVICES, request, write_csv_drop, write_manifest


def sound(count: int) -> str:
    """That many requests without a fault."""
    return "".join(request(service_request_id=f"s{number}") for number in range(count))


def publish_requests(deck: Deck, lines: str, run: str = "run-1", **manifest: object) -> Snapshot:
    folder = deck.outputs / "riverton" / "services" / run
    write_csv_drop(folder, {"services": SERVICES, "requests": REQUESTS + lines})
    write_manifest(folder, "services", **manifest)
    outcome = deck.publish("services")
    assert outcome.state == "published", outcome.message
    return find_snapshot(deck.snapshots, "riverton", "services")


def requests_counted(snapshot: Snapshot) -> int:
    """What the pages would count: the sum over the cube of departments."""
    with duckdb.connect(str(snapshot.cubes_file), read_only=True) as cubes:
        row = cubes.execute("SELECT sum(requests)::BIGINT FROM departments_daily").fetchone()
    assert row is not None
    return int(row[0])


def set_aside_file(snapshot: Snapshot) -> list[dict[str, str]]:
    with (snapshot.folder / "set_aside.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_broken_row_is_in_no_number_and_in_the_file(deck: Deck) -> None:
    broken = request(rating="=cmd|' /C calc'!A0") + request(service_request_id="r2", channel="pigeon", rating="9")
    snapshot = publish_requests(deck, sound(198) + broken)
    assert (snapshot.rows["requests"], requests_counted(snapshot)) == (198, 198)
    assert snapshot.set_aside_rows == {"requests": 2}
    assert snapshot.set_aside_shares == {"requests": 0.01}
    assert set_aside_file(snapshot) == [
        {"table": "requests", "file": "requests.csv", "row": "199", "column": "rating",
         "value": "'=cmd|' /C calc'!A0", "rule": "type", "message": "not of type integer"},
        {"table": "requests", "file": "requests.csv", "row": "200", "column": "channel", "value": "pigeon",
         "rule": "valid_values", "message": "not one of app, web, window, hotline, kiosk, unknown"},
        {"table": "requests", "file": "requests.csv", "row": "200", "column": "rating", "value": "9",
         "rule": "maximum", "message": "above 5"},
    ]  # fmt: skip
    assert [(each["rule"], each["rows"]) for each in snapshot.raw["set_aside"]["rules"]] == [
        ("valid_values", 1), ("type", 1), ("maximum", 1),
    ]  # fmt: skip
    assert snapshot.source().set_aside_shares == (("requests", 0.01),)


def test_the_command_says_what_was_set_aside(deck: Deck) -> None:
    folder = deck.outputs / "riverton" / "services" / "run-1"
    late = request(closed_datetime="2024-12-31 00:00:00")
    write_csv_drop(folder, {"services": SERVICES, "requests": REQUESTS + sound(99) + late})
    message = deck.publish("services").message
    assert "rows set aside: 1 (requests.closed_datetime before requested_datetime: 1)" in message


def test_a_drop_without_a_fault_has_no_such_file(deck: Deck) -> None:
    snapshot = publish_requests(deck, sound(3))
    assert not (snapshot.folder / "set_aside.csv").exists()
    assert (snapshot.set_aside_rows, snapshot.source().set_aside_shares) == ({}, ())


def test_too_few_to_matter_are_counted_and_not_said_beside_the_numbers(deck: Deck) -> None:
    snapshot = publish_requests(deck, sound(1999) + request(rating="9"))
    assert (snapshot.set_aside_rows, snapshot.source().set_aside_shares) == ({"requests": 1}, ())


CELLS = st.sampled_from([
    {}, {}, {}, {"rating": "0"}, {"channel": "pigeon"}, {"service_id": "dragons"}, {"requested_datetime": "1999-01-01"},
    {"closed_datetime": "2024-12-31 00:00:00"}, {"duplicate": ""}, {"lat": "nan"}, {"status": "OPEN", "rating": "x"},
])  # fmt: skip


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(CELLS, min_size=1, max_size=30))
def test_rows_delivered_are_rows_published_and_rows_set_aside(deck: Deck, rows: list[dict[str, str]]) -> None:
    shutil.rmtree(deck.outputs, ignore_errors=True)
    shutil.rmtree(deck.snapshots, ignore_errors=True)
    lines = "".join(request(service_request_id=f"r{number}", **cells) for number, cells in enumerate(rows))
    snapshot = publish_requests(deck, sound(40) + lines, set_aside_share=0.5)
    broken = sum(1 for cells in rows if cells)
    assert snapshot.set_aside_rows.get("requests", 0) == broken
    assert snapshot.rows["requests"] == requests_counted(snapshot) == 40 + len(rows) - broken
    listed = {line["row"] for line in set_aside_file(snapshot)} if broken else set()
    assert listed == {str(41 + number) for number, cells in enumerate(rows) if cells}


@pytest.mark.parametrize(
    ("value", "kept"),
    [("=1+1", "'=1+1"), ("\n=1+1", "'\n=1+1"), ("＝1+1", "'＝1+1"), (" @sum", "' @sum"), ("-3", "-3"), ("+1e3", "+1e3"),
     ("-cmd", "'-cmd"), ("a=b", "a=b"), ('say "no", twice', 'say "no", twice')],
)  # fmt: skip
def test_no_value_is_run_by_a_spreadsheet(tmp_path: Path, value: str, kept: str) -> None:
    with duckdb.connect() as connection:
        connection.execute(
            'CREATE TABLE broken_requests (_file VARCHAR, "row" BIGINT, "column" VARCHAR, value VARCHAR, rule VARCHAR, '
            "message VARCHAR)"
        )
        connection.execute("INSERT INTO broken_requests VALUES ('a.csv', 1, 'nature', ?, 'type', 'wrong')", [value])
        write_set_aside(connection, load_contract("services"), tmp_path / "set_aside.csv")
    with (tmp_path / "set_aside.csv").open(encoding="utf-8", newline="") as file:
        (line,) = csv.DictReader(file)
    assert line["value"] == kept


def test_a_day_on_top_adds_to_what_was_set_aside(deck: Deck) -> None:
    publish_requests(deck, sound(99) + request(service_request_id="old", rating="9"))
    folder = deck.outputs / "riverton" / "services" / "run-2"
    day = "".join(request(service_request_id=f"n{number}") for number in range(60))
    before = REQUESTS + request(service_request_id="s0")
    write_csv_drop(folder, {"services": SERVICES, "requests_before": before,
                            "requests": REQUESTS + day + request(service_request_id="new", rating="8")})  # fmt: skip
    write_manifest(folder, "services", follows="run-1", generated_at="2025-07-02T00:00:00Z")
    outcome = deck.publish("services")
    assert outcome.state == "published", outcome.message
    snapshot = find_snapshot(deck.snapshots, "riverton", "services")
    assert (snapshot.rows["requests"], requests_counted(snapshot)) == (158, 158)
    assert snapshot.set_aside_rows == {"requests": 2}


def test_a_snapshot_knows_the_days_of_its_tables_and_shows_the_oldest_first(deck: Deck) -> None:
    snapshot = publish_requests(deck, sound(3), cadence="P1D", data_as_of="2025-06-30")
    assert snapshot.table_days == {"requests": (date(2025, 1, 1), date(2025, 1, 1))}
    source = snapshot.source(datetime(2025, 6, 30, tzinfo=UTC))
    assert [(age.table, age.last_day, age.freshness) for age in source.tables] == [
        ("requests", date(2025, 1, 1), "stale"),
    ]  # fmt: skip
    assert source.freshness == "stale"
