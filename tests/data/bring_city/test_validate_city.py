"""What is wrong with a city's folder is said in plain words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from data.__main__ import main
from data.bring_city.gcj02 import shift
from data.bring_city.validate_city import findings
from data.bring_city.write_pack import Layer, Pack, Place, write_pack
from data.city.pack import City, load_city

TOML = """
timezone = "Asia/Shanghai"
currency = "CNY"
language = "zh"
centre = [22.55, 114.05]
bounds = [[22.4, 113.9], [22.7, 114.2]]
[name]
en = "Bay"
zh = "湾"
[[levels]]
key = "city"
name = { en = "City", zh = "市" }
plural = { en = "Cities", zh = "市" }
[[levels]]
key = "district"
name = { en = "District", zh = "区" }
plural = { en = "Districts", zh = "区" }
file = "areas/district.geojson"
[base_layers]
land = "base/land.geojson"
"""
WEST, EAST = shapely.box(114.0, 22.5, 114.05, 22.6), shapely.box(114.05, 22.5, 114.1, 22.6)
#: Land whose coast is the southern, western and eastern side of the two districts.
LAND = shapely.union(shapely.box(114.0, 22.5, 114.1, 22.6), shapely.box(113.9, 22.6, 114.2, 22.7))


def _place(area: str, shape: Any, **told: Any) -> Place:
    return Place(**({"area_id": area, "names": {"en": area, "zh": "区"}, "shape": shape, "parent_id": "bay"} | told))


def _city(folder: Path, *places: Place) -> City:
    write_pack(Pack("bay", TOML, (Layer("district", places),), {"land": LAND}), folder)
    return load_city("bay", folder)


def _shifted(shape: Any) -> Any:
    return shapely.transform(shape, lambda points: points + np.column_stack(shift(points[:, 0], points[:, 1])))


def test_a_city_file_that_cannot_be_read_is_a_fault(own_folders: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = own_folders / "cities" / "broken"
    home.mkdir(parents=True)
    (home / "city.toml").write_text("name = ", "utf-8")
    assert main(["validate-city", "broken"]) == 1
    assert "fault: broken/city.toml cannot be read" in capsys.readouterr().out


def test_a_sound_city_has_remarks_alone(tmp_path: Path) -> None:
    found = findings(_city(tmp_path, _place("W", WEST), _place("E", EAST, population=5)))
    assert found.faults == []
    assert "district: 1 of 2 areas without population: rates per 1,000 residents stay empty there" in found.remarks
    assert "no thresholds set in city.toml" in found.remarks


def test_gcj_02_on_a_wgs_84_coast_is_a_fault(tmp_path: Path) -> None:
    found = findings(_city(tmp_path, _place("W", _shifted(WEST)), _place("E", _shifted(EAST))))
    assert [fault.partition(":")[0] for fault in found.faults] == ["the outline looks like GCJ-02 on a WGS-84 coast"]


def test_names_that_are_missing_or_not_translated_are_told(tmp_path: Path) -> None:
    places = _place("W", WEST, names={"en": "西区"}), _place("E", EAST)
    remarks = findings(_city(tmp_path, *places)).remarks
    assert "district: no name in zh for 1 of 2 areas" in remarks
    assert "district: English names that are not translated: 西区" in remarks


def _edit(city: City, change: Any) -> City:
    file = city.folder / "areas" / "district.geojson"
    body = json.loads(file.read_text("utf-8"))
    change(body["features"])
    file.write_text(json.dumps(body), "utf-8")
    return city


def _overlap(features: list[dict[str, Any]]) -> None:
    features[1]["geometry"] = shapely.geometry.mapping(shapely.box(114.04, 22.5, 114.1, 22.6))


def _bow_tie(features: list[dict[str, Any]]) -> None:
    features[0]["geometry"]["coordinates"] = [
        [[114.0, 22.5], [114.1, 22.6], [114.1, 22.5], [114.0, 22.6], [114.0, 22.5]]
    ]


def _same_id(features: list[dict[str, Any]]) -> None:
    features[1]["properties"]["area_id"] = "W"


def _orphan(features: list[dict[str, Any]]) -> None:
    features[0]["properties"]["parent_id"] = "elsewhere"


def _no_shape(features: list[dict[str, Any]]) -> None:
    features[0]["geometry"] = None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_overlap, "W and E overlap by 11.39"),
        (_bow_tie, "cross themselves: W"),
        (_same_id, "more than once: W"),
        (_orphan, "no area of the level above: W"),
        (_no_shape, "cannot be read"),
    ],
)
def test_faults_name_the_area(change: Any, words: str, tmp_path: Path) -> None:
    city = _edit(_city(tmp_path, _place("W", WEST), _place("E", EAST)), change)
    assert words in " ".join(findings(city).faults)


def test_a_hole_is_told(tmp_path: Path) -> None:
    ring = shapely.difference(WEST, shapely.box(114.02, 22.54, 114.03, 22.55))
    found = findings(_city(tmp_path, _place("W", ring), _place("E", EAST)))
    assert "district: 1 holes of 1.1 km2 in all: what lies there has no area" in found.remarks
