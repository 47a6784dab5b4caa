"""The chooser of a city: found by any name, grouped where there are many, the fleet's order first."""

from __future__ import annotations

from components.shell.city_chooser import FEWEST_GROUPED, city_options
from components.text import Words
from data.city.city_index import CityEntry

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
