"""A drop's manifest, and `write_drop`, the way a module writes a drop that is never seen half finished."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from data.drops.cadence import read_cadence
from data.drops.contract import SQL_TYPES, Table, load_contract
from data.sql_text import file_literal
from settings import settings

if TYPE_CHECKING:
    import pandas as pd

MANIFEST = "manifest.json"
RUN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}")
#: A large table becomes several files of at most this many rows, so that a reader can take them one by one.
ROWS_A_FILE = 5_000_000
ROWS_A_GROUP = 250_000

_ARROW_TYPES = {
    "string": pa.string(), "number": pa.float64(), "integer": pa.int64(),
    "boolean": pa.bool_(), "date": pa.date32(), "timestamp": pa.timestamp("us"),
}  # fmt: skip
assert _ARROW_TYPES.keys() == SQL_TYPES.keys()

PlainName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,119}$")]


def _readable_cadence(text: str) -> str:
    read_cadence(text)
    return text


Cadence = Annotated[str, AfterValidator(_readable_cadence)]
#: What a module may hand over as one table: a frame, an Arrow table, Arrow batches one by one, or finished files.
TableData: TypeAlias = "pd.DataFrame | pa.Table | Iterable[pa.RecordBatch] | Path | Sequence[Path]"


class DropError(Exception):
    """A drop that cannot be written or read; the message is a sentence for the operator."""


class SourceEntry(BaseModel):
    """Who published the raw records, under which terms, where, and when they were fetched."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    publisher: str
    licence: str
    address: str = ""
    retrieved: date | None = None


class FileEntry(BaseModel):
    """One file of a drop: a plain name beside the manifest, the table it belongs to, its rows and its SHA-256."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    path: PlainName
    table: str
    rows: Annotated[int, Field(ge=0)]
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Manifest(BaseModel):
    """What a drop says about itself.

    `data_as_of` is the day (then its end counts) or the local moment up to which the records are complete. `cadence` is
    an ISO 8601 duration, or `archive`: will not be updated. `notes` are sentences for the reader: what was left out.
    `follows` is the run that this drop adds to: it holds what changed since. A drop without it is whole.
    `set_aside_share` is the largest share of a table's rows that may break a rule without the drop being refused.
    `fewer_expected` announces that the drop holds far less than the one before, which else waits for a person.
    `counts_people` is false where the rows of a table that counts people are about places, such as complaints about
    streets: then no count is too small to be shown.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    contract: str
    contract_version: str
    module: str
    module_version: str
    generated_at: datetime
    data_as_of: Annotated[date | datetime, Field(union_mode="left_to_right")]
    cadence: Cadence
    sources: tuple[SourceEntry, ...]
    simulated: bool
    notes: tuple[str, ...] = ()
    files: tuple[FileEntry, ...]
    follows: Annotated[str, StringConstraints(pattern=rf"^{RUN_ID.pattern}$")] | None = None
    set_aside_share: Annotated[float, Field(ge=0, le=0.5)] | None = None
    fewer_expected: bool = False
    counts_people: bool = True


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a drop. Raises DropError with a sentence where it is missing or not a manifest."""
    try:
        return Manifest.model_validate_json(_read_file(folder / MANIFEST, settings().largest_manifest_mb * 1_000_000))
    except FileNotFoundError:
        raise DropError(f"{folder} has no {MANIFEST}: the drop is not finished") from None
    except OSError as error:
        raise DropError(f"{folder.name}/{MANIFEST} cannot be opened: {error.strerror}") from None
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'file'}: {e['msg']}" for e in error.errors()[:5])
        raise DropError(f"{folder.name}/{MANIFEST} is not a manifest: {wrong}") from None


def _read_file(path: Path, most_bytes: int) -> bytes:
    """The content of an ordinary file; a link, a pipe or a folder of that name is not waited for.

    Raises OSError where it cannot be opened and DropError where it is none, or longer.
    """
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise DropError(f"{path.parent.name}/{path.name} is not an ordinary file")
        with os.fdopen(os.dup(handle), "rb") as file:
            content = file.read(most_bytes + 1)
    finally:
        os.close(handle)
    if len(content) > most_bytes:
        raise DropError(f"{path.parent.name}/{path.name} is longer than {most_bytes:,} bytes")
    return content


def sha256_of(path: Path) -> str:
    """SHA-256 of a file in hexadecimal, read piece by piece."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def new_run_id() -> str:
    """An id that sorts by time: UTC to the second and four random hexadecimal digits."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}"


def _cast(part: pa.Table, table: Table) -> pa.Table:
    """The part with the contract's types; columns that the contract lacks stay as they are, for `check` to report."""
    for index, field in enumerate(part.schema):
        known = {column.name: column.logical_type for column in table.columns}
        if field.name in known and field.type != _ARROW_TYPES[known[field.name]]:
            # Arrow would drop a zone without a word: such moments stay instants, and publishing makes them the city's.
            zoned = known[field.name] == "timestamp" and pa.types.is_timestamp(field.type) and field.type.tz
            to_type = pa.timestamp("us", "UTC") if zoned else _ARROW_TYPES[known[field.name]]
            try:
                values = part.column(index).cast(to_type)
            except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
                raise DropError(f"{table.name}.{field.name} is not a {known[field.name]}: {error}") from None
            part = part.set_column(index, pa.field(field.name, values.type), values)
    return part


