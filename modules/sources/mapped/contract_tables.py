"""The contract's tables made of a file's rows: a statement a table over the table `file_rows` of field texts.

A row of the file is a row of the target's table; what it says of a service, a premises or a series makes another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from data.city.pack import City
from data.drops.contract import load_contract
from data.sql_text import literal
from modules.sources.mapped.mapping import ColumnMapping

NOT_STATED = "Not stated"


@dataclass(frozen=True)
class Made:
    """`statements`: contract table -> SELECT over `file_rows`. `main` is the table with a row for each of the file's.

    `prepare` are statements that come before; `last_day` is SQL of the last day of the records in `file_rows`, today at
    most: `today_here()` is the city's day, and `past(day)` NULL for a day that has not come.
    """

    main: str
    statements: Mapping[str, str]
    last_day: str
    prepare: tuple[str, ...] = ()


def _named(column: str) -> str:
    """SQL of an id: the file's own, else made of the name."""
    return f"coalesce({column}_id, name_id({column}))"


def _requests(mapping: ColumnMapping, city: City) -> Made:
    local = "NULL::VARCHAR" if city.language == "en" else "{0}"
    service, department = "coalesce(mode(service_name), service_id)", f"coalesce(mode(department), '{NOT_STATED}')"
    # A request of which the file says no department is not guessed to be its service's.
    none = f"'{NOT_STATED}'" if "department" in mapping.columns else "NULL"
    prepare = f"""CREATE OR REPLACE TEMP TABLE tidy AS SELECT * REPLACE (
        coalesce(department, {none}) AS department,
        coalesce(service_id, name_id(service_name)) AS service_id,
        CASE WHEN status IN ('open', 'closed') THEN status WHEN closed_datetime IS NULL THEN 'open' ELSE 'closed' END
            AS status,
        CASE WHEN outcome IN ('completed', 'rejected', 'abandoned') THEN outcome ELSE 'unknown' END AS outcome,
        CASE WHEN channel IN ('app', 'web', 'window', 'hotline', 'kiosk') THEN channel ELSE 'unknown' END AS channel,
        CASE WHEN try_cast(rating AS DOUBLE) IS NOT NULL THEN rating END AS rating,
        CASE WHEN duplicate = 'true' THEN 'true' ELSE 'false' END AS duplicate,
        CASE WHEN try_cast(lat AS DOUBLE) = 0 AND try_cast(long AS DOUBLE) = 0 THEN NULL ELSE lat END AS lat,
        CASE WHEN try_cast(lat AS DOUBLE) = 0 AND try_cast(long AS DOUBLE) = 0 THEN NULL ELSE long END AS long)
        FROM file_rows"""
    return Made(
        "requests",
        {
            "services": f"""SELECT service_id, {service} AS name_en, {local.format(service)} AS name_local,
                name_id({department}) AS department_id, {department} AS department_en,
                {local.format(department)} AS department_local FROM tidy WHERE service_id IS NOT NULL
                GROUP BY service_id ORDER BY service_id""",
            "departments": f"""SELECT name_id(department) AS department_id, mode(department) AS name_en,
                {local.format("mode(department)")} AS name_local FROM tidy WHERE department IS NOT NULL
                GROUP BY ALL ORDER BY department_id""",
            "requests": """SELECT service_request_id, service_id, status,
                CASE WHEN status = 'open' THEN 'pending' ELSE outcome END AS outcome, channel, requested_datetime,
                CASE WHEN status = 'closed' THEN closed_datetime END AS closed_datetime, rating, duplicate, nature,
                name_id(department) AS department_id, area_id, lat, long FROM tidy ORDER BY _row""",
        },
        "greatest(max(past(try_cast(requested_datetime AS DATE))), max(past(try_cast(closed_datetime AS DATE))))",
        (prepare,),
    )


