"""Files that were imported by a mapping, as a domain's tables in CSV; every row of a file is delivered or set aside."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb

from data.city.pack import City
from data.drops.clock import city_time
from data.drops.contract import load_contract
from data.drops.drop import scratch_connection
from data.drops.manifest import SourceEntry
from data.files.file_reading import ROW, FileRead, load_file
from data.files.name_ids import create_name_id
from data.sql_text import literal, quoted
from modules.sources.mapped.contract_tables import Made, tables_of
from modules.sources.mapped.field_texts import PLACE, create_field_texts
from modules.sources.mapped.inspection_joins import count_violations, find_inspections, partners_note
from modules.sources.mapped.mapping import MAPPING, ColumnMapping, read_mapping
from modules.sources.mapped.targets import COMPLETING

#: Folder of a city's raw records: a folder a mapping, with the files that it was used for.
IMPORTS = "imports"
SET_ASIDE = "set_aside.csv"
#: Columns of keys, and those of the names that they are made of where the file has no ids.
NAME_OF = {"series_id": "series_name", "department_id": "department", "payee_id": "payee"}
LEFT_OUT, COPIES, BROKEN = "left out by the mapping", "rows that repeat an id", "lines that cannot be read"


@dataclass(frozen=True)
class FileCount:
    """The rows of one file: all, and those that were not delivered by reason. `main` is the table of the others.

    `elsewhere`: names of areas that the city does not have -> delivered rows, which have no area by name.
    """

    file: str
    main: str
    rows: int
    aside: Mapping[str, int]
    elsewhere: Mapping[str, int] = field(default_factory=dict)

    @property
    def delivered(self) -> int:
        """Rows that went into the drop."""
        return self.rows - sum(self.aside.values())

    @property
    def note(self) -> str:
        """A sentence for the manifest whose counts add up."""
        aside = "".join(f" + {count:,} {reason}" for reason, count in self.aside.items() if count)
        named = sum(self.elsewhere.values())
        unknown = f" {named:,} rows name an area that the city does not have." if named else ""
        return f"{self.file}: {self.rows:,} rows = {self.delivered:,} delivered{aside}.{unknown}"


@dataclass
class Delivery:
    """What a domain's files come to: a CSV file a contract table, in a scratch folder, and what the manifest says."""

    files: dict[str, list[Path]] = field(default_factory=dict)
    counts: list[FileCount] = field(default_factory=list)
    sources: list[SourceEntry] = field(default_factory=list)
    last_day: date | None = None
    cadence: str = "P1D"
    counts_people: bool = True
    #: Sentences on rows of several files together.
    partners: list[str] = field(default_factory=list)

    @property
    def notes(self) -> list[str]:
        """Sentences for the reader, a file each."""
        return [*(count.note for count in self.counts), *self.partners]


def mapping_folders(raw: Path, domain: str = "") -> Iterator[tuple[Path, ColumnMapping]]:
    """The folders of a city's raw records with a mapping, of one domain or all, in order of their names.

    Raises MappingError for one that cannot be used.
    """
    for path in sorted((raw / IMPORTS).glob(f"*/{MAPPING}")):
        mapping = read_mapping(path)
        if domain in ("", mapping.domain):
            yield path.parent, mapping


def delivered_files(folder: Path) -> list[Path]:
    """The files that were delivered for the mapping in that folder, oldest first by their names."""
    home = folder / "files"
    return sorted(path for path in home.iterdir() if not path.name.startswith(".")) if home.is_dir() else []


def holds(raw: Path, domain: str) -> bool:
    """Whether files of that domain were imported by a mapping that is ready."""
    return any(delivered_files(folder) and not mapping.questions for folder, mapping in mapping_folders(raw, domain))


def read_delivery(raw: Path, domain: str, city: City, scratch: Path) -> Delivery:
    """All imported files of a domain as CSV files of its contract's tables in the scratch folder.

    Raises MappingError or FileNotReadError with a sentence for what cannot be read.
    """
    delivery = Delivery()
    # What completes the records of another file is read after them.
    folders = sorted(mapping_folders(raw, domain), key=lambda each: each[1].table in COMPLETING)
    for number, (folder, mapping) in enumerate(folders):
        if mapping.questions or not delivered_files(folder):
            continue
        with scratch_connection(scratch) as connection:
            connection.execute("SET preserve_insertion_order = true")
            create_name_id(connection)
            _create_days(connection, city)
            _read_folder(connection, folder, mapping, city, scratch, number, delivery)
    _join_inspections(delivery, {mapping.table for _, mapping in folders}, scratch)
    _merge_reference_tables(delivery, domain, scratch)
    return delivery


