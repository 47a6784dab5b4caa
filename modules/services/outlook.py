"""What is expected of demand and what was not: forecasts, their record, anomalies and satisfaction of one drop."""

from __future__ import annotations

from datetime import date

import duckdb
import numpy as np
import pandas as pd

from data.city import City
from modules.services.anomalies import find_anomalies, summed
from modules.services.anomaly_scope import with_scope
from modules.services.daily_counts import Panel, area_counts, place_requests, service_panel, span
from modules.services.demand import HALF_LIFE, LARGE_HALF_LIFE, Smoothed, smooth
from modules.services.forecast import forecast, forecast_rows, forecast_series
from modules.services.forecast_scores import ORIGINS, Series, score_forecasts
from modules.services.rhythm import rhythms
from modules.services.satisfaction import satisfaction_table


def _alike(count: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """One group of all series."""
    return np.zeros(count, dtype=np.int64)


def _service_series(panel: Panel) -> Series:
    """The services; what a day had in common is told by services of the same department, area of life and rhythm."""
    rhythm = rhythms(panel.counts, panel.kinds, panel.department)
    alike = np.stack([panel.department, panel.life_area, rhythm])
    group = np.unique(alike, axis=1, return_inverse=True)[1].astype(np.int64)
    return Series(panel.counts, group, rhythm, HALF_LIFE)


def _large_series(panel: Panel) -> dict[str, Series]:
    """The departments and the city."""
    by_department = summed(panel.counts, panel.department)
    whole = by_department.sum(axis=1, keepdims=True)
    alike = _alike(by_department.shape[1])
    return {
        "department": Series(by_department, alike, rhythms(by_department, panel.kinds, alike), LARGE_HALF_LIFE),
        "city": Series(whole, _alike(1), _alike(1), LARGE_HALF_LIFE),
    }


def _forecasts(
    panel: Panel, levels: dict[str, Series], ids: dict[str, list[str]], services: Smoothed, last: date
) -> pd.DataFrame:
    rows = [forecast_rows("service", ids["service"], last, forecast(panel.counts, services))]
    for scope in ids.keys() - {"service"}:
        series = levels[scope]
        told = forecast_series(series.counts, panel.kinds, series.group, series.rhythm, series.half_life)
        rows.append(forecast_rows(scope, ids[scope], last, told))
    return pd.concat(rows, ignore_index=True)


def add_forecasts_and_anomalies(
    connection: duckdb.DuckDBPyConnection, city: City, until: date, origins: int = ORIGINS
) -> dict[str, pd.DataFrame]:
    """The contract's optional tables of a drop, by name; none where there is no record by `until`.

    `connection` has the views `services` and `requests` with the contract's columns, of any size: they are counted by
    SQL. `origins` is how often the back-test starts; 0 leaves `forecast_scores` out.
    """
    days = span(connection, until)
    if days is None:
        return {}
    first, last = days
    panel = service_panel(connection, city, first, last)
    area_ids = place_requests(connection, city)
    by_area = area_counts(connection, area_ids, first, last)
    levels = {"service": _service_series(panel), **_large_series(panel)}
    ids = {"service": list(panel.service_ids), "department": list(panel.department_ids), "city": ["city"]}
    if area_ids:
        levels["area"] = Series(by_area, _alike(len(area_ids)), _alike(len(area_ids)), HALF_LIFE)
        ids["area"] = area_ids
    series = levels["service"]
    services = smooth(series.counts, panel.kinds, series.group, series.rhythm, series.half_life)
    tables = {
        "forecasts": _forecasts(panel, levels, ids, services, last),
        "anomalies": with_scope(find_anomalies(panel, services), connection),
        "satisfaction": satisfaction_table(connection, last),
    }
    if origins:
        tables["forecast_scores"] = score_forecasts(levels, panel.kinds, origins)
    return {name: table for name, table in tables.items() if len(table)}
