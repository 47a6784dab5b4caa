"""What an attacker finds in simulated cities by asking thousands of views; with the rule, and without it.

Nothing of one count from 1 to the floor and of no person alone may be known for certain (docs/disclosure.md).
"""

from __future__ import annotations

import dataclasses

from benchmarks.measured import Measured
from benchmarks.stage import Stage
from data.city.pack import load_city
from data.publishing.publish import publish
from data.reading.store import Store
from modules.simulate import simulate
from modules.sources import simulated
from settings import settings
from tests.data.reading.attack import Findings, attack

#: City and requests: at its own size Sanya is simulated with 20,000, of which most stand alone in their cell and day.
CITIES = {"sanya": 20_000, "shenzhen": 60_000}
#: Targets of each of the eight kinds.
EACH = 20


def _lines(findings: Findings, note: str, protected: bool) -> list[Measured]:
    limit = 1 if protected else None
    wrong = sum(target.people != people for target, people in findings.counts_known)
    return [
        Measured("views asked", "views", [findings.views], note=note),
        Measured("equations", "equations", [findings.equations], note=note),
        Measured("small counts tried", "cells", [findings.targets], note=note),
        Measured("small counts known", "cells", [len(findings.counts_known)], limit=limit,
                 note=f"{note}, {wrong} wrong"),
        Measured("persons alone tried", "people", [findings.alone], note=note),
        Measured("their attributes known", "attributes", [len(findings.attributes_known)], limit=limit, note=note),
        Measured("belief in 1 of one alone", "share", findings.posterior_of_one or [0], note=f"{note}, highest "
                 f"{max(findings.posterior_of_one, default=0):.2f}"),
        Measured("small counts held for 95 % sure", "cells", [findings.sure],
                 note=f"{note}, {findings.sure_and_right} rightly"),
    ]  # fmt: skip


def run(stage: Stage) -> list[Measured]:
    """Simulates, publishes with the contract's floor and with none, and attacks both."""
    lines = []
    for key, events in CITIES.items():
        city, root = load_city(key, settings().cities_dir), stage.folder / "disclosure"
        simulate(city, root / "raw", events=events, domains=("services",))
        simulated.write(root / "raw" / key, key, "services", root / "outputs", "1")
        for floor in (5, 0):
            home = root / str(floor)
            publish(dataclasses.replace(city, small_cell_floor=floor), "services",
                    outputs_dir=root / "outputs", snapshots_dir=home / "snapshots")  # fmt: skip
            findings = attack(Store(home / "snapshots", home / "cache"), key, floor, EACH)
            lines += _lines(findings, f"{key}, floor {floor}", protected=bool(floor))
    return lines
