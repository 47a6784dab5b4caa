"""Reads Chicago's aldermanic menu: what each ward spent of its yearly infrastructure budget, and the ward map."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd

#: The published ward map holds from 2015 on; projects of earlier years belong to wards of the same number elsewhere.
WARD_MAP_SINCE = 2015
#: What each ward may spend a year. The records show 1.32 million to 2020 (one ward beyond it, by 24,004 dollars in
#: 2015) and 1.5 million from 2021 on.
WARD_BUDGET_LCU, RAISED_BUDGET_LCU, RAISED_SINCE = 1_320_000.0, 1_500_000.0, 2021


def read_menu(file: Path) -> tuple[pd.DataFrame, dict[str, int]]:
    """Projects as the contract's `local_projects` (US dollars) and rows set aside by reason.

    The ward is the only place known: `zone_id` is ward:NUMBER, or ward_before_2015:NUMBER for the older map.
    """
    told = pd.read_parquet(file)
    usable = told["cost"].notna() & told["ward"].notna()
    kept, missing = told[usable], int((~usable).sum())
    older = kept["year"] < WARD_MAP_SINCE
    zone = older.map({True: f"ward_before_{WARD_MAP_SINCE}:", False: "ward:"}) + kept["ward"].astype(int).astype(str)
    return pd.DataFrame(
        {
            "project_id": kept["Unnamed: 0"].map("menu-{}".format),
            "year": kept["year"],
            "zone_id": zone,
            "category": kept["category"],
            "program": kept["program"],
            "description": kept["description"],
            "amount_lcu": kept["cost"].astype("float64"),
            "area_id": None,
            "zone_budget_lcu": (kept["year"] >= RAISED_SINCE).map({True: RAISED_BUDGET_LCU, False: WARD_BUDGET_LCU}),
        }
    ), {"no cost or no ward": missing} if missing else {}


def read_wards(file: Path) -> gpd.GeoDataFrame:
    """`zone_id` (ward:NUMBER) and geometry of the fifty wards of 2015 to 2023."""
    told = gpd.read_file(file)
    return gpd.GeoDataFrame(
        {"zone_id": "ward:" + told["WARD"].astype(int).astype(str)}, geometry=told.geometry, crs=told.crs
    )
