"""A tile's row: the view, the pair that is compared, and no more rows joined than the pair needs."""

from __future__ import annotations

from datetime import date

import duckdb
import ibis
import ibis.expr.types as ir
import pytest

from data.reading.filters import Filters
from data.reading.lowering import to_duckdb
from data.reading.queries.scope import in_scope
from data.reading.queries.tile_totals import compared_sources, median_total, several_totals
from data.reading.tables import Tables
from tests.data.reading.counting_store import span

#: A request in each of three years.
DAYS = [date(2023, 5, 1), date(2024, 5, 1), date(2025, 5, 1)]
TABLES = Tables({"daily": {"day": "DATE"}}, first_day=date(2023, 1, 1), last_day=date(2025, 12, 31))


def tiles(view: Filters, *, is_stock: bool = False) -> ir.Table:
    """The number of requests of a view as `n`; of the view itself their last day too."""

    def measured(of: Filters) -> ir.Table:
        rows = in_scope(TABLES["daily"], of)
        further = {"last": rows.day.max()} if of is view else {}
        return rows.aggregate(**further, n=rows.count())

    return several_totals(TABLES, view, measured, ("n",), is_stock=is_stock)


@pytest.mark.parametrize(
    ("view", "is_stock", "row", "joins"),
    [
        (Filters("riverton"), False, (3, 3, None, DAYS[2]), 0),
        (Filters("riverton"), True, (3, 1, 1, DAYS[2]), 2),
        (Filters("riverton", since=date(2023, 1, 1), until=date(2023, 12, 31)), False, (1, 1, None, DAYS[0]), 0),
        (Filters("riverton", since=date(2025, 1, 1), until=date(2025, 12, 31)), False, (1, 1, 1, DAYS[2]), 1),
        (Filters("riverton", since=date(2023, 5, 1)), False, (3, 3, None, DAYS[2]), 1),
    ],
)
def test_what_is_the_view_itself_or_unknown_is_no_row_of_its_own(
    view: Filters, row: tuple[object, ...], joins: int, *, is_stock: bool
) -> None:
    expression = tiles(view, is_stock=is_stock)
    assert expression.columns == ("n", "n_recent", "n_before", "last")
    sql = to_duckdb(expression)
    assert sql.count("CROSS JOIN") == joins
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE daily (day DATE)")
        connection.executemany("INSERT INTO daily VALUES (?)", [(day,) for day in DAYS])
        assert connection.execute(sql).fetchall() == [row]


def test_a_pair_that_is_not_known_has_the_type_of_what_it_is_compared_with() -> None:
    schema = tiles(Filters("riverton")).schema()
    assert schema["n_before"] == schema["n"] == ibis.dtype("int64")


def _closed_after(*days: float) -> dict[str, list[float]]:
    """A histogram of one bucket a value."""
    return {
        "bucket": list(range(len(days))), "counted": [1] * len(days), "total": list(days),
        "begins": list(days), "ends": list(days),
    }  # fmt: skip


def test_a_median_is_reckoned_of_the_views_that_a_tile_compares() -> None:
    of_2025 = Filters("riverton", since=date(2025, 1, 1), until=date(2025, 12, 31))
    own, before = compared_sources(span)(TABLES, of_2025)
    assert (own.view, own.if_known) == (of_2025, False)
    assert (before.view.since, before.view.until, before.if_known) == (date(2024, 1, 1), date(2024, 12, 31), True)
    told = median_total(TABLES, of_2025, _closed_after(1, 2, 3), _closed_after(5))
    assert told == {
        "value": [2], "recent": [2], "before": [5], "n": [3], "recent_n": [3], "before_n": [1],
        "lower_quartile_days": [1], "upper_quartile_days": [3],
    }  # fmt: skip
    unknown = median_total(TABLES, of_2025, _closed_after(1, 2, 3), None)
    assert (unknown["before"], unknown["before_n"]) == ([None], [None])


def test_a_view_without_an_end_is_compared_as_far_as_the_records_go() -> None:
    since_may = Filters("riverton", since=date(2024, 5, 1))
    own, recent, before = compared_sources(span)(TABLES, since_may)
    assert own.view == since_may
    assert (recent.view.until, before.view.until) == (date(2025, 12, 31), date(2024, 12, 31))
    told = median_total(TABLES, since_may, _closed_after(4), _closed_after(6), _closed_after(8))
    assert (told["value"], told["recent"], told["before"]) == ([4], [6], [8])
    whole = Filters("riverton")
    assert [source.view for source in compared_sources(span)(TABLES, whole)] == [whole]
    assert median_total(TABLES, whole, _closed_after(4))["before"] == [None]
