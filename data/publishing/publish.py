"""drop -> check -> place in areas -> cubes -> immutable snapshot -> pointer swap; what was published stays served."""

from __future__ import annotations

import importlib
import json
import logging
import os
import shutil
import time
from bisect import bisect_right
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from data.city.pack import City
from data.drops.admission import UNFINISHED_RULES, run_name, still_changing
from data.drops.check import check_into
from data.drops.contract import Contract, load_contract
from data.drops.deliveries import Delivery, deliveries, in_utc
from data.drops.drop import scratch_connection
from data.drops.manifest import DropError, Manifest, read_manifest
from data.drops.report import ERROR, Breach, Report
from data.published.cell_keys import RECORD_KEY
from data.published.cubes_version import cubes_version
from data.published.integrity import unreadable_cubes, write_sums
from data.published.snapshots import (
    CUBES,
    FORMAT,
    SET_ASIDE,
    SNAPSHOT,
    STAGING,
    WAITING,
    Snapshot,
    current_id,
    new_snapshot_id,
    retained_ids,
    served_ids,
    served_snapshot,
    try_snapshot,
    withdrawn_ids,
)
from data.publishing.cube_columns import cube_columns
from data.publishing.follow_up import add_to_cubes, find_followed, pending, unknown_run
from data.publishing.places import create_area_tables, create_places, place_table, polygons_of
from data.publishing.record_keys import Disclosure
from data.publishing.retention import retain_drops, retain_rejected
from data.publishing.run_content import as_it_stands, file_states, other_content
from data.publishing.set_aside import write_set_aside
from data.publishing.snapshot_folder import (
    Outcome,
    PublishError,
    locked,
    machine_faults,
    make_durable,
    point_to,
    reject,
    retain,
    sweep,
)
from data.publishing.table_days import table_days, widened
from data.publishing.table_measures import table_measures
from data.publishing.waiting import note_waiting, reasons_to_wait, waiting_outcome, waiting_reasons
from data.sql_text import literal
from settings import settings

log = logging.getLogger(__name__)
#: Below so many rows a snapshot is written in small blocks: a reading costs more of them, of so few nobody feels it.
FEW_ROWS = 100_000
#: Bytes of the smallest block of a DuckDB file, and of those of a larger snapshot. The usual one has 262,144: that of a
#: hundred million requests, and a day on top, takes 381 MB in it and 338 MB in a quarter of it.
SMALLEST_BLOCK, BLOCK = 16_384, 65_536


def publish(
    city: City, domain: str, *, outputs_dir: Path, snapshots_dir: Path, keep: int = 30, again: bool = False,
    accept: str | None = None,
) -> Outcome:  # fmt: skip
    """Publish the newest finished drop of a domain, unless it is published already (`again` does it all the same).

    Where it follows drops that are not published yet, those come first, each as a snapshot of its own. Where it is
    rejected, or still being written, the newest before it that is newer than what is served takes its place. One that
    holds far less than what is served waits, until `accept` names its run.

    Two publishers of one domain work one after the other. Raises PublishError where the machine is at fault, such as a
    full disk; what was published before goes on being served.
    """
    contract = load_contract(domain)
    home = snapshots_dir / city.key / domain
    where = f"{city.key}/{domain}"
    with machine_faults(where), locked(home, where):
        sweep(home)
        drops = deliveries(outputs_dir, city.key, domain)
        if accept is not None:
            drops = [drop for drop in drops if drop.run_id == accept]
        if not drops:
            lacking = f"no finished drop {accept!r}" if accept else "no finished drop to publish"
            return Outcome("missing", f"{where}: there is {lacking}")
        before: list[Outcome] = []
        while drops:
            outcome, tried = _try_drop(
                city, contract, drops, home, keep, again or accept is not None, accept is not None
            )
            if outcome.state not in ("rejected", "unfinished"):
                break
            before.append(outcome)
            # A refused one has gone, and what follows it is refused for that; what follows an unfinished one is not.
            drops.remove(tried if outcome.state == "rejected" else drops[-1])
            drops = _newer_than_served(drops, home)
        _retain_deliveries(outputs_dir, city.key, domain, home)
        if outcome.state in ("rejected", "unfinished", "unchanged"):
            # Nothing new is served: what is told first is why the newest drop is not.
            return replace(before[0], before=tuple(before[1:])) if before else outcome
        return replace(outcome, before=tuple(before))


