"""A Fiscal Data Package is read by what it says of its columns, whatever they are called."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data.files.text_encoding import FileNotReadError
from modules.__main__ import main
from modules.sources.mapped.fiscal_package import meanings, packaged_file
from tests.city_with_records import write_city

SPENDING = "c1,c2,c3,c4,c5\n" + "".join(
    f"2024-03-{day:02d},Firm {day},Roads,Repairs,{100 + day}.10\n" for day in range(1, 29)
)
TYPES = {
    "c1": "date:generic", "c2": "supplier:generic:name", "c3": "administrative-classification:generic:level1:label",
    "c4": "economic-classification:generic:level1:label", "c5": "value",
}  # fmt: skip
MODEL = {
    "measures": {"amount": {"source": "kosten", "currency": "USD"}},
    "dimensions": {
        "time": {"dimensionType": "datetime", "attributes": {"year": {"source": "jahr"}}},
        "who": {"dimensionType": "classification", "classificationType": "administrative",
                "attributes": {"code": {"source": "amt_nr"}, "label": {"source": "amt"}}},
        "what": {"dimensionType": "classification", "classificationType": "economic",
                 "attributes": {"label": {"source": "art"}}},
        "where": {"dimensionType": "location", "attributes": {"label": {"source": "ort"}}},
    },
}  # fmt: skip


def package(folder: Path, descriptor: dict[str, Any], file: str = "data/spend.csv", text: str = SPENDING) -> Path:
    (folder / file).parent.mkdir(parents=True, exist_ok=True)
    (folder / file).write_text(text, "utf-8")
    path = folder / "datapackage.json"
    path.write_text(json.dumps({"resources": [{"path": file}]} | descriptor), "utf-8")
    return path


def typed() -> dict[str, Any]:
    fields = [{"name": name, "columnType": kind} for name, kind in TYPES.items()]
    return {"resources": [{"path": "data/spend.csv", "schema": {"fields": fields}}]}


def test_columns_without_a_name_are_read_by_their_types(own_folders: Path) -> None:
    write_city(own_folders / "cities")
    path = package(own_folders / "package", typed())
    assert main(["import", str(path), "--city", "riverton", "--publish"]) == 0
    (drop,) = (own_folders / "outputs" / "riverton" / "fiscal").iterdir()
    payments = pd.concat(pd.read_csv(each) for each in sorted(drop.glob("payments*.csv")))
    first = payments.sort_values("paid_on").iloc[0]
    assert (first["paid_on"], first["payee"], first["department"], first["account"], first["amount_lcu"]) == (
        "2024-03-01", "Firm 1", "Roads", "Repairs", 101.1,
    )  # fmt: skip


def test_the_model_of_a_budget_tells_its_columns(tmp_path: Path) -> None:
    assert meanings(package(tmp_path, {"model": MODEL})) == {
        "kosten": "amount_lcu", "jahr": "fiscal_year", "amt_nr": "department_id", "amt": "department", "art": "account",
    }  # fmt: skip


@pytest.mark.parametrize("place", ["../spend.csv", "/etc/hostname", "https://example.org/spend.csv", "none.csv"])
def test_a_file_outside_the_package_is_not_read(tmp_path: Path, place: str) -> None:
    (tmp_path / "spend.csv").write_text(SPENDING, "utf-8")
    path = package(tmp_path / "package", {"resources": [{"path": place}]})
    with pytest.raises(FileNotReadError, match="which is not in its folder"):
        packaged_file(path)


@pytest.mark.parametrize("text", ["{", "[]", '{"resources": []}'])
def test_what_is_no_package_is_said(tmp_path: Path, text: str) -> None:
    (tmp_path / "datapackage.json").write_text(text, "utf-8")
    with pytest.raises(FileNotReadError, match=r"is not JSON|no data package"):
        packaged_file(tmp_path / "datapackage.json")
