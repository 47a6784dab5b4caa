"""`python -m modules` from a publisher's files to a snapshot, on a Chicago of two community areas."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from data.city.pack import load_city, read_areas
from data.published.snapshots import current_id, find_snapshot
from modules.__main__ import main
from tests.modules.sources.chicago.test_requests_311 import row


def write_boundaries(folder: Path) -> None:
    """Two community areas side by side and a tract in each; the second tract reaches out of the city by half."""
    areas = gpd.GeoDataFrame(
        {"area_num": [8, 76], "community": ["NEAR NORTH SIDE", "OHARE"], "POP2010": [80484, 12756]},
        geometry=[shapely.box(-87.66, 41.88, -87.62, 41.92), shapely.box(-87.70, 41.88, -87.66, 41.92)], crs=4326,
    )  # fmt: skip
    tracts = gpd.GeoDataFrame(
        {
            "census_tract": ["Census Tract 801, Cook, IL", "Census Tract 7602.01, Cook, IL"],
            "tract_population": [6944.0, 3000.0],
        },
        geometry=[shapely.box(-87.66, 41.88, -87.62, 41.92), shapely.box(-87.74, 41.88, -87.66, 41.92)], crs=4326,
    )  # fmt: skip
    (folder / "chicago").mkdir(parents=True)
    areas.to_file(folder / "chicago" / "community_areas.geojson", driver="GeoJSON")
    tracts.to_file(folder / "chicago" / "census_tracts.geojson", driver="GeoJSON")


def write_requests(folder: Path, rows: list[dict[str, object]]) -> None:
    frame = pd.DataFrame(rows)
    for column in ("Creation_Date", "Completion_Date"):
        frame[column] = pd.to_datetime(frame[column])
    frame.to_parquet(folder / "chicago" / "311_sanitation_code_complaints_2011_2014.parquet")


def near_north(number: str, made: datetime, closed: datetime | None, status: str = "Completed") -> dict[str, object]:
    return row(number, made, closed, status, Community_Area=8.0, Latitude=41.9, Longitude=-87.64)


@pytest.fixture
def files(own_folders: Path) -> Path:
    folder = own_folders / "from"
    write_boundaries(folder)
    day = datetime(2012, 7, 6)
    write_requests(folder, [near_north("1", day, day), near_north("2", day, None, "Open")])
    return folder


def test_an_import_writes_the_city_and_publishes_what_is_there(
    files: Path, own_folders: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", "chicago", "--from", str(files)]) == 0
    told = capsys.readouterr()
    assert "2 raw rows = 2 published" in told.out
    assert "food_safety: no records: chicago/food_inspections_canvass_2011_2014.parquet is not there" in told.out
    assert "services: checking and publishing" in told.err
    snapshot = find_snapshot(own_folders / "snapshots", "chicago", "services")
    assert snapshot.small_cell_floor == 0, "complaints about streets are no people"
    assert snapshot.rows["requests"] == 2
    assert ("requests", 1, 2, 0) in snapshot.places


def test_the_city_pack_has_proper_names_and_parents(files: Path, own_folders: Path) -> None:
    assert main(["import", "chicago", "--from", str(files)]) == 0
    areas = {area.area_id: area for area in read_areas(load_city("chicago", own_folders / "cities"))}
    assert areas["ca-8"].names == {"en": "Near North Side"}
    assert areas["ca-76"].names == {"en": "O'Hare"}
    assert areas["tr-cook-760201"].parent_id == "ca-76"
    assert areas["ca-8"].area_km2 == pytest.approx(14.7, abs=0.2)
    assert areas["chicago"].population == 93240
    assert areas["tr-cook-080100"].population == 6944


def test_the_publishers_own_folder_will_do_and_the_city_may_have_another_name(files: Path, own_folders: Path) -> None:
    assert main(["import", "chicago", "--from", str(files / "chicago"), "--city", "windy"]) == 0
    assert find_snapshot(own_folders / "snapshots", "windy", "services").rows["requests"] == 2


def test_an_import_repeated_changes_nothing(files: Path, own_folders: Path) -> None:
    home = own_folders / "snapshots" / "chicago" / "services"
    assert main(["import", "chicago", "--from", str(files)]) == 0
    first = current_id(home)
    assert main(["import", "chicago", "--from", str(files)]) == 0
    assert current_id(home) == first
    assert len(list((own_folders / "outputs" / "chicago" / "services").iterdir())) == 1


def test_new_records_make_a_new_snapshot(files: Path, own_folders: Path) -> None:
    home = own_folders / "snapshots" / "chicago" / "services"
    assert main(["import", "chicago", "--from", str(files)]) == 0
    first = current_id(home)
    write_requests(files, [near_north(str(number), datetime(2012, 7, 6), None, "Open") for number in range(3)])
    assert main(["import", "chicago", "--from", str(files)]) == 0
    assert current_id(home) != first
    assert main(["run", "chicago", "services"]) == 0


def test_records_that_cannot_be_read_leave_the_last_good_ones(
    files: Path, own_folders: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", "chicago", "--from", str(files)]) == 0
    first = current_id(own_folders / "snapshots" / "chicago" / "services")
    file = files / "chicago" / "311_sanitation_code_complaints_2011_2014.parquet"
    file.write_bytes(file.read_bytes()[:200])
    capsys.readouterr()
    assert main(["import", "chicago", "--from", str(files)]) == 1
    assert "services: records cannot be read: ArrowInvalid" in capsys.readouterr().out
    assert current_id(own_folders / "snapshots" / "chicago" / "services") == first


def test_without_boundaries_there_is_no_city(own_folders: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (own_folders / "empty").mkdir()
    assert main(["import", "chicago", "--from", str(own_folders / "empty")]) == 1
    assert "nothing came: chicago/community_areas.geojson" in capsys.readouterr().err


@pytest.mark.parametrize(
    "call",
    [
        ["import", "chicago", "--from", "/no/such/folder"],
        ["import", "chicago", "--from", ".", "--city", "../.."],
        ["run", "atlantis"],
        ["run", "chicago", "licences_of_atlantis"],
    ],
)
def test_a_wrong_call_is_told(own_folders: Path, call: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(call) == 2
    assert capsys.readouterr().err.startswith("python -m modules: ")


def test_a_source_that_is_neither_known_nor_a_file_of_a_city_is_a_wrong_call(
    own_folders: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", "atlantis", "--from", "."]) == 2
    assert "--city" in capsys.readouterr().err


def test_the_list_names_every_source_and_module(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list"]) == 0
    told = capsys.readouterr().out
    assert "chicago" in told
    assert "modules: " in told
    assert "food_safety" in told


def test_a_drop_says_what_it_left_out(files: Path, own_folders: Path) -> None:
    assert main(["import", "chicago", "--from", str(files)]) == 0
    (drop,) = (own_folders / "outputs" / "chicago" / "services").iterdir()
    manifest = json.loads((drop / "manifest.json").read_text("utf-8"))
    assert manifest["cadence"] == "archive"
    assert manifest["data_as_of"] == "2012-07-06"
    assert len(manifest["notes"]) == 4
