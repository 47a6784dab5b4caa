"""No cold morning: what everybody opens is answered by an idle server before the first reader asks for it.

After a start and after every publication one worker asks, for each city, what its pages show of the whole city and of
its districts in each language, and the scenes of its wall. The answers lie in the folder that all workers share, and
are there for workers that start later. It is the server and not the publisher that asks: it knows pages, languages and
the version of the program, notices a publication on another machine, and has time when nobody asks. It asks in a
process of its own of the lowest priority, which ends when all is answered: no reader shares an interpreter with it, and
the memory that it took is given back. It begins, and asks for each part, when no reader has asked for a moment: even at
the lowest priority it made the first loads of a page a quarter slower.
"""

from __future__ import annotations

import fcntl
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from api.bundles import Bundles
from api.forms_ahead import compile_forms
from api.shared_loads import Quiet, SharedLoads
from components.shell import registry
from components.shell.view_parts import answer_part, part_names, unmeasured
from components.text import languages
from components.view.reader import Reader, read
from components.wall import scenes
from components.wall.wall_page import scene_answer
from data.city.pack import areas_of, known_cities, load_city
from data.upkeep.give_way import give_way
from settings import ROOT, settings

log = logging.getLogger(__name__)
#: Cities that are kept warm: of a thousand the others are opened when somebody asks for them.
MOST_WARMED = 8
#: Districts of a city that are asked for, those of most residents first: what is cached is bounded.
MOST_DISTRICTS = 24
#: Seconds after which a city's districts are asked for again.
DISTRICTS_SECONDS = 3600.0
#: For so long no reader has asked when that process begins, and when it asks for a part.
QUIET_SECONDS, QUIET_PART_SECONDS = 3.0, 0.5
#: Where readers never rest it begins, and asks for a part, after so long all the same.
LONGEST_WAIT_SECONDS, LONGEST_PART_SECONDS = 60.0, 2.0


def views(city: str, *, districts: bool = True) -> Iterator[dict[str, str]]:
    """What everybody opens of a city: in each language, its own first, the whole of it and its districts."""
    pack = load_city(city, settings().cities_dir)
    areas = [area for area in areas_of(pack).values() if area.level == 1]
    largest = sorted(areas, key=lambda area: -(area.population or 0))[:MOST_DISTRICTS]
    spoken = sorted(languages(), key=lambda language: language != pack.language)
    for language in spoken:
        yield {"city": city, "lang": language}
    for language in spoken if districts else ():
        yield from ({"city": city, "lang": language, "area": area.area_id} for area in largest)


def _asked(query: dict[str, str]) -> Iterator[Callable[[], object]]:
    """Each part of each page in a view, and the wall's scenes in that of a whole city."""
    reader = read(query)
    if reader is None or not reader.versions.ids():
        return
    for page in registry.pages().values():
        for name in part_names(page):
            yield lambda page=page, name=name: answer_part(page, name, unmeasured(reader))  # type: ignore[misc]
    if "area" not in query:
        for scene in scenes.ALL:
            yield lambda scene=scene: scene_answer(scene, reader)  # type: ignore[misc]


def warm_city(city: str, is_wanted: Callable[[], bool] = lambda: True, *, districts: bool = True) -> int:
    """Ask all that everybody opens of a city, for as long as it is wanted; how many parts were asked for.

    A mistake of ours in one part is logged, as it is for a reader, and the others are made ready all the same.
    """
    asked = 0
    with ThreadPoolExecutor(1, "warm-up") as pool:
        for query in views(city, districts=districts):
            for part in _asked(query):
                if not is_wanted():
                    return asked
                _try(pool, part, query)
                asked += 1
    return asked


def _try(pool: ThreadPoolExecutor, part: Callable[[], object], query: dict[str, str]) -> None:
    if (error := pool.submit(part).exception()) is not None:
        log.error("a part of %s could not be made ready", query, exc_info=error)


