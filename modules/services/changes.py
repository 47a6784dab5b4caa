"""What became of a simulated city's requests between two moments."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from modules.simulate.run_plan import Plan
from modules.simulate.services import make_requests
from modules.sources.simulated import query_of

#: Requests older than this are not looked at: in a day, next to none of them ends (the next whole drop has them).
LOOK_BACK_DAYS = 150
NEW_OR_ENDED = "FROM told WHERE received_at >= $since OR finished_at >= $since"
ENDED_AS_BEFORE = """
SELECT * REPLACE (NULL::TIMESTAMP AS finished_at, 'in_progress' AS state, NULL::TINYINT AS score)
FROM told WHERE received_at < $since AND finished_at >= $since
"""


def changed_requests(plan: Plan, since: datetime) -> dict[str, pa.Table]:
    """The contract's `requests` that came or ended from `since` to the plan's moment, and `requests_before`.

    The second are those of the first that came before `since`, as they were then: open.
    """
    world = make_requests(plan, Path())
    last = world.recorded.index(plan.last_known)
    days = range(max(0, last - LOOK_BACK_DAYS), last + 1)
    # Once a day: most rows of each have long ended.
    with duckdb.connect() as connection:
        tables = []
        for day in days:
            connection.register("told", pa.Table.from_batches([world.writer.batch(day)]))
            tables.append(connection.sql(NEW_OR_ENDED, params={"since": since}).to_arrow_table())
        connection.register("told", pa.concat_tables(tables, promote_options="permissive"))
        return {
            "requests": _contract_rows(connection, NEW_OR_ENDED, since),
            "requests_before": _contract_rows(connection, ENDED_AS_BEFORE, since),
        }


def _contract_rows(connection: duckdb.DuckDBPyConnection, rows: str, since: datetime) -> pa.Table:
    query = f"WITH raw AS ({rows}) {query_of('services', 'requests')}"
    return connection.sql(query, params={"since": since}).to_arrow_table()
