"""Reads the simulator's raw records (docs/simulator.md has their format) as the tables of the contracts.

The records are larger than memory at a hundred million requests, so each table is a DuckDB query that is copied to
Parquet file by file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pandas as pd

from data.drops.cadence import ARCHIVE
from data.drops.manifest import SourceEntry, TableData, write_drop
from modules.simulated_marker import MARKER

_ROWS_A_GROUP = 250_000
#: Raw files that records simulated by older versions lack; a city goes on without them until it is simulated again.
_ADDED_LATER = ("fiscal/fund_budgets.parquet", "fiscal/fund_execution.parquet")

_SERVICES = {
    "services": (
        "services/catalogue.parquet",
        """
        SELECT item_code AS service_id, item_name AS name_en, item_name_local AS name_local,
            dept_code AS department_id, dept_name AS department_en, dept_name_local AS department_local,
            theme AS life_area, CAST(promise_days AS DOUBLE) AS deadline_days, unit_cost AS cost_lcu
        FROM raw
        """,
    ),
    "requests": (
        "services/requests/*.parquet",
        """
        SELECT CAST(case_no AS VARCHAR) AS service_request_id, CAST(item_code AS VARCHAR) AS service_id,
            CASE WHEN state = 'in_progress' THEN 'open' ELSE 'closed' END AS status,
            CASE WHEN state = 'in_progress' THEN 'pending' ELSE CAST(state AS VARCHAR) END AS outcome,
            CAST(way AS VARCHAR) AS channel, by_clerk AS assisted_digital,
            CAST(received_at AS TIMESTAMP) AS requested_datetime, CAST(finished_at AS TIMESTAMP) AS closed_datetime,
            CAST(score AS BIGINT) AS rating, is_repeat AS duplicate,
            CAST(NULL AS VARCHAR) AS nature, CAST(NULL AS VARCHAR) AS area_id,
            wgs84_lat AS lat, wgs84_lon AS long
        FROM raw
        """,
    ),
}
_FOOD_SAFETY = {
    "premises": (
        "food_safety/premises.parquet",
        """
        SELECT licence_no AS premises_id, trading_name AS name, trading_name_local AS name_local,
            street_address AS address, street_address_local AS address_local,
            business_form AS facility_type,
            CAST(CASE risk_grade WHEN 'D' THEN 1 WHEN 'C' THEN 1 WHEN 'B' THEN 2 ELSE 3 END AS BIGINT) AS risk_class,
            CAST(NULL AS VARCHAR) AS area_id, wgs84_lat AS lat, wgs84_lon AS long
        FROM raw
        """,
    ),
    "inspections": (
        "food_safety/visits.parquet",
        """
        SELECT visit_no AS inspection_id, licence_no AS premises_id, CAST(visit_date AS DATE) AS inspected_on,
            CASE visit_kind WHEN 'recheck' THEN 'reinspection' ELSE visit_kind END AS kind,
            CASE conclusion WHEN 'conforming' THEN 'pass' WHEN 'basically_conforming' THEN 'pass_with_conditions'
                WHEN 'not_conforming' THEN 'fail' WHEN 'closed_door' THEN 'no_entry' ELSE conclusion END AS result,
            officer_code AS inspector_id, coalesce(critical, 0) AS critical_count,
            coalesce(serious, 0) AS serious_count, coalesce(minor, 0) AS minor_count
        FROM raw LEFT JOIN (
            SELECT visit_no AS found_on, CAST(sum(times) FILTER (item_class = 'critical') AS BIGINT) AS critical,
                CAST(sum(times) FILTER (item_class = 'serious') AS BIGINT) AS serious,
                CAST(sum(times) FILTER (item_class = 'minor') AS BIGINT) AS minor
            FROM read_parquet($folder || '/food_safety/findings.parquet') GROUP BY visit_no
        ) ON found_on = visit_no
        ORDER BY visit_no
        """,
    ),
    "violations": (
        "food_safety/findings.parquet",
        """
        SELECT visit_no AS inspection_id, item_code AS code, item_text AS description, item_class AS severity,
            CAST(times AS BIGINT) AS occurrences
        FROM raw
        """,
    ),
    "alerts": (
        "food_safety/alerts.parquet",
        """
        SELECT alert_no AS alert_id, licence_no AS premises_id, hazard_class, hazard, raised_by AS source,
            status AS state, confirmed AS verified, CAST(raised_at AS TIMESTAMP) AS raised_datetime,
            CAST(taken_up_at AS TIMESTAMP) AS acknowledged_datetime,
            CAST(rectified_at AS TIMESTAMP) AS rectified_datetime,
            CAST(rechecked_at AS TIMESTAMP) AS rechecked_datetime, CAST(rectify_by AS DATE) AS due_on,
            visit_no AS inspection_id
        FROM raw
        """,
    ),
    "cameras": (
        "food_safety/cameras.parquet",
        """
        SELECT camera_no AS camera_id, CAST(month AS DATE) AS month, licence_no AS premises_id,
            least(1.0, hours_online / hours_total) AS uptime_share
        FROM raw
        """,
    ),
}
_FISCAL = {
    "budget_lines": (
        "fiscal/budget_items.parquet",
        """
        SELECT concat_ws('-', year, dept_code, econ_code, stage) AS line_id, year AS fiscal_year,
            dept_code AS department_id, dept_name AS department, function, econ_code || ' ' || econ_name AS account,
            stage AS phase, amount_10k * 10000 AS amount_lcu
        FROM raw
        """,
    ),
    "executions": (
        "fiscal/execution.parquet",
        """
        SELECT CAST(strptime(period, '%Y%m') AS DATE) AS month, dept_code AS department_id, dept_name AS department,
            year AS fiscal_year, annual_budget_10k * 10000 AS budget_lcu,
            month_spend_10k * 10000 AS spent_lcu, committed_10k * 10000 AS committed_lcu
        FROM raw
        """,
    ),
    "budget_funds": (
        "fiscal/fund_budgets.parquet",
        """
        SELECT concat_ws('-', year, dept_code, fund) AS line_id, year AS fiscal_year, dept_code AS department_id,
            dept_name AS department, fund, fund_group, amount_10k * 10000 AS amount_lcu
        FROM raw
        """,
    ),
    "execution_funds": (
        "fiscal/fund_execution.parquet",
        """
        SELECT CAST(strptime(period, '%Y%m') AS DATE) AS month, dept_code AS department_id, dept_name AS department,
            fund, year AS fiscal_year, annual_budget_10k * 10000 AS budget_lcu,
            month_spend_10k * 10000 AS spent_lcu, committed_10k * 10000 AS committed_lcu
        FROM raw
        """,
    ),
    "revenue_lines": (
        "fiscal/revenue.parquet",
        """
        SELECT period || '-' || source AS line_id, year AS fiscal_year,
            CAST(strptime(period, '%Y%m') AS DATE) AS month, source AS revenue_source, kind, source AS line,
            plan_10k * 10000 AS budget_lcu, received_10k * 10000 AS actual_lcu
        FROM raw
        """,
    ),
    "balances": (
        "fiscal/stocks.parquet",
        """
        SELECT CAST(strptime(period, '%Y%m') AS DATE) AS month, stock AS measure, amount_10k * 10000 AS amount_lcu
        FROM raw
        """,
    ),
    "local_projects": (
        "fiscal/projects.parquet",
        """
        SELECT project_code AS project_id, year, CAST(NULL AS VARCHAR) AS zone_id, category,
            CAST(NULL AS VARCHAR) AS program, work AS description, cost_10k * 10000 AS amount_lcu,
            district_code AS area_id, CAST(NULL AS DOUBLE) AS zone_budget_lcu
        FROM raw
        """,
    ),
    "payments": (
        "fiscal/payments.parquet",
        """
        SELECT payment_no AS payment_id, CAST(paid_date AS DATE) AS paid_on, payee_code AS payee_id,
            payee_name AS payee, payee_name_local AS payee_local,
            dept_code AS department_id, dept_name AS department, project AS programme,
            paid_from AS account, invoice_no AS document_number, amount AS amount_lcu
        FROM raw
        """,
    ),
}
_ECONOMY = {
    "series": (
        "economy/series.parquet",
        """
        SELECT code AS series_id, title AS name_en, title_local AS name_local, freq AS frequency, unit, role,
            shown_as AS transform, area AS ref_area, area_name AS ref_area_name,
            CASE WHEN code LIKE 'gdp%' THEN 'growth'
                WHEN code IN ('industrial_output', 'manufacturing_pmi', 'services_pmi', 'electricity_use',
                              'fixed_investment') THEN 'output'
                WHEN code IN ('retail_sales', 'catering_revenue', 'consumer_confidence', 'metro_trips') THEN 'spending'
                WHEN code IN ('exports', 'imports', 'port_containers') THEN 'trade'
                WHEN code IN ('new_home_prices', 'new_home_sales', 'property_investment') THEN 'housing'
                WHEN code IN ('consumer_prices', 'producer_prices') THEN 'prices'
                WHEN code IN ('job_vacancy_ratio', 'new_businesses') THEN 'labour'
                WHEN code IN ('deposits', 'loans') THEN 'finance'
                WHEN code = 'budget_revenue' THEN 'government' ELSE 'other' END AS category
        FROM raw
        """,
    ),
    "observations": (
        "economy/vintages.parquet",
        """
        SELECT code AS series_id,
            CAST(CASE WHEN period LIKE '%Q%' THEN make_date(CAST(period[:4] AS INT), 3 * CAST(period[6] AS INT) - 2, 1)
                WHEN length(period) = 4 THEN make_date(CAST(period AS INT), 1, 1)
                ELSE make_date(CAST(period[:4] AS INT), CAST(period[6:] AS INT), 1) END AS DATE) AS period_start,
            CAST(known_from AS DATE) AS vintage,
            CASE WHEN period LIKE '%Q%' THEN replace(period, 'Q', '-Q') ELSE period END AS time_period, value, status
        FROM raw
        """,
    ),
    "area_indicators": (
        "economy/districts.parquet",
        """
        SELECT district_code AS area_id, unnest(['gdp_lcu', 'gdp_per_resident_lcu']) AS indicator,
            CAST(year AS VARCHAR) AS time_period, unnest([gdp_yi * 100000000, gdp_per_head]) AS value,
            'allocated' AS status
        FROM raw
        """,
    ),
}
#: Domain -> contract table -> (raw files, query over them as `raw`; `$folder` stands for the city's raw folder).
TABLES: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "services": _SERVICES,
    "food_safety": _FOOD_SAFETY,
    "fiscal": _FISCAL,
    "economy": _ECONOMY,
}


@dataclass(frozen=True)
class About:
    """What the marker of a simulated city says: the simulator's version, its seed and the last day of its records.

    `known_at`, by the city's clock, is the moment to which a city that lives is told; None for one that does not go on.
    """

    version: str
    seed: int
    until: date
    known_at: datetime | None = None

    @property
    def data_as_of(self) -> date | datetime:
        """The last whole day, or the moment in a day to which the records tell."""
        inside = self.known_at is not None and self.known_at.time() != time()
        return self.known_at if inside and self.known_at else self.until

    @property
    def cadence(self) -> str:
        """Daily for a city that lives; else nobody will renew the records: they do not grow stale."""
        return "P1D" if self.known_at else ARCHIVE

    @property
    def source(self) -> SourceEntry:
        """The manifest's word on where the records come from."""
        address = f"python -m modules simulate, version {self.version}, seed {self.seed}"
        return SourceEntry(publisher="Citydeck's simulator", licence="CC0-1.0", address=address)

    @property
    def notes(self) -> tuple[str, ...]:
        """The manifest's sentence for the reader."""
        return ("Simulated records: no resident, firm or official stands behind them. See docs/simulator.md.",)


