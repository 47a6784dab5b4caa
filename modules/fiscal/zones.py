"""How financing districts and wards lie over a city's areas, by surface."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

#: EPSG:6933, an equal-area projection of the whole world: only shares of surface are taken from it.
EQUAL_AREA = 6933
#: Overlaps below this share of a zone are two outlines that were drawn apart, not ground that both hold.
LEAST_SHARE = 1e-4


def surface_shares(zones: gpd.GeoDataFrame, areas: gpd.GeoDataFrame) -> pd.DataFrame:
    """`zone_id`, `area_id`, `surface_share` (0..1): share of each zone's surface that lies in an area.

    `zones` has `zone_id`, `areas` has `area_id`. What lies outside all areas (water) is in no row, so that the shares
    of a zone may sum to less than one.
    """
    whole = zones.to_crs(EQUAL_AREA).dissolve("zone_id", as_index=False)
    surface = whole.set_index("zone_id").area
    parts = gpd.overlay(whole, areas[["area_id", "geometry"]].to_crs(EQUAL_AREA), "intersection", keep_geom_type=True)
    share = parts.area / parts["zone_id"].map(surface)
    told = pd.DataFrame({"zone_id": parts["zone_id"], "area_id": parts["area_id"], "surface_share": share})
    return told[told["surface_share"] >= LEAST_SHARE].sort_values(["zone_id", "area_id"], ignore_index=True)
