"""Turns a city's budget, district and project records into the fiscal output that its contract describes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import geopandas as gpd
import pandas as pd

from data.city.pack import City
from data.drops.drop import scratch_connection
from data.drops.manifest import SourceEntry, write_drop
from data.sql_text import literal
from modules.fiscal.flags.cases import flag_payments
from modules.fiscal.flags.limits import limits_of
from modules.fiscal.zones import surface_shares
from modules.sources import NoRecordsError, chicago, simulated
from modules.sources.chicago import budget, menu, tif
from modules.sources.mapped.delivery import Delivery, holds
from modules.sources.mapped.write import write_delivery

VERSION = "1.1.0"
FILES = {
    "budget_lines": "chicago/budget_appropriations_line_items_fy2011_2026.parquet",
    "budget_funds": "chicago/budget_department_by_fund_fy2011_2026.parquet",
    "revenue_lines": "chicago/budget_revenue_lines.csv",
    "district_flows": "chicago/tif_district_fund_flows_2010_2023.csv",
    "local_projects": "chicago/aldermanic_menu_spending_2012_2023.parquet",
}
READERS = {
    "budget_lines": budget.read_budget_lines,
    "budget_funds": budget.read_budget_funds,
    "revenue_lines": budget.read_revenue_lines,
    "district_flows": tif.read_district_flows,
    "local_projects": menu.read_menu,
}
BOUNDARIES, WARDS = "chicago/tif_boundaries.geojson", "chicago/wards.geojson"
#: Tables without which there is no budget to show; the others add to them.
REQUIRED = ("budget_lines", "budget_funds")
OUTLINES = {BOUNDARIES: tif.read_district_boundaries, WARDS: menu.read_wards}
#: The day on which the budgets were fetched from the city's portal, told in the copy of their totals.
RETRIEVED = date(2026, 2, 12)
SOURCES = (
    SourceEntry(publisher="City of Chicago, budget ordinances", licence=chicago.LICENCE,
                address=chicago.PORTAL, retrieved=RETRIEVED),
    SourceEntry(publisher="City of Chicago, annual TIF reports", licence=chicago.LICENCE,
                address="https://www.chicago.gov"),
    SourceEntry(publisher="City of Chicago, aldermanic menu", licence=chicago.LICENCE,
                address="https://www.chicago.gov"),
)  # fmt: skip


def zone_areas(raw: Path, city: City) -> pd.DataFrame:
    """Shares of surface of every district and ward whose outline is there, in the city's areas of every level."""
    zones = [read(raw / name) for name, read in OUTLINES.items() if (raw / name).is_file()]
    areas = [gpd.read_file(city.folder / level.file) for level in city.levels if level.file]
    shares = [surface_shares(zone, area) for zone in zones for area in areas]
    return pd.concat(shares, ignore_index=True) if shares else pd.DataFrame()


def _placed_notes(tables: dict[str, pd.DataFrame]) -> list[str]:
    """What has no place on the map, because its outline was not published."""
    told = []
    placed = set(tables["zone_areas"]["zone_id"]) if "zone_areas" in tables else set()
    if "district_flows" in tables:
        without = int((~("district:" + tables["district_flows"]["district_id"]).isin(placed)).sum())
        told.append(f"{without:,} district-years belong to districts without a published boundary: not on the map.")
    if "local_projects" in tables:
        older = int((~tables["local_projects"]["zone_id"].isin(placed)).sum())
        told.append(f"{older:,} projects belong to wards before the map of {menu.WARD_MAP_SINCE}: not on the map.")
    return told


def notes(tables: dict[str, pd.DataFrame], set_aside: dict[str, dict[str, int]]) -> list[str]:
    """Sentences for the reader: raw rows against published ones with every reason, and what has no place on the map."""
    told = []
    for table, reasons in set_aside.items():
        published = len(tables[table])
        why = "; ".join(f"{rows:,} {reason}" for reason, rows in reasons.items()) or "nothing set aside"
        told.append(f"{table}: {published + sum(reasons.values()):,} raw rows, {published:,} published, {why}.")
    full = "From fiscal year 2022 on the budget holds all grants: years before compare only within a fund group."
    return [*told, *_placed_notes(tables), full]


def _flags_of_files(files: Sequence[Path], city: City, folder: Path) -> dict[str, list[Path]]:
    """The tables of flags on delivered payments (CSV, all texts), as files in the folder; none without payments."""
    if not files:
        return {}
    with scratch_connection(folder) as connection:
        names = ", ".join(literal(str(path)) for path in files)
        connection.execute(
            f"CREATE VIEW payments AS FROM read_csv([{names}], all_varchar = true, union_by_name = true)"
        )
        return flag_payments(connection, "payments", limits_of(city), folder)


def _write_simulated(raw: Path, city: City, outputs_dir: Path) -> Path:
    payments, _ = simulated.TABLES["fiscal"]["payments"]
    if not (raw / payments).is_file():
        return simulated.write(raw, city.key, "fiscal", outputs_dir, VERSION)
    outputs_dir.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=outputs_dir, prefix=".flags-") as scratch, scratch_connection(Path(scratch)) as flags:
        flags.register("payments", simulated.frame(raw, "fiscal", "payments"))
        made = flag_payments(flags, "payments", limits_of(city), Path(scratch))
        return simulated.write(raw, city.key, "fiscal", outputs_dir, VERSION, made)


def run(raw: Path, city: City, outputs_dir: Path) -> Path:
    """Writes a drop of the city's fiscal records and gives its folder.

    Raises NoRecordsError without the budgets and KeyError for a column that its publisher left out; a table whose
    records are not there is left out.
    """
    if holds(raw, "fiscal"):

        def flags(delivery: Delivery) -> dict[str, list[Path]]:
            files = delivery.files.get("payments", [])
            return _flags_of_files(files, city, files[0].parent if files else raw)

        return write_delivery(raw, city, "fiscal", outputs_dir, VERSION, flags)
    if not any((raw / FILES[table]).is_file() for table in REQUIRED) and simulated.holds(raw, "fiscal"):
        return _write_simulated(raw, city, outputs_dir)
    tables: dict[str, pd.DataFrame] = {}
    set_aside: dict[str, dict[str, int]] = {}
    for table, name in FILES.items():
        if (raw / name).is_file():
            tables[table], set_aside[table] = READERS[table](raw / name)
        elif table in REQUIRED:
            raise NoRecordsError(name)
    if len(zones := zone_areas(raw, city)):
        tables["zone_areas"] = zones
    return write_drop(
        outputs_dir, city.key, "fiscal", tables,
        module="fiscal", module_version=VERSION, data_as_of=RETRIEVED, cadence="P1Y",
        sources=SOURCES, simulated=False, notes=notes(tables, set_aside),
    )  # fmt: skip
