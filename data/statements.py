"""SQL of a query in a view, compiled once for all views of one form: those that differ only in the names chosen.

Compiling an expression takes several times as long as answering it from a cube. Another district or service changes
nothing of a statement but a literal, so a statement is compiled with a mark in the place of each name.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace

from data.drop import literal
from data.filters import Filters

#: Dimensions whose values queries compare with and never look into. Years, series and methods decide what is asked.
NAMED = frozenset({
    "service", "department", "channel", "nature", "life_area", "facility_type", "risk_class", "result", "hazard_class",
    "premises", "fund", "category", "district",
})  # fmt: skip
_MARK = re.compile(r"'(citydeck:[a-z_]+:\d+)'")
#: Statements kept a process.
MOST = 4096


def form_of(filters: Filters) -> tuple[Filters, dict[str, str]]:
    """The view with a mark in the place of each name, and the name behind each mark."""
    names: dict[str, str] = {}

    def marked(dimension: str, number: int, name: str) -> str:
        mark = f"citydeck:{dimension}:{number}"
        names[mark] = name
        return mark

    area = None if filters.area is None else marked("area", 0, filters.area)
    selections = tuple(
        (dimension, tuple(marked(dimension, number, name) for number, name in enumerate(values)))
        if dimension in NAMED
        else (dimension, values)
        for dimension, values in filters.selections
    )
    return replace(filters, area=area, selections=selections), names


def fill(statement: str, names: Mapping[str, str]) -> str:
    """The statement with each mark's name as a literal, in one pass: a name that looks like a mark stays a name."""
    return _MARK.sub(lambda found: literal(names.get(found[1], found[1])), statement)


class Statements:
    """Compiled statements of a process; threads share them."""

    def __init__(self) -> None:
        self._lock, self._compiling = threading.Lock(), threading.Lock()
        self._known: OrderedDict[Hashable, str] = OrderedDict()

    def get(self, key: Hashable, filters: Filters, compiled: Callable[[Filters], str]) -> str:
        """The statement of this view; `compiled` gives that of its form where `key` was not asked in that form yet."""
        form, names = form_of(filters)
        known = self._find((key, form))
        if known is None:
            # A lock of its own: an answer that is known need not wait for another question's compilation.
            with self._compiling:
                known = self._find((key, form)) or self._keep((key, form), compiled(form))
        return fill(known, names)

    def _find(self, key: Hashable) -> str | None:
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
            return self._known.get(key)

    def _keep(self, key: Hashable, statement: str) -> str:
        with self._lock:
            self._known[key] = statement
            if len(self._known) > MOST:
                self._known.popitem(last=False)
        return statement
