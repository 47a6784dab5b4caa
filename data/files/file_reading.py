"""Any file that a city publishes as one table of texts: CSV, Excel, JSON, XML, GeoJSON, shapefile, Parquet, zip of one.

What had to be assumed (encoding, delimiter, header line, sheet) is said, and each can be set.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

import duckdb
import pyarrow as pa

from data.files import json_records, shape_records, workbook_records
from data.files.coordinate_pairs import split_coordinates
from data.files.text_encoding import FileNotReadError, encoding_of, write_as_utf8
from data.files.zip_files import unpack_one
from data.sql_text import file_literal, literal, quoted

#: Column of a loaded table: the row's number in its file, 1 for the first below the header.
ROW = "_row"
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_TEXT = (".csv", ".tsv", ".txt")
_WORKBOOKS = (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods")
_SHAPES = (".geojson", ".shp", ".gpkg", ".kml")
_RECORDS = (".json", ".jsonl", ".ndjson", ".xml")
_READABLE = (*_TEXT, *_WORKBOOKS, *_RECORDS, *_SHAPES, ".parquet")
#: How a page of the web begins, which a download gives in place of a file that is gone or asks for a login.
_WEB_PAGE = re.compile(r"\s*<(!doctype html|html)", re.IGNORECASE)
#: A cell that is a number or a day, and no name of a column; a header may have so many names too many or too few.
_NUMBER, _MOST_MISCOUNTED = re.compile(r"[-+(]?[\d.,/:-]*\d[\d.,/:-]*\)?"), 3
#: A day of three parts, as a record has it and no column of a table is called beside others of its kind.
_DAY = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T]\d{1,2}:\d{2}.*)?")
#: Share of a column's cells that are days where it is one of days.
_OF_DAYS = 0.8
#: From so many rows on a header that is like all of them is told to be one of them.
_ROWS_TO_COMPARE = 3
#: Lines looked at for the delimiter and the header; titles above a header are few.
_LOOKED_AT = 60
#: A file in a zip may be this large unpacked: what claims more is no export of a city.
_LARGEST_UNPACKED_BYTES = 20_000_000_000


@dataclass(frozen=True)
class Reading:
    """How a file is read; empty where that is to be found out. `header_line` counts from 1."""

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    header_line: int = 0


#: Nothing is known of the file beforehand.
AS_FOUND = Reading()


@dataclass(frozen=True)
class FileRead:
    """A file that was loaded: its columns, its rows, how it was read and the sentences on what was assumed.

    `broken_lines` are lines of a text file that have another number of cells than its header: (line, text).
    `meanings`: which of our columns a column is, where a description beside the file tells, and `labels` what it calls
    it there. `titles`: the text above the header.
    """

    columns: tuple[str, ...]
    rows: int
    reading: Reading
    assumed: tuple[str, ...]
    broken_lines: tuple[tuple[int, str], ...] = ()
    meanings: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    titles: str = ""


def load_file(
    connection: duckdb.DuckDBPyConnection, name: str, path: Path, scratch: Path, language: str,
    reading: Reading = AS_FOUND,
) -> FileRead:  # fmt: skip
    """Load the file as the table `name`: texts, NULL where a cell is empty, with `_row`.

    A column of places in one text has `<column>.latitude` and `<column>.longitude` beside it. Raises FileNotReadError
    with a sentence where it is not a table that can be read.
    """
    read = _load(connection, name, path, scratch, language, reading)
    if not read.rows:
        raise FileNotReadError(f"{path.name} has no row below its header ({', '.join(read.columns[:8])})")
    return replace(read, columns=(*read.columns, *split_coordinates(connection, name, read.columns)))


def _load(
    connection: duckdb.DuckDBPyConnection, name: str, path: Path, scratch: Path, language: str, reading: Reading
) -> FileRead:
    if not path.is_file():
        raise FileNotReadError(f"there is no file {path}")
    if not path.stat().st_size:
        raise FileNotReadError(f"{path.name} is empty")
    kind = path.suffix.lower()
    if kind == ".zip":
        return _load_zip(connection, name, path, scratch, language, reading)
    if kind in _TEXT:
        return _load_text(connection, name, path, scratch, language, reading)
    if kind == ".parquet":
        return _load_parquet(connection, name, path, reading)
    if kind in _WORKBOOKS:
        return _load_workbook(connection, name, path, reading)
    if kind in _RECORDS and not (kind == ".json" and shape_records.is_geojson(path)):
        table = json_records.read_xml(path) if kind == ".xml" else json_records.read_json(path)
        return _registered(connection, name, table, reading, ())
    if kind in (*_SHAPES, ".json"):
        table, assumed = shape_records.read_shapes(path, language, reading.encoding)
        return _registered(connection, name, table, reading, assumed)
    raise FileNotReadError(f"{path.name} is of a kind that is not read; these are: {', '.join(_READABLE)}, .zip of one")


def _load_zip(
    connection: duckdb.DuckDBPyConnection, name: str, path: Path, scratch: Path, language: str, reading: Reading
) -> FileRead:
    """The one table in a zip file; a shapefile's parts are taken together."""

    def choose(entries: list[zipfile.ZipInfo]) -> zipfile.ZipInfo:
        inside = [entry for entry in entries if Path(entry.filename).suffix.lower() in _READABLE]
        readable = [entry for entry in inside if not Path(entry.filename).name.startswith(".")]
        # A shapefile brings descriptions in XML.
        readable = [entry for entry in readable if entry.filename.lower().endswith(".shp")] or readable
        if len(readable) != 1:
            found = ", ".join(entry.filename for entry in readable) or "none"
            raise FileNotReadError(f"{path.name} should hold one table; it holds {found}: unpack it and name one")
        return readable[0]

    unpacked, named = unpack_one(path, choose, scratch / "unpacked", _LARGEST_UNPACKED_BYTES)
    read = _load(connection, name, unpacked, scratch, language, reading)
    return replace(read, assumed=(f"{named} in {path.name} is read", *read.assumed))


