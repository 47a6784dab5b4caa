"""`python -m modules import FILE --city CITY`: look at a file, propose a mapping, publish by it, keep it."""

from __future__ import annotations

import argparse
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from data.city.pack import City, load_city
from data.drops.drop import scratch_connection
from data.drops.report import ERROR, SET_ASIDE, Report
from data.files.file_reading import FileRead, Reading, load_file
from data.files.shape_records import shapefile_parts
from data.published.snapshots import served_snapshot
from modules.run import Done, publish_domain, run_module
from modules.sources.mapped.delivery import IMPORTS, FileCount, delivered_files, mapping_folders, read_delivery
from modules.sources.mapped.drafts import Proposal
from modules.sources.mapped.mapping import MAPPING, ColumnMapping, MappingError, mapping_toml, read_mapping
from modules.sources.mapped.odcs_names import described_file, with_described_names
from modules.sources.mapped.proposal import found_in, propose
from modules.sources.mapped.said_columns import said_bands, said_pairs, with_said_columns
from settings import Settings

#: Texts of a column without a meaning that are listed.
_LISTED = 8


@dataclass(frozen=True)
class Imported:
    """What became of a file: lines to print, whether the call went well, and what was published of it."""

    lines: list[str]
    done: Done | None = None


def add_file_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said of a file instead of letting it be found out."""
    parser.add_argument("--mapping", type=Path, help="a mapping to use instead of the city's own or a proposed one")
    parser.add_argument("--table", default="", help="the table that the file holds, as in payments (default: find out)")
    parser.add_argument("--encoding", default="", help="such as gb18030, big5, cp1252 (default: find out)")
    parser.add_argument("--delimiter", default="", help="what parts the cells (default: find out)")
    parser.add_argument("--decimal", default="", choices=["", ".", ","], help="the decimal mark (default: find out)")
    parser.add_argument("--dates", default="", choices=["", "day-first", "month-first"], help="03/04/2024 is which day")
    parser.add_argument("--sheet", default="", help="sheet of a workbook (default: the fullest)")
    parser.add_argument("--header-line", type=int, default=0, help="line that names the columns (default: find out)")
    which = "which column of the file is which, as in paid_on='Date paid'; may be repeated"
    parser.add_argument("--column", action="append", default=[], metavar="OURS=THEIRS", help=which)
    for_all = "what holds for all rows, as in fiscal_year=2024; may be repeated"
    parser.add_argument("--fixed", action="append", default=[], metavar="OURS=VALUE", help=for_all)
    parser.add_argument("--pass", dest="passing", default="", metavar="LOW-HIGH",
                        help="scores that pass, as in 90-100; the others fail")  # fmt: skip
    parser.add_argument("--conditional", default="", metavar="LOW-HIGH", help="scores that pass with conditions")
    parser.add_argument("--publisher", default="", help="who published the file")
    parser.add_argument("--licence", default="not stated", help="under which terms")
    parser.add_argument("--add", action="store_true", help="add to the files before instead of taking their place")
    parser.add_argument("--publish", action="store_true", help="publish by the proposed mapping at once")


def import_file(asked: argparse.Namespace, chosen: Settings) -> Imported:
    """Propose a mapping for a file that has none, publish by the one that it has.

    Raises UnknownCityError, and FileNotReadError or MappingError with a sentence where the file or mapping is at fault.
    """
    city = load_city(asked.city, chosen.cities_dir)
    raw, path = chosen.raw_dir / city.key, described_file(Path(asked.source))
    said = Reading(asked.encoding, asked.delimiter, asked.sheet, asked.header_line)
    with TemporaryDirectory(prefix="citydeck-import-") as scratch, scratch_connection(Path(scratch)) as connection:
        connection.execute("SET preserve_insertion_order = true")
        folder, mapping = _known_mapping(connection, asked, raw, path, Path(scratch), city)
        if mapping is None or folder is None:
            read = load_file(connection, "file", path, Path(scratch), city.language, said)
            read = with_said_columns(with_described_names(read, Path(asked.source)), said_pairs(asked.column))
            proposal = propose(connection, "file", read, city, path.stem, asked.table, asked.dates, asked.decimal,
                               said_pairs(asked.fixed), said_bands(asked.passing, asked.conditional))  # fmt: skip
            folder = _new_folder(raw, proposal.mapping)
            mapping = _written(folder / MAPPING, proposal, read, asked)
            lines = [*_proposal_lines(path, proposal, read), f"written to {folder / MAPPING}"]
            if not asked.publish or mapping.questions:
                again = "answer the questions there, then run" if mapping.questions else "edit it if need be, then run"
                return Imported([*lines, f"Nothing is published yet: {again} the same import again."])
        else:
            lines = [f"{path.name} is read by {folder / MAPPING}"]
    if mapping.questions:
        return Imported([*lines, *(f"  asked: {each}" for each in mapping.questions), _ANSWER], Done(
            mapping.domain, "broken", "the mapping has open questions"))  # fmt: skip
    kept = _deliver(path, folder, asked.add)
    try:
        return _published(city, mapping, chosen, lines)
    except MappingError:
        kept.unlink()
        raise


_ANSWER = "Nothing is published: answer them in the mapping and empty its list of questions."


def _known_mapping(
    connection: duckdb.DuckDBPyConnection, asked: argparse.Namespace, raw: Path, path: Path, scratch: Path, city: City
) -> tuple[Path | None, ColumnMapping | None]:
    """(folder, mapping) of the mapping that was named, or of the city's whose columns the file has."""
    if asked.mapping:
        mapping = read_mapping(asked.mapping)
        folder = _new_folder(raw, mapping)
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(asked.mapping, folder / MAPPING)
        return folder, mapping
    fitting: tuple[Path | None, ColumnMapping | None] = None, None
    for number, (folder, mapping) in enumerate(mapping_folders(raw)):
        other = asked.table and asked.table not in (mapping.table, f"{mapping.domain}/{mapping.table}")
        if other and not mapping.questions:
            continue
        try:
            read = load_file(connection, f"known_{number}", path, scratch, city.language, mapping.reading)
        except ValueError:
            continue  # a file that is not read as that mapping says is no delivery of it
        if set(read.columns) == set(mapping.header):
            if mapping.questions and _answers(asked) and not delivered_files(folder):
                shutil.rmtree(folder)  # asked again, with the answers that came by the call
                continue
            return folder, mapping
        if fitting[0] is None and found_in(read.columns, mapping):
            fitting = folder, mapping
    return fitting


