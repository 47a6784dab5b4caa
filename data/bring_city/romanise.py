"""English names of Chinese places: the official spelling where there is one, else Hanyu Pinyin by the place's reading.

`place_spellings.toml` has what the characters alone do not say: characters of several readings (丰都 is Fengdu), and
names of other languages than Chinese, which the state's gazetteer transcribes by their own sound (呼和浩特 is Hohhot).
"""

from __future__ import annotations

import importlib
import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path

#: Endings that say what kind of place it is; a name keeps its ending where less than two characters would remain.
ENDINGS = (
    "行政委员会", "特别行政区", "行政区", "自治县", "自治州", "自治旗", "地区", "林区", "矿区", "新区", "特区",
    "区", "县", "市", "旗", "盟", "省",
)  # fmt: skip
#: What kind of place it is in English, by its ending: tells 和田市 and 和田县 apart.
KINDS = {"区": "District", "县": "County", "市": "City", "旗": "Banner", "州": "Prefecture", "盟": "League"}
#: Provinces whose places are spelled as they spell themselves.
_OWN_SPELLINGS = ("71", "81", "82")


@cache
def _spellings(own: bool) -> dict[str, str]:
    """Chinese name -> English name; `own` of Hong Kong and Taiwan, else of all other provinces."""
    tables = {name: table for name, table in _tables().items() if name != "characters"}
    chosen = [table for name, table in tables.items() if (name == "hong_kong_and_taiwan") is own]
    return {place: spelling for table in chosen for place, spelling in table.items()}


@cache
def _tables() -> dict[str, dict[str, str]]:
    return tomllib.loads((Path(__file__).parent / "place_spellings.toml").read_text("utf-8"))


def _syllables(chinese: str) -> list[str]:
    """Pinyin without tones, a syllable a character, as names of places are read. Needs pypinyin, an extra."""
    read = importlib.import_module("pypinyin").lazy_pinyin(chinese, v_to_u=True)
    usual = _tables()["characters"]
    if len(read) != len(chinese):
        return list(read)
    return [usual.get(character, syllable) for character, syllable in zip(chinese, read, strict=True)]


def bare_name(chinese: str) -> str:
    """The name without what kind of place it is: 南山区 -> 南山, 单县 -> 单县."""
    for ending in ENDINGS:
        if chinese.endswith(ending) and len(chinese) - len(ending) >= 2:
            return chinese.removesuffix(ending)
    return chinese


def joined(syllables: list[str]) -> str:
    """Syllables as one word, with an apostrophe before one that begins with a vowel: xi an is Xi'an."""
    word = ""
    for syllable in filter(str.strip, syllables):
        word += ("'" if word and syllable[0] in "aeo" else "") + syllable
    return word.capitalize()


def english_name(chinese: str, adcode: str = "") -> str:
    """The place's name in English letters without its ending: 南山区 -> Nanshan. Needs pypinyin, an extra."""
    bare = bare_name(chinese)
    for table in [_spellings(True)] * (adcode[:2] in _OWN_SPELLINGS) + [_spellings(False)]:
        if known := table.get(chinese) or table.get(bare):
            return known
    return joined(_syllables(bare))


def pinyin_of(chinese: str) -> str:
    """The name in Pinyin as it is typed, whatever its English spelling is. Needs pypinyin, an extra."""
    return joined(_syllables(chinese))


def english_names(chinese: list[tuple[str, str]]) -> list[str]:
    """English names of the districts of one city, given as (name, adcode); two of one name are told apart by kind."""
    names = [english_name(name, adcode) for name, adcode in chinese]
    return [
        f"{name} {KINDS[told[-1]]}" if names.count(name) > 1 and told[-1] in KINDS else name
        for name, (told, _) in zip(names, chinese, strict=True)
    ]


@cache
def typed(name: str) -> str:
    """A name as it is compared with what somebody types: small letters without marks, blanks and apostrophes."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("ü", "v"))
    return re.sub(r"[^\w]", "", "".join(letter for letter in plain if not unicodedata.combining(letter)))
