"""Which snapshot answers: the one that CURRENT names, or the newest published by the end of a given day."""

from __future__ import annotations

import hashlib
import json
import logging
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from data.city.pack import CITY_KEY
from data.drops.cadence import ARCHIVE
from data.drops.clock import EARLIEST_DAY, LATEST_DAY
from data.drops.contract import domains, load_contract
from data.published.cubes_version import cubes_version
from data.published.freshness import TableAge, freshness, table_age, worst
from data.published.source import NOTABLE_SET_ASIDE_SHARE, DataMissingError, Source

CURRENT, WITHDRAWN, SNAPSHOT, CUBES = "CURRENT", "WITHDRAWN", "snapshot.json", "cubes.duckdb"
#: The rows that were left out because they break a rule, beside the cubes.
SET_ASIDE = "set_aside.csv"
REJECTED, STAGING, REPORT = "rejected", ".staging-", "report.json"
#: The ids of all snapshots that were ever served, in that order, a line each.
SERVED = "SERVED"
#: A drop that waits for a person: its run and the reasons.
WAITING = "waiting.json"
#: The checksums of a snapshot's files, and the snapshots of a domain that were found damaged.
SUMS, DAMAGED = "SHA256SUMS", "DAMAGED"
#: What a snapshot.json is written as. A version that older ones would read wrongly takes the next number.
FORMAT = 1
#: Share of the cases that end which had ended after a domain's maturation days.
MATURE_SHARE = 0.99
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Snapshot:
    """One published snapshot, as its snapshot.json tells.

    `cubes`: table -> column -> DuckDB type. `rows`: published rows of each contract table. `places`: (table_name,
    level, mapped, unmatched). `small_cell_floor`: counts of people below it are small; 0 where it counts none, None
    where it was published by a version of Citydeck that had no record keys. `raw` is the whole file, for pages that
    show more. `stands_in_for`: the id of a newer one that is gone or damaged, in whose place it answers.
    """

    folder: Path
    snapshot_id: str
    city: str
    domain: str
    run_id: str
    timezone: str
    published_at: str
    data_as_of: str
    cadence: str
    simulated: bool
    publishers: tuple[str, ...]
    rows: dict[str, int]
    cubes: dict[str, dict[str, str]]
    places: tuple[tuple[str, int, int, int], ...]
    first_day: date | None
    last_day: date | None
    small_cell_floor: int | None
    raw: dict[str, Any]
    stands_in_for: str | None = None

    @cached_property
    def table_days(self) -> dict[str, tuple[date, date]]:
        """First and last day of the records of each contract table that knows its days and has any."""
        days = self.raw.get("table_days", {})
        return {table: (date.fromisoformat(first), date.fromisoformat(last)) for table, (first, last) in days.items()}

    @cached_property
    def known_until(self) -> date | None:
        """The last day that is over in what was delivered; None of an archive, which knows where its records end."""
        if self.cadence == ARCHIVE:
            return None
        moment = read_moment(self.data_as_of)
        return moment.date() - timedelta(days=1) if isinstance(moment, datetime) else moment

    @cached_property
    def mature_days(self) -> dict[str, date]:
        """The last day whose cases have had time to end, by what ends them; without what is not known to need any.

        That is as many days before the last record as MATURE_SHARE of the cases that ended had needed.
        """
        days = self.raw.get("mature_days", {})
        return {outcome: date.fromisoformat(day) for outcome, day in days.items()}

    @cached_property
    def kept_from(self) -> dict[str, date]:
        """The first day from which single records are kept, by their table; all are kept of those that are absent."""
        return {table: date.fromisoformat(day) for table, day in self.raw.get("kept_from", {}).items()}

    @property
    def set_aside_rows(self) -> dict[str, int]:
        """Rows of each contract table that were left out because they break a rule; tables without any are absent."""
        return {table: int(rows) for table, rows in self.raw.get("set_aside", {}).get("rows", {}).items()}

    @property
    def set_aside_shares(self) -> dict[str, float]:
        """The share that these rows are of those delivered."""
        return {table: rows / (rows + self.rows.get(table, 0)) for table, rows in self.set_aside_rows.items()}

    @property
    def contract_version(self) -> str | None:
        """The version of the contract that it was published under."""
        told: str | None = self.raw.get("contract_version")
        return told

    @property
    def is_of_this_program(self) -> bool:
        """Whether this program would make the same cubes under the same contract: it has all that pages ask for."""
        is_current = self.contract_version == load_contract(self.domain).version
        return is_current and self.raw.get("cubes_version") == cubes_version(self.domain)

    @property
    def follows(self) -> str | None:
        """The run to whose cubes its drop was added; None for a whole drop."""
        run: str | None = self.raw["manifest"].get("follows")
        return run

    @property
    def cubes_file(self) -> Path:
        """The DuckDB file that answers."""
        return self.folder / CUBES

    def rows_to_say(self, rows: int) -> int:
        """A number of the snapshot's rows as everybody may see it: in tens where rows may be people."""
        return round(rows, -1) if self.small_cell_floor else rows

    def source(self, now: datetime | None = None) -> Source:
        """Where an answer of this snapshot comes from, and how fresh it is now."""
        now = now or datetime.now(UTC)
        published_at = datetime.fromisoformat(self.published_at)
        whole = freshness(read_moment(self.data_as_of), self.cadence, self.timezone, now, published_at)
        tables = self._table_ages(whole, now)
        return Source(
            city=self.city,
            domain=self.domain,
            snapshot_id=self.snapshot_id,
            data_as_of=self.data_as_of,
            published_at=published_at.astimezone(ZoneInfo(self.timezone)).isoformat(),
            cadence=self.cadence,
            freshness=worst([whole, *(each.freshness for each in tables if each.required)]),
            simulated=self.simulated,
            publishers=self.publishers,
            tables=tables,
            set_aside_shares=tuple(
                (table, share) for table, share in self.set_aside_shares.items() if share > NOTABLE_SET_ASIDE_SHARE
            ),
            perturbed=bool(self.small_cell_floor),
            stands_in=self.stands_in_for is not None,
        )

    def _table_ages(self, whole: str, now: datetime) -> tuple[TableAge, ...]:
        """The age of each table that knows its days, the worst first, of equal ones the oldest."""
        known = {table.name: table for table in load_contract(self.domain).tables}
        ages = [
            table_age(
                name, last, known[name].every, not known[name].optional, whole, self.cadence, self.timezone, now
            )
            for name, (_, last) in self.table_days.items()
            if name in known
        ]  # fmt: skip
        return tuple(sorted(ages, key=lambda age: (worst([age.freshness]) != "stale", age.last_day, age.table)))


