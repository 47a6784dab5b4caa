"""python -m data: what it prints, and exit codes 0 done, 1 the data is at fault, 2 the call is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from data.__main__ import main
from tests.city_with_records import CITY, write_city, write_records
from tests.conftest import forget_settings
from tests.data.drop_files import REQUESTS, SERVICES, request, write_csv_drop
from tests.serving import run


@pytest.fixture
def folder(own_folders: Path) -> Path:
    write_city(own_folders / "cities")
    forget_settings()
    return own_folders


def drop_broken(folder: Path) -> Path:
    files = {"services": SERVICES, "requests": REQUESTS + request(channel="pigeon")}
    return write_csv_drop(folder / "outputs" / CITY / "services" / "run-1", files)


def test_a_good_drop_is_checked_published_and_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drop = write_records(folder / "outputs", "services")
    assert main(["check", str(drop)]) == 0
    assert f"{CITY}/services {drop.name} keeps its contract" in capsys.readouterr().out
    assert main(["publish", CITY]) == 0
    assert f"{CITY}/services: {drop.name} published as" in capsys.readouterr().out
    assert main(["status", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["city"], row["domain"], row["rows"], row["data_as_of"], row["cadence"], row["state"]) == (
        CITY, "services", 15, "2025-06-30", "archive", "archive",
    )  # fmt: skip
    assert main(["publish", CITY, "services"]) == 0
    assert "is published already" in capsys.readouterr().out


def test_a_broken_drop_is_the_data_s_fault(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drop = drop_broken(folder)
    assert main(["check", str(drop), "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["breaches"][0]["rows"] == [{"file": "requests.csv", "row": 1, "column": "channel", "value": "pigeon"}]
    assert main(["publish", CITY, "services"]) == 1
    assert "requests.csv row 1 channel = pigeon" in capsys.readouterr().out
    assert main(["status"]) == 0
    assert "rejected" in capsys.readouterr().out


def test_a_rejected_drop_shows_beside_what_is_served(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_records(folder / "outputs", "services")
    main(["publish", CITY])
    drop = drop_broken(folder)
    told = (drop / "manifest.json").read_text("utf-8").replace("2025-07-01T00:00:00Z", "2999-01-01T00:00:00Z")
    (drop / "manifest.json").write_text(told, "utf-8")
    main(["publish", CITY])
    capsys.readouterr()
    main(["status", "--json"])
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["state"], row["freshness"], row["rejected"], row["rows"]) == ("rejected", "archive", "run-1", 15)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["publish", "../.."], "there is no city '../..'; known are: riverton"),
        (["publish", CITY, "gossip"], "there is no domain 'gossip'; known are: economy, fiscal"),
        (["rollback", "atlantis", "services"], "there is no city 'atlantis'"),
        (["check", "nowhere"], "nowhere is not a folder"),
    ],
)
def test_a_wrong_call_is_a_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    assert main(arguments) == 2
    assert sentence in capsys.readouterr().err


def test_a_pack_that_cannot_be_read_is_a_sentence(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "cities" / CITY / "city.toml").write_text("name = 1", "utf-8")
    assert main(["publish", CITY]) == 2
    assert "city.toml cannot be read" in capsys.readouterr().err


def test_nothing_to_do_is_the_data_s_fault(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["publish", CITY]) == 1
    assert "no finished drop" in capsys.readouterr().out
    assert main(["rollback", CITY, "services"]) == 1
    assert "no earlier snapshot" in capsys.readouterr().out


def test_cities_are_listed_with_their_levels(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cities"]) == 0
    assert capsys.readouterr().out == "riverton\tRiverton\tcity > district > block\n"


def test_the_command_line_is_a_process_with_exit_codes(folder: Path) -> None:
    environment = {f"CITYDECK_{name}_DIR": str(folder / name.lower()) for name in ("CITIES", "OUTPUTS", "SNAPSHOTS")}
    wrong = run(environment, "data", "publish", "atlantis")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert wrong.stderr == "data: there is no city 'atlantis'; known are: riverton\n"
    unknown = run({**environment, "PYTHONPROFILEIMPORTTIME": "1"}, "data", "dance")
    loaded = {line.rpartition("|")[2].strip() for line in unknown.stderr.splitlines()}
    assert unknown.returncode == 2
    assert loaded & {"duckdb", "pandas"} == {"duckdb"}, "each command waits for what it loads"
