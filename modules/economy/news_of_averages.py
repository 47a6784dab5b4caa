"""What moved the average of the small regressions between two days."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from modules.economy.growth import last_known
from modules.economy.midas import by_indicator
from modules.economy.news_parts import Part, of_no_series, revised
from modules.economy.panel import Panel


def _changed(one: Panel, other: Panel) -> list[str] | None:
    """The monthly indicators that differ; None for all of them, where growth differs."""
    if not one.drawn_in.dropna().equals(other.drawn_in.dropna()):
        return None
    return [str(name) for name in one.monthly if not one.monthly[name].dropna().equals(other.monthly[name].dropna())]


def _told_again(table: pd.DataFrame, one: Panel, other: Panel, origin: pd.Period) -> pd.DataFrame:
    """The table of forecasts by indicator of the other panel, where that of the one is known."""
    only = _changed(one, other)
    fresh = by_indicator(other, origin, pd.PeriodIndex(table.columns), only)
    return pd.concat([table.drop(index=fresh.index), fresh]).loc[table.index]


def averages_parts(
    target_id: str, before: Panel, after: Panel, origin: pd.Period, tables: tuple[pd.DataFrame, pd.DataFrame]
) -> list[Part]:
    """The parts of the change from the average of the first of `tables` to that of the second; they add up to it.

    The tables are forecasts by indicator of the same quarters and origin. Of a series that told several months at
    once the newest one counts. Where a quarter of growth was released, all regressions learn from it: that is its part.
    """
    without = revised(before, after)
    again = _told_again(tables[0], before, without, origin)
    parts = [of_no_series("revision", again.mean() - tables[0].mean())]
    known = replace(without, growth=after.growth, drawn_in=after.drawn_in)
    running = again
    nan = float("nan")
    if not without.drawn_in.dropna().equals(after.drawn_in.dropna()):
        running = _told_again(again, without, known, origin)
        month = str(last_known(after.growth).asfreq("M", "end"))
        parts.append(Part("release", target_id, month, nan, nan, running.mean() - again.mean()))
    for name in _changed(known, after) or []:
        following = running.copy()
        following.loc[name] = tables[1].loc[name]
        month = str(last_known(after.monthly[name]))
        parts.append(Part("release", name, month, nan, nan, following.mean() - running.mean()))
        running = following
    return parts
