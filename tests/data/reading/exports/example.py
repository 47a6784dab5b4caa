"""An answer of three rows, and what a file of it is about."""

from __future__ import annotations

from data.published.source import Source
from data.reading.answer import Answer
from data.reading.exports.about import About
from data.reading.schema import Schema, detail, label, time, value

SCHEMA: Schema = (time("month"), label(), value("requests"), value("completion_rate_share", "share"), detail("raised"))


def source(simulated: bool = False) -> Source:
    return Source(
        city="riverton", domain="services", snapshot_id="20250701T000000000000Z-ab12", data_as_of="2025-06-30",
        published_at="2025-07-01T00:00:00+00:00", cadence="P1D", freshness="fresh", simulated=simulated,
        publishers=("City of Riverton", "=cmd()"),
    )  # fmt: skip


ABOUT = About(
    "Requests by month", "en", {"city": "riverton", "since": "2025-05-01"}, {"Period": "May – June 2025"},
    {"Source": "City of Riverton"}, {"requests": "Requests"},
)  # fmt: skip
ANSWER = Answer(
    {
        "month": ["2025-05-01", "2025-06-01", None],
        "name": ["=1+1", "http://example.org", "Café"],
        "requests": [7, None, 2],
        "completion_rate_share": [0.5, None, 1],
        "raised": [None, None, None],
    },
    source(simulated=True),
    SCHEMA,
)