def read_moment(text: str) -> date | datetime:
    """A day, or a moment, from its ISO text."""
    return date.fromisoformat(text) if len(text) == len("2026-11-22") else datetime.fromisoformat(text)


def new_snapshot_id(now: datetime, after: str = "") -> str:
    """An id that sorts by the moment of publishing (UTC, to the microsecond), and behind the id `after`.

    A clock that was set back between two publications changes nothing in their order.
    """
    stamp = f"{now.astimezone(UTC):%Y%m%dT%H%M%S%fZ}"
    last = after[: len(stamp)]
    if stamp <= last:
        moment = datetime.strptime(last, "%Y%m%dT%H%M%S%fZ") + timedelta(microseconds=1)
        stamp = f"{moment:%Y%m%dT%H%M%S%fZ}"
    return f"{stamp}-{secrets.token_hex(2)}"


@lru_cache(maxsize=16)
def _columns(cubes: bytes) -> dict[str, dict[str, str]]:
    """What a snapshot says of its cubes' columns: some hundred, and the same ones in a thousand cities, kept once."""
    columns: dict[str, dict[str, str]] = orjson.loads(cubes)
    return columns


@lru_cache(maxsize=512)
def read_snapshot(folder: Path) -> Snapshot:
    """The snapshot in that folder; it never changes, so it is read once. Raises OSError or ValueError otherwise."""
    text = (folder / SNAPSHOT).read_bytes()
    if (expected := _digest_of_snapshot(folder)) and hashlib.sha256(text).hexdigest() != expected:
        raise ValueError(f"{SNAPSHOT} is not what was published: its checksum differs")
    told = json.loads(text)
    if (written := told.get("format", FORMAT)) > FORMAT:
        raise ValueError(f"a newer version of Citydeck published it (format {written}, this one reads {FORMAT})")
    days = [date.fromisoformat(told[key]) if told[key] else None for key in ("first_day", "last_day")]
    told["cubes"] = _columns(orjson.dumps(told["cubes"]))
    return Snapshot(
        folder=folder,
        snapshot_id=told["snapshot_id"],
        city=told["city"],
        domain=told["domain"],
        run_id=told["run_id"],
        timezone=told["timezone"],
        published_at=told["published_at"],
        data_as_of=told["manifest"]["data_as_of"],
        cadence=told["manifest"]["cadence"],
        simulated=told["manifest"]["simulated"],
        publishers=tuple(dict.fromkeys(source["publisher"] for source in told["manifest"]["sources"])),
        rows=told["rows"],
        cubes=told["cubes"],
        places=tuple((row["table_name"], row["level"], row["mapped"], row["unmatched"]) for row in told["places"]),
        first_day=days[0],
        last_day=days[1],
        small_cell_floor=told.get("small_cell_floor"),
        raw=told,
    )  # fmt: skip


def _digest_of_snapshot(folder: Path) -> str | None:
    """What the checksum of snapshot.json is to be; None where none was written down."""
    try:
        lines = (folder / SUMS).read_text("ascii").splitlines()
    except FileNotFoundError:
        return None
    return next((line.partition(" ")[0] for line in lines if line.endswith(f"  {SNAPSHOT}")), None)


