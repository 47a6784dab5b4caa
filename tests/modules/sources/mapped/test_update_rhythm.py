"""How often a file is taken to be renewed, by the age of its newest record on the city's clock."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from data.city.pack import City, load_city
from data.drops.clock import city_time
from data.drops.drop import scratch_connection
from data.files.file_reading import load_file
from modules.sources.mapped.proposal import propose
from tests.city_with_records import write_city


@pytest.fixture(scope="module")
def riverton(tmp_path_factory: pytest.TempPathFactory) -> City:
    root = tmp_path_factory.mktemp("cities")
    write_city(root)
    return load_city("riverton", root)


def proposed_cadence(text: str, city: City, folder: Path, name: str = "file.csv") -> tuple[str, str]:
    """The cadence that is proposed for a file of that text, and all that is said of it."""
    path = folder / name
    path.write_text(text, "utf-8")
    with scratch_connection(folder) as connection:
        read = load_file(connection, "file", path, folder, city.language)
        proposal = propose(connection, "file", read, city, path.stem)
    return proposal.mapping.cadence, " ".join(proposal.assumed)


@pytest.mark.parametrize(
    ("days", "cadence"), [(0, "P1D"), (5, "P1W"), (20, "P1M"), (80, "P3M"), (200, "P1Y"), (500, "archive")]
)
def test_a_file_is_renewed_as_often_as_its_newest_record_allows(
    days: int, cadence: str, riverton: City, tmp_path: Path
) -> None:
    newest = city_time(riverton.timezone).date() - timedelta(days=days)
    text = f"Ticket number,Date received,Service type\n1,2019-03-01,Tree\n2,{newest},Tree\n3,2199-01-01,Tree\n"
    found, said = proposed_cadence(text, riverton, tmp_path)
    assert found == cadence
    assert f"the newest record is of {newest}" in said


@pytest.mark.parametrize(("years", "cadence"), [(1, "P1Y"), (9, "archive")])
def test_figures_of_years_come_by_the_year(years: int, cadence: str, riverton: City, tmp_path: Path) -> None:
    year = city_time(riverton.timezone).year - years
    side_by_side = f"GeoName,Description,{year - 1},{year}\nNorthwest,GDP,10,11\nSoutheast,GDP,20,21\n"
    assert proposed_cadence(side_by_side, riverton, tmp_path)[0] == cadence
    budget = f"Fiscal Year,Department Name,Amount\n{year},Parks,10\n{year},Police,20\n"
    assert proposed_cadence(budget, riverton, tmp_path)[0] == cadence


def test_a_year_in_the_files_name_is_the_year_of_its_rows(riverton: City, tmp_path: Path) -> None:
    text = "Department Name,Account,Amount\nParks,Wages,10\nPolice,Wages,20\n"
    assert proposed_cadence(text, riverton, tmp_path, "budget 2012.csv")[0] == "archive"
