"""The ledger's forecasts: one set of all methods a month, each made of what was known on its day and of nothing later.

A year is a unit of work: its models are estimated on its eve, and its forecasts depend on the log up to its last day.
What was reckoned is filed under a digest of exactly that, so that an interrupted run goes on where it stopped.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from datetime import date
from multiprocessing import get_context
from pathlib import Path

import pandas as pd
from threadpoolctl import threadpool_limits
from tqdm import tqdm

from modules.economy.forecasting import (
    FORECAST_COLUMNS,
    RUN_COLUMNS,
    Made,
    YearsModel,
    can_forecast,
    forecasts_of,
    model_of,
)
from modules.economy.growth import Target, known_growth
from modules.economy.vintage_store import MONTHS, VintageStore

#: Counts up when the same data would give other forecasts.
METHODS_VERSION = 3
#: Day of the month on which forecasts are made: in a quarter's second month the day by which the Philadelphia Fed's
#: survey of forecasters is answered.
DAY_OF_MONTH = 10
#: Years before the first real vintage of which the errors are reckoned, so that the first forecasts have intervals too.
YEARS_BEFORE = 15


@dataclass(frozen=True)
class Task:
    """What is forecast from what; `growing` has the indicators and which of them are levels."""

    log: pd.DataFrame
    target: Target
    growing: dict[str, bool]
    _newest_model: dict[date, YearsModel] = field(default_factory=dict, compare=False, repr=False)

    def model_of(self, store: VintageStore, day: date) -> YearsModel:
        """The model that is made of what was known on that day; the one asked for last is at hand."""
        if day not in self._newest_model:
            made = model_of(store, self.target, self.growing, day)
            self._newest_model.clear()
            self._newest_model[day] = made
        return self._newest_model[day]


def forecast_days(store: VintageStore, until: date | None = None) -> list[date]:
    """The tenth of every month of the log, and its last day, on which everything that is known counts."""
    last = until or pd.Timestamp(store.days[-1]).date()
    first = pd.Period(pd.Timestamp(store.days[0]), "M")
    tenths = [
        (month.start_time + pd.Timedelta(days=DAY_OF_MONTH - 1)).date()
        for month in pd.period_range(first, pd.Period(last, "M"), freq="M")
    ]
    return [day for day in tenths if day < last] + [last]


def model_day(store: VintageStore, target: Target, days: Sequence[date]) -> date | None:
    """The day of which the year's model is made: its eve, or in the log's first year the first day with a forecast."""
    eve = date(days[0].year - 1, 12, 31)
    return next((day for day in (eve, *days) if can_forecast(store, target, day)), None)


# The matrices are small: several threads of BLAS take twice the time for them.
@threadpool_limits.wrap(limits=1, user_api="blas")
def made_in_year(task: Task, days: Sequence[date]) -> Made:
    """The forecasts of those days of one year."""
    store = VintageStore(task.log)
    begin = model_day(store, task.target, days)
    if begin is None:
        return Made(pd.DataFrame(columns=FORECAST_COLUMNS), pd.DataFrame(columns=RUN_COLUMNS))
    model = task.model_of(store, begin)
    made = [
        forecasts_of(store, task.target, model, day)
        for day in days
        if day >= begin and can_forecast(store, task.target, day)
    ]
    return joined(made)


def joined(made: Iterable[Made]) -> Made:
    """Forecasts of several days in one."""
    parts = [each for each in made if len(each.runs)]
    if not parts:
        return Made(pd.DataFrame(columns=FORECAST_COLUMNS), pd.DataFrame(columns=RUN_COLUMNS))
    return Made(
        pd.concat([each.forecasts for each in parts], ignore_index=True),
        pd.concat([each.runs for each in parts], ignore_index=True),
    )


def digest(task: Task, days: Sequence[date]) -> str:
    """What the forecasts of those days depend on: the log to the last of them, the target, indicators and methods."""
    known = task.log[task.log["vintage"] <= pd.Timestamp(days[-1])]
    rows = pd.util.hash_pandas_object(known, index=False).to_numpy().tobytes()
    told = repr((METHODS_VERSION, task.target, sorted(task.growing.items()), [str(day) for day in days]))
    return hashlib.sha256(rows + told.encode()).hexdigest()[:20]


def _filed(task: Task, days: Sequence[date], folder: Path | None) -> Made:
    """Forecasts of those days from the folder, or reckoned and put there."""
    if folder is None:
        return made_in_year(task, days)
    home = folder / f"{days[0].year}-{digest(task, days)}"
    files = [home.with_suffix(f".{name}.parquet") for name in ("forecasts", "runs")]
    if all(file.is_file() for file in files):
        return Made(*(pd.read_parquet(file) for file in files))
    made = made_in_year(task, days)
    folder.mkdir(parents=True, exist_ok=True)
    for frame, file in zip((made.forecasts, made.runs), files, strict=True):
        writing = file.with_suffix(".writing")
        frame.to_parquet(writing, index=False)
        writing.replace(file)
    return made


def back_test(
    task: Task, days: Sequence[date], folder: Path | None = None, workers: int = 1, progress: str = ""
) -> Made:
    """All forecasts of those days, by method, day and quarter.

    `folder` keeps what was reckoned, `workers` processes share the years, `progress` names a bar on stderr.
    """
    by_year = [[day for day in days if day.year == year] for year in sorted({day.year for day in days})]
    with tqdm(total=len(by_year), desc=progress, unit="year", disable=not progress) as bar:
        made = []
        for each in _years(task, by_year, folder, workers):
            made.append(each)
            bar.update()
    whole = joined(made)
    order = ["made_on", "growth", "method", "period_start"]
    runs = whole.runs.sort_values(["made_on", "method"], ignore_index=True)
    return Made(whole.forecasts.sort_values(order, ignore_index=True), runs)


def _years(task: Task, by_year: list[list[date]], folder: Path | None, workers: int) -> Iterable[Made]:
    if workers == 1 or len(by_year) == 1:
        yield from (_filed(task, days, folder) for days in by_year)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        started = [pool.submit(_filed, task, days, folder) for days in by_year]
        for each in as_completed(started):
            yield each.result()


def before_the_log(task: Task) -> Task | None:
    """The same as it would have been before the log begins; None where nothing can be forecast.

    It has the values of the log's first day with a forecast, told with the delay that each series then had. Revisions
    are not in it: it serves for nothing but the first errors.
    """
    store = VintageStore(task.log)
    begin = next((day for day in forecast_days(store) if can_forecast(store, task.target, day)), None)
    if begin is None:
        return None
    parts = []
    for key in {task.target.source_id, *task.growing} & set(store.series_ids):
        known = store.known_on(key, begin).dropna()
        if not len(known) or store.series(key).frequency not in MONTHS:
            continue
        ends = known.index.end_time.normalize()  # type: ignore[attr-defined]
        delay = pd.Timestamp(begin) - ends[-1]
        parts.append(
            pd.DataFrame({
                "series_id": key, "period_start": known.index.start_time, "vintage": ends + delay,  # type: ignore[attr-defined]
                "value": known.to_numpy(),
            })
        )  # fmt: skip
    log = pd.concat(parts, ignore_index=True).sort_values(["series_id", "period_start"], ignore_index=True)
    return Task(log, task.target, task.growing)


def days_before_the_log(store: VintageStore, target: Target) -> list[date]:
    """The tenths of the months of the years before the last day of that log that have twice the quarters they need."""
    last = pd.Timestamp(store.days[-1]).date()
    days = [day for day in forecast_days(store) if date(last.year - YEARS_BEFORE, 1, 1) <= day < last]
    return [
        day for day in days
        if can_forecast(store, target, day) and known_growth(store, target, day).notna().sum() >= 40
    ]  # fmt: skip