def _try_drop(
    city: City, contract: Contract, drops: Sequence[Delivery], home: Path, keep: int, again: bool, accepted: bool
) -> tuple[Outcome, Delivery]:
    """Publish the newest of the drops, after those that it follows; which one was tried last."""
    where, newest = f"{city.key}/{contract.domain}", drops[-1].folder
    if not again:
        if published := _published_as(home, newest, contract):
            return Outcome("unchanged", f"{where}: {newest.name} {published}"), drops[-1]
        if reasons := waiting_reasons(home, newest):
            return waiting_outcome(where, newest.name, reasons), drops[-1]
    for drop in pending(drops, home):
        outcome = _publish_drop(city, contract, drop.folder, home, keep, accepted)
        if outcome.state != "published":
            break
    return outcome, drop


def _retain_deliveries(outputs_dir: Path, city: str, domain: str, home: Path) -> None:
    """Remove deliveries that are no longer needed, beyond the age and the bytes of the settings.

    One that cannot be removed is said, and keeps nothing from being published.
    """
    try:
        if (served := served_snapshot(home)) is not None:
            retain_drops(deliveries(outputs_dir, city, domain), served)
        retain_rejected(home)
    except OSError as error:
        log.warning("%s/%s: deliveries that are no longer needed are not removed: %s", city, domain, error)


def _newer_than_served(drops: list[Delivery], home: Path) -> list[Delivery]:
    """Those of the drops, oldest first, that were made after what is served."""
    snapshot = served_snapshot(home)
    if snapshot is None:
        return drops
    moment = in_utc(datetime.fromisoformat(snapshot.raw["manifest"]["generated_at"]))
    return drops[bisect_right(drops, moment, key=lambda each: each.made) :]


def _published_as(home: Path, drop: Path, contract: Contract) -> str | None:
    """Why this drop need not be published: this program made what is served of it, or a rollback took it back."""
    served = current_id(home)
    for snapshot_id in [served, *withdrawn_ids(home)]:
        snapshot = try_snapshot(home / snapshot_id) if snapshot_id else None
        if snapshot is not None and snapshot.run_id == drop.name and not other_content(snapshot, drop):
            if snapshot_id == served and not (snapshot.is_of_this_program and served in retained_ids(home)):
                continue  # it lacks what this version has, or is damaged
            if snapshot_id == served:
                return f"is published already, as {snapshot_id}"
            return f"was taken back by a rollback; --again publishes it all the same ({snapshot_id})"
    return None


def _publish_drop(
    city: City, contract: Contract, drop: Path, home: Path, keep: int, accepted: bool
) -> Outcome:  # fmt: skip
    where = f"{city.key}/{contract.domain}"
    started = time.monotonic()
    now = datetime.now(UTC)
    snapshot_id = new_snapshot_id(now, max(served_ids(home), default=""))
    staging = home / f"{STAGING}{snapshot_id}"
    before = as_it_stands(drop)
    log.info("%s: checking drop %s", where, run_name(drop))
    try:
        staging.mkdir(parents=True)
        report = _build(city, contract, drop, staging, snapshot_id, now)
        if as_it_stands(drop) != before:
            return Outcome("unfinished", f"{where}: {run_name(drop)} was changed while it was read and is left alone; "
                           "the next publication looks at it again", report=report)  # fmt: skip
        if not report.accepted:
            return _not_accepted(drop, home, report, keep)
        if not accepted and (reasons := reasons_to_wait(staging, home, contract)):
            note_waiting(home, drop, reasons)
            return waiting_outcome(where, drop.name, reasons)
        with ThreadPoolExecutor(1) as beside:
            summed = beside.submit(write_sums, staging)
            fault = unreadable_cubes(staging / CUBES)
            summed.result()
        if fault:
            raise PublishError(f"{where}: not published, the disk does not keep what is written: {fault}")
        make_durable(staging)
        staging.rename(home / snapshot_id)
        point_to(home, snapshot_id)
        (home / WAITING).unlink(missing_ok=True)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    retain(home, keep)
    rows = sum(report.published_rows.values())
    message = f"{where}: {drop.name} published as {snapshot_id}, {rows:,} rows in {time.monotonic() - started:.1f} s"
    if aside := report.set_aside_summary():
        message += f"; {aside}"
    log.info(message)
    return Outcome("published", message, snapshot_id, report)


def _not_accepted(drop: Path, home: Path, report: Report, keep: int) -> Outcome:
    """Set a drop aside that breaks its contract; leave one alone that looks as if its writer had not finished."""
    where, broken = f"{report.city}/{report.domain}", {each.rule for each in report.breaches if each.severity == ERROR}
    if broken & UNFINISHED_RULES and still_changing(drop):
        message = f"{where}: {run_name(drop)} was changed just now and is left alone until its writer is done: "
        return Outcome("unfinished", message + report.summary(), report=report)
    reject(drop, home, report, keep)
    return Outcome("rejected", f"{where}: {run_name(drop)} rejected: {report.summary()}", report=report)