def _parts(data: pd.DataFrame | pa.Table | Iterable[pa.RecordBatch], table: Table) -> Iterator[pa.Table]:
    """The data in parts of at most ROWS_A_GROUP rows; at least one part where the columns are known."""
    import pandas as pd  # a third of the start of `python -m data`, which writes no drops

    if isinstance(data, pd.DataFrame):
        data = pa.Table.from_pandas(data, preserve_index=False).replace_schema_metadata(None)
    if isinstance(data, pa.Table):
        if data.num_rows == 0:
            yield _cast(data, table)
        data = data.to_batches(max_chunksize=ROWS_A_GROUP)
    for batch in data:
        yield _cast(pa.Table.from_batches([batch]), table)


def _write_parts(folder: Path, table: Table, parts: Iterator[pa.Table]) -> list[tuple[Path, int]]:
    """Write the parts as `<table>.parquet`, or as `<table>-000.parquet` and on; (file, rows) of each."""
    written: list[tuple[Path, int]] = []
    writer: pq.ParquetWriter | None = None
    rows = 0
    for part in parts:
        if writer is None or rows >= ROWS_A_FILE:
            if writer is not None:
                writer.close()
                written[-1] = (written[-1][0], rows)
            path, rows = folder / f"{table.name}-{len(written):03d}.parquet", 0
            writer = pq.ParquetWriter(path, part.schema, compression="zstd")
            written.append((path, 0))
        writer.write_table(part)
        rows += part.num_rows
    if writer is None:
        raise DropError(f"{table.name}: no batch was given, so its columns are unknown; leave the table out instead")
    writer.close()
    written[-1] = (written[-1][0], rows)
    if len(written) == 1:
        only = written[0][0].rename(folder / f"{table.name}.parquet")
        return [(only, rows)]
    return written


def _take_files(folder: Path, table: Table, files: Sequence[Path]) -> list[tuple[Path, int]]:
    """Copy finished Parquet or CSV files into the drop; (file, rows) of each."""
    taken: list[tuple[Path, int]] = []
    for number, file in enumerate(files):
        name = f"{table.name}{file.suffix}" if len(files) == 1 else f"{table.name}-{number:03d}{file.suffix}"
        shutil.copyfile(file, folder / name)
        rows = _csv_records(file) if file.suffix == ".csv" else pq.read_metadata(file).num_rows
        taken.append((folder / name, rows))
    return taken


def _csv_records(file: Path) -> int:
    """Records of a CSV file without its header; one may span lines."""
    with duckdb.connect() as connection:
        options = "all_varchar = true, header = true, delim = ',', quote = '\"', escape = '\"', parallel = false"
        ((rows,),) = connection.execute(f"SELECT count(*) FROM read_csv({file_literal(file)}, {options})").fetchall()
    return int(rows)


def _write_table(folder: Path, table: Table, data: TableData) -> list[FileEntry]:
    if isinstance(data, Path):
        data = [data]
    if isinstance(data, Sequence) and data and isinstance(data[0], Path):
        files = _take_files(folder, table, data)
    else:
        files = _write_parts(folder, table, _parts(data, table))
    return [FileEntry(path=path.name, table=table.name, rows=rows, sha256=sha256_of(path)) for path, rows in files]


def fsync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_bytes_durably(path: Path, content: bytes) -> None:
    """Write a file and make its bytes survive a power cut."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def write_drop(
    outputs_dir: Path,
    city: str,
    domain: str,
    tables: Mapping[str, TableData],
    *,
    module: str,
    module_version: str,
    data_as_of: date | datetime,
    cadence: str,
    sources: Sequence[SourceEntry],
    simulated: bool,
    notes: Sequence[str] = (),
    run_id: str | None = None,
    follows: str | None = None,
    counts_people: bool = True,
) -> Path:
    """Write a drop and return its folder, `<outputs_dir>/<city>/<domain>/<run_id>`.

    Columns are cast to the contract's types. Batches are written as they come, so a table may be larger than memory.
    The folder appears under its name only when all of it, the manifest last, is written; on an error nothing is left.
    `follows` is the run id of the drop that this one adds to, `counts_people` whether rows are people
    (docs/publish-an-output.md).
    Raises DropError for a table or value that the contract has no place for, and where the run id is taken.
    """
    contract = load_contract(domain)
    run_id = run_id or new_run_id()
    known = {table.name for table in contract.tables}
    if not RUN_ID.fullmatch(run_id) or (unknown := sorted(tables.keys() - known)):
        raise DropError(f"run id {run_id!r} is not a plain name" if not RUN_ID.fullmatch(run_id)
                        else f"the contract {contract.id} has no table {', '.join(unknown)}")  # fmt: skip
    home = outputs_dir / city / domain
    final, writing = home / run_id, home / f".writing-{run_id}"
    home.mkdir(parents=True, exist_ok=True)
    if final.exists():
        raise DropError(f"{final} exists already")
    writing.mkdir()
    try:
        files = [entry for name, data in tables.items() for entry in _write_table(writing, contract.table(name), data)]
        manifest = Manifest(
            contract=contract.id, contract_version=contract.version, module=module, module_version=module_version,
            generated_at=datetime.now(UTC), data_as_of=data_as_of, cadence=cadence, sources=tuple(sources),
            simulated=simulated, notes=tuple(notes), files=tuple(files), follows=follows, counts_people=counts_people,
        )  # fmt: skip
        write_bytes_durably(writing / MANIFEST, manifest.model_dump_json(indent=2).encode())
        fsync_folder(writing)
        writing.rename(final)
        fsync_folder(home)
    finally:
        shutil.rmtree(writing, ignore_errors=True)  # nothing is there any more once it has its name
    return final
