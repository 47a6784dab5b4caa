"""Columns whose name is not known, taken by what they hold: days, and names of the city's areas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from modules.sources.mapped.column_findings import ColumnFindings
from modules.sources.mapped.known_words import column_names, name_likeness
from modules.sources.mapped.targets import Target

#: How like such a column is to ours, beside one that is known by its name (1).
BY_CONTENT = 0.75
#: The share of its rows that name areas of the city, and that hold days.
LEAST_AREAS, _LEAST_DAYS = 0.6, 0.9
#: A column of numbers is none of days, and one that is mostly empty tells of no row when it was.
_LEAST_SHARE = 0.5
#: From this likeness on a column is called as those of areas are, and is not merely about a place.
_CALLED_LIKE_AREAS = 0.7
#: Names of areas that are given as examples.
_SHOWN_AREAS = 3


def use_earliest_date(
    looked: ColumnFindings, target: Target, names: Sequence[str], columns: dict[str, str | list[str]],
    fits: dict[str, float], scores: dict[str, float],
) -> list[str]:  # fmt: skip
    """Where no name tells which column is the day that a row needs, the earliest of those that hold days; and says so.

    Only in a file of which all else that a row needs is known.
    """
    lacking = target.lacking(columns)
    if len(lacking) != 1 or target.types[lacking[0][0]] not in ("date", "timestamp"):
        return []
    place, taken = lacking[0][0], set(map(str, columns.values()))
    dated = [each for each in names if each not in taken and _holds_days(looked, each)]
    if not dated or (len(dated) > 1 and target.table == "payments"):
        return []  # an invoice is older than its payment
    column = looked.earliest(dated)
    columns[place], scores[place] = column, BY_CONTENT
    fits[place] = looked.dates(column).read_share * looked.filled(column)[0]
    others = f", which lies before {', '.join(each for each in dated if each != column)}" if len(dated) > 1 else ""
    return [f"{column}: taken for {place}, since it holds days{others}"]


def use_only_numbers(
    looked: ColumnFindings, target: Target, names: Sequence[str], columns: dict[str, str | list[str]],
    fits: dict[str, float], scores: dict[str, float],
) -> list[str]:  # fmt: skip
    """Where no name tells which column is the figure of a table of figures, the only one of numbers; and says so.

    Only in a file of which all else that a row needs is known.
    """
    lacking = target.lacking(columns)
    if target.domain != "economy" or lacking != [("value",)]:
        return []
    taken = set(map(str, columns.values()))
    numbers = [each for each in names if each not in taken and looked.number(each).read_share >= _LEAST_DAYS]
    if len(numbers) != 1:
        return []
    (column,) = numbers
    columns["value"], fits["value"], scores["value"] = column, looked.number(column).read_share, BY_CONTENT
    return [f"{column}: taken for value, since it is the only column of numbers that is left"]


def _holds_days(looked: ColumnFindings, column: str) -> bool:
    """Whether nearly all rows of a column are days or moments, and no numbers that may be something else."""
    given = looked.given(column)
    if given < _LEAST_SHARE or looked.number(column).read_share >= _LEAST_SHARE:
        return False
    return looked.dates(column).read_share * given >= _LEAST_DAYS


def without_foreign_areas(
    looked: ColumnFindings, table: str, columns: Mapping[str, str | list[str]], assumed: list[str]
) -> Mapping[str, str | list[str]]:
    """The columns, and in `assumed` what is said of one of areas in which no row names an area of the city.

    One that is called like areas (Borough) stays: each delivery lists its names, and areas that the city gets later are
    found. Any other is not taken for one. A table about areas keeps its key.
    """
    place = columns.get("area_id")
    if not isinstance(place, str) or table == "area_indicators" or looked.share_of_areas(place):
        return columns
    words = ", ".join(repr(text) for text, _ in looked.words(place)[:_SHOWN_AREAS])
    said = f"{place}: no row names an area of the city ({words}; its areas are {looked.some_areas(_SHOWN_AREAS)})"
    if name_likeness(place, column_names()[table]["area_id"]) >= _CALLED_LIKE_AREAS:
        assumed.append(f"{said}; rows without coordinates will have no area")
        return columns
    assumed.append(f"{said}, so that it is not taken for one")
    return {name: column for name, column in columns.items() if name != "area_id"}