def _build(city: City, contract: Contract, drop: Path, staging: Path, snapshot_id: str, now: datetime) -> Report:
    """Check the drop and, where it keeps its contract, write cubes.duckdb and snapshot.json into the staging folder."""
    follows = _followed_run(drop)
    # Little changes: a second thread for each statement would cost more than it brings.
    connection = scratch_connection(staging, settings().publish_memory_mb, threads=1 if follows else 2)
    beside = ThreadPoolExecutor(1)
    try:
        copied = beside.submit(_copy_followed, follows, staging)
        written = beside.submit(_write_to_disk, staging / CUBES)
        report = check_into(connection, drop, city, contract.domain)
        followed = copied.result()
        if report.accepted and (fault := _run_published_otherwise(staging.parent, drop)):
            report = replace(report, breaches=(*report.breaches, Breach("run_id", contract.domain, None, 1, fault)))
        for breach in report.breaches:
            log.warning("%s/%s %s: %s in %s: %s (%s)", city.key, contract.domain, breach.severity, breach.rule,
                        breach.table, breach.message, f"{breach.count:,}")  # fmt: skip
        if report.accepted:
            manifest = read_manifest(drop)
            if manifest.follows:
                report = _add_changes(connection, city, contract, staging, report, manifest, followed)
            else:
                _attach(connection, staging, rows=sum(report.rows.values()))
                _write_cubes(connection, city, contract, Disclosure.of(contract, city, manifest, staging.parent))
        if report.accepted:
            write_set_aside(connection, contract, staging / SET_ASIDE)
            told = _facts(connection, city, contract, drop, manifest, report, staging.parent)
            told |= {"snapshot_id": snapshot_id, "published_at": now.isoformat(timespec="seconds")}
            connection.execute("CHECKPOINT cubes")
            connection.execute("DETACH cubes")
            (staging / SNAPSHOT).write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")
        written.result()
    finally:
        beside.shutdown()
        connection.close()
    (staging / "work.duckdb").unlink(missing_ok=True)
    shutil.rmtree(staging / "spill", ignore_errors=True)
    return report


def _followed_run(drop: Path) -> str | None:
    """The run that the drop follows; None where it follows none, or its manifest cannot be read (the check says so)."""
    try:
        return read_manifest(drop).follows
    except DropError:
        return None


def _copy_followed(run_id: str | None, staging: Path) -> Snapshot | None:
    """The snapshot of that run, its cubes copied into the staging folder; None where there is none."""
    followed = find_followed(staging.parent, run_id) if run_id else None
    if followed is not None:
        shutil.copyfile(followed.cubes_file, staging / CUBES)
    return followed


def _write_to_disk(file: Path) -> None:
    """Have what was copied written while it is being changed, so that in the end only the changes are waited for."""
    if file.exists():
        with file.open("rb") as copied:
            os.fsync(copied.fileno())


def _run_published_otherwise(home: Path, drop: Path) -> str | None:
    """Why a drop cannot be published under its run id: another one was, and is kept."""
    for snapshot_id in retained_ids(home):
        snapshot = try_snapshot(home / snapshot_id)
        if snapshot is not None and snapshot.run_id == drop.name and other_content(snapshot, drop):
            return f"run {drop.name} was published with other content as {snapshot_id}: write it as a run of its own"
    return None


def _attach(connection: duckdb.DuckDBPyConnection, staging: Path, rows: int | None = None) -> None:
    """The snapshot to be as the database `cubes`, and `work` for what is stored aside.

    A new one of few `rows` gets the smallest blocks that DuckDB has: a cube takes whole ones, and there are forty
    cubes. Without `rows` it is there already, and has its own.
    """
    block = "" if rows is None else f" (BLOCK_SIZE {SMALLEST_BLOCK if rows < FEW_ROWS else BLOCK})"
    # Not for each statement: all files of a snapshot are put on the disk at once, before it is served.
    connection.execute("SET fsync_mode = 'NONE'")
    connection.execute(f"ATTACH {literal(str(staging / CUBES))} AS cubes{block}")
    connection.execute(f"ATTACH {literal(str(staging / 'work.duckdb'))} AS work")


