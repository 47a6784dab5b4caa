"""Outages, surges and shifts in daily demand, told apart by how far they reach: a service, a department, the city.

A service is judged beside the rest of its group on the same day, so a public holiday, a typhoon or an outage of the
whole platform is no news about one service. What single services did by themselves is then set aside, and the
departments are judged beside each other, and last the city beside its own past.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from modules.services.daily_counts import Panel
from modules.services.day_kinds import ORDINARY, DayKinds
from modules.services.demand import LARGE_HALF_LIFE, Floats, Smoothed, smooth
from modules.services.rhythm import rhythms
from modules.services.surprise import Surprises, surprises, tail_score

#: A finding is told from a tenfold allowance for chance on: by chance alone about one in ten days would bring one.
TOLD_FROM_SCORE = 1.5
#: Series are learnt for eight weeks before anything is told.
QUIET_DAYS = 56
#: Days looked at together: a change in a rare service shows only over a week; over a week a department has its season.
WINDOWS, LARGE_WINDOWS = (1, 3, 7), (1,)
#: A department's or the city's demand that differs by less than this is season or weather (natural logarithm).
LARGE_CHANGE = 0.4
#: Findings of one series at most so many days apart are one anomaly.
GAP_DAYS = 2
#: A level that still differs in the second week after the first unusual day has shifted (by chance one in a thousand).
SHIFT_DAYS = 14
SHIFT_SCORE = 3.0


@dataclass(frozen=True)
class Run:
    """Unusual days of one series: indices of days, and the direction."""

    series: int
    first: int
    found: int
    last: int
    sign: int
    score: float


def runs(found: Surprises) -> Iterator[Run]:
    """The runs of unusual days of each series; days at most GAP_DAYS apart in the same direction are one run."""
    days, series = np.nonzero((found.score >= TOLD_FROM_SCORE).T)[::-1]
    current: Run | None = None
    for day, each in zip(days.tolist(), series.tolist(), strict=True):
        sign = int(found.sign[day, each])
        if current and current.series == each and current.sign == sign and day - current.last <= GAP_DAYS + 1:
            current = Run(each, current.first, current.found, day, sign, current.score)
            continue
        if current:
            yield current
        first = day - int(found.window[day, each]) + 1
        current = Run(each, first, day, day, sign, float(found.score[day, each]))
    if current:
        yield current


def without_own_trouble(counts: Floats, smoothed: Smoothed, found: Surprises) -> Floats:
    """The counts with what was expected in place of what single series did by themselves."""
    own = found.score >= TOLD_FROM_SCORE
    return np.where(own, smoothed.level * smoothed.factor * smoothed.common, counts)


def summed(counts: Floats, code: NDArray[np.int64]) -> Floats:
    """(days, codes): the series of each code added up."""
    order = np.argsort(code, kind="stable")
    starts = np.searchsorted(code[order], np.arange(int(code.max()) + 1))
    return np.add.reduceat(counts[:, order], starts, axis=1)


def _large(counts: Floats, smoothed: Smoothed, kinds: DayKinds) -> Surprises:
    """Surprises of departments or the city: large changes only, none on holidays and the day after: these are known."""
    found = surprises(counts, smoothed, LARGE_WINDOWS, QUIET_DAYS)
    holiday = kinds.special[: len(counts)] != ORDINARY
    ratio = (counts + 1) / (smoothed.level * smoothed.factor * smoothed.common + 1)
    told = (np.abs(np.log(ratio)) >= LARGE_CHANGE) & ~(holiday | np.roll(holiday, 1))[:, None]
    return Surprises(np.where(told, found.score, 0.0), found.sign, found.window)


def _kind(run: Run, counts: Floats, smoothed: Smoothed) -> str:
    """shift where the second week still differs from the level known before the run, else outage or surge."""
    second = slice(run.first + SHIFT_DAYS // 2, run.first + SHIFT_DAYS)
    if second.stop <= len(counts):
        known = smoothed.known[run.first, run.series]
        due = smoothed.factor[second, run.series] * smoothed.common[second, run.series]
        due *= smoothed.level[run.first, run.series]
        seen, expected = counts[second, run.series].sum(), due.sum()
        spread = smoothed.spread[run.first, run.series] / len(due) + 1 / known
        same_side = np.sign(seen - expected) == run.sign
        if same_side and float(tail_score(seen, expected, spread)) >= SHIFT_SCORE:
            return "shift"
    return "surge" if run.sign > 0 else "outage"


def _trimmed(run: Run, counts: Floats, smoothed: Smoothed) -> Run:
    """The run without the days at either end that were as expected and only stood in the same window as the rest."""
    days = np.arange(run.first, run.last + 1)
    due = smoothed.factor[days, run.series] * smoothed.common[days, run.series]
    due *= smoothed.level[run.first, run.series]
    away = (counts[days, run.series] - due) * run.sign
    odd = days[away > 2 * np.sqrt(due)]
    if not len(odd):
        return run
    return replace(run, first=min(int(odd[0]), run.found), last=max(int(odd[-1]), run.found))


def _rows(
    scope: str, panel: Panel, counts: Floats, smoothed: Smoothed, found: Surprises
) -> Iterator[dict[str, object]]:
    for untrimmed in runs(found):
        run = _trimmed(untrimmed, counts, smoothed)
        kind = _kind(run, counts, smoothed)
        last = max(run.last, min(run.first + SHIFT_DAYS, len(counts)) - 1) if kind == "shift" else run.last
        days = slice(run.first, last + 1)
        due = smoothed.factor[days, run.series] * smoothed.common[days, run.series]
        service = str(panel.service_ids[run.series]) if scope == "service" else None
        department = {"service": panel.department[run.series], "department": run.series}.get(scope)
        yield {
            "scope": scope,
            "department_id": None if department is None else str(panel.department_ids[department]),
            "service_id": service,
            "kind": "citywide" if scope == "city" else kind,
            "first_day": panel.kinds.first + timedelta(days=run.first),
            "found_day": panel.kinds.first + timedelta(days=run.found),
            "last_day": panel.kinds.first + timedelta(days=last),
            "expected": float(smoothed.level[run.first, run.series] * due.sum()),
            "seen": round(float(counts[days, run.series].sum())),
            "score": run.score,
        }


COLUMNS = ["anomaly_id", "scope", "department_id", "service_id", "kind", "first_day", "found_day", "last_day",
           "expected", "seen", "score"]  # fmt: skip


def _identifier(row: dict[str, object]) -> str:
    told = "/".join(str(row[name]) for name in ("scope", "department_id", "service_id", "first_day", "found_day"))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def find_anomalies(panel: Panel, services: Smoothed) -> pd.DataFrame:
    """One row a run of unusual days, the most improbable first; see the contract's table `anomalies` for the columns.

    `services` is what was expected of the panel's counts. `channel` and `area_id` are added by
    `modules.services.anomaly_scope`. Days before QUIET_DAYS are not judged.
    """
    found = surprises(panel.counts, services, WINDOWS, QUIET_DAYS)
    rows = list(_rows("service", panel, panel.counts, services, found))

    by_department = summed(without_own_trouble(panel.counts, services, found), panel.department)
    whole = np.zeros(by_department.shape[1], dtype=np.int64)
    smoothed = smooth(by_department, panel.kinds, whole, rhythms(by_department, panel.kinds, whole), LARGE_HALF_LIFE)
    found = _large(by_department, smoothed, panel.kinds)
    rows += _rows("department", panel, summed(panel.counts, panel.department), smoothed, found)

    city = without_own_trouble(by_department, smoothed, found).sum(axis=1, keepdims=True)
    smoothed = smooth(city, panel.kinds, whole[:1], whole[:1], LARGE_HALF_LIFE)
    found = _large(city, smoothed, panel.kinds)
    rows += _rows("city", panel, panel.counts.sum(axis=1, keepdims=True), smoothed, found)
    for row in rows:
        row["anomaly_id"] = _identifier(row)
    return pd.DataFrame(rows, columns=COLUMNS).sort_values("score", ascending=False, ignore_index=True)
