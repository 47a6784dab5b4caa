"""Chicago's city pack from the city's own boundary files."""

from __future__ import annotations

import gzip
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from data.city.pack import load_city, read_areas
from modules.run import finder
from modules.sources.chicago import write_city
from modules.sources.chicago.city import proper_name, tract_id
from tests.modules.real_records import real_records


@pytest.mark.parametrize(
    ("shouted", "written"),
    [("OHARE", "O'Hare"), ("NEAR NORTH SIDE", "Near North Side"), ("MCKINLEY PARK", "McKinley Park"), ("LOOP", "Loop")],
)
def test_names_are_written_and_not_shouted(shouted: str, written: str) -> None:
    assert proper_name(shouted) == written


def test_tract_ids_hold_the_county_because_numbers_repeat_between_counties() -> None:
    assert tract_id("Census Tract 8400, DuPage, IL") == "tr-dupage-840000"
    assert tract_id("Census Tract 102.01, Cook, IL") == "tr-cook-010201"


def test_the_real_pack_has_every_area_and_no_gap(tmp_path: Path) -> None:
    folder = real_records("chicago/community_areas.geojson", "chicago/census_tracts.geojson")
    pack = write_city(finder(folder), tmp_path, "chicago")
    city = load_city("chicago", tmp_path)
    areas = read_areas(city)
    assert [sum(area.level == level for area in areas) for level in (0, 1, 2)] == [1, 77, 789]
    assert len({area.area_id for area in areas}) == 867
    assert city.population == 2_695_598 == sum(area.population or 0 for area in areas if area.level == 1)
    assert {area.parent_id for area in areas if area.level == 2} <= {area.area_id for area in areas if area.level == 1}
    assert sum(area.area_km2 for area in areas if area.level == 1) == pytest.approx(598, abs=1)
    for level, most in (("community_area", 40_000), ("tract", 110_000)):
        file = pack / "areas" / f"{level}.geojson"
        shapes = gpd.read_file(file).geometry.to_numpy()
        assert shapely.is_valid(shapes).all()
        assert shapely.coverage_is_valid(shapes)
        assert len(gzip.compress(file.read_bytes())) < most