def _load_parquet(connection: duckdb.DuckDBPyConnection, name: str, path: Path, reading: Reading) -> FileRead:
    source = f"read_parquet({file_literal(path)}, file_row_number = true)"
    try:
        described = connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
        given = [(row[0], row[1]) for row in described if row[0] != "file_row_number"]
        fields = {name: sql for column, kind in given for name, sql in _parquet_fields(connection, column, kind)}
        columns = list(fields)
        texts = ", ".join(f"nullif(trim({sql}), '') AS {quoted(name)}" for name, sql in fields.items())
        connection.execute(
            f"CREATE TABLE {quoted(name)} AS SELECT {texts}, file_row_number + 1 AS {ROW} FROM {source} ORDER BY {ROW}"
        )
    except duckdb.Error as error:
        raise FileNotReadError(f"{path.name} cannot be read: {str(error).splitlines()[0]}") from None
    return FileRead(tuple(columns), _count(connection, name), reading, ())


def _parquet_fields(
    connection: duckdb.DuckDBPyConnection, column: str, kind: str, path: tuple[str, ...] = ()
) -> list[tuple[str, str]]:
    """(name, SQL of its text) of each field of a column: a struct's have its name and a dot before theirs.

    Values are as their reader would type them: ids that stand as 7.0, because some are missing, are 7; lists are JSON.
    """
    named = (*path, column)
    value, name = ".".join(map(quoted, named)), ".".join(named)
    if kind in ("BLOB", "GEOMETRY"):
        return []
    if kind.startswith("STRUCT(") and not kind.endswith("]"):
        described = connection.execute(f"DESCRIBE SELECT unnest(NULL::{kind})").fetchall()
        return [each for row in described for each in _parquet_fields(connection, row[0], row[1], named)]
    if kind.endswith("]") or kind.startswith("MAP("):
        return [(name, f"CASE WHEN {value} IS NOT NULL THEN to_json({value})::VARCHAR END")]
    text = f"{value}::VARCHAR"
    return [(name, rf"regexp_replace({text}, '\.0$', '')" if kind in ("DOUBLE", "FLOAT") else text)]


def _load_workbook(connection: duckdb.DuckDBPyConnection, name: str, path: Path, reading: Reading) -> FileRead:
    sheet, rows, assumed = workbook_records.read_sheet(path, reading.sheet)
    line = reading.header_line or header_line(rows[:_LOOKED_AT])
    _require_names(path, rows, line)
    if line > 1:
        assumed = (*assumed, f"the header is row {line} of the sheet; the rows above it are no records")
    columns = unique_names(rows[line - 1])
    below = [row for row in rows[line:] if any(row)]
    cells = {
        column: pa.array([row[index] or None for row in below], pa.string()) for index, column in enumerate(columns)
    }
    read = _registered(connection, name, pa.table(cells), Reading(sheet=sheet, header_line=line), assumed)
    return replace(read, titles=" ".join(cell for row in rows[: line - 1] for cell in row if cell))


def _registered(
    connection: duckdb.DuckDBPyConnection, name: str, table: pa.Table, reading: Reading, assumed: tuple[str, ...]
) -> FileRead:
    numbered = table.append_column(ROW, pa.array(range(1, table.num_rows + 1), pa.int64()))
    connection.register("_records", numbered)
    connection.execute(f"CREATE TABLE {quoted(name)} AS FROM _records")
    connection.unregister("_records")
    return FileRead(tuple(table.column_names), table.num_rows, reading, assumed)


