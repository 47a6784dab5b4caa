"""What one process found parts to be silent about, all others lay pages out by; nothing is wrong by it for long."""

from __future__ import annotations

from pathlib import Path

from data.reading.silences import MOST_BYTES, Silence, SilenceFile, Silences

NOWHERE, NO_AREA = Silence("nowhere"), Silence("not_in_scope", "area")


def test_what_one_process_noted_another_one_knows(tmp_path: Path) -> None:
    one, another = (SilenceFile(tmp_path / "folder" / "silences.jsonl") for _ in range(2))
    another.look()
    assert another.of("fiscal.debt", "") is None
    one.note("fiscal.debt", "", NOWHERE)
    one.note("fiscal.debt", "level-1", NO_AREA)
    assert another.of("fiscal.debt", "") is None
    another.look()
    assert another.of("fiscal.debt", "") == one.of("fiscal.debt", "") == NOWHERE
    assert another.of("fiscal.debt", "level-1") == NO_AREA
    assert another.of("fiscal.debt", "level-2") is None
    assert another.of("fiscal.funds", "") is None


def test_what_is_known_is_not_written_again(tmp_path: Path) -> None:
    path = tmp_path / "silences.jsonl"
    one, another = SilenceFile(path), SilenceFile(path)
    for each in (one, another, one):
        each.note("fiscal.debt", "", NOWHERE)
    assert len(path.read_bytes().splitlines()) == 1


def test_a_part_that_was_seen_filled_counts_as_silent_no_more(tmp_path: Path) -> None:
    path = tmp_path / "silences.jsonl"
    one, another = SilenceFile(path), SilenceFile(path)
    one.note_filled("fiscal.debt", "")
    assert not path.exists()
    one.note("fiscal.debt", "", NOWHERE)
    one.note_filled("fiscal.debt", "")
    one.note("fiscal.debt", "", NOWHERE)
    another.look()
    another.note("fiscal.debt", "", NOWHERE)
    assert one.of("fiscal.debt", "") is another.of("fiscal.debt", "") is None
    assert len(path.read_bytes().splitlines()) == 2


def test_what_is_no_line_is_passed_over_and_half_a_line_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "silences.jsonl"
    one, another = SilenceFile(path), SilenceFile(path)
    one.note("fiscal.debt", "", NOWHERE)
    line = path.read_bytes()
    path.write_bytes(b"no line\n[1]\n" + line.replace(b"debt", b"funds") + line[:20])
    another.look()
    assert another.of("fiscal.funds", "") == NOWHERE
    assert another.of("fiscal.debt", "") is None
    with path.open("ab") as file:
        file.write(line[20:])
    another.look()
    assert another.of("fiscal.debt", "") == NOWHERE


def test_a_file_does_not_grow_for_ever_and_a_folder_that_cannot_be_harms_nobody(tmp_path: Path) -> None:
    full = tmp_path / "full.jsonl"
    full.write_bytes(b"\n" * MOST_BYTES)
    SilenceFile(full).note("fiscal.debt", "", NOWHERE)
    assert full.stat().st_size == MOST_BYTES
    (tmp_path / "file").touch()
    unusable = SilenceFile(tmp_path / "file" / "silences.jsonl")
    unusable.note("fiscal.debt", "", NOWHERE)
    unusable.look()
    assert unusable.of("fiscal.debt", "") == NOWHERE


def test_each_state_of_a_city_has_its_own(tmp_path: Path) -> None:
    silences = Silences(tmp_path)
    silences.of("before").note("fiscal.debt", "", NOWHERE)
    assert silences.of("before").of("fiscal.debt", "") == NOWHERE
    assert silences.of("after").of("fiscal.debt", "") is None
