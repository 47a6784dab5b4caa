"""The two cities that come with the house, and what a city's folder must be to be read."""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path

import pytest

from data.bring_city.validate_city import LARGEST_GZIP_BYTES, findings
from data.city.pack import BrokenCityError, UnknownCityError, known_cities, load_city, read_areas
from tests.city_with_records import write_city

LANGUAGES = ("en", "zh", "id")
CITIES = Path(__file__).parents[3] / "data" / "cities"


@pytest.mark.parametrize(("key", "districts", "least", "most"), [("shenzhen", 9, 1900, 2100), ("sanya", 4, 1850, 1950)])
def test_the_districts_add_up_to_the_city(key: str, districts: int, least: float, most: float) -> None:
    sizes = [area.area_km2 for area in read_areas(load_city(key, CITIES)) if area.level == 1]
    assert len(sizes) == districts
    assert least < sum(sizes) < most


@pytest.mark.parametrize("key", ["shenzhen", "sanya"])
def test_a_shipped_city_has_no_faults_and_is_small(key: str) -> None:
    city = load_city(key, CITIES)
    assert findings(city).faults == []
    sizes = [len(gzip.compress((city.folder / level.file).read_bytes())) for level in city.levels if level.file]
    assert sum(sizes) < LARGEST_GZIP_BYTES


def test_the_districts_of_shenzhen_have_the_residents_that_the_census_published() -> None:
    areas = {area.area_id: area for area in read_areas(load_city("shenzhen", CITIES)) if area.level == 1}
    assert sum(area.population or 0 for area in areas.values()) == 17_494_398
    assert (areas["440306"].names, areas["440306"].population) == ({"en": "Bao'an", "zh": "宝安区"}, 4_476_554)


def test_dapeng_is_noted_inside_longgang_in_every_language() -> None:
    noted = {area.names["en"]: area.notes for area in read_areas(load_city("shenzhen", CITIES)) if area.notes}
    assert noted.keys() == {"Longgang"}
    assert all(("大鹏新区" if language == "zh" else "Dapeng") in noted["Longgang"][language] for language in LANGUAGES)
    assert noted["Longgang"].keys() == set(LANGUAGES)


BREAK = """
[[breaks]]
tables = ["budget_lines"]
day = {day}
note = {{ {language} = "Broader." }}
"""


def test_a_break_is_read_with_its_tables_its_day_and_why(tmp_path: Path) -> None:
    pack = write_city(tmp_path) / "city.toml"
    whole = pack.read_text("utf-8")
    pack.write_text(whole + BREAK.format(day="2022-01-01", language="en"), "utf-8")
    (told,) = load_city("riverton", tmp_path).breaks
    assert (told.tables, told.day, told.note) == ({"budget_lines"}, date(2022, 1, 1), {"en": "Broader."})
    for wrong in ({"day": '"soon"', "language": "en"}, {"day": "2022-01-01", "language": "zh"}):
        pack.write_text(whole + BREAK.format(**wrong), "utf-8")
        with pytest.raises(BrokenCityError, match="a break has tables"):
            load_city("riverton", tmp_path)


@pytest.mark.parametrize("key", ["nowhere", "../shenzhen", "Shenzhen", ""])
def test_a_city_without_a_folder_is_unknown(key: str) -> None:
    with pytest.raises(UnknownCityError):
        load_city(key, CITIES)


def test_a_folder_without_a_city_file_is_no_city(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert known_cities(tmp_path) == ()
