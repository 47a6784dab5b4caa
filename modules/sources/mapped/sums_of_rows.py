"""Rows of a budget that add up others of it, told by a level, by a name, or by codes that begin others' codes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from data.sql_text import quoted
from modules.sources.mapped.column_findings import ColumnFindings
from modules.sources.mapped.mapping import VALUE, ColumnMapping
from modules.sources.mapped.value_reading import number_sql

_TABLES = ("budget_lines", "revenue_lines")
_NAMED = ("department", "function", "programme", "account", "fund", "revenue_source")
_AMOUNTS = ("amount_lcu", "budget_lcu", "actual_lcu")
#: How a name or a level ends, or all of it, that says that the row adds up others.
_SUM = re.compile(
    r"(?:^|[\s\W_]|(?<=[a-z])(?=T))(?:(?:sub|grand)?[\s-]*totals?|(?:gesamt|zwischen)?summe|gesamt|totaal|subtotal"
    r"|razem|ogółem|celkem|toplam|итого|всего|小计|合计|小計|合計|소계|합계|jumlah)[\s:：]*$",
    re.IGNORECASE,
)
_OF_ALL = re.compile(r"all\b.*\btotals?|(?:grand )?totals? (?:of )?all\b.*", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MOST_LEVELS = 12
_CODE = re.compile(r"\s*(\d{1,14})(?!\d)")
#: So many of the texts have a code where they are a list of codes; so many codes that begin others are their sums.
_LEAST_CODED, _LEAST_SUMS, _LEAST_PARENTS = 0.9, 0.9, 2
#: Rounded figures add up to their rounded sum by so much, of it or of each.
_OF_SUM, _OF_EACH = 0.005, 0.06


def without_sums(
    looked: ColumnFindings, mapping: ColumnMapping, decimal: str, assumed: list[str]
) -> tuple[dict[str, dict[str, str]], dict[str, list[str]]]:
    """(our column -> texts of sums, to be left out; a column of levels -> its other texts); said in `assumed`."""
    if mapping.table not in _TABLES:
        return {}, {}
    words: dict[str, dict[str, str]] = {}
    for ours in _NAMED:
        column = mapping.columns.get(ours)
        if isinstance(column, str) and (
            sums := _named_sums(looked, column) or _coded_sums(looked, mapping, column, decimal)
        ):
            words[ours] = dict.fromkeys(sums, "")
            assumed.append(f"{column}: {_shown(sums)} add up other rows; they are left out")
    if words:
        return words, {}
    taken = set(map(str, mapping.columns.values()))
    for column in sorted(looked.columns() - taken):
        texts = [text for text, _ in looked.words(column)]
        sums = [text for text in texts if says_sum(text)]
        if 1 < len(texts) <= _MOST_LEVELS and 0 < len(sums) < len(texts):
            assumed.append(f"{column}: rows that say {_shown(sums)} add up others; they are left out")
            return {}, {column: [text for text in texts if text not in sums]}
    return {}, {}


def says_sum(text: str) -> bool:
    """Whether a text says that its row adds up others: Total, Produktbereich-Summe, allDepartmentTotal, 合计."""
    return _SUM.search(_CAMEL.sub(" ", text.strip())) is not None


def _shown(texts: list[str]) -> str:
    more = f" and {len(texts) - 3:,} more" if len(texts) > 3 else ""
    return ", ".join(map(repr, texts[:3])) + more


def _named_sums(looked: ColumnFindings, column: str) -> list[str]:
    """The texts that say that they add up others, where the name stands without that too: `Parks Total` and `Parks`."""
    texts = looked.texts(column)
    names = {text.casefold().strip() for text in texts}
    return [
        text for text in texts
        if _OF_ALL.fullmatch(_CAMEL.sub(" ", text).strip())
        or (says_sum(text) and _SUM.sub("", text).casefold().strip() in names - {""})
    ]  # fmt: skip


def _coded_sums(looked: ColumnFindings, mapping: ColumnMapping, column: str, decimal: str) -> list[str]:
    """The texts whose codes begin those of others, where nearly all of them are what the others add up to."""
    texts = looked.texts(column)
    codes = {text: found[1] for text in texts if (found := _CODE.match(text))}
    if len(codes) < max(_LEAST_CODED * len(texts), 1 + _LEAST_PARENTS):
        return []
    amounts = _amounts(looked, mapping, column, decimal)
    by_code: dict[str, float] = {}
    for text, code in codes.items():
        by_code[code] = by_code.get(code, 0.0) + amounts.get(text, 0.0)
    children: dict[str, list[str]] = {}
    for code in by_code:
        parents = [code[:end] for end in range(len(code) - 1, 0, -1) if code[:end] in by_code]
        if parents:
            children.setdefault(parents[0], []).append(code)
    right = [
        parent for parent, below in children.items() if _adds_up(by_code[parent], [by_code[each] for each in below])
    ]
    if len(right) < _LEAST_PARENTS or len(right) < _LEAST_SUMS * len(children):
        return []
    return [text for text, code in codes.items() if code in children]


def _adds_up(total: float, parts: list[float]) -> bool:
    return abs(total - sum(parts)) <= max(_OF_SUM * abs(total), _OF_EACH * len(parts))


def _amounts(looked: ColumnFindings, mapping: ColumnMapping, column: str, decimal: str) -> Mapping[str, float]:
    """Text of the column -> the sum of its amounts, of the newest period where periods stand side by side."""
    named = next((mapping.columns[each] for each in _AMOUNTS if each in mapping.columns), VALUE)
    amount = mapping.periods[-1] if named == VALUE and mapping.periods else str(named)
    if amount == VALUE:
        return {}
    rows = looked.connection.execute(
        f"SELECT {quoted(column)}, sum({number_sql(quoted(amount), decimal)}) FROM {quoted(looked.table)} "
        f"WHERE {quoted(column)} IS NOT NULL GROUP BY ALL"
    ).fetchall()
    return {text: float(total or 0) for text, total in rows}
