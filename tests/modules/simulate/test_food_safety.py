from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest


def read(records: Path, table: str) -> pd.DataFrame:
    return pd.read_parquet(records / "food_safety" / f"{table}.parquet")


def test_every_record_belongs_to_a_premises(records: Path) -> None:
    known = set(read(records, "premises")["licence_no"])
    assert len(known) == 457
    for table in ("cameras", "visits", "alerts"):
        assert set(read(records, table)["licence_no"]) <= known
    assert set(read(records, "findings")["visit_no"]) <= set(read(records, "visits")["visit_no"])


def test_higher_grades_are_visited_more_often(records: Path) -> None:
    visits = read(records, "visits").merge(read(records, "premises"), on="licence_no")
    routine = visits[visits["visit_kind"] == "routine"].groupby("risk_grade").size()
    yearly = routine / read(records, "premises").groupby("risk_grade").size() / 3
    assert yearly.to_dict() == pytest.approx({"A": 1.0, "B": 1.5, "C": 2.5, "D": 3.5}, rel=0.12)


def test_the_life_of_an_alert_is_in_order(records: Path) -> None:
    alerts = read(records, "alerts")
    assert set(alerts["status"]) <= {"raised", "acknowledged", "rectified", "closed", "false_alarm"}
    assert {"acknowledged", "closed", "false_alarm"} <= set(alerts["status"])
    assert (alerts["confirmed"].isna() == (alerts["status"] == "raised")).all()
    assert (~alerts.loc[alerts["status"] == "false_alarm", "confirmed"].astype(bool)).all()
    closed = alerts[alerts["status"] == "closed"]
    assert (closed["rechecked_at"] > closed["rectified_at"]).all()
    assert (closed["rectified_at"] >= closed["taken_up_at"]).all()
    assert (closed["taken_up_at"] >= closed["raised_at"]).all()
    immediate = closed[closed["hazard_class"] == "I"]
    assert (immediate["rectified_at"] - immediate["raised_at"]).quantile(0.9) < pd.Timedelta(7, "D")


def test_some_alerts_are_open_and_overdue(records: Path) -> None:
    alerts = read(records, "alerts")
    waiting = alerts[alerts["status"].isin(["raised", "acknowledged"])]
    assert (waiting["rectify_by"] < pd.Timestamp(2026, 11, 20)).any()


def test_planted_rodent_clusters_are_in_the_alerts(records: Path) -> None:
    alerts = read(records, "alerts")
    planted = json.loads((records / "truth" / "food_safety.json").read_text())["rodent_clusters"]
    assert planted
    for cluster in planted:
        mine = alerts[(alerts["hazard"] == "rodent") & alerts["licence_no"].isin(cluster["licence_nos"])]
        until = pd.Timestamp(cluster["last"]) + pd.Timedelta(1, "D")
        assert mine["raised_at"].between(pd.Timestamp(cluster["first"]), until).sum() >= 10


def test_camera_uptime_is_a_share_of_the_month(records: Path) -> None:
    cameras = read(records, "cameras")
    assert ((cameras["hours_online"] >= 0) & (cameras["hours_online"] <= cameras["hours_total"] + 0.05)).all()
    june = cameras[cameras["month"] == pd.Timestamp(2026, 6, 1)]
    assert set(june["hours_total"]) == {720.0}
    assert set(cameras.loc[cameras["month"] == pd.Timestamp(2026, 11, 1), "hours_total"]) == {480.0}


def test_camera_uptime_moves_from_month_to_month(records: Path) -> None:
    cameras = read(records, "cameras")
    months = cameras.groupby("month")[["hours_online", "hours_total"]].sum()
    shares = (months["hours_online"] / months["hours_total"]).iloc[6:]
    assert shares.max() - shares.min() > 0.02
    assert shares.between(0.80, 0.96).all()
