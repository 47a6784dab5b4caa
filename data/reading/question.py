"""A question: what is asked of which domain, and what the columns of its answer mean."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, cast

import ibis.expr.types as ir

from data.reading.answer import Columns
from data.reading.filters import Filters
from data.reading.schema import Column, Schema
from data.reading.tables import Tables

Expression = Callable[[Tables, Filters], ir.Table]
#: What an answer is reckoned from, in the tables (of which it reads the days alone) and the view.
Sources = Callable[[Tables, Filters], "Sequence[Source]"]
#: Gives the columns of an answer from tables (their days), filters and the columns of each source.
Reckoning = Callable[..., Columns]


class Source(NamedTuple):
    """A question in a view, from whose answer another one's is reckoned. `if_known`: None stands for its columns where
    the view is refused; else that is refused too."""

    question: Question
    view: Filters
    if_known: bool = False


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
    that has the same expression and is asked in other views, so that they share their statements. `sources`: those that
    it is reckoned from, where it has no statement of its own; its `expression` is a Reckoning then, as pure as another.
    """

    key: str
    domain: str
    expression: Expression | Reckoning
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
    sources: Sources | None = None

    def __call__(self, tables: Tables, filters: Filters) -> ir.Table:
        """The expression that answers the question in this view. Raises NotInScopeError where the view cannot be kept.

        Raises SchemaError where it has other columns than the question says.
        """
        if self.sources is not None:
            raise TypeError(f"{self} is reckoned from others' answers: it has no expression")
        asked = cast("Expression", self.expression)(tables, filters)
        self._check(tuple(asked.columns), tables, filters)
        return asked

    def asked(self, tables: Tables, filters: Filters) -> list[Source]:
        """The questions with statements of their own, each in its view, that answer this one in a view."""
        return [Source(self, filters)] if self.sources is None else list(self.sources(tables, filters))

    def reckoned(self, tables: Tables, filters: Filters, answers: Sequence[Columns | None]) -> Columns:
        """Its columns from those of its sources, in their order. Raises SchemaError as a call does."""
        columns = cast("Reckoning", self.expression)(tables, filters, *answers)
        self._check(tuple(columns), tables, filters)
        return columns

    def _check(self, columns: tuple[str, ...], tables: Tables, filters: Filters) -> None:
        names = tuple(column.name for column in self.schema(filters, tables))
        if columns != names:
            raise SchemaError(f"{self}: answers {columns}, but says {names}")

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
Reckoned = Callable[[Reckoning], Question]


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


def reckoned_about(domain: str) -> Callable[..., Reckoned]:
    """The decorator that makes questions of one domain out of functions from tables, filters and others' answers.

    Questions that read the same cells share one statement, and what takes a statement longer to plan than to do, as the
    gaps of a dozen rows, is done here. It takes the sources, the columns of the answer, or a function from a view to
    them, and `matures` and `fewest` as `Question` has them.
    """

    def reckoned(
        sources: Sources,
        *columns: Column,
        schema: Callable[[Filters, Tables | None], Schema] | None = None,
        matures: str | None = None,
        fewest: int | None = None,
    ) -> Reckoned:
        def made(reckoning: Reckoning) -> Question:
            said = schema or columns
            return Question(
                reckoning.__name__, domain, reckoning, said, matures=matures, fewest=fewest, sources=sources
            )

        return made

    return reckoned
