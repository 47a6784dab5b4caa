"""Work on several tables of the cubes at the same time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

import duckdb


def two_at_once(
    connection: duckdb.DuckDBPyConnection, work: Iterable[Callable[[duckdb.DuckDBPyConnection], None]]
) -> None:
    """Do all of it, two at a time, on connections of their own, which share all but TEMP tables, macros and types.

    For many small statements, of each of which DuckDB would make little more by a second thread. No two may change the
    same table. Raises what the first of them raised that failed.
    """

    def one(each: Callable[[duckdb.DuckDBPyConnection], None]) -> None:
        with connection.cursor() as own:
            each(own)

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(one, each) for each in work]:
            done.result()
