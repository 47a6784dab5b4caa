"""A question: what is asked of which domain, and what the columns of its answer mean."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import ibis.expr.types as ir

from data.reading.filters import Filters
from data.reading.schema import Schema
from data.reading.tables import Tables

Expression = Callable[[Tables, Filters], ir.Table]


class SchemaError(TypeError):
    """A question answers other columns than it says."""


@dataclass(frozen=True, eq=False)
class Question:
    """What is asked. Called with tables and filters it gives the expression that answers it.

    `key` is its name in its domain. `columns` is the schema of its answer, or gives it for a view that decides on them.
    `reads` are dimensions whose chosen values the expression itself looks into; all others it only
    compares with, so that one statement serves whichever values are chosen. `current`: it asks how things stand now, so
    that the period which a page opens on has no end for it. `matures`: what ends the cases that it judges (`closing`,
    `recheck`); it is asked of those that have had time to end. `records`: the table of single records that it lists,
    of which the snapshot may keep the newest only. `fewest`: cases that a row of its answer has at least; others are
    left out. `reaches`: the table whose days it has, where the domain's records reach further, and `opens_on`: the
    period of it that a page opens on then, as a contract says it for its domain. `of_every_city`: a reader gets its
    rows of all cities (`of_cities` in data/reading/compare.py), whatever the view narrows. `same_as`: the key of one
    that has the same expression and is asked in other views, so that they share their statements.
    """

    key: str
    domain: str
    expression: Expression
    columns: Schema | Callable[[Filters, Tables | None], Schema]
    reads: frozenset[str] = frozenset()
    current: bool = False
    matures: str | None = None
    records: str | None = None
    fewest: int | None = None
    reaches: str | None = None
    opens_on: str | None = None
    of_every_city: bool = False
    same_as: str = ""

    def __call__(self, tables: Tables, filters: Filters) -> ir.Table:
        """The expression that answers the question in this view. Raises NotInScopeError where the view cannot be kept.

        Raises SchemaError where it has other columns than the question says.
        """
        asked = self.expression(tables, filters)
        names = tuple(column.name for column in self.schema(filters, tables))
        if tuple(asked.columns) != names:
            raise SchemaError(f"{self}: answers {asked.columns}, but says {names}")
        return asked

    def schema(self, filters: Filters, tables: Tables | None = None) -> Schema:
        """What the columns of the answer mean in this view of these tables, by which its grain may be a coarser one."""
        return self.columns(filters, tables) if callable(self.columns) else self.columns

    def is_over_time(self, filters: Filters) -> bool:
        """Whether its answer has a row a period in this view."""
        return any(column.role == "time" for column in self.schema(filters))

    @property
    def name(self) -> str:
        """Its name among all questions."""
        return f"{self.expression.__module__}.{self.key}"

    @property
    def form_name(self) -> str:
        """The name of its statements."""
        return f"{self.expression.__module__}.{self.same_as or self.key}"

    @property
    def definition(self) -> str:
        """What exactly is asked: the docstring of its expression."""
        return self.expression.__doc__ or ""

    def __str__(self) -> str:
        return f"{self.domain}.{self.key}"


Asked = Callable[[Expression], Question]


def questions_about(domain: str) -> Callable[..., Asked]:
    """The decorator that makes questions of one domain out of functions from tables and filters to an expression.

    It takes the columns of the answer, or one function from a view to them, and `reads`, `current`, `matures`,
    `records`, `fewest`, `reaches`, `opens_on` and `of_every_city` as `Question` has them.
    """

    def question(
        *columns: object,
        schema: Callable[[Filters, Tables | None], Schema] | None = None,
        reads: tuple[str, ...] = (),
        current: bool = False,
        matures: str | None = None,
        records: str | None = None,
        fewest: int | None = None,
        reaches: str | None = None,
        opens_on: str | None = None,
        of_every_city: bool = False,
    ) -> Asked:
        def made(expression: Expression) -> Question:
            said: Any = schema or columns
            name, read = expression.__name__, frozenset(reads)
            return Question(
                name,
                domain,
                expression,
                said,
                read,
                current,
                matures,
                records,
                fewest,
                reaches,
                opens_on,
                of_every_city,
            )

        return made

    return question
