"""How the texts of a column are read as moments and numbers: found out from the whole column, and as SQL.

A text that cannot be read stays as it is: publishing sets its row aside and shows the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from data.drops.clock import local_moment, moment_of_text
from data.sql_text import literal, quoted
from modules.sources.mapped.moment_shapes import possible_formats

ISO, EXCEL, EPOCH_MS, ERA = "iso", "excel", "epoch_ms", "era"
#: Formats that cities write dates in, in strptime's letters; both orders of day and month stand side by side.
_DATES = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y",
          "%d.%m.%Y", "%d.%m.%y", "%d/%m/%y", "%m/%d/%y", "%d-%b-%Y", "%d-%b-%y", "%d %b %Y", "%d %B %Y",
          "%b %d, %Y", "%B %d, %Y",
          "%Y %b %d", "%Y-%m", "%Y/%m", "%b %Y", "%B %Y", "%b-%y", "%Y年%m月", "%Y")  # fmt: skip
_TIMES = (
    "",
    " %H:%M",
    " %H:%M:%S",
    " %H:%M:%S.%f",
    " %I:%M:%S %p",
    " %I:%M %p",
    "T%H:%M:%S",
    " %H时%M分%S秒",
    " %H时%M分",
)
_ZONES = ("", "%z", " %z")
#: Formats in which some countries alone write moments: 05.01.2025 - 07:30, 5.1.2025 klo 7.30.
_ODD_MOMENTS = tuple(
    day + time
    for day in ("%d.%m.%Y", "%d/%m/%Y", "%Y-%m-%d")
    for time in (" - %H:%M:%S", " - %H:%M", ", %H:%M:%S", ", %H:%M", " klo %H.%M", " klo %H:%M", " kl. %H.%M",
                 " kl. %H:%M", " %H.%M", ", %H:%M Uhr", " %H:%M Uhr", " %Hh%M")
)  # fmt: skip
FORMATS = (
    *(day + time + zone for day in _DATES for time in _TIMES for zone in (_ZONES if time else ("",))),
    *_ODD_MOMENTS,
)
_DAY_FIRST, _MONTH_FIRST = re.compile(r"^%d([/-])%m\1"), re.compile(r"^%m([/-])%d\1")
#: Excel counts days from here: its calendar has a 29 February 1900 that there was not.
_EXCEL_ORIGIN = "TIMESTAMP '1899-12-30'"
#: A number is taken for a day of Excel's between 1982 and 2064, and for a moment in milliseconds of the same years.
_EXCEL_DAYS, _EPOCH_MS = (30_000, 60_000), (378_000_000_000, 2_980_000_000_000)
#: Values looked at to choose the formats that are then tried on all.
_LOOKED_AT = 500
#: A further format of a column is one that reads at least this share of its values.
_LEAST_SHARE = 0.002
_MOST_FORMATS = 4
_YEARS = (1800, 2200)
#: Years before the first of an era: 令和7年3月1日 and R7.3.1 are in 2025, 民國113年 is 2024 and so is 113/03/01.
ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
_MINGUO = "民國"
_ERA_DAY = (
    rf"^(?:({'|'.join(ERAS)})\s*(元|\d{{1,3}})|(1[0-4]\d))\s*[年./-]\s*(\d{{1,2}})\s*[月./-]\s*(\d{{1,2}})\s*日?"
    r"(?:\s*(\d{1,2})[:時时](\d{2})(?:[:分](\d{2})?)?秒?)?$"
)
#: What publishers write where there is no value, and what statistical offices write where they do not tell one.
_MISSING = r"(?i)n/?a|n\.a\.?|null|none|nan|nil|-+|–|—|\.\.+|…|#n/a|not available|not applicable|暂无|无数据"
_NOT_TOLD = r"\(?[A-Za-z]{1,2}\)|\*+|:|[cxzu]"


@dataclass(frozen=True)
class DateFormats:
    """The formats of a column, the first that reads a text counts; `read_share` of its values are read by one.

    `assumed` says what was inferred; `question` is set where day and month cannot be told apart.
    """

    formats: tuple[str, ...]
    read_share: float
    assumed: str = ""
    question: str = ""


def given_sql(text: str) -> str:
    """SQL of a text, NULL where it only says that there is none: NA, n/a, -, .."""
    return f"CASE WHEN regexp_full_match(trim({text}), {literal(_MISSING)}) THEN NULL ELSE {text} END"


def is_not_told(text: str) -> str:
    """SQL that is true where a text says that no figure is given, or that it is not told: NA, (D), :, *."""
    return f"coalesce(regexp_full_match(trim({text}), {literal(f'{_MISSING}|{_NOT_TOLD}')}), true)"


def moment_sql(text: str, formats: Sequence[str], timezone: str) -> str:
    """SQL of a text as a moment on the city's clock, NULL where none of the formats reads it."""
    parts = [_moment_in(text, each, timezone) for each in formats]
    return f"coalesce({', '.join(parts)})" if len(parts) > 1 else parts[0] if parts else "NULL::TIMESTAMP"


