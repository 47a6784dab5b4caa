"""Chicago: the city's own open records and boundaries, as its data portal published them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from modules.sources.chicago import city as boundaries

TITLE = "City of Chicago open data 2010-2026, with the federal statistics of ALFRED"
LICENCE = "City of Chicago Terms of Use; public data"
PORTAL = "https://data.cityofchicago.org"
#: The day on which these copies were taken is not written anywhere, so no manifest states one.
#: Domain -> the files its module reads; those before the bar must be there, the others add to them.
FILES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "services": (("chicago/311_sanitation_code_complaints_2011_2014.parquet",), ()),
    "food_safety": (
        ("chicago/food_inspections_canvass_2011_2014.parquet",),
        ("chicago/food_eval_glmnet_30_dat.parquet",),
    ),
    "fiscal": (
        (
            "chicago/budget_appropriations_line_items_fy2011_2026.parquet",
            "chicago/budget_department_by_fund_fy2011_2026.parquet",
            "chicago/budget_revenue_lines.csv",
            "chicago/tif_district_fund_flows_2010_2023.csv",
        ),
        (
            "chicago/tif_boundaries.geojson",
            "chicago/wards.geojson",
            "chicago/community_areas.geojson",
            "chicago/aldermanic_menu_spending_2012_2023.parquet",
        ),
    ),
    "economy": (
        ("us_macro/alfred_vintages_long.parquet",),
        ("chicago/community_areas.geojson",),
    ),
}


def write_city(find: Callable[[str], Path], cities_dir: Path, key: str) -> Path:
    """Writes the city pack of that key from the boundary files that `find` finds; gives its folder."""
    return boundaries.write_city(lambda name: find(f"chicago/{name}"), cities_dir, key)
