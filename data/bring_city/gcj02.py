"""GCJ-02, the shifted coordinates of Chinese maps, and whether a city's outline looks as if it were in them.

The shift (100 to 700 m inside China) follows the published reverse engineering of the obfuscation, as found in
eviltransform (MIT) and its many ports; the ellipsoid is Krasovsky 1940.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from data.city.projection import EqualArea

Coordinates = np.ndarray[Any, np.dtype[np.float64]]
AXIS_M, ECCENTRICITY_SQUARED = 6378245.0, 0.00669342162296594323
#: Where in the world the shift is applied at all: west, south, east, north.
CHINA = (72.004, 0.8293, 137.8347, 55.8271)
#: Points of the outline are compared with the coast where they lie this near; every so many metres one.
NEAR_M, SPACING_M, FEWEST_POINTS = 1500, 150, 60
#: The outline is taken for shifted where undoing the shift brings it this much nearer to the coast.
CLEARLY = 0.85


def _waves(x: Coordinates) -> Coordinates:
    return (20 * np.sin(6 * x * np.pi) + 20 * np.sin(2 * x * np.pi)) * 2 / 3


def shift(longitude: Coordinates, latitude: Coordinates) -> tuple[Coordinates, Coordinates]:
    """Degrees of longitude and latitude that GCJ-02 adds to these WGS-84 coordinates."""
    x, y = longitude - 105, latitude - 35
    root = np.sqrt(np.abs(x))
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + _waves(x)
    north += (20 * np.sin(y * np.pi) + 40 * np.sin(y / 3 * np.pi)) * 2 / 3
    north += (160 * np.sin(y / 12 * np.pi) + 320 * np.sin(y * np.pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + _waves(x)
    east += (20 * np.sin(x * np.pi) + 40 * np.sin(x / 3 * np.pi)) * 2 / 3
    east += (150 * np.sin(x / 12 * np.pi) + 300 * np.sin(x / 30 * np.pi)) * 2 / 3
    angle = np.radians(latitude)
    flat = 1 - ECCENTRICITY_SQUARED * np.sin(angle) ** 2
    degrees_north = np.degrees(north * flat**1.5 / (AXIS_M * (1 - ECCENTRICITY_SQUARED)))
    degrees_east = np.degrees(east * np.sqrt(flat) / (AXIS_M * np.cos(angle)))
    return degrees_east, degrees_north


def undone(shape: BaseGeometry) -> BaseGeometry:
    """The shape moved back from GCJ-02 to WGS-84, to a few metres (the shift hardly varies over its own length)."""

    def back(points: Coordinates) -> Coordinates:
        east, north = shift(points[:, 0], points[:, 1])
        return points - np.column_stack([east, north])

    return shapely.transform(shape, back)


@dataclass(frozen=True)
class CoastFit:
    """Mean distance in metres of the outline near the coast from it: as given, and with the shift undone."""

    as_given_m: float
    undone_m: float
    points: int

    @property
    def looks_shifted(self) -> bool:
        """Whether undoing the shift brings the outline clearly nearer."""
        return self.points >= FEWEST_POINTS and self.undone_m < CLEARLY * self.as_given_m


def coast_fit(outline: BaseGeometry, land: BaseGeometry) -> CoastFit | None:
    """How an outline fits the coast of the land. None outside China and where there is no coast to compare with."""
    west, south, east, north = outline.bounds
    if not (CHINA[0] < west and CHINA[1] < south and east < CHINA[2] and north < CHINA[3]):
        return None
    frame = shapely.box(*land.bounds).boundary
    coast = shapely.difference(land.boundary, shapely.buffer(frame, 1e-4))
    flat_coast, given, back = EqualArea.around([outline]).metres([coast, outline, undone(outline)])
    if flat_coast.is_empty:
        return None
    along = np.arange(0, 1, SPACING_M / given.boundary.length)
    first = shapely.distance(shapely.line_interpolate_point(_line(given), along, normalized=True), flat_coast)
    second = shapely.distance(shapely.line_interpolate_point(_line(back), along, normalized=True), flat_coast)
    near = np.minimum(first, second) < NEAR_M
    if not near.any():
        return None
    return CoastFit(float(first[near].mean()), float(second[near].mean()), int(near.sum()))


def _line(shape: BaseGeometry) -> BaseGeometry:
    """The outer ring of the largest part: islands would only repeat what the mainland says."""
    largest = max(shapely.get_parts(shape), key=lambda part: part.area)
    return shapely.LineString(largest.exterior.coords)
