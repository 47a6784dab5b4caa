"""Anomalies found in simulated records beside the troubles that the simulator planted: precision and recall.

An alert is true where something was planted for its service (or its department, or the city) and its days meet. At k
alerts a day the k most improbable new findings of each day are told. The truth file is read here and nowhere in the
module.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from benchmarks.measured import Measured
from benchmarks.stage import Stage
from data.city.pack import City, load_city
from modules.services.anomalies import find_anomalies
from modules.services.daily_counts import Panel, service_panel, span
from modules.services.outlook import smooth_services
from modules.simulate import TODAY, default_events, simulate
from modules.sources import simulated
from settings import settings

CITY = "shenzhen"
#: Seeds that nothing was tuned on.
SEEDS = (101, 102)
ALERTS_A_DAY = (1, 5, 20)
LEAST_PRECISION = 0.9
#: A shift counts as found within three weeks, everything else up to two days after its last one.
SHIFT_DAYS, LATE_DAYS = 21, 2


@dataclass(frozen=True)
class Planted:
    """One planted trouble: whom it hits and the days on which telling of it is right."""

    scope: str
    first: date
    last: date
    services: frozenset[str]
    department: str | None
    note: str

    def is_told_by(self, alert: Any) -> bool:
        """Whether that row of the anomalies is about it. A city-wide trouble is not a single service's."""
        if alert.first_day > self.last or not self.first <= alert.found_day <= self.last + timedelta(days=LATE_DAYS):
            return False
        if self.scope in {"service", "district"}:
            return alert.scope == "service" and alert.service_id in self.services
        if self.scope == "department":
            return alert.scope == "department" and alert.department_id == self.department
        return alert.scope in {"city", "department"}


def _planted(truth: Path) -> list[Planted]:
    """The troubles of a truth file; the days of one city-wide trouble are one."""
    told: list[Planted] = []
    for event in json.loads(truth.read_text("utf-8"))["events"]:
        first, last = date.fromisoformat(event["first"]), date.fromisoformat(event["last"])
        if event["kind"] == "shift":
            last = min(last, first + timedelta(days=SHIFT_DAYS))
        made = Planted(
            event["scope"], first, last, frozenset(event["services"]), event["department"], event.get("note", "")
        )
        before = told[-1] if told else made
        same = made.scope == "city" == before.scope and made.note == before.note
        if same and before is not made and first - before.last <= timedelta(days=1):
            told[-1] = Planted("city", before.first, last, made.services, None, made.note)
            continue
        told.append(made)
    return told


def _records(city: City, raw: Path, seed: int) -> Panel:
    simulate(city, raw, seed=seed, events=default_events(city), domains=("services",))
    with duckdb.connect() as connection:
        simulated.create_views(connection, raw / city.key, "services")
        days = span(connection, TODAY)
        if days is None:
            raise RuntimeError("the simulator wrote no requests")
        return service_panel(connection, city, *days)


def precision_and_recall(
    anomalies: pd.DataFrame, planted: list[Planted], alerts_a_day: int
) -> tuple[float, float, int]:
    """Share of alerts that are true, share of the planted that an alert tells of, and the number of alerts."""
    alerts = anomalies.sort_values("score", ascending=False).groupby("found_day").head(alerts_a_day)
    told = [{place for place, each in enumerate(planted) if each.is_told_by(row)} for row in alerts.itertuples()]
    found = set().union(*told)
    return sum(map(bool, told)) / max(len(told), 1), len(found) / max(len(planted), 1), len(told)


def _lines(anomalies: list[pd.DataFrame], planted: list[list[Planted]], days: int) -> Iterator[Measured]:
    for alerts in ALERTS_A_DAY:
        scores = [precision_and_recall(*pair, alerts) for pair in zip(anomalies, planted, strict=True)]
        told = sum(score[2] for score in scores) / len(scores)
        note = f"{told:.0f} alerts in {days} days beside {sum(map(len, planted)) / len(planted):.0f} planted"
        floor = LEAST_PRECISION if alerts == 1 else None
        yield Measured(f"precision at {alerts} a day", "share", [s[0] for s in scores], floor, at_least=True, note=note)
        yield Measured(f"recall at {alerts} a day", "share", [s[1] for s in scores], note=note)


def run(stage: Stage) -> list[Measured]:
    """Precision and recall at 1, 5 and 20 alerts a day over two simulated cities, and the seconds it takes."""
    city = load_city(CITY, settings().cities_dir)
    seconds, anomalies, planted, days = [], [], [], 0
    for seed in SEEDS:
        raw = stage.folder / f"anomalies-{seed}"
        panel = _records(city, raw, seed)
        days = len(panel.counts)
        started = time.perf_counter()
        anomalies.append(find_anomalies(panel, smooth_services(panel)))
        seconds.append(time.perf_counter() - started)
        planted.append(_planted(raw / city.key / "truth" / "services.json"))
    note = f"{panel.counts.shape[1]:,} services over {days} days"
    return [*_lines(anomalies, planted, days), Measured("finding anomalies", "s", seconds, note=note)]
