"""Days that remember where they come from: symbolic execution of what reckons with the days of a view.

A question branches on days (do the ends cut a month, is there a year before) and writes days into its expression. Asked
with symbolic days it does the same, and what it asked of them stays: the path, every condition on the days with its
outcome, and each day that was written as a term of the days that came in. Another view whose days have the same
outcomes takes the same path, so its statement is the same but for the terms' values (King 1976: Symbolic execution and
program testing).

Whatever cannot stay a term (a year as a number, a text) is part of the path as a value: too many statements may come of
it, never a wrong one. A symbolic day is no `date`, so that nothing can read its numbers unnoticed.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import date, timedelta
from functools import cache, wraps
from typing import Any, ParamSpec, TypeVar, cast

#: Nested tuples: the name of an operation and what it is of. `("in", name)` is a day that came in.
Term = tuple[Any, ...]
#: What a condition came to.
Outcome = bool | int | str | None
Days = Mapping[str, date]

_ARGUMENTS = ParamSpec("_ARGUMENTS")
_RESULT = TypeVar("_RESULT")
_COMPARED: dict[str, Callable[[Any, Any], Any]] = {
    name: getattr(operator, name) for name in ("lt", "le", "gt", "ge", "eq", "ne")
}
#: Functions of days by name, as `of_days` gets to know them.
_FUNCTIONS: dict[str, Callable[..., Any]] = {}


class Path:
    """The conditions that one run asked of its days, in order, each once, with what they came to."""

    def __init__(self) -> None:
        self.decisions: dict[Term, Outcome] = {}

    def decided(self, term: Term, outcome: Outcome) -> Any:
        """The outcome, which is part of the path from now on."""
        return self.decisions.setdefault(term, outcome)

    def day(self, name: str, value: date | None) -> date | None:
        """The day of that name, for functions that take a date; None stays None."""
        return None if value is None else cast("date", SymbolicDay(self, ("in", name), value))

    def of(self, term: Term, value: Any) -> Any:
        """What a function of days gave: days and tuples of them stay symbolic, all else is an outcome."""
        self.decided(("kind", term), _kind(value))
        if isinstance(value, date):
            return SymbolicDay(self, term, value)
        if isinstance(value, tuple):
            return tuple(self.of(("item", term, place), each) for place, each in enumerate(value))
        return self.decided(term, value)


def _kind(value: Any) -> Outcome:
    """What the rest of a run takes for granted of a value: that it is a day, or a tuple of so many."""
    return "day" if isinstance(value, date) else len(value) if isinstance(value, tuple) else None


class _Symbolic:
    """A value of a run, the term that it is, and the path that is told of every comparison."""

    __slots__ = ("path", "term", "value")

    def __init__(self, path: Path, term: Term, value: Any) -> None:
        self.path, self.term, self.value = path, term, value

    def pinned(self) -> Any:
        """The value itself, which the path then depends on."""
        written = self.value.isoformat() if isinstance(self.value, date) else self.value
        self.path.decided(("written", self.term), written)
        return self.value

    def _compared(self, name: str, other: Any) -> Any:
        compare = _COMPARED[name]
        if not isinstance(other, _Symbolic | date | int | None):
            return compare(self.pinned(), other)
        return self.path.decided((name, self.term, term_of(other)), compare(self.value, plain(other)))

    def __lt__(self, other: Any) -> Any:
        return self._compared("lt", other)

    def __le__(self, other: Any) -> Any:
        return self._compared("le", other)

    def __gt__(self, other: Any) -> Any:
        return self._compared("gt", other)

    def __ge__(self, other: Any) -> Any:
        return self._compared("ge", other)

    def __eq__(self, other: Any) -> Any:
        return self._compared("eq", other)

    def __ne__(self, other: Any) -> Any:
        return self._compared("ne", other)

    def __hash__(self) -> int:
        return hash(self.pinned())


class SymbolicNumber(_Symbolic):
    """A number of days. It can be compared; any other use makes its value part of the path."""

    def __index__(self) -> int:
        return int(self.pinned())


class SymbolicDay(_Symbolic):
    """What stands for a `date` while a question is run. It has what a date has of use to a question."""

    @property
    def day(self) -> SymbolicNumber:
        """Of the month."""
        return SymbolicNumber(self.path, ("day", self.term), self.value.day)

    @property
    def month(self) -> int:
        """Of the year; part of the path."""
        return int(self.path.decided(("month", self.term), self.value.month))

    @property
    def year(self) -> int:
        """The year; part of the path."""
        return int(self.path.decided(("year", self.term), self.value.year))

    def isoformat(self) -> str:
        """As it is written; part of the path."""
        return str(self.pinned().isoformat())

    def replace(self, **numbers: int) -> SymbolicDay:
        """Another day of the same month or year."""
        term = ("replace", self.term, *sorted(numbers.items()))
        return SymbolicDay(self.path, term, self.value.replace(**numbers))

    def __add__(self, span: timedelta) -> SymbolicDay:
        return SymbolicDay(self.path, ("plus", self.term, span.days), self.value + span)

    def __sub__(self, other: Any) -> Any:
        if isinstance(other, timedelta):
            return self + -other
        return _Span(SymbolicNumber(self.path, ("days", self.term, term_of(other)), (self.value - plain(other)).days))

    def __rsub__(self, other: date) -> _Span:
        return _Span(SymbolicNumber(self.path, ("days", term_of(other), self.term), (other - self.value).days))


class _Span:
    """What lies between two days, of which one is symbolic."""

    def __init__(self, days: SymbolicNumber) -> None:
        self.days = days


def of_days(function: Callable[_ARGUMENTS, _RESULT]) -> Callable[_ARGUMENTS, _RESULT]:
    """The function, which gives days as terms where it is given symbolic ones: only what it comes to is on the path.

    It has to be a function of its positional arguments alone: days, numbers, texts and tuples of them.
    """
    _FUNCTIONS[function.__name__] = function

    @wraps(function)
    def call(*of: _ARGUMENTS.args, **named: _ARGUMENTS.kwargs) -> _RESULT:
        path = _path_of(of)
        if path is None:
            return function(*of, **named)
        term = ("call", function.__name__, *map(term_of, of))
        return cast("_RESULT", path.of(term, _FUNCTIONS[function.__name__](*map(plain, of))))

    return call


def _path_of(value: Any) -> Path | None:
    if isinstance(value, tuple):
        return next((path for each in value if (path := _path_of(each))), None)
    return value.path if isinstance(value, _Symbolic) else None


def plain(value: Any) -> Any:
    """The value without its term."""
    if isinstance(value, tuple):
        return tuple(map(plain, value))
    return value.value if isinstance(value, _Symbolic) else value


def term_of(value: Any) -> Term:
    """The term of a symbolic value, or of one that is the same in every view."""
    if isinstance(value, _Symbolic):
        return value.term
    if isinstance(value, tuple):
        return ("tuple", *map(term_of, value))
    return ("date", value.isoformat()) if isinstance(value, date) else ("is", value)


@cache
def _inputs(term: Term) -> frozenset[str]:
    kind, *of = term
    return frozenset(of) if kind == "in" else inputs_of(each for each in of if isinstance(each, tuple))


def inputs_of(terms: Iterable[Term]) -> frozenset[str]:
    """The names of the days that came in and that the terms are reckoned from."""
    return frozenset[str]().union(*map(_inputs, terms))


def evaluate(term: Term, days: Days, known: dict[Hashable, Any]) -> Any:
    """What a term comes to for other days that come in; `known` holds what was evaluated for the same days before."""
    if term not in known:
        kind, *of = term
        known[term] = _OPERATIONS[kind](lambda inner: evaluate(inner, days, known), days, *of)
    return known[term]


def _compare(name: str) -> Callable[..., Any]:
    return lambda value, _days, a, b: _COMPARED[name](value(a), value(b))


def _written(value: Callable[[Term], Any], _days: Days, of: Term) -> Outcome:
    found = value(of)
    return found.isoformat() if isinstance(found, date) else cast("Outcome", found)


_OPERATIONS: dict[str, Callable[..., Any]] = {
    "in": lambda _value, days, name: days[name],
    "is": lambda _value, _days, constant: constant,
    "date": lambda _value, _days, text: date.fromisoformat(text),
    "tuple": lambda value, _days, *of: tuple(map(value, of)),
    "item": lambda value, _days, of, place: value(of)[place],
    "kind": lambda value, _days, of: _kind(value(of)),
    "written": _written,
    "day": lambda value, _days, of: value(of).day,
    "month": lambda value, _days, of: value(of).month,
    "year": lambda value, _days, of: value(of).year,
    "replace": lambda value, _days, of, *numbers: value(of).replace(**dict(numbers)),
    "plus": lambda value, _days, of, number: value(of) + timedelta(days=number),
    "days": lambda value, _days, a, b: (value(a) - value(b)).days,
    "call": lambda value, _days, name, *of: _FUNCTIONS[name](*map(value, of)),
    **{name: _compare(name) for name in _COMPARED},
}
