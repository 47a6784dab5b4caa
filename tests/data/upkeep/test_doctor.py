"""What is damaged or in want is named, with what mends it; mending loses nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from data.published.integrity import write_sums
from data.published.snapshots import current_id, find_snapshot, read_snapshot
from data.publishing.snapshot_folder import rollback
from data.reading.store import Store
from data.upkeep.doctor import Finding, findings
from data.upkeep.patrol import patrol
from settings import settings
from tests.city_with_records import CITY
from tests.conftest import forget_settings
from tests.data.conftest import Deck
from tests.data.published.test_integrity import flip_bytes
from tests.data.published.test_integrity import publish as publish_requests
from tests.data.publishing.test_faults import drop_requests, rows_seen


@pytest.fixture
def here(deck: Deck, monkeypatch: pytest.MonkeyPatch) -> Deck:
    """The deck, and settings that point to it."""
    for name, value in deck.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("CITYDECK_WALLS_DIR", str(deck.root / "walls"))
    forget_settings()
    return deck


def found(*, mend: bool = False) -> list[tuple[str, str, bool]]:
    """Where, what and whether it was mended, of each finding that a small disk does not cause."""
    told = findings(settings(), mend=mend)
    return [(each.where, each.what, each.mended) for each in told if "MB free" not in each.what]


def rows(deck: Deck, name: str) -> int:
    return rows_seen(Store(deck.snapshots, deck.root / name / "answers"))


def test_a_sound_installation_has_nothing_to_mend(here: Deck) -> None:
    publish_requests(here, 5)
    assert found() == []
    assert found(mend=True) == []
    assert rows(here, "cache") == 5


def test_a_damaged_snapshot_is_made_anew_from_its_delivery(here: Deck) -> None:
    publish_requests(here, 5)
    damaged = publish_requests(here, 7)
    flip_bytes(damaged / "cubes.duckdb")
    fault = "cubes.duckdb is not what was published: its checksum differs"
    assert found() == [(f"{CITY}/services {damaged.name}", fault, False)]
    first, second = found(mend=True)
    assert first == (f"{CITY}/services {damaged.name}", fault, True)
    assert (second[0], second[2]) == (f"{CITY}/services", True)
    anew = current_id(here.home("services"))
    assert anew is not None and anew > damaged.name
    assert rows(here, "cache") == 7
    assert not find_snapshot(here.snapshots, CITY, "services").source().stands_in


def of_another_version(snapshot: Path) -> None:
    """Make a snapshot one whose cubes another version of the program made."""
    told = json.loads((snapshot / "snapshot.json").read_text("utf-8"))
    (snapshot / "snapshot.json").write_text(json.dumps(told | {"cubes_version": "0" * 12}), "utf-8")
    write_sums(snapshot)
    read_snapshot.cache_clear()


def test_what_another_version_published_is_published_anew(here: Deck) -> None:
    of_another_version(publish_requests(here, 5))
    what = "was published by another version of Citydeck: some panels cannot answer"
    assert found() == [(f"{CITY}/services", what, False)]
    assert found(mend=True) == [(f"{CITY}/services", what, True)]
    assert found() == []
    assert rows(here, "cache") == 5


def test_what_a_rollback_took_back_is_not_published_anew(here: Deck) -> None:
    good, _ = publish_requests(here, 5), publish_requests(here, 7)
    rollback(CITY, "services", here.snapshots)
    of_another_version(good)
    assert [mended for *_, mended in found(mend=True)] == [False]
    assert rows(here, "cache") == 5


def test_without_its_delivery_the_last_good_one_is_served(here: Deck) -> None:
    good = publish_requests(here, 5)
    flip_bytes(publish_requests(here, 7) / "cubes.duckdb")
    for drop in (here.outputs / CITY / "services").iterdir():
        (drop / "manifest.json").unlink()
    assert [mended for *_, mended in found(mend=True)] == [True, True]
    assert (current_id(here.home("services")), rows(here, "cache")) == (good.name, 5)
    assert found() == []


def test_a_snapshot_that_was_put_right_answers_again(here: Deck) -> None:
    folder = publish_requests(here, 5)
    whole = (folder / "cubes.duckdb").read_bytes()
    flip_bytes(folder / "cubes.duckdb")
    assert patrol(here.snapshots, None) == [folder.name]
    assert found()[-1] == (f"{CITY}/services", "no snapshot answers", False)
    (folder / "cubes.duckdb").write_bytes(whole)
    assert found(mend=True) == [(f"{CITY}/services {folder.name}", "was noted as damaged and is whole", True)]
    assert rows(here, "cache") == 5


def test_small_things_are_set_aside_or_removed(here: Deck) -> None:
    publish_requests(here, 5)
    home = here.home("services")
    (home / ".staging-20250101T000000000000Z-0000").mkdir()
    (home / "rejected" / "run-1").mkdir(parents=True)
    (home / "rejected" / "run-1" / "report.json").write_text('{"half', "utf-8")
    (home / "waiting.json").write_bytes(b"\xff")
    (here.root / "walls").mkdir()
    (here.root / "walls" / "lobby.wall.json").write_text("[]", "utf-8")
    (here.root / "cities" / "broken").mkdir()
    (here.root / "cities" / "broken" / "city.toml").write_text("key =", "utf-8")
    expected = [
        ("broken", False),
        (f"{CITY}/services .staging-20250101T000000000000Z-0000", True),
        (f"{CITY}/services rejected/run-1/report.json", True),
        (f"{CITY}/services waiting.json", True),
        ("walls lobby.wall.json", True),
    ]
    assert [where for where, *_ in found()] == [where for where, _ in expected]
    assert [(where, mended) for where, _, mended in found(mend=True)] == expected
    assert [where for where, *_ in found()] == ["broken"]
    assert (home / "waiting.json.unreadable").read_bytes() == b"\xff"


def test_the_patrol_finds_damage_before_a_reader_does(here: Deck) -> None:
    publish_requests(here, 5)
    damaged = publish_requests(here, 7)
    assert patrol(here.snapshots, None) == []
    flip_bytes(damaged / "cubes.duckdb", 100_000)
    assert patrol(here.snapshots, None) == [damaged.name]
    assert patrol(here.snapshots, None) == []
    assert rows(here, "cache") == 5


def test_a_disk_that_cannot_be_read_is_not_damage(here: Deck) -> None:
    folder = publish_requests(here, 5)
    (folder / "SHA256SUMS").unlink()
    (folder / "SHA256SUMS").mkdir()
    assert patrol(here.snapshots, None) == []
    assert rows(here, "cache") == 5


def test_a_finding_is_a_line() -> None:
    assert str(Finding("a/b", "is gone", "made anew", True)) == "a/b: is gone. Mended: made anew"
    assert str(Finding("a/b", "is gone", "publish it")) == "a/b: is gone. publish it"


def test_deliveries_go_by_age_and_bytes_and_what_is_newer_stays(
    here: Deck, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CITYDECK_KEEP_DROPS_MB", "0")
    forget_settings()
    names = []
    for count in range(1, 8):
        names.append(drop_requests(here, count).name)
        here.publish("services")
    home = here.outputs / CITY / "services"
    assert sorted(path.name for path in home.iterdir()) == sorted(names[-4:])
    assert json.loads((home / names[-1] / "manifest.json").read_text("utf-8"))["files"]
    assert rows(here, "cache") == 7


def test_an_earlier_delivery_that_is_a_link_goes_without_what_it_links_to(
    here: Deck, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CITYDECK_KEEP_DROPS_DAYS", "0")
    monkeypatch.setenv("CITYDECK_KEEP_DROPS_MB", "0")
    forget_settings()
    drops = [drop_requests(here, count) for count in range(1, 7)]
    elsewhere = drops[0].rename(tmp_path / "elsewhere")
    drops[0].symlink_to(elsewhere)
    (drops[0].parent / ".removing-left").mkdir()
    assert here.publish("services").state == "published"
    left = {path.name for path in drops[0].parent.iterdir()}
    assert (drops[0].name in left, ".removing-left" in left, drops[-1].name in left) == (False, False, True)
    assert (elsewhere / "manifest.json").is_file()


def test_what_cannot_be_removed_keeps_nothing_from_being_published(
    here: Deck, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("CITYDECK_KEEP_DROPS_DAYS", "0")
    forget_settings()
    drops = [drop_requests(here, count) for count in range(1, 7)]
    # Left by a publisher that was killed, it should be a folder: a file cannot be removed as one.
    (drops[0].parent / ".removing-left").write_text("a file", "utf-8")
    assert here.publish("services").state == "published"
    assert "are not removed" in caplog.text
