"""Quantiles from histograms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ibis
import ibis.expr.types as ir

from data.reading.disclosure import if_enough
from data.reading.tables import Tables


def quantile(tables: Tables, histogram: ir.Table, at: float, by: Sequence[str] = ()) -> ir.Table:
    """That quantile from a histogram, as `value`, with `n`: see `quantiles`."""
    return quantiles(tables, histogram, {"value": at}, by)


def quantiles(tables: Tables, histogram: ir.Table, at: Mapping[str, float], by: Sequence[str] = ()) -> ir.Table:
    """Quantiles from a histogram with `bucket`, `counted` and `total` (sum of the values), by the given columns.

    Each is the mean of the bucket in which it lies, so it is exact where a bucket holds one value only, and within the
    width of a bucket elsewhere; `n` is the number of values. Without `by` always one row. None where the values are of
    too few people to say.
    """
    keys = list(by)
    merged = histogram.group_by([*keys, "bucket"]).aggregate(
        counted=histogram.counted.sum(), total=histogram.total.sum()
    )
    upwards = ibis.window(group_by=keys, order_by="bucket", preceding=None, following=0)
    ranked = merged.mutate(
        below=merged.counted.sum().over(upwards), every=merged.counted.sum().over(ibis.window(group_by=keys))
    )
    # What lies below the lowest quantile is behind none of them.
    ranked = ranked.filter(ranked.below >= ranked.every * min(at.values()))
    every = ranked.every.max()
    first = {
        name: if_enough(tables, every, _mean_where(ranked, ranked.below >= ranked.every * share_below))
        for name, share_below in at.items()
    }
    first["n"] = every.fill_null(0)
    return ranked.group_by(keys).aggregate(**first) if keys else ranked.aggregate(**first)


def _mean_where(ranked: ir.Table, reached: ir.BooleanValue) -> ir.NumericValue:
    """The mean of the lowest bucket that is reached."""
    total, counted = (column.argmin(ranked.bucket, where=reached) for column in (ranked.total, ranked.counted))
    return total.cast("float64") / counted
