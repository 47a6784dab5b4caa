"""Files as cities publish them: the table and the columns that are proposed, and every row delivered or set aside."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from data.city.pack import City, load_city
from data.drops.clock import city_time
from data.drops.drop import scratch_connection
from data.files.file_reading import load_file
from modules.sources.mapped.delivery import read_delivery
from modules.sources.mapped.mapping import ColumnMapping, mapping_toml, read_mapping
from modules.sources.mapped.proposal import propose
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
    if "violation_code" not in mapping.columns:
        assert len(rows) == file.rows - file.aside
    assert {key: rows[0].get(key) or None for key in file.first} == file.first


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
