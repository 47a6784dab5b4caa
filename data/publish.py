"""drop -> check -> place in areas -> cubes -> immutable snapshot -> pointer swap; what was published stays served."""

from __future__ import annotations

import errno
import fcntl
import importlib
import json
import logging
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from data.check import check_into
from data.city import City
from data.contract import Contract, load_contract
from data.drop import machine_is_full, scratch_connection
from data.follow_up import add_to_cubes, find_followed, pending, unknown_run
from data.manifest import MANIFEST, DropError, Manifest, fsync_folder, read_manifest, write_bytes_durably
from data.places import create_area_tables, create_places, place_table
from data.report import Report
from data.snapshots import (
    CUBES,
    CURRENT,
    REJECTED,
    REPORT,
    SNAPSHOT,
    STAGING,
    WITHDRAWN,
    Snapshot,
    current_id,
    kept_ids,
    new_snapshot_id,
    withdrawn_ids,
)
from data.sql_text import literal

log = logging.getLogger(__name__)
#: Most memory that publishing may take; it takes this much only where there are tens of millions of rows.
MEMORY = "3GB"


class PublishError(Exception):
    """Publishing could not be done for a reason that is not the data's; the message is a sentence for the operator."""


@dataclass(frozen=True)
class Outcome:
    """What publishing a domain came to: published, unchanged, missing (no drop at all) or rejected, and a sentence."""

    state: str
    message: str
    snapshot_id: str | None = None
    report: Report | None = None


def finished_drops(outputs_dir: Path, city: str, domain: str) -> list[Path]:
    """Drops of a domain that have a manifest, oldest first. One still being written has none and is left alone."""
    home = outputs_dir / city / domain
    if not home.is_dir():
        return []
    found = [path for path in home.iterdir() if path.name[0] != "." and path.is_dir() and not path.is_symlink()]
    for path in found:
        if not (path / MANIFEST).exists():
            log.info("%s/%s %s is not finished yet: it has no manifest", city, domain, path.name)
    return sorted((path for path in found if (path / MANIFEST).exists()), key=_generated_at)


def _generated_at(drop: Path) -> tuple[datetime, str]:
    """When a drop was made; by its file's time where the manifest cannot be read, so that it is looked at at all."""
    try:
        moment = read_manifest(drop).generated_at
    except DropError:
        moment = datetime.fromtimestamp((drop / MANIFEST).stat().st_mtime, UTC)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)), drop.name


def publish(
    city: City, domain: str, *, outputs_dir: Path, snapshots_dir: Path, keep: int = 30, again: bool = False
) -> Outcome:
    """Publish the newest finished drop of a domain, unless it is published already (`again` does it all the same).

    Where it follows drops that are not published yet, those come first, each as a snapshot of its own.

    Two publishers of one domain work one after the other. Raises PublishError where the machine is at fault, such as a
    full disk; what was published before goes on being served.
    """
    contract = load_contract(domain)
    home = snapshots_dir / city.key / domain
    where = f"{city.key}/{domain}"
    with _machine_faults(where), _locked(home, where):
        _sweep(home)
        drops = finished_drops(outputs_dir, city.key, domain)
        if not drops:
            return Outcome("missing", f"{where}: there is no finished drop to publish")
        if not again and (told := _published_as(home, drops[-1])):
            return Outcome("unchanged", f"{where}: {drops[-1].name} {told}")
        for drop in pending(drops, home):
            outcome = _publish_drop(city, contract, drop, home, keep)
            if outcome.state != "published":
                break
        return outcome


def _published_as(home: Path, drop: Path) -> str | None:
    """Why this drop need not be published: it is what is served, or what a rollback took back."""
    served = current_id(home)
    for snapshot_id in [served, *withdrawn_ids(home)]:
        file = home / (snapshot_id or CURRENT) / SNAPSHOT
        if snapshot_id and file.is_file() and json.loads(file.read_bytes())["run_id"] == drop.name:
            if snapshot_id == served:
                return f"is published already, as {snapshot_id}"
            return f"was taken back by a rollback; --again publishes it all the same ({snapshot_id})"
    return None


