"""English names of Chinese places: the established one where there is one, else Hanyu Pinyin without tones."""

from __future__ import annotations

import importlib

#: Official spellings that pinyin does not give, and readings that a machine gets wrong (Xinhua Gazetteer spellings).
ESTABLISHED = {
    "长治": "Changzhi", "朝阳": "Chaoyang", "漯河": "Luohe", "吕梁": "Lvliang", "呼和浩特": "Hohhot", "包头": "Baotou",
    "鄂尔多斯": "Ordos", "呼伦贝尔": "Hulunbuir", "巴彦淖尔": "Bayannur", "乌兰察布": "Ulanqab", "兴安": "Hinggan",
    "锡林郭勒": "Xilingol", "阿拉善": "Alxa", "哈尔滨": "Harbin", "齐齐哈尔": "Qiqihar", "拉萨": "Lhasa",
    "日喀则": "Shigatse",
    "昌都": "Qamdo", "林芝": "Nyingchi", "山南": "Shannan", "那曲": "Nagqu", "阿里": "Ngari", "乌鲁木齐": "Urumqi",
    "克拉玛依": "Karamay", "吐鲁番": "Turpan", "哈密": "Hami", "喀什": "Kashgar", "和田": "Hotan", "阿克苏": "Aksu",
    "伊犁": "Ili", "阿勒泰": "Altay", "香港": "Hong Kong", "台湾": "Taiwan", "甘孜": "Garze", "阿坝": "Ngawa",
    "果洛": "Golog", "玉树": "Yushu", "迪庆": "Diqing", "滨海新区": "Binhai New Area", "浦东新区": "Pudong New Area",
}  # fmt: skip
#: Endings that say what kind of place it is; a name keeps its ending where less than two characters would remain.
ENDINGS = ("自治县", "自治州", "自治旗", "特别行政区", "地区", "林区", "矿区", "新区", "区", "县", "市", "旗", "盟")


def english_name(chinese: str) -> str:
    """The place's name in English letters without its ending: 南山区 -> Nanshan. Needs pypinyin, an extra."""
    bare = chinese
    for ending in ENDINGS:
        if chinese.endswith(ending) and len(chinese) - len(ending) >= 2:
            bare = chinese.removesuffix(ending)
            break
    known = ESTABLISHED.get(chinese) or ESTABLISHED.get(bare)
    if known:
        return known
    syllables = importlib.import_module("pypinyin").lazy_pinyin(bare, v_to_u=False)
    return "".join(syllable for syllable in syllables if syllable.strip()).capitalize()
