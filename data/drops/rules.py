"""The values of one table against its contract: one statement counts every rule, others fetch rows of broken ones."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import duckdb
import numpy as np
import pyarrow as pa

from data.city.pack import City, areas_of
from data.drops.contract import Column, Contract, Table
from data.drops.drop import FILE, ROW
from data.drops.geometry import city_box
from data.drops.report import SAMPLE, Breach, BrokenRow
from data.sql_text import literal, quoted

#: Up to this share of a table's places may lie outside the city's box with a warning: geocoders err. Above, something
#: is wrong with the whole drop (swapped columns, another city) and it is rejected.
OUTSIDE_TOLERATED_SHARE = 0.01
#: Hashes of keys that are handed over at a time.
HASHES_AT_ONCE = 1_000_000


@dataclass(frozen=True)
class ValueRule:
    """A condition that is true for a row that breaks the rule, and the value to show of it."""

    rule: str
    column: str | None
    message: str
    condition: str
    value: str
    severity: str = "error"
    tolerated_share: float = 0.0


def broken_values(
    connection: duckdb.DuckDBPyConnection, contract: Contract, table: Table, usable: Collection[str], city: City,
    now: datetime, from_text: bool,
) -> list[Breach]:  # fmt: skip
    """Breaches of the rows in the view `raw_<table>`; `usable` are the tables that references may be looked up in.

    `now` is the city's own time, `from_text` whether a file of the table is CSV.
    Raises duckdb.Error where a file turns out to be unreadable.
    """
    rules, joins = _value_rules(contract, table, usable, city, now, from_text)
    source = f"{quoted('raw_' + table.name)} AS record{joins}"
    if not _any_broken(connection, rules, source):
        return _repeated_keys(connection, table)
    counts = ", ".join(f"count(*) FILTER (WHERE {rule.condition})" for rule in rules)
    counted = connection.execute(f"SELECT count(*), {counts} FROM {source}").fetchone()
    assert counted is not None
    found = []
    for rule, count in zip(rules, counted[1:], strict=True):
        if count:
            severity = "warning" if count <= rule.tolerated_share * counted[0] else rule.severity
            rows = _rows(connection, rule, source)
            found.append(Breach(rule.rule, table.name, rule.column, count, rule.message, severity, rows))
    return found + _repeated_keys(connection, table)


def _any_broken(connection: duckdb.DuckDBPyConnection, rules: list[ValueRule], source: str) -> bool:
    """Whether a row breaks any rule: most drops keep them all, and one condition takes a fifth of counting each."""
    any_rule = " OR ".join(f"({rule.condition})" for rule in rules) or "false"
    return bool(connection.execute(f"SELECT 1 FROM {source} WHERE {any_rule} LIMIT 1").fetchall())


def _rows(connection: duckdb.DuckDBPyConnection, rule: ValueRule, source: str) -> tuple[BrokenRow, ...]:
    """The first rows found that break a rule."""
    rows = connection.execute(
        f"SELECT {FILE}, {ROW}, ({rule.value})::VARCHAR FROM {source} WHERE {rule.condition} LIMIT {SAMPLE}"
    ).fetchall()
    return tuple(BrokenRow(file, row, rule.column, value) for file, row, value in sorted(rows))


def _value_rules(
    contract: Contract, table: Table, usable: Collection[str], city: City, now: datetime, from_text: bool
) -> tuple[list[ValueRule], str]:
    """Every rule of a table, and the joins that the rules about other tables need."""
    rules: list[ValueRule] = []
    joins = ""
    for number, column in enumerate(table.columns):
        rules += _column_rules(column, now, from_text)
        parent = _parent(column, usable, city)
        if parent is not None:
            rule, message, keys = parent
            key = f"_known_{number}"
            joins += f" LEFT JOIN ({keys.format(key=key)}) AS parent_{number} ON record.{quoted(column.name)} = {key}"
            missing = f"{_value(column)} IS NOT NULL AND {key} IS NULL"
            rules.append(ValueRule(rule, column.name, message, missing, _value(column)))
    rules += _place_rules(contract, table, city)
    rules += [ValueRule(rule.name, None, rule.description, f"({rule.condition})", _shown(table), rule.severity)
              for rule in table.rules]  # fmt: skip
    return rules, joins


def _value(column: Column) -> str:
    return f"record.{quoted(column.name)}"


def _shown(table: Table) -> str:
    """What is shown of a row that breaks a rule about several columns: its key."""
    return " || ' ' || ".join(f"coalesce(record.{quoted(name)}::VARCHAR, '')" for name in table.key) or "NULL"


def _column_rules(column: Column, now: datetime, from_text: bool) -> list[ValueRule]:
    """The rules about one value alone; only a value that came as text can be of a wrong type in single rows."""
    name, value, text = column.name, _value(column), f"record.{quoted('_text_' + column.name)}"
    missing = f"{value} IS NULL AND {text} IS NULL"
    if column.logical_type == "string":
        # Blanks sort before '!': most values are told from a blank one by their first byte.
        missing = f"({missing}) OR ({value} < '!' AND trim({value}) = '')"
    told: list[tuple[bool, str, str, str, str]] = [
        (from_text, "type", f"not a {column.logical_type}", f"{value} IS NULL AND {text} IS NOT NULL", text),
        (column.required, "required", "empty where a value is required", missing, value),
        (column.logical_type == "number", "finite", "not a finite number", f"NOT isfinite({value})", value),
        (bool(column.valid_values), "valid_values", f"not one of {', '.join(column.valid_values)}",
         f"{value} NOT IN ({', '.join(map(literal, column.valid_values))})", value),
        (column.minimum is not None, "minimum", f"below {column.minimum}",
         f"{value} < {column.minimum} AND isfinite({value}::DOUBLE)", value),
        (column.maximum is not None, "maximum", f"above {column.maximum}",
         f"{value} > {column.maximum} AND isfinite({value}::DOUBLE)", value),
        (column.not_in_future, "in_future", "in the future", f"{value} > {_moment(column, now)}", value),
        (column.earliest is not None, "too_early", f"before {column.earliest}",
         f"{value} < DATE '{column.earliest}'", value),
    ]  # fmt: skip
    return [
        ValueRule(rule, name, message, condition, shown) for applies, rule, message, condition, shown in told if applies
    ]


def _moment(column: Column, now: datetime) -> str:
    if column.logical_type == "date":
        return f"DATE '{now:%Y-%m-%d}'"
    return f"TIMESTAMP '{now:%Y-%m-%d %H:%M:%S}'"


def _parent(column: Column, usable: Collection[str], city: City) -> tuple[str, str, str] | None:
    """(rule, message, statement of the known keys) of a column that refers to another table or to the city's areas."""
    if column.references is not None and column.references[0] in usable:
        table, key = column.references
        keys = f"SELECT DISTINCT {quoted(key)} AS {{key}} FROM {quoted('raw_' + table)}"
        return "reference", f"not in {table}.{key}", keys
    if column.name == "area_id":
        known = ", ".join(f"({literal(area_id)})" for area_id in areas_of(city))
        return "unknown_area", f"not an area of {city.key}", f"SELECT * FROM (VALUES {known}) AS known({{key}})"
    return None


