"""Cubes of services: narrow ones, a question and a grain each, filled a few million requests at a time.

Every measure is a sum, so cubes add up: a coarse cube is the sum of a finer one.
`data/reading/queries/grain.py` chooses among them.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import duckdb

from data.city.pack import City
from data.published.cell_keys import KEYS, LEVELS, RECORD_KEY
from data.published.snapshots import MATURE_SHARE
from data.publishing.cubes.services_backlog import add_up_moves
from data.publishing.cubes.services_closed import write_closed_so_far
from data.publishing.cubes.services_cube import MEASURES, Cube
from data.publishing.cubes.services_hours import has_times, set_hours
from data.publishing.cubes.services_newest import keep_newest, note_kept_from, requests_singly
from data.publishing.cubes.services_requested import write_requested
from data.publishing.cubes.services_shown import write_shown
from data.publishing.name_columns import names_of
from data.publishing.places import area_columns
from data.publishing.record_keys import keyed

log = logging.getLogger(__name__)
#: The cubes read the requests once, in pieces: publishing need not store them with their areas first.
READS_ONCE = True
#: A bucket is a twentieth wider than the one before, starting at an hour: times are known within 2.5 per cent. From 20
#: to 30 days it is a day, so that whole days, which is all that some publishers give, have a bucket each up to 30.
BUCKET = """CASE WHEN days < 20 THEN floor(ln(days * 24 + 1) / ln(1.05)) WHEN days < 30 THEN 107 + floor(days)
            ELSE 3 + floor(ln(days * 24 + 1) / ln(1.05)) END"""
#: Requests that are worked on at a time: what bounds the memory, and small enough for hash tables to stay in it.
REQUESTS_AT_ONCE = 5_000_000
#: A cube of every dimension is as large as the requests themselves: it is kept up to this number of them, and a cube
#: of services by day and district up to the second one. A city with more answers such questions by whole months.
MOST_DETAILED = 1_000_000
#: A bucket's own mean stands for it from so many requests on.
FEWEST_IN_BUCKET = 20
MOST_SERVICE_DAYS = 20_000_000

WHERE = {"closing": "counted <> 0", "hours": "hour IS NOT NULL"}
#: What a service says of itself; its department answers for each of its requests that names no other. Where none does,
#: these make no row more in the cubes by service. Other cubes have the department alone.
OFFER = ("department", "life_area")


CUBES = (
    Cube("departments_daily", "requests", "day", ("department", "channel"), 1, source="base"),
    Cube("departments_monthly", "requests", "month", ("department", "channel"), 1, source="base"),
    Cube("services_daily", "requests", "day", (*OFFER, "service"), source="base"),
    Cube("catalogue_monthly", "requests", "month", (*OFFER, "service"), source="base"),
    Cube("service_areas_monthly", "requests", "month", (*OFFER, "service"), 1, source="base"),
    Cube("services_monthly", "requests", "month", (*OFFER, "service", "channel"), 1, source="base"),
    Cube("service_areas_daily", "requests", "day", (*OFFER, "service"), 1, MOST_SERVICE_DAYS, source="base"),
    Cube("cells_daily", "requests", "day", (), None),
    Cube("cells_monthly", "requests", "month", ("department", "channel"), None),
    Cube("natures_daily", "requests", "day", ("nature",), 1),
    Cube("natures_monthly", "requests", "month", ("nature",), 1),
    Cube("requests_daily", "requests", "day", (*OFFER, "service", "channel", "nature"), None, MOST_DETAILED),
    Cube("closing_areas_daily", "closing", "day", ("bucket",), 1),
    Cube("closing_departments_daily", "closing", "day", ("department", "bucket")),
    Cube("closing_departments_monthly", "closing", "month", ("department", "channel", "bucket"), 1),
    Cube("closing_services_daily", "closing", "day", (*OFFER, "service", "bucket"), 0, MOST_SERVICE_DAYS),
    Cube("closing_services_monthly", "closing", "month", (*OFFER, "service", "bucket")),
    Cube("closing_cells_monthly", "closing", "month", ("bucket",), None),
    Cube("closing_channels_monthly", "closing", "month", ("channel", "bucket"), 1, adds_days=True),  # BUCKET_DAYS
    Cube("closing_natures_monthly", "closing", "month", ("nature", "bucket"), 1),
    Cube("closing_daily", "closing", "day", (*OFFER, "service", "channel", "nature", "bucket"), None, MOST_DETAILED),
    Cube("hours_daily", "hours", "day", ("channel", "hour"), 1),
    Cube("service_hours_monthly", "hours", "month", (*OFFER, "service", "hour")),
    Cube("backlog_areas_daily", "backlog", "day", ("age_days",), 1, source="moves"),
    Cube("backlog_daily", "backlog", "day", ("department", "channel", "age_days"), 1, source="moves"),
    Cube("backlog_monthly", "backlog", "month", ("department", "channel", "age_days"), 1, source="moves"),
    Cube("backlog_services_daily", "backlog", "day", (*OFFER, "service", "age_days"), 0, MOST_SERVICE_DAYS,
         source="moves"),
    Cube("backlog_services_monthly", "backlog", "month", (*OFFER, "service", "age_days"), source="moves"),
    Cube("backlog_cells_daily", "backlog", "day", ("age_days",), None, MOST_SERVICE_DAYS, source="moves"),
    Cube("backlog_cells_monthly", "backlog", "month", ("age_days",), None, source="moves"),
    Cube("backlog_requests_daily", "backlog", "day", (*OFFER, "service", "channel", "nature", "age_days"), None,
         MOST_DETAILED, source="moves"),
)  # fmt: skip

#: Names as numbers: a hundred million texts would be compared otherwise. An ENUM becomes text again in a cube.
TYPES = """
CREATE TYPE service_name AS ENUM (SELECT DISTINCT service_id FROM services ORDER BY ALL);
CREATE TYPE department_name AS ENUM (
    SELECT department_id FROM services UNION SELECT department_id FROM departments
    UNION SELECT department_id FROM requests WHERE department_id IS NOT NULL
    UNION SELECT department_id FROM requests_before WHERE department_id IS NOT NULL ORDER BY ALL
);
CREATE TYPE life_area_name AS ENUM (SELECT DISTINCT coalesce(life_area, 'unknown') FROM services ORDER BY ALL);
CREATE TYPE area_name AS ENUM (SELECT area_id FROM cubes.areas ORDER BY ALL);
CREATE TYPE channel_name AS ENUM ('app', 'web', 'window', 'hotline', 'kiosk', 'unknown');
CREATE TEMP TABLE offer AS
SELECT service_id, service_id::service_name AS service, department_id::department_name AS department,
       coalesce(life_area, 'unknown')::life_area_name AS life_area, deadline_days, cost_lcu FROM services;
