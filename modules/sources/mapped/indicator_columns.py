"""Figures side by side: a table of places or years with a column an indicator, as statistical offices publish them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from data.city.pack import City
from modules.sources.mapped.column_findings import ColumnFindings
from modules.sources.mapped.known_words import column_names, name_likeness, plain
from modules.sources.mapped.mapping import INDICATOR, PERIOD, VALUE, ColumnMapping

#: Table of figures -> its columns that tell a row, and the one that names the figure.
_FIGURES = {
    "area_indicators": (("area_id", "time_period"), "indicator"),
    "observations": (("period_start",), "series_name"),
}
#: A column of numbers with one of these words in its name is no figure.
_NO_FIGURE = frozenset(
    ("id", "code", "no", "number", "fips", "adcode", "lat", "latitude", "long", "lon", "longitude", "x", "y", "index",
     "unnamed", "year", "rank", "代码", "编码", "序号", "年份")
)  # fmt: skip
#: From this likeness on a column is called as those of places are.
_CALLED_LIKE_PLACES = 0.65
_LEAST_NUMBERS_SHARE, _LEAST_UNIQUE_SHARE = 0.9, 0.99


def use_indicator_columns(
    looked: ColumnFindings, table: str, names: Sequence[str], columns: dict[str, str | list[str]],
    fits: dict[str, float], scores: dict[str, float], city: City,
) -> tuple[str, ...]:  # fmt: skip
    """The columns that are a figure each, where the table has such and the file no column of values; else none.

    They are added to `columns` as `INDICATOR` and `VALUE`. A file whose rows do not differ by place and period is a
    list of records, and none of its numbers is a figure of a place.
    """
    if table not in _FIGURES or "value" in columns:
        return ()
    told_by, named_by = _FIGURES[table]
    telling = [name for name in (columns.get(each) for each in told_by) if isinstance(name, str)]
    if named_by in columns or len(telling) < len(told_by):
        return ()
    if mine := rows_of_city(looked, [each for each in names if each not in telling], city):
        telling.append(mine[0])
    if looked.rows > 1 and looked.unique_share(telling) < _LEAST_UNIQUE_SHARE:
        return ()
    taken = set(map(str, columns.values()))
    figures = tuple(each for each in names if each not in taken and _is_figure(looked, each))
    if figures:
        for column, ours in ((named_by, INDICATOR), ("value", VALUE)):
            columns[column], fits[column], scores[column] = ours, 1.0, 0.7
    return figures


def rows_of_city(looked: ColumnFindings, columns: Sequence[str], city: City) -> tuple[str, list[str]] | None:
    """(column, texts) of a column that names several places, and how it writes this city; None where none does."""
    known = {plain(each).removesuffix("市") for each in (city.key, *city.name.values())}
    for column in columns:
        texts = looked.texts(column)
        mine = [text for text in texts if plain(text).removesuffix("市") in known]
        if mine and len(texts) > len(mine):
            return column, mine
    return None


def places_question(looked: ColumnFindings, mapping: ColumnMapping, only: Mapping[str, list[str]]) -> list[str]:
    """The question of series of the city in a file with a column of places that are none of it and of its areas."""
    if mapping.table != "observations" or only:
        return []
    known = column_names()["area_indicators"]["area_id"]
    for column in sorted(looked.columns() - set(mapping.indicators) - set(mapping.periods)):
        called = max((name_likeness(column, known), name_likeness(column, ("region", "place"))))
        if called >= _CALLED_LIKE_PLACES and len(looked.texts(column)) > 1 and looked.number(column).read_share == 0:
            first = ", ".join(repr(text) for text in looked.texts(column)[:3])
            return [f"{column} names places ({first}): which is the city? Say it under [only], as in {column} = [...]"]
    return []


def areas_question(looked: ColumnFindings, mapping: ColumnMapping) -> list[str]:
    """The question of figures by area of which no row names an area of the city."""
    column = mapping.columns.get("area_id")
    if mapping.table != "area_indicators" or not isinstance(column, str) or looked.knows_areas(column):
        return []
    first = ", ".join(repr(text) for text, _ in looked.words(column)[:3])
    return [
        f"{column}: no row names an area of the city ({first}; its areas are {looked.some_areas(3)}): is this of them? "
        "Say --table observations for figures of the whole city"
    ]


def _is_figure(looked: ColumnFindings, column: str) -> bool:
    words = set(plain(column.replace("_", " ")).split())
    filled, _ = looked.filled(column)
    return bool(filled) and not words & _NO_FIGURE and looked.number(column).read_share >= _LEAST_NUMBERS_SHARE


def said_of_indicators(columns: Mapping[str, str | list[str]], figures: Sequence[str]) -> list[str]:
    """The sentence on figures side by side, where there are such."""
    if INDICATOR not in columns.values():
        return []
    return [f"{', '.join(figures[:8])}{', ...' if len(figures) > 8 else ''}: a figure each, named as its column"]


def same_keys_question(looked: ColumnFindings, mapping: ColumnMapping, only: Mapping[str, list[str]]) -> list[str]:
    """The question of a table of figures in which several rows tell the same figure of the same place and period."""
    if mapping.domain != "economy":
        return []
    told_by = ("area_id", "indicator", "time_period", "series_id", "series_name", "period_start", "vintage")
    named = [mapping.columns.get(each) for each in told_by]
    keys = [*only, *(each for each in named if isinstance(each, str) and each not in (INDICATOR, PERIOD, VALUE))]
    if not keys or looked.unique_share(keys) >= _LEAST_UNIQUE_SHARE:
        return []
    unused = sorted(looked.columns() - mapping.file_columns() - set(only))
    apart = [each for each in unused if looked.unique_share([*keys, each]) >= _LEAST_UNIQUE_SHARE]
    apart = [each for each in apart if looked.filled(each)[1] < 0.5] or apart
    if not apart:
        figures = [each for each in (mapping.columns.get("value"), *mapping.indicators) if isinstance(each, str)]
        figures = [each for each in figures if each != VALUE]
        if looked.unique_share([*keys, *figures]) < looked.unique_share(keys) + 1 - _LEAST_UNIQUE_SHARE:
            return []  # rows that repeat one another are counted as such
        return [f"several rows have the same {', '.join(keys)} and other figures, and no column tells them apart"]
    examples = ", ".join(repr(text) for text, _ in looked.words(apart[0])[:4])
    return [
        f"several rows have the same {', '.join(keys)}, and differ by {', '.join(apart[:4])}; say which are meant "
        f"under [only], as in {apart[0]} = [...] ({examples})"
    ]
