"""A simulated city that goes on: each morning the day before as a whole, and during the day what happened since.

What happens is drawn already (`Plan.ahead`): a step tells it up to the present moment. So the same seed and moment give
the same records, whatever was published before, and a machine that slept for a week tells the week at once.
"""

from __future__ import annotations

import fcntl
import logging
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from data.city.pack import BrokenCityError, City, known_cities, load_city
from data.drops.clock import city_time
from data.drops.deliveries import complete_drops
from data.drops.manifest import read_manifest
from data.published.snapshots import Snapshot, read_moment, served_snapshot
from data.publishing.follow_up import find_followed
from data.publishing.snapshot_folder import locked, retain
from modules import services
from modules.live_process import living_cities
from modules.run import Done, module_domains, publish_domain, run_module
from modules.services.changes import changed_requests
from modules.simulate import AHEAD_DAYS, living_plan, write_records
from modules.simulate.run_plan import Plan
from modules.sources import simulated
from settings import Settings

log = logging.getLogger(__name__)
#: Days of which the last snapshot is kept, and snapshots of the present day: pages that are open show one of these.
DAYS_KEPT, STEPS_KEPT = 10, 4
#: Drops that are left when they are published; a follow-up takes over tables of the one before.
DROPS_KEPT = 3


def live_once(chosen: Settings, now: datetime | None = None) -> list[Done]:
    """Bring every living city to the moment `now`, by its own clock (default: the machine's); what was published.

    A city that another process is bringing on is left alone.
    """
    done: list[Done] = []
    for key in sorted(living_cities(chosen.raw_dir) & {*known_cities(chosen.cities_dir)}):
        try:
            city = load_city(key, chosen.cities_dir)
        except BrokenCityError as error:
            log.error("%s: it is not brought on", error)
            continue
        with _alone(chosen.raw_dir / key) as alone:
            if alone:
                done += _bring_on(city, chosen, now or city_time(city.timezone))
    return done


@contextmanager
def _alone(raw: Path) -> Iterator[bool]:
    """Whether this process is the only one that brings the city on; the lock ends with the process."""
    with (raw / ".live-lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def _bring_on(city: City, chosen: Settings, now: datetime) -> list[Done]:
    """The days that are over as whole drops, then the present day up to `now`."""
    now = now.replace(microsecond=0, tzinfo=None)
    plan = living_plan(city, chosen.raw_dir)
    midnight = datetime.combine(now.date(), datetime.min.time())
    if plan.moment < midnight:
        plan = _tell_days(plan, midnight, chosen.raw_dir)
    going_on = [domain for domain in module_domains() if not _is_real(city, domain, chosen)]
    behind = [domain for domain in going_on if _known_to(city, domain, chosen) < plan.moment]
    done = [_publish_whole(city, domain, chosen) for domain in behind]
    if now > plan.moment:
        done += [step(city, plan, chosen, now) for domain, step in _STEPS.items() if domain in going_on]
    return [each for each in done if each.state != "absent"]


def _tell_days(plan: Plan, midnight: datetime, raw_dir: Path) -> Plan:
    """Write the raw records up to that midnight; drawn anew where the days ahead are used up."""
    yesterday = midnight.date() - timedelta(days=1)
    told = replace(plan, known_at=midnight)
    if yesterday > plan.until:
        told = replace(told, until=yesterday + timedelta(days=AHEAD_DAYS), ahead=AHEAD_DAYS)
    write_records(told, raw_dir)
    return told


def _served(city: City, domain: str, chosen: Settings) -> Snapshot | None:
    return served_snapshot(chosen.snapshots_dir / city.key / domain)


def _moment_of(data_as_of: date | datetime) -> datetime:
    """The moment to which data tells: a day to its end."""
    if isinstance(data_as_of, datetime):
        return data_as_of
    return datetime.combine(data_as_of + timedelta(days=1), datetime.min.time())


def _is_real(city: City, domain: str, chosen: Settings) -> bool:
    """Whether real records are served there: they took the place of simulated ones, which do not go on beside them."""
    snapshot = _served(city, domain, chosen)
    return snapshot is not None and not snapshot.simulated


def _known_to(city: City, domain: str, chosen: Settings) -> datetime:
    """The moment to which what is served tells; the first of all where nothing is."""
    snapshot = _served(city, domain, chosen)
    return _moment_of(read_moment(snapshot.data_as_of)) if snapshot else datetime.min


def _publish_whole(city: City, domain: str, chosen: Settings) -> Done:
    ran = run_module(city, domain, chosen)
    return _publish(city, domain, chosen) if ran.state in ("ran", "unchanged") else ran


def _publish(city: City, domain: str, chosen: Settings) -> Done:
    """Publish the newest drop, and leave no more snapshots and drops than are of use."""
    done = publish_domain(city, domain, chosen)
    home = chosen.snapshots_dir / city.key / domain
    with locked(home, f"{city.key}/{domain}"):
        retain(home, min(chosen.keep_snapshots, DAYS_KEPT + STEPS_KEPT), STEPS_KEPT)
    for drop in complete_drops(chosen.outputs_dir, city.key, domain)[:-DROPS_KEPT]:
        shutil.rmtree(drop)
    return done


def _services_step(city: City, plan: Plan, chosen: Settings, now: datetime) -> Done:
    """Publish the requests that came or ended today, as a drop that follows the whole one of this morning.

    It does not follow the step before: what is copied and changed a hundred times a day grows with each copy.
    """
    home, served = chosen.snapshots_dir / city.key / "services", _served(city, "services", chosen)
    whole = find_followed(home, served.follows or served.run_id) if served else None
    before = chosen.outputs_dir / city.key / "services" / served.run_id if served else None
    if whole is None or whole.follows or before is None or not before.is_dir():
        return _publish_whole(city, "services", chosen)
    changes = changed_requests(replace(plan, known_at=now), _moment_of(read_moment(whole.data_as_of)))
    if not changes["requests"].num_rows:
        return Done("services", "unchanged", f"{city.key}/services: nothing happened yet today")
    about = simulated.about(chosen.raw_dir / city.key)
    simulated.write_follow_up(
        city.key,
        "services",
        {**_files_of(before, except_for=tuple(changes)), **changes},
        about=replace(about, known_at=now),
        outputs_dir=chosen.outputs_dir,
        module_version=services.VERSION,
        follows=whole.run_id,
    )
    return _publish(city, "services", chosen)


def _files_of(drop: Path, except_for: Sequence[str]) -> dict[str, list[Path]]:
    """Files of a drop by table, except for those tables."""
    files: dict[str, list[Path]] = {}
    for entry in read_manifest(drop).files:
        if entry.table not in except_for:
            files.setdefault(entry.table, []).append(drop / entry.path)
    return files


def _food_safety_step(city: City, plan: Plan, chosen: Settings, now: datetime) -> Done:
    """Publish food safety as it is now, as a whole: its cubes are the records themselves, and take half a second."""
    with TemporaryDirectory(dir=chosen.raw_dir, prefix=".living-") as raw:
        write_records(replace(plan, known_at=now), Path(raw), ["food_safety"])
        ran = run_module(city, "food_safety", replace(chosen, raw_dir=Path(raw)))
    return _publish(city, "food_safety", chosen) if ran.state == "ran" else ran


#: What is told of the present day, by domain: the others are told of days that are over.
_STEPS = {"services": _services_step, "food_safety": _food_safety_step}
