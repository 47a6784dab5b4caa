"""Cubes of services: requests by day, how long they took as a histogram, and what was open at each month's end.

Each is keyed by every dimension that the page selects by, so that every chart follows every selection.
"""

from __future__ import annotations

import duckdb

from data.city import City

#: A bucket is a twentieth wider than the one before, starting at an hour: times are known within 2.5 per cent, and
#: whole days, which is all that some publishers give, have a bucket each up to 20 days.
BUCKET_RATIO = 1.05
#: Single requests are kept for the table and the map's lowest level only where they are few enough to be cheap.
MOST_RECORDS = 200_000
DIMENSIONS = ("service", "department", "life_area", "channel", "nature")

#: Requests without duplicates, with the page's names for what a reader may select by.
COUNTED = """
CREATE TEMP VIEW counted AS
SELECT r.service_request_id, CAST(r.requested_datetime AS DATE) AS day, CAST(r.closed_datetime AS DATE) AS closed_on,
       epoch(r.closed_datetime - r.requested_datetime) / 86400 AS days, r.status, r.outcome, r.rating,
       r.service_id AS service, s.department_id AS department, coalesce(s.life_area, 'unknown') AS life_area, r.channel,
       coalesce(r.nature, 'unknown') AS nature,
       coalesce(r.channel IN ('app', 'web', 'kiosk') OR r.assisted_digital, false) AS digital,
       s.deadline_days, s.cost_lcu, r.lat, r.long{areas}
FROM requests r JOIN services s USING (service_id) WHERE NOT r.duplicate
"""
DAILY = """
CREATE TABLE cubes.requests_daily AS
SELECT day, {dimensions}, count(*) AS requests, count(*) FILTER (outcome = 'completed') AS completed,
       count(*) FILTER (outcome = 'completed' AND channel <> 'unknown') AS completed_known_channel,
       count(*) FILTER (outcome = 'completed' AND channel <> 'unknown' AND digital) AS completed_digital,
       count(rating) AS ratings, count(*) FILTER (rating >= 4) AS satisfied,
       count(*) FILTER (status = 'closed' AND deadline_days IS NOT NULL) AS closed_with_deadline,
       count(*) FILTER (status = 'closed' AND days <= deadline_days) AS closed_on_time,
       count(*) FILTER (outcome = 'completed' AND cost_lcu IS NOT NULL) AS costed,
       coalesce(sum(cost_lcu) FILTER (outcome = 'completed'), 0) AS cost_lcu
FROM counted GROUP BY ALL ORDER BY day
"""
CLOSING = """
CREATE TABLE cubes.closing_daily AS
SELECT day, {dimensions}, CAST(floor(ln(days * 24 + 1) / ln({ratio})) AS INTEGER) AS bucket, count(*) AS counted,
       sum(days) AS total
FROM counted WHERE status = 'closed' AND days IS NOT NULL GROUP BY ALL ORDER BY day
"""
#: Open at the end of a month: asked for by then, and closed later or not at all. The last month ends with the records.
BACKLOG = """
CREATE TABLE cubes.backlog_monthly AS
WITH span AS (SELECT min(day) AS first, greatest(max(day), max(closed_on)) AS last FROM counted),
ends AS (SELECT m AS month, least(CAST(m + INTERVAL 1 MONTH AS DATE) - 1, last) AS end_day
         FROM span, unnest(CAST(generate_series(date_trunc('month', first), last, INTERVAL 1 MONTH) AS DATE[])) AS t(m))
SELECT month, {dimensions}, CASE WHEN end_day - day <= 7 THEN '0-7' WHEN end_day - day <= 30 THEN '8-30'
       WHEN end_day - day <= 90 THEN '31-90' WHEN end_day - day <= 365 THEN '91-365' ELSE '366+' END AS age_days,
       count(*) AS backlog
FROM counted JOIN ends ON day <= end_day AND (closed_on IS NULL OR closed_on > end_day)
WHERE status = 'open' OR closed_on IS NOT NULL GROUP BY ALL ORDER BY month
"""
RECORDS = """
CREATE TABLE cubes.request_records AS
SELECT day, service_request_id, closed_on, days, status, {dimensions}, lat, long
FROM counted WHERE (SELECT count(*) FROM counted) <= {most} ORDER BY day DESC
"""
CATALOGUE = """
CREATE TABLE cubes.catalogue AS
SELECT service_id AS service, name_en, name_local, department_id AS department, department_en, department_local,
       coalesce(life_area, 'unknown') AS life_area, deadline_days
FROM services ORDER BY service
"""
DISCLOSURE = "CREATE TABLE cubes.disclosure AS SELECT CAST(? AS INTEGER) AS small_cell_floor"
SPAN = "CREATE TABLE cubes.span AS SELECT min(day) AS first_day, max(day) AS last_day FROM counted"


def build(connection: duckdb.DuckDBPyConnection, city: City) -> None:
    """Writes `requests_daily`, `closing_daily`, `backlog_monthly`, `request_records`, `catalogue` and `disclosure`."""
    levels = [f"area_{level}" for level in range(1, len(city.levels))]
    dimensions = ", ".join([*DIMENSIONS, *levels])
    connection.execute(COUNTED.format(areas="".join(f", r.{level}" for level in levels)))
    connection.execute(DAILY.format(dimensions=dimensions))
    connection.execute(CLOSING.format(dimensions=dimensions, ratio=BUCKET_RATIO))
    connection.execute(BACKLOG.format(dimensions=dimensions))
    connection.execute(RECORDS.format(dimensions=dimensions, most=MOST_RECORDS))
    connection.execute(CATALOGUE)
    connection.execute(DISCLOSURE, [city.small_cell_floor])
    connection.execute(SPAN)
    connection.execute("DROP VIEW counted")
