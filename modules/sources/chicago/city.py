"""Writes Chicago's city pack from the city's own boundary files: 77 community areas and 789 census tracts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

COMMUNITY_AREAS = "community_areas.geojson"
TRACTS = "census_tracts.geojson"
#: USA Contiguous Albers Equal Area Conic, metres: areas are measured and outlines simplified in it.
EQUAL_AREA = 5070
TOLERANCE_M = 30
#: Degrees left free around the outline, so that O'Hare's last gate and Navy Pier's head still lie within the bounds.
MARGIN = 0.02
#: A tract with less than this share of its land in the city keeps its shape but not its population.
MOSTLY_INSIDE = 0.5
#: Pieces of a clipped tract smaller than this are not drawn: a piece 45 m square is less than a house and its yard.
CRUMB_M2 = 2000
DECIMALS = 6
NAMES = {"OHARE": "O'Hare", "MCKINLEY PARK": "McKinley Park"}

Geometries = np.ndarray[Any, Any]


def proper_name(shouted: str) -> str:
    """The community's name as it is written: NEAR NORTH SIDE -> Near North Side, OHARE -> O'Hare."""
    return NAMES.get(shouted, shouted.title())


def tract_id(census_tract: str) -> str:
    """`Census Tract 102.01, Cook, IL` -> `tr-cook-010201`; with the county, for numbers repeat between counties."""
    number, county = census_tract.removeprefix("Census Tract ").split(", ")[:2]
    whole, _, part = number.partition(".")
    return f"tr-{county.lower()}-{int(whole):04d}{part or '00'}"


def _polygons(shape: shapely.Geometry) -> shapely.Geometry:
    """The shape without the lines, points and crumbs that a clip leaves where two outlines run side by side."""
    parts = shapely.get_parts(shape)
    sizes = shapely.area(parts)
    return shapely.union_all(parts[sizes >= min(CRUMB_M2, sizes.max())])


def _features(shapes: Geometries, properties: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """GeoJSON features in WGS-84 of equal-area shapes, simplified without gaps, with `area_km2` and `centre`."""
    simple = gpd.GeoSeries(shapely.coverage_simplify(shapes, TOLERANCE_M), crs=EQUAL_AREA).to_crs(4326).to_numpy()
    rounded = shapely.transform(simple, lambda points: points.round(DECIMALS))
    features = []
    for shape, whole, told in zip(rounded, shapes, properties, strict=True):
        inside = shape.representative_point()
        measured = {"area_km2": round(whole.area / 1e6, 4), "centre": [round(inside.y, 5), round(inside.x, 5)]}
        geometry = shapely.geometry.mapping(shape)
        features.append({"type": "Feature", "properties": {**told, **measured}, "geometry": geometry})
    return features


def community_areas(frame: gpd.GeoDataFrame, city: str) -> list[dict[str, Any]]:
    """The 77 community areas in the order of their numbers; frame as the city publishes it, in equal area."""
    frame = frame.sort_values("area_num")
    told = [
        {
            "area_id": f"ca-{row.area_num}",
            "parent_id": city,
            "name_en": proper_name(row.community),
            "population": int(row.POP2010),
        }
        for row in frame.itertuples()
    ]
    return _features(frame.geometry.to_numpy(), told)


def tracts(frame: gpd.GeoDataFrame, areas: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    """The census tracts clipped to the city, each under the community area that covers most of it; in equal area."""
    areas = areas.sort_values("area_num")
    outline = shapely.union_all(areas.geometry.to_numpy())
    whole = frame.geometry.to_numpy()
    clipped = np.array([_polygons(shape) for shape in shapely.intersection(whole, outline)])
    inside = shapely.area(clipped) / shapely.area(whole)
    overlaps = shapely.area(shapely.intersection(clipped[:, None], areas.geometry.to_numpy()[None, :]))
    numbers = areas["area_num"].to_numpy()[overlaps.argmax(axis=1)]
    told = [
        {
            "area_id": tract_id(row.census_tract),
            "parent_id": f"ca-{number}",
            "name_en": row.census_tract.split(",")[0].removeprefix("Census "),
            "population": int(row.tract_population) if share >= MOSTLY_INSIDE else None,
        }
        for row, number, share in zip(frame.itertuples(), numbers, inside, strict=True)
    ]
    return _features(clipped, told)


def _write(file: Path, text: str) -> None:
    """Put a text in place in one step: the dashboard may be reading the city while it is brought again."""
    writing = file.with_name(f".writing-{file.name}")
    writing.write_text(text, "utf-8")
    writing.replace(file)


def _collection(features: list[dict[str, Any]]) -> str:
    body = {"type": "FeatureCollection", "features": features}
    return json.dumps(body, separators=(",", ":"), ensure_ascii=False)


def write_city(find: Callable[[str], Path], cities_dir: Path, key: str) -> Path:
    """Writes `<cities_dir>/<key>/` and gives its path; `find` tells where a boundary file is, or raises."""
    areas = gpd.read_file(find(COMMUNITY_AREAS)).to_crs(EQUAL_AREA)
    below = gpd.read_file(find(TRACTS)).to_crs(EQUAL_AREA)
    community, tract = community_areas(areas, key), tracts(below, areas)
    folder = cities_dir / key
    (folder / "areas").mkdir(parents=True, exist_ok=True)
    _write(folder / "areas" / "community_area.geojson", _collection(community))
    _write(folder / "areas" / "tract.geojson", _collection(tract))
    west, south, east, north = areas.to_crs(4326).total_bounds.round(4).tolist()
    template = (Path(__file__).parent / "city_template.toml").read_text("utf-8")
    text = template.format(
        centre=[round((south + north) / 2, 4), round((west + east) / 2, 4)],
        bounds=[
            [round(south - MARGIN, 4), round(west - MARGIN, 4)],
            [round(north + MARGIN, 4), round(east + MARGIN, 4)],
        ],
        population=int(areas["POP2010"].sum()),
        tolerance_m=TOLERANCE_M,
        tracts=len(tract),
        fringe=sum(each["properties"]["population"] is None for each in tract),
    )
    _write(folder / "city.toml", text)
    return folder
