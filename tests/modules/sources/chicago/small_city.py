"""A small city in Chicago's shape: every file of its import, in the publishers' own columns, laid by a rule.

Two community areas of two tracts each. From 2011 on a request every third day, the k-th open for k % 20 days, every
twentieth still open; 40 premises, each visited every 200 days, every fifth visit failed; budgets of 2023 to 2025; a
financing district and a ward; US output that grows by about one per cent a quarter, each told 25 days after it ended.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
from shapely.geometry import box

from modules.sources.alfred import LOG_FILE
from modules.sources.chicago import city, food_inspections, requests_311

WEST, SOUTH, SIDE = -87.7, 41.8, 0.05
REQUESTS, PREMISES, VISITS, QUARTERS = 480, 40, 7, 70
FIRST_DAY = pd.Timestamp(2011, 1, 1)


def _tract_box(index: int) -> Any:
    west = WEST + SIDE * index
    return box(west, SOUTH, west + SIDE, SOUTH + SIDE)


def _point(index: int) -> dict[str, float]:
    """The middle of one of the four tracts."""
    return {"Latitude": SOUTH + SIDE / 2, "Longitude": WEST + SIDE * (index % 4 + 0.5)}


def _write_areas(folder: Path) -> None:
    people = {"POP2010": [4000, 6000], "LaborFrc": [2000, 3000], "Unemp14": [200, 240], "PPop14": [4000, 6000],
              "Pov14": [800, 900]}  # fmt: skip
    halves = [_tract_box(0).union(_tract_box(1)), _tract_box(2).union(_tract_box(3))]
    areas = {"area_num": [8, 35], "community": ["NEAR NORTH SIDE", "DOUGLAS"], **people}
    gpd.GeoDataFrame(areas, geometry=halves, crs=4326).to_file(folder / city.COMMUNITY_AREAS)
    tracts = {"census_tract": [f"Census Tract {100 + n}, Cook, IL" for n in range(4)]}
    shapes = [_tract_box(n) for n in range(4)]
    populations = {"tract_population": [1500.0, 2500.0, 2800.0, 3200.0]}
    gpd.GeoDataFrame(tracts | populations, geometry=shapes, crs=4326).to_file(folder / city.TRACTS)


def _write_requests(file: Path) -> None:
    rows = []
    for k in range(REQUESTS):
        made, is_open = FIRST_DAY + pd.Timedelta(days=3 * k), k % 20 == 19
        rows.append({
            "Service_Request_Number": f"11-{k:08}", "Creation_Date": made,
            "Completion_Date": pd.NaT if is_open else made + pd.Timedelta(days=k % 20),
            "Status": "Open" if is_open else "Completed", "Community_Area": 8.0 if k % 4 < 2 else 35.0,
            "What_is_the_Nature_of_this_Code_Violation": "Overflowing carts" if k % 3 else "Dumpster not emptied",
            **_point(k),
        })  # fmt: skip
    pd.DataFrame(rows).to_parquet(file)


def _write_inspections(file: Path) -> None:
    rows = []
    for k in range(PREMISES * VISITS):
        premises, visit = k % PREMISES, k // PREMISES
        failed = k % 5 == 0
        rows.append({
            "Inspection_ID": float(k), "DBA_Name": f"DINER {premises}", "License": float(1000 + premises),
            "Facility_Type": "Restaurant", "Risk": "Risk 1 (High)", "Address": f"{premises} W MILL ST",
            "Inspection_Date": FIRST_DAY + pd.Timedelta(days=200 * visit + premises), "Inspection_Type": "Canvass",
            "Results": "Fail" if failed else "Pass", "v03": float(failed), "v18": float(k % 7 == 0),
            "v34": float(k % 2), "v70": 0.0, **_point(premises),
        })  # fmt: skip
    pd.DataFrame(rows).to_parquet(file)


def _write_money(folder: Path) -> None:
    years = [2023, 2024, 2025]
    departments = [("57", "Chicago Police Department"), ("84", "Chicago Department Of Transportation")]
    rows = [
        {"fiscal_year": year, "department_code": code, "department": name, "line_item": "PAY", "fund": "CORPORATE FUND",
         "fund_id": "corporate-fund", "appropriation_usd": 1_000_000 * (year - 2020)}
        for year in years for code, name in departments
    ]  # fmt: skip
    budget = pd.DataFrame(rows)
    budget.drop(columns=["fund", "fund_id"]).to_parquet(folder / "budget_appropriations_line_items_fy2011_2026.parquet")
    budget.drop(columns="line_item").to_parquet(folder / "budget_department_by_fund_fy2011_2026.parquet")
    revenue = {"revenue_source": "Sales Tax", "revenue_type": "tax", "line": "City sales tax", "amount_usd": 4_000_000}
    pd.DataFrame([{"fiscal_year": year, **revenue} for year in years]).to_csv(folder / "budget_revenue_lines.csv")
    flows = {"property_tax_extraction": 900, "transfers_in": 0, "transfers_out": 100, "expenses": 300,
             "distribution": 0, "fund_balance_end": 500}  # fmt: skip
    districts = [{"tif_name": "Canal", "tif_year": year, "tif_number": 7, **flows} for year in (2021, 2022, 2023)]
    pd.DataFrame(districts).to_csv(folder / "tif_district_fund_flows_2010_2023.csv")
    menu = {"ward": 3, "cost": 20_000.0, "category": "Streets", "program": "Menu", "description": "A ST"}
    projects = [{"Unnamed: 0": year, "year": year, **menu} for year in (2021, 2022, 2023)]
    pd.DataFrame(projects).to_parquet(folder / "aldermanic_menu_spending_2012_2023.parquet")
    gpd.GeoDataFrame({"tif_number": [7.0]}, geometry=[_tract_box(0)], crs=4326).to_file(
        folder / "tif_boundaries.geojson"
    )
    gpd.GeoDataFrame({"WARD": [3]}, geometry=[_tract_box(2)], crs=4326).to_file(folder / "wards.geojson")


def _write_change_log(file: Path) -> None:
    """The level of output and its stated growth; the first vintage knows 65 quarters, each later one another."""
    rows = []
    for k, start in enumerate(pd.date_range("1998-01-01", periods=QUARTERS, freq="QS")):
        told = max(start, pd.Timestamp(2014, 1, 1)) + pd.DateOffset(months=3, days=25)
        for series, value in (("GDPC1", 10_000 * 1.01**k + 10 * (k % 3)), ("A191RL1Q225SBEA", 4.0 + 0.1 * (k % 3))):
            rows.append({"series": series, "date": start, "vintage": told, "value": value})
    pd.DataFrame(rows).to_parquet(file)


def write_files(folder: Path) -> Path:
    """Write every file that the import reads into that folder, which comes back."""
    chicago = folder / "chicago"
    chicago.mkdir(parents=True)
    (folder / LOG_FILE).parent.mkdir()
    _write_areas(chicago)
    _write_requests(folder / requests_311.FILE)
    _write_inspections(folder / food_inspections.CANVASS_FILE)
    _write_money(chicago)
    _write_change_log(folder / LOG_FILE)
    return folder
