"""`python -m modules evaluate economy`: the whole record in true real time, in tables beside published baselines."""

from __future__ import annotations

import argparse
import os
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from modules.economy.back_test import Task
from modules.economy.bands import with_outcomes
from modules.economy.ledger import Record, recorded
from modules.economy.outcomes import outcomes
from modules.economy.records import growing_of, read_records, target_of
from modules.economy.scores import score_card, scored_once, with_parts
from modules.economy.vintage_store import VintageStore
from modules.sources import NoRecordsError, alfred
from settings import Settings

BASELINE_FILE = "baseline_realtime_errors_spf_ar1_mean.csv"
#: Columns of the baseline file and how they are called in the tables.
BASELINES = {"spf": "SPF", "ar1": "AR(1), published", "mean15y": "mean, published"}
METHODS = ("combination", "dfm", "midas", "mean", "ar", "no_change")
FIRST, LAST = "1999Q2", "2023Q4"
HORIZONS = (0, 1, 2, 3)


def table(rows: Sequence[Mapping[str, object]]) -> str:
    """Rows as a table in Markdown; numbers with the digits that the last one of an error is worth."""
    names = list(rows[0])
    cells = [[_cell(row.get(name)) for name in names] for row in rows]
    widths = [max(len(name), *(len(line[place]) for line in cells)) for place, name in enumerate(names)]
    lines = [names, ["-" * width for width in widths], *cells]
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in lines
    )


def _cell(value: object) -> str:
    if isinstance(value, float):
        return "" if np.isnan(value) else f"{value:.3f}"
    return "" if value is None else str(value)


def _picked(card: pd.DataFrame, growth: str, sample: str) -> dict[tuple[int, str], dict[Any, Any]]:
    """The score card's rows by horizon and method."""
    rows = card[(card["growth"] == growth) & (card["sample"] == sample) & card["horizon_quarters"].isin(HORIZONS)]
    return {(int(row["horizon_quarters"]), str(row["method"])): row for row in rows.to_dict("records")}


def _within(quarters: pd.PeriodIndex, first: str, last: str) -> NDArray[np.bool_]:
    return np.asarray((quarters >= pd.Period(first, "Q")) & (quarters <= pd.Period(last, "Q")))


def _published(file: Path, sample_years: Sequence[int], first: str, last: str) -> dict[int, dict[str, float]]:
    """RMSE of the published baselines by horizon on the targets of that window."""
    told = pd.read_csv(file)
    quarters = pd.PeriodIndex(told["q"], freq="Q")
    targets = pd.PeriodIndex([quarter + int(ahead) for quarter, ahead in zip(quarters, told["h"], strict=True)])
    kept = told[_within(quarters, first, last) & ~targets.year.isin(list(sample_years))]
    found = {}
    for ahead in HORIZONS:
        rows = kept[kept["h"] == ahead]
        errors = {name: rows[column] - rows["third"] for column, name in BASELINES.items()}
        found[ahead] = {name: float(np.sqrt((error**2).mean())) for name, error in errors.items()}
    return found


def error_rows(
    card: pd.DataFrame, growth: str, sample: str, published: Mapping[int, Mapping[str, float]]
) -> list[dict[str, object]]:
    """RMSE by horizon, one column a method and baseline."""
    rows = _picked(card, growth, sample)
    found: list[dict[str, object]] = []
    for ahead in HORIZONS:
        here = {method: rows[ahead, method]["rmse"] for method in METHODS if (ahead, method) in rows}
        if here:
            found.append(
                {"quarters ahead": ahead, "n": rows[ahead, "mean"]["forecasts"], **here, **published.get(ahead, {})}
            )
    return found


def detail_rows(card: pd.DataFrame, growth: str, sample: str) -> list[dict[str, object]]:
    """What else is said of the combination by horizon: MAE, CRPS, coverage, direction, Diebold-Mariano."""
    rows = _picked(card, growth, sample)
    names = {
        "mae": "MAE", "crps": "CRPS", "coverage50_share": "in 50%", "coverage80_share": "in 80%",
        "coverage90_share": "in 90%", "direction_share": "direction", "p_against_mean": "p against mean",
        "p_against_ar": "p against AR",
    }  # fmt: skip
    return [
        {"quarters ahead": ahead, **{title: rows[ahead, "combination"][name] for name, title in names.items()}}
        for ahead in HORIZONS
        if (ahead, "combination") in rows
    ]