def unique_names(header: Sequence[str]) -> list[str]:
    """The names of columns, one each: an empty one is `column 3`, a second `Date` is `Date 2`."""
    names: list[str] = []
    for number, cell in enumerate(header, start=1):
        name = " ".join(cell.split()) or f"column {number}"
        again = sum(each.casefold() == name.casefold() for each in names)
        while again and f"{name} {again + 1}" in names:
            again += 1
        names.append(f"{name} {again + 1}" if again else name)
    return names


def header_line(rows: Sequence[Sequence[str]]) -> int:
    """The number, from 1, of the row that names the columns: the first that is as wide as most rows below it."""
    widths = [sum(bool(cell.strip()) for cell in row) for row in rows]
    usual = Counter(len(row) for row, width in zip(rows, widths, strict=True) if width > 1).most_common(1)
    wide = max(widths, default=0)
    for number, (row, width) in enumerate(zip(rows, widths, strict=True), start=1):
        if usual and len(row) == usual[0][0] and width > 1 and width >= 0.7 * wide:
            return _line_of_names(rows, number, len(row))
    return 1


def _require_names(path: Path, rows: Sequence[Sequence[str]], line: int) -> None:
    """Raises FileNotReadError where the line that should name the columns is not there, or is a record itself."""
    if not 1 <= line <= len(rows):
        raise FileNotReadError(f"{path.name} has no line {line}, which should name its columns")
    below = [row for row in rows[line : line + _LOOKED_AT] if any(row)]
    if _is_record(rows[line - 1], below):
        raise FileNotReadError(
            f"{path.name} has no line that names its columns: line {line} ({', '.join(rows[line - 1][:6])}) is a "
            "record, as those below are. Write a line of names above it"
        )
    for index, cell in enumerate(rows[line - 1]):
        beside = [row[index].strip() for row in below if index < len(row) and row[index].strip()]
        days = sum(bool(_DAY.fullmatch(each)) for each in beside)
        if beside and _DAY.fullmatch(cell.strip()) and days >= _OF_DAYS * len(beside):
            raise FileNotReadError(
                f"{path.name} has no line that names its columns: line {line} is a record, with the day "
                f"{cell.strip()} where those below have theirs. Write a line of names above it"
            )