def _create_days(connection: duckdb.DuckDBPyConnection, city: City) -> None:
    """SQL macros of the city's clock: a budget of this year and a mistyped date are no records of a day to come."""
    today = literal(str(city_time(city.timezone).date()))
    connection.execute(f"CREATE TEMP MACRO today_here() AS {today}::DATE")
    connection.execute(f"CREATE TEMP MACRO past(day) AS CASE WHEN day <= {today}::DATE THEN day END")


def _read_folder(
    connection: duckdb.DuckDBPyConnection, folder: Path, mapping: ColumnMapping, city: City, scratch: Path, number: int,
    delivery: Delivery,
) -> None:  # fmt: skip
    """Add the files of one mapping, later ones after earlier ones, to the delivery."""
    files = delivered_files(folder)
    reads = []
    for at, path in enumerate(files):
        reads.append(load_file(connection, f"file_{at}", path, scratch, city.language, mapping.reading))
        create_field_texts(connection, f"fields_{at}", f"file_{at}", mapping, city)
    parts = " UNION ALL ".join(f"SELECT *, {at} AS _file FROM fields_{at}" for at in range(len(files)))
    key = _key_sql(mapping)
    connection.execute(
        f"CREATE TEMP TABLE all_rows AS SELECT *{key}, row_number() OVER (ORDER BY _file, {ROW}, {PLACE}) AS _order "
        f"FROM ({parts})"
    )
    if mapping.table == "violations":
        find_inspections(connection, delivery.files.get("inspections", ()))
    made = tables_of(mapping, city)
    copies = _mark_copies(connection, mapping)
    connection.execute(f"CREATE TEMP TABLE file_rows AS FROM all_rows WHERE NOT _left_out AND NOT {copies}")
    for statement in made.prepare:
        connection.execute(statement)
    for table, statement in made.statements.items():
        target = scratch / f"{number}-{table}.csv"
        connection.execute(f"COPY ({statement}) TO {literal(str(target))} (FORMAT csv, HEADER true)")
        delivery.files.setdefault(table, []).append(target)
    names = [path.name.partition("-")[2] or path.name for path in files]
    delivery.counts += _counts(connection, names, reads, made, copies)
    _write_set_aside(connection, folder / SET_ASIDE, names, reads, copies)
    ((last,),) = connection.execute(f"SELECT ({made.last_day})::DATE FROM file_rows").fetchall()
    delivery.last_day = max(filter(None, (delivery.last_day, last)), default=None)
    delivery.sources.append(SourceEntry(
        publisher=mapping.publisher or city.name["en"], licence=mapping.licence, address=mapping.address
    ))  # fmt: skip
    if mapping.table not in COMPLETING:
        delivery.cadence, delivery.counts_people = mapping.cadence, mapping.counts_people


def _join_inspections(delivery: Delivery, tables: set[str], scratch: Path) -> None:
    """Count the violations of a file of their own by inspection, and say who of a list of premises has no partner."""
    visits = delivery.files.get("inspections", [])
    if visits and "violations" in tables and "violations" in delivery.files:
        target = scratch / "inspections-counted.csv"
        count_violations(visits, delivery.files["violations"], target)
        delivery.files["inspections"] = [target]
    if visits and "premises" in tables and len(delivery.files["premises"]) > 1:
        # The list of premises was read last; it is the better witness of names and places.
        delivery.files["premises"].reverse()
        note = partners_note(delivery.files["premises"][:1], visits)
        delivery.partners += [note] if note else []


def _key_sql(mapping: ColumnMapping) -> str:
    """SQL that makes the id of a row of its content where the file has none; equal rows are numbered."""
    key = mapping.target.key
    if not key or key in mapping.columns or mapping.has_violation_rows:
        return ""
    content = ", ".join(f"coalesce({quoted(column)}, '')" for column in mapping.target.types if column != key)
    digest = f"md5(concat_ws('|', {content}))"
    return (
        f" REPLACE (left({digest}, 16) || coalesce('-' || nullif(row_number() OVER (PARTITION BY {digest} "
        f"ORDER BY _file, {ROW}), 1), '') AS {quoted(key)})"
    )


