"""What walls say of themselves: one small JSON file a wall, replaced whole, bounded in number and size.

Each wall signs with a key that its browser made by chance and keeps. A name belongs to the key that it was heard with,
until nothing was heard under it for a while: so nobody speaks for another wall, nor hides that it went quiet.
"""

from __future__ import annotations

import hashlib
import json
import logging
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

log = logging.getLogger(__name__)
#: A wall says something every minute; after three without a word it has gone quiet.
QUIET_AFTER = timedelta(minutes=3)
#: After so long without a word, a name may be taken with another key: a screen got a new browser.
FREE_AFTER = timedelta(minutes=10)
#: A wall that was heard of for so long is one; what was heard for less may have been anybody.
SETTLED_AFTER = timedelta(minutes=10)
#: So long a settled wall is remembered that went quiet: whoever tends the walls should see it.
REMEMBERED = timedelta(days=7)
#: A wall says something every minute, and at once when it was loaded again.
LEAST_BETWEEN = timedelta(seconds=1)
#: Walls that are remembered; one more takes the place of one that has been quiet long enough.
MOST_WALLS = 100
MOST_BYTES = 4096
SUFFIX = ".wall.json"
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class HeartbeatError(ValueError):
    """What came is no heartbeat; the message says why."""


class ForeignWallError(HeartbeatError):
    """The name is another wall's, or not one of those that the operator named."""


class TooManyHeartbeatsError(HeartbeatError):
    """There is no room for one more wall, or this one speaks too often."""


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


class SignedHeartbeat(Heartbeat):
    """A heartbeat with the key of its wall, which is never stored."""

    key: str = Field(pattern=r"^[0-9a-f]{32}$", exclude=True, repr=False)


@dataclass(frozen=True)
class Heard:
    """A wall's last heartbeat and when it came."""

    beat: Heartbeat
    at: datetime

    def quiet(self, now: datetime) -> bool:
        """Whether the wall has said nothing for too long."""
        return now - self.at > QUIET_AFTER


def read_heartbeat(body: bytes) -> SignedHeartbeat:
    """The heartbeat in a request's body. HeartbeatError for anything else."""
    if len(body) > MOST_BYTES:
        raise HeartbeatError(f"longer than {MOST_BYTES} bytes")
    try:
        beat = SignedHeartbeat.model_validate_json(body)
    except ValidationError as error:
        raise HeartbeatError("; ".join(f"{each['loc']}: {each['msg']}" for each in error.errors()[:5])) from None
    if any(len(name) > 80 for name in beat.dropped):
        raise HeartbeatError("dropped: a name longer than 80 characters")
    return beat


@dataclass(frozen=True)
class _Remembered:
    """What stands in a wall's file besides its heartbeat: when it came, since when it is heard of, and its key."""

    at: datetime
    since: datetime
    key_sha256: str | None

    def may_go(self, now: datetime) -> bool:
        """Whether another wall may take its place."""
        settled = self.at - self.since >= SETTLED_AFTER
        return now - self.at > (REMEMBERED if settled else QUIET_AFTER)


def _remembered(file: Path) -> _Remembered | None:
    """What is known of the wall of that file; None where there is none that can be read."""
    try:
        told = json.loads(file.read_bytes())
        at = datetime.fromisoformat(told["at"])
        return _Remembered(at, datetime.fromisoformat(told.get("since", told["at"])), told.get("key_sha256"))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def note_heartbeat(
    folder: Path, beat: SignedHeartbeat, now: datetime | None = None, known: Collection[str] = ()
) -> None:
    """Keep the wall's newest heartbeat.

    `known` are the names of the walls that there are; empty: any. Raises ForeignWallError where the name is not one of
    them or speaks with another key, TooManyHeartbeatsError where it comes too soon or MOST_WALLS others are remembered.
    """
    now = now or datetime.now(UTC)
    if known and beat.wall not in known:
        raise ForeignWallError(f"{beat.wall} is none of the walls that the operator named")
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{beat.wall}{SUFFIX}"
    before, key = _remembered(file), hashlib.sha256(beat.key.encode()).hexdigest()
    if before is None:
        _make_room(folder, now)
    elif before.key_sha256 not in (None, key):
        if now - before.at <= FREE_AFTER:
            raise ForeignWallError(f"{beat.wall} is another wall's name")
        before = None
    elif timedelta(0) <= now - before.at < LEAST_BETWEEN:
        raise TooManyHeartbeatsError(f"{beat.wall} was heard just now")
    since = before.since if before else now
    told = {"at": now.isoformat(), "since": since.isoformat(), "key_sha256": key, "beat": beat.model_dump()}
    whole = folder / f".{beat.wall}-{secrets.token_hex(4)}"
    try:
        whole.write_text(json.dumps(told), "utf-8")
        whole.replace(file)
    finally:
        whole.unlink(missing_ok=True)


def _make_room(folder: Path, now: datetime) -> None:
    """Forget the wall that may go and was heard of longest ago, where there are MOST_WALLS already."""
    files = list(folder.glob(f"*{SUFFIX}"))
    if len(files) < MOST_WALLS:
        return
    walls = sorted(((_remembered(file), file) for file in files), key=lambda each: each[0].at if each[0] else _LONG_AGO)
    gone = next((file for wall, file in walls if wall is None or wall.may_go(now)), None)
    if gone is None:
        raise TooManyHeartbeatsError(f"{MOST_WALLS} walls are remembered already")
    gone.unlink(missing_ok=True)


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
