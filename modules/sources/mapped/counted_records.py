"""Files whose rows count records, as a table of cases by month does: none of them is one."""

from __future__ import annotations

from collections.abc import Sequence

from modules.sources.mapped.column_findings import ColumnFindings
from modules.sources.mapped.known_words import words_of

_COUNTING = frozenset(("number", "count", "total", "volume"))
_RECORDS = frozenset(words_of(each)[0] for each in (
    "case", "request", "complaint", "call", "ticket", "report", "incident", "enquiry", "enquiries", "grievance",
    "inspection", "payment",
))  # fmt: skip
_COUNTED_IN_CHINESE = ("件数", "案件数", "受理量", "工单量", "工单数", "诉求量", "数量")


def counted_records(looked: ColumnFindings, columns: Sequence[str]) -> list[str]:
    """The question of a file with a column that counts records, of which a row has several; else none."""
    for column in columns:
        if _counts(column) and looked.number(column).read_share == 1 and looked.range_of(column, ".")[1] > 1:
            return [f"{column} counts records: is a row one of them, or many? A file of sums is no file of records"]
    return []


def _counts(column: str) -> bool:
    """Whether a name is a number of records: No. of cases, request_count, Requests; a case number is none."""
    words = words_of(column)
    if column.strip() in _COUNTED_IN_CHINESE:
        return True
    if len(words) == 2:
        first_counts = words[0] in _COUNTING and words[1] in _RECORDS
        return first_counts or (words[0] in _RECORDS and words[1] in _COUNTING - {"number"})
    return len(words) == 1 and words[0] in _RECORDS and column.strip().casefold().endswith("s")
