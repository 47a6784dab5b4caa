"""Turns a change log of indicators into the economy output: vintages, releases, naive forecasts and their record."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data.city.pack import City
from data.drops.manifest import SourceEntry, write_drop
from modules.economy import change_log, real_time, scores
from modules.sources import NoRecordsError, alfred, chicago, simulated
from modules.sources.chicago.community_areas import SURVEY_YEAR, read_area_indicators
from modules.sources.mapped.delivery import holds
from modules.sources.mapped.write import write_delivery

VERSION = "1.0.0"
AREA_FILE = "chicago/community_areas.geojson"
SOURCES = (
    SourceEntry(publisher="US Bureau of Economic Analysis, Bureau of Labor Statistics, Census Bureau and Federal "
                "Reserve, by the St. Louis Fed's ALFRED", licence="Public domain",
                address="https://alfred.stlouisfed.org"),
    SourceEntry(publisher="City of Chicago, community areas with American Community Survey 2010-2014", licence="CC0",
                address=chicago.PORTAL),
)  # fmt: skip


def forecast_tables(vintages: list[real_time.Vintage], target: str) -> dict[str, pd.DataFrame]:
    """The contract's `forecasts` and `scores` of the target series by the naive rules, made in real time.

    Forecasts are stated in the unit of the target series, as the vintages are.
    """
    points = real_time.point_forecasts(vintages)
    scored = real_time.scored_forecasts(points, real_time.outcomes(vintages))
    forecasts = real_time.with_intervals(points, scored).drop(columns="step")
    quarters = {start: alfred.time_period(start, "Q") for start in forecasts["period_start"].unique()}
    forecasts = forecasts.assign(series_id=target, time_period=forecasts["period_start"].map(quarters))
    card = scores.score_card(real_time.with_intervals(scored, scored)).assign(series_id=target)
    return {"forecasts": forecasts, "scores": card}


def notes(tables: dict[str, pd.DataFrame], raw_rows: int, set_aside: dict[str, dict[str, int]]) -> list[str]:
    """Sentences for the reader: rows told and set aside, what the forecasts are about, and what is not shown."""
    why = "; ".join(f"{rows:,}: {reason}" for reasons in set_aside.values() for reason, rows in reasons.items())
    kept = len(tables["observations"])
    return [
        f"observations: {raw_rows:,} raw rows, {kept:,} published, {why or 'nothing set aside'}.",
        "The series and the forecast are about the United States, not about the city.",
        "The forecasts are naive rules shown with their record; they are not an official forecast.",
        "The copy of ALFRED ends with its last vintage and will not be updated.",
        f"Shares by community area are the American Community Survey's five years to {SURVEY_YEAR}.",
        "No GDP by community area is shown: output arises where people work, and only where they live is published.",
    ]


def _run_simulated(raw: Path, city: City, outputs_dir: Path) -> Path:
    """The same tables from the simulator's records, whose publisher states growth year on year."""
    observed = simulated.frame(raw, "economy", "observations")
    series = simulated.frame(raw, "economy", "series")
    target = str(series.loc[series["role"] == "target", "series_id"].item())
    tables = {"releases": change_log.releases(observed)}
    tables |= forecast_tables(real_time.stated_vintages(observed, target), target)
    return simulated.write(raw, city.key, "economy", outputs_dir, VERSION, tables)


def run(raw: Path, city: City, outputs_dir: Path) -> Path:
    """Writes a drop of the city's economy records and gives its folder.

    Raises NoRecordsError without the change log and KeyError for a column that its publisher left out. Without the
    city's community areas the drop has no indicators by area.
    """
    if holds(raw, "economy"):
        return write_delivery(raw, city, "economy", outputs_dir, VERSION)
    if not (raw / alfred.LOG_FILE).is_file() and simulated.holds(raw, "economy"):
        return _run_simulated(raw, city, outputs_dir)
    if not (raw / alfred.LOG_FILE).is_file():
        raise NoRecordsError(alfred.LOG_FILE)
    log = alfred.read_change_log(raw / alfred.LOG_FILE)
    series, undescribed = change_log.series_table(log)
    observed = change_log.observations(log, series)
    released = change_log.releases(observed)
    tables = {"series": series, "observations": observed, "releases": released}
    # The vintages of the GDP level begin fifteen years before those of the published growth rate.
    tables |= forecast_tables(real_time.growth_vintages(log), real_time.TARGET)
    set_aside = {"observations": undescribed}
    if (raw / AREA_FILE).is_file():
        tables["area_indicators"], set_aside["area_indicators"] = read_area_indicators(raw / AREA_FILE)
    return write_drop(
        outputs_dir, city.key, "economy", tables,
        module="economy", module_version=VERSION, data_as_of=observed["vintage"].max().date(), cadence="archive",
        sources=SOURCES, simulated=False, notes=notes(tables, len(log), set_aside),
    )  # fmt: skip
