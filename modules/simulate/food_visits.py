"""Inspection visits and what they found."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd
from numpy.random import Generator
from numpy.typing import NDArray

from modules.simulate.food_premises import Premises
from modules.simulate.run_plan import Plan

KINDS = ("routine", "complaint", "recheck")
_ROUTINE, _COMPLAINT, _RECHECK = range(3)
_SEVERITIES = ("critical", "serious", "minor")


def _routine(rules: dict[str, Any], premises: Premises, days: int, chooser: Generator) -> pd.DataFrame:
    """Routine visits at gamma intervals around the grade's frequency: `premises`, `day`, `gap` (days before it)."""
    yearly = np.array(rules["grades"]["visits_a_year"])[premises.grade]
    most = int(3 * yearly.max() * days / 365) + 4
    gaps = chooser.gamma(4.0, 365 / yearly[:, None] / 4, (len(yearly), most))
    start = chooser.uniform(-1, 0, (len(yearly), 1)) * 365 / yearly[:, None]
    day = start + np.cumsum(gaps, axis=1)
    where, which = np.nonzero((day >= 0) & (day < days))
    return pd.DataFrame({"premises": where, "day": day[where, which].astype(int), "gap": gaps[where, which]})


def _complaints(rules: dict[str, Any], premises: Premises, days: int, chooser: Generator) -> pd.DataFrame:
    rate = rules["visits"]["complaints_a_year"] * days / 365 * np.exp(0.7 * premises.risk)
    where = np.repeat(np.arange(len(rate)), chooser.poisson(rate))
    return pd.DataFrame({"premises": where, "day": chooser.integers(0, days, len(where)), "gap": 180.0})


def _on_working_day(plan: Plan, day: NDArray[np.int64], days: int) -> NDArray[np.int64]:
    """The same day, or the Friday before a Saturday and the Monday after a Sunday inside the span."""
    first = plan.until - timedelta(days=days - 1)
    weekday = (first.weekday() + day) % 7
    moved = day + np.where(weekday == 5, -1, np.where(weekday == 6, 1, 0))
    return np.where((moved < 0) | (moved >= days), day, moved)


def _logit(plan: Plan, rules: dict[str, Any], premises: Premises, visits: pd.DataFrame, officer: Any) -> Any:
    """Log odds of a critical violation at a visit: premises, officer, season and the time since the last visit."""
    told = rules["visits"]
    strictness = plan.chooser("officers").normal(0, told["officer_spread"], int(officer.max()) + 1)
    first = plan.first_until - timedelta(days=365 * told["years"] - 1)
    year_day = (first.timetuple().tm_yday + visits["day"].to_numpy()) % 365
    summer = told["summer"] * np.sin((year_day - 110) / 365 * 2 * np.pi)
    waited = told["half_year_without_visit"] * (np.minimum(visits["gap"].to_numpy(), 720) / 182 - 1)
    eased = np.where(visits["kind"] == _RECHECK, -1.2, np.where(visits["kind"] == _COMPLAINT, 0.6, 0.0))
    risk = premises.risk[visits["premises"].to_numpy()]
    return told["base_logit"] + risk + strictness[officer] + summer + waited + eased


def _findings(rules: dict[str, Any], counts: dict[str, NDArray[np.int64]], chooser: Generator) -> pd.DataFrame:
    """Violated items by visit (`visit` is its place): the same item noted twice counts as two occurrences."""
    parts = []
    for severity in _SEVERITIES:
        items = rules["items"][severity]
        # Items at the top of the form are found more often (assumed: falling as one over the square root).
        weights = 1 / np.sqrt(np.arange(1, len(items) + 1))
        visit = np.repeat(np.arange(len(counts[severity])), counts[severity])
        item = chooser.choice(len(items), size=len(visit), p=weights / weights.sum())
        part = pd.DataFrame({"visit": visit, "item": item}).groupby(["visit", "item"]).size().reset_index(name="times")
        part["item_code"] = np.array([code for code, _ in items])[part["item"]]
        part["item_text"] = np.array([text for _, text in items])[part["item"]]
        part["item_class"] = severity
        parts.append(part.drop(columns="item"))
    return pd.concat(parts, ignore_index=True).sort_values(["visit", "item_code"], ignore_index=True)


def _conclusions(rules: dict[str, Any], counts: dict[str, NDArray[np.int64]], chooser: Generator) -> Any:
    critical, serious = counts["critical"], counts["serious"]
    failed = (critical >= 2) | ((critical == 1) & (serious >= 2))
    partly = (critical == 1) | (serious >= 2)
    made = np.where(failed, "not_conforming", np.where(partly, "basically_conforming", "conforming"))
    drawn = chooser.random(len(made))
    gone = rules["visits"]["out_of_business"]
    made = np.where(drawn < rules["visits"]["no_entry"] + gone, "closed_door", made)
    return np.where(drawn < gone, "out_of_business", made)


