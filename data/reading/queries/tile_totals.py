"""The shapes that more than one domain answers in: a tile's total, a quantile from a histogram, areas to shade."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import ibis
import ibis.expr.types as ir

from data.reading.answer import Columns, NotInScopeError
from data.reading.filters import Filters
from data.reading.queries.quantiles import Edge, quantiles, quantiles_of
from data.reading.queries.scope import comparison
from data.reading.question import Question, Source, Sources
from data.reading.schema import QUARTILES
from data.reading.tables import Tables

log = logging.getLogger(__name__)


def totals(
    tables: Tables, filters: Filters, measured: Callable[[Filters], ir.Table], *, is_stock: bool = False
) -> ir.Table:
    """A tile's row: `value` of the view, `recent` and `before` of the pair that is compared, and `n`, `recent_n` and
    `before_n`, how many records are behind each.

    `measured` gives one row `value`, `n` for a view. `before` is None where the records do not reach back that far, as
    a part of a year is no year to compare with, and where the view has no period: a change of twelve months would stand
    beside the number of all records. A stock has one then too, since the same day a year earlier. `recent` is None too
    where only whole months are known of it.
    """
    return _as_tile(several_totals(tables, filters, measured, ("value", "n"), is_stock=is_stock))


def _as_tile(found: ir.Table, *further: str) -> ir.Table:
    """The columns of `totals` from those of `several_totals`, and further ones of the view itself."""
    renamed = found.rename(recent="value_recent", before="value_before", recent_n="n_recent", before_n="n_before")
    return renamed.select("value", "recent", "before", "n", "recent_n", "before_n", *further)


def several_totals(
    tables: Tables, filters: Filters, measured: Callable[[Filters], ir.Table], names: Sequence[str],
    *, is_stock: bool = False,
) -> ir.Table:  # fmt: skip
    """A row of several tiles: of each name `<name>`, `<name>_recent` and `<name>_before`, as `totals` has them.

    `measured` gives one row with those names for a view; what else it gives of the view itself is kept, last.

    A pair that is the view itself, or that nothing is known of, is no row of its own to be joined: the statement would
    be half as long again, and take DuckDB as much longer to plan.
    """
    recent, before = _compared_views(tables, filters, is_stock=is_stock)
    whole = measured(filters)
    pairs = {
        "recent": whole if recent is filters else _where_known(recent, measured),
        "before": None if before is None else _where_known(before, measured),
    }
    found = whole
    for when, row in pairs.items():
        if row is not None and row is not whole:
            found = found.cross_join(row.select(**{f"{name}_{when}": name for name in names}))
    columns: dict[str, ir.Value] = {name: found[name] for name in names}
    for when, row in pairs.items():
        for name in names:
            key = f"{name}_{when}"
            columns[key] = ibis.null(whole[name].type()) if row is None else found[name if row is whole else key]
    further = {name: found[name] for name in whole.columns if name not in columns}
    return found.select(**columns, **further)


def _compared_views(tables: Tables, filters: Filters, *, is_stock: bool = False) -> tuple[Filters, Filters | None]:
    """The pair that a tile compares: the view itself where it is the recent one, and None for one that the records do
    not reach."""
    recent, before = comparison(filters, tables)
    compares = is_stock or filters.since is not None or filters.until is not None
    is_whole = not compares or recent == before or (recent.since, recent.until) == (filters.since, filters.until)
    reaches = tables.first_day is not None and before.since is not None and before.since >= tables.first_day
    return (filters if is_whole else recent), (before if reaches and compares else None)


def _where_known(view: Filters, measured: Callable[[Filters], ir.Table]) -> ir.Table | None:
    """What is measured of the view; None where no cube has it."""
    try:
        return measured(view)
    except NotInScopeError:
        log.debug("%s is not known", view)
        return None


def median_totals(tables: Tables, filters: Filters, histogram: Callable[[Filters], ir.Table], edge: Edge) -> ir.Table:
    """A tile's row of the median of the times in the histogram of a view, with the QUARTILES of those of the view."""
    quarters = {column.name: share for column, share in zip(QUARTILES, (0.25, 0.75), strict=True)}

    def measured(view: Filters) -> ir.Table:
        return quantiles(tables, histogram(view), edge, {"value": 0.5} | (quarters if view is filters else {}))

    return _as_tile(several_totals(tables, filters, measured, ("value", "n")), *quarters)


def compared_sources(question: Question) -> Sources:
    """The question in the view and in those that a tile compares, which `median_total` takes."""

    def sources(tables: Tables, filters: Filters) -> list[Source]:
        others = (view for view in _compared_views(tables, filters) if view is not None and view is not filters)
        return [Source(question, filters), *(Source(question, view, if_known=True) for view in others)]

    return sources


def compared_answers(
    tables: Tables, filters: Filters, own: Columns, others: Sequence[Columns | None]
) -> tuple[Columns | None, Columns | None]:
    """The answers of the `compared_sources` in the recent view and in the one before; None where nothing is known."""
    left = iter(others)
    recent, before = (
        own if view is filters else None if view is None else next(left) for view in _compared_views(tables, filters)
    )
    return recent, before


def median_total(tables: Tables, filters: Filters, own: Columns, *others: Columns | None) -> Columns:
    """The columns of `median_totals` from answers that are histograms, as `quantiles_of` takes them: one of each of the
    `compared_sources`."""
    quarters = {column.name: share for column, share in zip(QUARTILES, (0.25, 0.75), strict=True)}
    whole = quantiles_of(tables, own, {"value": 0.5} | quarters)

    def of(histogram: Columns | None) -> dict[str, Any]:
        if histogram is None:
            return {"value": None, "n": None}
        return whole if histogram is own else quantiles_of(tables, histogram, {"value": 0.5})

    recent, before = map(of, compared_answers(tables, filters, own, others))
    row = {
        "value": whole["value"], "recent": recent["value"], "before": before["value"],
        "n": whole["n"], "recent_n": recent["n"], "before_n": before["n"],
    }  # fmt: skip
    return {name: [value] for name, value in (row | {name: whole[name] for name in quarters}).items()}


def with_arrivals(
    total: ir.Table, tables: Tables, filters: Filters, arrived: Callable[[Filters], ir.Table]
) -> ir.Table:
    """A stock's row whose `recent_n` is what arrived between the two days at which it is compared.

    `arrived` gives one row `arrived` of a view; None where no cube has it.
    """
    recent, before = comparison(filters, tables)
    if recent.until is None or before.until is None or before.until >= recent.until:
        return total
    between = replace(filters, since=before.until + timedelta(days=1), until=recent.until)
    try:
        rows = total.cross_join(arrived(between))
    except NotInScopeError:
        return total.mutate(recent_n=ibis.null("int64"))
    columns = {name: rows[name] for name in total.columns}
    return rows.select(**columns | {"recent_n": rows.arrived})


def share(part: ir.NumericValue, whole: ir.NumericValue) -> ir.NumericValue:
    """part / whole as a fraction; None where the whole is 0."""
    return part.cast("float64") / whole.nullif(0)
