"""Food premises and their kitchen cameras, placed where people are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd
from numpy.random import Generator
from numpy.typing import NDArray

from modules.simulate.catalogue import read_vocabulary
from modules.simulate.run_plan import Plan

#: Premises at one address cluster: a small town has at least this many (assumed).
_AT_LEAST = 300


@dataclass(frozen=True)
class Premises:
    """The premises of a city. `table` is the raw table; the arrays have one entry a premises.

    `risk` is the hidden logit that visits reveal, never written to the raw records; `grade` indexes the risk grades.
    """

    table: pd.DataFrame
    form: NDArray[np.int64]
    grade: NDArray[np.int64]
    district: NDArray[np.int16]
    risk: NDArray[np.float64]


def read_rules() -> dict[str, Any]:
    """The rates and words of the domain, from vocabulary/food_safety.toml; not to be changed."""
    return read_vocabulary("food_safety.toml")


def _names(rules: dict[str, Any], form: NDArray[np.int64], chooser: Generator) -> tuple[list[str], list[str]]:
    """Trading names in English and in Chinese."""
    first, forms = rules["names"]["first"], list(rules["forms"])
    words = [rules["names"]["last"][name] for name in forms]
    drawn = chooser.integers(0, 1 << 30, (len(form), 2))
    made = [
        (first[one % len(first)], words[each][other % len(words[each])])
        for each, (one, other) in zip(form, drawn, strict=True)
    ]
    return [f"{one[0]} {other[0]}" for one, other in made], [f"{one[1]}{other[1]}" for one, other in made]


def _streets(
    rules: dict[str, Any], plan: Plan, district: NDArray[np.int16], chooser: Generator
) -> tuple[list[str], list[str]]:
    """Street addresses in English and in Chinese."""
    streets = rules["names"]["streets"]
    number = chooser.integers(1, 400, len(district))
    street = chooser.integers(0, len(streets), len(district))
    drawn = list(zip(number, street, district, strict=True))
    names, local = plan.districts.names, plan.districts.local_names
    return (
        [f"{n} {streets[s][0]}, {names[d]}" for n, s, d in drawn],
        [f"{local[d]}{streets[s][1]}{n}号" for n, s, d in drawn],
    )


def make_premises(plan: Plan, rules: dict[str, Any]) -> Premises:
    """The premises of the plan's city: Shenzhen's number in proportion to residents."""
    chooser = plan.chooser("premises")
    size = max(_AT_LEAST, round(rules["premises_of_shenzhen"] * plan.scale))
    address = chooser.choice(len(plan.pool), size=size, replace=size > len(plan.pool))
    forms = np.array(list(rules["forms"].values()))
    form = chooser.choice(len(forms), size=size, p=forms[:, 0] / forms[:, 0].sum())
    visits = rules["visits"]
    by_district = chooser.normal(0, visits["district_spread"], len(plan.districts))
    district = plan.pool.district[address]
    risk = forms[form, 1] + by_district[district] + chooser.normal(0, visits["premises_spread"], size)
    # The grade follows the known part of the risk only loosely, as grades do.
    graded = np.argsort(np.argsort(risk + chooser.normal(0, 1.2, size))) / size
    grade = np.searchsorted(np.cumsum(rules["grades"]["share"])[:-1], graded)
    opened = plan.first_until - timedelta(days=365 * visits["years"])
    names, local_names = _names(rules, form, chooser)
    addresses, local_addresses = _streets(rules, plan, district, chooser)
    chinese = plan.city.language == "zh"
    table = pd.DataFrame(
        {
            "licence_no": [f"JY{2_440_300_000_000 + number * 37}" for number in range(size)],
            "trading_name": names,
            "trading_name_local": pd.Series(local_names if chinese else None, range(size), "string"),
            "street_address": addresses,
            "street_address_local": pd.Series(local_addresses if chinese else None, range(size), "string"),
            "business_form": np.array(list(rules["forms"]))[form],
            "risk_grade": np.array(rules["grades"]["names"])[grade],
            "licensed_on": [opened - timedelta(days=int(days)) for days in chooser.integers(0, 3000, size)],
            "wgs84_lat": plan.pool.lat[address],
            "wgs84_lon": plan.pool.long[address],
        }
    )
    return Premises(table, form, grade, district, risk)


@dataclass(frozen=True)
class Cameras:
    """Kitchen cameras, one entry each: place in the premises, first month (index), and whether it sees poorly."""

    number: list[str]
    premises: NDArray[np.int64]
    since: NDArray[np.int64]
    poor: NDArray[np.bool_]
    months: pd.DatetimeIndex


def make_cameras(plan: Plan, rules: dict[str, Any], premises: Premises) -> Cameras:
    """The cameras of a city, connected over the years."""
    chooser = plan.chooser("cameras")
    share = np.array(list(rules["forms"].values()))[premises.form, 2]
    with_camera = np.flatnonzero(chooser.random(len(share)) < share)
    where = np.repeat(with_camera, 1 + (chooser.random(len(with_camera)) < 0.3))
    first = (plan.first_until - timedelta(days=365 * rules["visits"]["years"] - 31)).replace(day=1)
    months = pd.date_range(first, plan.until, freq="MS")
    early = chooser.random(len(where)) < rules["cameras"]["connected_at_start"]
    since = np.where(early, 0, chooser.integers(0, len(months) - 1, len(where)))
    poor = chooser.random(len(where)) < rules["alerts"]["poor_camera_share"]
    return Cameras([f"CAM{index:06d}" for index in range(1, len(where) + 1)], where, since, poor, months)


def camera_months(plan: Plan, rules: dict[str, Any], premises: Premises, cameras: Cameras) -> pd.DataFrame:
    """One row a camera and known month: `camera_no`, `licence_no`, `month`, `hours_online`, `hours_total`."""
    chooser = plan.chooser("uptime")
    camera, month = np.nonzero(cameras.since[:, None] <= np.arange(len(cameras.months))[None, :])
    ends = np.append(cameras.months[1:], np.datetime64(plan.until + timedelta(days=1)))
    ends = np.minimum(ends, np.datetime64(plan.moment))
    total = ((ends - cameras.months.to_numpy()) / np.timedelta64(1, "h")).astype(float)[month]
    up, down = rules["cameras"]["uptime"]
    # Heat, storms and works of the grid trouble all cameras of a month alike.
    trouble = np.abs(plan.chooser("uptime_months").normal(0, rules["cameras"]["month_loss"], len(cameras.months)))
    share = chooser.beta(up, down, len(camera)) * (1 - np.minimum(trouble, 0.2))[month]
    broken = chooser.random(len(camera)) < rules["cameras"]["bad_month"]
    share = np.where(broken, share * chooser.random(len(camera)), share)
    known = total >= 1
    return pd.DataFrame(
        {
            "camera_no": np.array(cameras.number)[camera],
            "licence_no": premises.table["licence_no"].to_numpy()[cameras.premises[camera]],
            "month": cameras.months[month],
            "hours_online": np.round(share * total, 1),
            "hours_total": total,
        }
    )[known].reset_index(drop=True)
