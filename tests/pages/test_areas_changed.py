"""A city whose areas were replaced: what was published before stays readable, and follows when it is asked to."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import shapely
from dash import Dash
from flask.testing import FlaskClient

from data.__main__ import main
from data.city.pack import load_city, read_areas
from data.published.snapshots import find_snapshot
from tests.city_with_records import CITY
from tests.conftest import forget_settings, publish_riverton
from tests.data.bring_city.area_cases import geojson
from tests.data.drop_files import REQUESTS, SERVICES, request, write_csv_drop
from tests.pages.asking import bars, map_of, panel, tiles

PAGES = ("overview", "services", "food_safety", "fiscal", "economy")
WESTERN = ("west", shapely.box(10.0, 40.0, 10.1, 40.2))
EASTERN = ("east", shapely.box(10.1, 40.0, 10.2, 40.2))
QUARTERS = [
    (f"{side}-{half}", shapely.box(west, south, west + 0.1, south + 0.1))
    for side, west in (("west", 10.0), ("east", 10.1))
    for half, south in (("s", 40.0), ("n", 40.1))
]
EIGHTHS = [
    (f"{name}-{i}", shapely.box(*shape.bounds[:2], shape.bounds[0] + 0.05, shape.bounds[3]) if i == 0
     else shapely.box(shape.bounds[0] + 0.05, *shape.bounds[1:]))
    for name, shape in QUARTERS for i in range(2)
]  # fmt: skip


def _file(folder: Path, name: str, areas: list[tuple[str, Any]]) -> str:
    return str(geojson(folder, [({"name": f"Area {key}", "code": key}, shape) for key, shape in areas], name))


@pytest.fixture
def own_riverton(own_folders: Path, dashboard: Dash, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, FlaskClient]:
    """Riverton published in a place of its own, with a client that reads it."""
    for name, value in publish_riverton(own_folders).items():
        monkeypatch.setenv(name, value)
    forget_settings()
    return own_folders, dashboard.server.test_client()


def _levels(folder: Path, count: int) -> list[str]:
    files = [("two.geojson", [WESTERN, EASTERN]), ("four.geojson", QUARTERS), ("eight.geojson", EIGHTHS)]
    return [_file(folder, name, areas) for name, areas in files[:count]]


@pytest.mark.parametrize("levels", [1, 2, 3])
def test_pages_stay_readable_when_areas_are_replaced(levels: int, own_riverton: tuple[Path, FlaskClient]) -> None:
    folder, client = own_riverton
    before = tiles(client, "services")
    call = ["update-city", CITY, "--areas", *_levels(folder, levels), "--no-cells"]
    assert main([*call, "--levels", "Half/Halves", "Quarter/Quarters", "Eighth/Eighths"][: len(call) + 1 + levels]) == 0
    forget_settings()
    assert tiles(client, "services") == before
    for page in PAGES:
        assert tiles(client, page)
        assert map_of(client, page)
        assert tiles(client, page, area="west")
        assert map_of(client, page, area="west")
    assert main(["publish", CITY, "food_safety", "--again"]) == 0
    forget_settings()
    shown = map_of(client, "food_safety", measure="fail_share")
    assert {"west", "east"} == set(shown["values"]["values"])


def test_a_dry_run_says_what_would_change_and_changes_nothing(
    own_riverton: tuple[Path, FlaskClient], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, _ = own_riverton
    files = {path: path.read_bytes() for path in (folder / "cities" / CITY).rglob("*") if path.is_file()}
    call = ["update-city", CITY, "--areas", *_levels(folder, 1), "--levels", "District/Districts", "--no-cells"]
    assert main([*call, "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert "district: 0 stay, new 2 (east, west), gone 4 (NE, NW, SE, SW)" in said
    assert "block: 0 stay, new 0, gone 8" in said
    assert {path: path.read_bytes() for path in (folder / "cities" / CITY).rglob("*") if path.is_file()} == files


def test_an_update_leaves_what_was_edited_by_hand(own_riverton: tuple[Path, FlaskClient]) -> None:
    folder, _ = own_riverton
    home = folder / "cities" / CITY
    assert main(["update-city", CITY, "--areas", *_levels(folder, 1), "--levels", "Half/Halves", "--no-cells"]) == 0
    text = (home / "city.toml").read_text("utf-8")
    assert "# Written by hand: a square of 0.2 degrees" in text
    assert 'services = "all"' in text
    city = load_city(CITY, folder / "cities")
    assert [level.key for level in city.levels] == ["city", "half"]
    assert (city.name["zh"], city.opens_on["services"], city.population) == ("河镇", "all", 10000)
    former = list((home / "former").iterdir())
    assert [sorted(path.name for path in each.rglob("*") if path.is_file()) for each in former] == [
        ["block.geojson", "city.toml", "district.geojson"]
    ]
    assert list((folder / "cities").glob(".*")) == []


def test_residents_are_written_by_a_table(
    own_riverton: tuple[Path, FlaskClient], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, _ = own_riverton
    (folder / "residents.csv").write_text("district,residents\nNW,10\nNE,20\nSW,30\nSE,40\nXX,5\n", "utf-8")
    assert main(["update-city", CITY, "--residents", str(folder / "residents.csv")]) == 0
    assert "rows of residents.csv that name no area: 1: XX" in capsys.readouterr().out
    city = load_city(CITY, folder / "cities")
    told = {area.area_id: area.population for area in read_areas(city)}
    assert (city.population, told["NW"], told["SE"], told["NW-W"]) == (100, 10, 40, 500)


def test_areas_that_stay_keep_their_residents(
    own_riverton: tuple[Path, FlaskClient], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, _ = own_riverton
    call = ["update-city", CITY, "--levels", "Half/Halves", "--no-cells", "--areas"]
    assert main([*call, *_levels(folder, 1)]) == 0
    (folder / "residents.csv").write_text("half,residents\nwest,10\neast,20\n", "utf-8")
    assert main(["update-city", CITY, "--residents", str(folder / "residents.csv")]) == 0
    capsys.readouterr()
    halved = [WESTERN, ("east", shapely.box(10.1, 40.0, 10.15, 40.2)), ("far", shapely.box(10.15, 40.0, 10.2, 40.2))]
    assert main([*call, _file(folder, "new.geojson", halved)]) == 0
    said = capsys.readouterr().out
    assert "half: 1 areas keep their residents; those of 1 areas that are gone or have another outline" in said
    told = {area.area_id: area.population for area in read_areas(load_city(CITY, folder / "cities"))}
    assert (told["west"], told["east"], told["far"]) == (10, None, None)


def test_a_city_is_removed_with_its_data_where_asked(
    own_riverton: tuple[Path, FlaskClient], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, _ = own_riverton
    assert main(["remove-city", CITY, "--dry-run"]) == 0
    assert (folder / "cities" / CITY).is_dir()
    assert main(["remove-city", CITY]) == 0
    said = capsys.readouterr().out
    assert "stays: " in said
    assert not (folder / "cities" / CITY).exists()
    assert (folder / "snapshots" / CITY).is_dir()
    assert main(["remove-city", CITY]) == 2
    assert "its records are there still: " in capsys.readouterr().err
    assert main(["remove-city", CITY, "--with-data"]) == 0
    assert [each for each in ("raw", "outputs", "snapshots") if (folder / each / CITY).exists()] == []
    assert main(["remove-city", CITY, "--with-data"]) == 2
    assert main(["remove-city", "../cities"]) == 2


def test_one_broken_city_stops_no_other(
    own_riverton: tuple[Path, FlaskClient], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, client = own_riverton
    (folder / "cities" / "broken").mkdir()
    (folder / "cities" / "broken" / "city.toml").write_text("name = [", "utf-8")
    assert main(["cities"]) == 0
    said = capsys.readouterr().out
    assert "broken\tbroken\tbroken/city.toml cannot be read" in said
    assert "riverton\tRiverton" in said
    assert main(["status"]) == 0
    assert tiles(client, "services")
    assert bars(panel(client, "fiscal", "departments"))
    assert main(["remove-city", "broken"]) == 0
    assert json.dumps([path.name for path in (folder / "cities").iterdir()]) == '["riverton"]'


def _requests_by_code(folder: Path, *codes: str) -> None:
    """The only drop of requests in Riverton: of each no more than the code of its area is known."""
    shutil.rmtree(folder / "outputs" / CITY / "services")
    rows = "".join(
        request(
            service_request_id=f"r{number}",
            area_id=code,
            lat="",
            long="",
            requested_datetime="2025-06-23 08:00:00",
            closed_datetime="2025-06-24 08:00:00",
        )
        for number, code in enumerate(codes)
    )
    drop = folder / "outputs" / CITY / "services" / "by-code"
    write_csv_drop(drop, {"services": SERVICES, "requests": REQUESTS + rows})


def test_records_that_name_former_areas_by_code_are_placed_by_their_outlines(
    own_riverton: tuple[Path, FlaskClient], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, client = own_riverton
    _requests_by_code(folder, *["NW"] * 6, *["SW"] * 4, *["NE"] * 3, *["SE"] * 3)
    upper = [("top", shapely.box(10.0, 40.1, 10.2, 40.2)), ("sw-a", shapely.box(10.0, 40.0, 10.05, 40.1)),
             ("sw-b", shapely.box(10.05, 40.0, 10.1, 40.1)), ("SE", shapely.box(10.1, 40.0, 10.2, 40.1))]  # fmt: skip
    call = ["update-city", CITY, "--areas", _file(folder, "new.geojson", upper), "--no-cells"]
    assert main([*call, "--levels", "Part/Parts"]) == 0
    said = capsys.readouterr().out
    assert "that it lies in: 10 areas. Shared by several of today's, so that such records have no area: 1 (SW)" in said
    assert main(["publish", CITY, "services", "--again"]) == 0
    forget_settings()
    shown = map_of(client, "services", measure="requests")
    told = {key: area["value"] for key, area in shown["values"]["values"].items()}
    assert told == {"top": "9", "SE": "3", "sw-a": "no value", "sw-b": "no value"}


def test_an_update_says_which_ids_stay_with_another_outline(
    own_riverton: tuple[Path, FlaskClient], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, _ = own_riverton
    north, south, east = (10.0, 40.1, 10.1, 40.2), (10.0, 40.0, 10.1, 40.1), (10.1, 40.0, 10.2, 40.2)
    swapped = [("NW", shapely.box(*north)), ("NE", shapely.box(*south)), ("SE", shapely.box(*east))]
    call = ["update-city", CITY, "--areas", _file(folder, "new.geojson", swapped), "--no-cells", "--dry-run"]
    assert main([*call, "--levels", "District/Districts"]) == 0
    assert "district: the same id with another outline 2 (NE, SE): records" in capsys.readouterr().out


def test_figures_about_former_areas_are_set_aside_and_refuse_nothing(
    own_riverton: tuple[Path, FlaskClient], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, _ = own_riverton
    call = ["update-city", CITY, "--areas", *_levels(folder, 1), "--levels", "Half/Halves", "--no-cells"]
    assert main(call) == 0
    for domain in ("food_safety", "services"):
        assert main(["publish", CITY, domain, "--again"]) == 0
    capsys.readouterr()
    assert main(["publish", CITY, "economy", "--again"]) == 1
    assert "waits for a person" in (said := capsys.readouterr().out)
    assert "area_indicators has 0 rows, what is served 8" in said
    (run,) = (folder / "outputs" / CITY / "economy").iterdir()
    assert main(["publish", CITY, "economy", "--accept", run.name]) == 0
    forget_settings()
    economy = find_snapshot(folder / "snapshots", CITY, "economy")
    assert economy is not None
    aside = economy.set_aside_rows
    assert (aside, economy.rows["area_indicators"]) == ({"area_indicators": 8}, 0)
