"""The module writes the flags on a city's payments into its drop, whoever delivered them."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from data.drops.check import check
from data.published.snapshots import current_id, read_snapshot
from modules import fiscal
from modules.__main__ import main
from modules.simulate import simulate
from tests.city_with_records import write_city
from tests.modules.simulate.conftest import UNTIL, write_pack

HEADER = "Payment Date,Supplier ID,Supplier,Directorate,Invoice Number,Amount\n"
LINES = ("2024-03-01,7,Acme,Roads,INV-5501177,1234.56\n2024-03-21,7,Acme,Roads,INV5501177,1234.56\n"
         "2024-03-05,8,Bolt,Roads,INV-7788,20.00\n")  # fmt: skip


def test_simulated_payments_have_the_planted_patterns_among_their_cases(tmp_path: Path) -> None:
    city = write_pack(tmp_path / "cities")
    simulate(city, tmp_path / "raw", seed=7, events=5000, until=UNTIL, domains=["fiscal"])
    drop = fiscal.run(tmp_path / "raw" / city.key, city, tmp_path / "outputs")
    assert [breach.message for breach in check(drop, city, "fiscal").breaches] == []
    cases = pd.read_parquet(drop / "flag_cases.parquet")
    proofs = pd.read_parquet(drop / "flag_payments.parquet")
    truth = json.loads((tmp_path / "raw" / city.key / "truth" / "fiscal.json").read_text("utf-8"))
    planted = {payment for kind in ("splits", "bursts", "duplicates", "round_trips") for each in truth[kind]
               for payment in each["payments"]}  # fmt: skip
    first = cases.sort_values("rank")["case_id"].head(6)
    assert all(planted & set(proofs.loc[proofs["case_id"] == case_id, "payment_id"]) for case_id in first)


def test_an_imported_file_is_flagged_and_says_what_it_lacks(own_folders: Path) -> None:
    write_city(own_folders / "cities")
    file = own_folders / "spend.csv"
    file.write_text(HEADER + LINES, "utf-8")
    assert main(["import", str(file), "--city", "riverton", "--publish"]) == 0
    home = own_folders / "snapshots" / "riverton" / "fiscal"
    rows = read_snapshot(home / str(current_id(home))).rows
    assert (rows["payments"], rows["flag_cases"], rows["flag_payments"]) == (3, 1, 2)
    (drop,) = (own_folders / "outputs" / "riverton" / "fiscal").iterdir()
    rules = pd.read_parquet(drop / "flag_rules.parquet").set_index("rule")
    assert rules.loc["ring", "missing_column"] == "payer_account"
    assert rules.loc["duplicate_invoice", ["cases", "stake_lcu"]].tolist() == [1, 1234.56]


def test_the_same_payments_are_the_same_cases_in_the_next_run(own_folders: Path) -> None:
    write_city(own_folders / "cities")
    file = own_folders / "spend.csv"
    ids = []
    for lines in (LINES, LINES + "2024-04-02,9,Cole,Parks,INV-99,77.10\n"):
        file.write_text(HEADER + lines, "utf-8")
        assert main(["import", str(file), "--city", "riverton", "--publish"]) == 0
        drop = sorted((own_folders / "outputs" / "riverton" / "fiscal").iterdir())[-1]
        ids.append(pd.read_parquet(drop / "flag_cases.parquet")["case_id"].tolist())
    assert ids[0] == ids[1] and len(ids[0]) == 1


def test_the_evaluation_prints_its_tables(
    own_folders: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    key = write_pack(own_folders / "cities").key
    monkeypatch.setenv("CITYDECK_REAL_RECORDS", str(own_folders / "none"))
    assert main(["evaluate", "fiscal", "--city", key, "--seed", "5"]) == 0
    said = capsys.readouterr().out
    assert "no payments at gla_payments_2013_2022.parquet" in said
    (line,) = [line.split() for line in said.splitlines() if line.strip().startswith("split_purchase")]
    planted, precision, recall = int(line[1]), float(line[4]), float(line[5])
    assert planted >= 3 and precision >= 0.6 and recall == 1.0
    assert main(["evaluate", "fiscal", "--city", "atlantis"]) == 2
