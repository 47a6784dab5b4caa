"""A drop becomes a snapshot, or is set aside; what was published stays until then."""

from __future__ import annotations

import json
import os
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from data.drops.contract import UnknownDomainError
from data.drops.deliveries import complete_drops
from data.drops.manifest import read_manifest
from data.published.snapshots import current_id, find_snapshot, retained_ids
from data.publishing.publish import publish
from data.publishing.snapshot_folder import PublishError, rollback
from tests.city_with_records import CITY, DOMAINS, read_records, write_records
from tests.data.conftest import Deck
from tests.data.drop_files import REQUESTS, SERVICES, request, write_csv_drop


def drop_requests(deck: Deck, rows: int) -> Path:
    """A drop with the first requests of Riverton."""
    tables = read_records("services")
    return write_records(deck.outputs, "services", tables | {"requests": tables["requests"].slice(0, rows)})


def drop_broken(deck: Deck) -> Path:
    tables = read_records("services")
    requests = tables["requests"]
    channels = pa.array(["pigeon"] * requests.num_rows)
    broken = requests.set_column(requests.column_names.index("channel"), "channel", channels)
    return write_records(deck.outputs, "services", tables | {"requests": broken})


def let_settle(drop: Path) -> None:
    """Make the drop look as if nobody had touched it for an hour."""
    for path in (*drop.iterdir(), drop):
        os.utime(path, (time.time() - 3600,) * 2, follow_symlinks=False)


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_domain_is_published(deck: Deck, domain: str) -> None:
    drop = write_records(deck.outputs, domain)
    outcome = deck.publish(domain)
    assert (outcome.state, current_id(deck.home(domain))) == ("published", outcome.snapshot_id)
    snapshot = find_snapshot(deck.snapshots, "riverton", domain)
    assert snapshot.run_id == drop.name
    assert snapshot.rows == {table: rows.num_rows for table, rows in read_records(domain).items()}
    assert snapshot.raw["manifest"] == read_manifest(drop).model_dump(mode="json")
    assert {"areas", "places", "span"} <= snapshot.cubes.keys()


def test_a_snapshot_says_what_is_in_its_cubes(deck: Deck) -> None:
    drop_requests(deck, 13)
    deck.publish("services")
    snapshot = find_snapshot(deck.snapshots, "riverton", "services")
    with duckdb.connect(str(snapshot.cubes_file), read_only=True) as cubes:
        for table, columns in snapshot.cubes.items():
            described = cubes.execute(f'DESCRIBE "{table}"').fetchall()
            assert {row[0]: row[1] for row in described} == columns
    assert (snapshot.first_day, snapshot.last_day) == (date(2024, 2, 5), date(2025, 6, 23))
    assert sorted(snapshot.places) == [("requests", 1, 12, 1), ("requests", 2, 11, 2)]
    source = snapshot.source(datetime(2025, 7, 1, tzinfo=UTC))
    assert (source.data_as_of, source.freshness, source.publishers) == ("2025-06-30", "archive", ("Riverton's tests",))


def test_only_what_is_new_is_published(deck: Deck) -> None:
    assert deck.publish("services").state == "missing"
    drop_requests(deck, 13)
    first = deck.publish("services")
    assert deck.publish("services").state == "unchanged"
    again = deck.publish("services", again=True)
    assert again.state == "published"
    assert retained_ids(deck.home("services")) == [first.snapshot_id, again.snapshot_id]


def test_the_newest_finished_drop_is_taken(deck: Deck) -> None:
    drop_requests(deck, 5)
    newest = drop_requests(deck, 7)
    unfinished = deck.outputs / "riverton" / "services" / "unfinished"
    unfinished.mkdir()
    (unfinished / "requests.csv").write_text(REQUESTS, "utf-8")
    assert complete_drops(deck.outputs, "riverton", "services")[-1] == newest
    deck.publish("services")
    assert find_snapshot(deck.snapshots, "riverton", "services").rows["requests"] == 7
    assert unfinished.is_dir()


def test_a_csv_drop_is_published_like_any_other(deck: Deck) -> None:
    files = {"services": SERVICES, "requests": REQUESTS + request() + request(service_request_id="r2")}
    write_csv_drop(deck.outputs / "riverton" / "services" / "run-1", files)
    assert deck.publish("services").state == "published"
    assert find_snapshot(deck.snapshots, "riverton", "services").places == (
        ("requests", 1, 2, 0),
        ("requests", 2, 2, 0),
    )


def test_a_broken_drop_is_set_aside_and_the_last_good_one_stays(deck: Deck, caplog: pytest.LogCaptureFixture) -> None:
    drop_requests(deck, 13)
    good = deck.publish("services").snapshot_id
    broken = drop_broken(deck)
    outcome = deck.publish("services")
    assert outcome.state == "rejected"
    assert "valid_values in requests.channel" in outcome.message
    assert current_id(deck.home("services")) == good
    aside = deck.home("services") / "rejected" / broken.name
    assert not broken.exists()
    assert (aside / "drop" / "manifest.json").is_file()
    assert json.loads((aside / "report.json").read_text("utf-8"))["breaches"][0]["count"] == 13
    assert "pigeon" in (aside / "report.txt").read_text("utf-8")
    assert "rejected" in caplog.text
    assert deck.publish("services").state == "unchanged"


