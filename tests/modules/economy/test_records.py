"""What the series of a file are, and which of them is forecast."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from modules.economy.growth import Target
from modules.economy.records import NoTargetError, growing_of, read_records, target_of
from modules.economy.vintage_store import VintageStore
from modules.sources import NoRecordsError
from tests.modules.economy.made_up import change_log

AREA = ("nl", "Atlantis")


def written(folder: Path, log: pd.DataFrame, series: str = "") -> Path:
    named = log.rename(columns={"series_id": "series", "period_start": "date"})
    named.to_csv(folder / "vintages.csv", index=False)
    if series:
        (folder / "series.csv").write_text(series)
    return folder


def target(folder: Path, named: str | None = None) -> Target:
    records = read_records(folder, AREA, named)
    return target_of(VintageStore(records.log), records.series)


def stated(values: list[float]) -> pd.DataFrame:
    starts = pd.period_range("2010Q1", periods=len(values), freq="Q").start_time
    return pd.DataFrame({"series_id": "growth", "period_start": starts, "vintage": "2020-01-31", "value": values})


def test_a_level_that_nobody_describes_is_found_by_its_name(tmp_path: Path) -> None:
    folder = written(tmp_path, change_log())
    assert target(folder) == Target("gdp", "gdp", True, "quarterly")
    series = read_records(folder, AREA).series.set_index("series_id")
    assert series["frequency"].to_dict() == {"gdp": "Q", "jobs": "M", "mood": "M", "rate": "M", "sales": "M"}
    assert set(series["ref_area_name"]) == {"Atlantis"}


def test_a_target_can_be_named_and_its_indicators_are_the_others(tmp_path: Path) -> None:
    folder = written(tmp_path, pd.concat([change_log(), stated([1.0, 2.0] * 15)]))
    assert target(folder, "growth").series_id == "growth"
    records = read_records(folder, AREA, "gdp")
    growing = growing_of(records.series, target_of(VintageStore(records.log), records.series))
    assert growing == {"jobs": True, "sales": True, "mood": False, "rate": False, "growth": False}
    with pytest.raises(NoTargetError, match="no series income; quarterly are gdp, growth"):
        read_records(folder, AREA, "income")


@pytest.mark.parametrize(
    ("name", "target_expected"),
    [
        ("Real GDP, year on year", Target("growth", "growth", False, "year_on_year")),
        ("Real GDP, quarter on quarter", Target("growth", "growth", False, "quarterly", True)),
        ("Real GDP growth, annualised", Target("growth", "growth", False, "quarterly")),
    ],
)
def test_stated_growth_is_what_its_name_says(tmp_path: Path, name: str, target_expected: Target) -> None:
    series = f'series_id,name,unit,role\ngrowth,"{name}",percent,target\n'
    folder = written(tmp_path, stated([1.0, 0.5, 0.8, 0.2] * 8), series)
    assert target(folder) == target_expected


def test_growth_that_hardly_moves_between_quarters_is_on_the_year_before(tmp_path: Path) -> None:
    slow = [3 + 2 * np.sin(quarter / 6) for quarter in range(40)]
    assert target(written(tmp_path, stated(slow), "series_id,role\ngrowth,target\n")).growth == "year_on_year"


def test_the_level_is_the_source_where_it_grows_as_the_target_says(tmp_path: Path) -> None:
    level = change_log()
    gdp = VintageStore(level).known_on("gdp", level["vintage"].max().date())
    growth = (((gdp / gdp.shift(1)) ** 4 - 1) * 100).dropna()
    rows = pd.DataFrame({"series_id": "growth", "period_start": growth.index.start_time, "vintage": "2015-02-09",
                         "value": growth.round(1).array})  # fmt: skip
    folder = written(tmp_path, pd.concat([level, rows]), "series_id,role\ngrowth,target\ngdp,level\n")
    assert target(folder) == Target("growth", "gdp", True, "quarterly")
    wrong = rows.assign(value=rows["value"] + 3)
    folder = written(tmp_path, pd.concat([level, wrong]), "series_id,role,name\ngrowth,target,yoy\ngdp,level,GDP\n")
    assert target(folder) == Target("growth", "growth", False, "year_on_year")


def test_without_a_series_to_forecast_the_quarterly_ones_are_named(tmp_path: Path) -> None:
    monthly = change_log().query("series_id != 'gdp'")
    with pytest.raises(NoTargetError, match="Quarterly are none"):
        target(written(tmp_path, monthly))


def test_a_file_of_no_format_is_said_and_a_folder_without_any_refused(tmp_path: Path) -> None:
    (tmp_path / "cats.csv").write_text("cat\ntom\n")
    with pytest.raises(NoRecordsError, match=r"cats.csv has the columns cat"):
        read_records(tmp_path, AREA)
    assert read_records(written(tmp_path, change_log()), AREA).remarks == ["not read: cats.csv has the columns cat."]


def test_gdp_that_is_published_by_month_is_forecast_by_quarter(tmp_path: Path) -> None:
    """As in the United Kingdom: a quarter is the average of its months, known since all of them were."""
    months = pd.period_range("2000-01", "2019-12", freq="M")
    rows = [
        f"{key},{month},{100 + number},{(month.end_time + pd.Timedelta(days=days)).date()}"
        for number, month in enumerate(months)
        for key, days in (("GDP_M", 42), ("RETAIL", 20))
    ]
    (tmp_path / "data.csv").write_text("\n".join(["series,date,value,released_on", *rows]), "utf-8")
    described = "series_id,name,unit,role\nGDP_M,Monthly GDP,index,level\n"
    (tmp_path / "series.csv").write_text(described, "utf-8")
    records = read_records(tmp_path, ("UK", "United Kingdom"))
    store = VintageStore(records.log)
    target = target_of(store, records.series)
    assert (target.series_id, target.is_level) == ("GDP_M_Q", True)
    known = store.known_on("GDP_M_Q", store.days[-1])
    assert (str(known.index[-1]), known.iloc[-1]) == ("2019Q4", 338.0)
    assert str(store.known_on("GDP_M_Q", date(2019, 11, 10)).index[-1]) == "2019Q2"
    assert set(growing_of(records.series, target)) == {"GDP_M", "RETAIL"}
    assert "GDP_M: its months are averaged by quarter, as GDP_M_Q." in records.remarks
    assert target_of(store, read_records(tmp_path, ("UK", "United Kingdom"), "GDP_M").series).series_id == "GDP_M_Q"
