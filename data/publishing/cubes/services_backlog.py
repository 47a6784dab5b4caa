"""What requests do to the backlog: they come into a band of age and leave it; sums of these moves are what is open."""

from __future__ import annotations

import duckdb

from data.published.cell_keys import RECORD_KEY

#: What a request does to the backlog: it comes into a band of its age (the days since it was asked, at a day's end) and
#: leaves it, the last one when it is closed. So what is open at the end of any day is the sum up to that day, and no
#: move depends on the day that the records reach: those of open requests after it are there too. One that was closed on
#: the day that it was asked was open at the end of none.
BANDS = "(VALUES ('0-7', 0, 8), ('8-30', 8, 31), ('31-90', 31, 91), ('91-365', 91, 366), ('366+', 366, NULL)) " \
    "AS bands(age_days, since, until)"  # fmt: skip
MOVES = """
WITH passed AS (
    FROM piece JOIN {bands} ON is_open OR closed_on > piece.day + bands.since
), moves AS (
    SELECT {columns}, age_days, day + since AS day, sign AS backlog{came} FROM passed
    UNION ALL
    SELECT {columns}, age_days, CASE WHEN is_open THEN day + until ELSE least(closed_on, day + until) END AS day,
           -sign AS backlog{left} FROM passed
)
SELECT *, CAST(date_trunc('month', day) AS DATE) AS month FROM moves WHERE day IS NOT NULL
"""


def add_up_moves(connection: duckdb.DuckDBPyConnection, levels: list[str], people: bool) -> None:
    """`moves`: what the requests of `piece` do to the backlog, a row a band of age that one comes into or leaves."""
    columns = ", ".join([*levels, "department", "life_area", "service", "channel", "nature"])
    came, left = (f", {RECORD_KEY}", f", -{RECORD_KEY} AS {RECORD_KEY}") if people else ("", "")
    moves = MOVES.format(bands=BANDS, columns=columns, came=came, left=left)
    connection.execute(f"CREATE OR REPLACE TABLE moves AS {moves}")
