"""Premises, inspections and violations in files of their own: joined by their ids in any order, and counted."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from data.city.pack import load_city
from data.drops.drop import scratch_connection
from data.files.file_reading import load_file
from modules.sources.mapped.delivery import Delivery, read_delivery
from modules.sources.mapped.inspection_joins import partners_note
from modules.sources.mapped.mapping import mapping_toml
from modules.sources.mapped.proposal import propose
from tests.city_with_records import write_city

_FILES = {
    "businesses": """business_id,name,address,city,latitude,longitude
10,Tiramisu Kitchen,33 Belden Pl,Riverton,40.05,10.05
19,Nrgize Cafe,1200 Van Ness,Riverton,40.06,10.05
24,Omni Hotel,500 California St,Riverton,40.06,10.06
""",
    "inspections": """business_id,inspection_date,type,inspection_result
10,20240114,routine,Pass
10,20240124,followup,Pass
19,20240130,routine,Fail
77,20240131,routine,Pass
""",
    "violations": """business_id,date,code,description,severity
10,20240114,103157,No food handler card,low
10,20240114,103148,No thermometers,high
19,20240130,103154,Unclean floors,low
19,20240130,103154,Unclean walls,low
24,20240101,103154,Unclean floors,low
""",
}


def _delivered(folder: Path, order: Sequence[str]) -> tuple[Delivery, dict[str, str]]:
    """(the delivery of those files, file -> table that was proposed for it)."""
    scratch = folder / "scratch"
    scratch.mkdir(parents=True)
    write_city(folder)
    city, tables = load_city("riverton", folder), {}
    for name in order:
        path = folder / f"{name}.csv"
        path.write_text(_FILES[name], "utf-8")
        with scratch_connection(scratch) as connection:
            read = load_file(connection, "file", path, scratch, city.language)
            mapping = propose(connection, "file", read, city, name).mapping
        assert list(mapping.questions) == []
        tables[name] = mapping.table
        home = folder / "raw" / "imports" / f"food_safety-{mapping.table}"
        (home / "files").mkdir(parents=True)
        (home / "mapping.toml").write_text(mapping_toml(mapping), "utf-8")
        (home / "files" / f"0001-{name}.csv").write_text(_FILES[name], "utf-8")
    return read_delivery(folder / "raw", "food_safety", city, scratch), tables


def _rows(delivery: Delivery, table: str) -> list[dict[str, str]]:
    (path,) = delivery.files[table]
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def joined(tmp_path_factory: pytest.TempPathFactory) -> tuple[Delivery, dict[str, str]]:
    return _delivered(tmp_path_factory.mktemp("joined"), ("violations", "businesses", "inspections"))


def test_each_file_is_its_own_table(joined: tuple[Delivery, dict[str, str]]) -> None:
    assert joined[1] == {"businesses": "premises", "inspections": "inspections", "violations": "violations"}


def test_premises_have_the_names_of_their_list_and_others_their_id(joined: tuple[Delivery, dict[str, str]]) -> None:
    premises = {row["premises_id"]: (row["name"], row["address"]) for row in _rows(joined[0], "premises")}
    assert premises == {
        "10": ("Tiramisu Kitchen", "33 Belden Pl"),
        "19": ("Nrgize Cafe", "1200 Van Ness"),
        "24": ("Omni Hotel", "500 California St"),
        "77": ("77", ""),
    }


def test_violations_are_those_of_their_premises_and_day(joined: tuple[Delivery, dict[str, str]]) -> None:
    of_day = {
        row["inspection_id"]: (row["premises_id"], row["inspected_on"]) for row in _rows(joined[0], "inspections")
    }
    found = [(of_day[row["inspection_id"]], row["code"], row["occurrences"]) for row in _rows(joined[0], "violations")]
    assert sorted(found) == [
        (("10", "2024-01-14"), "103148", "1"),
        (("10", "2024-01-14"), "103157", "1"),
        (("19", "2024-01-30"), "103154", "2"),
    ]


def test_inspections_without_counts_have_those_of_their_violations(joined: tuple[Delivery, dict[str, str]]) -> None:
    counts = {
        (row["premises_id"], row["inspected_on"]): (row["critical_count"], row["minor_count"])
        for row in _rows(joined[0], "inspections")
    }
    assert counts == {
        ("10", "2024-01-14"): ("1", "1"), ("10", "2024-01-24"): ("0", "0"),
        ("19", "2024-01-30"): ("0", "2"), ("77", "2024-01-31"): ("0", "0"),
    }  # fmt: skip


def test_rows_without_a_partner_are_counted(joined: tuple[Delivery, dict[str, str]]) -> None:
    assert sorted(joined[0].notes) == [
        "1 inspections are of premises that the list of premises does not have; 1 premises of the list were not "
        "inspected.",
        "businesses.csv: 3 rows = 3 delivered.",
        "inspections.csv: 4 rows = 4 delivered.",
        "violations.csv: 5 rows = 4 delivered + 1 of no inspection that was delivered.",
    ]


def test_without_inspections_there_is_no_day_and_no_violation(tmp_path: Path) -> None:
    delivery, _ = _delivered(tmp_path, ("businesses", "violations"))
    assert delivery.last_day is None
    assert _rows(delivery, "violations") == []
    assert [count.delivered for count in delivery.counts] == [3, 0]


def test_an_inspection_that_names_no_premises_hides_no_premises_that_were_not_inspected(tmp_path: Path) -> None:
    listed, visits = tmp_path / "premises.csv", tmp_path / "inspections.csv"
    listed.write_text("premises_id,name\n10,Tiramisu\n19,Nrgize\n", "utf-8")
    visits.write_text("inspection_id,premises_id\nA,10\nB,\n", "utf-8")
    assert partners_note([listed], [visits]) == (
        "1 inspections are of premises that the list of premises does not have; 1 premises of the list were not "
        "inspected."
    )
