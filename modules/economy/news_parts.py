"""What a piece of news is: a source, what was expected of it, what came, and what it moved."""

from __future__ import annotations

from typing import Literal, NamedTuple

import pandas as pd

from modules.economy.panel import Panel

#: What stands in the place of a month where a part is of no single one.
ALL = "all"


class Part(NamedTuple):
    """`impact` is percentage points by quarter. `expected` and `observed` are NaN where no model expected a value."""

    kind: Literal["release", "revision", "model"]
    source_id: str
    source_period: str
    expected: float
    observed: float
    impact: pd.Series


def of_no_series(kind: Literal["revision", "model"], impact: pd.Series) -> Part:
    """A part that is of no single series."""
    return Part(kind, kind, ALL, float("nan"), float("nan"), impact)


def same(one: Panel, other: Panel) -> bool:
    """Whether two panels tell the same: then nothing is news. Months that are empty in both do not count."""
    pairs = ((one.monthly, other.monthly), (one.quarterly, other.quarterly))
    told = all(left.dropna(how="all").equals(right.dropna(how="all")) for left, right in pairs)
    return told and one.growth.dropna().equals(other.growth.dropna())


def revised(before: Panel, after: Panel) -> Panel:
    """The later panel without what is new in it: revisions of what was known before, and what was withdrawn."""

    def known(now: pd.DataFrame, then: pd.DataFrame) -> pd.DataFrame:
        return now.reindex(then.index).where(then.notna())

    return Panel(
        known(after.monthly, before.monthly),
        known(after.quarterly, before.quarterly),
        after.growth.reindex(before.growth.index).where(before.growth.notna()),
        after.drawn_in.reindex(before.drawn_in.index).where(before.drawn_in.notna()),
    )