def test_a_manifest_that_cannot_be_read_is_set_aside(deck: Deck) -> None:
    drop = drop_requests(deck, 13)
    (drop / "manifest.json").write_text("{", "utf-8")
    let_settle(drop)
    outcome = deck.publish("services")
    assert (outcome.state, drop.exists()) == ("rejected", False)
    assert "is not a manifest" in outcome.message


def test_what_is_older_than_the_kept_number_goes(deck: Deck) -> None:
    published = []
    for rows in range(1, 5):
        drop_requests(deck, rows)
        published.append(deck.publish("services", keep=2).snapshot_id)
    assert retained_ids(deck.home("services")) == published[2:]
    assert not list(deck.home("services").glob(".staging*"))


def test_a_rollback_serves_what_was_before_and_the_day_forgets_the_mistake(deck: Deck) -> None:
    drop_requests(deck, 5)
    first = deck.publish("services").snapshot_id
    drop_requests(deck, 7)
    second = deck.publish("services").snapshot_id
    assert rollback("riverton", "services", deck.snapshots).snapshot_id == first
    assert find_snapshot(deck.snapshots, "riverton", "services").rows["requests"] == 5
    tomorrow = date.today() + timedelta(days=1)
    assert find_snapshot(deck.snapshots, "riverton", "services", tomorrow).snapshot_id == first
    taken_back = deck.publish("services")
    assert taken_back.state == "unchanged"
    assert f"taken back by a rollback; --again publishes it all the same ({second})" in taken_back.message
    assert rollback("riverton", "services", deck.snapshots).state == "missing"
    assert deck.publish("services", again=True).state == "published"
    assert find_snapshot(deck.snapshots, "riverton", "services").rows["requests"] == 7


def test_what_a_killed_publisher_left_is_swept(deck: Deck, caplog: pytest.LogCaptureFixture) -> None:
    home = deck.home("services")
    (home / ".staging-20250101T000000000000Z-dead").mkdir(parents=True)
    (home / ".staging-20250101T000000000000Z-dead" / "cubes.duckdb").write_bytes(b"half")
    drop_requests(deck, 13)
    assert deck.publish("services").state == "published"
    assert list(home.glob(".staging*")) == []
    assert "swept" in caplog.text


def test_a_folder_that_cannot_be_made_is_the_machine_s_fault(deck: Deck) -> None:
    drop_requests(deck, 13)
    deck.snapshots.write_text("a file is in the way", "utf-8")
    with pytest.raises(PublishError, match="not published"):
        deck.publish("services")


def test_an_unknown_domain_is_not_a_path(deck: Deck) -> None:
    with pytest.raises(UnknownDomainError):
        deck.publish("../services")


def publish_in_london(deck: Deck, lines: str) -> duckdb.DuckDBPyConnection:
    """The cubes of these requests in a Riverton on London's clock."""
    write_csv_drop(
        deck.outputs / "riverton" / "services" / "run-1", {"services": SERVICES, "requests": REQUESTS + lines}
    )
    city = replace(deck.city, timezone="Europe/London")
    outcome = publish(city, "services", outputs_dir=deck.outputs, snapshots_dir=deck.snapshots)
    assert outcome.state == "published", outcome.message
    return duckdb.connect(str(find_snapshot(deck.snapshots, "riverton", "services").cubes_file), read_only=True)


def test_half_past_eleven_in_utc_is_half_past_midnight_in_london(deck: Deck) -> None:
    asked = request(requested_datetime="2025-09-30T23:30:00Z", closed_datetime="2025-10-01T16:00:00Z")
    with publish_in_london(deck, asked) as cubes:
        assert cubes.execute("SELECT day, hour, requests FROM hours_daily").fetchall() == [(date(2025, 10, 1), 0, 1)]
        assert cubes.execute("SELECT closed_on FROM request_records").fetchall() == [(date(2025, 10, 1),)]


def test_the_night_the_clock_goes_back_is_published_whole(deck: Deck) -> None:
    night = {"requested_datetime": "2025-10-26 01:50:00", "closed_datetime": "2025-10-26 01:10:00"}
    with publish_in_london(deck, request() + request(service_request_id="night", **night)) as cubes:
        days = cubes.execute("SELECT days * 1440 FROM request_records WHERE service_request_id = 'night'").fetchall()
        assert days == [(pytest.approx(20),)]
        assert cubes.execute("SELECT sum(counted) FROM closing_daily").fetchall() == [(2,)]


def test_a_drop_of_two_requests_makes_a_snapshot_of_kilobytes(deck: Deck) -> None:
    drop_requests(deck, 2)
    deck.publish("services")
    snapshot = find_snapshot(deck.snapshots, CITY, "services")
    assert snapshot is not None
    assert snapshot.rows["requests"] == 2
    assert 10_000 < snapshot.cubes_file.stat().st_size < 1_000_000
