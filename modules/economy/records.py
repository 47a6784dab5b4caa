"""The raw records of an economy: a change log from files of any known format, and what its series are."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from modules.economy.averages import by_quarter
from modules.economy.growth import Target, annualised, is_seasonal
from modules.economy.log_cleaning import cleaned
from modules.economy.panel import persistence
from modules.economy.vintage_store import VintageStore
from modules.sources import NoRecordsError
from modules.sources.alfred_series import SERIES
from modules.sources.macro_files import ENDINGS, UnknownFileError, read_series_file

#: Folder of a city's raw records with files of series, and the file in it that says what they are.
FOLDER, DESCRIPTIONS = "economy", "series.csv"
#: The file in it with figures of the city's areas: area_id, indicator, time_period, value.
AREA_FIGURES = "area_indicators.csv"
SERIES_COLUMNS = [
    "series_id",
    "name_en",
    "name_local",
    "unit",
    "role",
    "transform",
    "category",
    "frequency",
    "ref_area",
    "ref_area_name",
]
#: What a series can be about, by which news are added up.
CATEGORIES = (
    "labour", "spending", "output", "housing", "trade", "finance", "prices", "government", "growth", "other"
)  # fmt: skip
#: Growth of a level and growth as it is stated differ by less than this (percentage points) where they are the same.
SAME_GROWTH = 0.15
#: Stated growth that keeps more than this from one quarter to the next is growth on the year before.
PERSISTENT = 0.6
#: A series that nobody describes is a level where its median is at least this, its largest value so many times its
#: smallest, and it keeps so much from one period to the next.
LEVEL_FROM, LEVEL_RANGE, LEVEL_PERSISTENT = 20.0, 1.1, 0.97
_ON_YEAR = re.compile(r"year on year|year-on-year|y/y|yoy|same (quarter|period)|previous year|同比", re.IGNORECASE)
_ANNUAL_RATE = re.compile(r"annuali[sz]ed|annual rate|saar", re.IGNORECASE)
_ON_QUARTER = re.compile(r"quarter on quarter|quarter-on-quarter|q/q|qoq|previous quarter|环比", re.IGNORECASE)


class NoTargetError(ValueError):
    """Nothing in the records says what is to be forecast; the text names the quarterly series."""


@dataclass(frozen=True)
class Records:
    """`log` is cleaned, `series` has SERIES_COLUMNS, `remarks` say what was set aside or put right of `rows` read."""

    log: pd.DataFrame
    series: pd.DataFrame
    rows: int
    remarks: list[str] = field(default_factory=list)


def _files(place: Path) -> list[Path]:
    if place.is_file():
        return [place]
    described = (DESCRIPTIONS, AREA_FIGURES)
    return sorted(
        file for file in place.iterdir()
        if file.name.endswith(ENDINGS) and file.name not in described and not file.name.startswith(".")
    )  # fmt: skip


def read_area_figures(place: Path) -> tuple[pd.DataFrame, list[str]]:
    """The figures of areas in that folder (`area_id`, `indicator`, `time_period`, `value`), and what was set aside.

    No rows without the file. Raises KeyError for a column that it lacks.
    """
    columns = ["area_id", "indicator", "time_period", "value"]
    if not (place / AREA_FIGURES).is_file():
        return pd.DataFrame(columns=columns), []
    told = pd.read_csv(place / AREA_FIGURES, dtype="string", encoding="utf-8-sig")[columns]
    told = told.assign(value=pd.to_numeric(told["value"], errors="coerce").astype(np.float64))
    unusable = told.isna().any(axis=1)
    remarks = (
        [f"{int(unusable.sum()):,} figures of areas set aside: incomplete or no number."] if unusable.any() else []
    )
    return told[~unusable].drop_duplicates(columns[:3], keep="last").reset_index(drop=True), remarks


def read_log(place: Path) -> tuple[pd.DataFrame, list[str]]:
    """The change log of a file or of all files of a folder, and a sentence for each file that is of no known format.

    Raises NoRecordsError where none is.
    """
    parts, remarks = [], []
    for file in _files(place):
        try:
            parts.append(read_series_file(file))
        except UnknownFileError as error:
            remarks.append(f"not read: {error}.")
    if not parts:
        raise NoRecordsError(f"a file of series in {place.name}" + (f" ({' '.join(remarks)})" if remarks else ""))
    return pd.concat(parts, ignore_index=True), remarks


def described(log: pd.DataFrame, told: pd.DataFrame, place: tuple[str, str]) -> pd.DataFrame:
    """SERIES_COLUMNS of every series of the log, as `told` says, else by its code; `place` is its area's code and name.

    A series that nobody describes is an indicator, shown as growth where it is a level that only grows out of one.
    """
    frame = pd.DataFrame({"series_id": sorted(log["series_id"].dropna().unique())})
    known = told.drop_duplicates("series_id").set_index("series_id")
    for column in SERIES_COLUMNS[1:]:
        frame[column] = frame["series_id"].map(known[column]) if column in known else None
    frame["category"] = frame["category"].where(frame["category"].isin(CATEGORIES), "other")
    frame["name_en"] = frame["name_en"].fillna(frame["series_id"])
    frame["unit"] = frame["unit"].fillna("not stated")
    frame["role"] = frame["role"].where(frame["role"].isin(["target", "level", "indicator"]), "indicator")
    frame["ref_area"] = frame["ref_area"].fillna(place[0])
    frame["ref_area_name"] = frame["ref_area_name"].fillna(place[1])
    store = VintageStore(log)
    frame["frequency"] = [store.series(key).frequency for key in frame["series_id"]]
    guessed = [_shown(store, key) for key in frame["series_id"]]
    frame["transform"] = frame["transform"].where(frame["transform"].isin(["none", "yoy", "difference"]), guessed)
    return frame[SERIES_COLUMNS]


def _shown(store: VintageStore, key: str) -> str:
    """yoy for a level: positive, far from 0, spread wide and persistent, as rates and indices of opinion are not."""
    known = store.known_on(key, store.days[-1]).dropna()
    if len(known) < 2 or known.min() <= 0 or known.median() < LEVEL_FROM:
        return "none"
    wide = known.max() > LEVEL_RANGE * known.min()
    return "yoy" if wide and persistence(known) > LEVEL_PERSISTENT else "none"


def read_records(place: Path, area: tuple[str, str], target: str | None = None) -> Records:
    """The records of a file or folder; `series.csv` in the folder describes the series.

    `target` names the series that is to be forecast, a level or a growth. Raises NoRecordsError without a file.
    """
    log, remarks = read_log(place)
    rows = len(log)
    folder = place if place.is_dir() else place.parent
    told = pd.DataFrame({"series_id": list(SERIES)}).join(
        pd.DataFrame(list(SERIES.values())).rename(columns={"name": "name_en"})
    )
    if (folder / DESCRIPTIONS).is_file():
        told = pd.read_csv(folder / DESCRIPTIONS, dtype="string", encoding="utf-8-sig").rename(
            columns={"name": "name_en"}
        )
    units = told["unit"] if "unit" in told else pd.Series("", index=told.index)
    in_percent = told.loc[units.astype("string").str.startswith("percent", na=False), "series_id"]
    log, said = cleaned(log, [str(key) for key in in_percent])
    if log.empty:
        raise NoRecordsError(f"a value that can be read ({' '.join([*remarks, *said])})")
    series = described(log, told, area)
    log, series, averaged = _with_quarters(log, series, target)
    if target is not None:
        series = _with_target(series, log, averaged.get(target, target))
    said += [f"{key}: its months are averaged by quarter, as {name}." for key, name in averaged.items()]
    return Records(log, series, rows, [*remarks, *said])


def _with_quarters(
    log: pd.DataFrame, series: pd.DataFrame, target: str | None
) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, str]]:
    """The records with a monthly level or target as quarters too, where no quarterly series has its role.

    What comes back last: the code of the monthly series -> that of its quarters.
    """
    chosen = series["series_id"] == target if target else series["role"].isin(["level", "target"])
    monthly = series[chosen & (series["frequency"] == "M")]
    if target is None and (series["frequency"] == "Q")[chosen].any():
        return log, series, {}
    averaged = {str(key): f"{key}_Q" for key in monthly["series_id"]}
    for _, row in monthly.iterrows():
        key = str(row["series_id"])
        quarters = by_quarter(log[log["series_id"] == key]).assign(series_id=averaged[key])
        log = pd.concat([log, quarters[log.columns]], ignore_index=True)
        named = row.to_frame().T.assign(series_id=averaged[key], frequency="Q", name_en=f"{row['name_en']}, by quarter")
        series = pd.concat([series, named.astype(series.dtypes.to_dict())], ignore_index=True)
    own = series["series_id"].isin(averaged)
    return log, series.assign(role=series["role"].mask(own, "indicator")), averaged


def _with_target(series: pd.DataFrame, log: pd.DataFrame, target: str) -> pd.DataFrame:
    if target not in set(series["series_id"]):
        raise NoTargetError(f"no series {target}; quarterly are {', '.join(_quarterly(series))}")
    role = "level" if _shown(VintageStore(log), target) == "yoy" else "target"
    others = series["role"].where(series["role"] == "indicator", "indicator")
    return series.assign(role=others.mask(series["series_id"] == target, role))


def _quarterly(series: pd.DataFrame) -> list[str]:
    return [str(key) for key in series.loc[series["frequency"] == "Q", "series_id"]]


def _growth_of(store: VintageStore, row: pd.Series) -> tuple[str, bool]:
    """The kind of growth that a series states, and whether a quarter's growth is not at an annual rate."""
    words = f"{row['name_en']} {row['unit']}"
    if _ON_YEAR.search(words):
        return "year_on_year", False
    if _ANNUAL_RATE.search(words):
        return "quarterly", False
    if _ON_QUARTER.search(words):
        return "quarterly", True
    known = store.known_on(str(row["series_id"]), store.days[-1]).dropna()
    return ("year_on_year" if known.autocorr(1) > PERSISTENT else "quarterly"), False


