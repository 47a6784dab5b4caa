"""Turns a change log of indicators into the economy output: vintages, releases, forecasts and their whole record."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data.city.pack import City
from data.drops.manifest import SourceEntry, write_drop
from modules.economy import change_log
from modules.economy.back_test import Task
from modules.economy.calendar import release_calendar
from modules.economy.districts import BY_SHARES, by_district
from modules.economy.growth_log import growth_vintages
from modules.economy.ledger import MODULE_VERSION, Record, kept_tables, recorded, recorded_news
from modules.economy.log_cleaning import cleaned
from modules.economy.news import News
from modules.economy.records import (
    DESCRIPTIONS,
    FOLDER,
    NoTargetError,
    Records,
    growing_of,
    read_area_figures,
    read_records,
    target_of,
)
from modules.economy.vintage_store import VintageStore
from modules.sources import NoRecordsError, alfred, chicago, simulated
from modules.sources.chicago.community_areas import SURVEY_YEAR, read_area_indicators
from modules.sources.mapped.delivery import holds
from modules.sources.mapped.write import write_delivery
from settings import settings

VERSION = MODULE_VERSION
#: Days of news that a first output reckons; later ones carry on.
NEWS_DAYS, QUICK_NEWS_DAYS = 400, 100
#: Years of forecasts that a simulated city begins with: intervals need twenty past errors three quarters ahead.
QUICK_YEARS = 8
AREA_FILE = "chicago/community_areas.geojson"
ALFRED = "https://alfred.stlouisfed.org"
SOURCES = (
    SourceEntry(publisher="US Bureau of Economic Analysis, Bureau of Labor Statistics, Census Bureau and Federal "
                "Reserve, by the St. Louis Fed's ALFRED", licence="Public domain", address=ALFRED),
    SourceEntry(publisher="City of Chicago, community areas with American Community Survey 2010-2014", licence="CC0",
                address=chicago.PORTAL),
)  # fmt: skip


def task_of(records: Records) -> Task:
    """What is forecast from those records; NoTargetError where nothing says so."""
    target = target_of(VintageStore(records.log), records.series)
    return Task(records.log, target, growing_of(records.series, target))


def forecast_tables(task: Task, record: Record, news: News) -> dict[str, pd.DataFrame]:
    """The contract's tables of a ledger: growth by vintage, forecasts and their record, and news."""
    target = task.target.series_id
    return {
        "growth_vintages": _with_periods(growth_vintages(VintageStore(task.log), task.target)),
        "forecasts": _with_periods(record.forecasts.assign(series_id=target)),
        "method_runs": record.runs.assign(series_id=target),
        "scores": record.scores.assign(series_id=target),
        **({"earlier_scores": record.earlier_scores.assign(series_id=target)} if len(record.earlier_scores) else {}),
        "news": _with_periods(news.impacts.assign(series_id=target)),
        "news_paths": _with_periods(news.paths.assign(series_id=target)),
    }


def _with_periods(frame: pd.DataFrame) -> pd.DataFrame:
    quarters = {start: alfred.time_period(start, "Q") for start in frame["period_start"].unique()}
    return frame.assign(time_period=frame["period_start"].map(quarters))


def notes(records: Records, tables: dict[str, pd.DataFrame]) -> list[str]:
    """Sentences for the reader: rows told and set aside, what the forecasts are, and models that did not converge."""
    kept = len(tables["observations"])
    told = [f"observations: {records.rows:,} raw rows, {kept:,} published.", *records.remarks]
    if len(runs := tables.get("method_runs", pd.DataFrame())):
        failed = runs[runs["state"] != "made"]
        told.append(
            "The forecasts are output of models shown with their whole record; they are not an official forecast. "
            f"Of {len(runs):,} runs of a method {len(failed):,} had no answer; the mean and AR(1) then take its place."
        )
    return told


def _back_tests() -> Path:
    """Where what was reckoned is kept between runs."""
    return settings().cache_dir.parent / "back_tests"


def _modelled(records: Records, outputs_dir: Path, city: City, source: str, quick: bool) -> dict[str, pd.DataFrame]:
    """The forecast tables of those records, none where nothing is to be forecast.

    `quick`: one day a quarter, of the last QUICK_YEARS.
    """
    try:
        task = task_of(records)
    except NoTargetError as error:
        records.remarks.append(f"No forecast: {error}.")
        return {}
    kept = kept_tables(outputs_dir, city.key, task.target.series_id, source)
    months, years = ((2,), QUICK_YEARS) if quick else ((1, 2, 3), None)
    record = recorded(task, kept.get("forecasts"), _back_tests(), before=not quick, months=months, years=years)
    return forecast_tables(task, record, recorded_news(task, kept, QUICK_NEWS_DAYS if quick else NEWS_DAYS))


def _calendar(records: Records) -> pd.DataFrame:
    store = VintageStore(records.log)
    return release_calendar(store, pd.Timestamp(store.days[-1]).date())


