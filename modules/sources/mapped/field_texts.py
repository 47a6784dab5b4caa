"""The rows of a file with the contract's columns: each a text as the contract writes it, or as it stood there."""

from __future__ import annotations

import duckdb

from data.city.former_areas import former_areas
from data.city.pack import City, read_areas
from data.files.file_reading import ROW
from data.sql_text import literal, quoted
from modules.sources.mapped.fiscal_years import fiscal_year_sql
from modules.sources.mapped.known_words import plain
from modules.sources.mapped.mapping import INDICATOR, PERIOD, VALUE, ColumnMapping, MappingError
from modules.sources.mapped.money_rows import payee_sql
from modules.sources.mapped.no_records import aside_sql
from modules.sources.mapped.time_parts import month_number
from modules.sources.mapped.value_reading import ISO, given_sql, moment_sql, number_sql

#: Which of the columns side by side a row was made of.
PLACE = "_place"
#: Columns whose text names an area of the city.
_AREA = "area_id"
OTHER_PLACES = "of places that the city does not have"
_WRITTEN = {"timestamp": "%Y-%m-%d %H:%M:%S", "date": "%Y-%m-%d"}


def create_field_texts(
    connection: duckdb.DuckDBPyConnection, name: str, source: str, mapping: ColumnMapping, city: City
) -> None:
    """`<name>`: a row of `source` each, its columns as texts, `_row`, `_place`, `_left_out`, `_why`, `_elsewhere`.

    A row is left out by the mapping, or because it is no record (`_why` says what it is then); `_elsewhere` is the text
    of an area that the city does not have.

    Raises MappingError where the file lacks a column that the mapping names.
    """
    present = {row[0] for row in connection.execute(f"DESCRIBE {quoted(source)}").fetchall()}
    if missing := sorted(mapping.file_columns() - present):
        has = ", ".join(sorted(present - {ROW}))
        raise MappingError(f"the file has no column {', '.join(missing)}; it has {has}")
    rows, place = quoted(source), "1"
    if side_by_side := mapping.periods or mapping.indicators:
        columns = ", ".join(quoted(each) for each in side_by_side)
        name_of = PERIOD if mapping.periods else INDICATOR
        rows = f"(UNPIVOT {quoted(source)} ON {columns} INTO NAME {quoted(name_of)} VALUE {quoted(VALUE)})"
        told = {each: _told(each) if mapping.periods else each for each in side_by_side}
        pairs = "".join(f" WHEN {literal(each)} THEN {literal(text)}" for each, text in told.items())
        rows = f"(SELECT * REPLACE (CASE {quoted(name_of)}{pairs} END AS {quoted(name_of)}) FROM {rows})"
        place = f"list_position([{', '.join(map(literal, told.values()))}], {quoted(name_of)})"
    texts = {column: _text(column, mapping, city) for column in mapping.target.types}
    left_out = [
        f"coalesce({_raw(column, mapping)} IN ({', '.join(literal(text) for text in out)}), false)"
        for column, words in mapping.words.items()
        if (out := [text for text, word in words.items() if not word]) and column in mapping.columns
    ]
    left_out += [
        f"coalesce({quoted(column)} NOT IN ({', '.join(map(literal, texts_of_city))}), true)"
        for column, texts_of_city in mapping.only.items()
    ]
    if mapping.table == "payments" and "payee" in mapping.columns:
        texts["payee"] = payee_sql(texts["payee"], mapping, lambda column: _raw(column, mapping))
    columns = ", ".join(f"{sql} AS {quoted(column)}" for column, sql in texts.items())
    why = aside_sql(mapping, city, lambda column: _raw(column, mapping))
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {quoted(name)} AS "
        f"SELECT * EXCLUDE (_out), _out OR _why IS NOT NULL AS _left_out "
        f"FROM (SELECT {columns}, {ROW}, {place} AS {PLACE}, {' OR '.join(left_out) or 'false'} AS _out, "
        f"{why} AS _why FROM {rows})"
    )
    if _AREA in mapping.columns:
        _find_areas(connection, name, mapping.area_prefix, city, mapping.table == "area_indicators")
    else:
        connection.execute(f"ALTER TABLE {quoted(name)} ADD COLUMN _elsewhere VARCHAR")


def _told(column: str) -> str:
    """The period that a column is called by: of a month its number, 01 to 12."""
    number = month_number(column)
    return f"{number:02}" if number else column


def _raw(column: str, mapping: ColumnMapping) -> str:
    """The file's own text of a column; several of its columns are joined by a blank, keys by a hyphen."""
    named = mapping.columns.get(column)
    if named is None:
        return "NULL::VARCHAR"
    if isinstance(named, str):
        return quoted(named)
    between = "-" if column.endswith("_id") else " "
    return f"nullif(concat_ws({literal(between)}, {', '.join(map(quoted, named))}), '')"


