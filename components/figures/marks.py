"""Marks of figures that are HTML elements: what a click on one selects, and what is said of it on hover.

`assets/js/charts/mark_tip.js` shows the lines of `data-tip`; `assets/js/view/interactions.js` selects by `data-marks`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dash.development.base_component import Component

from components.figures.wording import column_word, exact
from components.html import html
from components.text import Words
from data.reading.schema import Column

#: Dimensions of which a click chooses one value; of any other it adds one, or takes it out again.
SINGLE = frozenset({"period", "week", "day", "area"})


@dataclass(frozen=True)
class Marks:
    """The dimension that a mark selects, None where it selects nothing, and its values that are chosen now."""

    selects: str | None = None
    chosen: frozenset[str] = frozenset()
    #: What is chosen of every dimension, for figures whose marks are values of several.
    selections: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def of(self, dimension: str) -> Marks:
        """Marks that select values of another dimension."""
        return Marks(dimension, self.selections.get(dimension, frozenset()))

    def attributes(self, value: object) -> dict[str, Any]:
        """What makes an element select the value; empty where nothing is selected, or the row has no value."""
        if self.selects is None or value is None:
            return {}
        selecting = {"data-marks": self.selects, "data-value": str(value)}
        if self.selects in SINGLE:
            return selecting
        return selecting | {"aria-pressed": "true" if str(value) in self.chosen else "false"}

    def named(self, name: str, value: object) -> Component | str:
        """The name as a button that selects the value; the name alone where it selects nothing."""
        selecting = self.attributes(value)
        return html.Button(name, type="button", className="mark", **selecting) if selecting else name


def said(row: Mapping[str, Any], columns: Iterable[Column], words: Words) -> list[str]:
    """One line a column, `word: value`, as plain text."""
    return [f"{column_word(column, words)}: {exact(row[column.name], column, words)}" for column in columns]


def tip(*lines: str) -> dict[str, str]:
    """The attribute of an element that says these lines on hover; empty without any."""
    return {"data-tip": "\n".join(lines)} if lines else {}


def share(part: float, whole: float) -> float:
    """Part of a whole between 0 and 1 as a style writes it; 0 of nothing."""
    return round(part / whole, 4) if whole else 0.0
