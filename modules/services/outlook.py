"""What is expected of demand and what was not: forecasts, their record, anomalies and satisfaction of one drop."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.city.pack import City
from modules.services.anomalies import find_anomalies, summed
from modules.services.anomaly_scope import with_scope
from modules.services.daily_counts import HORIZON_DAYS, Panel, area_counts, place_requests, service_panel, span
from modules.services.day_kinds import DayKinds
from modules.services.demand import HALF_LIFE, LARGE_HALF_LIFE, Floats, Smoothed, smooth
from modules.services.forecast import forecast, forecast_rows
from modules.services.forecast_scores import ORIGINS, back_test_origins, score_forecasts
from modules.services.rhythm import rhythms
from modules.services.satisfaction import satisfaction_table

#: The scopes of the forecast with their ids, counts (days, series) and what was expected of them.
Level = tuple[list[str], Floats, Smoothed]


def _alike(count: int) -> NDArray[np.int64]:
    """One group of all series."""
    return np.zeros(count, dtype=np.int64)


def smooth_services(panel: Panel, origins: Collection[int] = ()) -> Smoothed:
    """What was expected of each service beside the others of its department, area of life and rhythm."""
    rhythm = rhythms(panel.counts, panel.kinds, panel.department)
    alike = np.stack([panel.department, panel.life_area, rhythm])
    group = np.unique(alike, axis=1, return_inverse=True)[1].astype(np.int64)
    return smooth(panel.counts, panel.kinds, group, rhythm, HALF_LIFE, HORIZON_DAYS, origins)


def smooth_together(counts: Floats, kinds: DayKinds, half_life: float, origins: Collection[int] = ()) -> Smoothed:
    """What was expected of departments, areas or the city, each told by all others of its kind."""
    alike = _alike(counts.shape[1])
    return smooth(counts, kinds, alike, rhythms(counts, kinds, alike), half_life, HORIZON_DAYS, origins)


def _levels(panel: Panel, area_ids: list[str], by_area: Floats, origins: Collection[int]) -> dict[str, Level]:
    by_department = summed(panel.counts, panel.department)
    whole = panel.counts.sum(axis=1, keepdims=True)
    levels: dict[str, Level] = {
        "service": (list(panel.service_ids), panel.counts, smooth_services(panel, origins)),
        "department": (
            list(panel.department_ids), by_department,
            smooth_together(by_department, panel.kinds, LARGE_HALF_LIFE, origins),
        ),
        "city": (["city"], whole, smooth_together(whole, panel.kinds, LARGE_HALF_LIFE, origins)),
    }  # fmt: skip
    if area_ids:
        levels["area"] = (area_ids, by_area, smooth_together(by_area, panel.kinds, HALF_LIFE, origins))
    return levels


def add_forecasts_and_anomalies(
    connection: duckdb.DuckDBPyConnection, city: City, until: date, origins: int = ORIGINS
) -> dict[str, pd.DataFrame]:
    """The contract's optional tables of a drop, by name; an empty one is left out, all where no record is by `until`.

    `connection` has the views `services` and `requests` with the contract's columns, of any size: they are counted by
    SQL. `origins` is how often the back-test starts, four weeks apart; 0 leaves `forecast_scores` out.
    """
    days = span(connection, until)
    if days is None:
        return {}
    first, last = days
    panel = service_panel(connection, city, first, last)
    area_ids = place_requests(connection, city)
    by_area = area_counts(connection, area_ids, first, last)
    levels = _levels(panel, area_ids, by_area, back_test_origins(len(panel.counts), origins))
    forecasts = [
        forecast_rows(scope, ids, last, forecast(counts, told)) for scope, (ids, counts, told) in levels.items()
    ]
    tables = {
        "forecasts": pd.concat(forecasts, ignore_index=True),
        "forecast_scores": score_forecasts({level: (counts, told) for level, (_, counts, told) in levels.items()}),
        "anomalies": with_scope(find_anomalies(panel, levels["service"][2]), connection),
        "satisfaction": satisfaction_table(connection, last),
    }
    return {name: table for name, table in tables.items() if len(table)}
