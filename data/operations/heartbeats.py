"""What walls say of themselves: one small JSON file a wall, replaced whole, bounded in number and size."""

from __future__ import annotations

import json
import logging
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

log = logging.getLogger(__name__)
#: A wall says something every minute; after three without a word it has gone quiet.
QUIET_AFTER = timedelta(minutes=3)
#: Walls that are remembered; one more takes the place of the one that was heard of longest ago, if that is quiet.
MOST_WALLS = 100
MOST_BYTES = 4096
SUFFIX = ".wall.json"


class HeartbeatError(ValueError):
    """What came is no heartbeat, or there is no room for one more wall; the message says which."""


class Heartbeat(BaseModel):
    """What one wall says: who it is, what it shows, and how it is. Moments are ISO texts, memory is in MB."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    wall: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")
    city: str = Field(pattern=r"^[a-z][a-z0-9_]{1,40}$")
    scene: str = Field(pattern=r"^[a-z_]{1,40}$")
    playlist: str = Field(max_length=40)
    version: str = Field(pattern=r"^[0-9a-f]{12}$")
    screen_inches: float = Field(ge=1, le=1000)
    distance_m: float = Field(ge=0.1, le=100)
    memory_mb: float | None = Field(default=None, ge=0, le=1e6)
    nodes: int = Field(ge=0, le=10_000_000)
    refreshes: int = Field(ge=0, le=10**12)
    up_seconds: float = Field(ge=0, le=10**10)
    data_until: str | None = Field(default=None, max_length=40)
    dropped: list[str] = Field(default=[], max_length=20)


@dataclass(frozen=True)
class Heard:
    """A wall's last heartbeat and when it came."""

    beat: Heartbeat
    at: datetime

    def quiet(self, now: datetime) -> bool:
        """Whether the wall has said nothing for too long."""
        return now - self.at > QUIET_AFTER


def read_heartbeat(body: bytes) -> Heartbeat:
    """The heartbeat in a request's body. HeartbeatError for anything else."""
    if len(body) > MOST_BYTES:
        raise HeartbeatError(f"longer than {MOST_BYTES} bytes")
    try:
        beat = Heartbeat.model_validate_json(body)
    except ValidationError as error:
        raise HeartbeatError("; ".join(f"{each['loc']}: {each['msg']}" for each in error.errors()[:5])) from None
    if any(len(name) > 80 for name in beat.dropped):
        raise HeartbeatError("dropped: a name longer than 80 characters")
    return beat


def note_heartbeat(folder: Path, beat: Heartbeat, now: datetime | None = None) -> None:
    """Keep the wall's newest heartbeat. HeartbeatError where MOST_WALLS other walls are all still heard of."""
    now = now or datetime.now(UTC)
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{beat.wall}{SUFFIX}"
    if not file.exists():
        _make_room(folder, now)
    whole = folder / f".{beat.wall}-{secrets.token_hex(4)}"
    try:
        whole.write_text(json.dumps({"at": now.isoformat(), "beat": beat.model_dump()}), "utf-8")
        whole.replace(file)
    finally:
        whole.unlink(missing_ok=True)


def _make_room(folder: Path, now: datetime) -> None:
    kept = sorted(folder.glob(f"*{SUFFIX}"), key=lambda path: path.stat().st_mtime)
    while len(kept) >= MOST_WALLS:
        oldest = kept.pop(0)
        if now.timestamp() - oldest.stat().st_mtime < QUIET_AFTER.total_seconds():
            raise HeartbeatError(f"{MOST_WALLS} walls are heard of already")
        oldest.unlink(missing_ok=True)


def heard_walls(folder: Path, city: str | None = None) -> list[Heard]:
    """Every wall (of that city) that was ever heard of, by name; a file that cannot be read is logged and left out."""
    found = []
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        try:
            told = json.loads(path.read_bytes())
            heard = Heard(Heartbeat.model_validate(told["beat"]), datetime.fromisoformat(told["at"]))
        except (OSError, ValueError, KeyError, TypeError) as error:
            log.warning("%s cannot be read as a wall's heartbeat: %s", path.name, error)
            continue
        if city is None or heard.beat.city == city:
            found.append(heard)
    return found