def _place_rules(contract: Contract, table: Table, city: City) -> list[ValueRule]:
    """Coordinates lie in or around the city."""
    place = contract.place.get(table.name)
    if place is None or place.lat is None or place.long is None:
        return []
    south, west, north, east = city_box(city)
    lat, long = f"record.{quoted(place.lat)}", f"record.{quoted(place.long)}"
    outside = (
        f"isfinite({lat}) AND isfinite({long}) AND "
        f"NOT ({lat} BETWEEN {south} AND {north} AND {long} BETWEEN {west} AND {east})"
    )
    shown = f"{lat}::VARCHAR || ', ' || {long}::VARCHAR"
    message = f"outside {city.key} and its surroundings"
    return [ValueRule("outside_city", place.lat, message, outside, shown, "error", OUTSIDE_TOLERATED_SHARE)]


def _repeated_keys(connection: duckdb.DuckDBPyConnection, table: Table) -> list[Breach]:
    """Keys that occur more than once; counted are the rows beyond the first of each key."""
    if not table.key:
        return []
    keys, view = ", ".join(map(quoted, table.key)), quoted("raw_" + table.name)
    if _hashes_differ(connection, keys, view):
        return []
    repeated = f"SELECT {keys}, count(*) - 1 AS _beyond FROM {view} GROUP BY {keys} HAVING count(*) > 1"
    counted = connection.execute(f"SELECT coalesce(sum(_beyond), 0)::BIGINT FROM ({repeated})").fetchone()
    if counted is None or counted[0] == 0:
        return []
    shown = " || ' ' || ".join(f"coalesce({quoted(name)}::VARCHAR, '')" for name in table.key)
    rows = connection.execute(
        f"SELECT {FILE}, {ROW}, {shown} FROM {view} WHERE ({keys}) IN "
        f"(SELECT ({keys}) FROM ({repeated}) LIMIT {SAMPLE}) ORDER BY {shown}, {FILE}, {ROW} LIMIT {SAMPLE}"
    ).fetchall()
    column = " ".join(table.key)
    samples = tuple(BrokenRow(file, row, column, value) for file, row, value in rows)
    return [Breach("unique", table.name, column, counted[0], "the key occurs more than once", "error", samples)]


def _hashes_differ(connection: duckdb.DuckDBPyConnection, keys: str, view: str) -> bool:
    """Whether every row's key has a hash of its own, which proves that no key is repeated.

    Sorted in one array of eight bytes a row: a hundred million keys take 0.8 GB, and several times that in a table of
    distinct values.
    """
    counted = connection.execute(f"SELECT count(*) FROM {view}").fetchone()
    hashes = np.empty(counted[0] if counted else 0, dtype=np.uint64)
    filled = 0
    hashed = connection.cursor().sql(f"SELECT hash({keys}) FROM {view}")
    reader: pa.RecordBatchReader = hashed.to_arrow_reader(HASHES_AT_ONCE)
    for batch in reader:
        hashes[filled : filled + batch.num_rows] = batch.column(0).to_numpy()
        filled += batch.num_rows
    hashes.sort()
    return not bool((hashes[1:] == hashes[:-1]).any())