def _one(series: pd.DataFrame, role: str) -> pd.Series | None:
    rows = series[(series["role"] == role) & (series["frequency"] == "Q")]
    return rows.iloc[0] if len(rows) else None


def target_of(store: VintageStore, series: pd.DataFrame) -> Target:
    """What is forecast: the level's growth where it is that of the target, or there is no target; else the target.

    A level has longer vintages than the growth that its publisher states, and allows both kinds of growth. Raises
    NoTargetError where no quarterly series has the role.
    """
    target, level = _one(series, "target"), _one(series, "level")
    if target is None and level is None:
        named = [key for key in _quarterly(series) if "gdp" in key.lower()] or _quarterly(series)
        if len(named) != 1:
            raise NoTargetError(
                f"which series is to be forecast? Quarterly are {', '.join(_quarterly(series)) or 'none'}"
            )
        return target_of(store, _with_role(series, store, named[0]))
    if level is not None:
        key = str(level["series_id"])
        known = store.known_on(key, store.days[-1])
        growth = annualised(known)
        seasonal = is_seasonal(np.log(known.where(known > 0)).diff())
        if target is None:
            return Target(key, key, True, "year_on_year" if seasonal else "quarterly")
        stated = store.known_on(str(target["series_id"]), store.days[-1])
        apart = (growth - stated).abs().median()
        if not seasonal and apart < SAME_GROWTH:
            return Target(str(target["series_id"]), key, True, "quarterly")
    assert target is not None
    kind, of_quarter = _growth_of(store, target)
    key = str(target["series_id"])
    return Target(key, key, False, "year_on_year" if kind == "year_on_year" else "quarterly", of_quarter)


def _with_role(series: pd.DataFrame, store: VintageStore, key: str) -> pd.DataFrame:
    role = "level" if _shown(store, key) == "yoy" else "target"
    return series.assign(role=series["role"].mask(series["series_id"] == key, role))


def growing_of(series: pd.DataFrame, target: Target) -> dict[str, bool]:
    """The indicators that a model may use, of the target's own place, and which of them are levels that grow."""
    place = series.set_index("series_id")["ref_area"].get(target.series_id)
    own = series["series_id"].isin([target.series_id, target.source_id])
    same = (series["role"] == "indicator") & (series["ref_area"] == place) & ~own
    used = series[same & series["frequency"].isin(["M", "Q"])]
    return dict(zip(used["series_id"].astype(str), (used["transform"] == "yoy").tolist(), strict=True))
