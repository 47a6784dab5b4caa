"""Requests for the city's services: raw records in, an output under the contract `services` out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.city.pack import City
from data.drops.clock import city_time, comes_before
from data.drops.contract import load_contract
from data.drops.drop import scratch_connection
from data.drops.manifest import SourceEntry, TableData, write_drop
from data.sql_text import literal, quoted
from modules.services.outlook import add_forecasts_and_anomalies
from modules.sources import NoRecordsError, chicago, csv_311, open311, simulated
from modules.sources.chicago import requests_311
from modules.sources.mapped.delivery import Delivery, holds
from modules.sources.mapped.write import write_delivery
from modules.sources.requests_read import RequestsRead

VERSION = "1.1.0"


def _notes(read: requests_311.Requests) -> tuple[str, ...]:
    """What the reader must know of these records; the counts add up to the raw rows."""
    aside = read.set_aside
    duplicates = int(read.requests["duplicate"].sum())
    return (
        f"{read.raw_rows:,} raw rows = {len(read.requests):,} published + {aside['repeated_number']:,} that repeat a "
        f"request number (the last to be closed is kept) + {aside['dated_before_archive']:,} dated 2000.",
        f"{duplicates:,} requests are marked duplicate by the city: they are published and left out of every measure.",
        "Dates come without times, so a request closed on its own day took 0 days.",
        "One service only: sanitation code complaints of 2011 to 2014. Channel, rating, deadline and cost were not "
        "published.",
    )


def run(raw: Path, city: City, outputs_dir: Path) -> Path:
    """Writes a drop of the raw records in that folder and gives its path; NoRecordsError without them.

    The records are files imported by a mapping, Chicago's archive, an Open311 folder, a CSV export with its mapping or
    the simulator's, the first that is there: real records come before simulated ones. Forecasts, their scores,
    anomalies and satisfaction come with them.
    """
    if holds(raw, "services"):
        return write_delivery(raw, city, "services", outputs_dir, VERSION, lambda read: _of_delivery(read, city))
    if (raw / requests_311.FILE).is_file():
        return _run_chicago(raw, city, outputs_dir)
    if open311.holds(raw):
        source = SourceEntry(publisher=city.name["en"], licence="not stated", address="Open311 GeoReport v2")
        return _write(open311.read_open311(raw, city.timezone), source, city, outputs_dir)
    if csv_311.holds(raw):
        told = csv_311.read_mapping(raw / csv_311.MAPPING)
        source = SourceEntry(publisher=told.publisher or city.name["en"], licence=told.licence)
        return _write(csv_311.read_csv_311(raw, city.timezone), source, city, outputs_dir)
    if simulated.holds(raw, "services"):
        return _run_simulated(raw, city, outputs_dir)
    raise NoRecordsError(requests_311.FILE)


def _of_delivery(delivery: Delivery, city: City) -> Mapping[str, TableData]:
    """The tables that are computed from imported files."""
    assert delivery.last_day is not None
    contract = load_contract("services")
    with duckdb.connect() as connection:
        for table in ("services", "requests"):
            files = ", ".join(literal(str(path)) for path in delivery.files[table])
            rows = f"read_csv([{files}], all_varchar = true, header = true, union_by_name = true)"
            given = {row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM {rows}").fetchall()}
            columns = ", ".join(
                f"TRY_CAST({quoted(each.name) if each.name in given else 'NULL'} AS {each.sql_type}) AS {each.name}"
                for each in contract.table(table).columns
                if (table, each.name) != ("requests", "department_id")  # forecasts are of the services' departments
            )
            connection.execute(f"CREATE TABLE {table} AS SELECT {columns} FROM {rows}")
        connection.execute(f"CREATE OR REPLACE TABLE requests AS FROM requests WHERE {_usable_sql(city)}",
                           {"now": city_time(city.timezone)})  # fmt: skip
        ((last,),) = connection.execute("SELECT max(requested_datetime)::DATE FROM requests").fetchall()
        return add_forecasts_and_anomalies(connection, city, last) if last else {}


def _run_simulated(raw: Path, city: City, outputs_dir: Path) -> Path:
    outputs_dir.mkdir(parents=True, exist_ok=True)
    with scratch_connection(outputs_dir) as connection:
        simulated.create_views(connection, raw, "services")
        more = add_forecasts_and_anomalies(connection, city, simulated.about(raw).until)
    return simulated.write(raw, city.key, "services", outputs_dir, VERSION, more)


def _run_chicago(raw: Path, city: City, outputs_dir: Path) -> Path:
    read = requests_311.read_requests(raw)
    last = read.requests[["requested_datetime", "closed_datetime"]].max().max().date()
    return write_drop(
        outputs_dir,
        city.key,
        "services",
        {"services": read.services, "requests": read.requests, **_more(read.services, read.requests, city, last)},
        module="services",
        module_version=VERSION,
        data_as_of=last,
        cadence="archive",
        sources=[SourceEntry(publisher="City of Chicago", licence=chicago.LICENCE, address=chicago.PORTAL)],
        simulated=False,
        notes=_notes(read),
        counts_people=False,  # they are about streets, and the city publishes each of them
    )


def _more(services: pd.DataFrame, requests: pd.DataFrame | pa.Table, city: City, last: date) -> dict[str, pd.DataFrame]:
    """The tables that are computed from the requests."""
    with duckdb.connect() as connection:
        connection.register("requests", requests)
        connection.register("services", services)
        return add_forecasts_and_anomalies(connection, city, last)


def _usable(requests: pa.Table, city: City) -> pa.Table:
    """The requests to compute with: those made by now and since the contract's first day, and not closed before.

    The others are delivered all the same: publishing sets them aside and counts them.
    """
    with duckdb.connect() as connection:
        connection.register("requests", requests)
        return connection.sql(
            # Forecasts are of the services' departments.
            f"SELECT * EXCLUDE (department_id) FROM requests WHERE {_usable_sql(city)}",
            params={"now": city_time(city.timezone)},
        ).to_arrow_table()


def _usable_sql(city: City) -> str:
    """SQL that is true for a request to compute with; `$now` is what the city's clock shows."""
    asked = load_contract("services").table("requests").column("requested_datetime")
    wrong = comes_before("closed_datetime", "requested_datetime", city.timezone)
    return (
        f"requested_datetime BETWEEN DATE '{asked.earliest}' AND $now "
        f"AND coalesce(closed_datetime <= $now AND NOT {wrong}, true)"
    )


def _write(read: RequestsRead, source: SourceEntry, city: City, outputs_dir: Path) -> Path:
    usable = _usable(read.requests, city)
    if not usable.num_rows:
        raise NoRecordsError(f"a request of our time among {read.raw_rows:,} rows")
    moments = [usable.column(name) for name in ("requested_datetime", "closed_datetime")]
    last = max(moment for column in moments if (moment := pc.max(column).as_py()) is not None).date()
    return write_drop(
        outputs_dir,
        city.key,
        "services",
        {**read.tables, **_more(read.services, usable, city, last)},
        module="services",
        module_version=VERSION,
        data_as_of=last,
        cadence="P1D",
        sources=[source],
        simulated=False,
        notes=[read.note],
    )
