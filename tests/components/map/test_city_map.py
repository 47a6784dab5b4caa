from __future__ import annotations

from pathlib import Path

import pytest

from components.map.city_map import ground, hideout, legend, scale_of
from components.text import Words
from components.view.page import MapMeasure
from data.city.pack import Area, City
from data.reading.queries.services.requests import requests_per_1000_by_area
from data.reading.schema import value
from tests.components.answers import answer, answer_of
from tests.components.tile.test_kpi_card import texts, written


class OwnWords(Words):
    """English with the words of a measure that no page has."""

    def t(self, key: str, **values: object) -> str:
        return "Requests" if key == "measure.requests_per_1000" else super().t(key, **values)


WORDS = OwnWords("en", "USD")


MEASURE = MapMeasure("requests_per_1000", requests_per_1000_by_area)
AREAS = answer(
    area_id=["a", "b", "c"],
    name=["North", "South", None],
    value=[12.5, None, 40.0],
    n=[125, None, 40],
    population=[10_000, 20_000, 1_000],
    status=["observed", "few", "allocated"],
)


def _city(base_layers: dict[str, str]) -> City:
    bounds = ((40.0, 10.0), (40.2, 10.2))
    return City("x", Path("x"), {"en": "X"}, "UTC", "USD", 1, "en", (40.1, 10.1), bounds, (), base_layers=base_layers)


def test_each_area_has_its_shade_and_its_words() -> None:
    told = hideout(AREAS, WORDS, MEASURE, "c")
    assert told["selected"] == "c"
    assert told["values"]["a"] == {
        "name": "North", "value": "12.5 per 1,000 residents", "step": "seq-1", "hatched": False,
        "rank": 1,
        "told": [["cases", "125"], ["residents", "10,000"]],
    }  # fmt: skip


def test_an_area_without_a_value_is_grey_and_says_so() -> None:
    south = hideout(AREAS, WORDS, MEASURE)["values"]["b"]
    assert (south["value"], south["step"], south["hatched"]) == ("no value", "none", True)
    assert ["status", "Too few people to say"] in south["told"]


def test_areas_are_ranked_by_value_and_those_without_come_last() -> None:
    values = hideout(AREAS, WORDS, MEASURE)["values"]
    assert {area: value["rank"] for area, value in values.items()} == {"c": 0, "a": 1, "b": 2}


def test_an_area_without_a_name_is_called_by_its_id() -> None:
    assert hideout(AREAS, WORDS, MEASURE)["values"]["c"]["name"] == "c"


def test_the_legend_tells_bounds_grey_and_hatching() -> None:
    shown = [text for part in legend(AREAS, WORDS, MEASURE) for text in texts(part)]
    assert shown == [
        "Requests", "per 1,000 residents", "12.5", "40.0", "Too few people to say",
        "Allocated, not observed",
    ]  # fmt: skip


def test_the_legend_uses_the_shades_of_the_map() -> None:
    steps = {value["step"] for value in hideout(AREAS, WORDS, MEASURE)["values"].values()} - {"none"}
    drawn = "".join(written(part) for part in legend(AREAS, WORDS, MEASURE))
    assert all(f"fill-{step}" in drawn for step in steps)


@pytest.mark.parametrize(("growth", "scheme"), [([4.6, 5.3], "seq"), ([-2.0, -1.0], "seq"), ([-1.0, 3.0], "div")])
def test_two_ends_of_a_scale_are_for_values_on_both_sides_of_its_middle(growth: list[float], scheme: str) -> None:
    scale = scale_of(answer_of({value("gdp_growth_percent", "percent", middle=0.0): growth}))
    assert scale is not None and scale.name == scheme


def test_one_value_has_one_label() -> None:
    same = answer(
        area_id=["a", "b"], name=["North", "South"], value=[12.5, 12.5], n=[1, 1], population=[1, 1],
        status=["observed", "observed"],
    )  # fmt: skip
    shown = [text for part in legend(same, WORDS, MEASURE) for text in texts(part)]
    assert shown == ["Requests", "per 1,000 residents", "12.5"]
    assert "12.5 – 12.5" not in "".join(written(part) for part in legend(same, WORDS, MEASURE))


def test_a_city_of_outlines_alone_lies_on_land_and_not_in_a_sea() -> None:
    base = {"sea": "base/sea.geojson", "land": "base/land.geojson"}
    assert ground(_city(base)) == "map ground-sea"
    assert ground(_city({})) == ground(_city({"water": "base/water.geojson"})) == "map ground-land"


def test_a_map_without_areas_is_empty() -> None:
    empty = answer(area_id=[], name=[], value=[], n=[], population=[], status=[])
    assert hideout(empty, WORDS, MEASURE)["values"] == {}
    assert [text for part in legend(empty, WORDS, MEASURE) for text in texts(part)] == [
        "Requests",
        "per 1,000 residents",
    ]


def test_what_must_be_known_of_an_area_is_told_with_it() -> None:
    noted = Area("b", 1, "riverton", {"en": "South"}, None, 1.0, (40.0, 10.0), {"en": "With the harbour."})
    values = hideout(AREAS, WORDS, MEASURE, areas={"b": noted})["values"]
    assert values["b"]["told"][-1] == ["Note", "With the harbour."]
    assert all(["Note", "With the harbour."] not in values[area]["told"] for area in values.keys() - {"b"})
