from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from modules.simulate import simulate
from tests.modules.simulate.conftest import UNTIL, write_pack


@pytest.fixture(scope="module")
def shenzhen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("economy")
    city = write_pack(root / "cities", "shenzhen")
    simulate(city, root / "raw", seed=7, events=2000, until=UNTIL, domains=["economy"])
    return root / "raw" / "shenzhen" / "economy"


@pytest.fixture(scope="module")
def vintages(shenzhen: Path) -> pd.DataFrame:
    return pd.read_parquet(shenzhen / "vintages.parquet")


def newest(vintages: pd.DataFrame, code: str) -> pd.DataFrame:
    return vintages[vintages["code"] == code].sort_values("known_from").groupby("period").last()


def test_quarters_of_a_published_year_add_up_to_it(vintages: pd.DataFrame) -> None:
    level = newest(vintages, "gdp").filter(like="2024Q", axis=0)
    assert level["value"].sum() == pytest.approx(36801.87, abs=0.05)
    assert set(level["status"]) == {"interpolated"}


def test_growth_of_a_published_year_averages_to_it(vintages: pd.DataFrame) -> None:
    growth = newest(vintages, "gdp_growth")
    assert growth.filter(like="2023Q", axis=0)["value"].mean() == pytest.approx(6.0, abs=0.05)
    assert growth.loc["2023Q1", "status"] == "interpolated"
    assert growth.loc["2026Q1", "status"] == "simulated"


def test_published_years_stand_as_published_and_later_ones_are_simulated(vintages: pd.DataFrame) -> None:
    annual = newest(vintages, "gdp_growth_annual")
    assert annual["value"].drop("2025").to_dict() == {"2021": 6.7, "2022": 3.3, "2023": 6.0, "2024": 5.8}
    assert annual["status"].to_dict() == {**dict.fromkeys(("2021", "2022", "2023", "2024"), "published"),
                                          "2025": "simulated"}  # fmt: skip
    quarters = newest(vintages, "gdp").filter(like="2025Q", axis=0)["value"]
    assert newest(vintages, "gdp_annual").loc["2025", "value"] == pytest.approx(quarters.sum(), rel=0.01)


def test_monthly_retail_sales_of_a_published_year_add_up_to_it(vintages: pd.DataFrame) -> None:
    retail = newest(vintages, "retail_sales").filter(like="2024-", axis=0)
    assert (len(retail), set(retail["status"])) == (12, {"interpolated"})
    # The year's final figures come in December of the next year, so they are all out.
    assert retail["value"].sum() == pytest.approx(10637.7, abs=0.5)


def test_a_value_is_known_after_its_period_and_by_the_last_day(vintages: pd.DataFrame) -> None:
    quarters = vintages[vintages["code"] == "gdp_growth"]
    ends = pd.PeriodIndex(quarters["period"], freq="Q").end_time
    assert (quarters["known_from"].to_numpy() > ends.to_numpy()).all()
    assert vintages["known_from"].max() <= pd.Timestamp(UNTIL)
    assert not vintages.duplicated(["code", "period", "known_from"]).any()


def test_growth_is_revised(vintages: pd.DataFrame) -> None:
    recent = vintages[(vintages["code"] == "gdp_growth") & (vintages["known_from"] > "2017-01-31")]
    assert recent.groupby("period").size().max() == 3


def test_there_are_about_twenty_monthly_indicators(shenzhen: Path) -> None:
    series = pd.read_parquet(shenzhen / "series.parquet")
    assert 20 <= (series["freq"] == "M").sum() <= 24
    assert series["role"].value_counts()[["target", "level"]].tolist() == [1, 1]


def test_districts_add_up_to_the_city_and_are_marked_allocated(shenzhen: Path, vintages: pd.DataFrame) -> None:
    districts = pd.read_parquet(shenzhen / "districts.parquet")
    assert districts[districts["year"] == 2024]["gdp_yi"].sum() == pytest.approx(36801.87, abs=0.05)
    assert set(vintages[vintages["code"].isin(["gdp_west", "gdp_east"])]["status"]) == {"allocated"}


def yearly_growth(vintages: pd.DataFrame, code: str, lag: int) -> pd.Series:
    values = newest(vintages, code)["value"]
    return (values / values.shift(lag) - 1).dropna() * 100


def test_growth_moves_from_quarter_to_quarter_and_from_district_to_district(vintages: pd.DataFrame) -> None:
    """A year's figure that is divided by fixed shares would stand still for four quarters, in all districts alike."""
    city, west, east = (yearly_growth(vintages, code, 4)["2024Q1":] for code in ("gdp", "gdp_west", "gdp_east"))
    for growth in (city, west, east):
        assert growth.round(1).nunique() > 6
    assert ((west - east).abs() > 0.05).all()
    assert city.between(0, 10).all()


def test_what_is_outstanding_has_hardly_a_season(vintages: pd.DataFrame) -> None:
    for code in ("deposits", "loans"):
        assert yearly_growth(vintages, code, 1)["2023-01":].abs().max() < 3


def test_no_january_is_a_step_because_a_year_is_anchored(vintages: pd.DataFrame) -> None:
    """December to January moves on the year's figures as other months do: within four standard deviations of them."""
    for code in ("retail_sales", "exports", "electricity_use"):
        change = yearly_growth(vintages, code, 12)["2014-01":].diff().dropna()
        january = change[change.index.str.endswith("-01")]
        others = change[~change.index.str.endswith("-01")]
        assert january.abs().max() < 4 * others.std()


def test_days_drawn_ahead_move_nothing_that_is_told(shenzhen: Path, tmp_path: Path) -> None:
    city = write_pack(tmp_path / "cities", "shenzhen")
    simulate(city, tmp_path / "raw", seed=7, events=2000, until=UNTIL, domains=["economy"], ahead=400)
    pd.testing.assert_frame_equal(
        pd.read_parquet(tmp_path / "raw" / "shenzhen" / "economy" / "vintages.parquet"),
        pd.read_parquet(shenzhen / "vintages.parquet"),
    )
