"""Alerts of cameras and visits, true and false, and how far each has come by the last day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd
from numpy.random import Generator

from modules.simulate.food_premises import Cameras, Premises
from modules.simulate.food_visits import reported_at
from modules.simulate.run_plan import Plan

_CLASSES = ("I", "II", "III")
#: The item of the form that is a rodent alert; other critical items are put right by a date.
_RODENT_ITEM = "04"


def _from_cameras(plan: Plan, rules: dict[str, Any], premises: Premises, cameras: Cameras, chooser: Generator) -> Any:
    """Alerts of cameras: `licence_no`, `hazard`, `hazard_class`, `raised_by`, `raised_at`, `real`."""
    told, hazards = rules["alerts"], rules["hazards"]
    starts = cameras.months.to_numpy()[cameras.since]
    end = np.datetime64(plan.until + timedelta(days=1), "s")
    seconds = (end - starts.astype("datetime64[s]")).astype(int)
    rate = told["per_camera_a_year"] * np.exp(0.6 * premises.risk[cameras.premises])
    rate *= np.where(cameras.poor, told["poor_camera_times"], 1.0)
    camera = np.repeat(np.arange(len(rate)), chooser.poisson(rate * seconds / (365 * 86_400)))
    shares = np.array([share for _, share, _ in hazards.values()])
    hazard = chooser.choice(len(shares), size=len(camera), p=shares / shares.sum())
    false = np.array([share for _, _, share in hazards.values()])[hazard]
    false = np.where(cameras.poor[camera], told["poor_camera_false"], false)
    # Kitchens work from six in the morning to ten at night.
    day = (chooser.random(len(camera)) * (seconds[camera] // 86_400)).astype(int)
    moment = day * 86_400 + (chooser.triangular(6, 12, 22, len(camera)) * 3600).astype(int)
    return pd.DataFrame(
        {
            "licence_no": premises.table["licence_no"].to_numpy()[cameras.premises[camera]],
            "hazard": np.array(list(hazards))[hazard],
            "hazard_class": np.array([name for name, _, _ in hazards.values()])[hazard],
            "raised_by": "camera",
            "raised_at": starts[camera].astype("datetime64[s]") + moment,
            "real": chooser.random(len(camera)) >= false,
            "visit_no": None,
        }
    )


def _from_visits(visits: pd.DataFrame, findings: pd.DataFrame) -> pd.DataFrame:
    """Alerts of critical items found on a visit, or reported by a resident: always real, raised with its report."""
    critical = findings[findings["item_class"] == "critical"].merge(visits, on="visit_no")
    rodent = critical["item_code"] == _RODENT_ITEM
    return pd.DataFrame(
        {
            "licence_no": critical["licence_no"],
            "hazard": np.where(rodent, "rodent", critical["item_text"]),
            "hazard_class": np.where(rodent, "I", "II"),
            "raised_by": np.where(critical["visit_kind"] == "complaint", "complaint", "inspection"),
            "raised_at": reported_at(critical),
            "real": True,
            "visit_no": critical["visit_no"],
        }
    )


def _rodent_clusters(plan: Plan, premises: Premises, chooser: Generator) -> tuple[pd.DataFrame, list[dict[str, Any]]]:
    """Planted: the premises nearest to a point see rodents for three weeks. The alerts, and their truth."""
    lat, long = premises.table["wgs84_lat"].to_numpy(), premises.table["wgs84_lon"].to_numpy()
    parts, truth = [], []
    for _ in range(max(1, round(6 * plan.scale))):
        centre = int(chooser.integers(len(lat)))
        near = np.argsort((lat - lat[centre]) ** 2 + (long - long[centre]) ** 2)[:25]
        first = plan.until - timedelta(days=int(chooser.integers(21, plan.span(700))))
        seen = np.repeat(near, chooser.poisson(1.2, len(near)))
        moment = chooser.integers(0, 21 * 86_400, len(seen))
        parts.append(
            pd.DataFrame(
                {
                    "licence_no": premises.table["licence_no"].to_numpy()[seen],
                    "hazard": "rodent",
                    "hazard_class": "I",
                    "raised_by": "camera",
                    "raised_at": np.datetime64(first, "s") + moment,
                    "real": True,
                    "visit_no": None,
                }
            )
        )
        truth.append(
            {
                "first": first.isoformat(),
                "last": (first + timedelta(days=20)).isoformat(),
                "lat": float(lat[centre]),
                "long": float(long[centre]),
                "licence_nos": premises.table["licence_no"].to_numpy()[near].tolist(),
            }
        )
    return pd.concat(parts, ignore_index=True), truth


def _lived(plan: Plan, rules: dict[str, Any], alerts: pd.DataFrame, chooser: Generator) -> pd.DataFrame:
    """The life of each alert up to the known moment: taken up, put right by a date, checked again."""
    told, count = rules["alerts"], len(alerts)
    by_class = np.array([told[name] for name in _CLASSES])[np.searchsorted(_CLASSES, alerts["hazard_class"])]
    spread = by_class[:, 4]
    hours = by_class[:, 0] * chooser.lognormal(0, spread, count)
    days = by_class[:, 1] * chooser.lognormal(0, spread, count)
    again = by_class[:, 3] * chooser.lognormal(0, spread, count)
    # Some lie for weeks until somebody asks after them; an immediate danger does not.
    least, most = told["overlooked_days"]
    waited = chooser.uniform(least, most, count)
    hours += np.where(chooser.random(count) < by_class[:, 5], 24 * waited, 0)
    days += np.where(chooser.random(count) < by_class[:, 5], waited, 0)
    taken_up = alerts["raised_at"] + pd.to_timedelta((hours * 3600).astype(int), "s")
    rectified = taken_up + pd.to_timedelta((days * 86_400).astype(int), "s")
    rechecked = rectified + pd.to_timedelta((again * 86_400).astype(int) + 3600, "s")
    end = pd.Timestamp(plan.moment)
    real = alerts["real"].to_numpy(dtype=bool)
    known = (taken_up < end).to_numpy()
    fixed = known & real & (rectified < end).to_numpy()
    checked = fixed & (rechecked < end).to_numpy()
    state = np.select(
        [~known, known & ~real, checked, fixed], ["raised", "false_alarm", "closed", "rectified"], "acknowledged"
    )
    allowed = pd.to_timedelta(by_class[:, 2].astype(int), "D")
    return alerts.drop(columns="real").assign(
        status=state,
        confirmed=pd.Series(real, dtype="boolean").where(known),
        taken_up_at=taken_up.where(known),
        rectified_at=rectified.where(fixed),
        rechecked_at=rechecked.where(checked),
        rectify_by=(alerts["raised_at"].dt.normalize() + allowed).astype("datetime64[s]"),
    )


def make_alerts(
    plan: Plan,
    rules: dict[str, Any],
    premises: Premises,
    cameras: Cameras,
    visits: pd.DataFrame,
    findings: pd.DataFrame,
) -> tuple[pd.DataFrame, dict[str, Any]]:
    """The raw table of alerts in order of time, and what was planted: rodent clusters and cameras that see poorly."""
    chooser = plan.chooser("alerts")
    clusters, planted = _rodent_clusters(plan, premises, chooser)
    alerts = pd.concat(
        [
            _from_cameras(plan, rules, premises, cameras, chooser),
            _from_visits(visits, findings),
            clusters,
        ],
        ignore_index=True,
    )
    alerts = alerts[alerts["raised_at"] < pd.Timestamp(plan.until + timedelta(days=1))]
    alerts = alerts.sort_values(["raised_at", "licence_no", "hazard"], ignore_index=True)
    alerts.insert(0, "alert_no", [f"YJ{number:07d}" for number in range(1, len(alerts) + 1)])
    poor = [number for number, poor in zip(cameras.number, cameras.poor, strict=True) if poor]
    lived = _lived(plan, rules, alerts, chooser)
    raised = lived[lived["raised_at"] < pd.Timestamp(plan.moment)]
    return raised, {"rodent_clusters": planted, "poor_cameras": poor}