def _add_changes(
    connection: duckdb.DuckDBPyConnection, city: City, contract: Contract, staging: Path, report: Report,
    manifest: Manifest, followed: Snapshot | None,
) -> Report:  # fmt: skip
    """The report, after the drop was added to the copy of the cubes of the run that it follows."""
    assert manifest.follows is not None
    if followed is None:
        return replace(report, breaches=(*report.breaches, unknown_run(staging.parent, contract, manifest.follows)))
    _attach(connection, staging)
    started = time.monotonic()
    disclosure = Disclosure.of(contract, city, manifest, staging.parent)
    found = disclosure.continued(connection) or add_to_cubes(connection, city, contract)
    taken = time.monotonic() - started
    log.info("%s/%s: added to %s in %.1f s", city.key, contract.domain, followed.snapshot_id, taken)
    rows, broken = dict(report.rows), dict(report.broken_rows)
    for table in contract.taking_back:
        assert table.takes_back is not None
        back, aside = table.takes_back, followed.set_aside_rows.get(table.takes_back, 0)
        rows[back] = followed.rows.get(back, 0) + aside - rows.pop(table.name, 0) + rows.get(back, 0)
        broken[back] = aside - broken.pop(table.name, 0) + broken.get(back, 0)
    return replace(report, rows=rows, breaches=(*report.breaches, *found), broken_rows=broken)


def _write_cubes(connection: duckdb.DuckDBPyConnection, city: City, contract: Contract, disclosure: Disclosure) -> None:
    """Areas, places and the domain's own cubes into the attached database `cubes`."""
    create_area_tables(connection, city)
    create_places(connection)
    disclosure.begin(connection)
    cubes = importlib.import_module(f"data.publishing.cubes.{contract.domain}")
    started = time.monotonic()
    polygons = polygons_of(city) if contract.place else []
    for table, place in contract.place.items():
        place_table(connection, polygons, table, place, stored=not getattr(cubes, "READS_ONCE", False))
    log.info("%s/%s: places found in %.1f s", city.key, contract.domain, time.monotonic() - started)
    started = time.monotonic()
    cubes.build(connection, city)
    log.info("%s/%s: cubes built in %.1f s", city.key, contract.domain, time.monotonic() - started)


def _facts(
    connection: duckdb.DuckDBPyConnection, city: City, contract: Contract, drop: Path, manifest: Manifest,
    report: Report, home: Path,
) -> dict[str, Any]:  # fmt: skip
    """What snapshot.json says besides its id: so that a reader need not open the cubes to know what is in them."""
    cubes = cube_columns(connection)
    span = connection.execute("SELECT first_day::DATE, last_day::DATE FROM cubes.span").fetchone() or (None, None)
    floor = connection.execute("SELECT small_cell_floor FROM cubes.disclosure").fetchall()[0][0]
    if floor and not any(RECORD_KEY in columns for columns in cubes.values()):
        raise RuntimeError(f"{contract.domain} counts people, but none of its cubes has a column {RECORD_KEY}")
    places = connection.execute("SELECT table_name, level, mapped, unmatched FROM cubes.places").fetchall()
    days = table_days(connection, contract, city, report.rows)
    if manifest.follows and (followed := find_followed(home, manifest.follows)):
        days = widened(days, followed.table_days)
    return {
        "city": city.key,
        "domain": contract.domain,
        "run_id": drop.name,
        "timezone": city.timezone,
        "format": FORMAT,
        "contract_version": contract.version,
        "cubes_version": cubes_version(contract.domain),
        "first_day": span[0].isoformat() if span[0] else None,
        "last_day": span[1].isoformat() if span[1] else None,
        "mature_days": _mature_days(connection) if "maturation" in cubes else {},
        "kept_from": _kept_from(connection) if "kept_from" in cubes else {},
        "table_days": {table: [day.isoformat() for day in span] for table, span in days.items()},
        "rows": report.published_rows,
        # Of a drop that adds to another one they would be those of the additions.
        **({} if manifest.follows else table_measures(connection, contract, report.rows)),
        "set_aside": report.set_aside_facts(),
        "places": [dict(zip(("table_name", "level", "mapped", "unmatched"), row, strict=True)) for row in places],
        "cubes": cubes,
        "small_cell_floor": floor,
        "manifest": manifest.model_dump(mode="json"),
        "files": file_states(drop),
        "warnings": json.loads(report.as_json())["breaches"],
    }


def _mature_days(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The last day (ISO) whose cases have had time to end, by what ends them, as the domain's cubes know it."""
    return dict(connection.execute("SELECT outcome, mature_day::VARCHAR FROM cubes.maturation").fetchall())


def _kept_from(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The first day (ISO) from which single records are kept, by their table, where older ones are not."""
    return dict(connection.execute("SELECT records, first_day::VARCHAR FROM cubes.kept_from").fetchall())
