"""A machine is lost: what was saved comes back to another one, whole, or nothing is changed and a sentence says why."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from data.operations.heartbeats import heard_walls, note_heartbeat
from data.published.snapshots import find_snapshot
from data.publishing.record_keys import city_secret
from data.reading.store import Store
from tests.city_with_records import CITY, DOMAINS, write_records
from tests.data.operations.test_heartbeats import beat
from tests.data.publishing.test_faults import rows_seen
from tests.serving import folders, run


@pytest.fixture
def machine(riverton: dict[str, str], tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """A machine with a published city and one wall; its folder and environment."""
    root = tmp_path / "first"
    environment = folders(root)
    for name in ("CITIES", "OUTPUTS", "SNAPSHOTS"):
        shutil.copytree(riverton[f"CITYDECK_{name}_DIR"], environment[f"CITYDECK_{name}_DIR"])
    city_secret(root / "secrets", CITY)
    walls = Path(environment["CITYDECK_WALLS_DIR"])
    walls.mkdir(parents=True)
    note_heartbeat(walls, beat(wall="wall-lobby"))
    (root / "snapshots" / CITY / "services" / "rejected" / "bad").mkdir(parents=True)
    (root / "snapshots" / CITY / "services" / "rejected" / "bad" / "report.json").write_text("{}", "utf-8")
    return root, environment


@pytest.fixture(scope="module")
def saved(riverton: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The archive of a machine with a published city."""
    archive = tmp_path_factory.mktemp("saved") / "all.tar"
    assert run(riverton, "data", "backup", str(archive)).returncode == 0
    return archive.read_bytes()


def answers(root: Path) -> list[object]:
    """What a reader of that machine is told."""
    told: list[object] = [rows_seen(Store(root / "snapshots", root / "cache" / "answers"))]
    for domain in DOMAINS:
        snapshot = find_snapshot(root / "snapshots", CITY, domain)
        told.append((domain, snapshot.snapshot_id, snapshot.rows, snapshot.small_cell_floor))
    return told


def test_a_lost_machine_comes_back(machine: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    root, environment = machine
    before, archive = answers(root), tmp_path / "citydeck.tar"
    done = run(environment, "data", "backup", str(archive))
    assert done.returncode == 0, done.stderr
    assert archive.stat().st_mode & 0o777 == 0o600
    shutil.rmtree(root)
    other = tmp_path / "second"
    restored = run(folders(other), "data", "restore", str(archive))
    assert (restored.returncode, "every one of them as it was saved" in restored.stdout) == (0, True), restored.stderr
    assert answers(other) == before
    assert [heard.beat.wall for heard in heard_walls(Path(folders(other)["CITYDECK_WALLS_DIR"]))] == ["wall-lobby"]
    assert (other / "secrets" / f"{CITY}.key").stat().st_mode & 0o777 == 0o600
    assert (other / "secrets").stat().st_mode & 0o777 == 0o700
    assert not (other / "snapshots" / CITY / "services" / "rejected").exists()
    write_records(other / "outputs", "services")
    assert run(folders(other), "data", "publish", CITY, "services").returncode == 0
    assert run(folders(other), "data", "doctor").stdout == "nothing is wrong\n"


def test_anybody_can_check_an_archive(saved: bytes, tmp_path: Path) -> None:
    (tmp_path / "all.tar").write_bytes(saved)
    (tmp_path / "unpacked").mkdir()
    subprocess.run(["tar", "-xf", tmp_path / "all.tar", "-C", tmp_path / "unpacked"], check=True)
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=tmp_path / "unpacked", check=True)


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        ("flip", "is not what was saved: "),
        ("cut", "is not a whole archive"),
        ("escape", "holds '../escaped', which is none of cities, snapshots, secrets, walls"),
        ("link", "holds 'cities/link', which is no file"),
        ("gone", "there is no file"),
    ],
)
def test_a_harmed_archive_changes_nothing(saved: bytes, tmp_path: Path, harm: str, sentence: str) -> None:
    archive, other = tmp_path / "all.tar", tmp_path / "second"
    content = bytearray(saved)
    if harm == "flip":
        content[content.index(b"Riverton")] ^= 1
    archive.write_bytes(content[: len(content) // 2] if harm == "cut" else content)
    if harm in ("escape", "link"):
        member = tarfile.TarInfo("../escaped" if harm == "escape" else "cities/link")
        member.type, member.linkname = (tarfile.REGTYPE, "") if harm == "escape" else (tarfile.SYMTYPE, "/etc/passwd")
        with tarfile.open(archive, "w") as made:
            made.addfile(member, io.BytesIO(b""))
    if harm == "gone":
        archive.unlink()
    refused = run(folders(other), "data", "restore", str(archive))
    assert (refused.returncode, sentence in refused.stdout) == (1, True), refused.stdout + refused.stderr
    assert [path for path in other.rglob("*") if path.is_file()] == []
    assert not (tmp_path / "escaped").exists()


def test_an_archive_of_a_newer_version_changes_nothing(machine: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    root, environment = machine
    told = find_snapshot(root / "snapshots", CITY, "services").folder / "snapshot.json"
    told.write_text(json.dumps(json.loads(told.read_text("utf-8")) | {"format": 2}), "utf-8")
    archive, other = tmp_path / "all.tar", tmp_path / "second"
    assert run(environment, "data", "backup", str(archive)).returncode == 0
    refused = run(folders(other), "data", "restore", str(archive))
    assert (refused.returncode, refused.stdout) == (
        1,
        f"data: {archive} was saved by a newer version of Citydeck (its snapshots have format 2, this one reads 1): "
        "restore it by that one; nothing here was changed\n",
    )
    assert [path for path in other.rglob("*") if path.is_file()] == []


def test_what_is_there_is_only_set_aside_when_asked(machine: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    root, environment = machine
    before, archive = answers(root), tmp_path / "all.tar"
    run(environment, "data", "backup", str(archive))
    refused = run(environment, "data", "restore", str(archive))
    assert (refused.returncode, "--replace sets them aside" in refused.stdout) == (1, True)
    replaced = run(environment, "data", "restore", str(archive), "--replace")
    assert replaced.returncode == 0, replaced.stdout
    assert answers(root) == before
    assert len(list(root.glob("snapshots.before-*"))) == 1


def test_a_backup_that_finds_no_room_leaves_no_half_one(machine: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    _, environment = machine
    target = Path("/proc/all.tar")  # nobody can write there, not even root
    full = run(environment, "data", "backup", str(target))
    assert full.returncode == 3, full.stderr
    assert full.stderr.splitlines()[-1].startswith("data: /proc/all.tar: not saved, ")
    assert "Traceback" not in full.stderr
