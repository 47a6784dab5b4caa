"""What an analyst takes away opens in a spreadsheet without running anything."""

from __future__ import annotations

import io
import json
import unicodedata

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from data.reading.answer import Answer
from data.reading.exports.about import About
from data.reading.exports.csv_file import csv_metadata, neutral, to_csv
from data.reading.schema import time, value
from tests.data.reading.exports.example import ABOUT, source

SCHEMA = (time("month"), value("requests"))


def test_csv_is_the_answer_and_nothing_else() -> None:
    """Read without options: the byte order mark is skipped, an empty cell is missing."""
    written = to_csv(Answer({"month": ["2025-05-01", "2025-06-01"], "requests": [7, None]}, source(), SCHEMA), ABOUT)
    frame = pd.read_csv(io.BytesIO(written))
    assert list(frame.columns) == ["month", "requests"]
    assert frame.requests.tolist()[0] == 7
    assert frame.requests.isna().tolist() == [False, True]
    assert written == b"\xef\xbb\xbfmonth,requests\r\n2025-05-01,7\r\n2025-06-01,\r\n"


def test_the_companion_says_what_the_file_is() -> None:
    """The required properties of a table description in CSV on the Web: @context, url, tableSchema with its columns."""
    answer = Answer({"month": ["2025-05-01"], "requests": [7]}, source(simulated=True), SCHEMA)
    about = About("Requests by month", "en", {"city": "riverton"}, {"Period": "May 2025"}, {}, {"requests": "Requests"})
    said = json.loads(csv_metadata(answer, "services-requests.csv", about))
    assert said["@context"] == ["http://www.w3.org/ns/csvw", {"@language": "en"}]
    assert (said["url"], said["dc:title"]) == ("services-requests.csv", "Requests by month")
    assert said["dc:source"] == "City of Riverton; =cmd()"
    assert said["dc:description"] == "Period: May 2025"
    assert said["notes"][0]["remarks"] == ["simulated records, not observations"]
    assert [(each["name"], each["titles"], each["datatype"]) for each in said["tableSchema"]["columns"]] == [
        ("month", "month", "date"), ("requests", "Requests", "number"),
    ]  # fmt: skip


def test_an_empty_answer_keeps_its_columns() -> None:
    lines = to_csv(Answer({"month": [], "requests": []}, source(), SCHEMA), ABOUT).decode("utf-8-sig").splitlines()
    assert lines[-1] == "month,requests"


def test_text_that_a_spreadsheet_would_run_is_neutralised() -> None:
    assert [neutral(cell) for cell in ("=1+1", "+1", "-1", "@x", "\t=1")] == ["'=1+1", "'+1", "'-1", "'@x", "'\t=1"]
    assert [neutral(cell) for cell in ("\n=1+1", "＝1+1", " =1", "\u200b=1")] == [
        "'\n=1+1",
        "'＝1+1",
        "' =1",
        "'\u200b=1",
    ]
    assert [neutral(cell) for cell in ("plain", -1, 2.5, None, "a=1")] == ["plain", -1, 2.5, "", "a=1"]


@given(st.text())
def test_no_text_begins_with_a_formula(text: str) -> None:
    visible = unicodedata.normalize("NFKC", str(neutral(text))).lstrip()
    assert not visible.startswith(("=", "+", "-", "@"))