def _inspections(mapping: ColumnMapping, city: City) -> Made:
    lines = "violation_code" in mapping.columns or "violation_description" in mapping.columns
    severities = ("critical", "serious", "minor")
    counts = ", ".join(
        f"count(*) FILTER (violation_severity = '{each}' AND {'true' if lines else 'false'}) AS {each}_count"
        if "violation_severity" in mapping.columns else f"any_value({each}_count) AS {each}_count"
        for each in severities
    )  # fmt: skip
    prepare = f"""CREATE OR REPLACE TEMP TABLE tidy AS SELECT * REPLACE (
        coalesce(premises_id, name_id(concat_ws(' ', name, address))) AS premises_id,
        coalesce(name, premises_id) AS name,
        CASE WHEN try_cast(risk_class AS DOUBLE) IS NOT NULL THEN risk_class END AS risk_class,
        {
        "coalesce(inspection_id, name_id(concat_ws(' ', premises_id, name, address, inspected_on, kind)))"
        if lines and "inspection_id" not in mapping.columns
        else "inspection_id"
    } AS inspection_id,
        CASE WHEN kind IN ('routine', 'complaint', 'reinspection', 'licence') THEN kind ELSE 'other' END AS kind)
        FROM file_rows"""
    newest = ", ".join(
        f"arg_max({each}, inspected_on) FILTER ({each} IS NOT NULL) AS {each}"
        for each in ("name", "address", "facility_type", "risk_class", "area_id", "lat", "long")
    )
    made = {
        "premises": f"SELECT premises_id, {newest} FROM tidy WHERE premises_id IS NOT NULL GROUP BY ALL ORDER BY ALL",
        "inspections": f"""SELECT inspection_id, premises_id, inspected_on, kind, result, inspector_id, {counts}
            FROM tidy GROUP BY inspection_id, premises_id, inspected_on, kind, result, inspector_id
            ORDER BY min(_row)""",
    }
    if lines and "violation_severity" in mapping.columns:
        made["violations"] = """SELECT inspection_id, coalesce(violation_code, name_id(violation_description)) AS code,
            coalesce(mode(violation_description), any_value(violation_code)) AS description,
            mode(violation_severity) AS severity, count(*) AS occurrences FROM tidy
            WHERE coalesce(violation_code, violation_description) IS NOT NULL GROUP BY ALL ORDER BY min(_row)"""
    return Made("inspections", made, "max(past(try_cast(inspected_on AS DATE)))", (prepare,))


def _premises(mapping: ColumnMapping, city: City) -> Made:
    columns = ", ".join(column.name for column in load_contract("food_safety").table("premises").columns)
    # A class in the publisher's own words is none that the contract knows.
    classed = "CASE WHEN try_cast(risk_class AS DOUBLE) IS NOT NULL THEN risk_class END AS risk_class"
    made = f"SELECT {columns} FROM (SELECT * REPLACE ({classed}) FROM file_rows) ORDER BY _row"
    return Made("premises", {"premises": made}, "max(NULL::DATE)")


def _violations(mapping: ColumnMapping, city: City) -> Made:
    made = """SELECT inspection_id, coalesce(violation_code, name_id(violation_description)) AS code,
        coalesce(mode(violation_description), any_value(violation_code)) AS description,
        mode(violation_severity) AS severity, count(*) AS occurrences FROM file_rows GROUP BY ALL ORDER BY min(_row)"""
    return Made("violations", {"violations": made}, "max(past(try_cast(inspected_on AS DATE)))")


def _fiscal(table: str, day: str, **made: str) -> Callable[[ColumnMapping, City], Made]:
    """The maker of one table of money, `made` from its columns."""

    def make(mapping: ColumnMapping, city: City) -> Made:
        replaced = ", ".join(f"{sql} AS {column}" for column, sql in made.items())
        columns = ", ".join(column.name for column in load_contract(mapping.domain).table(table).columns)
        rows = f"(SELECT * REPLACE ({replaced}) FROM file_rows)" if made else "file_rows"
        return Made(table, {table: f"SELECT {columns} FROM {rows} ORDER BY _row"}, day)

    return make


def _payments(mapping: ColumnMapping, city: City) -> Made:
    """Payments; a voucher's number that is the row's id is the only document number that such a file has."""
    made = {"payee_id": _named("payee"), "department_id": _named("department")}
    if "payment_id" in mapping.columns:
        made["document_number"] = "coalesce(document_number, payment_id)"
    return _fiscal("payments", "max(past(try_cast(paid_on AS DATE)))", **made)(mapping, city)


