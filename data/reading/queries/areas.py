"""Areas to shade on a map, and the line that says what could not be placed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

import ibis
import ibis.expr.types as ir

from data.published.people_counted import FINEST
from data.reading.filters import Filters
from data.reading.queries.scope import in_scope
from data.reading.tables import Tables


def named(table: ir.Table, language: str, word: str = "name") -> ir.StringValue:
    """The name in that language, else in English, of an area, a service, a payee: of columns `<word>_<language>`."""
    column, english = f"{word}_{language}", table[f"{word}_en"]
    return ibis.coalesce(table[column], english) if column in table.columns else english


def other_name(table: ir.Table, name: ir.StringValue, word: str = "name") -> ir.StringValue:
    """The first of a table's names `<word>_<language>` that is not `name`; None where there is none."""
    named_in = (column for column in table.columns if column.startswith(f"{word}_"))
    return ibis.coalesce(*(table[column].nullif(name) for column in named_in))


def area_names(tables: Tables, filters: Filters) -> ir.Table:
    """Every area of the city and its name in the reader's language: `area`, `name`."""
    areas = tables["areas"]
    return areas.select(area="area_id", name=named(areas, filters.language))


def lowest_level(columns: Collection[str]) -> int:
    """How many levels of areas lie below the city, by a table's columns `area_<level>`."""
    return sum(f"area_{level}" in columns for level in range(1, 10))


def map_level(table: ir.Table, filters: Filters) -> int:
    """The level a map shades: one below the chosen area, and at the lowest level the level itself."""
    return min(filters.area_level + 1, lowest_level(table.columns))


def _parent(tables: Tables, filters: Filters) -> Any:
    """The area id of the parent of the chosen area, as a scalar of the snapshot itself."""
    areas = tables["areas"]
    return areas.filter(areas.area_id == filters.area).select("parent_id").as_scalar()


def in_frame(
    tables: Tables, table: ir.Table, filters: Filters, without: Sequence[str] = (), levels: int | None = None
) -> ir.Table:
    """The rows of the view that lie in what the map shows: the chosen area, or at the lowest level its parent.

    `levels`: how many the map has, where the table lacks the column of the lowest.
    """
    kept = in_scope(table, filters, (*without, "area"))
    if filters.area is None or filters.area_level == 0:  # the whole city
        return kept
    if filters.area_level < (levels or lowest_level(table.columns)):
        return kept.filter(kept[f"area_{filters.area_level}"] == filters.area)
    above = filters.area_level - 1
    return kept.filter(kept[f"area_{above}"] == _parent(tables, filters)) if above else kept


def areas_shown(tables: Tables, filters: Filters, level: int) -> ir.Table:
    """The areas that the map shows: those of that level under the chosen area, or its neighbours under its parent."""
    areas = tables["areas"]
    areas = areas.filter(areas.level == level)
    if filters.area is None:
        return areas
    parent = filters.area if level > filters.area_level else _parent(tables, filters)
    return areas.filter(areas.parent_id == parent)


def choropleth_rows(
    tables: Tables,
    filters: Filters,
    table: ir.Table,
    measure: str,
    measured: Callable[[ir.Table, str], ir.Table],
    worth: Callable[[ir.Table], ir.Value] | None = None,
) -> ir.Table:
    """A map's answer: `area_id`, `name`, `<measure>`, `n`, `population`, `status`, one row an area that is shown.

    `measured(rows, column)` groups rows of the view by that column and gives it, `n` and `value`; `worth` may compute
    the value from the joined row instead (a rate per resident). `status` is shown, few (too few people for the value to
    be said, or nobody where too few are not said either) or none (nothing there).
    """
    level = map_level(table, filters)
    column = f"area_{level}"
    shown = areas_shown(tables, filters, level)
    found = measured(in_frame(tables, table, filters), column)
    found = found.rename(found_area=column)
    joined = shown.left_join(found, shown.area_id == found.found_area)
    joined = joined.mutate(n=joined.n.fill_null(0), shown_name=named(joined, filters.language))
    breaks_down = tables.small_cell_floor > 0 and (filters.selections or FINEST & set(table.columns))
    nothing = "few" if breaks_down else "none"
    status = ibis.cases((joined.n == 0, nothing), *_few(tables, joined), else_="shown")
    return joined.select(
        area_id=joined.area_id,
        name=joined.shown_name,
        **{measure: worth(joined) if worth else joined.value},
        n=joined.n,
        population=joined.population,
        status=status,
    ).order_by("area_id")


def _few(tables: Tables, joined: ir.Table) -> list[tuple[ir.BooleanValue, str]]:
    """The case of an area whose value is of too few people to say, where there may be one."""
    return [(joined.value.isnull(), "few")] if tables.small_cell_floor else []


def places(
    tables: Tables,
    filters: Filters,
    table: ir.Table,
    counted: Callable[[ir.Table], Any],
    in_all: ir.Table | None = None,
) -> ir.Table:
    """The line under a map: one row `mapped`, `unmatched`, `total`; `counted` sums a table's records.

    `mapped` is the sum of what the map's areas show. Perturbed counts are added up as they are, so the line adds up.
    With `in_all`, the records of the view not broken down by area, there is a column `few` too: those of whom no area
    is said because they are too few in each.
    """
    level = map_level(table, filters)
    column = f"area_{level}"
    rows = in_frame(tables, table, filters)
    shown = areas_shown(tables, filters, level).select("area_id")
    by_area = rows.group_by(column).aggregate(n=counted(rows)).rename(found_area=column)
    mapped = shown.inner_join(by_area, shown.area_id == by_area.found_area).aggregate(
        mapped=ibis._.n.sum().fill_null(0)
    )
    line = mapped.cross_join(rows.aggregate(total=counted(rows).fill_null(0)))
    line = line.select("mapped", unmatched=line.total - line.mapped, total=line.total)
    if in_all is None:
        return line
    whole = in_frame(tables, in_all, filters, levels=lowest_level(table.columns))
    line = line.cross_join(whole.aggregate(whole=counted(whole).fill_null(0)))
    few = ibis.greatest(line.whole - line.total, 0)
    return line.select("mapped", "unmatched", few=few, total=line.total + few)


def frame_columns(filters: Filters, levels: int) -> tuple[str, ...]:
    """The column of the area whose parts the map shows, of so many levels below the city; none of the whole city."""
    level = filters.area_level - (filters.area_level == levels)
    return (f"area_{level}",) if filters.area is not None and level > 0 else ()