def _moment_in(text: str, form: str, timezone: str) -> str:
    if form == ISO:
        # DuckDB reads 01/03/24 as a day of the first year.
        return f"CASE WHEN regexp_matches({text}, '^[0-9]{{4}}[-/]') THEN {moment_of_text(text, timezone)} END"
    if form == EXCEL:
        days, (first, last) = f"try_cast({text} AS DOUBLE)", _EXCEL_DAYS
        # To the second: a day is a fraction of 15 digits there.
        return (
            f"CASE WHEN {days} BETWEEN {first} AND {last} THEN {_EXCEL_ORIGIN} + to_seconds(round({days} * 86400)) END"
        )
    if form == EPOCH_MS:
        count, (first, last) = f"try_cast({text} AS BIGINT)", _EPOCH_MS
        moment = f"CASE WHEN {count} BETWEEN {first} AND {last} THEN to_timestamp({count} / 1000) END"
        return f"({local_moment(moment, timezone)})"
    if form == ERA:
        part = [f"regexp_extract({text}, {literal(_ERA_DAY)}, {group})" for group in range(9)]
        before = "".join(f" WHEN {literal(era)} THEN {year}" for era, year in ERAS.items())
        # Of an era its first year is 元; a bare year is of the Minguo era.
        counted = f"coalesce(try_cast({part[2]} || {part[3]} AS INTEGER), 1)"
        year = f"CASE {part[1]}{before} ELSE {ERAS[_MINGUO]} END + {counted}"
        clock = ", ".join(f"coalesce(try_cast({each} AS BIGINT), 0)" for each in part[6:])
        day = f"try(make_timestamp({year}, {part[4]}::BIGINT, {part[5]}::BIGINT, {clock}))"
        return f"CASE WHEN regexp_matches({text}, {literal(_ERA_DAY)}) THEN {day} END"
    read = f"try_strptime({text}, {literal(form)})"
    if form.endswith("%z"):
        return f"({local_moment(read, timezone)})"
    # %Y reads the 24 of 01/03/24 as a year of the first century.
    return f"CASE WHEN year({read}) BETWEEN {_YEARS[0]} AND {_YEARS[1]} THEN {read} END"


def _read_by(connection: duckdb.DuckDBPyConnection, formats: Sequence[str]) -> int:
    """How many of the values in `_texts` one of the formats reads."""
    moment = moment_sql("text", formats, "UTC")
    ((read,),) = connection.execute(
        f"SELECT coalesce(sum(rows) FILTER ({moment} IS NOT NULL), 0) FROM _texts"
    ).fetchall()
    return int(read)


