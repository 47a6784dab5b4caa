"""python -m data doctor: what is damaged or in want in this installation; `--mend` mends what can be mended."""

from __future__ import annotations

import argparse
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from data.city.pack import BrokenCityError, UnknownCityError, known_cities, load_city
from data.drops.contract import domains
from data.operations.heartbeats import SUFFIX, heard_walls
from data.published.integrity import damage, damaged_snapshots, mark_damaged
from data.published.snapshots import (
    CURRENT,
    DAMAGED,
    STAGING,
    WAITING,
    current_id,
    read_snapshot,
    rejected_reports,
    retained_ids,
    served_ids,
    try_snapshot,
)
from data.publishing.publish import publish
from data.publishing.snapshot_folder import Outcome, locked, machine_faults, point_to, sweep
from settings import Settings, settings

#: Free bytes under which publishing a city of a million records may fail.
LEAST_FREE_BYTES = 500_000_000


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: where, what, what mends it, and whether that was done now."""

    where: str
    what: str
    remedy: str
    mended: bool = False

    def __str__(self) -> str:
        """The finding as a line."""
        return f"{self.where}: {self.what}. {'Mended: ' if self.mended else ''}{self.remedy}"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `python -m data doctor`."""
    parser.add_argument("--mend", action="store_true", help="mend what can be mended without losing anything")
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")


def run(args: argparse.Namespace) -> int:
    """Print every finding; 0 where there is none, or all are mended, and 1 otherwise."""
    found = list(findings(settings(), mend=args.mend))
    if args.json:
        print(json.dumps([asdict(each) for each in found], indent=2))
    else:
        for each in found:
            print(each)
        print(f"{len(found)} found, {sum(each.mended for each in found)} mended" if found else "nothing is wrong")
    return 0 if all(each.mended for each in found) else 1


def findings(chosen: Settings, *, mend: bool = False) -> Iterator[Finding]:
    """Everything that is wrong, in the order in which it is looked for."""
    yield from _machine(chosen)
    for key in known_cities(chosen.cities_dir):
        try:
            load_city(key, chosen.cities_dir)
        except (BrokenCityError, UnknownCityError) as error:
            yield Finding(key, str(error).rstrip("."), f"python -m data validate-city {key} says what its folder lacks")
    for home in sorted(chosen.snapshots_dir.glob("*/*")):
        if home.is_dir() and home.name in domains():
            with machine_faults(_where(home), "not looked through"), locked(home, _where(home)):
                yield from _domain(home, mend)
            yield from _served(home, chosen, mend)
    yield from _walls(chosen.walls_dir, mend)


def _where(home: Path) -> str:
    return f"{home.parent.name}/{home.name}"


def _machine(chosen: Settings) -> Iterator[Finding]:
    """Folders that cannot be written, and disks that are nearly full."""
    for folder in (chosen.snapshots_dir, chosen.outputs_dir, chosen.cache_dir, chosen.walls_dir):
        there = next(path for path in (folder, *folder.parents) if path.exists())
        if not os.access(there, os.W_OK | os.X_OK):
            yield Finding(str(folder), "cannot be written", "give Citydeck's user the right to write there")
        elif (free := shutil.disk_usage(there).free) < LEAST_FREE_BYTES:
            yield Finding(str(folder), f"has {free / 1e6:,.0f} MB free", "make room: publishing may fail")


def _domain(home: Path, mend: bool) -> Iterator[Finding]:
    """Snapshots that are not what was published, and what killed publishers left behind."""
    where = _where(home)
    known = {each.snapshot_id: each for each in damaged_snapshots(home)}
    for path in sorted(path for path in home.iterdir() if path.is_dir() and path.name[:1].isdigit()):
        fault = damage(path)
        if fault and path.name not in known:
            if mend:
                mark_damaged(home, path.name, fault)
            yield Finding(f"{where} {path.name}", fault, "it answers no more, an earlier one does", mend)
        elif not fault and path.name in known:
            if mend:
                _unmark(home, path.name)
            yield Finding(f"{where} {path.name}", "was noted as damaged and is whole", "it may answer again", mend)
        elif not fault and (reason := _unreadable(path)):
            yield Finding(f"{where} {path.name}", reason, "an earlier one answers; upgrade Citydeck, or publish again")
    for left in sorted(home.glob(f"{STAGING}*")):
        yield Finding(f"{where} {left.name}", "was left by a publisher that was stopped", "removed" if mend else
                      "the next publication removes it", mend)  # fmt: skip
    if mend:
        sweep(home)
    yield from _unreadable_files(home, mend)


