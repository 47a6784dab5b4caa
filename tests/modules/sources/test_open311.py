"""Open311 GeoReport v2 as a city's endpoint gives it, in JSON and XML."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from modules.sources.open311 import holds, local_time, read_open311

SERVICES = [
    {"service_code": "001", "service_name": "Pothole", "group": "Streets & Roads", "type": "realtime"},
    {"service_code": "002", "service_name": "Graffiti", "group": "", "type": "realtime"},
]
POTHOLE = {"service_code": "001", "service_name": "Pothole"}
CLOSED = POTHOLE | {"service_request_id": "2", "status": "closed", "requested_datetime": "2025-03-09T09:30:00Z"}
REQUESTS = [
    POTHOLE
    | {
        "service_request_id": "1",
        "status": "open",
        "requested_datetime": "2025-03-09T01:30:00-06:00",
        "updated_datetime": "2025-03-09T01:31:00-06:00",
        "lat": 41.9,
        "long": -87.6,
    },
    CLOSED | {"updated_datetime": "2025-03-10T12:00:00-05:00", "lat": 41.9, "long": -87.6},
    CLOSED | {"updated_datetime": "2025-03-11T12:00:00-05:00", "lat": 0, "long": 0},
    POTHOLE | {"service_request_id": None, "token": "abc", "requested_datetime": "2025-03-09T10:00:00Z"},
    POTHOLE | {"service_request_id": "3", "status": "open", "requested_datetime": "soon"},
    {
        "service_request_id": "4",
        "status": "open",
        "service_code": "009",
        "service_name": "Lamp out",
        "agency_responsible": "Electricity",
        "requested_datetime": "2025-03-09T10:00:00",
    },
]
XML = """<?xml version="1.0" encoding="utf-8"?>
<service_requests>
  <request>
    <service_request_id>7</service_request_id><status>closed</status><status_notes/>
    <service_name>Pothole</service_name><service_code>001</service_code><agency_responsible/>
    <requested_datetime>2025-11-02T01:30:00-05:00</requested_datetime>
    <updated_datetime>2025-11-02T01:30:00-06:00</updated_datetime><lat>41.9</lat><long>-87.6</long>
  </request>
</service_requests>
"""


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "open311"
    folder.mkdir()
    (folder / "services.json").write_text(json.dumps(SERVICES), "utf-8")
    (folder / "requests.json").write_text(json.dumps(REQUESTS), "utf-8")
    return tmp_path


def test_json_requests_keep_their_number_state_and_local_time(raw: Path) -> None:
    rows = read_open311(raw, "America/Chicago").requests.to_pandas().set_index("service_request_id")

    assert list(rows.index) == ["1", "2", "4"]
    assert rows["status"].to_dict() == {"1": "open", "2": "closed", "4": "open"}
    assert rows["outcome"].to_dict() == {"1": "pending", "2": "unknown", "4": "pending"}
    # Summer time began in Chicago at 2:00 on 9 March 2025: 09:30 UTC is half past four there.
    assert rows.loc["1", "requested_datetime"] == pd.Timestamp("2025-03-09 01:30")
    assert rows.loc["2", "requested_datetime"] == pd.Timestamp("2025-03-09 04:30")
    assert rows.loc["4", "requested_datetime"] == pd.Timestamp("2025-03-09 10:00")
    assert rows.loc["2", "closed_datetime"] == pd.Timestamp("2025-03-11 12:00")
    assert pd.isna(rows.loc["1", "closed_datetime"])


def test_a_request_at_zero_zero_has_no_place(raw: Path) -> None:
    rows = read_open311(raw, "America/Chicago").requests.to_pandas().set_index("service_request_id")

    assert rows.loc["1", ["lat", "long"]].tolist() == [41.9, -87.6]
    assert rows.loc["2", ["lat", "long"]].isna().all()


def test_what_is_set_aside_is_counted(raw: Path) -> None:
    read = read_open311(raw, "America/Chicago")

    assert read.raw_rows == 6
    assert read.set_aside == {
        "without a request number": 1,
        "without a service or a moment": 1,
        "earlier copies of a request": 1,
    }
    assert read.note == (
        "6 raw rows = 3 delivered + 1 without a request number + 1 without a service or a moment "
        "+ 1 earlier copies of a request."
    )


def test_services_come_from_the_list_and_from_the_requests(raw: Path) -> None:
    services = read_open311(raw, "America/Chicago").services

    assert services[["service_id", "name_en", "department_id", "department_en"]].values.tolist() == [
        ["001", "Pothole", "streets-roads-e92b46f967", "Streets & Roads"],
        ["002", "Graffiti", "not-stated", "Not stated"],
        ["009", "Lamp out", "electricity", "Electricity"],
    ]


def test_a_request_belongs_to_the_agency_that_answers_for_it(raw: Path) -> None:
    read = read_open311(raw, "America/Chicago")
    named = dict(read.departments[["department_id", "name_en"]].values.tolist())
    own = {row["service_request_id"]: named.get(row["department_id"]) for row in read.requests.to_pylist()}
    assert own == {"1": None, "2": None, "4": "Electricity"}


def test_xml_says_the_same_as_json(tmp_path: Path) -> None:
    (tmp_path / "open311").mkdir()
    (tmp_path / "open311" / "requests.xml").write_text(XML, "utf-8")

    read = read_open311(tmp_path, "America/Chicago")

    row = read.requests.to_pylist()[0]
    assert (row["service_request_id"], row["service_id"], row["status"]) == ("7", "001", "closed")
    # The hour from one to two came twice that night: the clock shows the same for both.
    assert row["requested_datetime"] == row["closed_datetime"] == pd.Timestamp("2025-11-02 01:30")
    assert read.services["department_en"].tolist() == ["Not stated"]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("requests.json", '{"errors": []}', "requests.json is not a list of records"),
        ("requests.json", "[", "requests.json is not JSON"),
        ("requests.xml", "<a>", "requests.xml is not XML"),
        ("requests.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a/>', "declares a document type"),
    ],
)
def test_another_format_is_refused_with_a_sentence(tmp_path: Path, name: str, content: str, sentence: str) -> None:
    (tmp_path / "open311").mkdir()
    (tmp_path / "open311" / name).write_text(content, "utf-8")

    with pytest.raises(ValueError, match=sentence):
        read_open311(tmp_path, "America/Chicago")


def test_an_empty_list_gives_no_rows(tmp_path: Path) -> None:
    assert not holds(tmp_path)
    (tmp_path / "open311").mkdir()
    (tmp_path / "open311" / "requests.json").write_text("[]", "utf-8")

    read = read_open311(tmp_path, "Asia/Shanghai")

    assert holds(tmp_path)
    assert (read.requests.num_rows, len(read.services), read.raw_rows) == (0, 0, 0)


def test_no_moment_is_no_moment() -> None:
    told = local_time(pd.Series(["2025-01-01T00:00:00Z", None, "never", ""]), "Asia/Shanghai")

    assert told.iloc[0] == pd.Timestamp("2025-01-01 08:00")
    assert told.iloc[1:].isna().all()
