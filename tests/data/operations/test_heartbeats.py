"""What walls say of themselves is checked, bounded in number and size, and never half written."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from data.operations import heartbeats
from data.operations.heartbeats import (
    MOST_BYTES,
    Heartbeat,
    HeartbeatError,
    heard_walls,
    note_heartbeat,
    read_heartbeat,
)

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TOLD: dict[str, Any] = {
    "wall": "mayor", "city": "riverton", "scene": "overview", "playlist": "day", "version": "0123456789ab",
    "screen_inches": 55, "distance_m": 5, "memory_mb": 21.5, "nodes": 2000, "refreshes": 7, "up_seconds": 60,
    "data_until": "30 Jun 2025", "dropped": ["Map"],
}  # fmt: skip


def beat(**changed: Any) -> Heartbeat:
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
    ],
)  # fmt: skip
def test_what_is_no_heartbeat_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(HeartbeatError):
        beat(**changed)


def test_what_is_too_long_is_refused_unread() -> None:
    with pytest.raises(HeartbeatError, match="longer than"):
        read_heartbeat(b"[" * (MOST_BYTES + 1))


def test_there_is_room_for_so_many_walls_and_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heartbeats, "MOST_WALLS", 2)
    for name in ("one", "two"):
        note_heartbeat(tmp_path, beat(wall=name))
    with pytest.raises(HeartbeatError, match="2 walls"):
        note_heartbeat(tmp_path, beat(wall="three"))
    long_ago = (datetime.now(UTC) - timedelta(hours=1)).timestamp()
    os.utime(tmp_path / "one.wall.json", (long_ago, long_ago))
    note_heartbeat(tmp_path, beat(wall="three"))
    assert [each.beat.wall for each in heard_walls(tmp_path)] == ["three", "two"]


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
    from tests.conftest import forget_settings  # the settings of this test alone

    monkeypatch.setenv("CITYDECK_WALLS_DIR", str(tmp_path))
    forget_settings()
    assert client.post("/api/heartbeat", json=TOLD).status_code == 204
    assert client.post("/api/heartbeat", json=TOLD | {"wall": "/x"}).status_code == 400
    assert client.post("/api/heartbeat", data=json.dumps(TOLD)).status_code == 400
    assert client.post("/api/heartbeat", data=b"{" * 5000, content_type="application/json").status_code == 400
    assert [each.beat.wall for each in heard_walls(tmp_path)] == ["mayor"]