"""
#: Requests without duplicates. Deadlines are days of the calendar: what was promised for the same day (0) is on time
#: until midnight. Each has 1 in the measures that it counts in (`sign` is -1 for one that is taken back).
PIECE = """
SELECT * EXCLUDE (status, outcome, rating, days, done, digital, unit_cost, deadline_days{keyless}),
       CAST(date_trunc('month', day) AS DATE) AS month,
       CASE WHEN status = 'closed' AND days IS NOT NULL THEN CAST({bucket} AS SMALLINT) END AS bucket,
       sign AS requests, CAST(sign * done AS TINYINT) AS completed,
       CAST(sign * (outcome = 'abandoned')::TINYINT AS TINYINT) AS abandoned,
       CAST(sign * (outcome = 'rejected')::TINYINT AS TINYINT) AS rejected,
       CAST(sign * done * (channel <> 'unknown')::TINYINT AS TINYINT) AS completed_known_channel,
       CAST(sign * done * (channel <> 'unknown' AND digital)::TINYINT AS TINYINT) AS completed_digital,
       CAST(sign * (rating IS NOT NULL)::TINYINT AS TINYINT) AS ratings,
       CAST(sign * coalesce(rating >= 4, false)::TINYINT AS TINYINT) AS satisfied,
       CAST(sign * (status = 'closed' AND deadline_days IS NOT NULL)::TINYINT AS TINYINT) AS closed_with_deadline,
       CAST(sign * (status = 'closed' AND coalesce(closed_on - day <= deadline_days, false))::TINYINT AS TINYINT)
           AS closed_on_time,
       CAST(sign * done * (unit_cost IS NOT NULL)::TINYINT AS TINYINT) AS costed,
       sign * done * coalesce(unit_cost, 0) AS cost_lcu,
       CAST(sign * (status = 'closed' AND days IS NOT NULL)::TINYINT AS TINYINT) AS counted,
       sign * days AS total, status = 'open' AND closed_on IS NULL AS is_open{record_key}
