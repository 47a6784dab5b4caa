"""answer(query, filters): compile once, run on this thread's cursor, cache as JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import ibis.expr.types as ir

from data.filters import Filters

Tables = Mapping[str, ir.Table]
Query = Callable[[Any, Filters], ir.Table]


def domain_of(query: Query) -> str:
    """The domain of a query: the name of its module in data/queries."""
    return query.__module__.rpartition(".")[2]
