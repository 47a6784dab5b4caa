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
    when = "r.requested_datetime::DATE"
    return connection.execute(
        f"""
        SELECT anomaly_id, {part} AS part, count(*) FILTER ({when} < first_day::DATE) AS usual,
               count(*) FILTER ({when} >= first_day::DATE) AS during
        FROM requests AS r JOIN services AS s USING (service_id) {joins}
        JOIN found ON found.department_id = s.department_id
        WHERE NOT r.duplicate AND {part} IS NOT NULL AND (found.service_id IS NULL OR found.service_id = r.service_id)
              AND {when} BETWEEN first_day::DATE - {USUAL_DAYS} AND last_day::DATE
        GROUP BY ALL
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
