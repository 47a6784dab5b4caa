"""The ledger: every forecast ever made, with its vintage and the bands that it was given. What stands in it stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from data.drops.deliveries import complete_drops
from data.drops.manifest import DropError, read_manifest
from modules.economy.back_test import Task, back_test, before_the_log, days_before_the_log, forecast_days
from modules.economy.bands import PastErrors, with_bands, with_outcomes
from modules.economy.forecasting import Made
from modules.economy.news import NEWS_COLUMNS, PATH_COLUMNS, News, news_of
from modules.economy.outcomes import newest_values, outcomes
from modules.economy.scores import score_card, scored_once, with_parts
from modules.economy.vintage_store import VintageStore

#: Version of the module. Forecasts are carried on from outputs of the same first number, and news from those of the
#: same two: a new second number says that news are of something else.
MODULE_VERSION = "2.1.0"
KEPT_FORECASTS, KEPT_NEWS = "forecasts", ("news", "news_paths")
#: Columns that tell one forecast from another.
KEY = ["growth", "method", "made_on", "period_start"]


@dataclass(frozen=True)
class Record:
    """Forecasts with their bands, how each method fared by day, and the errors behind the bands.

    `scores` is the score card of today, `earlier_scores` that of the end of each year (`scored_on`).
    """

    forecasts: pd.DataFrame
    runs: pd.DataFrame
    scores: pd.DataFrame
    earlier_scores: pd.DataFrame
    past: PastErrors


def kept_tables(outputs_dir: Path, city: str, series_id: str, source: str) -> dict[str, pd.DataFrame]:
    """The forecasts and news of that series in the city's newest output of the same source; none without one."""
    for drop in reversed(complete_drops(outputs_dir, city, "economy")):
        try:
            manifest = read_manifest(drop)
        except DropError:
            continue
        names = _carried_on(manifest.module_version)
        if names and source in {each.address for each in manifest.sources}:
            files = {name: drop / f"{name}.parquet" for name in names}
            return {name: _kept(file, series_id) for name, file in files.items() if file.is_file()}
    return {}


def _carried_on(version: str) -> tuple[str, ...]:
    """The tables that are taken over from an output of that version."""
    theirs, ours = (each.split(".") for each in (version, MODULE_VERSION))
    if theirs[0] != ours[0]:
        return ()
    return (KEPT_FORECASTS, *(KEPT_NEWS if theirs[1:2] == ours[1:2] else ()))


def _kept(file: Path, series_id: str) -> pd.DataFrame:
    told = pd.read_parquet(file)
    told = told[told["series_id"] == series_id]
    days = {name: pd.to_datetime(told[name]).astype("datetime64[s]") for name in ("made_on", "period_start")}
    return told.assign(**days)


def recorded_news(task: Task, kept: dict[str, pd.DataFrame], days: int) -> News:
    """The news that `kept` holds, and those since; without any kept, those of the log's last days."""
    paths, impacts = (kept.get(name, pd.DataFrame()) for name in ("news_paths", "news"))
    last = pd.Timestamp(VintageStore(task.log).days[-1])
    since = paths["made_on"].max() if len(paths) else last - timedelta(days=days)
    fresh = news_of(task, pd.Timestamp(since).date())
    if not len(paths):
        return fresh
    newer = fresh.paths[pd.to_datetime(fresh.paths["made_on"]) > since]
    return News(_on_top(impacts, fresh.impacts, NEWS_COLUMNS), _on_top(paths, newer, PATH_COLUMNS))


def _on_top(kept: pd.DataFrame, fresh: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    full = [each[columns] for each in (kept, fresh) if len(each)]
    return pd.concat(full, ignore_index=True) if full else fresh


def _in_months(days: list[date], months: tuple[int, ...]) -> list[date]:
    return [day for day in days if (day.month - 1) % 3 + 1 in months]


def past_errors(
    task: Task, made: Made, folder: Path | None, workers: int, progress: str, months: tuple[int, ...]
) -> PastErrors:
    """The errors of those forecasts, and of those months of the years before the log (of none: no years before)."""
    store = VintageStore(task.log)
    scored = [with_outcomes(made.forecasts, outcomes(store, task.target))]
    earlier = before_the_log(task) if months else None
    if earlier is not None:
        old = VintageStore(earlier.log)
        if days := _in_months(days_before_the_log(old, task.target), months):
            again = back_test(earlier, days, folder, workers, progress and f"{progress}, before the log")
            told = again.forecasts.merge(newest_values(old, task.target), on=["growth", "period_start"])
            scored.append(told.assign(error=told["outcome"] - told["value"]))
    return PastErrors(pd.concat([each for each in scored if len(each)] or scored[:1], ignore_index=True))


def recorded(
    task: Task, kept: pd.DataFrame | None = None, folder: Path | None = None, workers: int = 1, progress: str = "",
    before: bool = True, months: tuple[int, ...] = (1, 2, 3), years: int | None = None,
) -> Record:  # fmt: skip
    """The whole ledger of a log: what `kept` holds as it was issued, and what was not yet forecast.

    `months` are the months of a quarter in which forecasts are made; the log's last day is always one of them. `years`
    limits them to the log's last ones.
    """
    store = VintageStore(task.log)
    every = forecast_days(store)
    every = [day for day in every if years is None or day.year > every[-1].year - years]
    days = [*_in_months(every[:-1], months), every[-1]]
    made = back_test(task, days, folder, workers, progress)
    past = past_errors(task, made, folder, workers, progress, months if before else ())
    forecasts = with_bands(made.forecasts, past)
    if kept is not None and len(kept):
        held = pd.MultiIndex.from_frame(kept[KEY[:3]])
        fresh = forecasts[~pd.MultiIndex.from_frame(forecasts[KEY[:3]]).isin(held)]
        forecasts = pd.concat([kept[forecasts.columns], fresh], ignore_index=True).sort_values(KEY, ignore_index=True)
    scored = with_outcomes(forecasts, outcomes(store, task.target))
    parts = with_parts(scored_once(scored), past)
    return Record(forecasts, made.runs, score_card(parts), _earlier_scores(parts), past)


def _earlier_scores(parts: pd.DataFrame) -> pd.DataFrame:
    """The score card of the outcomes that were known at the end of each year but the last."""
    cards = []
    for year in sorted(set(pd.DatetimeIndex(parts["known_on"]).year))[:-1]:
        end = pd.Timestamp(year, 12, 31)
        cards.append(score_card(parts[parts["known_on"] <= end]).assign(scored_on=end))
    return pd.concat(cards, ignore_index=True) if cards else pd.DataFrame(columns=["scored_on"])