def _unreadable(snapshot: Path) -> str | None:
    """Why a whole snapshot cannot be read, such as one of a newer version; None where it can."""
    try:
        read_snapshot(snapshot)
    except (OSError, ValueError, KeyError, TypeError) as error:
        return str(error)
    return None


def _unmark(home: Path, snapshot_id: str) -> None:
    lines = (home / DAMAGED).read_text("utf-8", errors="replace").splitlines(keepends=True)
    (home / DAMAGED).write_text("".join(line for line in lines if line.partition("\t")[0] != snapshot_id), "utf-8")


def _unreadable_files(home: Path, mend: bool) -> Iterator[Finding]:
    """Reports and notes that cannot be read; mending sets them aside under another name."""
    for path in (*rejected_reports(home), home / WAITING):
        try:
            if path.exists():
                json.loads(path.read_bytes())
        except ValueError:
            if mend:
                path.rename(path.with_name(f"{path.name}.unreadable"))
            name = path.relative_to(home).as_posix()
            yield Finding(f"{_where(home)} {name}", "cannot be read", "set aside as *.unreadable", mend)


def _served(home: Path, chosen: Settings, mend: bool) -> Iterator[Finding]:
    """A domain whose newest snapshot does not answer: made anew from its delivery where that is still there."""
    where, named = _where(home), current_id(home)
    sound = retained_ids(home)
    if named in sound and (served := try_snapshot(home / named)) is not None:
        if not served.is_of_this_program:
            yield _of_another_version(home, chosen, mend)
        return
    listed = [name for name in served_ids(home) if name in sound]
    if not listed:
        if named is not None or any(path.name[:1].isdigit() for path in home.iterdir()):
            remedy = f"publish a delivery: python -m data publish {home.parent.name} {home.name}"
            yield Finding(where, "no snapshot answers", remedy)
        return
    what = f"{CURRENT} names {named}, which does not answer; {listed[-1]} stands in"
    anew = f"python -m data publish {home.parent.name} {home.name}"
    if not mend:
        yield Finding(where, what, f"{anew} makes it anew where its delivery is kept")
        return
    outcome = _published_anew(home, chosen)
    if outcome.state == "published":
        yield Finding(where, what, f"made anew from its delivery as {outcome.snapshot_id}", mended=True)
        return
    with machine_faults(where), locked(home, where):
        point_to(home, listed[-1])
    yield Finding(where, what, f"{CURRENT} names {listed[-1]} now; {outcome.message}", mended=True)


def _of_another_version(home: Path, chosen: Settings, mend: bool) -> Finding:
    """A domain that another version of the program published: some panels have nothing to answer from."""
    where, what = _where(home), "was published by another version of Citydeck: some panels cannot answer"
    if not mend:
        anew = f"python -m data publish {home.parent.name} {home.name} makes it anew where its delivery is kept"
        return Finding(where, what, anew)
    outcome = _published_anew(home, chosen)
    if outcome.state == "published":
        return Finding(where, what, f"made anew from its delivery as {outcome.snapshot_id}", mended=True)
    ours = f"python -m modules run {home.parent.name} {home.name}"
    return Finding(where, what, f"a delivery of this version does, such as of {ours}; {outcome.message}")


def _published_anew(home: Path, chosen: Settings) -> Outcome:
    """What became of the newest delivery of a domain, published once more unless a rollback took it back."""
    return publish(
        load_city(home.parent.name, chosen.cities_dir), home.name, outputs_dir=chosen.outputs_dir,
        snapshots_dir=chosen.snapshots_dir, keep=chosen.keep_snapshots,
    )  # fmt: skip


def _walls(folder: Path, mend: bool) -> Iterator[Finding]:
    """Heartbeats that cannot be read."""
    if not folder.is_dir():
        return
    readable = {f"{heard.beat.wall}{SUFFIX}" for heard in heard_walls(folder)}
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        if path.name not in readable:
            if mend:
                path.unlink()
            yield Finding(
                f"walls {path.name}", "cannot be read as a heartbeat", "removed: the wall sends another", mend
            )
