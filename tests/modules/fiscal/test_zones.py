"""How zones lie over areas, on squares whose shares can be read off."""

from __future__ import annotations

import geopandas as gpd
import pytest
from shapely.geometry import box

from modules.fiscal.zones import surface_shares

AREAS = gpd.GeoDataFrame(
    {"area_id": ["west", "east"]}, geometry=[box(0, 0, 1, 1), box(1, 0, 2, 1)], crs="EPSG:4326"
)  # fmt: skip


def test_a_zone_is_shared_out_by_surface() -> None:
    zones = gpd.GeoDataFrame({"zone_id": ["ward:1"]}, geometry=[box(0.5, 0, 2, 1)], crs="EPSG:4326")
    shares = surface_shares(zones, AREAS)
    assert dict(zip(shares["area_id"], shares["surface_share"], strict=True)) == {
        "west": pytest.approx(1 / 3, rel=1e-6), "east": pytest.approx(2 / 3, rel=1e-6),
    }  # fmt: skip


def test_what_lies_on_no_area_is_in_no_row() -> None:
    zones = gpd.GeoDataFrame({"zone_id": ["ward:1"]}, geometry=[box(1, 0, 5, 1)], crs="EPSG:4326")
    shares = surface_shares(zones, AREAS)
    assert list(shares["area_id"]) == ["east"]
    assert shares["surface_share"].iloc[0] == pytest.approx(0.25)


def test_parts_of_one_zone_count_together_and_a_sliver_does_not() -> None:
    zones = gpd.GeoDataFrame(
        {"zone_id": ["ward:1", "ward:1"]}, geometry=[box(0, 0, 1, 1), box(0, 0, 1.00001, 1)], crs="EPSG:4326"
    )
    assert surface_shares(zones, AREAS)["area_id"].to_list() == ["west"]
