"""Growth of districts, by their own series or by shares of the city's total."""

from __future__ import annotations

import pandas as pd
import pytest

from modules.economy.districts import BY_SHARES, by_district
from modules.economy.vintage_store import VintageStore


def told(key: str, values: list[float], frequency: str) -> pd.DataFrame:
    starts = pd.period_range("2022", periods=len(values), freq=frequency).start_time
    return pd.DataFrame(
        {"series_id": key, "period_start": starts, "vintage": pd.Timestamp(2025, 1, 1), "value": values}
    )


def described(key: str, frequency: str, role: str, area: str) -> dict[str, str]:
    return {"series_id": key, "frequency": frequency, "role": role, "transform": "yoy", "ref_area": area}


SHARES = pd.DataFrame(
    [("east", "gdp_lcu", "2022", 30.0), ("west", "gdp_lcu", "2022", 10.0), ("east", "gdp_lcu", "2023", 20.0),
     ("west", "gdp_lcu", "2023", 20.0)],
    columns=["area_id", "indicator", "time_period", "value"],
)  # fmt: skip


def growth(rows: pd.DataFrame) -> dict[str, float]:
    return dict(zip(rows["area_id"], rows["value"], strict=True))


def test_a_district_with_a_series_of_its_own_has_its_growth() -> None:
    store = VintageStore(told("gdp_east", [10.0, 10.0, 10.0, 10.0, 11.0], "Q"))
    series = pd.DataFrame([described("gdp_east", "Q", "indicator", "east")])
    made = by_district(store, series, SHARES, {"gdp_east": "published"})
    assert growth(made.rows) == {"east": pytest.approx(10.0)}
    assert set(made.rows["status"]) == {"published"}
    assert made.rows["time_period"].tolist() == ["2023-Q1"]
    assert set(by_district(store, series, SHARES, {"gdp_east": "allocated"}).rows["status"]) == {"allocated"}


def test_else_the_citys_quarters_are_allocated_by_shares_and_it_is_said() -> None:
    store = VintageStore(told("gdp", [100.0] * 4 + [110.0], "Q"))
    made = by_district(store, pd.DataFrame([described("gdp", "Q", "level", "city")]), SHARES, {})
    # East had three quarters of 100 and has a half of 110.
    assert growth(made.rows) == {"east": pytest.approx((55 / 75 - 1) * 100), "west": pytest.approx((55 / 25 - 1) * 100)}
    assert set(made.rows["status"]) == {"allocated"}
    assert made.remark == f"Growth by district: {BY_SHARES}."


def test_a_city_with_annual_figures_only_says_that_its_quarters_are_interpolated() -> None:
    store = VintageStore(told("gdp", [400.0, 440.0, 480.0], "Y"))
    made = by_district(store, pd.DataFrame([described("gdp", "A", "level", "city")]), SHARES, {})
    assert "interpolated from annual figures alone" in made.remark
    assert set(growth(made.rows)) == {"east", "west"}


def test_without_shares_there_is_nothing_by_district() -> None:
    store = VintageStore(told("gdp", [100.0] * 5, "Q"))
    made = by_district(store, pd.DataFrame([described("gdp", "Q", "level", "city")]), None, {})
    assert (len(made.rows), made.remark) == (0, "")