def holds(raw: Path, domain: str) -> bool:
    """Whether that raw folder holds simulated records of the domain."""
    return (raw / MARKER).is_file() and (raw / domain).is_dir()


def lives(raw: Path) -> bool:
    """Whether the raw folder holds simulated records of a city that goes on (modules/live.py)."""
    return (raw / MARKER).is_file() and about(raw).known_at is not None


def query_of(domain: str, table: str) -> str:
    """The query of one contract table over its raw rows as `raw`; KeyError for an unknown table."""
    return TABLES[domain][table][1]


def about(raw: Path) -> About:
    """What the raw folder's marker says; FileNotFoundError without it."""
    told = json.loads((raw / MARKER).read_text("utf-8"))
    known_at = datetime.fromisoformat(told["known_at"]) if "known_at" in told else None
    return About(told["simulator"], int(told["seed"]), date.fromisoformat(told["until"]), known_at)


def _query(raw: Path, domain: str, table: str, file: Path | None = None) -> tuple[str, dict[str, str]]:
    """The query of one contract table over its raw files, or over one of them, and its parameters."""
    files, query = TABLES[domain][table]
    source = "WITH raw AS (FROM read_parquet($files)) "
    given = {"files": str(file or raw / files)}
    return source + query, given | ({"folder": str(raw)} if "$folder" in query else {})