def _answers(asked: argparse.Namespace) -> bool:
    """Whether the call answers a question that a mapping has."""
    return any((asked.table, asked.dates, asked.decimal, asked.column, asked.fixed, asked.passing))


def _new_folder(raw: Path, mapping: ColumnMapping) -> Path:
    """A folder for a mapping of that table that is not taken: services-requests, services-requests-2."""
    name = f"{mapping.domain}-{mapping.table}"
    taken = {path.parent.name for path in (raw / IMPORTS).glob(f"*/{MAPPING}")}
    number = next(n for n in range(1, len(taken) + 2) if (name if n == 1 else f"{name}-{n}") not in taken)
    return raw / IMPORTS / (name if number == 1 else f"{name}-{number}")


def _written(path: Path, proposal: Proposal, read: FileRead, asked: argparse.Namespace) -> ColumnMapping:
    """The proposed mapping, after it was written; its remarks list what is not known."""
    remarks = {
        column: [f"not known, {rows:,} rows: {text}"[:100].replace("\n", " ") for text, rows in unknown[:_LISTED]]
        for column, unknown in proposal.unknown_words.items()
    }
    unused = [each for each in read.columns if each not in proposal.mapping.file_columns()]
    remarks["columns"] = [f"not used: {', '.join(unused)}"[:400]] if unused else []
    remarks[""] = [line[:200] for line in (*read.assumed, *proposal.assumed)]
    written = vars(proposal.mapping) | {"reading": read.reading, "publisher": asked.publisher, "licence": asked.licence,
                                       "header": read.columns}  # fmt: skip
    mapping = ColumnMapping(**written)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(mapping_toml(mapping, remarks), "utf-8")
    return read_mapping(path)


