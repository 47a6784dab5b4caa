"""Growth of the city's districts: of their own series, else allocated from the city's total by their annual shares."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from modules.economy.disaggregation import by_shares, quarters_of_years
from modules.economy.vintage_store import VintageStore
from modules.sources.alfred import time_period

COLUMNS = ["area_id", "indicator", "time_period", "value", "status", "method"]
#: What districts are allocated by, and what growth by district is called.
LEVEL, GROWTH = "gdp_lcu", "gdp_growth_percent"
BY_SERIES = "growth of the district's own series"
BY_SHARES = "the city's total by annual shares of its districts"


@dataclass(frozen=True)
class ByDistrict:
    """`rows` has COLUMNS; `remark` says how they were made, and is empty where there are none."""

    rows: pd.DataFrame
    remark: str = ""


def _growth(levels: pd.DataFrame, status: str, method: str) -> pd.DataFrame:
    """The newest growth on the year before of each column, in percent."""
    rows = []
    for area, values in levels.items():
        known = values.dropna()
        grown = ((known / known.shift(4) - 1) * 100).dropna()
        if len(grown):
            period = pd.Period(grown.index[-1], "Q")
            rows.append((area, GROWTH, time_period(period.start_time, "Q"), float(grown.iloc[-1]), status, method))
    return pd.DataFrame(rows, columns=COLUMNS)


def _own_series(store: VintageStore, series: pd.DataFrame, areas: set[str]) -> pd.DataFrame:
    """Quarterly levels of districts, a column each."""
    kept = series[series["ref_area"].isin(areas) & (series["frequency"] == "Q") & (series["transform"] == "yoy")]
    last = store.days[-1]
    return pd.DataFrame({row["ref_area"]: store.known_on(str(row["series_id"]), last) for _, row in kept.iterrows()})


def _total(store: VintageStore, series: pd.DataFrame) -> tuple[pd.Series, str] | None:
    """The city's quarters and how they were made where its publisher has only annual figures."""
    last = store.days[-1]
    levels = series[series["role"] == "level"]
    for _, row in levels[levels["frequency"] == "Q"].iterrows():
        return store.known_on(str(row["series_id"]), last), ""
    for _, row in levels[levels["frequency"] == "A"].iterrows():
        annual = store.known_on(str(row["series_id"]), last)
        same = series[(series["ref_area"] == row["ref_area"]) & (series["frequency"] == "M")]
        monthly = [store.known_on(str(key), last) for key in same.loc[same["transform"] == "yoy", "series_id"]]
        longest = max(monthly, key=lambda values: int(values.notna().sum()), default=None)
        if annual.notna().sum() >= 2:
            made = quarters_of_years(annual, longest)
            return made.values, made.method
    return None


def by_district(
    store: VintageStore, series: pd.DataFrame, area_indicators: pd.DataFrame | None, statuses: dict[str, str]
) -> ByDistrict:
    """Growth of districts in the newest quarter; `statuses` says of a series how its values came about."""
    indicators = pd.DataFrame(columns=COLUMNS) if area_indicators is None else area_indicators
    shares = indicators[indicators["indicator"] == LEVEL]
    areas = set(shares["area_id"])
    own = _own_series(store, series, areas)
    if len(own.columns):
        of_areas = set(series.loc[series["ref_area"].isin(areas), "series_id"])
        allocated = any(statuses.get(str(key)) == "allocated" for key in of_areas)
        method = BY_SHARES if allocated else BY_SERIES
        return ByDistrict(
            _growth(own, "allocated" if allocated else "published", method), f"Growth by district: {method}."
        )
    total = _total(store, series)
    if shares.empty or total is None:
        return ByDistrict(pd.DataFrame(columns=COLUMNS))
    by_year = shares.pivot(index="time_period", columns="area_id", values="value")
    by_year.index = pd.PeriodIndex([pd.Period(f"{str(year)[:4]}Q1", freq="Q") for year in by_year.index])
    quarters, how = total
    method = f"{BY_SHARES}{', whose quarters are ' + how if how else ''}"
    return ByDistrict(
        _growth(by_shares(quarters.dropna(), by_year), "allocated", method), f"Growth by district: {method}."
    )