def _run_simulated(raw: Path, city: City, outputs_dir: Path) -> Path:
    """The same tables from the simulator's records, whose publisher states growth year on year."""
    observed = simulated.frame(raw, "economy", "observations")
    series = simulated.frame(raw, "economy", "series")
    log, remarks = cleaned(observed)
    records = Records(log, series, len(observed), remarks)
    source = simulated.about(raw).source.address
    tables = {"releases": change_log.releases(observed), "release_calendar": _calendar(records)}
    tables |= _modelled(records, outputs_dir, city, source, quick=True)
    areas = simulated.frame(raw, "economy", "area_indicators")
    newest = observed.drop_duplicates("series_id", keep="last")
    statuses = dict(zip(newest["series_id"].astype(str), newest["status"].astype(str), strict=True))
    districts = by_district(VintageStore(log), series, areas, statuses)
    tables["area_indicators"] = pd.concat([areas.assign(method=BY_SHARES), districts.rows], ignore_index=True)
    return simulated.write(raw, city.key, "economy", outputs_dir, VERSION, tables)


def _run_folder(raw: Path, city: City, outputs_dir: Path) -> Path:
    """The tables from files of series that somebody put into the folder, described by `series.csv`."""
    records = read_records(raw / FOLDER, (city.key, city.name.get("en", city.key)))
    observed = change_log.observations(records.log, records.series)
    tables = {"series": records.series, "observations": observed, "releases": change_log.releases(observed)}
    tables["release_calendar"] = _calendar(records)
    areas, aside = read_area_figures(raw / FOLDER)
    districts = by_district(VintageStore(records.log), records.series, areas, {})
    by_area = [each for each in (areas.assign(status="published"), districts.rows) if len(each)]
    if by_area:
        tables["area_indicators"] = pd.concat(by_area, ignore_index=True)
    records.remarks.extend([*aside, *([districts.remark] if districts.remark else [])])
    source = f"{FOLDER}/{DESCRIPTIONS}"
    tables |= _modelled(records, outputs_dir, city, source, quick=False)
    return write_drop(
        outputs_dir, city.key, "economy", tables,
        module="economy", module_version=VERSION, data_as_of=observed["vintage"].max().date(), cadence="P3M",
        sources=[SourceEntry(publisher="Files of the city", licence="not stated", address=source)], simulated=False,
        notes=notes(records, tables),
    )  # fmt: skip


def _run_alfred(raw: Path, city: City, outputs_dir: Path) -> Path:
    """The tables from ALFRED's change log of the United States, with shares by community area where they are there."""
    read = read_records(raw / alfred.LOG_FILE, ("US", "United States"))
    series, undescribed = change_log.series_table(read.log)
    records = Records(read.log, series, read.rows, read.remarks)
    observed = change_log.observations(read.log, series)
    tables = {"series": series, "observations": observed, "releases": change_log.releases(observed)}
    tables["release_calendar"] = _calendar(records)
    tables |= _modelled(records, outputs_dir, city, ALFRED, quick=False)
    records.remarks.extend(f"{rows:,} rows set aside: {reason}." for reason, rows in undescribed.items())
    records.remarks.append("The series and the forecast are about the United States, not about the city.")
    records.remarks.append("The copy of ALFRED ends with its last vintage and will not be updated.")
    if (raw / AREA_FILE).is_file():
        tables["area_indicators"], aside = read_area_indicators(raw / AREA_FILE)
        records.remarks.extend(f"{rows:,} values by area set aside: {reason}." for reason, rows in aside.items())
        records.remarks.append(
            f"Shares by community area are the American Community Survey's five years to {SURVEY_YEAR}."
        )
        records.remarks.append(
            "No GDP by community area is shown: output arises where people work, and only where they live is published."
        )
    return write_drop(
        outputs_dir, city.key, "economy", tables,
        module="economy", module_version=VERSION, data_as_of=observed["vintage"].max().date(), cadence="archive",
        sources=SOURCES, simulated=False, notes=notes(records, tables),
    )  # fmt: skip


def run(raw: Path, city: City, outputs_dir: Path) -> Path:
    """Writes a drop of the city's economy records and gives its folder.

    Raises NoRecordsError without the change log and KeyError for a column that its publisher left out. Without the
    city's community areas the drop has no indicators by area.
    """
    if holds(raw, "economy"):
        return write_delivery(raw, city, "economy", outputs_dir, VERSION)
    if (raw / alfred.LOG_FILE).is_file():
        return _run_alfred(raw, city, outputs_dir)
    if simulated.holds(raw, "economy"):
        return _run_simulated(raw, city, outputs_dir)
    if (raw / FOLDER / DESCRIPTIONS).is_file():
        return _run_folder(raw, city, outputs_dir)
    raise NoRecordsError(alfred.LOG_FILE)
