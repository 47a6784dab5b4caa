"""Brings a source's raw records into the house, runs the modules on them and publishes what they put out."""

from __future__ import annotations

import importlib
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from data.city.pack import City, load_city
from data.drops.contract import domains
from data.drops.deliveries import complete_drops
from data.drops.manifest import DropError, read_manifest
from data.drops.report import Report
from data.publishing.publish import publish
from data.publishing.snapshot_folder import PublishError
from modules.sources import NoRecordsError, Source
from settings import Settings

#: What a module raises for records that it cannot read: no drop comes of them, and nothing already published is lost.
#: ArrowInvalid (a truncated Parquet) is a ValueError, a missing column a KeyError.
DATA_ERRORS = (DropError, KeyError, ValueError, OSError)
Say = Callable[[str], None]


@dataclass(frozen=True)
class Done:
    """What became of one domain: `text` is a sentence, `report` the check of what was published.

    `state` is published, unchanged, absent, broken, rejected, waiting or unfinished.
    """

    domain: str
    state: str
    text: str
    report: Report | None = None


class Progress:
    """A bar on stderr over a known number of steps; on something else than a terminal, one line a step."""

    def __init__(self, steps: int) -> None:
        """Nothing is written before the first step."""
        self._steps, self._done = steps, 0

    def step(self, what: str) -> None:
        """Say what begins now."""
        filled = round(20 * self._done / self._steps)
        bar = f"[{'#' * filled}{'.' * (20 - filled)}] {self._done}/{self._steps} {what}"
        end = "" if sys.stderr.isatty() else "\n"
        print(f"\r\x1b[K{bar}" if sys.stderr.isatty() else bar, end=end, file=sys.stderr, flush=True)
        self._done += 1

    def end(self) -> None:
        """Leave the bar behind, full."""
        if sys.stderr.isatty():
            print(f"\r\x1b[K[{'#' * 20}] {self._steps}/{self._steps} done", file=sys.stderr, flush=True)


def finder(folder: Path) -> Callable[[str], Path]:
    """Finds a file below the folder, or in it where the folder is the publisher's own; else raises NoRecordsError."""

    def find(name: str) -> Path:
        for path in (folder / name, folder / Path(name).name):
            if path.is_file():
                return path
        raise NoRecordsError(name)

    return find


def module_domains() -> tuple[str, ...]:
    """Domains that have both a contract and a module."""
    here = Path(__file__).parent
    return tuple(domain for domain in domains() if (here / domain / "__init__.py").is_file())


def bring(source: Source, folder: Path, raw: Path) -> dict[str, str]:
    """Copies the files of every domain into `raw`, under the names that the source gives them.

    What comes back: domain -> the file that it needs and that is not there.
    """
    find, absent = finder(folder), {}
    raw.mkdir(parents=True, exist_ok=True)
    for domain, (needed, added) in source.FILES.items():
        try:
            found = {name: find(name) for name in needed}
        except NoRecordsError as error:
            absent[domain] = str(error)
            continue
        for name in added:
            try:
                found[name] = find(name)
            except NoRecordsError:
                continue
        for name, path in found.items():
            if not _same(path, raw / name):
                (raw / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, raw / name)
    return absent


def _same(one: Path, other: Path) -> bool:
    return other.is_file() and one.stat().st_size == other.stat().st_size and one.read_bytes() == other.read_bytes()


def _repeats(drop: Path, before: Sequence[Path]) -> bool:
    """Whether the newest drop before has the same module, notes and files: then nothing new was found out."""
    if not before:
        return False
    try:
        told = [read_manifest(each).model_dump(exclude={"generated_at", "sources"}) for each in (drop, before[-1])]
    except DropError:
        return False
    return told[0] == told[1]


def run_module(city: City, domain: str, chosen: Settings) -> Done:
    """Runs one domain's module on the city's raw records. A drop that repeats the one before it is removed again."""
    before = complete_drops(chosen.outputs_dir, city.key, domain)
    try:
        module = importlib.import_module(f"modules.{domain}")
        drop: Path = module.run(chosen.raw_dir / city.key, city, chosen.outputs_dir)
    except NoRecordsError as error:
        return Done(domain, "absent", f"no records: {error} is not there")
    except DATA_ERRORS as error:
        return Done(domain, "broken", f"records cannot be read: {type(error).__name__}: {error}")
    if _repeats(drop, before):
        shutil.rmtree(drop)
        return Done(domain, "unchanged", f"same output as {before[-1].name}")
    return Done(domain, "ran", f"output {drop.name}")


def publish_domain(city: City, domain: str, chosen: Settings) -> Done:
    """Publishes the domain's newest output."""
    try:
        outcome = publish(
            city,
            domain,
            outputs_dir=chosen.outputs_dir,
            snapshots_dir=chosen.snapshots_dir,
            keep=chosen.keep_snapshots,
        )
    except PublishError as error:
        return Done(domain, "broken", str(error))
    text = "; ".join(each.message for each in reversed(outcome.all))
    return Done(domain, "absent" if outcome.state == "missing" else outcome.state, text, outcome.report)


def _run_and_publish(city: City, names: Sequence[str], chosen: Settings, progress: Progress) -> list[Done]:
    done = []
    for domain in names:
        progress.step(f"{domain}: running its module")
        ran = run_module(city, domain, chosen)
        progress.step(f"{domain}: checking and publishing")
        done.append(publish_domain(city, domain, chosen) if ran.state in ("ran", "unchanged") else ran)
    progress.end()
    return done


def run_modules(key: str, names: Sequence[str], chosen: Settings) -> list[Done]:
    """Runs the modules of those domains (none: of all) on the raw records that were brought, and publishes."""
    city = load_city(key, chosen.cities_dir)
    names = names or module_domains()
    return _run_and_publish(city, names, chosen, Progress(2 * len(names)))


def import_source(source: Source, folder: Path, key: str, chosen: Settings) -> list[Done]:
    """The whole way: city pack, raw records, modules, snapshots. A domain whose files are absent is skipped and told.

    Raises NoRecordsError where the city's own boundaries are not there, for then there is no city to show.
    """
    names = [domain for domain in module_domains() if domain in source.FILES]
    progress = Progress(2 + 2 * len(names))
    progress.step(f"{key}: writing the city and its areas")
    source.write_city(finder(folder), chosen.cities_dir, key)
    progress.step(f"{key}: copying raw records")
    absent = bring(source, folder, chosen.raw_dir / key)
    skipped = [Done(domain, "absent", f"no records: {file} is not there") for domain, file in absent.items()]
    here = [domain for domain in names if domain not in absent]
    return [*_run_and_publish(load_city(key, chosen.cities_dir), here, chosen, progress), *skipped]