def _inspect(
    plan: Plan, rules: dict[str, Any], premises: Premises, visits: pd.DataFrame, chooser: Generator
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The visits with officer and conclusion, and the items found (`visit` is the place among the visits)."""
    officers = max(6, round(rules["visits"]["officers_of_shenzhen"] * plan.scale))
    by_district = premises.district[visits["premises"].to_numpy()]
    officer = (by_district * 7 + chooser.integers(0, max(3, officers // 9), len(visits))) % officers
    logit = _logit(plan, rules, premises, visits, officer)
    critical = (chooser.random(len(visits)) < 1 / (1 + np.exp(-logit))).astype(int)
    critical += critical * chooser.poisson(0.35, len(visits))
    excess = np.exp(0.35 * (logit - rules["visits"]["base_logit"]))
    counts = {
        "critical": critical,
        "serious": chooser.poisson(rules["found"]["serious"] * excess),
        "minor": chooser.poisson(rules["found"]["minor"] * excess),
    }
    conclusion = _conclusions(rules, counts, chooser)
    nothing = np.isin(conclusion, ["closed_door", "out_of_business"])
    counts = {severity: np.where(nothing, 0, count) for severity, count in counts.items()}
    visits = visits.assign(officer=officer, conclusion=conclusion)
    return visits, _findings(rules, counts, chooser)


def _rechecks(rules: dict[str, Any], visits: pd.DataFrame, days: int, chooser: Generator) -> pd.DataFrame:
    failed = visits[visits["conclusion"] == "not_conforming"]
    wait = chooser.gamma(5.0, rules["visits"]["recheck_days"] / 5, len(failed)).astype(int) + 2
    made = pd.DataFrame(
        {"premises": failed["premises"].to_numpy(), "day": failed["day"].to_numpy() + wait, "gap": wait}
    )
    return made[made["day"] < days].assign(kind=_RECHECK)


def make_visits(plan: Plan, rules: dict[str, Any], premises: Premises) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The raw tables of visits (by day) and findings, over the years that the rules name and the days ahead."""
    days = plan.span(365 * rules["visits"]["years"])
    chooser = plan.chooser("visits")
    planned = pd.concat(
        [
            _routine(rules, premises, days, chooser).assign(kind=_ROUTINE),
            _complaints(rules, premises, days, chooser).assign(kind=_COMPLAINT),
        ],
        ignore_index=True,
    )
    planned["day"] = _on_working_day(plan, planned["day"].to_numpy(), days)
    visits, found = _inspect(plan, rules, premises, planned, chooser)
    again, found_again = _inspect(plan, rules, premises, _rechecks(rules, visits, days, chooser), chooser)
    found_again["visit"] += len(visits)
    visits = pd.concat([visits, again], ignore_index=True)
    order = np.argsort(visits["day"].to_numpy(), kind="stable")
    number = np.empty(len(visits), dtype=int)
    number[order] = np.arange(1, len(visits) + 1)
    visits["visit_no"] = [f"RC{each:07d}" for each in number]
    findings = pd.concat([found, found_again], ignore_index=True)
    findings.insert(0, "visit_no", visits["visit_no"].to_numpy()[findings["visit"]])
    first = np.datetime64(plan.until - timedelta(days=days - 1), "D")
    raw = pd.DataFrame(
        {
            "visit_no": visits["visit_no"],
            "licence_no": premises.table["licence_no"].to_numpy()[visits["premises"]],
            "visit_date": (first + visits["day"].to_numpy()).astype("datetime64[s]"),
            "visit_kind": np.array(KINDS)[visits["kind"]],
            "conclusion": visits["conclusion"],
            "officer_code": [f"ZF{each:04d}" for each in visits["officer"]],
        }
    )
    findings = findings.drop(columns="visit").sort_values(["visit_no", "item_code"], ignore_index=True)
    return raw.sort_values("visit_no", ignore_index=True), findings


def reported_at(visits: pd.DataFrame) -> pd.Series:
    """When the officer's report of a visit comes in: between nine and five of its day, by the visit's number."""
    number = visits["visit_no"].str[2:].astype(int)
    # Multiples of the golden ratio spread evenly over the day, whatever their number.
    return visits["visit_date"] + pd.to_timedelta(9 * 3600 + (number * 0.6180339887 % 1 * 8 * 3600).astype(int), "s")
