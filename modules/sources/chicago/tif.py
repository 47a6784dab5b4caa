"""Reads Chicago's tax increment financing (TIF) districts: fund flows by year from the annual reports, boundaries."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd

#: The publisher's columns by the contract's.
FLOWS = {
    "tax_in_lcu": "property_tax_extraction",
    "transfers_in_lcu": "transfers_in",
    "transfers_out_lcu": "transfers_out",
    "spent_lcu": "expenses",
    "distribution_lcu": "distribution",
    "balance_end_lcu": "fund_balance_end",
}


def read_district_flows(file: Path) -> tuple[pd.DataFrame, dict[str, int]]:
    """Fund flows of each district and year as the contract's `district_flows` (US dollars), and rows set aside.

    The amounts were read from PDF reports and are kept as they were read; whether they add up is a measure of its own.
    """
    told = pd.read_csv(file)
    repeated = told.duplicated(["tif_number", "tif_year"])
    kept = told[~repeated]
    frame = pd.DataFrame(
        {
            "district_id": kept["tif_number"].astype(str),
            "year": kept["tif_year"],
            "district": kept.sort_values("tif_year").groupby("tif_number")["tif_name"].transform("last"),
            **{ours: kept[theirs].astype("float64") for ours, theirs in FLOWS.items()},
        }
    )
    return frame, {"district and year told twice": int(repeated.sum())} if repeated.any() else {}


def read_district_boundaries(file: Path) -> gpd.GeoDataFrame:
    """`zone_id` (district:NUMBER) and geometry of the districts whose boundary is published."""
    told = gpd.read_file(file)
    zones = "district:" + told["tif_number"].astype(int).astype(str)
    return gpd.GeoDataFrame({"zone_id": zones}, geometry=told.geometry, crs=told.crs)
