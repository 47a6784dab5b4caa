"""Chicago's two forms of food inspections, read into one."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from modules.sources.chicago import food_inspections
from tests.modules.real_records import real_records


def visit(number: int, licence: float, result: str = "Pass", **items: float) -> dict[str, object]:
    return {
        "Inspection_ID": float(number), "DBA_Name": "ANNA'S", "License": licence, "Facility_Type": "Restaurant",
        "Risk": "Risk 1 (High)", "Address": "1 W MILL ST ", "Inspection_Date": datetime(2012, 3, 4),
        "Inspection_Type": "Canvass", "Results": result, "Latitude": 41.9, "Longitude": -87.7,
        "v03": 0.0, "v18": 0.0, "v34": 0.0, "v70": 0.0,
    } | items  # fmt: skip


def read(folder: Path, rows: list[dict[str, object]]) -> food_inspections.Inspections:
    (folder / "chicago").mkdir()
    pd.DataFrame(rows).to_parquet(folder / food_inspections.CANVASS_FILE)
    return food_inspections.read_canvass(folder)


def test_items_become_rows_with_the_forms_grades(tmp_path: Path) -> None:
    told = read(tmp_path, [visit(1, 77.0, "Fail", v03=2.0, v18=1.0, v70=1.0), visit(2, 77.0)])
    assert told.items[["inspection_id", "code", "severity", "occurrences"]].values.tolist() == [
        ["1", "3", "critical", 2],
        ["1", "18", "serious", 1],
        ["1", "70", "minor", 1],
    ]
    assert told.raw_rows == len(told.visits) == 2
    assert told.visits["inspector_id"].isna().all(), "no evaluation stands beside the table"


def test_a_missing_licence_is_replaced_by_name_and_address(tmp_path: Path) -> None:
    told = read(tmp_path, [visit(1, 0.0), visit(2, float("nan")), visit(3, 77.0)])
    assert told.visits["premises_id"].tolist() == ["ANNA'S @ 1 W MILL ST", "ANNA'S @ 1 W MILL ST", "77"]


def test_inspectors_come_from_the_citys_evaluation(tmp_path: Path) -> None:
    (tmp_path / "chicago").mkdir()
    pd.DataFrame([visit(1, 77.0), visit(2, 77.0)]).to_parquet(tmp_path / food_inspections.CANVASS_FILE)
    evaluation = pd.DataFrame({"Inspection_ID": [2.0], "sanitarian": ["green"]})
    evaluation.to_parquet(tmp_path / food_inspections.EVALUATION_FILE)
    told = food_inspections.read_canvass(tmp_path)
    assert told.visits["inspector_id"].fillna("-").tolist() == ["-", "green"]


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ("Canvass", "routine"),
        ("Canvass Re-Inspection", "reinspection"),
        ("Complaint Re-Inspection", "reinspection"),
        ("Suspected Food Poisoning", "complaint"),
        ("License", "licence"),
        ("Recent Inspection", "other"),
    ],
)
def test_kinds_of_visits(told: str, kind: str) -> None:
    assert food_inspections.kind_of(told) == kind


def test_the_form_has_every_item_and_a_class_for_each_critical_one() -> None:
    form = food_inspections.form()
    assert sorted(map(int, form)) == [*range(1, 46), 70]
    assert {code for code, item in form.items() if "hazard_class" in item} == {*map(str, range(1, 15)), "18"}


def test_items_of_a_text() -> None:
    text = "3. FOOD TEMPERATURE - Comments: 50F. PRIORITY | 55. FLOORS | 10. SINKS - Comments: none - Comments: x"
    assert food_inspections.split_items(text) == [
        (3, "FOOD TEMPERATURE", "50F. PRIORITY"),
        (55, "FLOORS", ""),
        (10, "SINKS", "none - Comments: x"),
    ]


def test_the_portals_export_grades_by_its_comments(tmp_path: Path) -> None:
    file = tmp_path / "portal.csv"
    texts = "3. HEAT - Comments: PRIORITY VIOLATION 7-38 | 10. SINK - Comments: PRIORITY FOUNDATION | 55. FLOORS"
    pd.DataFrame(
        {
            "Inspection ID": [9], "DBA Name": ["Anna's"], "License #": [0], "Facility Type": [None], "Risk": ["All"],
            "Address": ["1 W MILL ST"], "Inspection Date": ["03/04/2020"], "Inspection Type": ["Canvass"],
            "Results": ["Pass w/ Conditions"], "Violations": [texts], "Latitude": [41.9], "Longitude": [-87.7],
        }
    ).to_csv(file, index=False)  # fmt: skip
    told = food_inspections.read_portal(file)
    assert told.items[["code", "severity"]].values.tolist() == [["3", "critical"], ["10", "serious"], ["55", "minor"]]
    assert told.visits[["premises_id", "result", "inspected_on"]].values.tolist() == [
        ["ANNA'S @ 1 W MILL ST", "pass_with_conditions", pd.Timestamp(2020, 3, 4)]
    ]
    assert told.visits["risk_class"].isna().all()


def test_the_real_canvass_table() -> None:
    told = food_inspections.read_canvass(real_records(food_inspections.CANVASS_FILE, food_inspections.EVALUATION_FILE))
    assert told.raw_rows == len(told.visits) == 27_600
    assert told.visits["premises_id"].nunique() == 12_367
    assert told.visits["inspector_id"].notna().sum() == 18_781
    assert told.items["description"].notna().all()


def test_the_real_export_of_the_portal() -> None:
    name = "chicago/food_inspections_recent_with_violation_text.csv"
    told = food_inspections.read_portal(real_records(name) / name)
    assert told.raw_rows == len(told.visits) == 561
    assert told.visits["result"].notna().all()
    assert len(told.items) == 748
