"""Satisfaction, on time and cost per transaction as tiles, and what the map may be shaded by besides requests."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from data.filters import Filters
from data.queries.grain import counted
from data.queries.services_cubes import REQUESTS, counts, shaded_columns
from data.queries.shapes import finished, shaded, share, totals
from data.tables import Tables

#: Two-sided 95 % of the normal distribution.
Z95 = 1.959964


def wilson(part: ir.NumericValue, whole: ir.NumericValue) -> tuple[ir.NumericValue, ir.NumericValue]:
    """The Wilson 95 % interval of part / whole (Wilson 1927); None where the whole is 0."""
    n = whole.cast("float64").nullif(0)
    found = part / n
    middle = (found + Z95**2 / (2 * n)) / (1 + Z95**2 / n)
    half = (Z95 / (1 + Z95**2 / n)) * ((found * (1 - found) / n) + Z95**2 / (4 * n * n)).sqrt()
    # The greatest of a missing value and 0 would be 0.
    low, high = ibis.greatest(middle - half, 0.0), ibis.least(middle + half, 1.0)
    return ibis.ifelse(n.isnull(), None, low), ibis.ifelse(n.isnull(), None, high)


def _ratio_total(tables: Tables, filters: Filters, part: str, whole: str) -> ir.Table:
    def measured(view: Filters) -> ir.Table:
        rows = counts(tables, view)
        n = rows[whole].sum().fill_null(0)
        return rows.aggregate(value=share(rows[part].sum(), n), n=n)

    return totals(tables, filters, measured)


def _ratio_trend(tables: Tables, filters: Filters, part: str, whole: str) -> ir.Table:
    rows = counts(tables, filters)
    rows = rows.filter(rows[whole] != 0)
    months = rows.group_by("month").aggregate(value=share(rows[part].sum(), rows[whole].sum()))
    return finished(months.order_by("month"), tables).select(period="month", value="value")


def satisfaction_total(tables: Tables, filters: Filters) -> ir.Table:
    """Ratings of 4 and 5 over all ratings, as a tile; `n` counts the ratings, `low95` and `high95` are of `value`."""
    total = _ratio_total(tables, filters, "satisfied", "ratings")
    low, high = wilson(total.value * total.n, total.n)
    return total.mutate(low95=low, high95=high)


def satisfaction_trend(tables: Tables, filters: Filters) -> ir.Table:
    """Satisfaction by month: `period`, `value`; months without a rating are absent."""
    return _ratio_trend(tables, filters, "satisfied", "ratings")


def satisfaction_by_month(tables: Tables, filters: Filters) -> ir.Table:
    """Satisfaction by month with its Wilson interval: `month`, `satisfaction_share`, its `_low` and `_high`, `n`."""
    rows = counts(tables, filters)
    rows = rows.filter(rows.ratings != 0)
    months = rows.group_by("month").aggregate(part=rows.satisfied.sum(), n=rows.ratings.sum())
    low, high = wilson(months.part, months.n)
    return finished(months, tables).order_by("month").select(
        "month", satisfaction_share=share(months.part, months.n), satisfaction_share_low=low,
        satisfaction_share_high=high, n="n",
    )  # fmt: skip


def on_time_total(tables: Tables, filters: Filters) -> ir.Table:
    """Closed within the service's own deadline over closed, services with a deadline only, as a tile."""
    return _ratio_total(tables, filters, "closed_on_time", "closed_with_deadline")


def on_time_trend(tables: Tables, filters: Filters) -> ir.Table:
    """On time by the month of the request: `period`, `value`."""
    return _ratio_trend(tables, filters, "closed_on_time", "closed_with_deadline")


def cost_total(tables: Tables, filters: Filters) -> ir.Table:
    """Cost of completed requests over their number, services with a known cost only, as a tile."""
    return _ratio_total(tables, filters, "cost_lcu", "costed")


def cost_trend(tables: Tables, filters: Filters) -> ir.Table:
    """Cost per transaction by the month of the request: `period`, `value`."""
    return _ratio_trend(tables, filters, "cost_lcu", "costed")


def _ratio_by_area(tables: Tables, filters: Filters, measure: str, part: str, whole: str) -> ir.Table:
    """`area_id`, `name`, the measure, `n`, ... as a map's answer."""

    def measured(rows: ir.Table, column: str) -> ir.Table:
        return rows.group_by(column).aggregate(n=rows[whole].sum(), value=share(rows[part].sum(), rows[whole].sum()))

    rows = counted(tables, filters, REQUESTS, shaded_columns(tables, filters))
    return shaded(tables, filters, rows, measure, measured)


def digital_take_up_by_area(tables: Tables, filters: Filters) -> ir.Table:
    """Digital take-up by area: `area_id`, `name`, `digital_take_up_share`, ..."""
    return _ratio_by_area(tables, filters, "digital_take_up_share", "completed_digital", "completed_known_channel")


def satisfaction_by_area(tables: Tables, filters: Filters) -> ir.Table:
    """Satisfaction by area: `area_id`, `name`, `satisfaction_share`, ...; `n` counts ratings."""
    return _ratio_by_area(tables, filters, "satisfaction_share", "satisfied", "ratings")


def on_time_by_area(tables: Tables, filters: Filters) -> ir.Table:
    """Closed on time by area: `area_id`, `name`, `on_time_share`, ..."""
    return _ratio_by_area(tables, filters, "on_time_share", "closed_on_time", "closed_with_deadline")


def requests_by_area(tables: Tables, filters: Filters) -> ir.Table:
    """Requests by area, for the reader who asks for counts: `area_id`, `name`, `requests`, ..."""
    rows = counted(tables, filters, REQUESTS, shaded_columns(tables, filters))
    return shaded(
        tables, filters, rows, "requests",
        lambda kept, column: kept.group_by(column).aggregate(n=kept.requests.sum(), value=kept.requests.sum()),
    )  # fmt: skip