def _readable(folder: Path) -> bool:
    """Whether the snapshot's two files are there (they appear together, by one rename)."""
    return (folder / SNAPSHOT).is_file() and (folder / CUBES).is_file()


def current_id(home: Path) -> str | None:
    """What CURRENT says in that domain's folder; None where it says nothing usable."""
    try:
        text = (home / CURRENT).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return text if text and "/" not in text and not text.startswith(".") else None


def current_ids(snapshots_dir: Path, domain: str) -> dict[str, str | None]:
    """What CURRENT says of that domain in each city that has it, by the cities' keys."""
    homes = (path.parent for path in snapshots_dir.glob(f"*/{domain}/{CURRENT}"))
    return {home.parent.name: current_id(home) for home in sorted(homes)}


def served_snapshot(home: Path) -> Snapshot | None:
    """The snapshot that CURRENT names in that domain's folder; None where there is none or it cannot be read."""
    served = current_id(home)
    return try_snapshot(home / served) if served else None


def withdrawn_ids(home: Path) -> frozenset[str]:
    """Snapshots that a rollback took back; they answer no day any more."""
    try:
        return frozenset((home / WITHDRAWN).read_text("utf-8").split())
    except OSError:
        return frozenset()


def damaged_ids(home: Path) -> frozenset[str]:
    """Snapshots that were found damaged; they answer no day any more."""
    try:
        lines = (home / DAMAGED).read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return frozenset()
    return frozenset(line.partition("\t")[0] for line in lines)


def served_ids(home: Path) -> list[str]:
    """Snapshots that were served, in that order, the current one last; those kept where no list was written yet."""
    try:
        served = (home / SERVED).read_text("utf-8").split()
    except OSError:
        current = current_id(home)
        served = [name for name in retained_ids(home) if current is None or name <= current]
    current = current_id(home)
    return served if current is None or current in served[-1:] else [*served, current]


def retained_ids(home: Path) -> list[str]:
    """Ids of the snapshots that are kept, neither taken back nor damaged, oldest first."""
    if not home.is_dir():
        return []
    left_out = withdrawn_ids(home) | damaged_ids(home)
    found = [path.name for path in home.iterdir() if path.name[:1].isdigit() and path.name not in left_out]
    return sorted(name for name in found if _readable(home / name))


def _last_id(day: date, timezone: str) -> str:
    """The greatest id that a snapshot published by the end of that day, local time, can have."""
    day = min(max(day, EARLIEST_DAY), LATEST_DAY)
    end = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(timezone)).astimezone(UTC)
    return f"{end:%Y%m%dT%H%M%S%f}"


def find_snapshot(snapshots_dir: Path, city: str, domain: str, as_of: date | None = None) -> Snapshot:
    """The snapshot that answers for that city and domain. Raises DataMissingError where there is none.

    Where CURRENT names a folder that is gone, the newest that is left answers, and the log says so.
    """
    if not CITY_KEY.fullmatch(city) or domain not in domains():
        raise DataMissingError(city, domain)
    home = snapshots_dir / city / domain
    named = current_id(home)
    for name in _candidates(home, named, as_of):
        snapshot = try_snapshot(home / name)
        if snapshot is not None and (as_of is None or name < _last_id(as_of, snapshot.timezone)):
            if as_of is None and name != named:
                _warn_of_gone(f"{city}/{domain}", str(named), name)
                return replace(snapshot, stands_in_for=named)
            return snapshot
    raise DataMissingError(city, domain, as_of.isoformat() if as_of else None)


def _candidates(home: Path, named: str | None, as_of: date | None) -> Iterator[str]:
    """Ids in the order in which they may answer; the folder is listed only where CURRENT alone does not decide."""
    if named is not None and as_of is None and named not in damaged_ids(home):
        yield named
    for name in reversed(retained_ids(home)):
        # What lies beyond CURRENT was never served: its publisher was stopped before the swap.
        if named is None or name < named or (as_of is not None and name == named):
            yield name


@lru_cache(maxsize=512)
def _warn_of_gone(where: str, named: str, served: str) -> None:
    """Say once, and not at every poll, that the last good snapshot answers in place of the one that CURRENT names."""
    log.warning("%s: CURRENT names %s, which cannot be read; %s answers instead", where, named, served)


def try_snapshot(folder: Path) -> Snapshot | None:
    """The snapshot in that folder; None where it is gone or damaged, which the log says."""
    if not _readable(folder):
        return None
    try:
        return read_snapshot(folder)
    except (OSError, ValueError, KeyError, TypeError) as error:
        log.error("%s cannot be read: %s", folder.name, error)
        return None


def rejected_reports(home: Path) -> list[Path]:
    """Reports of rejected drops, oldest first."""
    return sorted(home.glob(f"{REJECTED}/*/{REPORT}"), key=lambda path: path.stat().st_mtime)
