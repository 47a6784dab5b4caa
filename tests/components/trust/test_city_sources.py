"""Where a city's map comes from, and what must be known of its areas, in the reader's language."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from components.text import Words
from components.trust.city_sources import city_sources
from data.city.pack import load_city
from tests.city_with_records import CITY, write_city
from tests.components.tile.test_kpi_card import texts

SHENZHEN = load_city("shenzhen", Path(__file__).parents[3] / "data" / "cities")


@pytest.mark.parametrize(("language", "name", "noted"), [("en", "Longgang", "Dapeng"), ("zh", "龙岗区", "大鹏新区")])
def test_the_zone_inside_a_district_is_noted(language: str, name: str, noted: str) -> None:
    told = texts(city_sources(SHENZHEN, Words(language, "CNY")))
    assert noted in told[told.index(name) + 1]


def test_files_are_told_with_publisher_and_licence() -> None:
    told = texts(city_sources(SHENZHEN, Words("en", "CNY")))
    assert told[told.index("GSHHG 2.3.6, full resolution") + 1] == "LGPL-3.0"


def test_a_city_that_says_nothing_says_so(tmp_path: Path) -> None:
    bare = load_city(CITY, write_city(tmp_path).parent)
    told = texts(city_sources(dataclasses.replace(bare, files=()), Words("en", "USD")))
    assert told == ["Where does the map come from?", "This city does not say where its map comes from."]


def test_a_pack_of_before_that_names_a_file_otherwise_is_read(tmp_path: Path) -> None:
    folder = write_city(tmp_path)
    pack = folder / "city.toml"
    pack.write_text(pack.read_text("utf-8") + '\n[[files]]\nfile = "areas/district.geojson"\npublisher = "Riverton"\n')
    shown = texts(city_sources(load_city(CITY, tmp_path), Words("en", "USD")))
    assert shown[1:] == ["Riverton", Words("en").t("standing.no_licence"), "areas/district.geojson"]
