"""Metres around a city: the equal-area projection in which surfaces, distances and tolerances are measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import pyproj
import shapely
from shapely.geometry.base import BaseGeometry

Shapes: TypeAlias = np.ndarray[Any, np.dtype[np.object_]]


@dataclass(frozen=True)
class EqualArea:
    """Lambert's azimuthal equal-area projection around a point in degrees (WGS-84), in metres."""

    longitude: float
    latitude: float

    @classmethod
    def around(cls, shapes: Sequence[BaseGeometry] | Shapes) -> EqualArea:
        """The projection around the middle of these shapes' bounds, which are degrees."""
        west, south, east, north = shapely.total_bounds(np.asarray(shapes, dtype=object))
        return cls(round((west + east) / 2, 4), round((south + north) / 2, 4))

    @cached_property
    def _formula(self) -> pyproj.Proj:
        # A bare formula: the transformer that searches for the best of several operations takes 24 ms to make.
        return pyproj.Proj(proj="laea", lat_0=self.latitude, lon_0=self.longitude, ellps="WGS84")

    def metres(self, shapes: Sequence[BaseGeometry] | Shapes) -> Shapes:
        """The shapes, given in degrees, in metres."""
        return np.asarray(shapely.transform(np.asarray(shapes, dtype=object), self._formula, interleaved=False))

    def degrees(self, shapes: Shapes) -> Shapes:
        """The shapes, given in metres, in degrees."""
        return np.asarray(
            shapely.transform(shapes, lambda east, north: self._formula(east, north, inverse=True), interleaved=False)
        )
