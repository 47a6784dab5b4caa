"""Chicago's budgets, districts and menu, on rows in the publisher's own columns."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import box

from modules.sources.chicago import budget, community_areas, menu, tif


def test_a_department_has_its_newest_name_and_lines_their_own_keys(tmp_path: Path) -> None:
    rows = [(2024, "57", "Cpd", "PAY", 10), (2025, "57", "Chicago Police Department", "PAY", 12),
            (2025, "84", "Chicago Department Of Transportation", "PAY", -3),
            (2025, "84", "Chicago Department Of Transportation", "PAY", 4)]  # fmt: skip
    columns = ["fiscal_year", "department_code", "department", "line_item", "appropriation_usd"]
    pd.DataFrame(rows, columns=columns).to_parquet(tmp_path / "lines.parquet")
    lines, aside = budget.read_budget_lines(tmp_path / "lines.parquet")
    assert list(lines["department"]) == [*["Chicago Police Department"] * 2, *["Transportation"] * 2]
    assert list(lines["line_id"]) == ["2024-57-PAY", "2025-57-PAY", "2025-84-PAY", "2025-84-PAY-2"]
    assert list(lines["amount_lcu"]) == [10.0, 12.0, -3.0, 4.0]
    assert aside == {}


def test_a_line_without_an_amount_is_counted(tmp_path: Path) -> None:
    rows = [(2024, "57", "Police", "PAY", 10.0), (2024, "57", "Police", "VOID", None)]
    columns = ["fiscal_year", "department_code", "department", "line_item", "appropriation_usd"]
    pd.DataFrame(rows, columns=columns).to_parquet(tmp_path / "lines.parquet")
    lines, aside = budget.read_budget_lines(tmp_path / "lines.parquet")
    assert (len(lines), aside) == (1, {"no year or no amount": 1})


@pytest.mark.parametrize(
    ("fund", "group"),
    [
        ("CORPORATE FUND", "corporate"),
        ("Corporate Fund", "corporate"),
        ("O'HARE REVENUE FUND", "water_sewer_airports"),
        ("Chicago Midway Airport Fund", "water_sewer_airports"),
        ("POLICEMEN ANN/BENFT", "pensions"),
        ("MUNICIPAL ANNUNITY AND BENEFIT", "pensions"),
        ("CITY COL RED/INT-D", "debt_service"),
        ("Motor Fuel Tax Fund", "other_funds_and_grants"),
        ("O'HARE AIRPORT", "other_funds_and_grants"),
    ],
)
def test_funds_fall_into_groups_by_name(fund: str, group: str) -> None:
    assert budget.fund_group(fund) == group


def test_names_are_written_as_names() -> None:
    assert budget.department_name("City Treasurer'S Office") == "City Treasurer's Office"
    assert budget.department_name("Office Of Budget And Management") == "Office of Budget and Management"


def test_a_revenue_line_is_an_estimate(tmp_path: Path) -> None:
    (tmp_path / "revenue.csv").write_text(
        "fiscal_year,revenue_source,revenue_type,line,amount_usd\n2026,Sales Tax,tax,City sales tax,90\n", "utf-8"
    )
    lines, aside = budget.read_revenue_lines(tmp_path / "revenue.csv")
    assert lines[["revenue_source", "kind", "budget_lcu"]].to_dict("records") == [
        {"revenue_source": "Sales Tax", "kind": "tax", "budget_lcu": 90.0}
    ]
    assert lines["actual_lcu"].isna().all()
    assert aside == {}


def test_a_district_and_year_told_twice_counts_once(tmp_path: Path) -> None:
    head = "tif_name,tif_year,tif_number," + ",".join(tif.FLOWS.values())
    (tmp_path / "tif.csv").write_text(
        f"{head}\nOld Name,2022,7,5,0,0,2,0,9\nLoop,2023,7,6,1,2,3,4,10\nLoop,2023,7,6,1,2,3,4,10\n", "utf-8"
    )
    flows, aside = tif.read_district_flows(tmp_path / "tif.csv")
    assert list(flows["district"]) == ["Loop", "Loop"]
    assert flows.iloc[1][["tax_in_lcu", "spent_lcu", "balance_end_lcu"]].to_list() == [6.0, 3.0, 10.0]
    assert aside == {"district and year told twice": 1}


def test_a_project_before_the_ward_map_lies_in_no_ward_of_it(tmp_path: Path) -> None:
    rows = [(1, 2014, 3, 10.0), (2, 2015, 3, 20.0), (3, 2021, 3, 30.0), (4, 2021, 3, None)]
    frame = pd.DataFrame(rows, columns=["Unnamed: 0", "year", "ward", "cost"])
    frame.assign(category="Streets", program="Menu", description="A St").to_parquet(tmp_path / "menu.parquet")
    projects, aside = menu.read_menu(tmp_path / "menu.parquet")
    assert list(projects["zone_id"]) == ["ward_before_2015:3", "ward:3", "ward:3"]
    assert list(projects["zone_budget_lcu"]) == [1_320_000.0, 1_320_000.0, 1_500_000.0]
    assert aside == {"no cost or no ward": 1}


def test_outlines_are_named_as_the_records_name_them(tmp_path: Path) -> None:
    square = [box(0, 0, 1, 1)]
    gpd.GeoDataFrame({"tif_number": [7.0]}, geometry=square, crs=4326).to_file(tmp_path / "tif.geojson")
    gpd.GeoDataFrame({"WARD": [3.0]}, geometry=square, crs=4326).to_file(tmp_path / "wards.geojson")
    assert list(tif.read_district_boundaries(tmp_path / "tif.geojson")["zone_id"]) == ["district:7"]
    assert list(menu.read_wards(tmp_path / "wards.geojson")["zone_id"]) == ["ward:3"]


def test_shares_of_people_and_the_area_without_any(tmp_path: Path) -> None:
    people = {"LaborFrc": [100, 0], "Unemp14": [8, 0], "PPop14": [200, 40], "Pov14": [50, 10]}
    frame = gpd.GeoDataFrame({"area_num": [8, 76], **people}, geometry=[box(0, 0, 1, 1)] * 2, crs=4326)
    frame.to_file(tmp_path / "areas.geojson")
    told, aside = community_areas.read_area_indicators(tmp_path / "areas.geojson")
    assert told[["area_id", "indicator", "value"]].to_dict("records") == [
        {"area_id": "ca-8", "indicator": "unemployment_share", "value": 0.08},
        {"area_id": "ca-8", "indicator": "poverty_share", "value": 0.25},
        {"area_id": "ca-76", "indicator": "poverty_share", "value": 0.25},
    ]
    assert aside == {"area without the people that a share is of": 1}
