"""The roll-ups of the economy page: growth by vintage, forecasts, scores, releases, indicators by period and area."""

from __future__ import annotations

import duckdb

from data.city.pack import City

#: What is known from a day on is so until the day on which something else is known in its place; never is this day.
NEVER = "DATE '2200-01-01'"

#: Each value of a period with the days on which it stood, and growth as the series is shown: none, on the year before
#: in percent, or the difference to the period before, of values that stood together.
_SERIES = f"""
CREATE TABLE cubes.series AS SELECT series_id, * EXCLUDE (series_id) FROM series;
CREATE TABLE cubes.latest AS
    WITH told AS (
        SELECT series_id, period_start, vintage AS known_from, value, status, transform, frequency, name_en, unit, role,
               coalesce(lead(vintage) OVER (PARTITION BY series_id, period_start ORDER BY vintage), {NEVER})
                   AS known_until,
               CASE transform WHEN 'yoy' THEN INTERVAL 1 YEAR
                   WHEN 'difference' THEN CASE frequency WHEN 'M' THEN INTERVAL 1 MONTH WHEN 'Q' THEN INTERVAL 3 MONTH
                       ELSE INTERVAL 1 YEAR END END AS back
        FROM observations JOIN series USING (series_id)
    )
    SELECT now.series_id AS series, now.name_en AS name, now.unit, now.role, now.frequency, now.transform, now.status,
           now.period_start, now.period_start AS day, greatest(now.known_from, before.known_from) AS known_from,
           least(now.known_until, before.known_until) AS known_until, now.known_from AS vintage, now.value,
           CASE now.transform
               WHEN 'yoy' THEN (now.value / nullif(before.value, 0) - 1) * 100
               WHEN 'difference' THEN now.value - before.value
               ELSE now.value END AS shown
    FROM told AS now
    LEFT JOIN told AS before
        ON before.series_id = now.series_id AND before.period_start = now.period_start - now.back
           AND before.known_from < now.known_until AND before.known_until > now.known_from
    WHERE now.value IS NOT NULL;
"""

#: First day of a period as area figures write it: 2024, 2023/24, 2024-Q3, 2024Q3, 2024-11; NULL without a year.
_PERIOD_START = r"""make_date(
    try_cast(regexp_extract(time_period, '\d{4}') AS INTEGER),
    CASE WHEN regexp_matches(time_period, 'Q[1-4]') THEN regexp_extract(time_period, 'Q([1-4])', 1)::INTEGER * 3 - 2
        WHEN regexp_full_match(time_period, '\d{4}-(0[1-9]|1[0-2])(-\d\d)?') THEN time_period[6:7]::INTEGER
        ELSE 1 END, 1)"""

_TARGET = f"""
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
           vintage AS known_from,
           coalesce(lead(vintage) OVER (PARTITION BY series_id, growth, period_start ORDER BY vintage), {NEVER})
               AS known_until
    FROM told;
CREATE TABLE cubes.forecasts AS
    WITH days AS (
        SELECT series_id, made_on, coalesce(lead(made_on) OVER (PARTITION BY series_id ORDER BY made_on), {NEVER})
            AS known_until
        FROM (SELECT DISTINCT series_id, made_on FROM forecasts)
    )
    SELECT series_id AS series, growth, growth = min(growth) OVER (PARTITION BY series_id) AS main, method,
           made_on AS day, made_on, period_start, time_period, horizon_quarters, value,
           low50, high50, low80, high80, low90, high90, made_on AS known_from, known_until
    FROM forecasts JOIN days USING (series_id, made_on);
CREATE TABLE cubes.scores AS
    WITH every AS (
        SELECT *, coalesce((SELECT max(made_on) FROM forecasts), DATE '1800-01-01') AS scored_on FROM scores
        UNION ALL BY NAME SELECT * FROM earlier_scores
    ), days AS (
        SELECT series_id, scored_on, coalesce(lead(scored_on) OVER (PARTITION BY series_id ORDER BY scored_on), {NEVER})
            AS known_until
        FROM (SELECT DISTINCT series_id, scored_on FROM every)
    )
    SELECT series_id AS series, growth = min(growth) OVER (PARTITION BY series_id) AS main,
           * EXCLUDE (series_id, scored_on), scored_on AS known_from
    FROM every JOIN days USING (series_id, scored_on);
CREATE TABLE cubes.method_runs AS
    WITH days AS (
        SELECT series_id, made_on, coalesce(lead(made_on) OVER (PARTITION BY series_id ORDER BY made_on), {NEVER})
            AS known_until
        FROM (SELECT DISTINCT series_id, made_on FROM method_runs)
    )
    SELECT series_id AS series, * EXCLUDE (series_id), made_on AS known_from
    FROM method_runs JOIN days USING (series_id, made_on);
CREATE TABLE cubes.releases AS
    SELECT series_id AS series, name_en AS name, ref_area_name, released_on AS day, released_on, time_period,
           new_periods, revised_periods
    FROM releases JOIN series USING (series_id);
CREATE TABLE cubes.news AS
    SELECT news.series_id AS series, made_on AS day, period_start, time_period AS quarter, kind, source_period,
           expected, observed, impact,
           CASE WHEN kind = 'release' THEN coalesce(category, 'other') ELSE kind END AS category,
           coalesce(source.name_en, '–') AS name
    FROM news LEFT JOIN series AS source ON source.series_id = news.source_id;
CREATE TABLE cubes.news_paths AS
    SELECT series_id AS series, made_on AS day, period_start, time_period AS quarter, value FROM news_paths;
CREATE TABLE cubes.release_calendar AS
    SELECT series_id AS series, name_en AS name, time_period, expected_on, released_on, state AS release_state,
           coalesce(max(released_on) OVER (PARTITION BY series_id ORDER BY expected_on
               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), released_on, DATE '1800-01-01') AS known_from
    FROM release_calendar JOIN series USING (series_id);
CREATE TABLE cubes.area_indicators AS
    SELECT *, indicator AS area_indicator, {_PERIOD_START} AS day,
           coalesce((SELECT max(vintage) FROM observations), DATE '1800-01-01') AS known_from
    FROM area_indicators LEFT JOIN ancestry USING (area_id);
CREATE TABLE cubes.span AS
    SELECT coalesce(min(period_start), (SELECT min(day) FROM cubes.area_indicators)) AS first_day,
           coalesce(max(vintage), (SELECT max(day) FROM cubes.area_indicators)) AS last_day
    FROM observations;
"""


def build(connection: duckdb.DuckDBPyConnection, city: City) -> None:
    """Writes the economy cubes into the attached database `cubes`; growth is in percent."""
    connection.execute(_SERIES)
    connection.execute(_TARGET)