def _text(column: str, mapping: ColumnMapping, city: City) -> str:
    raw, kind = _raw(column, mapping), mapping.target.types[column]
    if column not in mapping.columns:
        return literal(mapping.fixed[column]) if column in mapping.fixed else raw
    if kind in (*_WRITTEN, "number", "integer"):
        raw = given_sql(raw)
    value = raw
    if bands := mapping.bands.get(column):
        number = number_sql(raw, mapping.decimal)
        cases = "".join(
            f" WHEN {number} BETWEEN {low!r} AND {high!r} THEN {literal(word)}" for word, (low, high) in bands.items()
        )
        value = f"CASE{cases} ELSE {value} END"
    if words := {text: word for text, word in mapping.words.get(column, {}).items() if word}:
        cases = "".join(f" WHEN {literal(text)} THEN {literal(word)}" for text, word in words.items())
        value = f"CASE {raw}{cases} ELSE {value} END"
    if kind in _WRITTEN:
        moment = moment_sql(raw, mapping.dates.get(column) or [ISO], city.timezone)
        if column == "period_start":
            moment = f"coalesce({_quarter(raw)}, {moment})"
        value = f"coalesce(strftime({moment}, {literal(_WRITTEN[kind])}), {value})"
    elif column == "fiscal_year":
        value = f"coalesce({fiscal_year_sql(raw)}, {value})"
    elif kind == "number":
        value = f"coalesce({number_sql(value, mapping.decimal, mapping.scale.get(column, 1))}::VARCHAR, {value})"
    elif kind == "integer":
        number = number_sql(value, mapping.decimal, mapping.scale.get(column, 1))
        value = f"coalesce(CASE WHEN {number} = floor({number}) THEN {number}::BIGINT::VARCHAR END, {value})"
    return f"coalesce({value}, {literal(mapping.fixed[column])})" if column in mapping.fixed else value


def _quarter(raw: str) -> str:
    """SQL of the first day of a quarter: 2024Q1, 2024-Q1, Q1 2024, 2024年第一季度, 2024年1季度."""
    digits = f"translate({raw}, '一二三四', '1234')"
    year_first, quarter_first = r"(\d{4})[-\s年第]*Q?([1-4])\s*季?度?$", r"^Q([1-4])[-\s/]*(\d{4})$"

    def part(form: str, group: int) -> str:
        return f"nullif(regexp_extract({digits}, '{form}', {group}), '')"

    year = f"try_cast(coalesce({part(year_first, 1)}, {part(quarter_first, 2)}) AS INTEGER)"
    number = f"try_cast(coalesce({part(year_first, 2)}, {part(quarter_first, 1)}) AS INTEGER)"
    return f"CASE WHEN regexp_matches({digits}, 'Q[1-4]|季') THEN make_date({year}, 3 * {number} - 2, 1) END"


def _find_areas(connection: duckdb.DuckDBPyConnection, name: str, prefix: str, city: City, about_areas: bool) -> None:
    """Turn texts that are an area's id or name into its id; others stay as `_elsewhere` and are no area.

    A record may name an area that the city had before its areas were replaced: publishing places it by its outline. A
    table that is about areas has no use for such a row, nor for one of another city: it is left out.
    """
    names: dict[str, set[str]] = {}
    for area in read_areas(city):
        known = {area.area_id, *area.names.values()}
        known |= {prefix_free for each in known if prefix and (prefix_free := each.removeprefix(prefix))}
        for each in known:
            names.setdefault(plain(each), set()).add(area.area_id)
    for area_id, former in former_areas(city).items() if not about_areas else ():
        for each in {plain(each) for each in (area_id, *former.names)} - names.keys():
            names[each] = {area_id}
    texts = [row[0] for row in connection.execute(f"SELECT DISTINCT {_AREA} FROM {quoted(name)}").fetchall() if row[0]]
    found = {text: ids for text in texts if (ids := names.get(plain(prefix + text)) or names.get(plain(text)))}
    connection.execute("CREATE OR REPLACE TEMP TABLE _areas (text VARCHAR, area VARCHAR)")
    # Two areas of one name cannot be told apart by it: such a row has no area.
    pairs = [(text, next(iter(ids))) for text, ids in found.items() if len(ids) == 1]
    if pairs:
        connection.executemany("INSERT INTO _areas VALUES (?, ?)", pairs)
    elsewhere = "_left_out OR area IS NULL" if about_areas else "_left_out"
    other = f"CASE WHEN area IS NULL AND NOT _left_out THEN {literal(OTHER_PLACES)} END"
    why = f"coalesce(_why, {other})" if about_areas else "_why"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {quoted(name)} AS SELECT rows.* REPLACE (area AS {_AREA}, {elsewhere} AS "
        f"_left_out, {why} AS _why), CASE WHEN area IS NULL THEN {_AREA} END AS _elsewhere FROM {quoted(name)} AS rows "
        f"LEFT JOIN _areas ON {_AREA} = text ORDER BY {ROW}"
    )