def _tried(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The formats that read at least one of the values looked at.

    A statement of all 650 formats takes DuckDB two thirds of a second to plan, one of twenty a fiftieth.
    """
    looked_at = f"(SELECT text FROM _texts ORDER BY hash(text) LIMIT {_LOOKED_AT})"
    texts = [text for (text,) in connection.execute(f"FROM {looked_at}").fetchall()]
    eras = [ERA] if any(map(re.compile(_ERA_DAY).search, texts)) else []
    likely = (ISO, EXCEL, EPOCH_MS, *eras, *possible_formats(FORMATS, texts))
    counted = ", ".join(f"count({moment_sql('text', (each,), 'UTC')})" for each in likely)
    (row,) = connection.execute(f"SELECT {counted} FROM {looked_at}").fetchall()
    return [each for each, count in zip(likely, row, strict=True) if count]


def find_date_formats(connection: duckdb.DuckDBPyConnection, table: str, column: str) -> DateFormats:
    """The formats that read the most of a column's values, looked for in all of them."""
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE _texts AS SELECT {quoted(column)} AS text, count(*) AS rows "
        f"FROM {quoted(table)} WHERE {given_sql(quoted(column))} IS NOT NULL GROUP BY ALL"
    )
    ((total,),) = connection.execute("SELECT coalesce(sum(rows), 0) FROM _texts").fetchall()
    if not total:
        return DateFormats((), 0.0)
    order = _tried(connection)
    counts = {each: _read_by(connection, [each]) for each in order}
    chosen: list[str] = []
    read = 0
    for each in sorted(counts, key=lambda each: (-counts[each], order.index(each))):
        if read == total or len(chosen) == _MOST_FORMATS or _swapped(each) in chosen:
            continue
        reads = _read_by(connection, [*chosen, each])
        if reads - read >= max(1, _LEAST_SHARE * int(total)):
            chosen.append(each)
            read = reads
    assumed, question = _order_of(chosen, counts)
    return DateFormats(tuple(chosen), read / int(total), assumed, question)


def _swapped(form: str) -> str:
    """The same format with day and month changed over; empty where it is none of those two."""
    if _DAY_FIRST.match(form):
        return "%m" + form[2] + "%d" + form[5:]
    return "%d" + form[2] + "%m" + form[5:] if _MONTH_FIRST.match(form) else ""


def _order_of(chosen: Sequence[str], counts: dict[str, int]) -> tuple[str, str]:
    """What was inferred of the order of day and month, and the question where all values can be read in both."""
    for form in chosen:
        other = _swapped(form)
        if not other:
            continue
        if counts.get(other, 0) == counts[form]:
            return "", f"every value can be read as {form} and as {other}"
        said = "day" if form.startswith("%d") else "month"
        return f"{said} first ({form}): {counts[form] - counts.get(other, 0):,} values can be nothing else", ""
    return "", ""


#: What stands around an amount: signs of currencies, their codes, blanks and marks that group digits.
_AROUND = r"[\s\x{00a0}\x{202f}''’€£$¥￥₹%元]|(?i:\b(?:usd|eur|gbp|cny|rmb|idr|rp|rm|myr|sgd|s|r|brl)\b)"
_BRACKETS, _MINUS_BEHIND = r"^\((.*)\)$", r"^(.*[0-9])-$"
#: What only a decimal point, or only a decimal comma, explains; and what both do.
_POINT = r"[0-9],[0-9]{3}[.,]|\.[0-9]{1,2}\D*$|\.[0-9]{4,}\D*$"
_COMMA = r"[0-9]\.[0-9]{3}[.,]|,[0-9]{1,2}\D*$|,[0-9]{4,}\D*$"
_EITHER = r"[0-9][.,][0-9]{3}\D*$"


#: Words behind an amount: how often it stands for, and a credit (CR), which is below zero.
_WORDS = {"k": 1e3, "thousand": 1e3, "ribu": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "million": 1e6, "juta": 1e6,
          "bn": 1e9, "billion": 1e9, "miliar": 1e9, "千": 1e3, "万": 1e4, "萬": 1e4, "百万": 1e6, "千万": 1e7,
          "亿": 1e8, "億": 1e8}  # fmt: skip
_ANY_WORD = "|".join(sorted(_WORDS, key=lambda word: -len(word)))
_WORD_BEHIND, _CREDIT = rf"[0-9.,]\s*({_ANY_WORD})\s*\)?$", r"[0-9][.,][0-9]{2}\s*(?i:cr)$"
_BEHIND = rf"\s*(?i:{_ANY_WORD}|cr|dr)(\s*\)?)$"


