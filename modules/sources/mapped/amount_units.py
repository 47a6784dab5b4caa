"""What one unit of an amount stands for: thousands, 万元, juta, in a column's name, a file's, or above its header."""

from __future__ import annotations

import re

from modules.sources.mapped.mapping import VALUE, ColumnMapping

_UNITS = {
    "百万元": 1e6, "百萬元": 1e6, "亿元": 1e8, "万元": 1e4, "千元": 1e3,
    "백만원": 1e6, "억원": 1e8, "만원": 1e4, "천원": 1e3, "百万円": 1e6, "億円": 1e8, "万円": 1e4, "千円": 1e3,
    "'000": 1e3, "’000": 1e3, "000s": 1e3, "000's": 1e3, "£000": 1e3, "$000": 1e3, "€000": 1e3, "(000)": 1e3,
    "£k": 1e3, "$k": 1e3, "£m": 1e6, "$m": 1e6, "£bn": 1e9, "$bn": 1e9,
    "thousand": 1e3, "million": 1e6, "billion": 1e9, "ribu": 1e3, "juta": 1e6, "miliar": 1e9,
    "mil ": 1e3, "milhoes": 1e6, "miles de": 1e3, "millones": 1e6, "milliers": 1e3,
    "tsd": 1e3, "mio": 1e6, "mln": 1e6, "tuhatta": 1e3, "тыс": 1e3, "млн": 1e6,
}  # fmt: skip
#: What the lines above a header say of the unit of amounts.
_UNIT_IN_TITLE = re.compile(
    r"(?:单位|單位|単位|단위)\s*[:：]\s*(?:人民币)?\s*(亿元|百[万萬]元|万元|千元|[億万]円|百万円|千円|(?:백만|억|만|천)원)"
    r"|(in thousands|in millions|'000|£m\b)|dalam (ribu|juta|miliar)|en (miles de|millones)|in (tsd|mio)\b",
    re.I,
)


def amount_units(mapping: ColumnMapping, name: str, titles: str) -> tuple[dict[str, float], list[str]]:
    """(our column of an amount -> what one unit in the file stands for, a sentence each).

    `name` is the file's, `titles` the text above its header.
    """
    scale: dict[str, float] = {}
    said = []
    found = _UNIT_IN_TITLE.search(titles)
    above = found.group(0).casefold() if found else ""
    for field_name, column in mapping.columns.items():
        if not field_name.endswith("_lcu") or not isinstance(column, str):
            continue
        own = column.casefold()
        for sign, factor in _UNITS.items():
            if sign in own or (column == VALUE and sign in name.casefold()) or sign in above:
                scale[field_name] = factor
                where = f", as the lines above the header say ({above})" if sign not in own and sign in above else ""
                said.append(f"{column}: one unit is {factor:,.0f} of the currency{where}")
                break
    return scale, said
