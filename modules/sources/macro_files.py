"""Readers of files of economic series: each gives a change log of values and the day since which each was known.

A log has `series_id`, `period_start`, `vintage` (days at midnight) and `value` (NaN: withdrawn), in the file's order.
Which reader a file needs is told by its header, so that a folder may hold files of several publishers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

COLUMNS = ["series_id", "period_start", "vintage", "value"]
#: Ends of names of files that are read.
ENDINGS = (".parquet", ".csv", ".csv.gz", ".xlsx")
#: Names of the columns of a plain long file, in the order in which they are looked for.
LONG_NAMES = {
    "series_id": ("series_id", "series", "code", "indicator"),
    "period_start": ("date", "period_start", "period", "time_period", "observation_date"),
    "vintage": ("vintage", "released_on", "known_since", "known_from", "realtime_start", "release_date"),
    "value": ("value", "obs_value"),
}
#: Day of a quarter's middle month by which the Philadelphia Fed's vintage of that quarter was known.
VINTAGE_DAY = 15
_VINTAGE = re.compile(r"(?P<series>[A-Za-z_]+?)_?(?P<year>\d{2})(?P<part>[QM])(?P<number>\d{1,2})")
_QUARTER = re.compile(r"(\d{4})[:\-/ ]?Q([1-4])", re.IGNORECASE)
_QUARTER_FIRST = re.compile(r"^Q([1-4])[:\-/ ]?(\d{4})$", re.IGNORECASE)
_QUARTER_IN_CHINESE = re.compile(r"^(\d{4})年第?([1-4一二三四])季度$")
_CHINESE_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4}
_MONTH = re.compile(r"(\d{4})[:\- ]?M(\d{1,2})", re.IGNORECASE)
#: A vintage of two digits from here on belongs to the last century.
_CENTURY_TURNS = 50


class UnknownFileError(ValueError):
    """The file's columns are those of no format that is read; the text names the file and the columns."""


def period_starts(texts: pd.Series) -> pd.Series:
    """First days of periods: 2025, 2025-Q3, 2025:Q3, 2025Q3, Q3 2025, 2025年三季度, 2025-11, 2025M11 or a day;
    NaT where it is none.
    """
    if pd.api.types.is_datetime64_any_dtype(texts):
        return texts.astype("datetime64[s]")
    words = texts.astype("string").str.strip()
    words = words.str.replace(_MONTH, lambda found: f"{found[1]}-{int(found[2]):02d}-01", regex=True)
    words = words.str.replace(_QUARTER_FIRST, r"\2-Q\1", regex=True)
    words = words.str.replace(
        _QUARTER_IN_CHINESE, lambda found: f"{found[1]}-Q{_CHINESE_DIGITS.get(found[2], found[2])}", regex=True
    )
    words = words.str.replace(_QUARTER, lambda found: f"{found[1]}-{int(found[2]) * 3 - 2:02d}-01", regex=True)
    words = words.str.replace(r"^(\d{4})(?:-A1)?$", r"\1-01-01", regex=True).str.replace(
        r"^(\d{4}-\d{2})$", r"\1-01", regex=True
    )
    return days_of(words)


def days_of(texts: pd.Series) -> pd.Series:
    """Days written as ISO 8601 has them, with a time or without, or as 11/30/2024; NaT where it is neither."""
    if pd.api.types.is_datetime64_any_dtype(texts):
        return texts.astype("datetime64[s]")
    days = pd.to_datetime(texts, format="ISO8601", errors="coerce")
    american = pd.to_datetime(texts, format="%m/%d/%Y", errors="coerce")
    return days.fillna(american).astype("datetime64[s]")


def _log(series: pd.Series, starts: pd.Series, vintages: pd.Series, values: pd.Series) -> pd.DataFrame:
    frame = pd.DataFrame({
        "series_id": series.astype("object"),
        "period_start": starts,
        "vintage": vintages.astype("datetime64[s]"),
        "value": pd.to_numeric(values, errors="coerce").astype(np.float64),
    })  # fmt: skip
    return frame[COLUMNS]


def _named(header: Sequence[str]) -> dict[str, str]:
    """Column of the log -> column of the file, of a plain long file; of those that it has."""
    lower = {name.strip().lower(): name for name in reversed(header)}
    found = {key: next((lower[name] for name in names if name in lower), "") for key, names in LONG_NAMES.items()}
    return {key: name for key, name in found.items() if name}


def read_long(frame: pd.DataFrame, known_since: pd.Timestamp) -> pd.DataFrame:
    """A plain long file, or ALFRED's change log: series, date, value and the day of release (else `known_since`)."""
    names = _named(list(frame.columns))
    told = frame[names["vintage"]] if "vintage" in names else pd.Series(known_since, index=frame.index)
    vintages = days_of(told)
    return _log(frame[names["series_id"]], period_starts(frame[names["period_start"]]), vintages, frame[names["value"]])


