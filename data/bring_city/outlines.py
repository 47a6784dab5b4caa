"""Outlines of areas as a stranger's file has them, made plain valid polygons in degrees; what cannot be is refused."""

from __future__ import annotations

import importlib.resources
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache

import geopandas as gpd
import numpy as np
import shapely
from pyproj.exceptions import CRSError, ProjError
from shapely.geometry.base import BaseGeometry

from data.bring_city.area_columns import AreasRefusedError
from data.bring_city.write_pack import polygons_of
from data.city.projection import EqualArea, Shapes

#: What is smaller (m2) is a mistake of drawing: a metre is the last digit of the coordinates that are written.
LEAST_M2 = 100.0
#: Coordinates changed over are noticed by the time zone's place, from which a city lies at most this far (degrees).
ZONE_DEGREES = 25.0
_NAMED_AT_MOST = 5


@dataclass
class Outlines:
    """The areas of a file while they are read: `labels` name each feature to a person, `notes` say what was changed.

    `leave_out` allows features to be left out that cannot be areas.
    """

    file: str
    frame: gpd.GeoDataFrame
    labels: list[str]
    leave_out: bool = False
    notes: list[str] = field(default_factory=list)

    def named(self, rows: Sequence[int]) -> str:
        """The first of these features, in words."""
        more = f" and {len(rows) - _NAMED_AT_MOST} more" if len(rows) > _NAMED_AT_MOST else ""
        return ", ".join(self.labels[row] for row in rows[:_NAMED_AT_MOST]) + more

    def without(self, wrong: Shapes, what: str) -> None:
        """Leave these features out, or refuse the file because of them."""
        rows = np.flatnonzero(wrong).tolist()
        if not rows:
            return
        told = f"{what} in {self.named(rows)} (of {len(self.frame)})"
        if not self.leave_out or len(rows) == len(self.frame):
            raise AreasRefusedError(f"{told}; mend or remove it, or say --leave-out to go on without")
        self.notes.append(f"left out: {told}")
        self.labels = [label for row, label in enumerate(self.labels) if row not in set(rows)]
        self.frame = self.frame[~wrong].reset_index(drop=True)


def in_degrees(read: Outlines, crs: str | None, timezone: str) -> None:
    """Bring the frame to WGS-84. Refuses a file that does not say its reference system, or another than it has."""
    frame = read.frame
    try:
        if crs:
            frame = frame.set_crs(crs, allow_override=True)
    except CRSError:
        raise AreasRefusedError(f"{crs!r} is no coordinate reference system; an example: EPSG:4326") from None
    if frame.crs is None:
        raise AreasRefusedError(
            f"{read.file} does not say its coordinate reference system (for a shapefile, the .prj file is missing); "
            "ask its publisher and say it with --crs, for example --crs EPSG:4326"
        )
    read.frame = frame
    _check_units(read)
    if frame.crs.is_geographic:
        _turned_over(read, timezone)
    if not frame.crs.equals("EPSG:4326"):
        read.notes.append(f"reprojected from {frame.crs.name}")
        try:
            read.frame = read.frame.to_crs(4326)
        except ProjError as error:
            raise AreasRefusedError(f"{read.file} cannot be brought to WGS-84 from {frame.crs.name}: {error}") from None
    read.without(~_finite(read.frame), f"coordinates that have no place in {frame.crs.name}")


def _finite(frame: gpd.GeoDataFrame) -> Shapes:
    return np.isfinite(frame.geometry.bounds.to_numpy()).all(axis=1)


def _check_units(read: Outlines) -> None:
    """Metres that are said to be degrees, and degrees that are said to be metres."""
    frame, advice = read.frame, "find out its coordinate reference system and say it with --crs"
    bounds = frame.geometry.bounds.to_numpy()
    if frame.crs.is_geographic:
        too_far = np.flatnonzero((np.abs(bounds) > 180).any(axis=1)).tolist()
        if too_far:
            west, south = bounds[too_far[0]][:2]
            raise AreasRefusedError(
                f"{read.file} holds coordinates such as {west:.0f}, {south:.0f} in {read.named(too_far)}, which are "
                f"no degrees: it is in another coordinate reference system than {frame.crs.name}; {advice}"
            )
    elif (np.abs(bounds[:, [0, 2]]) <= 180).all() and (np.abs(bounds[:, [1, 3]]) <= 90).all():
        west, south = bounds[0][:2]
        raise AreasRefusedError(
            f"{read.file} says that its coordinates are of {frame.crs.name}, but they look like degrees "
            f"({west:.4f}, {south:.4f} in {read.labels[0]}); say --crs EPSG:4326 if that is so"
        )


@cache
def _zones() -> tuple[tuple[str, str, str], ...]:
    """(country, place as ISO 6709, time zone) of the tz database's zone.tab: each zone with its principal place."""
    text = (importlib.resources.files("tzdata") / "zoneinfo" / "zone.tab").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return tuple((cells[0], cells[1], cells[2]) for cells in rows)


@cache
def zone_countries() -> dict[str, str]:
    """Time zone -> ISO 3166 code of its country."""
    return {zone: country for country, _, zone in _zones()}


