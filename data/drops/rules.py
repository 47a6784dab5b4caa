"""The values of one table against its contract: one statement counts every rule, others fetch rows of broken ones."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import duckdb
import numpy as np
import pyarrow as pa

from data.city.former_areas import former_areas
from data.city.pack import City, areas_of
from data.drops.clock import CLOCK_TOLERANCE, EARLIEST_DAY, LATEST_DAY, comes_before
from data.drops.contract import Column, Contract, Table
from data.drops.drop import FILE, ROW
from data.drops.geometry import city_box
from data.drops.report import ERROR, SAMPLE, SET_ASIDE, WARNING, Breach, BrokenRow
from data.sql_text import literal, quoted

#: Up to this share of a table's places may lie outside the city's box with a warning: geocoders err, and such a row is
#: counted without an area. Above, something is wrong with the whole drop (swapped columns, another city).
OUTSIDE_TOLERATED_SHARE = 0.1
#: A text that is longer is no name and no remark.
LONGEST_TEXT_BYTES = 20_000
#: From here on an amount of money has more than the 15 digits that a double keeps of every number, two of them cents.
CENTS_MAY_BE_LOST = 1e13
#: Hashes of keys that are handed over at a time.
HASHES_AT_ONCE = 1_000_000
#: What broken rows are written down with, in `broken_<table>`.
BROKEN_COLUMNS = '"row" BIGINT, "column" VARCHAR, value VARCHAR, rule VARCHAR, message VARCHAR'


@dataclass(frozen=True)
class ValueRule:
    """A condition that is true for a row that breaks the rule, and the value to show of it.

    `one_row` says that a row which breaks it can be set aside; else the drop is refused, above `tolerated_share` only.
    Rows that are `excused` were right when they were written: however many there are, they refuse no drop.
    """

    rule: str
    column: str | None
    message: str
    condition: str
    value: str
    severity: str = ERROR
    one_row: bool = True
    tolerated_share: float = 0.0
    excused: bool = False


@dataclass(frozen=True)
class TableChecked:
    """The breaches of a table's rows, and how many of its rows break a rule a row."""

    breaches: list[Breach]
    broken_rows: int = 0


def check_table(
    connection: duckdb.DuckDBPyConnection, contract: Contract, table: Table, usable: Collection[str], city: City,
    now: datetime, from_text: bool, broken_lines: int, most_share: float,
) -> TableChecked:  # fmt: skip
    """What the rows in the view `raw_<table>` break; `usable` are the tables that references may be looked up in.

    Where some break a rule, but no larger a share than `most_share`, `sound_<table>` becomes a view of the others, and
    the broken ones stand in the table `broken_<table>` (_file, row, column, value, rule, message: a row a rule broken).
    `now` is the city's own time, `from_text` whether a file of the table is CSV, and `broken_lines` are rows that could
    not even be read. Raises duckdb.Error where a file turns out to be unreadable.
    """
    rules, joins = _value_rules(contract, table, usable, city, now, from_text)
    source = f"{quoted('raw_' + table.name)} AS record{joins}"
    rows, broken, against = broken_lines, broken_lines, broken_lines
    counts: Sequence[int] = [0] * len(rules)
    if broken_lines or _any_broken(connection, rules, source):
        read, broken_here, against_here, counts = _counted(connection, rules, source)
        rows, broken, against = rows + read, broken + broken_here, against + against_here
    set_aside = against <= most_share * rows
    found = []
    for rule, count in zip(rules, counts, strict=True):
        if count:
            severity = WARNING if count <= rule.tolerated_share * rows else rule.severity
            if rule.one_row and rule.severity == ERROR and set_aside:
                severity = SET_ASIDE
            samples = _rows(connection, rule, source)
            found.append(Breach(rule.rule, table.name, rule.column, count, rule.message, severity, samples))
    if set_aside and any(breach.severity == SET_ASIDE for breach in found):
        _set_aside(connection, [rule for rule in rules if rule.one_row and rule.severity == ERROR], source, table)
    return TableChecked(found + _repeated_keys(connection, table), broken)


def _any_broken(connection: duckdb.DuckDBPyConnection, rules: list[ValueRule], source: str) -> bool:
    """Whether a row breaks any rule: most drops keep them all, and one condition takes a fifth of counting each."""
    return bool(connection.execute(f"SELECT 1 FROM {source} WHERE {_any(rules)} LIMIT 1").fetchall())


def _any(rules: list[ValueRule]) -> str:
    return " OR ".join(f"({rule.condition})" for rule in rules) or "false"


