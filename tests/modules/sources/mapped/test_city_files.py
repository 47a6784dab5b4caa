"""Files as cities publish them: the table and the columns that are proposed, and every row delivered or set aside."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from pathlib import Path

import pytest

from data.city.pack import City, load_city
from data.drops.clock import city_time
from data.drops.drop import scratch_connection
from data.files.file_reading import Reading, load_file
from data.files.text_encoding import FileNotReadError
from modules.sources.mapped.delivery import read_delivery
from modules.sources.mapped.mapping import ColumnMapping, mapping_toml, read_mapping
from modules.sources.mapped.odcs_names import described_file, with_described_names
from modules.sources.mapped.proposal import found_in, propose
from tests.city_with_records import write_city
from tests.modules.sources.mapped.city_file import CityFile
from tests.modules.sources.mapped.city_files import FILES
from tests.source_tree import ROOT


@pytest.fixture(scope="session")
def cities(tmp_path_factory: pytest.TempPathFactory) -> dict[str, City]:
    root = tmp_path_factory.mktemp("cities")
    write_city(root)
    return {"riverton": load_city("riverton", root), "sanya": load_city("sanya", ROOT / "data" / "cities")}


def _proposed(path: Path, city: City, scratch: Path) -> tuple[ColumnMapping, tuple[str, ...]]:
    with scratch_connection(scratch) as connection:
        read = load_file(connection, "file", path, scratch, city.language)
        proposal = propose(connection, "file", read, city, path.stem)
    mapping = ColumnMapping(**(vars(proposal.mapping) | {"reading": read.reading}))
    return mapping, (*read.assumed, *proposal.assumed)


@pytest.mark.parametrize("file", FILES, ids=[each.name for each in FILES])
def test_a_file_of_a_city(file: CityFile, cities: dict[str, City], tmp_path: Path) -> None:
    city, path, scratch = cities[file.city], tmp_path / file.name, tmp_path / "scratch"
    scratch.mkdir()
    path.write_bytes(file.content)
    mapping, assumed = _proposed(path, city, scratch)
    assert mapping.table == file.table
    assert {key: mapping.columns.get(key) for key in file.columns} == file.columns
    assert [text for text in file.says if not any(text in line for line in assumed)] == []
    assert [text for text in file.asks if not any(text in line for line in mapping.questions)] == []
    assert bool(mapping.questions) == bool(file.asks)
    folder = tmp_path / "raw" / "imports" / "one"
    (folder / "files").mkdir(parents=True)
    (folder / "mapping.toml").write_text(mapping_toml(mapping), "utf-8")
    assert read_mapping(folder / "mapping.toml") == mapping
    if file.asks:
        return
    (folder / "files" / file.name).write_bytes(file.content)
    delivery = read_delivery(tmp_path / "raw", mapping.domain, city, scratch)
    (count,) = delivery.counts
    assert (count.rows, sum(count.aside.values())) == (file.rows, file.aside)
    (written,) = delivery.files[file.table]
    with written.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    if not mapping.has_violation_rows:
        assert len(rows) == file.rows - file.aside
    assert {key: rows[0].get(key) or None for key in file.first} == file.first


def test_a_mapping_knows_a_further_delivery_but_no_other_file() -> None:
    ready = ColumnMapping("services", "requests", {"requested_datetime": "Date", "service_name": "Type"},
                          header=("Date", "Type", "Ward"))  # fmt: skip
    assert found_in(["Date", "Type", "Status"], ready)
    assert not found_in(["Date", "Status"], ready)
    asking = replace(ready, columns={"requested_datetime": "Date"}, questions=("which column is service_name?",))
    assert not found_in(["Date", "Amount"], asking)
    assert not found_in(["anything"], replace(asking, columns={}, header=()))


def test_a_header_line_that_is_not_there_is_said(tmp_path: Path) -> None:
    path = tmp_path / "short.csv"
    path.write_text("a,b\n1,2\n", "utf-8")
    with scratch_connection(tmp_path) as connection, pytest.raises(FileNotReadError, match=r"short.csv has no line 9"):
        load_file(connection, "file", path, tmp_path, "en", Reading(header_line=9))


def test_every_file_has_a_name_of_its_own() -> None:
    assert len({each.name for each in FILES}) == len(FILES)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("Fiscal Year,Department Name,Amount\n2023,Parks,10\n2199,Parks,20\n", ""),
        ("Supplier Name,Payment Date,Net Amount\nA Ltd,2023-05-01,10\nB Ltd,2199-05-01,20\n", "2023-05-01"),
        ("Ticket number,Date received,Service type\n1,2023-05-02,Tree\n2,2199-05-01,Tree\n", "2023-05-02"),
        ("district,gdp,year\nNorthwest,800,2023\nNorthwest,900,2199\n", ""),
    ],
    ids=["a budget of years to come", "a mistyped payment", "a mistyped request", "a projected figure"],
)
def test_records_end_today_at_most(text: str, last: str, cities: dict[str, City], tmp_path: Path) -> None:
    city, path, scratch = cities["riverton"], tmp_path / "file.csv", tmp_path / "scratch"
    scratch.mkdir()
    path.write_text(text, "utf-8")
    mapping, _ = _proposed(path, city, scratch)
    folder = tmp_path / "raw" / "imports" / "one"
    (folder / "files").mkdir(parents=True)
    (folder / "mapping.toml").write_text(mapping_toml(mapping), "utf-8")
    (folder / "files" / "1-file.csv").write_text(text, "utf-8")
    told = read_delivery(tmp_path / "raw", mapping.domain, city, scratch).last_day
    assert told is not None and (str(told) == last if last else told <= city_time(city.timezone).date())


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("download.csv", b"<!DOCTYPE html><html><title>502</title></html>", "is a page of the web and no table"),
        (
            "nameless.csv",
            b"301,Rats,2018-01-01\n302,Noise,2018-01-02\n303,Rats,\n",
            "line 1 is a record, with the day 2018-01-01 where those below have theirs. Write a line of names above it",
        ),
        (
            "dateless.csv",
            b"37108,98,REGULAR\n71307,91,REGULAR\n77990,0,FOLLOWUP\n1,2,REGULAR\n",
            "line 1 (37108, 98, REGULAR) is a record, as those below are. Write a line of names above it",
        ),
        ("header.csv", b"id,created,category\n", "has no row below its header (id, created, category)"),
        ("empty.csv", b"", "is empty"),
        ("picture.png", b"x", "is of a kind that is not read"),
        ("broken.xlsx", b"x", "broken.xlsx"),
        ("broken.json", b"{", "is not JSON"),
        ("broken.xml", b"<a>", "broken.xml"),
        ("broken.parquet", b"x", "cannot be read"),
        ("broken.zip", b"x", "broken.zip"),
        ("zeros.csv", b"a,b\n\0\0,1\n", "bytes of zero"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(name: str, content: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with scratch_connection(tmp_path) as connection, pytest.raises(FileNotReadError, match=re.escape(said)):
        load_file(connection, "file", path, tmp_path, "en")


def test_a_file_of_which_nothing_is_known_is_asked_about(cities: dict[str, City], tmp_path: Path) -> None:
    """Its mapping has no column, and is one all the same."""
    path = tmp_path / "file.csv"
    path.write_text("ab,cd\nx,y\nz,w\n", "utf-8")
    mapping, _ = _proposed(path, cities["riverton"], tmp_path)
    (asked,) = mapping.questions
    assert asked.startswith("what are these records? No name says that they are requests, which is nearest")
    (tmp_path / "mapping.toml").write_text(mapping_toml(mapping), "utf-8")
    assert read_mapping(tmp_path / "mapping.toml") == mapping


def test_another_teams_contract_tells_what_its_columns_are(cities: dict[str, City], tmp_path: Path) -> None:
    (tmp_path / "w.csv").write_text("tnr;eingang;art;zust\nT1;13.03.2025;Laterne;offen\nT2;14.03.2025;X;erledigt\n")
    described = {"tnr": "Ticket number", "eingang": "Date received", "art": "Service type", "zust": "Status"}
    properties = "".join(f"      - {{name: {name}, businessName: {told}}}\n" for name, told in described.items())
    contract = tmp_path / "w.odcs.yaml"
    contract.write_text(f"id: w\nversion: 1.0.0\nschema:\n  - name: w\n    properties:\n{properties}", "utf-8")
    path = described_file(contract)
    with scratch_connection(tmp_path) as connection:
        read = with_described_names(load_file(connection, "file", path, tmp_path, "en"), contract)
        columns = propose(connection, "file", read, cities["riverton"], "w").mapping.columns
    assert {name: columns[name] for name in ("service_request_id", "requested_datetime", "service_name", "status")} == {
        "service_request_id": "tnr", "requested_datetime": "eingang", "service_name": "art", "status": "zust",
    }  # fmt: skip
