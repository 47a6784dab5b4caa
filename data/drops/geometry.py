"""Shapes of a GeoParquet file: which of them are not valid, and which lie outside the city."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import shapely

from data.city.pack import City
from data.drops.report import SAMPLE, Breach, BrokenRow

ROWS_A_BATCH = 100_000


def city_box(city: City) -> tuple[float, float, float, float]:
    """(south, west, north, east): the city's bounds and half their size around, at least 0.1 degrees (some 10 km).

    Generous on purpose: a place in the next town is a place; one in the ocean, or with lat and long swapped, is not.
    """
    (south, west), (north, east) = city.bounds
    tall, wide = max(0.1, (north - south) / 2), max(0.1, (east - west) / 2)
    return south - tall, west - wide, north + tall, east + wide


def _batches(path: Path, column: str) -> Iterator[tuple[int, list[bytes | None]]]:
    """(number of the first row, WKB of the rows) in batches."""
    first = 1
    for batch in pq.ParquetFile(path).iter_batches(ROWS_A_BATCH, columns=[column]):
        yield first, batch.column(0).to_pylist()
        first += batch.num_rows


def invalid_geometries(path: Path, column: str, table: str, city: City) -> list[Breach]:
    """Breaches of a geometry column: shapes that cannot be read or cross themselves, and shapes outside the city."""
    south, west, north, east = city_box(city)
    found: dict[str, list[BrokenRow]] = {"invalid_geometry": [], "outside_city": []}
    counts = dict.fromkeys(found, 0)
    for first, raw in _batches(path, column):
        present = np.array([wkb is not None for wkb in raw], dtype=bool)
        shapes = shapely.from_wkb(np.array(raw, dtype=object), on_invalid="ignore")
        bounds = shapely.bounds(shapes)
        broken = {"invalid_geometry": present & ~shapely.is_valid(shapes)}
        inside = (bounds[:, 0] >= west) & (bounds[:, 1] >= south) & (bounds[:, 2] <= east) & (bounds[:, 3] <= north)
        broken["outside_city"] = present & ~inside & ~shapely.is_missing(shapes)
        for rule, where in broken.items():
            counts[rule] += int(where.sum())
            for index in np.flatnonzero(where)[: SAMPLE - len(found[rule])]:
                value = _reason(shapes[index]) if rule == "invalid_geometry" else str(bounds[index].round(5).tolist())
                found[rule].append(BrokenRow(path.name, first + int(index), column, value))
    messages = {"invalid_geometry": "shapes that are not valid", "outside_city": "shapes outside the city"}
    return [
        Breach(rule, table, column, counts[rule], messages[rule], "error", tuple(rows))
        for rule, rows in found.items()
        if counts[rule]
    ]


def _reason(shape: shapely.Geometry | None) -> str:
    return "cannot be read" if shape is None else str(shapely.is_valid_reason(shape))