_END_OF_YEAR = "least(make_date(max(try_cast(fiscal_year AS INTEGER)), 12, 31), today_here())"
_FREQUENCY = """CASE WHEN count(DISTINCT month(try_cast(period_start AS DATE))) = 1 THEN 'A'
    WHEN bool_and(month(try_cast(period_start AS DATE)) IN (1, 4, 7, 10)) THEN 'Q' ELSE 'M' END"""


#: SQL of the last day of a period by its pace, today at most.
_ENDS = """CASE WHEN try_cast(period_start AS DATE) IS NOT NULL THEN least(today_here(), last_day(
    try_cast(period_start AS DATE) + to_months(CASE pace WHEN 'A' THEN 11 WHEN 'Q' THEN 2 ELSE 0 END))) END"""


def _observations(mapping: ColumnMapping, city: City) -> Made:
    name = "coalesce(mode(series_name), series_id)"
    local = "NULL::VARCHAR" if city.language == "en" else name
    prepare = f"""CREATE OR REPLACE TEMP TABLE tidy AS
        WITH named AS (SELECT * REPLACE (coalesce(series_id, name_id(series_name)) AS series_id) FROM file_rows),
             paced AS (SELECT series_id, {_FREQUENCY} AS frequency FROM named GROUP BY ALL)
        SELECT named.*, paced.frequency AS pace FROM named LEFT JOIN paced USING (series_id)"""
    period = """CASE pace WHEN 'A' THEN strftime(try_cast(period_start AS DATE), '%Y')
        WHEN 'Q' THEN strftime(try_cast(period_start AS DATE), '%Y') || 'Q' || quarter(try_cast(period_start AS DATE))
        ELSE strftime(try_cast(period_start AS DATE), '%Y-%m') END"""
    return Made(
        "observations",
        {
            "series": f"""SELECT series_id, {name} AS name_en, {local} AS name_local, any_value(pace) AS frequency,
                coalesce(mode(unit), '{NOT_STATED}') AS unit, 'indicator' AS role, 'none' AS transform,
                {literal(city.key)} AS ref_area, {literal(city.name.get("en", city.key))} AS ref_area_name
                FROM tidy WHERE series_id IS NOT NULL GROUP BY series_id ORDER BY series_id""",
            # What says no day of its publication is taken to be known since its newest period ended.
            "observations": f"""SELECT series_id, period_start,
                coalesce(vintage, (max({_ENDS}) OVER ())::VARCHAR) AS vintage,
                coalesce({period}, time_period) AS time_period, value, 'published' AS status FROM tidy ORDER BY _row""",
        },
        f"any_value((SELECT max({_ENDS}) FROM tidy WHERE try_cast(period_start AS DATE) <= today_here()))",
        (prepare,),
    )


def _area_indicators(mapping: ColumnMapping, city: City) -> Made:
    year = r"make_date(max(try_cast(regexp_extract(time_period, '(\d{4})', 1) AS INTEGER)), 12, 31)"
    year = f"CASE WHEN count(*) > 0 THEN least({year}, today_here()) END"
    return _fiscal("area_indicators", year, indicator=f"coalesce(indicator, '{NOT_STATED}')", status="'published'")(
        mapping, city
    )


_MAKERS: Mapping[str, Callable[[ColumnMapping, City], Made]] = {
    "requests": _requests,
    "inspections": _inspections,
    "premises": _premises,
    "violations": _violations,
    "payments": _payments,
    "budget_lines": _fiscal(
        "budget_lines", _END_OF_YEAR, department_id=_named("department"),
        department="coalesce(department, department_id)", account=f"coalesce(account, '{NOT_STATED}')",
        phase="coalesce(phase, 'approved')",
    ),
    "revenue_lines": _fiscal("revenue_lines", _END_OF_YEAR, line="coalesce(line, revenue_source)"),
    "balances": _fiscal("balances", "max(past(try_cast(month AS DATE)))"),
    "area_indicators": _area_indicators,
    "observations": _observations,
}  # fmt: skip


def tables_of(mapping: ColumnMapping, city: City) -> Made:
    """How the contract's tables are made of the rows of a file under that mapping."""
    return _MAKERS[mapping.table](mapping, city)
