"""A city that was brought by files: annual GDP, a monthly indicator, and GDP of its districts by year."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from data.city.pack import load_city
from data.drops.check import check
from modules.economy import run
from modules.economy.disaggregation import CHOW_LIN
from modules.economy.districts import BY_SHARES
from tests.city_with_records import CITY, write_city

YEARS = range(2014, 2024)


def write_files(folder: Path) -> None:
    """Electricity grows evenly, GDP by 5 % a year and known in March; NW has a quarter of it and NE the rest."""
    folder.mkdir(parents=True)
    gdp = [f"GDP,{year},{1000 * 1.05 ** (year - 2014):.3f},{year + 1}-03-01" for year in YEARS]
    power = [
        f"POWER,{month},{100 * 1.05 ** (number / 12):.3f},{(month.end_time + pd.Timedelta(days=15)).date()}"
        for number, month in enumerate(pd.period_range("2014-01", "2023-12", freq="M"))
    ]
    (folder / "data.csv").write_text("\n".join(["series,date,value,released_on", *gdp, *power]), "utf-8")
    (folder / "series.csv").write_text(
        "series_id,name,unit,role,transform\nGDP,GDP,CNY,level,yoy\nPOWER,Electricity,kWh,indicator,yoy\n", "utf-8"
    )
    (folder / "area_indicators.csv").write_text(
        "area_id,indicator,time_period,value\nNW,gdp_lcu,2022,250\nNE,gdp_lcu,2022,750\nNE,gdp_lcu,2023,\n", "utf-8"
    )


def test_districts_are_allocated_from_the_quarters_of_annual_figures_and_it_is_said(tmp_path: Path) -> None:
    write_city(tmp_path / "cities")
    city = load_city(CITY, tmp_path / "cities")
    write_files(tmp_path / "raw" / "economy")
    drop = run(tmp_path / "raw", city, tmp_path / "outputs")
    areas = pd.read_parquet(drop / "area_indicators.parquet")
    growth = areas[areas["indicator"] == "gdp_growth_percent"].set_index("area_id")
    assert growth["value"].to_dict() == {"NW": pytest.approx(5, abs=0.1), "NE": pytest.approx(5, abs=0.1)}
    assert set(growth["time_period"]) == {"2023-Q4"}
    assert set(growth["status"]) == {"allocated"}  # what the map hatches
    assert set(growth["method"]) == {f"{BY_SHARES}, whose quarters are {CHOW_LIN}"}
    notes = " ".join(json.loads((drop / "manifest.json").read_text("utf-8"))["notes"])
    assert f"whose quarters are {CHOW_LIN}" in notes
    assert "1 figures of areas set aside" in notes
    assert "No forecast" in notes
    assert check(drop, city, "economy").accepted
