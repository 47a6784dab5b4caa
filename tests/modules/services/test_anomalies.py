"""Planted troubles are found where they are and named for what they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import duckdb
import numpy as np
import pandas as pd

from modules.services.anomalies import find_anomalies
from modules.services.anomaly_scope import confined_to, with_scope
from modules.services.daily_counts import Panel
from modules.services.day_kinds import day_kinds
from modules.services.outlook import smooth_services
from modules.services.surprise import tail_score

FIRST = date(2025, 1, 6)
DAYS, SERVICES = 200, 40


def quiet_panel(seed: int = 5) -> Panel:
    """Forty services of four departments, twenty requests a day each with quiet weekends."""
    chance = np.random.default_rng(seed)
    kinds = day_kinds("UTC", FIRST, FIRST + timedelta(days=DAYS + 27))
    week = np.where(kinds.slot[:DAYS] >= 5, 8.0, 20.0)
    counts = chance.poisson(week[:, None], (DAYS, SERVICES)).astype(float)
    names = np.array([f"s{index:02d}" for index in range(SERVICES)], dtype=object)
    departments = np.array(["d0", "d1", "d2", "d3"], dtype=object)
    return Panel(counts, kinds, names, np.arange(SERVICES) % 4, departments, np.zeros(SERVICES, dtype=np.int64))


def found(panel: Panel) -> pd.DataFrame:
    return find_anomalies(panel, smooth_services(panel))


def with_factor(panel: Panel, days: slice, services: slice | list[int], factor: float) -> Panel:
    counts = panel.counts.copy()
    counts[days, services] = np.round(counts[days, services] * factor)
    return replace(panel, counts=counts)


def test_a_quiet_city_has_hardly_a_finding() -> None:
    told = found(quiet_panel())

    # A chance of one in thirty a day at each of three levels: about fourteen in 144 judged days at most.
    assert len(told) <= 14
    assert told["score"].max() < 4 if len(told) else True


def test_an_outage_of_one_service_is_its_own() -> None:
    told = found(with_factor(quiet_panel(), slice(150, 152), [7], 0.0)).iloc[0]

    assert (told["scope"], told["service_id"], told["department_id"], told["kind"]) == (
        "service",
        "s07",
        "d3",
        "outage",
    )
    assert told["first_day"] == FIRST + timedelta(days=150)
    assert told["found_day"] == told["first_day"]
    assert told["seen"] == 0
    assert 25 < told["expected"] < 50


def test_a_surge_ends_and_a_shift_stays() -> None:
    panel = with_factor(with_factor(quiet_panel(), slice(150, 151), [3], 4.0), slice(150, DAYS), [8], 3.0)
    told = found(panel).set_index("service_id")

    assert told.loc["s03", "kind"] == "surge"
    assert told.loc["s08", "kind"] == "shift"
    assert told.loc["s08", "first_day"] == FIRST + timedelta(days=150)


def test_a_department_in_trouble_is_one_finding_and_not_ten() -> None:
    told = found(with_factor(quiet_panel(), slice(150, 151), slice(1, SERVICES, 4), 0.1))
    loud = told[told["score"] > 4]

    assert loud[["scope", "department_id", "kind"]].values.tolist() == [["department", "d1", "outage"]]
    assert loud["service_id"].isna().all()


def test_a_day_on_which_everything_fails_is_the_citys() -> None:
    told = found(with_factor(quiet_panel(), slice(150, 151), slice(None), 0.3))
    loud = told[told["score"] > 4]

    assert loud[["scope", "kind"]].values.tolist() == [["city", "citywide"]]
    assert loud["first_day"].tolist() == [FIRST + timedelta(days=150)]


def test_an_empty_city_has_no_findings() -> None:
    panel = quiet_panel()
    told = found(replace(panel, counts=np.zeros_like(panel.counts)))

    assert len(told) == 0


def test_the_tail_is_poissons_where_nothing_is_overdispersed() -> None:
    # P(Y >= 10 | 3) = 0.0011025 and P(Y <= 0 | 3) = exp(-3) = 0.0497871 by the Poisson distribution.
    above = tail_score(np.array([10.0]), np.array([3.0]), np.array([0.0]))
    below = tail_score(np.array([0.0]), np.array([3.0]), np.array([0.0]))

    assert abs(10 ** -above[0] - 0.0011025) < 1e-5
    assert abs(10 ** -below[0] - 0.0497871) < 1e-5


def test_a_difference_is_confined_to_the_channel_that_explains_it() -> None:
    anomalies = pd.DataFrame({"anomaly_id": ["x", "y"], "expected": [100.0, 100.0]})
    parts = pd.DataFrame(
        {
            "anomaly_id": ["x", "x", "y", "y"],
            "part": ["app", "web", "app", "web"],
            "usual": [500, 500, 500, 500],
            # x loses all of its app and none of its web; y loses a half of each.
            "during": [0, 50, 25, 25],
        }
    )

    assert confined_to(anomalies, parts).tolist() == ["app", None]


def test_no_anomaly_has_no_scope() -> None:
    with duckdb.connect() as connection:
        told = with_scope(pd.DataFrame({"anomaly_id": [], "department_id": []}), connection)

    assert list(told.columns) == ["anomaly_id", "department_id", "channel", "area_id"]