FROM (
    SELECT CAST(r.requested_datetime AS DATE) AS day, hour_of(r.requested_datetime) AS hour,
           CAST(r.closed_datetime AS DATE) AS closed_on, CAST({sign} AS TINYINT) AS sign,
           elapsed_days(r.requested_datetime, r.closed_datetime) AS days, r.status, r.outcome, r.rating,
           CAST(r.outcome = 'completed' AS TINYINT) AS done, s.service,
           coalesce(r.department_id::department_name, s.department) AS department, s.life_area,
           r.channel::channel_name AS channel, coalesce(r.nature, 'unknown') AS nature,
           coalesce(r.channel IN ('app', 'web', 'kiosk') OR r.assisted_digital, false) AS digital,
           s.deadline_days, s.cost_lcu AS unit_cost{areas}{key}
    FROM {requests} r JOIN offer s USING (service_id) WHERE NOT r.duplicate AND {condition}
)
"""
CATALOGUE = """
CREATE OR REPLACE TABLE cubes.catalogue AS
SELECT service_id AS service, {name}, department_id AS department, {department},
       coalesce(life_area, 'unknown') AS life_area, deadline_days, cost_lcu
FROM services ORDER BY service
"""
#: A department by one name, whoever names it: its own table before the catalogue, else its id.
DEPARTMENTS = """
CREATE OR REPLACE TABLE cubes.departments AS
SELECT department, {department} FROM (
    SELECT department_id AS department, name_en, name_local, 0 AS place FROM departments
    UNION ALL SELECT department_id, department_en, department_local, 1 FROM services
    UNION ALL SELECT department, department, NULL, 2 FROM (SELECT DISTINCT department FROM cubes.departments_monthly)
) QUALIFY row_number() OVER (PARTITION BY department ORDER BY place, name_en) = 1 ORDER BY department
"""
FORECASTS = "CREATE OR REPLACE TABLE cubes.forecasts AS SELECT * FROM forecasts ORDER BY scope, scope_id, day"
ANOMALIES = "CREATE OR REPLACE TABLE cubes.anomalies AS SELECT {anomalies} FROM anomalies ORDER BY found_day DESC"
#: What tells the rows of a table from those of another, whatever their order.
CONTENT = "SELECT count(*), sum(hash(row)) FROM {table} AS row"
#: What an anomaly counted, perturbed once and for all: it is no sum of cells that a reader can ask for.
PERTURBED_ANOMALIES = """* REPLACE (greatest(seen + (SELECT perturbation[least(seen, len(perturbation) // {levels} - 1)
    * {levels} + 1 + record_key(anomaly_id) % {levels}] FROM cubes.disclosure), 0) AS seen)"""
#: Days that stand for a bucket: the mean of its requests where they are many, to a minute or two; its middle else.
BUCKET_DAYS = """
CREATE OR REPLACE TABLE cubes.bucket_days AS
SELECT bucket, CASE WHEN sum(counted) >= {many} THEN round(sum(total) / sum(counted), 3)
    WHEN bucket BETWEEN 127 AND 136 THEN bucket - 107
    ELSE (pow(1.05, bucket + 0.5 - CASE WHEN bucket > 136 THEN 3 ELSE 0 END) - 1) / 24 END AS days
FROM cubes.closing_channels_monthly GROUP BY bucket ORDER BY bucket
"""
#: Days within which MATURE_SHARE of the requests that were closed had been: after as many, a day's requests are judged.
MATURATION = """
CREATE OR REPLACE TABLE cubes.maturation AS
SELECT 'closing' AS outcome, CAST(ceil(min(days)) AS INTEGER) AS days,
       last_day - CAST(ceil(min(days)) AS INTEGER) AS mature_day
FROM (SELECT days, sum(sum(counted)) OVER (ORDER BY days) / sum(sum(counted)) OVER () AS closed_share
      FROM cubes.closing_channels_monthly JOIN cubes.bucket_days USING (bucket) GROUP BY days), cubes.span
WHERE closed_share >= {mature} GROUP BY last_day
"""
#: What a drop that follows must know of the requests counted so far: how many, duplicates included, and the last day.
COUNTED = """
CREATE OR REPLACE TABLE cubes.counted AS
SELECT CAST({number} AS BIGINT) AS requests, DATE '{last}' AS last_known_day
"""
SPAN = """
CREATE OR REPLACE TABLE cubes.span AS
SELECT min(day) AS first_day, max(day) AS last_day FROM cubes.departments_daily WHERE requests <> 0
"""


def build(connection: duckdb.DuckDBPyConnection, city: City) -> None:
    """Writes the CUBES, `request_records`, `catalogue`, `forecasts`, `anomalies`, `counted`, `span`, `bucket_days`,
    `maturation`, `kept_from`.

    Where counts of people have a floor (`cubes.disclosure`), the rows of the CUBES have a `record_key`.
    """
    levels = area_columns(city)
    connection.execute(TYPES)
    set_hours(connection, known=has_times(connection))
    months = _months(connection)
    number = sum(requests for _, requests in months)
    people = keyed(connection)
    cubes = [cube for cube in cubes_of(people) if cube.most is None or number <= cube.most]
    for cube in cubes:
        connection.execute(f"CREATE TABLE cubes.{cube.name} ({columns_of(cube, levels)})")
    pieces = list(_pieces(months))
    for since, until in pieces:
        condition = f"r.requested_datetime >= DATE '{since}' AND r.requested_datetime < DATE '{until}'"
        add_piece(connection, cubes, levels, condition)
        log.info("services: cubes filled up to %s", until)
    if len(pieces) > 1:
        _join_pieces(connection, cubes, levels)
    if people:
        write_shown(connection, cubes=cubes, levels=levels, number=number)
        write_closed_so_far(connection, number=number)
        write_requested(connection, number=number)
    keep_newest(connection, requests_singly(levels), number)
    write_reference_tables(connection, city=city, number=number, last=_last_day(connection))


def write_reference_tables(connection: duckdb.DuckDBPyConnection, *, city: City, number: int, last: date) -> None:
    """Writes or renews the tables beside the cubes.

    They are `catalogue`, `departments`, `forecasts`, `anomalies`, `counted`, `span`, `bucket_days`, `maturation` and
    `kept_from`; `request_records` is there.
    """
    name = names_of(city, "name", "name_en", "name_local")
    department = names_of(city, "department", "department_en", "department_local")
    connection.execute(CATALOGUE.format(name=name, department=department))
    connection.execute(DEPARTMENTS.format(department=names_of(city, "department", "name_en", "name_local")))
    # A hundred times a day, the drop that follows has the forecasts of the one before.
    if not _same_content(connection, "forecasts"):
        connection.execute(FORECASTS)
    anomalies = PERTURBED_ANOMALIES.format(levels=LEVELS) if keyed(connection) else "*"
    connection.execute(ANOMALIES.format(anomalies=anomalies))
    connection.execute(BUCKET_DAYS.format(many=FEWEST_IN_BUCKET))
    connection.execute(COUNTED.format(number=number, last=last))
    connection.execute(SPAN)
    connection.execute(MATURATION.format(mature=MATURE_SHARE))
    note_kept_from(connection)


def _same_content(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    """Whether the cubes have the table already with the rows that the drop has."""
    there = "SELECT 1 FROM duckdb_tables() WHERE database_name = 'cubes' AND table_name = ?"
    if not connection.execute(there, [table]).fetchall():
        return False
    given, held = (connection.execute(CONTENT.format(table=each)).fetchall() for each in (table, f"cubes.{table}"))
    return given == held


def cubes_of(people: bool) -> list[Cube]:
    """The CUBES, with record keys where they count people whose numbers have a floor."""
    return [replace(cube, of_people=people) for cube in CUBES]


def add_piece(connection: duckdb.DuckDBPyConnection, cubes: list[Cube], levels: list[str], condition: str) -> None:
    """Add the requests that fulfil the condition on `r` to the cubes."""
    people = cubes[0].of_people
    connection.execute(f"CREATE OR REPLACE TABLE piece AS {piece_of(levels, condition, people=people)}")
    add_up_base(connection, levels, people)
    add_up_moves(connection, levels, people)
    for cube in cubes:
        connection.execute(f"INSERT INTO cubes.{cube.name} {summed(cube, levels, cube.source)}")


def _join_pieces(connection: duckdb.DuckDBPyConnection, cubes: list[Cube], levels: list[str]) -> None:
    """Give each key of the backlog one row: requests of one piece are closed in the months of another."""
    for cube in cubes:
        if cube.kind == "backlog":
            columns = columns_of(cube, levels)
            connection.execute(f"ALTER TABLE cubes.{cube.name} RENAME TO in_pieces")
            connection.execute(f"CREATE TABLE cubes.{cube.name} ({columns})")
            connection.execute(f"INSERT INTO cubes.{cube.name} {summed(cube, levels, 'cubes.in_pieces')}")
            connection.execute("DROP TABLE cubes.in_pieces")


def add_up_base(connection: duckdb.DuckDBPyConnection, levels: list[str], people: bool) -> None:
    """`base`: the sums of `piece` that many cubes are made of."""
    base = Cube("base", "requests", "day", (*OFFER, "service", "channel", "month"), 1, of_people=people)
    connection.execute(f"CREATE OR REPLACE TABLE base AS {summed(base, levels, 'piece')}")


def piece_of(
    levels: list[str], condition: str, requests: str = "requests", sign: int = 1, *, people: bool = False
) -> str:
    """The statement of the requests that fulfil the condition on `r`, to be counted or (sign -1) taken back."""
    areas = "".join(f", r.{level}::area_name AS {level}" for level in levels)
    key, signed = (", record_key(r.service_request_id) AS key", ", sign * key AS record_key") if people else ("", "")
    return PIECE.format(
        bucket=BUCKET,
        areas=areas,
        sign=sign,
        requests=requests,
        condition=condition,
        key=key,
        record_key=signed,
        keyless=", key" if people else "",
    )


def types_of(cube: Cube, levels: list[str]) -> dict[str, str]:
    """The SQL type of each column of a cube: names as text."""
    types = {"day": "DATE", "month": "DATE", "bucket": "SMALLINT", "hour": "UTINYINT"}
    return {key: types.get(key, "VARCHAR") for key in cube.keys(levels)} | cube.sums


def columns_of(cube: Cube, levels: list[str]) -> str:
    """The columns of a cube with their types, as a table is made of them."""
    return ", ".join(f"{name} {sql_type}" for name, sql_type in types_of(cube, levels).items())


def _summed(name: str, sql_type: str) -> str:
    """The expression that adds a column up."""
    if name == RECORD_KEY:
        return f"CAST((sum({name}) % {KEYS} + {KEYS}) % {KEYS} AS {sql_type}) AS {name}"
    return f"round(sum({name}), 3) AS {name}" if sql_type == "DOUBLE" else f"CAST(sum({name}) AS {sql_type}) AS {name}"


def summed(cube: Cube, levels: list[str], source: str) -> str:
    """The rows of a cube, from `piece`, `base` or `moves`, in the order of `order_of`."""
    keys = ", ".join(cube.keys(levels))
    sums = ", ".join(_summed(name, sql_type) for name, sql_type in cube.sums.items())
    kept = f"SELECT {keys}, {sums} FROM {source} WHERE {WHERE.get(cube.kind, 'true')} GROUP BY ALL"
    some = " OR ".join(f"{name} <> 0" for name in counted_in(cube)) if cube.kind == "backlog" else "true"
    return f"FROM ({kept}) WHERE {some} ORDER BY {order_of(cube)}"


def counted_in(cube: Cube) -> list[str]:
    """The columns that are 0 where nothing is left: people and, in a backlog, where as many come as leave, keys."""
    return list(cube.sums)[:1] + ([RECORD_KEY] if cube.of_people and cube.kind == "backlog" else [])


def order_of(cube: Cube) -> str:
    """The order in which the rows of a cube are kept: month by month, those of the largest sums first.

    A cube by day of a hundred million requests takes less than half the room so, as numbers are packed to the width of
    the largest of some thousand neighbours. Months in order are what a period skips the others by.
    """
    month = "date_trunc('month', day)" if cube.time == "day" else "month"
    first, *others = MEASURES[cube.kind]
    following = ["bucket"] if cube.kind == "closing" else others[:1]
    return ", ".join([month, *(f"{name} DESC" for name in (first, *following))])


def _months(connection: duckdb.DuckDBPyConnection) -> list[tuple[date, int]]:
    """(first day, requests) of every month that has any, oldest first."""
    return connection.execute(
        "SELECT CAST(date_trunc('month', requested_datetime) AS DATE) AS month, count(*) FROM requests "
        "GROUP BY month ORDER BY month"
    ).fetchall()


def _last_day(connection: duckdb.DuckDBPyConnection) -> date:
    """The last day on which a request was made or closed; any day where there is none."""
    found = connection.execute(
        "SELECT CAST(greatest(max(requested_datetime), max(closed_datetime)) AS DATE) FROM requests WHERE NOT duplicate"
    ).fetchone()
    return found[0] if found and found[0] else date(1970, 1, 1)


def _pieces(months: list[tuple[date, int]]) -> Iterator[tuple[date, date]]:
    """Spans of whole months (from, before) of REQUESTS_AT_ONCE requests or one month each."""
    held, since = 0, None
    for index, (month, requests) in enumerate(months):
        since, held = since or month, held + requests
        following = months[index + 1] if index + 1 < len(months) else None
        if following is None or held + following[1] > REQUESTS_AT_ONCE:
            yield since, date(month.year + month.month // 12, month.month % 12 + 1, 1)
            held, since = 0, None
