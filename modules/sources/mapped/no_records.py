"""Rows of a file that are no record: sums, blank lines, figures that are not told, premises that were not graded."""

from __future__ import annotations

from data.city.pack import City
from data.sql_text import literal
from modules.sources.mapped.mapping import ColumnMapping
from modules.sources.mapped.money_rows import Raw, money_aside_sql
from modules.sources.mapped.value_reading import given_sql, is_not_told

NO_VALUE, NO_RESULT, NO_RECORD = "without a value", "without a result", "lines that are no record"


def aside_sql(mapping: ColumnMapping, city: City, raw: Raw) -> str:
    """SQL of why a row is no record, NULL where it is one; `raw` gives a column's text in the file."""

    def has(column: str) -> bool:
        return column in mapping.columns and column not in mapping.fixed

    if mapping.domain == "fiscal":
        return money_aside_sql(mapping, city, raw)
    if mapping.domain == "economy":
        return (
            f"CASE WHEN {is_not_told(raw('value'))} THEN {literal(NO_VALUE)} END" if has("value") else "NULL::VARCHAR"
        )
    # A line with none of what a record needs is a sum or a note under the records.
    needed = [each for group in mapping.target.needed for each in group if has(each)]
    empty = " AND ".join(f"{raw(each)} IS NULL" for each in needed) or "false"
    cases = f"WHEN {empty} THEN {literal(NO_RECORD)}"
    if mapping.table == "inspections" and has("result"):
        cases += f" WHEN {given_sql(raw('result'))} IS NULL THEN {literal(NO_RESULT)}"
    return f"CASE {cases} END"
