"""Where people are: addresses strictly inside the city's smallest areas, which are clipped to land."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from numpy.random import Generator
from numpy.typing import NDArray

from data.city.pack import City, read_features

#: Standard deviation of a centre's pull and the floor far from every centre; both assumed.
_CENTRE_KM = (1.2, 3.5)
_DENSITY_FLOOR = 0.03
_KM_PER_DEGREE = 111.2
#: Points drawn for each one kept, so that density is followed inside large areas too.
_CANDIDATES = 8


@dataclass(frozen=True)
class Districts:
    """The areas of level 1, one entry each: area ids, English names, names in the city's language, residents.

    Residents are estimated where the pack has none.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    local_names: tuple[str, ...]
    residents: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True)
class Addresses:
    """A pool of addresses, one entry each: WGS-84 rounded to six decimals; `district` indexes `districts`."""

    lat: NDArray[np.float64]
    long: NDArray[np.float64]
    district: NDArray[np.int16]
    districts: Districts

    def __len__(self) -> int:
        return len(self.lat)


@dataclass(frozen=True)
class _Cells:
    shapes: NDArray[np.object_]
    district: NDArray[np.int16]
    population: NDArray[np.float64]


def _district_of(city: City) -> dict[str, str]:
    """The level-1 ancestor of every area of the city."""
    ancestor: dict[str, str] = {}
    for level in range(1, len(city.levels)):
        for feature in read_features(city, level):
            told = feature["properties"]
            ancestor[told["area_id"]] = told["area_id"] if level == 1 else ancestor[told["parent_id"]]
    return ancestor


def _read_cells(city: City, districts: tuple[str, ...]) -> _Cells:
    """The areas of the lowest level; NaN stands for an unpublished population."""
    features = read_features(city, len(city.levels) - 1)
    ancestor = _district_of(city)
    shapes = shapely.from_geojson([_geojson(feature) for feature in features])
    places = [districts.index(ancestor[feature["properties"]["area_id"]]) for feature in features]
    population = [feature["properties"].get("population") for feature in features]
    return _Cells(
        shapes=np.asarray(shapes, dtype=object),
        district=np.array(places, dtype=np.int16),
        population=np.array([np.nan if told is None else float(told) for told in population]),
    )


def _geojson(feature: dict[str, object]) -> str:
    return json.dumps(feature["geometry"])


def _residents(city: City, told: list[dict[str, Any]]) -> NDArray[np.float64]:
    """Residents by district; where the pack has none, the city's residents shared out by surface (assumed)."""
    area_km2 = np.array([float(each["area_km2"]) for each in told])
    known = np.array([np.nan if each.get("population") is None else float(each["population"]) for each in told])
    missing = np.isnan(known)
    rest = max(residents_of(city) - np.nansum(known), 0.0)
    if missing.any():
        density = rest / area_km2[missing].sum() if rest else np.nansum(known) / max(area_km2[~missing].sum(), 1.0)
        known = np.where(missing, area_km2 * density, known)
    return np.asarray(known)


def read_districts(city: City) -> Districts:
    """The city's areas of level 1. Raises ValueError for a city without areas."""
    if len(city.levels) < 2:
        raise ValueError(f"{city.key} has no areas to place records in")
    told = [feature["properties"] for feature in read_features(city, 1)]
    return Districts(
        ids=tuple(each["area_id"] for each in told),
        names=tuple(str(each.get("name_en") or each["area_id"]) for each in told),
        local_names=tuple(str(each.get(f"name_{city.language}") or each["area_id"]) for each in told),
        residents=_residents(city, told),
    )


def _known_residents(city: City) -> int | None:
    """Residents of the city as its folder tells them: its own number, else its areas', shared out by surface."""
    if city.population:
        return city.population
    told = [feature["properties"] for feature in read_features(city, 1)] if len(city.levels) > 1 else []
    counted = [each for each in told if each.get("population")]
    if not counted:
        return None
    per_km2 = sum(each["population"] for each in counted) / sum(float(each["area_km2"]) for each in counted)
    return round(per_km2 * sum(float(each["area_km2"]) for each in told))


def sized(city: City, residents: int | None) -> City:
    """The city with the residents that somebody said, else those that its folder tells. Raises ValueError for none."""
    known = residents or _known_residents(city)
    if known is None:
        raise ValueError(
            f"nobody says how many live in {city.key}: say it with --residents, or bring a table of residents "
            f"(`python -m data update-city {city.key} --residents FILE`)"
        )
    return replace(city, population=known)


