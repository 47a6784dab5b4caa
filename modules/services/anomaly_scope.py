"""The probable scope of an anomaly: a channel or an area that the difference is confined to."""

from __future__ import annotations

import duckdb
import numpy as np
import pandas as pd

from modules.services.daily_counts import AREA, JOIN_AREAS

#: Days before an anomaly that tell how requests usually spread over channels and areas.
USUAL_DAYS = 56
#: A difference is confined to a part that explains this share of it ...
EXPLAINS = 0.8
#: ... though no more than this share of requests usually comes from there.
MOST_USUAL = 0.6
#: Differences of fewer requests say nothing about where they come from.
LEAST_DIFFERENCE = 5.0


def _counted(connection: duckdb.DuckDBPyConnection, part: str, joins: str) -> pd.DataFrame:
    """`anomaly_id`, `part`, `usual` (requests before) and `during`, from the registered `found`."""
    return connection.execute(
        f"""
        WITH asked AS (
            SELECT r.service_id, s.department_id, r.requested_datetime::DATE AS day, {part} AS part
            FROM requests AS r JOIN services AS s USING (service_id) {joins}
            WHERE NOT r.duplicate AND {part} IS NOT NULL
        ), of_services AS (
            SELECT anomaly_id, part, day, first_day::DATE AS first_day, 1 AS requests
            FROM asked JOIN found ON found.service_id = asked.service_id
            WHERE day BETWEEN first_day::DATE - {USUAL_DAYS} AND last_day::DATE
        ), by_department AS (
            -- Counted by day first: a department has many requests and many anomalies.
            SELECT department_id, part, day, count(*) AS requests FROM asked GROUP BY ALL
        ), of_departments AS (
            SELECT anomaly_id, part, day, first_day::DATE AS first_day, requests
            FROM by_department JOIN found USING (department_id)
            WHERE found.service_id IS NULL AND day BETWEEN first_day::DATE - {USUAL_DAYS} AND last_day::DATE
        )
        SELECT anomaly_id, part, coalesce(sum(requests) FILTER (day < first_day), 0)::DOUBLE AS usual,
               coalesce(sum(requests) FILTER (day >= first_day), 0)::DOUBLE AS during
        FROM (FROM of_services UNION ALL FROM of_departments) GROUP BY ALL
        """
    ).df()


def confined_to(anomalies: pd.DataFrame, parts: pd.DataFrame) -> pd.Series:
    """For each anomaly the part that its difference is confined to, None where it is not, by anomaly_id.

    `parts` has `anomaly_id`, `part`, `usual` and `during`. What was expected of a part is its usual share of all that
    was expected.
    """
    told = parts.merge(anomalies[["anomaly_id", "expected"]], on="anomaly_id")
    by_anomaly = told.groupby("anomaly_id")
    # One request more for each part, so that a part never seen before has a share.
    told["share"] = (told["usual"] + 1) / (by_anomaly["usual"].transform("sum") + by_anomaly["part"].transform("size"))
    difference = by_anomaly["during"].transform("sum") - told["expected"]
    explains = (told["during"] - told["share"] * told["expected"]) / difference.replace(0, np.nan)
    confined = (explains >= EXPLAINS) & (told["share"] <= MOST_USUAL) & (difference.abs() >= LEAST_DIFFERENCE)
    chosen = told.assign(explains=explains)[confined].sort_values("explains").groupby("anomaly_id")["part"].last()
    found: pd.Series = anomalies["anomaly_id"].map(chosen).astype(object)
    return found.where(found.notna(), None)


def with_scope(anomalies: pd.DataFrame, connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Adds `channel` and `area_id`; empty for the whole city, where a channel is asked in vain.

    `connection` has the views `requests` and `services` and what `daily_counts.place_requests` made.
    """
    if anomalies.empty:
        return anomalies.assign(channel=None, area_id=None)
    connection.register("found", anomalies[anomalies["department_id"].notna()])
    channels = _counted(connection, "r.channel", "")
    areas = _counted(connection, AREA, JOIN_AREAS)
    connection.unregister("found")
    return anomalies.assign(channel=confined_to(anomalies, channels), area_id=confined_to(anomalies, areas))
