"""The values of food safety's dimensions that a reader may choose, with the visits of each."""

from __future__ import annotations

import ibis.expr.types as ir

from data.reading.filters import Filters
from data.reading.queries.scope import in_scope
from data.reading.question import questions_about
from data.reading.schema import ranking, value
from data.reading.tables import Tables

question = questions_about("food_safety")


@question(*ranking("result", value("inspections")))
def results(tables: Tables, filters: Filters) -> ir.Table:
    """Visits by result, most first: `result`, `name`, `inspections`."""
    return _listed(tables, filters, "result")


@question(*ranking("facility_type", value("inspections")))
def facility_types(tables: Tables, filters: Filters) -> ir.Table:
    """Visits by kind of premises, most first: `facility_type`, `name`, `inspections`; without those of no kind."""
    return _listed(tables, filters, "facility_type")


@question(*ranking("risk_class", value("inspections"), ordered=True))
def risk_classes(tables: Tables, filters: Filters) -> ir.Table:
    """Visits by risk class, most first: `risk_class`, `name`, `inspections`; those not classed are left out."""
    return _listed(tables, filters, "risk_class")


def _listed(tables: Tables, filters: Filters, dimension: str) -> ir.Table:
    rows = in_scope(tables["visits"], filters, without=(dimension,))
    found = rows.filter(rows[dimension].notnull()).group_by(dimension).aggregate(inspections=lambda kept: kept.count())
    ordered = found.order_by(found.inspections.desc(), dimension)
    return ordered.mutate(name=dimension).select(dimension, "name", "inspections")