def residents_of(city: City) -> int:
    """Residents of the city. Raises ValueError where nobody says how many there are."""
    return sized(city, None).population or 0


def _density(lat: NDArray[np.float64], long: NDArray[np.float64], chooser: Generator) -> NDArray[np.float64]:
    """Relative density at points of one district: a few seeded centres that fall off, above a floor (assumed)."""
    centres = chooser.choice(len(lat), size=min(len(lat), int(chooser.integers(3, 8))), replace=False)
    density = np.full(len(lat), _DENSITY_FLOOR)
    for centre in centres:
        east = (long - long[centre]) * np.cos(np.radians(lat[centre])) * _KM_PER_DEGREE
        north = (lat - lat[centre]) * _KM_PER_DEGREE
        reach = chooser.uniform(*_CENTRE_KM)
        density += chooser.uniform(0.4, 1.0) * np.exp(-(east**2 + north**2) / (2 * reach**2))
    return density


def _triangles(cells: _Cells) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Corners (n, 3, 2) of the triangles that tile the cells, and the cell of each."""
    collections = shapely.constrained_delaunay_triangles(cells.shapes)
    parts, cell = shapely.get_parts(collections, return_index=True)
    corners = shapely.get_coordinates(parts).reshape(len(parts), 4, 2)[:, :3]
    return corners, cell


def _surface(corners: NDArray[np.float64]) -> NDArray[np.float64]:
    one, two = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    return np.abs(one[:, 0] * two[:, 1] - one[:, 1] * two[:, 0]) / 2


def _triangle_weights(
    cells: _Cells, corners: NDArray[np.float64], cell: NDArray[np.int64]
) -> tuple[NDArray[np.float64], bool]:
    """Weight of each triangle of one district: residents of its cell where all are published, else surface."""
    surface = _surface(corners)
    known = cells.population[cell]
    if np.isnan(known).any() or known.sum() == 0:
        return surface / surface.sum(), False
    within = np.bincount(cell, weights=surface, minlength=len(cells.shapes))[cell]
    weights = known * surface / within
    return weights / weights.sum(), True


def _points(
    corners: NDArray[np.float64], weights: NDArray[np.float64], size: int, chooser: Generator
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Points uniform within triangles drawn by weight (square-root method: Osada et al. 2002), and their triangles."""
    drawn = np.searchsorted(np.cumsum(weights)[:-1], chooser.random(size), side="right")
    root, along = np.sqrt(chooser.random((size, 1))), chooser.random((size, 1))
    at = corners[drawn]
    points = (1 - root) * at[:, 0] + root * (1 - along) * at[:, 1] + root * along * at[:, 2]
    return np.round(points, 6), drawn


def _district_points(
    cells: _Cells, corners: NDArray[np.float64], cell: NDArray[np.int64], size: int, chooser: Generator
) -> NDArray[np.float64]:
    """About `size` points (long, lat) of one district, each strictly inside its cell."""
    weights, by_residents = _triangle_weights(cells, corners, cell)
    points, drawn = _points(corners, weights, size * _CANDIDATES + 20, chooser)
    points = points[shapely.contains_xy(cells.shapes[cell[drawn]], points[:, 0], points[:, 1])]
    density = np.ones(len(points)) if by_residents else _density(points[:, 1], points[:, 0], chooser)
    chosen = chooser.choice(len(points), size=min(size, len(points)), replace=False, p=density / density.sum())
    return points[chosen]


def sample_addresses(city: City, districts: Districts, size: int, chooser: Generator) -> Addresses:
    """A pool of about `size` addresses where the city's residents are, each strictly inside a lowest-level area."""
    cells = _read_cells(city, districts.ids)
    shapely.prepare(cells.shapes)
    corners, cell = _triangles(cells)
    shares = districts.residents / districts.residents.sum()
    pieces = []
    for index, share in enumerate(shares.tolist()):
        mine = cells.district[cell] == index
        if mine.any():
            count = max(1, round(size * share))
            pieces.append((index, _district_points(cells, corners[mine], cell[mine], count, chooser)))
    points = np.concatenate([piece for _, piece in pieces])
    return Addresses(
        lat=points[:, 1],
        long=points[:, 0],
        district=np.concatenate([np.full(len(piece), index, dtype=np.int16) for index, piece in pieces]),
        districts=districts,
    )
