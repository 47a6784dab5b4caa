"""What walls say of themselves is checked, bounded in number and size, and never half written."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from data.operations import heartbeats
from data.operations.heartbeats import (
    FREE_AFTER,
    MOST_BYTES,
    ForeignWallError,
    HeartbeatError,
    SignedHeartbeat,
    TooManyHeartbeatsError,
    heard_walls,
    note_heartbeat,
    read_heartbeat,
)
from tests.conftest import forget_settings

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TOLD: dict[str, Any] = {
    "wall": "mayor", "city": "riverton", "scene": "overview", "playlist": "day", "version": "0123456789ab",
    "screen_inches": 55, "distance_m": 5, "memory_mb": 21.5, "nodes": 2000, "refreshes": 7, "up_seconds": 60,
    "data_until": "30 Jun 2025", "dropped": ["Map"], "key": "0" * 32,
}  # fmt: skip


def beat(**changed: Any) -> SignedHeartbeat:
    return read_heartbeat(json.dumps(TOLD | changed).encode())


def test_the_newest_heartbeat_of_each_wall_is_kept(tmp_path: Path) -> None:
    note_heartbeat(tmp_path, beat(scene="alerts"), NOW - timedelta(minutes=1))
    note_heartbeat(tmp_path, beat(), NOW)
    note_heartbeat(tmp_path, beat(wall="lobby", city="chicago"), NOW)
    assert [(each.beat.wall, each.beat.scene, each.at) for each in heard_walls(tmp_path, "riverton")] == [
        ("mayor", "overview", NOW)
    ]
    assert [each.beat.wall for each in heard_walls(tmp_path)] == ["lobby", "mayor"]


def test_a_wall_goes_quiet_after_three_minutes(tmp_path: Path) -> None:
    note_heartbeat(tmp_path, beat(), NOW)
    (heard,) = heard_walls(tmp_path)
    assert not heard.quiet(NOW + timedelta(minutes=3))
    assert heard.quiet(NOW + timedelta(minutes=3, seconds=1))


@pytest.mark.parametrize(
    "changed",
    [
        {"wall": "../../etc/passwd"}, {"wall": "A"}, {"wall": ""}, {"city": "no city"}, {"version": "new"},
        {"nodes": -1}, {"memory_mb": "much"}, {"extra": 1}, {"dropped": ["x" * 81]}, {"dropped": ["x"] * 21},
        {"key": ""}, {"key": "Z" * 32},
    ],
)  # fmt: skip
def test_what_is_no_heartbeat_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(HeartbeatError):
        beat(**changed)


def test_what_is_too_long_is_refused_unread() -> None:
    with pytest.raises(HeartbeatError, match="longer than"):
        read_heartbeat(b"[" * (MOST_BYTES + 1))


def test_a_name_is_its_walls_until_nothing_was_heard_for_a_while(tmp_path: Path) -> None:
    note_heartbeat(tmp_path, beat(), NOW)
    later = NOW + FREE_AFTER
    with pytest.raises(ForeignWallError, match="another wall's name"):
        note_heartbeat(tmp_path, beat(key="1" * 32, scene="alerts"), later)
    assert [(each.beat.scene, each.at) for each in heard_walls(tmp_path)] == [("overview", NOW)]
    note_heartbeat(tmp_path, beat(key="1" * 32, scene="alerts"), later + timedelta(seconds=1))
    with pytest.raises(ForeignWallError):
        note_heartbeat(tmp_path, beat(), later + timedelta(minutes=1))


def test_a_key_is_not_stored(tmp_path: Path) -> None:
    note_heartbeat(tmp_path, beat(key="ab" * 16), NOW)
    assert "ab" * 16 not in (tmp_path / "mayor.wall.json").read_text("utf-8")


def test_a_wall_of_an_older_version_had_no_key(tmp_path: Path) -> None:
    told = {name: value for name, value in TOLD.items() if name != "key"}
    (tmp_path / "mayor.wall.json").write_text(json.dumps({"at": NOW.isoformat(), "beat": told}), "utf-8")
    note_heartbeat(tmp_path, beat(), NOW + timedelta(minutes=1))
    assert [each.at for each in heard_walls(tmp_path)] == [NOW + timedelta(minutes=1)]


def test_only_the_walls_that_were_named_are_heard(tmp_path: Path) -> None:
    note_heartbeat(tmp_path, beat(), NOW, known=["mayor", "lobby"])
    with pytest.raises(ForeignWallError, match="none of the walls"):
        note_heartbeat(tmp_path, beat(wall="other"), NOW, known=["mayor", "lobby"])


def test_a_wall_that_speaks_all_the_time_is_not_listened_to(tmp_path: Path) -> None:
    note_heartbeat(tmp_path, beat(), NOW)
    with pytest.raises(TooManyHeartbeatsError):
        note_heartbeat(tmp_path, beat(), NOW + timedelta(seconds=0.5))
    note_heartbeat(tmp_path, beat(), NOW - timedelta(hours=1))  # a clock that was set back silences nobody


def test_strangers_push_no_wall_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heartbeats, "MOST_WALLS", 2)
    for minutes in (0, 5, 10):
        note_heartbeat(tmp_path, beat(), NOW + timedelta(minutes=minutes))
    note_heartbeat(tmp_path, beat(wall="stranger"), NOW + timedelta(minutes=10))
    with pytest.raises(TooManyHeartbeatsError, match="2 walls"):
        note_heartbeat(tmp_path, beat(wall="third"), NOW + timedelta(minutes=11))
    # The mayor's wall went quiet, which has to be seen; of the stranger's little was heard.
    note_heartbeat(tmp_path, beat(wall="third"), NOW + timedelta(minutes=20))
    assert [each.beat.wall for each in heard_walls(tmp_path)] == ["mayor", "third"]
    for minutes in (25, 32):
        note_heartbeat(tmp_path, beat(wall="third"), NOW + timedelta(minutes=minutes))
    with pytest.raises(TooManyHeartbeatsError):
        note_heartbeat(tmp_path, beat(wall="fourth"), NOW + timedelta(days=7))
    note_heartbeat(tmp_path, beat(wall="fourth"), NOW + timedelta(days=7, minutes=11))
    assert [each.beat.wall for each in heard_walls(tmp_path)] == ["fourth", "third"]


def test_a_file_that_is_no_wall_makes_room_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heartbeats, "MOST_WALLS", 1)
    (tmp_path / "torn.wall.json").write_text("{", "utf-8")
    note_heartbeat(tmp_path, beat(), NOW)
    assert [each.beat.wall for each in heard_walls(tmp_path)] == ["mayor"]


def test_a_broken_file_is_no_wall_and_nothing_is_left_over(tmp_path: Path) -> None:
    note_heartbeat(tmp_path, beat(), NOW)
    (tmp_path / "torn.wall.json").write_text('{"at": "2026', "utf-8")
    assert [each.beat.wall for each in heard_walls(tmp_path)] == ["mayor"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mayor.wall.json", "torn.wall.json"]


def test_without_a_folder_no_wall_was_heard_of(tmp_path: Path) -> None:
    assert heard_walls(tmp_path / "nowhere") == []


def test_the_address_takes_heartbeats_and_nothing_else(
    client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CITYDECK_WALLS_DIR", str(tmp_path))
    forget_settings()
    assert client.post("/api/heartbeat", json=TOLD).status_code == 204
    assert client.post("/api/heartbeat", json=TOLD).status_code == 429
    assert client.post("/api/heartbeat", json=TOLD | {"key": "1" * 32}).status_code == 403
    assert client.post("/api/heartbeat", json=TOLD | {"wall": "/x"}).status_code == 400
    assert client.post("/api/heartbeat", data=json.dumps(TOLD)).status_code == 400
    assert client.post("/api/heartbeat", data=b"{" * 5000, content_type="application/json").status_code == 400
    assert [each.beat.wall for each in heard_walls(tmp_path)] == ["mayor"]


def test_a_disk_that_takes_no_heartbeat_is_no_mistake(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITYDECK_WALLS_DIR", "/dev/null/walls")
    forget_settings()
    assert client.post("/api/heartbeat", json=TOLD).status_code == 503