def frame(raw: Path, domain: str, table: str) -> pd.DataFrame:
    """One contract table as a frame, for a module that computes with it; KeyError for an unknown table."""
    query, given = _query(raw, domain, table)
    with duckdb.connect() as connection:
        return connection.execute(query, given).df()


def create_views(connection: duckdb.DuckDBPyConnection, raw: Path, domain: str) -> None:
    """Each contract table of the domain as a view of its name over the raw files, for a module that counts in SQL."""
    for table, (files, query) in TABLES[domain].items():
        source = f"WITH raw AS (FROM read_parquet('{_quoted(str(raw / files))}')) "
        told = query.replace("$folder", f"'{_quoted(str(raw))}'")
        connection.execute(f"CREATE VIEW {table} AS {source}{told}")


def _contract_files(raw: Path, domain: str, folder: Path) -> dict[str, list[Path]]:
    """Write every contract table into `folder` as Parquet, a file for each raw file, so that memory stays bounded."""
    made: dict[str, list[Path]] = {}
    with duckdb.connect() as connection:
        for table, (files, _) in TABLES[domain].items():
            made[table] = []
            for number, file in enumerate(sorted(raw.glob(files))):
                query, given = _query(raw, domain, table, file)
                target = folder / f"{table}-{number:03d}.parquet"
                options = f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_ROWS_A_GROUP})"
                connection.execute(f"COPY ({query}) TO '{_quoted(str(target))}' {options}", given)
                made[table].append(target)
            if not made[table] and files in _ADDED_LATER:
                del made[table]
            elif not made[table]:
                raise FileNotFoundError(f"{files} is not among the simulated records; simulate the city again")
    return made


