"""A store of Riverton whose questions to DuckDB are counted, and small questions to ask of it."""

from __future__ import annotations

from typing import Any

import ibis.expr.types as ir

from data.published.snapshots import Snapshot
from data.reading.filters import Filters
from data.reading.question import questions_about
from data.reading.schema import detail
from data.reading.store import Store
from data.reading.tables import Tables
from tests.city_with_records import CITY

ALL = Filters(CITY)
question = questions_about("services")


@question(detail("area_id"), detail("population", "count"))
def districts(tables: Tables, filters: Filters) -> ir.Table:
    """Id and residents of every district."""
    areas = tables["areas"]
    return areas.filter(areas.level == 1).order_by("area_id").select("area_id", "population")


@question(detail("area_id"), detail("name_en"))
def area_named(tables: Tables, filters: Filters) -> ir.Table:
    """The area that the view is about."""
    areas = tables["areas"]
    return areas.filter(areas.area_id == (filters.area or "")).select("area_id", "name_en")


@question(detail("first_day"), detail("last_day"))
def span(tables: Tables, filters: Filters) -> ir.Table:
    """First and last day."""
    return tables["span"]


class CountingStore(Store):
    """A Store that counts how often it asks DuckDB."""

    computed = 0

    def in_use(self, snapshot: Snapshot) -> Any:
        self.computed += 1
        return super().in_use(snapshot)
