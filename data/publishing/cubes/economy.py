"""The roll-ups of the economy page: growth by vintage, forecasts, scores, releases, indicators by period and area."""

from __future__ import annotations

import duckdb

from data.city.pack import City

#: The newest value of each period that was not withdrawn, and growth as the series is shown: none, on the year before
#: in percent, or the difference to the period before.
_SERIES = """
CREATE TABLE cubes.series AS SELECT series_id, * EXCLUDE (series_id) FROM series;
CREATE TABLE cubes.latest AS
    WITH newest AS (
        SELECT series_id, period_start, arg_max(status, vintage) AS status, max(vintage) AS vintage,
               arg_max({value: value}, vintage).value AS value
        FROM observations GROUP BY ALL
    ), held AS (
        SELECT newest.*, transform, frequency, name_en, unit, role FROM newest JOIN series USING (series_id)
        WHERE value IS NOT NULL
    )
    SELECT now.series_id AS series, now.name_en AS name, now.unit, now.role, now.frequency, now.transform, now.status,
           now.period_start, now.period_start AS day, now.vintage, now.value,
           CASE now.transform
               WHEN 'yoy' THEN (now.value / nullif(year_before.value, 0) - 1) * 100
               WHEN 'difference' THEN now.value - before.value
               ELSE now.value END AS shown
    FROM held AS now
    LEFT JOIN held AS year_before
        ON year_before.series_id = now.series_id AND year_before.period_start = now.period_start - INTERVAL 1 YEAR
    LEFT JOIN held AS before
        ON before.series_id = now.series_id AND before.period_start = now.period_start
           - CASE now.frequency WHEN 'M' THEN INTERVAL 1 MONTH WHEN 'Q' THEN INTERVAL 3 MONTH ELSE INTERVAL 1 YEAR END;
"""

_TARGET = """
CREATE TABLE cubes.target_vintages AS
    WITH stated AS (
        SELECT series_id, 'quarterly' AS growth, period_start, time_period, vintage, value
        FROM observations JOIN series USING (series_id)
        WHERE role = 'target' AND series_id NOT IN (SELECT series_id FROM growth_vintages)
    ), told AS (
        SELECT series_id, growth, period_start, time_period, vintage, value FROM growth_vintages
        UNION ALL SELECT * FROM stated
    )
    SELECT series_id AS series, growth, growth = min(growth) OVER (PARTITION BY series_id) AS main, period_start,
           time_period, vintage AS day, vintage, value,
           row_number() OVER (PARTITION BY series_id, growth, period_start ORDER BY vintage) AS release_number,
           row_number() OVER (PARTITION BY series_id, growth, period_start ORDER BY vintage DESC) = 1 AS newest
    FROM told;
CREATE TABLE cubes.forecasts AS
    SELECT series_id AS series, growth, growth = min(growth) OVER (PARTITION BY series_id) AS main, method,
           made_on AS day, made_on, period_start, time_period, horizon_quarters, value,
           low50, high50, low80, high80, low90, high90, made_on = max(made_on) OVER (PARTITION BY series_id) AS newest
    FROM forecasts;
CREATE TABLE cubes.scores AS
    SELECT series_id AS series, growth = min(growth) OVER (PARTITION BY series_id) AS main, * EXCLUDE (series_id)
    FROM scores;
CREATE TABLE cubes.method_runs AS SELECT series_id AS series, * EXCLUDE (series_id) FROM method_runs;
CREATE TABLE cubes.releases AS
    SELECT series_id AS series, name_en AS name, ref_area_name, released_on AS day, released_on, time_period,
           new_periods, revised_periods
    FROM releases JOIN series USING (series_id);
CREATE TABLE cubes.news AS
    SELECT news.series_id AS series, made_on AS day, time_period AS quarter, kind, source_period, expected, observed,
           impact, CASE WHEN kind = 'release' THEN coalesce(category, 'other') ELSE kind END AS category,
           coalesce(source.name_en, '–') AS name, period_start = date_trunc('quarter', newest.day) AS running
    FROM news LEFT JOIN series AS source ON source.series_id = news.source_id
    CROSS JOIN (SELECT max(made_on) AS day FROM news_paths) AS newest;
CREATE TABLE cubes.news_paths AS
    SELECT series_id AS series, made_on AS day, time_period AS quarter, value,
           period_start = date_trunc('quarter', max(made_on) OVER ()) AS running
    FROM news_paths;
CREATE TABLE cubes.release_calendar AS
    SELECT series_id AS series, name_en AS name, time_period, expected_on, released_on, state AS release_state
    FROM release_calendar JOIN series USING (series_id);
CREATE TABLE cubes.area_indicators AS SELECT * FROM area_indicators LEFT JOIN ancestry USING (area_id);
CREATE TABLE cubes.span AS SELECT min(period_start) AS first_day, max(vintage) AS last_day FROM observations;
"""


def build(connection: duckdb.DuckDBPyConnection, city: City) -> None:
    """Writes the economy cubes into the attached database `cubes`; growth is in percent."""
    connection.execute(_SERIES)
    connection.execute(_TARGET)
