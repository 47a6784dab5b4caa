"""What a question comes to: found, empty, missing or not in scope."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice
from typing import Any

from data.published.source import Source
from data.reading.periods import STEPS, every_period
from data.reading.schema import Column, Role, Schema

Columns = dict[str, list[Any]]


@dataclass(frozen=True)
class Answer:
    """Columns of equal length in the question's order; dates and times are ISO texts, missing values None.

    `schema` says what each column means. `total` is how many rows the question has, where only some were asked for.
    `mature_day`: the last day whose cases have had time to end, where the question judges cases that end. `too_few`:
    it has no rows because each was of too few cases to say.
    """

    columns: Columns
    source: Source
    schema: Schema
    total: int | None = None
    mature_day: date | None = None
    too_few: bool = False

    @property
    def rows(self) -> int:
        """Number of rows here; 0 when nothing matched."""
        return len(next(iter(self.columns.values()), []))

    @property
    def all_rows(self) -> int:
        """Number of rows that the question has."""
        return self.rows if self.total is None else self.total

    def records(self, most: int | None = None) -> list[dict[str, Any]]:
        """The same as one dict a row, of at most so many rows: a ranking of thousands draws its first dozen."""
        rows = zip(*self.columns.values(), strict=True)
        return [dict(zip(self.columns, row, strict=True)) for row in islice(rows, most)]

    def of_role(self, *roles: Role) -> Schema:
        """The columns of these roles, in their order."""
        return tuple(column for column in self.schema if column.role in roles)

    def first(self, *roles: Role) -> Column | None:
        """The first column of these roles; None where there is none."""
        return next((column for column in self.schema if column.role in roles), None)

    def one(self, *roles: Role) -> Column:
        """The first column of these roles. Raises LookupError where there is none: another shape was expected."""
        found = self.first(*roles)
        if found is None:
            raise LookupError(f"no column of role {' or '.join(roles)} among {[each.name for each in self.schema]}")
        return found

    def values(self, column: Column) -> list[Any]:
        """The values of a column."""
        return self.columns[column.name]

    def is_mature(self) -> list[bool]:
        """Of each row whether the cases of its period have had time to end; all have where they need none."""
        time = self.first("time")
        if self.mature_day is None or time is None or time.unit not in STEPS:
            return [True] * self.rows
        after = (STEPS[time.unit](date.fromisoformat(start)) for start in self.values(time))
        return [end - timedelta(days=1) <= self.mature_day for end in after]

    def belonging(self, role: Role, of: Column) -> Column | None:
        """The column of that role that belongs to another one, such as its value a year earlier."""
        return next((each for each in self.of_role(role) if each.of == of.name), None)


def with_every_period(answer: Answer) -> Answer:
    """The answer with a row of None for each period between its first and last that it lacks, so that a line breaks.

    Only an answer of one row a day, week, month, quarter or year can lack one; any other stays as it is.
    """
    time = answer.first("time")
    if time is None or time.unit not in STEPS or answer.total is not None:
        return answer
    starts = answer.values(time)
    whole = every_period(starts, time.unit)
    if len(whole) <= len(starts):
        return answer
    rows = {start: index for index, start in enumerate(starts)}
    columns: Columns = {
        name: [values[rows[start]] if start in rows else None for start in whole]
        for name, values in answer.columns.items()
    }
    return replace(answer, columns=columns | {time.name: whole})


class NotInScopeError(LookupError):
    """A selection names a dimension that this question's cube does not have."""

    def __init__(self, dimension: str) -> None:
        super().__init__(dimension)
        self.dimension = dimension


#: What publishing writes in the place of a value that a record does not state.
NOT_STATED = "unknown"


@dataclass(frozen=True)
class Found:
    """There is an answer with rows."""

    answer: Answer


@dataclass(frozen=True)
class Empty:
    """Nothing matches: the answer keeps its columns and has no rows."""

    answer: Answer


@dataclass(frozen=True)
class Missing:
    """No snapshot can answer: none was published, none by that day (an ISO text), or its file cannot be read."""

    domain: str
    as_of: str | None = None


@dataclass(frozen=True)
class NotInScope:
    """The question cannot keep one of the reader's choices: a dimension, `area`, `period` or `whole_months`."""

    dimension: str


@dataclass(frozen=True)
class Withheld:
    """Who asks may not see the records that the question is about."""

    table: str


@dataclass(frozen=True)
class NotInData:
    """The city's records have no rows of the contract's table that the question is about, or never state the dimension
    that it breaks down by."""

    table: str


@dataclass(frozen=True)
class Outdated:
    """What is served was published by an older version of the program, and has no column or cube of the question."""

    domain: str


@dataclass(frozen=True)
class Stalled:
    """The disk does not give the snapshot's file: who asks again later may be answered."""

    domain: str


Unanswered = Missing | NotInScope | NotInData | Outdated | Stalled | Withheld
Outcome = Found | Empty | Unanswered


def answered(outcome: Outcome) -> Answer | None:
    """The answer, with rows or without; None where there is none."""
    return outcome.answer if isinstance(outcome, Found | Empty) else None


def never_stated(answer: Answer) -> str | None:
    """The dimension that an answer breaks down by, where each of its rows is of the records that do not state it; else
    None."""
    keys = answer.of_role("id", "group", "category")
    column = keys[0] if len(keys) == 1 else None
    if column is None or column.dimension is None or not answer.rows:
        return None
    return column.dimension if all(value == NOT_STATED for value in answer.values(column)) else None