@cache
def _places_of_zones() -> dict[str, tuple[float, float]]:
    """Time zone -> (longitude, latitude) of its principal place."""
    return {zone: _degrees_of(place) for _, place, zone in _zones()}


def _degrees_of(told: str) -> tuple[float, float]:
    """ISO 6709 as the tz database writes it (+4154+01229, +404251-0740023) as (longitude, latitude)."""
    parts = re.findall(r"([+-])(\d+)", told)
    if len(parts) != 2:
        raise ValueError(f"{told!r} is no place of ISO 6709")
    lat, long = [
        (-1 if sign == "-" else 1) * (int(digits[:whole]) + int(digits[whole : whole + 2]) / 60)
        for (sign, digits), whole in zip(parts, (2, 3), strict=True)
    ]
    return long, lat


def _turned_over(read: Outlines, timezone: str) -> None:
    """Change longitude and latitude over where the file has them so; a note says by what that was noticed."""
    west, south, east, north = read.frame.total_bounds
    why = "" if max(abs(south), abs(north)) <= 90 else f"a latitude of {max(south, north, key=abs):.1f} is none"
    zone = _places_of_zones().get(timezone)
    if not why and zone is not None:
        long, lat = (west + east) / 2, (south + north) / 2
        as_given = max(abs(long - zone[0]), abs(lat - zone[1]))
        changed_over = max(abs(lat - zone[0]), abs(long - zone[1]))
        if as_given > ZONE_DEGREES and changed_over < ZONE_DEGREES and changed_over < as_given / 2:
            why = f"so they lie where {timezone} is"
    if not why:
        return
    turned = shapely.transform(read.frame.geometry.to_numpy(), lambda points: points[:, ::-1])
    read.frame = read.frame.set_geometry(gpd.GeoSeries(turned, crs=read.frame.crs, index=read.frame.index))
    read.notes.append(f"longitude and latitude were changed over: {why}")


def _each(shapes: Shapes, change: Callable[[BaseGeometry], BaseGeometry], read: Outlines, what: str) -> list[object]:
    """The changed shapes; a shape that the geometry engine gives up on is refused by name."""
    found: list[object] = []
    for row, shape in enumerate(shapes):
        try:
            found.append(change(shape))
        except (shapely.errors.GEOSException, ValueError) as error:
            raise AreasRefusedError(f"{read.labels[row]} {what}: {str(error).splitlines()[0]}") from None
    return found


def _mended(shape: BaseGeometry) -> BaseGeometry:
    return polygons_of(shapely.make_valid(shape, method="structure", keep_collapsed=False))


def check_present(read: Outlines) -> None:
    """Leave out, or refuse, features whose outline is none: no geometry, no polygon, no numbers."""
    shapes = read.frame.geometry
    read.without((shapes.isna() | shapes.is_empty).to_numpy(), "no geometry")
    collections = (read.frame.geom_type == "GeometryCollection").to_numpy()
    if collections.any():
        plain = read.frame.geometry.to_numpy().copy()
        plain[collections] = [polygons_of(shape) for shape in plain[collections]]
        read.frame = read.frame.set_geometry(gpd.GeoSeries(plain, crs=read.frame.crs, index=read.frame.index))
    kinds = read.frame.geom_type
    strange = ", ".join(sorted({str(kind) for kind in kinds} - {"Polygon", "MultiPolygon"}))
    read.without((~kinds.isin(["Polygon", "MultiPolygon"])).to_numpy(), f"{strange} where areas are polygons")
    shapes_now = read.frame.geometry.to_numpy()
    is_finite = np.array([bool(np.isfinite(shapely.get_coordinates(shape)).all()) for shape in shapes_now], dtype=bool)
    read.without(~is_finite, "coordinates that are no numbers")


def make_valid(read: Outlines) -> None:
    """Plain polygons of degrees: no heights, no outline that crosses itself, none without a surface; all is noted."""
    frame = read.frame
    if flat := int(frame.has_z.sum()):
        read.notes.append(f"heights dropped from {flat} areas")
        frame = frame.set_geometry(shapely.force_2d(frame.geometry.values))
    broken = np.flatnonzero(~frame.is_valid.to_numpy()).tolist()
    if broken:
        read.notes.append(f"{len(broken)} areas crossed their own outline and were mended: {read.named(broken)}")
        shapes = frame.geometry.to_numpy().copy()
        mended = _each(shapes[broken], _mended, read, "has an outline that cannot be mended")
        for row, shape in zip(broken, mended, strict=True):
            shapes[row] = shape
        frame = frame.set_geometry(gpd.GeoSeries(shapes, crs=frame.crs, index=frame.index))
    read.frame = frame
    read.without(frame.geometry.is_empty.to_numpy(), "no surface")
    frame = read.frame
    west, _, east, _ = frame.total_bounds
    if east - west > 180:
        raise AreasRefusedError(
            "the areas reach from one side of the antimeridian (180 degrees) to the other; a city must lie on one "
            "side: leave out the parts beyond it, as RFC 7946 section 3.1.9 cuts them"
        )
    shapes = frame.geometry.to_numpy()
    sizes = shapely.area(EqualArea.around(shapes).metres(shapes))
    read.without(sizes < LEAST_M2, "no surface")
