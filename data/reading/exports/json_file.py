"""JSON for other programs."""

from __future__ import annotations

from dataclasses import asdict

import orjson

from data.reading.answer import Answer
from data.reading.exports.about import About, described


def to_json(answer: Answer, about: About) -> bytes:
    """UTF-8 JSON: `columns` with what each means, `rows` in their order, the `source`, and the `view` in keys."""
    columns = [described(column) for column in answer.schema]
    rows = [list(row) for row in zip(*answer.columns.values(), strict=True)]
    return orjson.dumps({"source": asdict(answer.source), "view": dict(about.view), "columns": columns, "rows": rows})
