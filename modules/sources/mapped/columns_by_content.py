"""Columns whose name is not known, taken by what they hold: days, and names of the city's areas."""

from __future__ import annotations

from collections.abc import Sequence

from modules.sources.mapped.column_findings import ColumnFindings
from modules.sources.mapped.targets import Target

#: How like such a column is to ours, beside one that is known by its name (1).
BY_CONTENT = 0.75
#: The share of its rows that name areas of the city, and that hold days.
LEAST_AREAS, _LEAST_DAYS = 0.6, 0.9
#: A column of numbers is none of days, and one that is mostly empty tells of no row when it was.
_LEAST_SHARE = 0.5


def use_earliest_date(
    looked: ColumnFindings, target: Target, names: Sequence[str], columns: dict[str, str | list[str]],
    fits: dict[str, float], scores: dict[str, float],
) -> list[str]:  # fmt: skip
    """Where no name tells which column is the day that a row needs, the earliest of those that hold days; and says so.

    Only in a file of which all else that a row needs is known.
    """
    lacking = [group for group in target.needed if not any(each in columns for each in group)]
    if len(lacking) != 1 or target.types[lacking[0][0]] not in ("date", "timestamp"):
        return []
    place, taken = lacking[0][0], set(map(str, columns.values()))
    dated = [each for each in names if each not in taken and _holds_days(looked, each)]
    if not dated:
        return []
    column = looked.earliest(dated)
    columns[place], scores[place] = column, BY_CONTENT
    fits[place] = looked.dates(column).read_share * looked.filled(column)[0]
    others = f", which lies before {', '.join(each for each in dated if each != column)}" if len(dated) > 1 else ""
    return [f"{column}: taken for {place}, since it holds days{others}"]


def _holds_days(looked: ColumnFindings, column: str) -> bool:
    """Whether nearly all rows of a column are days or moments, and no numbers that may be something else."""
    filled, _ = looked.filled(column)
    if filled < _LEAST_SHARE or looked.number(column).read_share >= _LEAST_SHARE:
        return False
    return looked.dates(column).read_share * filled >= _LEAST_DAYS
