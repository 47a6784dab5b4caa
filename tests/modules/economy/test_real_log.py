"""The real change log of ALFRED: it gives every vintage back, and the rules err as much as the published baseline."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from modules.economy import real_time
from modules.sources import alfred
from tests.modules.real_records import real_records

#: Series whose first vintage is within the log, so that every cell of every vintage must come back.
FROM_THE_FIRST_VINTAGE = ("A191RL1Q225SBEA", "BOPTIMP", "T10Y3MM")


@pytest.fixture(scope="module")
def log() -> pd.DataFrame:
    return alfred.read_change_log(real_records(alfred.LOG_FILE) / alfred.LOG_FILE)


@pytest.mark.parametrize("series", FROM_THE_FIRST_VINTAGE)
def test_every_cell_of_every_vintage_comes_back(log: pd.DataFrame, series: str) -> None:
    index_file = "us_macro/alfred_vintages_index.csv"
    index = pd.read_csv(real_records(index_file) / index_file).set_index("series").loc[series]
    told = alfred.all_vintages(log, series)
    assert int(told.notna().sum().sum()) == index["cells_full"]
    assert f"{told.columns[-1]:%Y-%m-%d}" == index["last_vintage"]
    day = told.columns[len(told.columns) // 2]
    pd.testing.assert_series_equal(told[day].dropna(), alfred.known_on(log, series, day.date()), check_names=False)


def test_third_releases_are_those_of_the_philadelphia_fed(log: pd.DataFrame) -> None:
    file = "us_macro/gdp_first_second_third_release.csv"
    told = pd.read_csv(real_records(file) / file)
    third = told[told["release_stage"] == "third"].copy()
    third["period_start"] = pd.PeriodIndex(third["target_quarter"].str.replace(":", ""), freq="Q").start_time
    ours = real_time.outcomes(real_time.growth_vintages(log)).merge(third, on="period_start")
    assert len(ours) >= 105
    assert (ours["outcome"] - ours["value"]).abs().max() < 0.005


def test_the_rules_err_as_much_as_the_published_baseline(log: pd.DataFrame) -> None:
    """Survey quarters 1999Q2-2023Q4, targets of 2020 and 2021 left out: AR(1) 2.27 and mean 2.27 two quarters ahead."""
    vintages = real_time.growth_vintages(log)
    scored = real_time.scored_forecasts(real_time.point_forecasts(vintages), real_time.outcomes(vintages))
    made = pd.PeriodIndex(scored["made_on"], freq="Q")
    same = scored[(made >= "1999Q2") & (made <= "2023Q4") & ~scored["period_start"].dt.year.isin((2020, 2021))]
    ahead = same[same["horizon_quarters"] == 2]
    rmse = ahead.groupby("method")["error"].apply(lambda error: float(np.sqrt((error**2).mean())))
    assert rmse["ar"] == pytest.approx(2.27, abs=0.03)
    assert rmse["mean"] == pytest.approx(2.27, abs=0.03)
    assert rmse["no_change"] > 2.8
