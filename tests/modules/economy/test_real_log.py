"""The real change log of ALFRED: it gives every vintage back, and the rules err as much as the published baseline."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from modules.economy.growth import Target, known_growth
from modules.economy.naive_rules import RULES
from modules.economy.outcomes import outcomes
from modules.economy.records import Records, read_records, target_of
from modules.economy.vintage_store import VintageStore
from modules.sources import alfred
from tests.modules.real_records import real_records

#: Series whose first vintage is within the log, so that every cell of every vintage must come back.
FROM_THE_FIRST_VINTAGE = ("A191RL1Q225SBEA", "BOPTIMP", "T10Y3MM")
TARGET = Target("A191RL1Q225SBEA", "GDPC1", True, "quarterly")


@pytest.fixture(scope="module")
def records() -> Records:
    return read_records(real_records(alfred.LOG_FILE) / alfred.LOG_FILE, ("US", "United States"))


@pytest.fixture(scope="module")
def store(records: Records) -> VintageStore:
    return VintageStore(records.log)


@pytest.mark.parametrize("series", FROM_THE_FIRST_VINTAGE)
def test_every_cell_of_every_vintage_comes_back(store: VintageStore, series: str) -> None:
    index_file = "us_macro/alfred_vintages_index.csv"
    index = pd.read_csv(real_records(index_file) / index_file).set_index("series").loc[series]
    days = store.series(series).days
    assert sum(int(store.known_on(series, day).notna().sum()) for day in days) == index["cells_full"]
    assert str(days[-1])[:10] == index["last_vintage"]


def test_nothing_of_the_real_log_has_to_be_put_right(records: Records, store: VintageStore) -> None:
    assert records.remarks == []
    assert target_of(store, records.series) == TARGET


def test_third_releases_are_those_of_the_philadelphia_fed(store: VintageStore) -> None:
    file = "us_macro/gdp_first_second_third_release.csv"
    told = pd.read_csv(real_records(file) / file)
    third = told[told["release_stage"] == "third"].copy()
    third["period_start"] = pd.PeriodIndex(third["target_quarter"].str.replace(":", ""), freq="Q").start_time
    ours = outcomes(store, TARGET).query("growth == 'quarterly'").merge(third, on="period_start")
    assert len(ours) >= 105
    assert (ours["outcome"] - ours["value"]).abs().max() < 0.005


def test_the_rules_err_as_much_as_the_published_baseline(store: VintageStore) -> None:
    """Survey quarters 1999Q2-2023Q4, targets of 2020 and 2021 left out: AR(1) 2.27 and mean 2.27 two quarters ahead."""
    came = outcomes(store, TARGET).query("growth == 'quarterly'").set_index("period_start")["outcome"]
    errors: dict[str, list[float]] = {method: [] for method in RULES}
    for quarter in pd.period_range("1999Q2", "2023Q4", freq="Q"):
        growth = known_growth(store, TARGET, (quarter.start_time + pd.DateOffset(months=1, days=9)).date())
        target = quarter + 2
        for method, rule in RULES.items():
            value = rule(growth.to_numpy(), (target - growth.index[-1]).n)[-1]
            if target.year not in (2020, 2021):
                errors[method].append(float(came[target.start_time] - value))
    rmse = {method: float(np.sqrt(np.mean(np.square(found)))) for method, found in errors.items()}
    assert rmse["ar"] == pytest.approx(2.27, abs=0.03)
    assert rmse["mean"] == pytest.approx(2.27, abs=0.03)
    assert rmse["no_change"] > 2.8
