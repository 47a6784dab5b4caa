"""A snapshot is what was published, or it answers no more and the last good one before it does."""

from __future__ import annotations

import errno
import fcntl
import os
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest

from data.published.integrity import BLOCK, damage, damaged_snapshots, mark_damaged, sums_of, write_sums
from data.published.snapshots import current_id, find_snapshot, read_snapshot, retained_ids
from data.published.source import DataMissingError
from data.reading.open_cubes import open_cubes
from data.reading.store import Store
from tests.city_with_records import CITY
from tests.data.conftest import Deck
from tests.data.publishing.test_faults import drop_requests, rows_seen


def flip_bytes(path: Path, every: int = 1000) -> None:
    """Turn one byte of each so many round."""
    content = bytearray(path.read_bytes())
    content[::every] = bytes(byte ^ 0xFF for byte in content[::every])
    path.write_bytes(content)


def publish(deck: Deck, rows: int) -> Path:
    """A snapshot of that many requests; its folder."""
    drop_requests(deck, rows)
    deck.publish("services")
    return deck.home("services") / str(current_id(deck.home("services")))


def store(deck: Deck, name: str = "answers") -> Store:
    return Store(deck.snapshots, deck.root / "cache" / name)


def test_anybody_can_check_a_snapshot_by_its_checksums(deck: Deck) -> None:
    folder = publish(deck, 5)
    checked = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert (checked.returncode, checked.stdout) == (0, "cubes.duckdb: OK\nset_aside.csv: OK\nsnapshot.json: OK\n") or (
        checked.returncode, checked.stdout) == (0, "cubes.duckdb: OK\nsnapshot.json: OK\n")  # fmt: skip
    assert damage(folder) is None


@pytest.mark.parametrize("name", ["cubes.duckdb", "snapshot.json"])
def test_one_byte_is_enough(deck: Deck, name: str) -> None:
    folder = publish(deck, 5)
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(content)
    assert damage(folder) == f"{name} is not what was published: its checksum differs"


def test_a_file_that_is_gone_and_a_list_that_is_nonsense(deck: Deck) -> None:
    folder = publish(deck, 5)
    (folder / "SHA256SUMS").write_bytes(b"\xff\xfe nonsense")
    assert damage(folder) == "SHA256SUMS cannot be read"
    (folder / "cubes.duckdb").unlink()
    write_sums(folder)
    assert damage(folder) == "cubes.duckdb is gone"


@pytest.mark.parametrize("direct", [True, False])
def test_sums_are_of_what_lies_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, direct: bool) -> None:
    """Also where a file system reads through memory only, and of files that end within a block."""
    if not direct:

        def refuse(*_: int) -> int:
            raise OSError(errno.EINVAL, "no such flag here")

        monkeypatch.setattr(fcntl, "fcntl", refuse)
    contents = {"empty": b"", "one": b"1", "a_page": b"x" * 4096, "more": os.urandom(BLOCK + 4097)}
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    write_sums(tmp_path)
    assert sums_of(tmp_path) == {name: sha256(content).hexdigest() for name, content in contents.items()}


def test_cubes_of_before_there_were_checksums_are_read_through(deck: Deck) -> None:
    folder = publish(deck, 13)
    (folder / "SHA256SUMS").unlink()
    assert damage(folder) is None
    flip_bytes(folder / "cubes.duckdb")
    assert str(damage(folder)).startswith("cubes.duckdb cannot be read: ")


def test_cubes_that_answer_in_this_process_are_not_taken_for_damaged(deck: Deck) -> None:
    folder = publish(deck, 13)
    (folder / "SHA256SUMS").unlink()
    snapshot = find_snapshot(folder.parents[2], folder.parents[1].name, folder.parents[0].name)
    with open_cubes(snapshot):
        assert damage(folder) is None


@pytest.mark.parametrize("every", [1000, 20000])
def test_flipped_bytes_leave_the_last_good_snapshot(deck: Deck, every: int, caplog: pytest.LogCaptureFixture) -> None:
    publish(deck, 5)
    flip_bytes(publish(deck, 7) / "cubes.duckdb", every)
    assert rows_seen(store(deck)) == 5
    assert "is damaged: cubes.duckdb is not what was published" in caplog.text
    assert find_snapshot(deck.snapshots, CITY, "services").source().stands_in
    assert rows_seen(store(deck, "others")) == 5


def test_bytes_flipped_while_the_cubes_are_open_give_a_right_number_or_the_last_good_one(deck: Deck) -> None:
    publish(deck, 5)
    folder = publish(deck, 7)
    snapshot = find_snapshot(deck.snapshots, CITY, "services")
    reading = store(deck)
    with reading.in_use(snapshot):
        pass
    flip_bytes(folder / "cubes.duckdb", 64)
    # What DuckDB has in memory already is right; what it has not is read from the disk, and not believed.
    seen = rows_seen(reading)
    damaged = [each.snapshot_id for each in damaged_snapshots(deck.home("services"))]
    assert (seen, damaged) in [(7, []), (5, [folder.name])]


def test_a_changed_digit_of_what_is_told_is_not_believed(deck: Deck) -> None:
    first = publish(deck, 5)
    second = publish(deck, 7)
    text = (second / "snapshot.json").read_text("utf-8")
    (second / "snapshot.json").write_text(text.replace('"requests": 7', '"requests": 9'), "utf-8")
    with pytest.raises(ValueError, match="its checksum differs"):
        read_snapshot.__wrapped__(second)
    read_snapshot.cache_clear()
    assert find_snapshot(deck.snapshots, CITY, "services").snapshot_id == first.name


def test_a_damaged_snapshot_answers_no_day(deck: Deck) -> None:
    first, second = publish(deck, 5), publish(deck, 7)
    mark_damaged(deck.home("services"), second.name, "two\nlines\tand a tab")
    (told,) = damaged_snapshots(deck.home("services"))
    assert (told.snapshot_id, told.reason) == (second.name, "two lines and a tab")
    assert retained_ids(deck.home("services")) == [first.name]
    versions = store(deck).versions(CITY)
    assert versions.snapshot("services").snapshot_id == first.name
    mark_damaged(deck.home("services"), first.name, "")
    with pytest.raises(DataMissingError):
        find_snapshot(deck.snapshots, CITY, "services")


def test_a_good_publication_ends_the_standing_in(deck: Deck) -> None:
    publish(deck, 5)
    flip_bytes(publish(deck, 7) / "cubes.duckdb")
    reading = store(deck)
    assert rows_seen(reading) == 5
    publish(deck, 9)
    assert rows_seen(reading) == 9
    assert not find_snapshot(deck.snapshots, CITY, "services").source().stands_in
