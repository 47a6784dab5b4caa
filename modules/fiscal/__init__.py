"""Turns a city's budget, district and project records into the fiscal output that its contract describes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd

from data.city import City
from data.manifest import SourceEntry, write_drop
from modules.fiscal.zones import surface_shares
from modules.sources.chicago import budget, menu, tif

VERSION = "1.0.0"
FILES = {
    "budget_lines": "budget_appropriations_line_items_fy2011_2026.parquet",
    "budget_funds": "budget_department_by_fund_fy2011_2026.parquet",
    "revenue_lines": "budget_revenue_lines.csv",
    "district_flows": "tif_district_fund_flows_2010_2023.csv",
    "local_projects": "aldermanic_menu_spending_2012_2023.parquet",
}
READERS = {
    "budget_lines": budget.read_budget_lines,
    "budget_funds": budget.read_budget_funds,
    "revenue_lines": budget.read_revenue_lines,
    "district_flows": tif.read_district_flows,
    "local_projects": menu.read_menu,
}
BOUNDARIES, WARDS = "tif_boundaries.geojson", "wards.geojson"
#: The day on which the budgets were fetched from the city's portal, told in the copy of their totals.
RETRIEVED = date(2026, 2, 12)
SOURCES = (
    SourceEntry(publisher="City of Chicago, budget ordinances", licence="City of Chicago terms of use",
                address="https://data.cityofchicago.org", retrieved=RETRIEVED),
    SourceEntry(publisher="City of Chicago, annual TIF reports", licence="City of Chicago terms of use",
                address="https://www.chicago.gov"),
    SourceEntry(publisher="City of Chicago, aldermanic menu", licence="City of Chicago terms of use",
                address="https://www.chicago.gov"),
)  # fmt: skip


def _find(raw: Path, name: str) -> Path:
    """The raw file of that name, wherever below the folder it lies; FileNotFoundError when it is not there."""
    found = sorted(raw.rglob(name))
    if not found:
        raise FileNotFoundError(f"{name} is not below {raw}")
    return found[0]


def zone_areas(raw: Path, city: City) -> pd.DataFrame:
    """Shares of surface of every district and ward in the city's areas of the first level."""
    areas = gpd.read_file(city.folder / str(city.levels[1].file))
    districts = tif.read_district_boundaries(_find(raw, BOUNDARIES))
    wards = menu.read_wards(_find(raw, WARDS))
    return pd.concat([surface_shares(districts, areas), surface_shares(wards, areas)], ignore_index=True)


def notes(tables: dict[str, pd.DataFrame], set_aside: dict[str, dict[str, int]]) -> list[str]:
    """Sentences for the reader: raw rows against published ones with every reason, and what has no place on the map."""
    told = []
    for table, reasons in set_aside.items():
        published = len(tables[table])
        why = "; ".join(f"{rows:,} {reason}" for reason, rows in reasons.items()) or "nothing set aside"
        told.append(f"{table}: {published + sum(reasons.values()):,} raw rows, {published:,} published, {why}.")
    placed = set(tables["zone_areas"]["zone_id"])
    flows, projects = tables["district_flows"], tables["local_projects"]
    without = ~("district:" + flows["district_id"]).isin(placed)
    older = ~projects["zone_id"].isin(placed)
    told.append(f"{int(without.sum()):,} district-years belong to districts without a published boundary.")
    told.append(
        f"{int(older.sum()):,} projects belong to wards before the map of {menu.WARD_MAP_SINCE}: not on the map."
    )
    told.append("From fiscal year 2022 on the budget holds all grants: years before compare only within a fund group.")
    return told


def run(raw: Path, city: City, outputs_dir: Path) -> Path:
    """Writes a drop of the city's fiscal records and gives its folder.

    Raises FileNotFoundError for a raw file that is missing and KeyError for a column that its publisher left out.
    """
    tables, set_aside = {}, {}
    for table, name in FILES.items():
        tables[table], set_aside[table] = READERS[table](_find(raw, name))
    tables["zone_areas"] = zone_areas(raw, city)
    return write_drop(
        outputs_dir, city.key, "fiscal", tables,
        module="fiscal", module_version=VERSION, data_as_of=RETRIEVED, cadence="P1Y",
        sources=SOURCES, simulated=False, notes=notes(tables, set_aside),
    )  # fmt: skip
