"""The forecast's back-test on real and simulated records beside the simple rules and a library's ETS, and its time."""

from __future__ import annotations

import importlib
import importlib.util
import time
from collections.abc import Callable, Iterator

import duckdb
import numpy as np
import pandas as pd

from benchmarks.measured import Measured
from benchmarks.stage import Stage
from data.city.pack import City, load_city
from data.sql_text import literal
from modules.services.anomalies import summed
from modules.services.daily_counts import HORIZON_DAYS, Panel, area_counts, place_requests, service_panel, span
from modules.services.demand import HALF_LIFE, LARGE_HALF_LIFE, Floats
from modules.services.forecast import METHOD, forecast
from modules.services.forecast_scores import back_test_origins, naive_scale, score_forecasts
from modules.services.outlook import smooth_services, smooth_together
from modules.simulate import TODAY, simulate
from modules.sources import NoRecordsError, simulated
from modules.sources.chicago import requests_311
from settings import settings

CITY, SEED = "shenzhen", 101
ORIGINS = 8
#: What was promised for 4,000 series of two years: nightly, and while somebody waits.
NIGHTLY_SECONDS, LIVE_SECONDS = 180.0, 2.0
#: Series on which the library is tried: all four thousand take it many minutes.
LIBRARY_SERIES = 100


def _simulated(stage: Stage, city: City) -> Panel:
    raw = stage.folder / "forecast"
    simulate(city, raw, seed=SEED, domains=("services",))
    with duckdb.connect() as connection:
        simulated.create_views(connection, raw / city.key, "services")
        days = span(connection, TODAY)
        if days is None:
            raise RuntimeError("the simulator wrote no requests")
        return service_panel(connection, city, *days)


def _card_lines(where: str, card: pd.DataFrame) -> Iterator[Measured]:
    """One line a level and method over all 28 days; ours is held against the better of the two rules."""
    whole = card[card["horizon"] == f"1-{HORIZON_DAYS}"]
    for level, rows in whole.groupby("level"):
        scores = rows.set_index("method")
        best = float(scores.drop(index=METHOD)["mase"].min())
        for method, row in scores.iterrows():
            note = f"{where}; RMSSE {row['rmsse']:.3f}; {row['n']:,} series and origins"
            if method == METHOD:
                note += f"; 80 % interval holds {row['coverage80_share']:.0%}"
            limit = best if method == METHOD else None
            yield Measured(f"MASE {level} {method}", "", [float(row["mase"])], limit, note=note)


def _chicago() -> Iterator[Measured]:
    """The real archive by nature of the complaint and by community area; nothing where it has not been brought."""
    raw, city = settings().raw_dir / "chicago", load_city("chicago", settings().cities_dir)
    if not (raw / requests_311.FILE).is_file():
        raise NoRecordsError(requests_311.FILE)
    read = requests_311.read_requests(raw)
    with duckdb.connect() as connection:
        told = read.requests.assign(service_id=read.requests["nature"].fillna("not stated"))
        connection.register("requests", told)
        connection.execute(
            f"CREATE VIEW services AS SELECT DISTINCT service_id, {literal('all')} AS department_id, "
            "NULL::VARCHAR AS life_area FROM requests"
        )
        days = span(connection, TODAY)
        if days is None:
            return
        panel = service_panel(connection, city, *days)
        areas = area_counts(connection, place_requests(connection, city), *days)
    origins = back_test_origins(len(panel.counts), ORIGINS)
    whole = panel.counts.sum(axis=1, keepdims=True)
    levels = {
        "nature": (panel.counts, smooth_together(panel.counts, panel.kinds, HALF_LIFE, origins)),
        "area": (areas, smooth_together(areas, panel.kinds, HALF_LIFE, origins)),
        "city": (whole, smooth_together(whole, panel.kinds, LARGE_HALF_LIFE, origins)),
    }
    yield from _card_lines("Chicago 2013-2014", score_forecasts(levels))
    for level, (counts, _) in levels.items():
        yield from _library(f"MASE {level}", "Chicago 2013-2014", counts)


def _library(name: str, where: str, counts: Floats) -> Iterator[Measured]:
    """statsforecast's AutoETS(A,N,A) on the same origins; nothing where it is not installed, for we do without it."""
    if importlib.util.find_spec("statsforecast") is None:
        return
    auto_ets: Callable[..., object] = importlib.import_module("statsforecast.models").AutoETS
    errors, started = [], time.perf_counter()
    origins = back_test_origins(len(counts), ORIGINS)
    for origin in origins:
        scale, _ = naive_scale(counts[:origin])
        for series in np.flatnonzero(scale > 0):
            told = auto_ets(season_length=7, model="ANA").forecast(counts[:origin, series], HORIZON_DAYS)  # type: ignore[attr-defined]
            error = np.abs(counts[origin : origin + HORIZON_DAYS, series] - np.maximum(told["mean"], 0)).mean()
            errors.append(error / scale[series])
    seconds = (time.perf_counter() - started) / max(len(errors), 1)
    yield Measured(f"{name} AutoETS(A,N,A)", "", [float(np.mean(errors))], note=f"{where}; {seconds:.2f} s a series")


def _seconds(panel: Panel) -> Iterator[Measured]:
    """One forecast of every service, and the same with its back-test."""
    live, nightly = [], []
    for _ in range(3):
        started = time.perf_counter()
        forecast(panel.counts, smooth_services(panel))
        live.append(time.perf_counter() - started)
        started = time.perf_counter()
        origins = back_test_origins(len(panel.counts), ORIGINS)
        score_forecasts({"service": (panel.counts, smooth_services(panel, origins))})
        nightly.append(time.perf_counter() - started)
    note = f"{panel.counts.shape[1]:,} series of {len(panel.counts)} days"
    yield Measured("forecast of every service", "s", live, LIVE_SECONDS, note=note)
    yield Measured("forecast and back-test", "s", nightly, NIGHTLY_SECONDS, note=f"{note}, {ORIGINS} origins")


def run(stage: Stage) -> list[Measured]:
    """Errors by level and method on simulated records, and on Chicago's where they have been brought; seconds."""
    panel = _simulated(stage, load_city(CITY, settings().cities_dir))
    origins = back_test_origins(len(panel.counts), ORIGINS)
    by_department = summed(panel.counts, panel.department)
    whole = panel.counts.sum(axis=1, keepdims=True)
    levels = {
        "service": (panel.counts, smooth_services(panel, origins)),
        "department": (by_department, smooth_together(by_department, panel.kinds, LARGE_HALF_LIFE, origins)),
        "city": (whole, smooth_together(whole, panel.kinds, LARGE_HALF_LIFE, origins)),
    }
    lines = [*_seconds(panel), *_card_lines("simulated", score_forecasts(levels))]
    busiest = np.argsort(-panel.counts.sum(axis=0))[:LIBRARY_SERIES]
    lines += _library(f"MASE {LIBRARY_SERIES} busiest services", "simulated", panel.counts[:, busiest])
    try:
        lines += _chicago()
    except NoRecordsError as missing:
        print(f"benchmarks: Chicago's records are not here ({missing})")
    return lines
