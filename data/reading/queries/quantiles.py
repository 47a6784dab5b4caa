"""Quantiles from histograms."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import ibis
import ibis.expr.types as ir

from data.published.cell_keys import fewest_of
from data.reading.answer import Columns
from data.reading.disclosure import if_enough, in_64_bits
from data.reading.tables import Tables

#: Where a bucket of that number begins, in days.
Edge = Callable[[ir.NumericValue], ir.NumericValue]
#: A mean of so many days from a whole number is a whole number.
WHOLE = 1e-6


def edge_of_ratio(ratio: float) -> Edge:
    """Where buckets begin of which each is so many times as wide as the one before, in hours from one on."""
    return lambda bucket: (ibis.literal(ratio).pow(bucket.cast("float64")) - 1) / 24


def quantile(tables: Tables, histogram: ir.Table, edge: Edge, at: float, by: Sequence[str] = ()) -> ir.Table:
    """That quantile from a histogram, as `value`, with `n`: see `quantiles`."""
    return quantiles(tables, histogram, edge, {"value": at}, by)


def quantiles(
    tables: Tables, histogram: ir.Table, edge: Edge, at: Mapping[str, float], by: Sequence[str] = ()
) -> ir.Table:
    """Quantiles from a histogram with `bucket`, `counted` and `total` (sum of the days), by the given columns.

    Each lies in its bucket as if the bucket's values were spread evenly around their mean, as far as its nearer edge
    is away; so it is within the width of a bucket. It is the mean itself where that is a whole number of days, which is
    all that some publishers give, and where the bucket holds one value. `n` is the number of values. Without `by`
    always one row. None where the values are of too few people to say.
    """
    keys = list(by)
    merged = histogram.group_by([*keys, "bucket"]).aggregate(
        counted=in_64_bits(histogram.counted.sum()), total=histogram.total.sum()
    )
    upwards = ibis.window(group_by=keys, order_by="bucket", preceding=None, following=0)
    ranked = merged.mutate(
        below=merged.counted.sum().over(upwards),
        every=merged.counted.sum().over(ibis.window(group_by=keys)),
        middle=merged.total.cast("float64") / merged.counted,
    )
    # What lies below the lowest quantile is behind none of them.
    ranked = ranked.filter(ranked.below >= ranked.every * min(at.values()))
    room = ibis.least(ranked.middle - edge(ranked.bucket), edge(ranked.bucket + 1) - ranked.middle)
    is_exact = (ranked.counted <= 1) | ((ranked.middle - ranked.middle.round()).abs() < WHOLE)
    ranked = ranked.mutate(room=ibis.ifelse(is_exact, 0.0, ibis.greatest(room, 0.0)))
    every = ranked.every.max()
    first = {name: if_enough(tables, every, _within_bucket(ranked, share_below)) for name, share_below in at.items()}
    first["n"] = every.fill_null(0)
    return ranked.group_by(keys).aggregate(**first) if keys else ranked.aggregate(**first)


def quantiles_of(tables: Tables, histogram: Columns, at: Mapping[str, float]) -> dict[str, Any]:
    """The same, with `n`, of an answer that is one histogram: `bucket`, `counted`, `total`, `begins` and `ends`, the
    days between which the bucket lies. A bucket may stand in several rows."""
    merged: dict[int, list[float]] = {}
    for bucket, counted, total, begins, ends in zip(
        *(histogram[name] for name in ("bucket", "counted", "total", "begins", "ends")), strict=True
    ):
        known = merged.setdefault(bucket, [0, 0.0, begins, ends])
        known[0] += counted
        known[1] += total
    buckets = [merged[bucket] for bucket in sorted(merged) if merged[bucket][0]]
    every = sum(counted for counted, *_ in buckets)
    is_enough = every >= fewest_of(tables.small_cell_floor)
    found = {name: _days_reached(buckets, every * share) if is_enough else None for name, share in at.items()}
    return found | {"n": every}


def _days_reached(buckets: Sequence[Sequence[float]], target: float) -> float | None:
    """What `_within_bucket` says, of (counted, total, begins, ends) of each bucket."""
    below: float = 0
    for counted, total, begins, ends in buckets:
        below += counted
        if below >= target:
            middle = total / counted
            is_exact = counted <= 1 or abs(middle - round(middle)) < WHOLE
            room = 0.0 if is_exact else max(min(middle - begins, ends - middle), 0.0)
            return middle + room * max(1 - (below - target) * 2 / counted, -1.0)
    return None


def _within_bucket(ranked: ir.Table, share_below: float) -> ir.NumericValue:
    """The days of the lowest bucket that is reached, as far in it as the share lies among its values."""
    target = ranked.every * share_below
    along = 1 - 2 * (ranked.below - target) / ranked.counted
    days = ranked.middle + ranked.room * ibis.greatest(along, -1.0)
    return days.argmin(ranked.bucket, where=ranked.below >= target)
