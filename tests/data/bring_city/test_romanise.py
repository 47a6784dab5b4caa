"""English names of Chinese places are those of the official list: local readings, other languages, apostrophes."""

from __future__ import annotations

import importlib.util

import pytest

from data.bring_city.romanise import english_name, english_names, typed

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("pypinyin") is None, reason="pypinyin is not installed: requirements-china.txt"
)

NAMES = {
    # A character of several readings
    "丰都县": "Fengdu", "郫都区": "Pidu", "什邡市": "Shifang",
    "盐都区": "Yandu", "尧都区": "Yaodu", "长清区": "Changqing",
    "长子县": "Zhangzi", "子长市": "Zichang", "天长市": "Tianchang", "弓长岭区": "Gongchangling", "闵行区": "Minhang",
    "乐亭县": "Laoting", "乐清市": "Yueqing", "将乐县": "Jiangle",
    "佛冈县": "Fogang", "六合区": "Luhe", "蚌山区": "Bengshan",
    "涡阳县": "Guoyang", "筠连县": "Junlian", "荥经县": "Yingjing",
    "荥阳市": "Xingyang", "浚县": "Xunxian", "单县": "Shanxian",
    "洪洞县": "Hongtong", "繁峙县": "Fanshi", "龙圩区": "Longxu",
    "珲春市": "Hunchun", "泊头市": "Botou", "曾都区": "Zengdu",
    "宕昌县": "Tanchang", "穆棱市": "Muling", "召陵区": "Shaoling", "覃塘区": "Qintang",
    # An apostrophe where a syllable begins with a vowel
    "西安": "Xi'an", "六安": "Lu'an", "宝安区": "Bao'an",
    "天峨县": "Tian'e", "台儿庄区": "Tai'erzhuang", "兴安县": "Xing'an",
    # A name in another language than Chinese
    "呼和浩特": "Hohhot", "土默特左旗": "Tumed Left",
    "堆龙德庆区": "Doilungdeqen", "喀什市": "Kashgar", "库尔勒市": "Korla",
    "香格里拉市": "Shangri-La", "格尔木市": "Golmud",
    # u-umlaut; one character keeps its kind; what needs nothing
    "吕梁": "Lüliang", "略阳县": "Lüeyang", "朗县": "Nangxian", "洋县": "Yangxian", "南山区": "Nanshan",
}  # fmt: skip


@pytest.mark.parametrize("chinese", NAMES)
def test_a_name_is_spelled_as_officially(chinese: str) -> None:
    assert english_name(chinese) == NAMES[chinese]


def test_hong_kong_and_taiwan_spell_their_own_places() -> None:
    assert (english_name("大埔区", "810115"), english_name("大埔县", "441422")) == ("Tai Po", "Dabu")
    assert (english_name("新北市", "710012"), english_name("新北区", "320411")) == ("New Taipei", "Xinbei")


def test_districts_of_one_city_that_share_a_name_are_told_apart() -> None:
    pairs = [("和田市", "653201"), ("和田县", "653221"), ("墨玉县", "653222")]
    assert english_names(pairs) == ["Hotan City", "Hotan County", "Moyu"]


def test_what_is_typed_is_compared_without_marks() -> None:
    assert typed("Lüliang") == typed("lvliang") == "lvliang"
    assert typed("Xi'an") == typed("XIAN") == typed("xi an") == "xian"