def _publish_drop(city: City, contract: Contract, drop: Path, home: Path, keep: int) -> Outcome:
    where = f"{city.key}/{contract.domain}"
    started = time.monotonic()
    now = datetime.now(UTC)
    snapshot_id = new_snapshot_id(now)
    staging = home / f"{STAGING}{snapshot_id}"
    log.info("%s: checking drop %s", where, drop.name)
    try:
        staging.mkdir(parents=True)
        report = _build(city, contract, drop, staging, snapshot_id, now)
        if not report.accepted:
            _set_aside(drop, home, report, keep)
            return Outcome("rejected", f"{where}: {drop.name} rejected: {report.summary()}", report=report)
        _make_durable(staging)
        staging.rename(home / snapshot_id)
        point_to(home, snapshot_id)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    _retain(home, keep)
    rows = sum(report.rows.values())
    message = f"{where}: {drop.name} published as {snapshot_id}, {rows:,} rows in {time.monotonic() - started:.1f} s"
    log.info(message)
    return Outcome("published", message, snapshot_id, report)


def _build(city: City, contract: Contract, drop: Path, staging: Path, snapshot_id: str, now: datetime) -> Report:
    """Check the drop and, where it keeps its contract, write cubes.duckdb and snapshot.json into the staging folder."""
    connection = scratch_connection(staging, memory=MEMORY)
    try:
        report = check_into(connection, drop, city, contract.domain)
        for breach in report.breaches:
            log.warning("%s/%s %s: %s in %s: %s (%s)", city.key, contract.domain, breach.severity, breach.rule,
                        breach.table, breach.message, f"{breach.count:,}")  # fmt: skip
        if report.accepted and (follows := read_manifest(drop).follows):
            report = _add_changes(connection, city, contract, staging, report, follows)
        elif report.accepted:
            _attach(connection, staging)
            _write_cubes(connection, city, contract)
        if report.accepted:
            told = _facts(connection, city, contract, drop, report)
            told |= {"snapshot_id": snapshot_id, "published_at": now.isoformat(timespec="seconds")}
            connection.execute("CHECKPOINT cubes")
            connection.execute("DETACH cubes")
            (staging / SNAPSHOT).write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")
    finally:
        connection.close()
    (staging / "work.duckdb").unlink(missing_ok=True)
    shutil.rmtree(staging / "spill", ignore_errors=True)
    return report


def _attach(connection: duckdb.DuckDBPyConnection, staging: Path, followed: Snapshot | None = None) -> None:
    """The snapshot to be as the database `cubes`, a copy of the one it follows, and `work` for what is stored aside."""
    if followed is not None:
        shutil.copyfile(followed.cubes_file, staging / CUBES)
    connection.execute(f"ATTACH {literal(str(staging / CUBES))} AS cubes")
    connection.execute(f"ATTACH {literal(str(staging / 'work.duckdb'))} AS work")


def _add_changes(
    connection: duckdb.DuckDBPyConnection, city: City, contract: Contract, staging: Path, report: Report, follows: str
) -> Report:
    """The report, after the drop was added to a copy of the cubes of the run that it follows."""
    followed = find_followed(staging.parent, follows)
    if followed is None:
        return replace(report, breaches=(*report.breaches, unknown_run(staging.parent, contract, follows)))
    _attach(connection, staging, followed)
    started = time.monotonic()
    found = add_to_cubes(connection, city, contract)
    taken = time.monotonic() - started
    log.info("%s/%s: added to %s in %.1f s", city.key, contract.domain, followed.snapshot_id, taken)
    rows = dict(report.rows)
    for table in contract.taking_back:
        assert table.takes_back is not None
        before = followed.rows.get(table.takes_back, 0) - rows.pop(table.name, 0)
        rows[table.takes_back] = before + rows.get(table.takes_back, 0)
    return replace(report, rows=rows, breaches=(*report.breaches, *found))


def _write_cubes(connection: duckdb.DuckDBPyConnection, city: City, contract: Contract) -> None:
    """Areas, places and the domain's own cubes into the attached database `cubes`."""
    create_area_tables(connection, city)
    create_places(connection)
    cubes = importlib.import_module(f"data.cubes.{contract.domain}")
    started = time.monotonic()
    for table, place in contract.place.items():
        place_table(connection, city, table, place, stored=not getattr(cubes, "READS_ONCE", False))
    log.info("%s/%s: places found in %.1f s", city.key, contract.domain, time.monotonic() - started)
    started = time.monotonic()
    cubes.build(connection, city)
    log.info("%s/%s: cubes built in %.1f s", city.key, contract.domain, time.monotonic() - started)


