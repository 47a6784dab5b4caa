"""What an analyst takes away opens in a spreadsheet without running anything."""

from __future__ import annotations

from data.published.source import Source
from data.reading.answer import Answer
from data.reading.exports import FORMATS, MEDIA_TYPES, neutral, to_csv
from data.reading.schema import count, time, value

SCHEMA = (time("month"), value("requests"))


def _source(simulated: bool = False) -> Source:
    return Source(
        city="riverton", domain="services", snapshot_id="20250701T000000000000Z-ab12", data_as_of="2025-06-30",
        published_at="2025-07-01T00:00:00+00:00", cadence="P1D", freshness="fresh", simulated=simulated,
        publishers=("City of Riverton", "=cmd()"),
    )  # fmt: skip


def test_csv_names_its_source_and_holds_the_whole_answer() -> None:
    found = Answer({"month": ["2025-05-01", "2025-06-01"], "requests": [7, None]}, _source(), SCHEMA)
    assert to_csv(found).decode("utf-8-sig").splitlines() == [
        "# source,City of Riverton; =cmd()",
        "# snapshot,riverton/services/20250701T000000000000Z-ab12",
        "# data as of,2025-06-30",
        "month,requests",
        "2025-05-01,7",
        "2025-06-01,",
    ]


def test_csv_says_that_records_are_simulated() -> None:
    simulated = Answer({"n": [1]}, _source(True), (count(),))
    assert "# simulated records, not observations" in to_csv(simulated).decode("utf-8-sig")


def test_an_empty_answer_keeps_its_columns() -> None:
    lines = to_csv(Answer({"month": [], "requests": []}, _source(), SCHEMA)).decode("utf-8-sig").splitlines()
    assert lines[-1] == "month,requests"


def test_text_that_a_spreadsheet_would_run_is_neutralised() -> None:
    assert [neutral(cell) for cell in ("=1+1", "+1", "-1", "@x", "\t=1")] == ["'=1+1", "'+1", "'-1", "'@x", "'\t=1"]
    assert [neutral(cell) for cell in ("plain", -1, 2.5, None)] == ["plain", -1, 2.5, ""]


def test_every_format_has_a_media_type() -> None:
    assert FORMATS.keys() == MEDIA_TYPES.keys()
