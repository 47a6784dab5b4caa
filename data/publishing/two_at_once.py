"""Work on several tables of the cubes at the same time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import duckdb

Given = TypeVar("Given")


def two_at_once(
    connection: duckdb.DuckDBPyConnection, work: Iterable[Callable[[duckdb.DuckDBPyConnection], Given]]
) -> list[Given]:
    """Do all of it, two at a time, and return what each gave, in their order.

    Each has a connection of its own, which shares all but TEMP tables, macros and types. For many small statements, of
    each of which DuckDB would make little more by a second thread. No two may change the same table. Raises what the
    first of them raised that failed.
    """

    def one(each: Callable[[duckdb.DuckDBPyConnection], Given]) -> Given:
        with connection.cursor() as own:
            return each(own)

    with ThreadPoolExecutor(2) as pool:
        return [done.result() for done in [pool.submit(one, each) for each in work]]