def _mark_copies(connection: duckdb.DuckDBPyConnection, mapping: ColumnMapping) -> str:
    """SQL that is true for a row of `all_rows` of which a later one with the same key is delivered.

    Of a request the last to be closed counts.
    """
    table = load_contract(mapping.domain).table(mapping.target.parts[-1])
    named = {*mapping.columns, *mapping.fixed}
    keys = [mapping.target.key] if mapping.target.key else [
        # An id that the file has not is made of the name.
        column if column in named else NAME_OF[column]
        for column in table.key
        if column in named or NAME_OF.get(column) in named
    ]  # fmt: skip
    if mapping.has_violation_rows or not keys:
        return "false"
    closed = "closed_datetime DESC NULLS LAST, " if mapping.table == "requests" else ""
    same = ", ".join(map(quoted, keys))
    connection.execute(
        f"CREATE TEMP TABLE copies AS SELECT _order FROM all_rows WHERE NOT _left_out "
        f"AND {quoted(keys[0])} IS NOT NULL "
        f"QUALIFY row_number() OVER (PARTITION BY {same} ORDER BY {closed}_order DESC) > 1"
    )
    return "_order IN (FROM copies)"


def _counts(
    connection: duckdb.DuckDBPyConnection, names: Sequence[str], reads: Sequence[FileRead], made: Made, copies: str
) -> list[FileCount]:
    counted = connection.execute(
        f"SELECT _file, count(*), count(*) FILTER ({copies} AND NOT _left_out) FROM all_rows GROUP BY ALL"
    ).fetchall()
    by_file = {row[0]: row[1:] for row in counted}
    left_out = connection.execute(
        f"SELECT _file, coalesce(_why, {literal(LEFT_OUT)}) AS why, count(*) FROM all_rows WHERE _left_out "
        "GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    unknown = connection.execute(
        f"SELECT _file, _elsewhere, count(*) AS rows FROM all_rows WHERE _elsewhere IS NOT NULL AND NOT _left_out AND "
        f"NOT {copies} GROUP BY ALL ORDER BY rows DESC, _elsewhere"
    ).fetchall()
    counts = []
    for at, (name, read) in enumerate(zip(names, reads, strict=True)):
        rows, repeated = by_file.get(at, (0, 0))
        broken = len(read.broken_lines)
        aside = {why: count for file, why, count in left_out if file == at}
        aside |= {COPIES: repeated, BROKEN: broken}
        elsewhere = {text: number for file, text, number in unknown if file == at}
        counts.append(FileCount(name, made.main, rows + broken, aside, elsewhere))
    return counts


def _write_set_aside(
    connection: duckdb.DuckDBPyConnection, path: Path, names: Sequence[str], reads: Sequence[FileRead], copies: str
) -> None:
    """`file, row, reason` of the rows that were not delivered, beside the mapping; no file where there are none."""
    rows = connection.execute(
        f"SELECT _file, {ROW}, CASE WHEN _left_out THEN coalesce(_why, {literal(LEFT_OUT)}) "
        f"ELSE {literal(COPIES)} END FROM all_rows "
        f"WHERE _left_out OR {copies} ORDER BY ALL"
    ).fetchall()
    lines = [(names[file], row, reason) for file, row, reason in rows]
    lines += [(names[at], line, BROKEN) for at, read in enumerate(reads) for line, _ in read.broken_lines]
    path.unlink(missing_ok=True)
    if lines:
        with path.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([("file", "row", "reason"), *lines])


def _merge_reference_tables(delivery: Delivery, domain: str, scratch: Path) -> None:
    """One file of a table that several mappings gave rows of the same key of, such as the catalogue of services."""
    contract = load_contract(domain)
    for table, files in delivery.files.items():
        keys = contract.table(table).key
        if len(files) == 1 or table not in ("services", "departments", "premises", "series"):
            continue
        target = scratch / f"{table}-merged.csv"
        with duckdb.connect() as connection:
            parts = " UNION ALL BY NAME ".join(
                f"SELECT *, {at} AS _at FROM read_csv({literal(str(path))}, all_varchar = true)"
                for at, path in enumerate(files)
            )
            columns = [row[0] for row in connection.execute(f"DESCRIBE {parts}").fetchall() if row[0] != "_at"]
            # Of each column what the first file says that says anything: a list of premises may have no areas.
            said = ", ".join(
                quoted(each) if each in keys else f"arg_min({quoted(each)}, _at) FILTER ({quoted(each)} IS NOT NULL) "
                f"AS {quoted(each)}" for each in columns
            )  # fmt: skip
            connection.execute(
                f"COPY (SELECT {said} FROM ({parts}) GROUP BY {', '.join(keys)} "
                f"ORDER BY {', '.join(keys)}) TO {literal(str(target))} (FORMAT csv, HEADER true)"
            )
        delivery.files[table] = [target]