def _counted(
    connection: duckdb.DuckDBPyConnection, rules: list[ValueRule], source: str
) -> tuple[int, int, int, Sequence[int]]:
    """(rows, rows that break a rule a row, those of them that are not excused, rows that break each rule)."""
    by_row = [rule for rule in rules if rule.one_row and rule.severity == ERROR]
    conditions = (_any(by_row), _any([rule for rule in by_row if not rule.excused]), *(r.condition for r in rules))
    counts = ", ".join(f"count(*) FILTER (WHERE {condition})" for condition in conditions)
    counted = connection.execute(f"SELECT count(*), {counts} FROM {source}").fetchone()
    assert counted is not None
    return counted[0], counted[1], counted[2], counted[3:]


def _set_aside(connection: duckdb.DuckDBPyConnection, rules: list[ValueRule], source: str, table: Table) -> None:
    """`broken_<table>`, and `sound_<table>` without its rows."""
    broken, raw = quoted(f"broken_{table.name}"), quoted(f"raw_{table.name}")
    told = ", ".join(
        f"CASE WHEN {rule.condition} THEN {{'column': {literal(rule.column or ' '.join(table.key))}, "
        f"'value': ({rule.value})::VARCHAR, 'rule': {literal(rule.rule)}, 'message': {literal(rule.message)}}} END"
        for rule in rules
    )
    connection.execute(f"CREATE TABLE IF NOT EXISTS {broken} (_file VARCHAR, {BROKEN_COLUMNS})")
    connection.execute(
        f"INSERT INTO {broken} SELECT {FILE}, {ROW}, told.column, told.value, told.rule, told.message FROM ("
        f"SELECT {FILE}, {ROW}, unnest([{told}]) AS told FROM {source} WHERE {_any(rules)}) WHERE told IS NOT NULL"
    )
    connection.execute(
        f"CREATE OR REPLACE VIEW {quoted('sound_' + table.name)} AS SELECT * FROM {raw} AS record "
        f"ANTI JOIN {broken} AS broken ON record.{FILE} = broken.{FILE} AND record.{ROW} = broken.row"
    )


def _rows(connection: duckdb.DuckDBPyConnection, rule: ValueRule, source: str) -> tuple[BrokenRow, ...]:
    """The first rows that break a rule."""
    rows = connection.execute(
        f"SELECT {FILE}, {ROW}, ({rule.value})::VARCHAR FROM {source} WHERE {rule.condition} LIMIT {SAMPLE}"
    ).fetchall()
    return tuple(
        BrokenRow(file, row, rule.column, value) for file, row, value in sorted(rows, key=lambda each: each[:2])
    )


def _value_rules(
    contract: Contract, table: Table, usable: Collection[str], city: City, now: datetime, from_text: bool
) -> tuple[list[ValueRule], str]:
    """Every rule of a table, and the joins that the rules about other tables need."""
    rules: list[ValueRule] = []
    joins = ""
    for number, column in enumerate(table.columns):
        rules += _column_rules(column, now, from_text)
        rules += _order_rules(column, table, city.timezone)
        parent = _parent(column, usable, city)
        if parent is not None:
            rule, message, keys = parent
            key = f"_known_{number}"
            joins += f" LEFT JOIN ({keys.format(key=key)}) AS parent_{number} ON record.{quoted(column.name)} = {key}"
            missing = f"{_value(column)} IS NOT NULL AND {key} IS NULL"
            rules.append(ValueRule(rule, column.name, message, missing, _value(column)))
            rules += _former_area_rules(contract, table, column, city) if rule == "unknown_area" else []
    rules += _place_rules(contract, table, city)
    rules += [ValueRule(rule.name, None, rule.description, f"({rule.condition})", _shown(table), rule.severity,
                        one_row=not rule.refuses) for rule in table.rules]  # fmt: skip
    return rules, joins


def _value(column: Column) -> str:
    return f"record.{quoted(column.name)}"


def _shown(table: Table) -> str:
    """What is shown of a row that breaks a rule about several columns: its key."""
    return " || ' ' || ".join(f"coalesce(record.{quoted(name)}::VARCHAR, '')" for name in table.key) or "NULL"