def _quoted(text: str) -> str:
    """The text for use between single quotes in SQL."""
    return text.replace("'", "''")


def write(
    raw: Path,
    city: str,
    domain: str,
    outputs_dir: Path,
    module_version: str,
    more: Mapping[str, TableData] | None = None,
) -> Path:
    """Write a drop of the domain's simulated records, marked as simulated, and give its folder.

    `more` are tables that the module computed from them. Its day is that of the simulated records.
    """
    outputs_dir.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=outputs_dir, prefix=".simulated-") as folder:
        tables = {**_contract_files(raw, domain, Path(folder)), **(more or {})}
        return _write_drop(city, domain, tables, about(raw), outputs_dir, module_version)


def write_follow_up(
    city: str,
    domain: str,
    tables: Mapping[str, TableData],
    *,
    about: About,
    outputs_dir: Path,
    module_version: str,
    follows: str,
) -> Path:
    """Write a drop of what happened since the run that it follows, marked as simulated, and give its folder."""
    return _write_drop(city, domain, tables, about, outputs_dir, module_version, follows)


def _write_drop(
    city: str,
    domain: str,
    tables: Mapping[str, TableData],
    told: About,
    outputs_dir: Path,
    module_version: str,
    follows: str | None = None,
) -> Path:
    return write_drop(
        outputs_dir,
        city,
        domain,
        tables,
        module=domain,
        module_version=module_version,
        data_as_of=told.data_as_of,
        cadence=told.cadence,
        sources=[told.source],
        simulated=True,
        notes=told.notes,
        follows=follows,
    )