#: Digits and marks as wide as a Chinese character, and the minus of printers, as they are usually written.
_WIDE, _NARROW = "０１２３４５６７８９．，－−", "0123456789.,--"


def number_sql(text: str, decimal: str = ".", scale: float = 1) -> str:
    """SQL of a text as a number: grouped digits, signs of currency, (brackets) or a minus behind, words as in 1.2m.

    NULL where it is none. `scale` is what a whole unit of the column stands for.
    """
    around = f"translate(regexp_replace({text}, '{_AROUND}', '', 'g'), '{_WIDE}', '{_NARROW}')"
    worded = rf"regexp_replace({around}, '([0-9.,]){_BEHIND}', '\1\2')"
    word = f"regexp_extract(lower({around}), '{_WORD_BEHIND}', 1)"
    # By its place in a list: DuckDB takes CASE apart into a comparison each, and plans the word anew for every one.
    times = f"[{', '.join(f'{much!r}::DOUBLE' for much in _WORDS.values())}]"
    place = f"list_position([{', '.join(map(literal, _WORDS))}], {word})"
    sign = f"CASE WHEN regexp_matches({text}, '{_CREDIT}') THEN -1 ELSE 1 END"
    factor = f"coalesce({times}[{place}], 1) * {sign}"
    number = f"coalesce({_cast(around, decimal)}, round({_cast(worded, decimal)} * {factor}, 6))"
    return f"({number} * {scale!r})" if scale != 1 else number


def exact_sql(text: str, decimal: str = ".", scale: float = 1) -> str:
    """SQL of the same number as a DECIMAL; NULL where a word stands behind it or it has too many digits for that."""
    around = f"translate(regexp_replace({text}, '{_AROUND}', '', 'g'), '{_WIDE}', '{_NARROW}')"
    number = _cast(around, decimal, "DECIMAL(38, 6)")
    return f"try({number} * {scale!r})" if scale != 1 else number


def _cast(bare: str, decimal: str, sql_type: str = "DOUBLE") -> str:
    """SQL of a text without words and signs of currency as a number."""
    signed = rf"regexp_replace(regexp_replace({bare}, '{_BRACKETS}', '-\1'), '{_MINUS_BEHIND}', '-\1')"
    group, point = (",", ".") if decimal == "." else (".", ",")
    return f"try_cast(replace(replace({signed}, '{group}', ''), '{point}', '.') AS {sql_type})"


@dataclass(frozen=True)
class NumberStyle:
    """The decimal mark of a column; `read_share` of its values are numbers. `assumed` says what was inferred."""

    decimal: str
    read_share: float
    assumed: str = ""


def find_number_style(connection: duckdb.DuckDBPyConnection, table: str, column: str, hint: str = ".") -> NumberStyle:
    """The decimal mark that all of a column's values agree with; `hint` where they agree with both."""
    name = quoted(column)
    shapes = ", ".join(f"count(*) FILTER (regexp_matches({name}, '{shape}'))" for shape in (_POINT, _COMMA, _EITHER))
    ((total, point, comma, for_point, for_comma, either),) = connection.execute(
        f"SELECT count({name}), count({number_sql(name, '.')}), count({number_sql(name, ',')}), {shapes} "
        f"FROM (SELECT {given_sql(name)} AS {name} FROM {quoted(table)})"
    ).fetchall()
    if not total:
        return NumberStyle(hint, 0.0)
    decimal = "." if for_point > for_comma else "," if for_comma > for_point else hint
    share = (point if decimal == "." else comma) / total
    if for_comma > for_point:
        return NumberStyle(decimal, share, f"decimal commas: {for_comma:,} values can be nothing else")
    if either and not for_point:
        mark = "point" if decimal == "." else "comma"
        return NumberStyle(
            decimal, share, f"{either:,} values have three digits behind a mark: a decimal {mark} is assumed"
        )
    return NumberStyle(decimal, share)
