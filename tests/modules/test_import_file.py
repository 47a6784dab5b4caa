"""`python -m modules import FILE --city CITY`: proposed, edited, published; the next delivery needs no question."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import Point

from data.published.snapshots import current_id, read_snapshot
from modules.__main__ import main
from modules.sources.mapped.mapping import read_mapping
from tests.city_with_records import write_city

HEADER = "id,created,closed,category,department,status,district\n"
ROWS = (
    "1,2024-03-01 07:30,2024-03-02 10:00,Tree,Parks,Closed,Northwest\n"
    "2,2024-03-01 08:30,,Pothole,Streets,Open,Southeast\n"
)


@pytest.fixture
def riverton_folders(own_folders: Path) -> Path:
    write_city(own_folders / "cities")
    return own_folders


def _run(path: Path, *more: str) -> int:
    return main(["import", str(path), "--city", "riverton", *more])


def _rows(root: Path, domain: str = "services") -> dict[str, int]:
    home = root / "snapshots" / "riverton" / domain
    served = current_id(home)
    assert served is not None
    return read_snapshot(home / served).rows


def _mapping(root: Path) -> Path:
    (path,) = root.glob("raw/riverton/imports/*/mapping.toml")
    return path


def test_a_file_is_proposed_first_and_published_by_the_same_call(
    riverton_folders: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export = riverton_folders / "export.csv"
    export.write_text(HEADER + ROWS, "utf-8")
    assert _run(export) == 0
    said = capsys.readouterr().out
    assert "100.0% of its rows fit" in said
    assert "Nothing is published yet" in said
    assert not (riverton_folders / "snapshots").exists()
    assert _run(export) == 0
    assert "export.csv: 2 rows = 2 published + 0 set aside" in capsys.readouterr().out
    assert _rows(riverton_folders)["requests"] == 2


def test_the_next_delivery_is_read_by_the_mapping_that_was_edited(
    riverton_folders: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = riverton_folders / "march.csv", riverton_folders / "april.csv"
    first.write_text(HEADER + ROWS, "utf-8")
    second.write_text(HEADER + ROWS.replace("2024-03-0", "2024-04-0").replace("\n2,", "\n3,"), "utf-8")
    assert _run(first) == 0
    path = _mapping(riverton_folders)
    path.write_text(path.read_text("utf-8").replace('publisher = ""', 'publisher = "Town Hall"'), "utf-8")
    assert _run(first) == 0
    assert _run(second, "--add") == 0
    said = capsys.readouterr().out
    assert "march.csv: 2 rows = 1 published + 1 set aside" in said, "request 1 was exported again"
    assert "april.csv: 2 rows = 2 published + 0 set aside" in said
    assert _rows(riverton_folders)["requests"] == 3
    assert read_mapping(path).publisher == "Town Hall"


def test_nothing_is_published_before_a_question_is_answered(
    riverton_folders: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export = riverton_folders / "export.csv"
    export.write_text("id,created,category\n1,03/04/2024,Tree\n2,05/06/2024,Tree\n", "utf-8")
    assert _run(export) == 0
    assert _run(export) == 1
    assert "say --dates day-first or month-first" in capsys.readouterr().out
    assert not (riverton_folders / "snapshots").exists()
    path = _mapping(riverton_folders)
    path.write_text(
        path.read_text("utf-8").split("questions = [")[0] + "[columns]" + path.read_text("utf-8").split("[columns]")[1]
    )
    assert _run(export) == 0
    assert _rows(riverton_folders)["requests"] == 2


def test_a_call_may_answer_beforehand(riverton_folders: Path) -> None:
    export = riverton_folders / "export.csv"
    export.write_text("id,created,category\n1,03/04/2024,Tree\n2,05/06/2024,Tree\n", "utf-8")
    assert _run(export, "--dates", "month-first", "--publish") == 0
    home = riverton_folders / "snapshots" / "riverton" / "services"
    assert read_snapshot(home / str(current_id(home))).first_day.isoformat() == "2024-03-04"


def test_rows_that_break_a_rule_are_set_aside_and_counted(
    riverton_folders: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export = riverton_folders / "export.csv"
    good = "".join(f"{n},2024-03-01 07:30,,Tree,Parks,Open,Northwest\n" for n in range(100))
    export.write_text(
        HEADER + good + "100,1999-03-01 07:30,,Tree,Parks,Open,Northwest\n100,,,Tree,Parks,Open,X\n", "utf-8"
    )
    assert _run(export, "--publish") == 0
    said = capsys.readouterr().out
    assert "export.csv: 102 rows = 100 published + 2 set aside" in said
    assert "1 rows that repeat an id" in said
    assert _rows(riverton_folders)["requests"] == 100


def test_too_many_bad_rows_refuse_and_say_why(riverton_folders: Path, capsys: pytest.CaptureFixture[str]) -> None:
    export = riverton_folders / "export.csv"
    export.write_text(HEADER + ROWS + "3,someday,,Tree,Parks,Open,Northwest\n", "utf-8")
    assert _run(export, "--publish") == 1
    said = capsys.readouterr().out
    assert "'someday'" in said
    assert "More than 2.0% of the rows" in said


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.csv", b"", "empty.csv is empty"),
        ("notes.docx", b"x", "is of a kind that is not read"),
        ("broken.xlsx", b"not a workbook", "is not a workbook"),
        ("broken.json", b"{", "is not JSON"),
        ("words.json", b'{"a": 1}', "holds no list of records"),
        ("entities.xml", b"<!DOCTYPE a><a/>", "declares a document type"),
        ("broken.zip", b"PK", "is not a zip file"),
        ("broken.parquet", b"PAR1", "cannot be read"),
        ("broken.geojson", b"{", "cannot be read as shapes"),
        ("contract.yaml", b"schema: [{name: t}]", "which is not beside it"),
        ("list.yaml", b"a: 1", "is no data contract"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(
    riverton_folders: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes, sentence: str
) -> None:
    (riverton_folders / name).write_bytes(content)
    assert _run(riverton_folders / name) == 1
    assert sentence in capsys.readouterr().err


def test_an_unknown_city_is_the_callers_mistake(riverton_folders: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "x.csv", "--city", "atlantis"]) == 2
    assert "add-city" in capsys.readouterr().err


FRAME = pd.DataFrame(
    {"id": ["1", "2"], "created": pd.to_datetime(["2024-03-01", "2024-03-02"]), "category": ["Baum", "Straße"]}
)


def _workbook(path: Path) -> None:
    with pd.ExcelWriter(path, engine="xlsxwriter") as book:
        pd.DataFrame({"note": ["About these records"]}).to_excel(book, sheet_name="Read me", index=False)
        FRAME.to_excel(book, sheet_name="Requests", index=False, startrow=2)


def _shapefile(path: Path) -> None:
    places = gpd.GeoDataFrame(FRAME.astype({"created": str}), geometry=[Point(10.05, 40.05)] * 2, crs=4326)
    places.to_file(path, engine="pyogrio", encoding="cp1252")
    path.with_suffix(".cpg").unlink(missing_ok=True)


def _zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("export/../../requests.csv", FRAME.to_csv(index=False))
        archive.writestr("readme.md", "x")


def _contract(path: Path) -> None:
    FRAME.to_csv(path.with_name("desk_requests.csv"), index=False)
    columns = [{"name": name} for name in FRAME.columns]
    node = {"id": "desk", "version": "1", "schema": [{"name": "desk_requests", "properties": columns}]}
    path.write_text(json.dumps(node), "utf-8")


def _parquet(path: Path) -> None:
    FRAME.to_parquet(path)


def _records_by_line(path: Path) -> None:
    FRAME.to_json(path, orient="records", lines=True, date_format="iso")


@pytest.mark.parametrize(
    ("name", "write"),
    [("a.xlsx", _workbook), ("a.shp", _shapefile), ("a.zip", _zip), ("a.yaml", _contract), ("a.parquet", _parquet),
     ("a.json", _records_by_line)],
)  # fmt: skip
def test_other_kinds_of_files_come_to_the_same_rows(
    riverton_folders: Path, name: str, write: Callable[[Path], None]
) -> None:
    write(riverton_folders / name)
    assert _run(riverton_folders / name, "--publish") == 0
    assert _rows(riverton_folders)["requests"] == 2
    home = riverton_folders / "snapshots" / "riverton" / "services"
    assert read_snapshot(home / str(current_id(home))).last_day.isoformat() == "2024-03-02"


def test_food_without_alerts_and_payments_without_a_budget_are_published(riverton_folders: Path) -> None:
    food, money = riverton_folders / "food.csv", riverton_folders / "money.csv"
    food.write_text("License,Business Name,Inspection Date,Result\n1,Cafe,2024-03-01,Pass\n2,Bar,2024-03-02,Fail\n")
    money.write_text("Payment Date,Supplier,Amount\n2024-03-01,Acme,10\n2024-03-02,Bolt,20\n")
    assert _run(food, "--publish") == 0
    assert _run(money, "--publish") == 0
    assert _rows(riverton_folders, "food_safety")["inspections"] == 2
    assert _rows(riverton_folders, "fiscal")["payments"] == 2


def test_a_department_is_that_of_the_request_and_each_name_has_an_id(riverton_folders: Path) -> None:
    export = riverton_folders / "export.csv"
    offices = ["Dept A-B", "Dept A/B", "公园局", "公园局", ""]
    lines = "".join(f"{n},2024-03-01 07:30,,Tree,{office},Open,Northwest\n" for n, office in enumerate(offices))
    export.write_text(HEADER + lines, "utf-8")
    assert _run(export, "--publish") == 0
    home = riverton_folders / "snapshots" / "riverton" / "services"
    with duckdb.connect(str(home / str(current_id(home)) / "cubes.duckdb"), read_only=True) as cubes:
        counted = cubes.execute(
            "SELECT department_en, sum(requests) FROM departments JOIN departments_monthly USING (department) "
            "GROUP BY ALL ORDER BY ALL"
        ).fetchall()
    assert counted == [("Dept A-B", 1), ("Dept A/B", 1), ("Not stated", 1), ("公园局", 2)]


def test_a_table_of_several_cities_and_indicators_gives_this_citys_rows_of_each(
    riverton_folders: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        f"{city},{year},{indicator},{value + year}"
        for city, value in (("Lakeside", 1), ("Riverton", 5))
        for indicator in ("gdp_total", "retail_sales")
        for year in (2021, 2022)
    ]
    export = riverton_folders / "bulletins.csv"
    export.write_text("city,year,indicator,value\n" + "\n".join(rows) + "\n", "utf-8")
    assert _run(export, "--publish") == 0
    said = capsys.readouterr().out
    assert "rows of other places than Riverton are left out" in said
    assert "bulletins.csv: 8 rows = 4 published + 4 set aside" in said
    home = riverton_folders / "snapshots" / "riverton" / "economy"
    assert _rows(riverton_folders, "economy")["observations"] == 4
    assert current_id(home) is not None


def test_ids_that_a_parquet_file_holds_as_fractions_find_their_areas(
    riverton_folders: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    frame = pd.DataFrame({
        "id": [1.0, 2.0, 3.0], "created": ["2024-03-01 07:30", "2024-03-01 08:30", "2024-03-02 09:00"],
        "closed": [None, None, None], "category": ["Tree", "Pothole", "Tree"], "status": ["Open", "Open", "Open"],
    })  # fmt: skip
    frame.to_parquet(riverton_folders / "export.parquet")
    assert _run(riverton_folders / "export.parquet", "--publish") == 0
    assert "export.parquet: 3 rows = " in capsys.readouterr().out
    rows = (
        duckdb.connect()
        .execute(
            f"SELECT service_request_id FROM read_csv('{riverton_folders}/outputs/riverton/services/*/requests*.csv', "
            "all_varchar = true) ORDER BY ALL"
        )
        .fetchall()
    )
    assert [row[0] for row in rows] == ["1", "2", "3"]


def test_a_question_is_answered_by_the_next_call(riverton_folders: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The call says which column is which and what holds for all rows; no file need be edited."""
    export = riverton_folders / "spending.csv"
    export.write_text("Office,Whom,Sum,When\nParks,Acme,10.50,2024-03-14\nRoads,Bolt,20,2024-03-15\n", "utf-8")
    assert _run(export, "--table", "payments") == 0
    assert "Say --column payee=NAME, or --fixed payee=VALUE; it may be Office" in capsys.readouterr().out
    answers = ("--column", "payee=Whom", "--column", "amount_lcu=Sum", "--fixed", "account=Grants")
    assert _run(export, "--table", "payments", *answers) == 0
    mapping = read_mapping(_mapping(riverton_folders))
    assert (mapping.columns["payee"], mapping.columns["amount_lcu"], mapping.fixed) == (
        "Whom", "Sum", {"account": "Grants"}
    )  # fmt: skip
    assert _run(export) == 0
    assert "spending.csv: 2 rows = 2 published + 0 set aside" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (("--column", "payee=Nobody"), "the file has no column Nobody; it has id, created"),
        (("--column", "payer=id"), "payer is no column of ours"),
        (("--fixed", "payee"), "'payee' says no column: write OURS=THEIRS"),
        (("--pass", "many"), "'many' is no band of scores: write the lowest and the highest, as in 90-100"),
    ],
)
def test_an_answer_that_names_no_column_is_refused(
    said: tuple[str, str], sentence: str, riverton_folders: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export = riverton_folders / "export.csv"
    export.write_text(HEADER + ROWS, "utf-8")
    assert _run(export, *said) != 0
    heard = capsys.readouterr()
    assert sentence in heard.out + heard.err


def test_scores_are_judged_by_the_band_that_the_call_says(riverton_folders: Path) -> None:
    export = riverton_folders / "inspections.csv"
    rows = "".join(f"{number},2024-03-1{number},{score}\n" for number, score in enumerate((95, 80, 60, 100), start=1))
    export.write_text("business_id,inspection_date,inspection_score\n" + rows, "utf-8")
    assert _run(export) == 0
    assert _run(export, "--pass", "90-100", "--conditional", "70-89", "--publish") == 0
    (drop,) = riverton_folders.glob("outputs/riverton/food_safety/*/inspections.csv")
    with duckdb.connect() as connection:
        results = connection.execute(f"SELECT result FROM '{drop}' ORDER BY inspected_on").fetchall()
    assert [result for (result,) in results] == ["pass", "pass_with_conditions", "fail", "pass"]