def warm_beside(city: str, parent: int, loads: SharedLoads, *, districts: bool) -> int:
    """What the process beside the server does: the same while nobody asks, until its parent of that id ends.

    With the districts it compiles what readers choose next (`api/forms_ahead.py`), in the city's own language first.
    """
    give_way()
    quiet = Quiet(loads, QUIET_PART_SECONDS)

    def is_wanted() -> bool:
        quiet.wait(LONGEST_PART_SECONDS)
        return os.getppid() == parent

    asked = warm_city(city, is_wanted, districts=districts)
    for query in views(city, districts=False) if districts else ():
        compile_forms(city, query["lang"], is_wanted)
    return asked


def _warm_in_own_process(city: str, loads: SharedLoads, districts: bool) -> None:
    """Come back when a process of its own has asked all of that (app.py is what it runs)."""
    Quiet(loads, QUIET_SECONDS).wait(LONGEST_WAIT_SECONDS)
    wanted = [sys.executable, str(ROOT / "app.py"), city, str(os.getpid()), str(loads.file)]
    wanted += ["districts"] if districts else []
    ended = subprocess.run(wanted, cwd=ROOT, check=False, pass_fds=[loads.file])
    if ended.returncode:
        log.warning("what everybody opens of %s was not all made ready: status %s", city, ended.returncode)


def _state(city: str) -> dict[str, str]:
    reader: Reader | None = read({"city": city})
    return reader.versions.ids() if reader else {}


def start_warming(bundles: Bundles, loads: SharedLoads) -> None:
    """Begin in a thread of this worker; of all workers one at a time is at it."""
    threading.Thread(target=_keep_warm, args=(bundles, loads), name="warm-up", daemon=True).start()


def begin(city: str) -> None:
    """Answer the tiles of the first page of one domain, so that its cubes are open and its statements known.

    Each worker does so while the first visitor's browser is still at the page's scripts.
    """
    page = next(page for page in registry.pages().values() if page.domain)
    if (reader := read({"city": city})) is None or page.domain not in reader.versions.ids():
        return
    with ThreadPoolExecutor(1, "warm-up") as pool:
        _try(pool, lambda: answer_part(page, "tiles", unmeasured(reader)), {"city": city})


def _keep_warm(bundles: Bundles, loads: SharedLoads) -> None:
    chosen = settings()
    if chosen.warm_up:
        begin(chosen.default_city)
    try:
        _wait_for_turn(chosen.cache_dir.parent / "warm-up.lock", chosen.poll_seconds)
    except OSError as error:
        log.warning("nothing is answered ahead: %s", error)
        return
    bundles.compress_all()
    if not chosen.warm_up:
        return
    warmed: dict[str, dict[str, str]] = {}
    asked_at: dict[str, float] = {}
    while True:
        for city in _warmed_cities(chosen.default_city, chosen.snapshots_dir, chosen.cities_dir):
            if (state := _state(city)) != warmed.get(city):
                # A city that is published every few minutes would never let the server rest.
                is_due = time.monotonic() - asked_at.get(city, -DISTRICTS_SECONDS) >= DISTRICTS_SECONDS
                _warm_in_own_process(city, loads, is_due)
                warmed[city] = state
                if is_due:
                    asked_at[city] = time.monotonic()
        time.sleep(chosen.poll_seconds)


def _warmed_cities(default: str, snapshots_dir: Path, cities_dir: Path) -> list[str]:
    """The default city, then those that were published last: of a thousand the others are opened when asked."""
    published: dict[str, float] = {}
    for pointer in snapshots_dir.glob("*/*/CURRENT"):
        city = pointer.parent.parent.name
        published[city] = max(published.get(city, 0.0), pointer.stat().st_mtime)
    known = set(known_cities(cities_dir))
    latest = sorted(published.keys() & known - {default}, key=lambda city: -published[city])
    return [*({default} & known), *latest][:MOST_WARMED]


def _wait_for_turn(lock: Path, seconds: int) -> None:
    """Come back when no other worker is at it: the lock is held until this process ends."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    file = lock.open("w")
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(seconds)
        else:
            _HELD.append(file)
            return


#: The lock file of this process, so that it stays open.
_HELD: list[object] = []
