"""Raw records of the services domain: the catalogue and the requests of 27 months, a Parquet file a month."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from modules.simulate.calendar import Calendar, make_calendar
from modules.simulate.catalogue import Service, read_catalogue
from modules.simulate.demand import Demand, make_demand
from modules.simulate.events import Planted, as_truth, plant
from modules.simulate.places import Addresses
from modules.simulate.requests import CHANNELS, OUTCOMES, RequestMaker, make_rates
from modules.simulate.run_plan import Plan
from modules.simulate.truth import write_truth

#: Twelve complete months whose requests have had time to be closed, the twelve before them, and the days that are over
#: since: on any day a page opens on a year with a year to compare it with. Closing goes on beyond, the calendar too.
SPAN_DAYS = 810
_CLOSING_DAYS = 200
#: Rows held before a row group is written: the bound on memory.
_ROW_GROUP = 400_000
#: From here on the months are drawn by several processes.
_PARALLEL_FROM = 5_000_000
SCHEMA = pa.schema(
    [
        ("case_no", pa.int64()),
        ("item_code", pa.dictionary(pa.int16(), pa.string())),
        ("way", pa.dictionary(pa.int8(), pa.string())),
        ("by_clerk", pa.bool_()),
        ("received_at", pa.timestamp("s")),
        ("finished_at", pa.timestamp("s")),
        ("state", pa.dictionary(pa.int8(), pa.string())),
        ("score", pa.int8()),
        ("is_repeat", pa.bool_()),
        ("wgs84_lat", pa.float64()),
        ("wgs84_lon", pa.float64()),
    ]
)


#: Numbers and times grow steadily, so their differences are small; an address comes back often.
_ENCODINGS = dict.fromkeys(("case_no", "received_at", "finished_at"), "DELTA_BINARY_PACKED")
_DICTIONARIES = ["item_code", "way", "state", "wgs84_lat", "wgs84_lon"]


class _MonthWriter:
    """Turns days of rows into the month's Parquet file, a bounded number of rows at a time."""

    def __init__(self, folder: Path, maker: RequestMaker, codes: list[str], pool: Addresses, first: date):
        self.folder, self.maker, self.pool, self.first = folder, maker, pool, first
        self._labels = {"item_code": pa.array(codes), "way": pa.array(CHANNELS), "state": pa.array(OUTCOMES)}
        self._midnight = np.datetime64(first, "s")

    def write(self, days: list[int]) -> int:
        """Write the file of the month of these days; how many rows it has."""
        month = self.first + timedelta(days=days[0])
        rows = 0
        with pq.ParquetWriter(
            self.folder / f"{month:%Y-%m}.parquet",
            SCHEMA,
            compression="zstd",
            compression_level=1,
            use_dictionary=_DICTIONARIES,
            column_encoding=_ENCODINGS,
        ) as writer:
            held: list[pa.RecordBatch] = []
            for day in days:
                held.append(self.batch(day))
                rows += held[-1].num_rows
                if sum(batch.num_rows for batch in held) >= _ROW_GROUP:
                    writer.write_table(pa.Table.from_batches(held))
                    held = []
            if held:
                writer.write_table(pa.Table.from_batches(held))
        return rows

    def batch(self, day: int) -> pa.RecordBatch:
        """The raw rows of a day as far as they are known."""
        made = self.maker.day(day)
        count = len(made["service"])
        date_digits = int(f"{self.first + timedelta(days=day):%Y%m%d}")
        nowhere = made["address"] < 0
        columns = [
            pa.array(date_digits * 10_000_000 + np.arange(1, count + 1)),
            self._labelled("item_code", made["service"]),
            self._labelled("way", made["channel"]),
            pa.array(made["assisted"]),
            pa.array(self._midnight + made["received"]),
            pa.array(self._midnight + made["finished"], mask=made["finished"] < 0),
            self._labelled("state", made["outcome"]),
            pa.array(made["score"], mask=made["score"] == 0),
            pa.array(made["repeat"]),
            pa.array(self.pool.lat[made["address"]], mask=nowhere),
            pa.array(self.pool.long[made["address"]], mask=nowhere),
        ]
        return pa.RecordBatch.from_arrays(columns, schema=SCHEMA)

    def _labelled(self, column: str, index: NDArray[Any]) -> pa.DictionaryArray:
        return pa.DictionaryArray.from_arrays(pa.array(index), self._labels[column])