def _facts(
    connection: duckdb.DuckDBPyConnection, city: City, contract: Contract, drop: Path, report: Report
) -> dict[str, Any]:
    """What snapshot.json says besides its id: so that a reader need not open the cubes to know what is in them."""
    cubes: dict[str, dict[str, str]] = {}
    for table, column, sql_type in connection.execute(
        "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE database_name = 'cubes' "
        "ORDER BY table_name, column_index"
    ).fetchall():
        cubes.setdefault(table, {})[column] = sql_type
    span = connection.execute("SELECT first_day::DATE, last_day::DATE FROM cubes.span").fetchone() or (None, None)
    places = connection.execute("SELECT table_name, level, mapped, unmatched FROM cubes.places").fetchall()
    manifest: Manifest = read_manifest(drop)
    return {
        "city": city.key,
        "domain": contract.domain,
        "run_id": drop.name,
        "timezone": city.timezone,
        "contract_version": contract.version,
        "first_day": span[0].isoformat() if span[0] else None,
        "last_day": span[1].isoformat() if span[1] else None,
        "rows": report.rows,
        "places": [dict(zip(("table_name", "level", "mapped", "unmatched"), row, strict=True)) for row in places],
        "cubes": cubes,
        "manifest": manifest.model_dump(mode="json"),
        "warnings": json.loads(report.as_json())["breaches"],
    }


def point_to(home: Path, snapshot_id: str) -> None:
    """Make CURRENT name that snapshot, in one step that a reader sees wholly or not at all."""
    fresh = home / f"{STAGING}current-{os.getpid()}"
    write_bytes_durably(fresh, snapshot_id.encode())
    fresh.replace(home / CURRENT)
    fsync_folder(home)


def rollback(city: str, domain: str, snapshots_dir: Path) -> Outcome:
    """Serve the snapshot before the current one again; the current one answers no day any more."""
    home, where = snapshots_dir / city / domain, f"{city}/{domain}"
    with _machine_faults(where), _locked(home, where):
        served = current_id(home)
        earlier = [name for name in kept_ids(home) if served is None or name < served]
        if not earlier:
            return Outcome("missing", f"{where}: there is no earlier snapshot to go back to")
        if served is not None:
            withdrawn = "\n".join([*sorted(withdrawn_ids(home)), served])
            write_bytes_durably(home / f"{STAGING}withdrawn", withdrawn.encode())
            (home / f"{STAGING}withdrawn").replace(home / WITHDRAWN)
        point_to(home, earlier[-1])
        message = f"{where}: {earlier[-1]} is served again, {served} is taken back"
        log.info(message)
        return Outcome("published", message, earlier[-1])


def _make_durable(staging: Path) -> None:
    """Make the snapshot's files survive a power cut before anything points to them."""
    for path in staging.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())
    fsync_folder(staging)


def _set_aside(drop: Path, home: Path, report: Report, keep: int) -> None:
    """Move a drop that breaks its contract to `rejected/<run_id>/drop`, beside its report."""
    place = home / REJECTED / drop.name
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    (place / REPORT).write_text(report.as_json(), "utf-8")
    (place / "report.txt").write_text(report.as_text() + "\n", "utf-8")
    shutil.move(drop, place / "drop")
    log.error("%s/%s: %s rejected: %s", report.city, report.domain, drop.name, report.summary())
    aside = sorted((home / REJECTED).iterdir(), key=lambda path: path.stat().st_mtime)
    for path in aside[: -max(keep, 1)]:
        shutil.rmtree(path)


def _retain(home: Path, keep: int) -> None:
    """Remove all but the newest `keep` snapshots; what is served always stays."""
    served = current_id(home)
    names = sorted(path.name for path in home.iterdir() if path.is_dir() and path.name[:1].isdigit())
    for name in names[: -max(keep, 1)]:
        if name != served:
            # Renamed first: a reader sees a whole snapshot or none, and a kill leaves something that is swept.
            gone = (home / name).rename(home / f"{STAGING}{name}")
            shutil.rmtree(gone)
            log.info("%s: removed, %d newer ones are kept", name, keep)


def _sweep(home: Path) -> None:
    """Remove what a killed publisher left behind; the lock says that no other is at work."""
    for path in home.glob(f"{STAGING}*"):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
        log.warning("%s: swept, a publisher was stopped in the middle", path.name)


@contextmanager
def _locked(home: Path, where: str) -> Iterator[None]:
    """Be the only publisher of a domain; waits for another one and says so. The lock ends with the process."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / ".lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            log.warning("%s: another publisher is at work, waiting for it to finish", where)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def _machine_faults(where: str) -> Iterator[None]:
    """Turn what the machine refuses into a PublishError with a sentence."""
    kept = "what was published before goes on being served"
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        cause = "the disk is full" if full else f"{error.strerror or error} ({error.filename})"
        raise PublishError(f"{where}: not published, {cause}; {kept}") from error
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
        text = str(error).strip().partition("\n")[0][:300]
        cause = "the disk is full" if machine_is_full(error) else text
        raise PublishError(f"{where}: not published, {cause}; {kept}") from error
