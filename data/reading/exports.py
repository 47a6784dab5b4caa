"""What an analyst takes away: FORMATS maps a format's name to the function that writes a whole answer in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import orjson

from data.reading.answer import Answer

#: A cell that starts with one of these is read as a formula by a spreadsheet (OWASP, CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def neutral(cell: Any) -> Any:
    """The cell as text that no spreadsheet takes for a formula; numbers and empty cells stay as they are."""
    if isinstance(cell, str) and cell.startswith(FORMULA_STARTS):
        return f"'{cell}"
    return "" if cell is None else cell


def to_csv(found: Answer) -> bytes:
    """UTF-8 CSV with a byte order mark (for Chinese in spreadsheets): lines on the source, then the whole answer."""
    source = found.source
    lines = io.StringIO(newline="")
    writer = csv.writer(lines)
    writer.writerow(["# source", neutral("; ".join(source.publishers))])
    writer.writerow(["# snapshot", f"{source.city}/{source.domain}/{source.snapshot_id}"])
    writer.writerow(["# data as of", source.data_as_of])
    if source.perturbed:
        writer.writerow(["# small counts of people are perturbed: sums of parts may differ by a few"])
    if source.simulated:
        writer.writerow(["# simulated records, not observations"])
    writer.writerow(list(found.columns))
    writer.writerows([neutral(cell) for cell in row] for row in zip(*found.columns.values(), strict=True))
    return b"\xef\xbb\xbf" + lines.getvalue().encode()


def to_json(answer: Answer) -> bytes:
    """UTF-8 JSON for other programs: `columns` with what each means, `rows` in their order, and the `source`."""
    columns = [
        {key: value for key, value in asdict(column).items() if value not in (None, False)} for column in answer.schema
    ]
    rows = [list(row) for row in zip(*answer.columns.values(), strict=True)]
    return orjson.dumps({"source": asdict(answer.source), "columns": columns, "rows": rows})


FORMATS: dict[str, Callable[[Answer], bytes]] = {"csv": to_csv, "json": to_json}
MEDIA_TYPES = {"csv": "text/csv", "json": "application/json"}
