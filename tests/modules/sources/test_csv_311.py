"""A 311 export in CSV, read by a mapping."""

from __future__ import annotations

from pathlib import Path

import pytest

from modules.sources.csv_311 import MAPPING, MappingError, read_csv_311

HEADER = (
    "SR_NUMBER,SR_TYPE,SR_SHORT_CODE,OWNER_DEPARTMENT,STATUS,ORIGIN,CREATED_DATE,CLOSED_DATE,DUPLICATE,"
    "COMMUNITY_AREA,LATITUDE,LONGITUDE\n"
)
EXPORT = f"""{HEADER.strip()}
SR1,Pothole,PHF,CDOT - Roads,Completed,Mobile Device,02/29/2024 11:59:00 PM,03/01/2024 12:01:00 AM,false,32,41.88,-87.63
SR1,Pothole,PHF,CDOT - Roads,Open,Mobile Device,02/29/2024 11:59:00 PM,,false,32,41.88,-87.63
SR2,Graffiti,GRAF,Sanitation,Canceled,Internet,03/02/2024 08:00:00 AM,03/01/2024 08:00:00 AM,true,,0,0
SR3,Graffiti,GRAF,Sanitation,Open,Carrier Pigeon,03/02/2024 09:00:00 AM,,false,77,41.99,-87.66
SR4,Graffiti,GRAF,Sanitation,Open,Internet,yesterday,,false,77,41.99,-87.66
,Graffiti,GRAF,Sanitation,Open,Internet,03/02/2024 09:00:00 AM,,false,77,41.99,-87.66
"""
TOML = """
files = "*.csv"
datetime_format = "%m/%d/%Y %I:%M:%S %p"
area_prefix = "ca-"

[columns]
service_request_id = "SR_NUMBER"
service_id = "SR_SHORT_CODE"
service_name = "SR_TYPE"
department = "OWNER_DEPARTMENT"
requested_datetime = "CREATED_DATE"
closed_datetime = "CLOSED_DATE"
status = "STATUS"
outcome = "STATUS"
channel = "ORIGIN"
duplicate = "DUPLICATE"
area_id = "COMMUNITY_AREA"
lat = "LATITUDE"
long = "LONGITUDE"

[words.status]
Completed = "closed"
Canceled = "closed"
[words.outcome]
Completed = "completed"
Canceled = "rejected"
[words.channel]
"Mobile Device" = "app"
Internet = "web"
[words.duplicate]
true = "true"
"""


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    (tmp_path / "export.csv").write_text(EXPORT, "utf-8")
    (tmp_path / MAPPING).write_text(TOML, "utf-8")
    return tmp_path


def test_every_column_says_what_the_mapping_means(raw: Path) -> None:
    rows = {row["service_request_id"]: row for row in read_csv_311(raw, "America/Chicago").requests.to_pylist()}

    assert {number: (row["status"], row["outcome"], row["channel"]) for number, row in rows.items()} == {
        "SR1": ("closed", "completed", "app"),
        "SR2": ("closed", "rejected", "web"),
        "SR3": ("open", "pending", "unknown"),
    }
    assert {number: row["duplicate"] for number, row in rows.items()} == {"SR1": False, "SR2": True, "SR3": False}
    assert {number: row["area_id"] for number, row in rows.items()} == {"SR1": "ca-32", "SR2": None, "SR3": "ca-77"}
    assert str(rows["SR1"]["requested_datetime"]) == "2024-02-29 23:59:00"
    assert str(rows["SR1"]["closed_datetime"]) == "2024-03-01 00:01:00"


def test_a_request_has_its_own_department(raw: Path) -> None:
    """Graffiti is Sanitation's, but for one request that Parks answers, whose name has no Latin letter."""
    export = EXPORT.replace("SR3,Graffiti,GRAF,Sanitation", "SR3,Graffiti,GRAF,公园局")
    (raw / "export.csv").write_text(export, "utf-8")
    read = read_csv_311(raw, "America/Chicago")
    named = {row["department_id"]: row["name_en"] for row in read.departments.to_dict("records")}
    own = {row["service_request_id"]: named[row["department_id"]] for row in read.requests.to_pylist()}
    assert own == {"SR1": "CDOT - Roads", "SR2": "Sanitation", "SR3": "公园局"}
    assert read.services.set_index("service_id").loc["GRAF", "department_en"] == "Sanitation"


