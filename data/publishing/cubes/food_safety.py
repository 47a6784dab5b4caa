"""Cubes of food safety: visits, what they found, alerts and premises, narrow, one row each.

A city makes tens of thousands of visits a year, and the page drills to one premises and its history, so the visits
themselves, without their words, are the narrowest table that still counts distinct premises exactly in any view.
"""

from __future__ import annotations

import duckdb

from data.city.pack import City
from data.published.snapshots import MATURE_SHARE
from data.publishing.name_columns import names_of

#: A bucket is a tenth wider than the one before, starting at an hour: any time is known within five per cent.
BUCKET_RATIO = 1.1

VISITS = """
CREATE TABLE cubes.visits AS
SELECT i.inspected_on AS day, i.inspection_id, i.premises_id AS premises, i.kind, i.result,
       p.facility_type, CAST(p.risk_class AS VARCHAR) AS risk_class, i.inspector_id, i.critical_count, i.serious_count,
       i.minor_count{areas}
FROM inspections i JOIN premises p USING (premises_id) ORDER BY day, i.inspection_id
"""
FINDINGS = """
CREATE TABLE cubes.findings AS
SELECT v.day, v.inspection_id, v.premises, f.code, f.description, f.severity, f.occurrences, v.kind, v.result,
       v.facility_type, v.risk_class{areas}
FROM violations f JOIN cubes.visits v USING (inspection_id) ORDER BY v.day
"""
#: An alert found false is as good as closed on the day somebody last touched it.
ALERTS = """
CREATE TABLE cubes.alert_history AS
SELECT CAST(a.raised_datetime AS DATE) AS day, a.alert_id, a.premises_id AS premises, a.hazard_class, a.hazard,
       a.source, a.state, a.verified, CAST(a.acknowledged_datetime AS DATE) AS acknowledged_on,
       CAST(a.rectified_datetime AS DATE) AS rectified_on, CAST(a.rechecked_datetime AS DATE) AS rechecked_on, a.due_on,
       CASE WHEN a.state IN ('closed', 'false_alarm') THEN CAST(coalesce(a.rechecked_datetime, a.rectified_datetime,
            a.acknowledged_datetime, a.raised_datetime) AS DATE) END AS closed_on,
       elapsed_days(a.raised_datetime, a.rechecked_datetime) AS days_to_recheck,
       CAST(floor(ln(elapsed_days(a.raised_datetime, a.rechecked_datetime) * 24 + 1) / ln({ratio})) AS INTEGER)
            AS bucket,
       i.kind, i.result, p.facility_type, CAST(p.risk_class AS VARCHAR) AS risk_class{areas}
FROM alerts a JOIN premises p USING (premises_id) LEFT JOIN inspections i USING (inspection_id) ORDER BY day
"""
PLACES = """
CREATE TABLE cubes.premises_register AS
SELECT premises_id AS premises, {name}, {address}, facility_type, CAST(risk_class AS VARCHAR) AS risk_class,
       lat, long{areas}
FROM premises p ORDER BY premises
"""
CAMERAS = """
CREATE TABLE cubes.camera_months AS
SELECT c.month, c.camera_id, c.premises_id AS premises, c.uptime_share, p.facility_type,
       CAST(p.risk_class AS VARCHAR) AS risk_class{areas}
FROM cameras c JOIN premises p USING (premises_id) ORDER BY month
"""
SPAN = """
CREATE TABLE cubes.span AS SELECT min(day) AS first_day, max(day) AS last_day
FROM (SELECT day FROM cubes.visits UNION ALL SELECT day FROM cubes.alert_history)
"""

#: Days within which MATURE_SHARE of the alerts that were re-checked, or looked at by a person, had been.
MATURATION = """
CREATE TABLE cubes.maturation AS
SELECT outcome, CAST(ceil(quantile_cont(days, {mature})) AS INTEGER) AS days,
       max(last_day) - CAST(ceil(quantile_cont(days, {mature})) AS INTEGER) AS mature_day
FROM cubes.span, (SELECT 'recheck' AS outcome, days_to_recheck AS days FROM cubes.alert_history
      UNION ALL SELECT 'confirmation', acknowledged_on - day FROM cubes.alert_history WHERE verified IS NOT NULL)
WHERE days IS NOT NULL GROUP BY outcome ORDER BY outcome
"""


def build(connection: duckdb.DuckDBPyConnection, city: City) -> None:
    """Writes `visits`, `findings`, `alert_history`, `premises_register`, `camera_months`,
    `span` and `maturation`."""
    levels = range(1, len(city.levels))
    of_premises = "".join(f", p.area_{level}" for level in levels)
    of_visits = "".join(f", v.area_{level}" for level in levels)
    connection.execute(VISITS.format(areas=of_premises))
    connection.execute(FINDINGS.format(areas=of_visits))
    connection.execute(ALERTS.format(areas=of_premises, ratio=BUCKET_RATIO))
    name, address = (names_of(city, word, word, f"{word}_local") for word in ("name", "address"))
    connection.execute(PLACES.format(name=name, address=address, areas=of_premises))
    connection.execute(CAMERAS.format(areas=of_premises))
    connection.execute(SPAN)
    connection.execute(MATURATION.format(mature=MATURE_SHARE))