def _is_record(header: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether each cell of a header is a number above numbers, or a text that stands below it again: it is a record.

    Columns that are named by years have other columns beside them, or are all numbers of four digits.
    """
    named = [(index, cell.strip()) for index, cell in enumerate(header) if cell.strip()]
    numbers = [cell for _, cell in named if _NUMBER.fullmatch(cell)]
    if len(below) < _ROWS_TO_COMPARE or not numbers or all(len(cell) == len("2024") for cell in numbers):
        return False
    for index, cell in named:
        beside = [row[index].strip() for row in below if index < len(row) and row[index].strip()]
        alike = all(_NUMBER.fullmatch(each) for each in beside) if _NUMBER.fullmatch(cell) else cell in beside
        if not beside or not alike:
            return False
    return True


def _line_of_names(rows: Sequence[Sequence[str]], found: int, usual: int) -> int:
    """The line above where the one that was found is a record, and that one names a few columns more or less."""
    above = rows[found - 2] if found > 1 else []
    is_record = any(_NUMBER.fullmatch(cell.strip()) for cell in rows[found - 1])
    names = bool(above) and all(cell.strip() and not _NUMBER.fullmatch(cell.strip()) for cell in above)
    return found - 1 if is_record and names and abs(len(above) - usual) <= _MOST_MISCOUNTED < len(above) else found


def _names_for(header: Sequence[str], below: Sequence[Sequence[str]]) -> tuple[Sequence[str], tuple[str, ...]]:
    """(a name for each cell that the rows have, what was assumed) where no row is as long as the header."""
    widths = Counter(len(row) for row in below if row)
    if not widths or len(header) in widths:
        return header, ()
    usual = widths.most_common(1)[0][0]
    if abs(usual - len(header)) > _MOST_MISCOUNTED:
        return header, ()
    if usual > len(header):
        more = usual - len(header)
        return [*header, *[""] * more], (
            f"the rows have {more} more cells than the header has names; the last have none",
        )
    spare = ", ".join(header[usual:])
    return header[:usual], (f"the header has more names than the rows have cells: {spare} is left out",)


def delimiter_of(text: str) -> str:
    """The delimiter that cuts the lines into the most cells of an equal number; a comma where nothing does."""
    best, most = ",", 0.0
    for delimiter in DELIMITERS:
        widths = [len(row) for row in islice(csv.reader(io.StringIO(text), delimiter=delimiter), _LOOKED_AT) if row]
        if not widths:
            continue
        width, times = Counter(widths).most_common(1)[0]
        score = times / len(widths) * (width - 1) ** 0.5
        if width > 1 and score > most:
            best, most = delimiter, score
    return best


def _load_text(
    connection: duckdb.DuckDBPyConnection, name: str, path: Path, scratch: Path, language: str, reading: Reading
) -> FileRead:
    encoding = encoding_of(path, language, reading.encoding)
    source = path
    if encoding.name not in ("utf-8", "ascii"):
        source = scratch / f"{name}.utf8.csv"
        write_as_utf8(path, encoding.name, source)
    with source.open(encoding="utf-8", newline="") as file:
        text = "".join(islice(file, _LOOKED_AT))
    if "\r" in text and "\n" not in text:
        source, text = _with_line_feeds(source, scratch / f"{name}.lines.csv"), text.replace("\r", "\n")
    if _WEB_PAGE.match(text):
        raise FileNotReadError(f"{path.name} is a page of the web and no table: download the file itself")
    if "\0" in text:
        raise FileNotReadError(f"{path.name} is no text: it has bytes of zero in its first lines")
    delimiter = reading.delimiter or delimiter_of(text)
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    line = reading.header_line or header_line(rows)
    _require_names(path, rows, line)
    assumed = [] if encoding.name == "utf-8" else [f"the encoding is {encoding.name}: {encoding.why}"]
    if delimiter != ",":
        assumed.append(f"cells are parted by {DELIMITERS.get(delimiter, delimiter)}")
    if line > 1:
        assumed.append(f"the header is line {line}; the lines above it are no records")
    header, miscounted = _names_for(rows[line - 1], rows[line:])
    assumed += miscounted
    columns, broken = _copy_csv(connection, name, source, delimiter, line, unique_names(header))
    rows_read = _count(connection, name) + len(broken)
    found, titles = (
        Reading(encoding.name, delimiter, "", line),
        " ".join(cell for row in rows[: line - 1] for cell in row),
    )
    return FileRead(columns, rows_read, found, tuple(assumed), broken, titles=titles)


def _with_line_feeds(source: Path, target: Path) -> Path:
    """A copy of a text whose lines end as those of old Macintoshes do, by a carriage return alone."""
    with source.open(encoding="utf-8") as lines, target.open("w", encoding="utf-8", newline="\n") as written:
        written.writelines(lines)
    return target


def _copy_csv(
    connection: duckdb.DuckDBPyConnection, name: str, path: Path, delimiter: str, line: int, header: list[str]
) -> tuple[tuple[str, ...], tuple[tuple[int, str], ...]]:
    """Load the records below the header as texts; (columns, lines that cannot be read)."""
    before = _rejected(connection)
    columns = ", ".join(f"{literal(column)}: 'VARCHAR'" for column in header)
    try:
        connection.execute(
            f"CREATE TABLE {quoted(name)} AS SELECT *, row_number() OVER () AS {ROW} FROM read_csv("
            f"{file_literal(path)}, columns = {{{columns}}}, header = false, skip = {line}, auto_detect = false, "
            f"delim = {literal(delimiter)}, quote = '\"', escape = '\"', store_rejects = true, "
            "rejects_limit = 0, parallel = false)"
        )
    except duckdb.Error as error:
        raise FileNotReadError(f"{path.name} cannot be read: {str(error).splitlines()[0]}") from None
    texts = ", ".join(f"nullif(trim({quoted(column)}), '') AS {quoted(column)}" for column in header)
    connection.execute(f"CREATE OR REPLACE TABLE {quoted(name)} AS SELECT {texts}, {ROW} FROM {quoted(name)}")
    broken = _rejected(connection)[len(before) :]
    return tuple(header), tuple(broken)


def _rejected(connection: duckdb.DuckDBPyConnection) -> list[tuple[int, str]]:
    """(line, text) of the lines that were refused so far, in the order of reading."""
    try:
        return connection.execute(
            "SELECT line, any_value(coalesce(csv_line, error_message)) FROM reject_errors GROUP BY scan_id, line "
            "ORDER BY scan_id, line"
        ).fetchall()
    except duckdb.CatalogException:  # no file was read yet
        return []


def _count(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    counted = connection.execute(f"SELECT count(*) FROM {quoted(name)}").fetchone()
    return int(counted[0]) if counted else 0
