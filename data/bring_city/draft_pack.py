"""Turns a city's draft into what its folder will hold: levels simplified, H3 cells below, base layers, city.toml."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import h3
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from data.bring_city.area_columns import AreasRefusedError
from data.bring_city.city_draft import Draft, frame_of
from data.bring_city.city_toml import CityFacts, city_toml
from data.bring_city.write_pack import MARGIN, Layer, Pack, Place, cells, simplified

#: A map of more areas than this redraws slowly: the finest cells that stay under it are chosen.
MOST_CELLS = 900
#: Below a level of so many areas no cells are cut: it is as fine as they would be.
FINE_LEVEL = 300
COARSEST, FINEST = 3, 9
#: Square degrees (about a square kilometre) below which land or sea is no layer of a map.
LEAST_DRAWN = 1e-4
CITY = ("city", {"en": "City", "zh": "全市", "id": "Kota"}, {"en": "Cities", "zh": "城市", "id": "Kota"})
CELL = ("cell", {"en": "Hexagon", "zh": "网格", "id": "Heksagon"}, {"en": "Hexagons", "zh": "网格", "id": "Heksagon"})


@dataclass(frozen=True)
class PackChoices:
    """What a person may set: residents of the city and who counted them, the cells' H3 resolution, none at all."""

    population: int | None = None
    population_source: str = ""
    resolution: int | None = None
    cells: bool = True


@dataclass(frozen=True)
class DrawnPack:
    """A pack, the city's size and its residents: as said, else the sum of the areas, else unknown."""

    pack: Pack
    km2: float
    population: int | None


def resolution_for(area_km2: float) -> int:
    """The finest H3 resolution of which at most MOST_CELLS cover that area."""
    fitting = [
        each for each in range(COARSEST, FINEST + 1) if area_km2 / h3.average_hexagon_area(each, "km^2") <= MOST_CELLS
    ]
    return max(fitting, default=COARSEST)


def _base_layers(land: BaseGeometry, shapes: Sequence[BaseGeometry]) -> dict[str, BaseGeometry]:
    """Sea and land around the areas, without one that would not be seen; what lies in an area is never sea."""
    frame = frame_of(np.array(shapes, dtype=object))
    inside = shapely.intersection(land, frame)
    sea = shapely.difference(frame, inside)
    if sea.area > LEAST_DRAWN:
        sea = shapely.difference(sea, shapely.union_all(list(shapes)))
    return {name: shape for name, shape in (("sea", sea), ("land", inside)) if shape.area > LEAST_DRAWN}


def _cells(places: Sequence[Place], size: float, choices: PackChoices) -> tuple[Layer, dict[str, str]] | None:
    """The layer of cells below these areas and what its file says of itself; None where there shall be none."""
    if not choices.cells or (len(places) > FINE_LEVEL and choices.resolution is None):
        return None
    resolution = choices.resolution if choices.resolution is not None else resolution_for(size)
    if size / h3.average_hexagon_area(resolution, "km^2") > 20 * MOST_CELLS:
        raise AreasRefusedError(
            f"H3 resolution {resolution} would cut {size:,.0f} km2 into far too many cells; leave it out"
        )
    told = {
        "path": "areas/cell.geojson",
        "publisher": f"H3 cells of resolution {resolution}, cut at the areas' outlines",
        "licence": "Apache-2.0 (h3)", "note": "Residents of a cell are published by nobody.",
    }  # fmt: skip
    return Layer("cell", [cell for place in places for cell in cells(place, resolution)]), told


def _residents(draft: Draft, choices: PackChoices) -> int | None:
    counted = [place.population for place in draft.levels[0].places]
    if choices.population is not None:
        return choices.population
    return None if None in counted else sum(each or 0 for each in counted)


def draw(draft: Draft, choices: PackChoices) -> DrawnPack:
    """What will be written. Raises AreasRefusedError for a resolution of far too many cells."""
    shapes = [place.shape for place in draft.levels[0].places]
    layers = [Layer(level.key, simplified(level.places)) for level in draft.levels]
    size = sum(place.area_km2 or 0 for place in layers[0].places)
    names = [(level.key, level.name, level.plural) for level in draft.levels]
    files = list(draft.files)
    if (cut := _cells(layers[-1].places, size, choices)) is not None:
        layers.append(cut[0])
        files.append(cut[1])
        names.append(CELL)
    base = {} if draft.land is None else _base_layers(draft.land, shapes)
    west, south, east, north = shapely.total_bounds(np.array(shapes, dtype=object))
    facts = CityFacts(
        **draft.facts,  # type: ignore[arg-type]
        bounds=((south - MARGIN, west - MARGIN), (north + MARGIN, east + MARGIN)),
        levels=(CITY, *names),
        files=files,
        population=_residents(draft, choices),
        population_source=choices.population_source
        or ("sum of the areas" if choices.population is None else "not stated"),
        base_layers=tuple(base),
    )
    return DrawnPack(Pack(draft.key, city_toml(facts), tuple(layers), base), size, facts.population)
