"""The chooser of a city: found by any name, grouped where there are many, the fleet's order first."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from components.shell import city_chooser
from components.shell.city_chooser import FEWEST_GROUPED, city_options
from components.text import Words
from components.view.reader import read
from data.city.city_index import CityEntry
from tests.city_with_records import CITY

SHENZHEN = CityEntry("shenzhen", {"en": "Shenzhen", "zh": "深圳市"}, "CN", {"en": "Guangdong", "zh": "广东省"})
HOHHOT = CityEntry(
    "hohhot", {"en": "Hohhot", "zh": "呼和浩特市"}, "CN", {"en": "Inner Mongolia", "zh": "内蒙古自治区"}, ("huhehaote",)
)
SAO_PAULO = CityEntry("sao_paulo", {"en": "São Paulo"}, "BR")
NOWHERE = CityEntry("oddville", {"en": "Oddville"})
MANY = [CityEntry(f"c{i}", {"en": f"City {i}"}, "GB") for i in range(FEWEST_GROUPED)]


def test_few_cities_are_one_list_by_name() -> None:
    options = city_options([SHENZHEN, HOHHOT, NOWHERE], Words("en"))
    assert [option["label"] for option in options] == ["Hohhot", "Oddville", "Shenzhen"]


def test_many_are_grouped_by_province_or_country() -> None:
    options = city_options([SHENZHEN, HOHHOT, SAO_PAULO, NOWHERE, *MANY], Words("zh"))
    groups = {option["group"]: [item["value"] for item in option["items"]] for option in options}
    assert groups["广东省"] == ["shenzhen"]
    assert groups["巴西"] == ["sao_paulo"]
    assert groups["其他城市"] == ["oddville"]
    assert len(groups["英国"]) == FEWEST_GROUPED


def test_a_city_is_found_by_every_name_it_has() -> None:
    (hohhot,) = city_options([HOHHOT], Words("en"))
    assert hohhot["search"].split() == ["hohhot", "呼和浩特市", "huhehaote", "innermongolia", "内蒙古自治区", "cn"]
    (sao_paulo,) = city_options([SAO_PAULO], Words("en"))
    assert "saopaulo" in sao_paulo["search"].split()
    assert "brazil" in sao_paulo["search"].split()


def test_the_fleets_order_comes_first() -> None:
    options = city_options([SHENZHEN, HOHHOT, SAO_PAULO], Words("en"), ("sao_paulo", "shenzhen"))
    assert [option["value"] for option in options] == ["sao_paulo", "shenzhen", "hohhot"]


def test_many_cities_are_no_part_of_a_page_but_have_an_address(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    riverton = CityEntry(CITY, {"en": "Riverton"})
    entries = [riverton, *(CityEntry(f"c{i}", {"en": f"City {i}"}, "GB") for i in range(1000))]
    monkeypatch.setattr(city_chooser, "_entries", lambda: entries)
    monkeypatch.setattr(city_chooser, "_fleet", lambda: ("c7",))
    reader = read({"city": CITY, "lang": "en"})
    assert reader is not None
    chooser = city_chooser.city_chooser(reader)
    told = chooser.to_plotly_json()["props"]
    assert [option["value"] for option in told["data"]] == ["c7", CITY]
    answer = client.get(told["data-cities"])
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    groups = {group["group"]: [item["value"] for item in group["items"]] for group in answer.get_json()}
    assert (len(groups["United Kingdom"]), groups["Other cities"]) == (1000, [CITY])
    assert answer.get_json()[1]["items"][0]["value"] == "c7"

    # Another city is another list; a page that was laid out before is led to it.
    entries.append(CityEntry("new", {"en": "Newtown"}, "GB"))
    gone = client.get(told["data-cities"])
    assert (gone.status_code, "immutable" in gone.headers.get("Cache-Control", "")) == (302, False)
    assert gone.headers["Location"] == city_chooser.list_address("en") != told["data-cities"]
    assert client.get("/cities/xx/0.json").status_code == 404
    assert client.get("/cities/zh/0.json", follow_redirects=True).get_json()[0]["group"]
