"""CSV, and its companion after the W3C's CSV on the Web (Metadata Vocabulary for Tabular Data, 2015).

A CSV holds the answer and nothing else, so that every program reads it without options. Where it comes from, of which
days and choices it is and what its columns mean stands in the companion `<name>.csv-metadata.json`.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from typing import Any

import orjson

from data.reading.answer import Answer
from data.reading.exports.about import About, described
from data.reading.schema import Column

#: A cell whose first visible sign is one of these is read as a formula by a spreadsheet (OWASP, CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@")
#: Signs by which a cell may begin that a spreadsheet does not show: blanks, controls, marks of direction and width.
INVISIBLE = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
#: The ending of the companion of a CSV, and its media type.
METADATA, METADATA_TYPE = "csv-metadata", "application/csvm+json"


def neutral(cell: Any) -> Any:
    """The cell as text that no spreadsheet takes for a formula; numbers and empty cells stay as they are."""
    if isinstance(cell, str):
        # Full-width signs count as their plain ones, as spreadsheets read them.
        visible = unicodedata.normalize("NFKC", cell)
        first = next((sign for sign in visible if unicodedata.category(sign) not in INVISIBLE), "")
        return f"'{cell}" if first in FORMULA_STARTS or cell[:1] in ("\t", "\r", "\n") else cell
    return "" if cell is None else cell


def to_csv(answer: Answer, _: About) -> bytes:
    """UTF-8 CSV of the whole answer: one line of names, then its rows.

    A byte order mark, which readers of CSV skip, lets spreadsheets show Chinese.
    """
    lines = io.StringIO(newline="")
    writer = csv.writer(lines)
    writer.writerow(list(answer.columns))
    writer.writerows([neutral(cell) for cell in row] for row in zip(*answer.columns.values(), strict=True))
    return b"\xef\xbb\xbf" + lines.getvalue().encode()


def csv_metadata(answer: Answer, file_name: str, about: About) -> bytes:
    """The companion of a CSV: its title, source, period, filters and columns, as CSV on the Web writes them."""
    source = answer.source
    remarks = ["simulated records, not observations"] if source.simulated else []
    if source.perturbed:
        remarks.append("small counts of people are perturbed: sums of parts may differ by a few")
    notes = {"view": dict(about.view), "choices": dict(about.choices), "provenance": dict(about.provenance)}
    return orjson.dumps(
        {
            "@context": ["http://www.w3.org/ns/csvw", {"@language": about.language}],
            "url": file_name,
            "dc:title": about.title,
            "dc:source": "; ".join(source.publishers),
            "dc:identifier": f"{source.city}/{source.domain}/{source.snapshot_id}",
            "dc:date": source.data_as_of,
            "dc:issued": source.published_at,
            "dc:description": "; ".join(f"{name}: {chosen}" for name, chosen in about.choices.items()),
            "notes": [{**notes, "remarks": remarks}],
            "tableSchema": {"columns": [_column(column, about) for column in answer.schema]},
        },
        option=orjson.OPT_INDENT_2,
    )


def _column(column: Column, about: About) -> dict[str, Any]:
    """One column: `null` is an empty cell. Unit, role and definition stand as the schema of the answer has them."""
    datatype = "number" if column.is_number else "date" if column.role == "time" and column.unit != "hour" else "string"
    return {
        "name": column.name,
        "titles": about.columns.get(column.name, column.name),
        "datatype": datatype,
        "null": "",
        **{f"citydeck:{key}": value for key, value in described(column).items() if key != "name"},
    }