_writer: _MonthWriter | None = None


def _take_writer(writer: _MonthWriter) -> None:
    """Give a worker process its own writer, once."""
    global _writer
    _writer = writer


def _write_month(days: list[int]) -> int:
    if _writer is None:
        raise RuntimeError("a worker was started without its writer")
    return _writer.write(days)


def _write_catalogue(folder: Path, services: tuple[Service, ...], local: bool) -> None:
    """The catalogue; names in Chinese only for a city whose language is Chinese."""
    rows = [
        {
            "item_code": each.code,
            "item_name": each.name_en,
            "item_name_local": each.name_zh if local else None,
            "dept_code": each.department_code,
            "dept_name": each.department_en,
            "dept_name_local": each.department_zh if local else None,
            "theme": each.life_area,
            "promise_days": each.deadline_days,
            "unit_cost": each.cost_lcu,
        }
        for each in services
    ]
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    types = {"item_name_local": pa.string(), "dept_name_local": pa.string(), "promise_days": pa.int32()}
    table = pa.table({name: pa.array(values, types.get(name)) for name, values in columns.items()})
    pq.write_table(table, folder / "catalogue.parquet")


def _months(calendar: Calendar, days: int) -> list[list[int]]:
    def month(day: int) -> tuple[int, int]:
        return (calendar.day(day).year, calendar.day(day).month)

    return [list(group) for _, group in groupby(range(days), key=month)]


@dataclass(frozen=True)
class RequestWorld:
    """All that the requests of a run are drawn from; `recorded` are the days drawn, `writer` makes rows of them."""

    services: tuple[Service, ...]
    demand: Demand
    planted: Planted
    recorded: Calendar
    writer: _MonthWriter


def make_requests(plan: Plan, folder: Path) -> RequestWorld:
    """What the requests of the plan are drawn from; their files go to the folder."""
    days = plan.span(SPAN_DAYS)
    first = plan.until - timedelta(days=days - 1)
    calendar = make_calendar(first, plan.until + timedelta(days=_CLOSING_DAYS), plan.chinese_holidays)
    recorded = make_calendar(first, plan.until, plan.chinese_holidays)
    services = read_catalogue()
    chooser = plan.chooser("services")
    demand = make_demand(services, recorded, round(plan.events * days / SPAN_DAYS), chooser)
    planted = plant(services, demand, recorded, len(plan.districts), chooser)
    rates = make_rates(services, plan.pool, calendar, chooser)
    known_seconds = int((plan.moment - datetime.combine(first, datetime.min.time())).total_seconds())
    maker = RequestMaker(
        demand, planted, rates, plan.pool, calendar, SPAN_DAYS - 1, known_seconds, plan.number("requests")
    )
    writer = _MonthWriter(folder, maker, [each.code for each in services], plan.pool, first)
    return RequestWorld(services, demand, planted, recorded, writer)


def write_services(plan: Plan, folder: Path) -> dict[str, int]:
    """Write the catalogue, the requests and their truth; rows by table."""
    requests = folder / "services" / "requests"
    requests.mkdir(parents=True)
    world = make_requests(plan, requests)
    services, recorded, writer = world.services, world.recorded, world.writer
    _write_catalogue(folder / "services", services, plan.city.language == "zh")
    months = _months(recorded, recorded.index(plan.last_known) + 1)
    workers = (os.cpu_count() or 1) if plan.events >= _PARALLEL_FROM else 1
    if workers == 1:
        rows = sum(writer.write(days) for days in months)
    else:
        start = get_context("spawn")
        with ProcessPoolExecutor(workers, mp_context=start, initializer=_take_writer, initargs=(writer,)) as processes:
            rows = sum(processes.map(_write_month, months))
    truth = as_truth(world.planted, services, world.demand, recorded, plan.districts.ids)
    write_truth(folder, "services", {"events": truth})
    return {"catalogue": len(services), "requests": rows}
