"""How fiscal questions treat years: the newest in view stands beside the one before it, a spark line shows them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import ibis
import ibis.expr.types as ir

from data.reading.filters import Filters
from data.reading.queries.scope import in_scope
from data.reading.question import Question, questions_about
from data.reading.schema import Schema, Unit, detail, latest_total, ranking, tile_trend, value
from data.reading.tables import Tables

question = questions_about("fiscal")

PERIOD = ("period", "fiscal_year")


def newest_year(table: ir.Table) -> ir.Table:
    """The rows of the newest year."""
    return table.filter(table.year == table.year.max())


def year_total(
    table: ir.Table, filters: Filters, measured: Callable[[ir.Table], ir.Value], count: ir.Value
) -> ir.Table:
    """A tile's row: the newest year in view as `value` and `recent`, the year before it as `before`, and what is
    counted in them as `n`, `recent_n` and `before_n`.

    The year before is looked up beyond the period. `table` keeps to every other filter already.
    """
    yearly = table.group_by("year").aggregate(value=measured(table), n=count)
    chosen = in_scope(yearly.mutate(fiscal_year=yearly.year), of_years(filters))
    newest = chosen.filter(chosen.year == chosen.year.max())
    earlier = yearly.select(before_year=yearly.year + 1, before=yearly.value, before_n=yearly.n)
    joined = newest.left_join(earlier, newest.year == earlier.before_year)
    return joined.select("value", "before", "n", "before_n", recent=joined.value, recent_n=joined.n).select(
        "value", "recent", "before", "n", "recent_n", "before_n"
    )


def of_years(filters: Filters) -> Filters:
    """The view's period and fiscal years alone."""
    years = replace(filters, area=None, area_level=0, selections=())
    return years.with_selection("fiscal_year", filters.selected("fiscal_year"))


def year_trend(table: ir.Table, filters: Filters, measured: Callable[[ir.Table], ir.Value]) -> ir.Table:
    """A tile's spark line: `period` (year), `value`."""
    kept = in_scope(table, of_years(filters))
    return kept.group_by(period=kept.year).aggregate(value=measured(kept)).order_by("period")


Rows = Callable[[Tables, Filters], ir.Table]
Measured = Callable[[ir.Table], ir.Value]


def against_year_before(measure: str) -> Schema:
    """What is said of the newest year's amount, which is that measure: the year before and the change."""
    return (
        value("amount_lcu", "lcu", measure=measure), detail("year_before_lcu", "lcu"), detail("change_share", "share"),
        detail("year", dimension="fiscal_year"),
    )  # fmt: skip


def tile(
    measure: str,
    unit: Unit,
    meaning: str,
    rows_of: Rows,
    measured: Measured,
    counted: Measured,
    reaches: str | None = None,
) -> tuple[Question, Question]:
    """The two questions of a tile: the newest year in view with the one before, and the spark line by year.

    `rows_of` gives the rows of the view in every year; both questions say what the number means. `reaches`: as
    `Question` has it.
    """

    def total(tables: Tables, filters: Filters) -> ir.Table:
        table = rows_of(tables, filters)
        return year_total(table, filters, measured, counted(table)).drop("recent_n", "before_n")

    def trend(tables: Tables, filters: Filters) -> ir.Table:
        return year_trend(rows_of(tables, filters), filters, measured)

    total.__name__, total.__doc__ = measure, f"{meaning} of the newest year in view: a tile's row."
    trend.__name__, trend.__doc__ = f"{measure}_trend", f"{meaning} by year: `period`, `value`."
    schemas = latest_total(unit, measure), tile_trend(unit, "fiscal_year")
    return question(*schemas[0], reaches=reaches)(total), question(*schemas[1], reaches=reaches)(trend)


def records(rows: ir.Table) -> ir.Value:
    """How many rows there are: what a tile counts where each is one record."""
    return rows.count()


def options_of(name: str, table: str, dimension: str, label: str, *, ordered: bool = False) -> Question:
    """The values that a reader may choose of a dimension: `<dimension>`, `name`, `records`; newer years first."""

    def options(tables: Tables, filters: Filters) -> ir.Table:
        told = tables[table]
        name = told[label].cast("string").max()
        grouped = told.group_by(dimension).aggregate(name=name, records=told.count(), newest=told.year.max())
        return grouped.order_by(ibis.desc("newest"), "name").select(dimension, "name", "records")

    options.__name__, options.__doc__ = name, f"The values of {dimension} that a reader may choose."
    return question(*ranking(dimension, value("records"), ordered=ordered))(options)