def _column_rules(column: Column, now: datetime, from_text: bool) -> list[ValueRule]:
    """The rules about one value alone; only a value that came as text can be of a wrong type in single rows."""
    name, value, text = column.name, _value(column), f"record.{quoted('_text_' + column.name)}"
    dated, earliest = column.logical_type in ("date", "timestamp"), column.earliest or EARLIEST_DAY
    missing = f"{value} IS NULL AND {text} IS NULL"
    if column.logical_type == "string":
        # Blanks sort before '!': most values are told from a blank one by their first byte.
        missing = f"({missing}) OR ({value} < '!' AND trim({value}) = '')"
    told: list[tuple[bool, str, str, str, str]] = [
        (from_text, "type", f"not of type {column.logical_type}", f"{value} IS NULL AND {text} IS NOT NULL", text),
        (column.required, "required", "empty where a value is required", missing, value),
        (column.logical_type == "string", "too_long", f"longer than {LONGEST_TEXT_BYTES:,} bytes",
         f"strlen({value}) > {LONGEST_TEXT_BYTES}", f"left({value}, 100)"),
        (column.logical_type == "number", "finite", "not a finite number", f"NOT isfinite({value})", value),
        (column.unit == "lcu", "too_many_digits", "more digits than can be kept to the cent",
         loses_cents(value, f"try_cast({text} AS DECIMAL(38, 2))"), f"coalesce({text}, {value}::VARCHAR)"),
        (bool(column.valid_values), "valid_values", f"not one of {', '.join(column.valid_values)}",
         f"{value} NOT IN ({', '.join(map(literal, column.valid_values))})", value),
        (column.minimum is not None, "minimum", f"below {column.minimum}",
         f"{value} < {column.minimum} AND isfinite({value}::DOUBLE)", value),
        (column.maximum is not None, "maximum", f"above {column.maximum}",
         f"{value} > {column.maximum} AND isfinite({value}::DOUBLE)", value),
        (column.not_in_future, "in_future", "in the future", f"{value} > {_moment(column, now)}", value),
        (dated, "too_early", f"before {earliest}", f"{value} < DATE '{earliest}'", value),
        (dated and not column.not_in_future, "too_late", f"after {LATEST_DAY}",
         f"{value} >= DATE '{LATEST_DAY + timedelta(days=1)}'", value),
    ]  # fmt: skip
    return [
        ValueRule(rule, name, message, condition, shown) for applies, rule, message, condition, shown in told if applies
    ]


def loses_cents(number: str, exact: str) -> str:
    """SQL that is true where a DOUBLE is not the amount to the cent; `exact` is it as a decimal, NULL where unknown."""
    kept = f"try_cast({number} AS DECIMAL(38, 2))"
    return (
        f"(isfinite({number}) AND abs({number}) >= {CENTS_MAY_BE_LOST!r} AND "
        f"({kept} IS NULL OR coalesce({exact} <> {kept}, false)))"
    )


def _moment(column: Column, now: datetime) -> str:
    """SQL of the last moment, or day, that is not in the future."""
    now += CLOCK_TOLERANCE
    if column.logical_type == "date":
        return f"DATE '{now:%Y-%m-%d}'"
    return f"TIMESTAMP '{now:%Y-%m-%d %H:%M:%S}'"


def _order_rules(column: Column, table: Table, timezone: str) -> list[ValueRule]:
    """A moment does not come before those that it follows; where one of the two is a day, by their days."""
    rules = []
    for name in column.not_before:
        earlier, value = table.column(name), _value(column)
        if column.logical_type == earlier.logical_type == "timestamp":
            broken = comes_before(value, _value(earlier), timezone)
        else:
            broken = f"{value}::DATE < {_value(earlier)}::DATE"
        shown = f"{value}::VARCHAR || ' < ' || {_value(earlier)}::VARCHAR"
        rules.append(ValueRule("out_of_order", column.name, f"before {name}", broken, shown))
    return rules


def _parent(column: Column, usable: Collection[str], city: City) -> tuple[str, str, str] | None:
    """(rule, message, statement of the known keys) of a column that refers to another table or to the city's areas."""
    if column.references is not None and column.references[0] in usable:
        table, key = column.references
        keys = f"SELECT DISTINCT {quoted(key)} AS {{key}} FROM {quoted('sound_' + table)}"
        return "reference", f"not in {table}.{key}", keys
    if column.name == "area_id":
        known = ", ".join(f"({literal(area_id)})" for area_id in (*areas_of(city), *former_areas(city)))
        return "unknown_area", f"not an area of {city.key}", f"SELECT * FROM (VALUES {known}) AS known({{key}})"
    return None


def _former_area_rules(contract: Contract, table: Table, column: Column, city: City) -> list[ValueRule]:
    """Rows of areas that were replaced since: a record is placed by their outlines, a figure about one is set aside."""
    former = ", ".join(map(literal, former_areas(city)))
    if not former:
        return []
    place = contract.place.get(table.name)
    placed = place is not None and place.area_id == column.name
    message = f"an area that {city.key} had before its areas were replaced"
    return [ValueRule("former_area", column.name, message, f"{_value(column)} IN ({former})", _value(column),
                      WARNING if placed else ERROR, not placed, excused=True)]  # fmt: skip


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
    return [ValueRule("outside_city", place.lat, message, outside, shown, ERROR, False, OUTSIDE_TOLERATED_SHARE)]


def _repeated_keys(connection: duckdb.DuckDBPyConnection, table: Table) -> list[Breach]:
    """Keys that occur more than once; counted are the rows beyond the first of each key."""
    if not table.key:
        return []
    keys, view = ", ".join(map(quoted, table.key)), quoted("sound_" + table.name)
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
    return [Breach("unique", table.name, column, counted[0], "the key occurs more than once", ERROR, samples)]


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
