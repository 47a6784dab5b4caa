"""Turns a change log of indicators into the economy output: vintages, releases, naive forecasts and their record."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data.city import City
from data.manifest import SourceEntry, write_drop
from modules.economy import change_log, real_time, scores
from modules.sources import NoRecordsError, alfred, chicago
from modules.sources.chicago.community_areas import SURVEY_YEAR, read_area_indicators

VERSION = "1.0.0"
AREA_FILE = "chicago/community_areas.geojson"
SOURCES = (
    SourceEntry(publisher="US Bureau of Economic Analysis, Bureau of Labor Statistics, Census Bureau and Federal "
                "Reserve, by the St. Louis Fed's ALFRED", licence="Public domain",
                address="https://alfred.stlouisfed.org"),
    SourceEntry(publisher="City of Chicago, community areas with American Community Survey 2010-2014", licence="CC0",
                address=chicago.PORTAL),
)  # fmt: skip


def forecast_tables(log: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The contract's `forecasts` and `scores` of real GDP growth by the naive rules, made in real time.

    Forecasts are stated in the unit of the target series (percent, quarter on quarter, annualised) and computed from
    the vintages of the GDP level, which begin fifteen years before those of the published growth rate.
    """
    vintages = real_time.growth_vintages(log)
    points = real_time.point_forecasts(vintages)
    scored = real_time.scored_forecasts(points, real_time.outcomes(vintages))
    forecasts = real_time.with_intervals(points, scored).drop(columns="step")
    quarters = {start: alfred.time_period(start, "Q") for start in forecasts["period_start"].unique()}
    forecasts = forecasts.assign(series_id=real_time.TARGET, time_period=forecasts["period_start"].map(quarters))
    card = scores.score_card(real_time.with_intervals(scored, scored)).assign(series_id=real_time.TARGET)
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


def run(raw: Path, city: City, outputs_dir: Path) -> Path:
    """Writes a drop of the city's economy records and gives its folder.

    Raises NoRecordsError without the change log and KeyError for a column that its publisher left out. Without the
    city's community areas the drop has no indicators by area.
    """
    if not (raw / alfred.LOG_FILE).is_file():
        raise NoRecordsError(alfred.LOG_FILE)
    log = alfred.read_change_log(raw / alfred.LOG_FILE)
    series, undescribed = change_log.series_table(log)
    observed = change_log.observations(log, series)
    released = change_log.releases(observed)
    tables = {"series": series, "observations": observed, "releases": released, **forecast_tables(log)}
    set_aside = {"observations": undescribed}
    if (raw / AREA_FILE).is_file():
        tables["area_indicators"], set_aside["area_indicators"] = read_area_indicators(raw / AREA_FILE)
    return write_drop(
        outputs_dir, city.key, "economy", tables,
        module="economy", module_version=VERSION, data_as_of=observed["vintage"].max().date(), cadence="archive",
        sources=SOURCES, simulated=False, notes=notes(tables, len(log), set_aside),
    )  # fmt: skip