def test_a_closing_before_the_request_stays_for_publishing_and_a_place_at_zero_is_empty(raw: Path) -> None:
    (row,) = (
        each
        for each in read_csv_311(raw, "America/Chicago").requests.to_pylist()
        if each["service_request_id"] == "SR2"
    )

    assert (str(row["closed_datetime"]), row["lat"], row["long"]) == ("2024-03-01 08:00:00", None, None)


@pytest.mark.parametrize(("offset", "shown"), [("+0800", "2024-03-01 02:30:00"), ("-05:00", "2024-03-01 15:30:00")])
def test_an_offset_is_converted_to_the_city_s_clock(tmp_path: Path, offset: str, shown: str) -> None:
    """Half past ten in China is half past two at night in London."""
    (tmp_path / "export.csv").write_text(f"id,kind,asked\nr1,pothole,2024-03-01T10:30:00{offset}\n", "utf-8")
    (tmp_path / MAPPING).write_text(
        'files = "*.csv"\ndatetime_format = "%Y-%m-%dT%H:%M:%S%z"\n[columns]\nservice_request_id = "id"\n'
        'service_id = "kind"\nrequested_datetime = "asked"\n', "utf-8",
    )  # fmt: skip
    (row,) = read_csv_311(tmp_path, "Europe/London").requests.to_pylist()
    assert str(row["requested_datetime"]) == shown


def test_what_is_set_aside_is_counted(raw: Path) -> None:
    read = read_csv_311(raw, "America/Chicago")

    assert read.raw_rows == 6
    assert read.set_aside == {"without a number or service": 1, "without a moment": 1, "copies of a request": 1}


def test_the_catalogue_is_what_the_export_names(raw: Path) -> None:
    services = read_csv_311(raw, "America/Chicago").services

    assert services[["service_id", "name_en", "department_en", "department_id"]].values.tolist() == [
        ["GRAF", "Graffiti", "Sanitation", "sanitation"],
        ["PHF", "Pothole", "CDOT - Roads", "cdot-roads-0df7526c9d"],
    ]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('lat = "LATITUDE"', 'lat = "LAT"', "the export has no column LAT"),
        ('lat = "LATITUDE"', 'latitude = "LATITUDE"', r"\[columns\] names latitude"),
        ('service_id = "SR_SHORT_CODE"\n', "", "must say which column is service_id"),
        ('Internet = "web"', 'Internet = "internet"', "gives internet, which is not a channel"),
        ('files = "*.csv"', 'files = "../*.csv"', "below the folder"),
        ('files = "*.csv"', 'pattern = "*.csv"', "unexpected keyword argument 'pattern'"),
        ("[columns]", "[columns", "is not TOML"),
    ],
)
def test_a_wrong_mapping_is_told_in_a_sentence(raw: Path, old: str, new: str, sentence: str) -> None:
    (raw / MAPPING).write_text(TOML.replace(old, new), "utf-8")

    with pytest.raises(MappingError, match=sentence):
        read_csv_311(raw, "America/Chicago")


def test_a_quote_in_a_mapping_reaches_no_query(raw: Path) -> None:
    (raw / MAPPING).write_text(
        TOML.replace('area_prefix = "ca-"', 'area_prefix = "\'; DROP TABLE mapped; --"'), "utf-8"
    )

    assert read_csv_311(raw, "America/Chicago").requests.to_pylist()[0]["area_id"] == "'; DROP TABLE mapped; --32"


def test_an_export_without_rows_gives_none(raw: Path) -> None:
    (raw / "export.csv").write_text(HEADER, "utf-8")

    read = read_csv_311(raw, "America/Chicago")

    assert (read.requests.num_rows, len(read.services), read.raw_rows) == (0, 0, 0)