def read_sdmx(frame: pd.DataFrame, known_since: pd.Timestamp) -> pd.DataFrame:
    """SDMX-CSV 1 and 2: TIME_PERIOD, OBS_VALUE; a series is the key of its dimensions before TIME_PERIOD.

    The day of a vintage is VALID_FROM, EMBARGO_TIME or RELEASE_DATE where the file has one, else `known_since`.
    """
    columns = list(frame.columns)
    structure = {"DATAFLOW", "STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "ACTION"}
    key = [name for name in columns[: columns.index("TIME_PERIOD")] if name.split(":")[0] not in structure]
    series = frame[key].astype("string").fillna("").agg(".".join, axis=1)
    dated = [name for name in ("VALID_FROM", "EMBARGO_TIME", "RELEASE_DATE") if name in columns]
    told = frame[dated[0]] if dated else pd.Series(known_since, index=frame.index)
    vintages = pd.to_datetime(told, errors="coerce", utc=bool(dated))
    vintages = (vintages.dt.tz_localize(None) if dated else vintages).dt.normalize()
    return _log(series, period_starts(frame["TIME_PERIOD"]), vintages, frame["OBS_VALUE"])


def read_fred_md(frame: pd.DataFrame, known_since: pd.Timestamp) -> pd.DataFrame:
    """FRED-MD: a month a row and a series a column, of one vintage; a row `Transform:` is left out."""
    first = str(frame.columns[0])
    kept = frame[~frame[first].astype("string").str.startswith("Transform", na=False)]
    long = kept.melt(id_vars=first, var_name="series", value_name="value")
    long = long[pd.to_numeric(long["value"], errors="coerce").notna()].reset_index(drop=True)
    return _log(
        long["series"], period_starts(long[first]), pd.Series(known_since, index=long.index), long["value"]
    )  # fmt: skip


def _vintage_day(name: str) -> pd.Timestamp:
    """The day by which a column such as ROUTPUT65Q4 or EMPLOY98M2 was known."""
    found = _VINTAGE.fullmatch(name.strip())
    if found is None:
        raise UnknownFileError(f"{name!r} names no vintage")
    year = int(found["year"]) + (1900 if int(found["year"]) >= _CENTURY_TURNS else 2000)
    month = int(found["number"]) * 3 - 1 if found["part"] == "Q" else int(found["number"])
    return pd.Timestamp(year, month, VINTAGE_DAY)


def read_philadelphia(frame: pd.DataFrame, known_since: pd.Timestamp) -> pd.DataFrame:
    """The Philadelphia Fed's real-time data set: a period a row, a vintage a column; only what changed is kept."""
    starts = period_starts(frame["DATE"])
    columns = [str(name) for name in frame.columns if _VINTAGE.fullmatch(str(name).strip())]
    series = _VINTAGE.fullmatch(columns[0].strip())["series"]  # type: ignore[index]
    values = frame[columns].apply(pd.to_numeric, errors="coerce").to_numpy(dtype=np.float64)
    before = np.column_stack([np.full(len(values), np.nan), values[:, :-1]])
    changed = ~((values == before) | (np.isnan(values) & np.isnan(before)))
    rows, vintages = np.nonzero(changed)
    days = np.array([_vintage_day(name) for name in columns], dtype="datetime64[s]")
    return _log(
        pd.Series(series, index=range(len(rows))), starts.iloc[rows].reset_index(drop=True),
        pd.Series(days[vintages]), pd.Series(values[rows, vintages]),
    )  # fmt: skip


@dataclass(frozen=True)
class Format:
    """One format: its name, what tells it by the header, and what reads it."""

    name: str
    fits: Callable[[Sequence[str]], bool]
    read: Callable[[pd.DataFrame, pd.Timestamp], pd.DataFrame]


FORMATS = (
    Format("SDMX-CSV", lambda header: {"TIME_PERIOD", "OBS_VALUE"} <= set(header), read_sdmx),
    Format("long", lambda header: {"series_id", "period_start", "value"} <= set(_named(header)), read_long),
    Format(
        "Philadelphia Fed", lambda header: "DATE" in header and any(_VINTAGE.fullmatch(n.strip()) for n in header),
        read_philadelphia,
    ),
    Format("FRED-MD", lambda header: header[0].lower() in ("sasdate", "period", "date"), read_fred_md),
)  # fmt: skip


def format_of(header: Sequence[str]) -> Format | None:
    """The format whose columns the header has; None where there is none."""
    return next((each for each in FORMATS if each.fits(header)), None)


def read_frame(file: Path) -> pd.DataFrame:
    """The file's own columns, as texts where it is not Parquet."""
    if file.suffix == ".parquet":
        return pd.read_parquet(file)
    if file.suffix == ".xlsx":
        return pd.read_excel(file, engine="calamine", na_values=["#N/A"])
    return pd.read_csv(file, dtype="string", encoding="utf-8-sig")


def read_series_file(file: Path, known_since: pd.Timestamp | None = None) -> pd.DataFrame:
    """The change log of one file of any of the formats.

    `known_since` is the vintage of values whose file tells none; without it the day on which the file was written.
    Raises UnknownFileError for columns of no format.
    """
    frame = read_frame(file)
    found = format_of([str(name) for name in frame.columns])
    if found is None:
        raise UnknownFileError(f"{file.name} has the columns {', '.join(map(str, frame.columns[:8]))}")
    return found.read(frame, known_since or pd.Timestamp(file.stat().st_mtime, unit="s").normalize())
