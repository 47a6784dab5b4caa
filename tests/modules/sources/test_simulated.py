"""The simulator's records become outputs that keep their contracts, and say that they are simulated."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from data.city.pack import City
from data.drops.check import check
from data.drops.manifest import read_manifest
from modules import economy, fiscal, food_safety, services
from modules.simulate import simulate
from modules.simulated_marker import MARKER
from modules.sources import simulated
from tests.modules.simulate.conftest import UNTIL, write_pack

MODULES = {"services": services, "food_safety": food_safety, "fiscal": fiscal, "economy": economy}


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    return write_pack(tmp_path_factory.mktemp("cities"))


@pytest.fixture(scope="module")
def raw(city: City, tmp_path_factory: pytest.TempPathFactory) -> Path:
    raw_dir = tmp_path_factory.mktemp("raw")
    simulate(city, raw_dir, seed=7, events=5000, until=UNTIL)
    return raw_dir / city.key


@pytest.mark.parametrize("domain", list(MODULES))
def test_outputs_keep_their_contract_and_say_simulated(domain: str, city: City, raw: Path, tmp_path: Path) -> None:
    drop = MODULES[domain].run(raw, city, tmp_path)
    report = check(drop, city, domain)
    assert [breach.message for breach in report.breaches] == []
    manifest = read_manifest(drop)
    assert manifest.simulated
    assert manifest.data_as_of == UNTIL
    assert "no resident, firm or official stands behind them" in manifest.notes[0]
    assert [path.name for path in tmp_path.iterdir()] == [city.key]


def test_a_request_is_read_as_it_was_written(raw: Path) -> None:
    read = simulated.frame(raw, "services", "requests").set_index("service_request_id")
    first = sorted((raw / "services" / "requests").glob("*.parquet"))[0]
    written = pd.read_parquet(first).iloc[0]
    request = read.loc[str(written["case_no"])]
    assert (request["service_id"], request["channel"]) == (written["item_code"], written["way"])
    assert request["requested_datetime"] == written["received_at"]
    assert request["status"] == ("open" if written["state"] == "in_progress" else "closed")
    assert len(read) == sum(len(pd.read_parquet(file)) for file in (raw / "services" / "requests").glob("*"))


def test_money_is_read_in_whole_units(raw: Path) -> None:
    lines = simulated.frame(raw, "fiscal", "budget_lines")
    written = pd.read_parquet(raw / "fiscal" / "budget_items.parquet")
    assert lines["amount_lcu"].sum() == pytest.approx(written["amount_10k"].sum() * 10_000)


def test_truth_is_not_read(raw: Path) -> None:
    files = {files for tables in simulated.TABLES.values() for files, _ in tables.values()}
    assert [name for name in files if "truth" in name] == []


def test_a_folder_without_the_marker_holds_nothing_simulated(raw: Path, tmp_path: Path) -> None:
    assert simulated.holds(raw, "services")
    assert not simulated.holds(tmp_path, "services")


def test_missing_files_are_named(raw: Path, city: City, tmp_path: Path) -> None:
    (tmp_path / "fiscal").mkdir()
    (tmp_path / MARKER).write_bytes((raw / MARKER).read_bytes())
    with pytest.raises(FileNotFoundError, match=r"fiscal/budget_items.parquet is not among the simulated records"):
        fiscal.run(tmp_path, city, tmp_path / "outputs")


def test_records_of_an_older_simulator_are_read_without_what_it_did_not_write(
    raw: Path, city: City, tmp_path: Path
) -> None:
    older = tmp_path / "raw"
    shutil.copytree(raw, older, ignore=shutil.ignore_patterns("fund_*.parquet", "payments.parquet", "services"))
    with pytest.raises(FileNotFoundError, match=r"fiscal/payments.parquet is not among"):
        fiscal.run(older, city, tmp_path / "outputs")
    shutil.copy(raw / "fiscal" / "payments.parquet", older / "fiscal")
    written = {path.name.split(".")[0] for path in fiscal.run(older, city, tmp_path / "outputs").glob("*.parquet")}
    assert "executions" in written and not written & {"budget_funds", "execution_funds"}
