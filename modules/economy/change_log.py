"""Tables that follow from a change log alone: series, observations with every vintage, releases."""

from __future__ import annotations

import numpy as np
import pandas as pd

from modules.sources.alfred import frequency_of, time_period
from modules.sources.alfred_series import SERIES


def series_table(log: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, int]]:
    """The contract's `series`, one row a series of the log that is described, and rows of the log set aside."""
    present = sorted(log["series_id"].unique())
    unknown = log[~log["series_id"].isin(SERIES)]
    rows = [
        (series, *SERIES[series], frequency_of(log, series), "US", "United States")
        for series in present
        if series in SERIES
    ]
    columns = [
        "series_id",
        "name_en",
        "unit",
        "role",
        "transform",
        "category",
        "frequency",
        "ref_area",
        "ref_area_name",
    ]
    frame = pd.DataFrame(rows, columns=columns).assign(name_local=None)
    return frame, {f"series {name} is not described": int(n) for name, n in unknown["series_id"].value_counts().items()}


def observations(log: pd.DataFrame, series: pd.DataFrame) -> pd.DataFrame:
    """The contract's `observations`: every row of the log of those series, as it stands there."""
    kept = log[log["series_id"].isin(series["series_id"])].copy()
    frequency = kept["series_id"].map(series.set_index("series_id")["frequency"])
    pairs = pd.DataFrame({"start": kept["period_start"], "frequency": frequency})
    words = {(start, code): time_period(start, code) for start, code in pairs.drop_duplicates().itertuples(index=False)}
    kept["time_period"] = [words[pair] for pair in pairs.itertuples(index=False, name=None)]
    return kept.assign(status="published")


def releases(observed: pd.DataFrame) -> pd.DataFrame:
    """The contract's `releases`: one row a series and vintage, with the periods that were new and those that changed.

    The first vintage of the log is the state it starts from, not a release, and is left out. `time_period` is the
    newest period that the release told; a period that was withdrawn counts as changed.
    """
    ordered = observed.sort_values(["series_id", "vintage", "period_start"])
    new = ~ordered.sort_values("vintage", kind="stable").duplicated(["series_id", "period_start"])
    started = ordered.groupby("series_id")["vintage"].transform("min")
    told = ordered.assign(new=new)[ordered["vintage"] > started]
    grouped = told.groupby(["series_id", "vintage"], as_index=False).agg(
        time_period=("time_period", "last"), new_periods=("new", "sum"), told=("new", "size")
    )
    grouped["revised_periods"] = (grouped.pop("told") - grouped["new_periods"]).astype(np.int64)
    return grouped.rename(columns={"vintage": "released_on"})