def _proposal_lines(path: Path, proposal: Proposal, read: FileRead) -> Iterator[str]:
    mapping = proposal.mapping
    yield f"{path.name}: {read.rows:,} rows, {len(read.columns)} columns"
    also = f" (or {', '.join(proposal.others)}: say --table)" if proposal.others else ""
    lacks = any("which column is" in each for each in mapping.questions)
    looks = "It is no table that is known whole; nearest is" if lacks else "It looks like"
    yield f"{looks} {mapping.target.title}: {mapping.domain}/{mapping.table}{also}"
    yield f"{proposal.row_share:.1%} of its rows fit"
    for column, named in mapping.columns.items():
        shown = ", ".join(named) if isinstance(named, list) else named
        fit = f"{proposal.fits[column]:.1%} of rows fit" if column in proposal.fits else "taken from the same column"
        yield f"  {column:<22} <- {shown}  ({fit})"
    yield from (f"  assumed: {each}" for each in (*read.assumed, *proposal.assumed))
    for column, unknown in proposal.unknown_words.items():
        shown = ", ".join(f"{text!r} ({rows:,})" for text, rows in unknown[:_LISTED])
        yield f"  not known in {mapping.columns[column]}: {shown}"
    if read.broken_lines:
        line, text = read.broken_lines[0]
        yield f"  {len(read.broken_lines):,} lines cannot be read, the first is line {line}: {text[:80]!r}"
    yield from (f"  asked: {each}" for each in mapping.questions)


def _deliver(path: Path, folder: Path, add: bool) -> Path:
    """Copy the file to the mapping's folder; with `add` behind those that are there, else in their place."""
    home = folder / "files"
    before = delivered_files(folder)
    home.mkdir(parents=True, exist_ok=True)
    number = max((int(each.name.split("-")[0]) for each in before), default=0) + 1 if add else 1
    if not add:
        shutil.rmtree(home)
        home.mkdir()
    parts = shapefile_parts(path)
    target = home / f"{number:04d}-{path.name}{'.zip' if parts else ''}"
    if parts:
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for part in parts:
                archive.write(part, part.name)
    else:
        shutil.copyfile(path, target)
    return target


def _published(city: City, mapping: ColumnMapping, chosen: Settings, lines: Sequence[str]) -> Imported:
    """Run the domain's module, publish, and account for every row."""
    served = served_snapshot(chosen.snapshots_dir / city.key / mapping.domain)
    ran = run_module(city, mapping.domain, chosen)
    done = publish_domain(city, mapping.domain, chosen) if ran.state in ("ran", "unchanged") else ran
    with TemporaryDirectory(prefix="citydeck-import-") as scratch:
        counts = read_delivery(chosen.raw_dir / city.key, mapping.domain, city, Path(scratch)).counts
    told = [f"{mapping.domain}: {done.text}"]
    if done.state == "published" and served is not None and served.simulated:
        told.append(f"The real records take the place of the simulated ones of {mapping.domain}.")
    return Imported([*lines, *told, *(line for count in counts for line in _reconciled(count, done.report))], done)


def _reconciled(count: FileCount, report: Report | None) -> Iterator[str]:
    """Rows of a file = published + set aside, by reason; of a refused file its first problems."""
    if report is None or not report.accepted:
        yield count.note
    else:
        broken = report.broken_rows.get(count.main, 0)
        published = count.delivered - broken
        yield f"{count.file}: {count.rows:,} rows = {published:,} published + {count.rows - published:,} set aside"
    yield from (f"  {rows:,} {reason}" for reason, rows in count.aside.items() if rows)
    yield from _problems(count, report)
    if count.elsewhere:
        named = ", ".join(f"{text!r} ({rows:,})" for text, rows in list(count.elsewhere.items())[:_LISTED])
        yield f"  areas that the city does not have: {named}"


def _problems(count: FileCount, report: Report | None) -> Iterator[str]:
    """The rules that rows broke, each with its first rows."""
    for breach in report.breaches if report else ():
        if breach.severity in (ERROR, SET_ASIDE):
            first = ", ".join(repr(row.value) for row in breach.rows[:3] if row.value is not None)
            where = f"{breach.table}.{breach.column}" if breach.column else breach.table
            examples = f", such as {first}" if first else ""
            yield f"  {breach.count:,} {where}: {breach.message}{examples}"
    if report and not report.accepted and count.main in report.broken_rows:
        share = f"{report.set_aside_share:.1%}"
        yield f"  More than {share} of the rows: mend the mapping, or city.toml's set_aside_share."
