"""Makes areas meet: small overlaps and slivers between neighbours are snapped, larger ones left alone, both said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely

from data.bring_city.area_columns import AreasRefusedError
from data.bring_city.write_pack import Place, polygons_of
from data.city.projection import EqualArea, Shapes

#: Overlays are reckoned on a grid of a centimetre: what lies closer is one point, and no overlay can fail.
GRID_M = 0.01
#: Slivers and overlaps of less (m2) are no more than the last digits of coordinates.
LEAST_M2 = 1.0
#: Two outlines of one place share this much of each.
SAME_SHARE = 0.9
MOST_OF_IT = 0.5
_NAMED_AT_MOST = 3


@dataclass(frozen=True)
class Overlap:
    """Two areas (by their place in the list), what they have in common (m2) and its share of the smaller."""

    first: int
    second: int
    common_m2: float
    share: float


@dataclass(frozen=True)
class SnapLimit:
    """Overlaps are snapped up to `km2`, or up to a share of the smaller area; slivers up to `km2`."""

    km2: float = 0.05
    share: float = 0.01

    def exceeded_by(self, overlap: Overlap) -> bool:
        """Whether the overlap is larger; most of an area is never small, however little that is in km2."""
        is_small = overlap.common_m2 <= self.km2 * 1e6 or overlap.share <= self.share
        return not is_small or overlap.share > MOST_OF_IT


def overlaps_of(flat: Shapes) -> list[Overlap]:
    """Pairs of areas in metres that have more than a square metre in common."""
    pairs = [(a, b) for a, b in shapely.STRtree(flat).query(flat, predicate="intersects").T.tolist() if a < b]
    if not pairs:
        return []
    first, second = np.array(pairs).T
    common = shapely.area(shapely.intersection(flat[first], flat[second], grid_size=GRID_M))
    smaller = np.minimum(shapely.area(flat[first]), shapely.area(flat[second]))
    return [
        Overlap(a, b, float(size), float(size / least))
        for a, b, size, least in zip(first.tolist(), second.tolist(), common, smaller, strict=True)
        if size > LEAST_M2
    ]


def _check_levels(places: Sequence[Place], overlaps: Sequence[Overlap], flat: Shapes) -> None:
    """Refuse one place that stands twice, and areas of two levels in one file."""
    for each in overlaps:
        larger = max(float(shapely.area(flat[index])) for index in (each.first, each.second))
        if each.common_m2 > SAME_SHARE * larger:
            one, other = _name(places[each.first]), _name(places[each.second])
            raise AreasRefusedError(f"{one} and {other} have the same outline; leave one of them out of the file")
    inside: dict[int, float] = {}
    for each in overlaps:
        if each.share > SAME_SHARE:
            around = max((each.first, each.second), key=lambda index: float(shapely.area(flat[index])))
            inside[around] = inside.get(around, 0.0) + each.common_m2
    if whole := [index for index, common in inside.items() if common > SAME_SHARE * float(shapely.area(flat[index]))]:
        raise AreasRefusedError(
            f"the file has areas of two levels: {_name(places[whole[0]])} is made of others of it; choose those of one "
            "with --where COLUMN=VALUE, or give a file a level"
        )


def _name(place: Place) -> str:
    return next(iter(place.names.values()), place.area_id)


def _told(places: Sequence[Place], overlaps: Sequence[Overlap]) -> str:
    ordered = sorted(overlaps, key=lambda each: -each.common_m2)
    said = []
    for each in ordered[:_NAMED_AT_MOST]:
        both = f"{_name(places[each.first])} and {_name(places[each.second])}"
        said.append(f"{both} ({each.common_m2 / 1e6:.2f} km2, {each.share:.1%} of the smaller)")
    more = f" and {len(ordered) - _NAMED_AT_MOST} more" if len(ordered) > _NAMED_AT_MOST else ""
    return ", ".join(said) + more


def _filled_slivers(flat: Shapes, limit: SnapLimit) -> tuple[Shapes, int, float]:
    """The areas with the small holes between them given to the neighbour of the longest border; how many, m2 in all."""
    whole = shapely.union_all(flat, grid_size=GRID_M)
    rings = [shapely.Polygon(ring) for part in shapely.get_parts(whole) for ring in part.interiors]
    small = [polygons_of(shapely.make_valid(hole)) for hole in rings if LEAST_M2 < hole.area <= limit.km2 * 1e6]
    tree, filled = shapely.STRtree(flat), flat.copy()
    for hole in small:
        around = shapely.buffer(hole, 1.0)
        near = np.sort(tree.query(around))
        border = shapely.length(shapely.intersection(shapely.boundary(hole), shapely.buffer(flat[near], 0.1)))
        index = int(near[border.argmax()])
        filled[index] = polygons_of(shapely.union(filled[index], hole, grid_size=GRID_M))
    return filled, len(small), float(sum(hole.area for hole in small))


def meeting(places: list[Place], limit: SnapLimit) -> tuple[list[Place], list[str]]:
    """The areas with small overlaps and slivers snapped (GEOS coverage cleaning), and notes on what was and was not.

    Raises AreasRefusedError for one place that stands twice and for areas of two levels.
    """
    shapes = np.array([place.shape for place in places], dtype=object)
    projection = EqualArea.around(shapes)
    flat = np.array([polygons_of(each) for each in shapely.make_valid(projection.metres(shapes))], dtype=object)
    overlaps = overlaps_of(flat)
    _check_levels(places, overlaps, flat)
    large = [each for each in overlaps if limit.exceeded_by(each)]
    small = [each for each in overlaps if each not in large]
    flat, slivers, sliver_m2 = _filled_slivers(flat, limit)
    notes = []
    if large:
        notes.append(
            f"{len(large)} overlaps were left alone, a record there counts for the first of both by id: "
            f"{_told(places, large)}; --snap-km2 and --snap-share set the limit"
        )
    left_alone = {index for each in large for index in (each.first, each.second)}
    if small:
        notes.append(f"{len(small)} overlaps were given to one of both areas: {_told(places, small)}")
        flat = _without_overlaps(flat, small, left_alone)
    if slivers:
        notes.append(f"{slivers} slivers of {sliver_m2 / 1e6:.3f} km2 in all were given to their neighbours")
    if not notes:
        return places, notes
    gone = [_name(places[index]) for index in np.flatnonzero(shapely.is_empty(flat))]
    if gone:
        raise AreasRefusedError(f"{gone[0]} lies wholly in its neighbours; leave it out, or set a smaller --snap-km2")
    back = projection.degrees(flat)
    return [replace(place, shape=shape) for place, shape in zip(places, back, strict=True)], notes


def _without_overlaps(flat: Shapes, small: Sequence[Overlap], left_alone: set[int]) -> Shapes:
    """Small overlaps given to one area; those of an area that is left alone are taken from its neighbour."""
    found = flat.copy()
    for each in small:
        for one, other in ((each.first, each.second), (each.second, each.first)):
            if one in left_alone and other not in left_alone:
                found[other] = polygons_of(shapely.difference(found[other], found[one], grid_size=GRID_M))
                break
    free = np.array([index for index in range(len(flat)) if index not in left_alone])
    if len(free) > 1:
        cleaned = shapely.coverage_clean(found[free], snapping_distance=0.0, merge_strategy="longest_border")
        found[free] = [polygons_of(shape) for shape in cleaned]
    return found