def windowed(task: Task, record: Record, first: str, last: str) -> pd.DataFrame:
    """The score card of forecasts made in the quarters from `first` to `last`."""
    scored = scored_once(with_outcomes(record.forecasts, outcomes(VintageStore(task.log), task.target)))
    made = pd.PeriodIndex(scored["made_on"], freq="Q")
    kept = scored[_within(made, first, last)]
    return score_card(with_parts(kept, record.past)) if len(kept) else pd.DataFrame()


def report(task: Task, record: Record, first: str, last: str, baseline: Path | None) -> Iterator[str]:
    """The tables, one after the other, with their headings."""
    card = windowed(task, record, first, last)
    if card.empty:
        yield f"No forecast made from {first} to {last} has an outcome yet."
        return
    samples = {"without_2020_2021": ("targets of 2020 and 2021 left out", (2020, 2021)), "all": ("all targets", ())}
    for growth in task.target.growths:
        for sample, (words, years) in samples.items():
            published = _published(baseline, years, first, last) if baseline and growth == "quarterly" else {}
            title = "quarterly, annualised" if growth == "quarterly" else "on the year before"
            yield f"\n{task.target.series_id}, growth {title}; forecasts of {first} to {last}, {words}. RMSE, points:\n"
            yield table(error_rows(card, growth, sample, published))
            yield "\nThe combination:\n"
            yield table(detail_rows(card, growth, sample))
    failed = record.runs[record.runs["state"] != "made"]
    yield f"\n{len(failed):,} of {len(record.runs):,} runs of a method had no answer."
    for (method, reason), count in Counter(zip(failed["method"], failed["reason"], strict=True)).items():
        yield f"  {method}: {reason} ({count:,})"


def records_place(given: Path | None, real_records: Path, raw_dir: Path) -> Path:
    """The file or folder that is evaluated: the given one, else ALFRED's log of the real records or of a city.

    Raises NoRecordsError where it is not there.
    """
    places = [given] if given else [real_records / "us_macro", *sorted(raw_dir.glob("*/us_macro"))]
    for place in places:
        log = place / Path(alfred.LOG_FILE).name
        if log.is_file():
            return log
        if given and place.exists():
            return place
    raise NoRecordsError(str(given or alfred.LOG_FILE))


def add_evaluate_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be chosen of an evaluation."""
    parser.add_argument("--from", dest="place", type=Path, help="file or folder of series with their vintages")
    parser.add_argument("--target", help="the series that is forecast, a level or a growth (default: as described)")
    parser.add_argument("--first", default=FIRST, help=f"first quarter of forecasts that count (default {FIRST})")
    parser.add_argument("--last", default=LAST, help=f"last quarter of them (default {LAST})")


def evaluate(asked: argparse.Namespace, chosen: Settings) -> Iterator[str]:
    """Makes every forecast of those records in real time and tells the tables; goes on where it was interrupted.

    Raises NoRecordsError without a file, NoTargetError where nothing says what is forecast.
    """
    started = time.monotonic()
    place = records_place(asked.place, chosen.real_records, chosen.raw_dir)
    records = read_records(place, ("", ""), asked.target)
    store = VintageStore(records.log)
    of = target_of(store, records.series)
    task = Task(records.log, of, growing_of(records.series, of))
    yield from records.remarks
    first, last = (str(store.days[end])[:10] for end in (0, -1))
    yield f"{place.name}: {len(store.series_ids)} series, {len(records.log):,} rows, vintages {first} to {last}"
    source = f"from the level {of.source_id}" if of.is_level else "as stated"
    yield f"target {of.series_id}, {source}; {len(task.growing)} indicators"
    folder = chosen.cache_dir.parent / "back_tests"
    record = recorded(task, folder=folder, workers=min(2, os.cpu_count() or 1), progress="back-test")
    baseline = (place if place.is_dir() else place.parent) / BASELINE_FILE
    yield from report(task, record, asked.first, asked.last, baseline if baseline.is_file() else None)
    yield f"{time.monotonic() - started:.0f} s"
