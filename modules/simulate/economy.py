"""Raw records of the economy domain: series, a change log of their vintages, and GDP by district."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path as FilePath

import numpy as np
import pandas as pd
from numpy.random import Generator
from numpy.typing import NDArray

from modules.simulate.economy_paths import Path, make_paths
from modules.simulate.facts import YI, facts_of
from modules.simulate.run_plan import Plan

#: Values released before this day are known from it on: the log begins here, with fifteen years of quarters.
LOG_BEGINS = date(2017, 1, 31)
#: Days after the first release on which the small correction comes, and day of the next year's final figure.
_CORRECTED_AFTER = 45
_FINAL = (12, 20)
#: Years of GDP by district before the one of the last day.
_DISTRICT_YEARS = 5
#: First quarter of GDP by district: the year of the shares that are published.
_DISTRICT_QUARTERS_FROM = "2016Q1"


def _released(period: pd.Period, day: int) -> date:
    """The day of the month after the period on which it is first released."""
    after = period.end_time.date() + timedelta(days=1)
    return after + timedelta(days=day - 1)


def _status(path: Path, period: pd.Period) -> str:
    """published for annual figures; interpolated where the values of the year add up to one; else simulated."""
    if period.year not in path.anchored_years:
        return "simulated"
    return "published" if path.frequency == "A" else "interpolated"


def _log_of(path: Path, until: date, chooser: Generator) -> list[tuple[str, str, date, float, str]]:
    """Rows of the change log: first release, correction and final figure of each period, as far as they are out."""
    rows = []
    decimals = 1 if path.unit in ("percent", "index") and path.frequency != "A" else 2
    relative = path.transform == "yoy"
    for period, truth in zip(pd.PeriodIndex(path.values.index), path.values, strict=True):
        first = _released(period, path.release_day)
        dates = [first, first + timedelta(days=_CORRECTED_AFTER), date(period.year + 1, *_FINAL)]
        errors = chooser.normal(0, 1, 2) * (path.final_revision, path.first_revision * 0.5)
        told = [truth * (1 + error) if relative else truth + error for error in (errors.sum(), errors[0], 0.0)]
        known: float | None = None
        for index, (vintage, value) in enumerate(zip(dates, told, strict=True)):
            value = round(float(value), decimals)
            if vintage > until or (index < 2 and dates[index + 1] <= LOG_BEGINS) or value == known:
                continue
            rows.append((path.series_id, str(period), max(vintage, LOG_BEGINS), value, _status(path, period)))
            known = value
    return rows


def _district_shares(plan: Plan) -> NDArray[np.float64]:
    """Share of each district in the city's GDP: published 2016 where known, else residents with a lean (assumed)."""
    published = {str(key): float(value) for key, value in facts_of(plan).get("district_gdp_2016", {}).items()}
    if all(area in published for area in plan.districts.ids):
        share = np.array([published[area] for area in plan.districts.ids])
    else:
        lean = plan.chooser("district_gdp").lognormal(0, 0.25, len(plan.districts))
        share = plan.districts.residents * lean
    return np.asarray(share / share.sum())


def _moving_shares(plan: Plan, quarters: int) -> NDArray[np.float64]:
    """Shares of the districts (columns) by quarter: each drifts by 0.6 % and strays by 0.4 % a quarter (assumed)."""
    chooser = plan.chooser("district_shares")
    drawn = chooser.normal(0, 1, (quarters, 2, len(plan.districts)))
    shares = _district_shares(plan) * np.exp(0.006 * drawn[:, 0].cumsum(axis=0) + 0.004 * drawn[:, 1])
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))


def _district_table(plan: Plan, quarters: list[Path]) -> pd.DataFrame:
    """GDP by district and year, the sum of its quarters: `district_code`, `year`, `gdp_yi`, `gdp_per_head`."""
    rows = []
    for path, residents in zip(quarters, plan.districts.residents, strict=True):
        for year in range(plan.last_whole_day.year - _DISTRICT_YEARS, plan.last_whole_day.year):
            total = float(path.values[str(year)].sum())
            rows.append((path.area_id, year, round(total, 2), round(total * YI / max(residents, 1.0))))
    return pd.DataFrame(rows, columns=["district_code", "year", "gdp_yi", "gdp_per_head"])


def _district_quarters(plan: Plan, level: Path) -> list[Path]:
    """GDP of each district by quarter, allocated from the city's by shares that move a little."""
    districts = plan.districts
    city = level.values[_DISTRICT_QUARTERS_FROM:]
    shares = _moving_shares(plan, len(city)).T
    names = zip(districts.ids, districts.names, districts.local_names, shares, strict=True)
    return [
        Path(
            f"gdp_{code}", f"GDP of {name}, allocated", f"{name_local}地区生产总值（分摊）", "Q", level.unit,
            "indicator", "yoy", (city * share).round(2),
            level.release_day + 3, 0.004, 0.0, frozenset(), code,
        )
        for code, name, name_local, share in names
    ]  # fmt: skip


def _series_table(plan: Plan, paths: list[Path]) -> pd.DataFrame:
    local = plan.city.language == "zh"
    names = dict(zip(plan.districts.ids, plan.districts.names, strict=True))
    rows = [
        {
            "code": path.series_id,
            "title": path.name_en,
            "title_local": path.name_zh if local else None,
            "freq": path.frequency,
            "unit": path.unit,
            "role": path.role,
            "shown_as": path.transform,
            "area": path.area_id or plan.city.key,
            "area_name": names[path.area_id] if path.area_id else plan.city.name.get("en", plan.city.key),
        }
        for path in paths
    ]
    return pd.DataFrame(rows).astype({"title_local": "string"})


def write_economy(plan: Plan, folder: FilePath) -> dict[str, int]:
    """Write the raw tables; rows by table. Nothing is planted here, so there is no truth file."""
    paths = make_paths(plan)
    level = next(path for path in paths if path.role == "level")
    districts = _district_quarters(plan, level)
    log = [
        row for path in paths for row in _log_of(path, plan.last_whole_day, plan.chooser(f"vintages/{path.series_id}"))
    ]
    shared = [
        row
        for path in districts
        for row in _log_of(path, plan.last_whole_day, plan.chooser(f"vintages/{path.series_id}"))
    ]
    observed = pd.DataFrame([*log, *shared], columns=["code", "period", "known_from", "value", "status"])
    observed.loc[observed["code"].isin([path.series_id for path in districts]), "status"] = "allocated"
    observed["known_from"] = pd.to_datetime(observed["known_from"]).astype("datetime64[s]")
    tables = {
        "series": _series_table(plan, [*paths, *districts]),
        "vintages": observed.sort_values(["code", "known_from", "period"], ignore_index=True),
        "districts": _district_table(plan, districts),
    }
    (folder / "economy").mkdir(parents=True)
    for name, table in tables.items():
        table.to_parquet(folder / "economy" / f"{name}.parquet", index=False, compression="zstd")
    return {name: len(table) for name, table in tables.items()}
