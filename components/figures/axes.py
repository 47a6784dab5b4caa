"""Axes whose numbers and dates are written by the reader's language, and not by Plotly's."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from components import theme
from components.figures.margins import text_px
from components.figures.wording import is_date, period
from components.text import RATE_UNITS, Words

#: Most decimals of a tick, but for steps so small that two ticks would be written alike.
MOST_DECIMALS = 3
#: Up to so many periods each is written at the axis.
FEW_PERIODS = 6
#: Pixels that a panel has for the words of an axis.
MOST_PX = 330


def nice_ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Round values, about so many, from at or below `low` to at or above `high` (steps of 1, 2, 2.5 or 5)."""
    if high <= low:
        high = low + (abs(low) or 1.0)
    rough = (high - low) / max(about - 1, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(index * step, 12) for index in range(first, last + 1)]


def _shape(text: str, point: str) -> tuple[str, int]:
    """What is written around a number's digits (its step or unit), and the decimals it needs after the point."""
    fraction = re.search(re.escape(point) + r"(\d+)", text)
    return re.sub(r"[\d.,-]", "", text), len(fraction[1].rstrip("0")) if fraction else 0


def _decimals_of_steps(ticks: Sequence[float]) -> int:
    """The decimals by which neighbouring ticks differ, at least the usual most."""
    least = min((high - low for low, high in pairwise(ticks)), default=0.0)
    return max(MOST_DECIMALS, 1 - math.floor(math.log10(least))) if least > 0 else MOST_DECIMALS


def tick_texts(ticks: Sequence[float], unit: str, words: Words) -> list[str]:
    """The ticks in words, with as few digits as say them exactly; days and rates leave their unit to the axis.

    All are written in the step (thousand, million, ...) of the largest, with the same number of digits.
    """
    written = unit if unit in ("share", "percent", "lcu") else "short"
    point, most = words.point, _decimals_of_steps(ticks)
    largest = max(map(abs, ticks), default=0.0)
    shapes = [_shape(words.number(tick, written, most, largest), point) for tick in ticks]
    digits = {around: max(needed for other, needed in shapes if other == around) for around, _ in shapes}
    return [
        words.number(tick, written, digits[around], largest) for tick, (around, _) in zip(ticks, shapes, strict=True)
    ]


def extent(values: Iterable[float | None]) -> tuple[float, float]:
    """Lowest and highest of the known values; (0, 1) where none is known."""
    known = [value for value in values if value is not None and math.isfinite(value)]
    return (min(known), max(known)) if known else (0.0, 1.0)


def value_axis(values: Iterable[float | None], unit: str, words: Words, *, from_zero: bool = True) -> dict[str, Any]:
    """An axis of values, its ticks in words; without `from_zero` it starts there only where the data is near zero."""
    low, high = extent(values)
    if from_zero or 0 <= low < high * 0.6:
        low, high = min(low, 0.0), max(high, 0.0)
    ticks = nice_ticks(low, high)
    return {
        "type": "linear",
        "tickmode": "array",
        "tickvals": ticks,
        "ticktext": tick_texts(ticks, unit, words),
        "range": [ticks[0], ticks[-1] + (ticks[-1] - ticks[0]) * 0.02],
        "fixedrange": True,
    }


def unit_note(unit: str, words: Words) -> list[dict[str, Any]]:
    """The unit above the axis, for units that do not stand at every tick."""
    if unit not in ("days", "hours", *RATE_UNITS):
        return []
    return [
        {
            "text": words.unit(unit),
            "xref": "paper", "yref": "paper", "x": 0, "y": 1, "xanchor": "left", "yanchor": "bottom", "yshift": 5,
            "showarrow": False, "font": {"size": 11, "color": theme.var("text-3")},
        }
    ]  # fmt: skip


def not_official_note(axis: dict[str, Any], words: Words) -> list[dict[str, Any]]:
    """That what is drawn is no official forecast: below the uppermost line of that upright axis, not on it."""
    return [
        {
            "text": words.t("figure.not_official"),
            "xref": "paper", "x": 0, "xanchor": "left", "xshift": 4, "y": axis["tickvals"][-1], "yanchor": "top",
            "yshift": -2, "showarrow": False, "font": {"size": 11, "color": theme.var("text-3")},
        }
    ]  # fmt: skip


def _apart(days: Sequence[str]) -> list[str]:
    """Of days in order those that a panel can write out side by side: each well behind the one before it."""
    numbers = [date.fromisoformat(day[:10]).toordinal() for day in days]
    least = (numbers[-1] - numbers[0]) / FEW_PERIODS
    kept: list[int] = []
    for index, number in enumerate(numbers):
        if not kept or number - numbers[kept[-1]] >= least:
            kept.append(index)
    return [days[index] for index in kept]


def _is_yearly(values: Sequence[str]) -> bool:
    """Whether the periods are years: several first days of January, whatever the grain of their column."""
    return len(set(values)) > 1 and all(value[5:10] == "01-01" for value in values)


def time_axis(values: Sequence[Any], grain: str, words: Words) -> dict[str, Any]:
    """An axis of periods: of dates where the values are ISO days, else one place a value in the order given."""
    if not values or not all(is_date(value) for value in values):
        return thinned(category_axis([period(value, grain, words) for value in values]))
    if _is_yearly(values):
        grain = "year"
    if len(set(values)) <= FEW_PERIODS:
        shown = _apart(sorted(set(values)))
        return {
            "type": "date", "tickmode": "array", "tickvals": shown, "fixedrange": True,
            "ticktext": [period(value, grain, words) for value in shown],
        }  # fmt: skip
    spans = [None, 1000 * 60 * 60 * 24 * 27], [1000 * 60 * 60 * 24 * 27, "M11"], ["M11", None]
    stops = zip(spans, words.axis_formats, strict=True)
    return {
        "type": "date",
        "fixedrange": True,
        "tickangle": 0,
        "tickformatstops": [{"dtickrange": span, "value": written} for span, written in stops],
    }


def category_axis(texts: Sequence[str]) -> dict[str, Any]:
    """An axis of places 0, 1, 2, ... with these words: two equal names stay two places."""
    return {
        "type": "linear",
        "tickmode": "array",
        "tickvals": list(range(len(texts))),
        "ticktext": list(texts),
        "range": [-0.5, len(texts) - 0.5],
        "fixedrange": True,
        "zeroline": False,
    }


def thinned(axis: dict[str, Any], most_px: int = MOST_PX) -> dict[str, Any]:
    """The axis with the words of every second, third, ... of its places, so that they fit side by side."""
    texts, places = axis["ticktext"], axis["tickvals"]
    needed = sum(text_px(text) + 10 for text in texts)
    step = max(1, -(-needed // most_px))
    return axis | {"ticktext": texts[::step], "tickvals": places[::step]}


def places(values: Sequence[Any]) -> list[Any]:
    """What stands on a time axis: the values themselves if they are ISO days, else their places 0, 1, 2, ..."""
    return list(values) if all(is_date(value) for value in values) else list(range(len(values)))
