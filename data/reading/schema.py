"""What the columns of an answer mean: figures, maps, tables, summaries, exports and the API read it from here.

A column's name is a word of the text files (`column.<name>`) and nothing else: neither its ending nor its place says
what it holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal[
    "time",  # a period; its unit is the grain: day, week, month, quarter, year, fiscal_year, hour
    "id",  # what tells a row from the others, a value of its dimension
    "label",  # the name of a row in the reader's language
    "category",  # one value of an axis that is not time
    "group",  # which part of a whole the row is
    "value",  # a number that is drawn
    "low",  # lower end of an interval of the value `of`
    "high",  # upper end of it
    "last_year",  # the value `of` a year earlier
    "compared",  # the value `of` in the view that the reader compares with
    "recent",  # the value `of` in the later of the two periods that a tile compares
    "before",  # the value `of` in the earlier one
    "count",  # how many records are behind the row
    "detail",  # anything else that is said of a row
    "place",  # id of an area of the city
    "population",  # its residents
    "state",  # how the row stands: observed, allocated, open, ...
    "lat",  # degrees north, WGS-84
    "long",  # degrees east, WGS-84
    "limit",  # what the values of the axis are measured by: a deadline, a target, a band; the newest row's counts
    "bin_start",  # from, of a bar of a distribution
    "bin_end",  # to; None where the bar is open
    "committed",  # the part of a budget that is bound, of which the value is what was spent
    "approved",  # the budget as it was first approved, on the scale of the value
    "expected",  # where the value would be today if it ran with the calendar
    "source",  # where a flow comes from
    "target",  # where it goes
]
#: Units of numbers. `text` is none; `lcu_exact` is an amount that is written to the cent.
Unit = Literal[
    "count", "share", "percent", "points", "days", "hours", "lcu", "lcu_exact", "per_1000", "per_100", "per_km2",
    "text",
]  # fmt: skip
#: `date`: days at no fixed distance, such as those of releases, of which none is lacking between two.
Grain = Literal["day", "date", "week", "month", "quarter", "year", "fiscal_year", "hour"]


@dataclass(frozen=True)
class Column:
    """One column. `unit` is a unit, or the grain of a time. `dimension`: what its values are values of.

    `of`: the value that this one belongs to. `width`: per cent of an interval. `middle`: what a value's scale on a map
    diverges around. `measure`: which measure of the contract of its domain it is, or, of an id, each of its rows counts
    one of. `ordered`: its values are
    steps of a scale or years, and stand in the order of the answer rather than by name.
    """

    name: str
    role: Role
    unit: str = "text"
    dimension: str | None = None
    of: str | None = None
    width: int | None = None
    middle: float | None = None
    measure: str | None = None
    ordered: bool = False

    @property
    def is_number(self) -> bool:
        """Whether its values are numbers with a unit."""
        return self.role != "time" and self.unit != "text"

    @property
    def words(self) -> str:
        """Under which name the text files keep the words of its values: `department_name` has those of `department`."""
        return (self.dimension or self.name).removesuffix("_name")


Schema = tuple[Column, ...]


def time(name: Grain | str, grain: Grain | None = None) -> Column:
    """A period; its grain is its name unless another is given."""
    return Column(name, "time", grain or name)


def identity(name: str, dimension: str | None = None, *, ordered: bool = False, measure: str | None = None) -> Column:
    """What tells a row from the others."""
    return Column(name, "id", dimension=dimension or name, ordered=ordered, measure=measure)


def label(name: str = "name") -> Column:
    """The name of a row."""
    return Column(name, "label")


def category(name: str) -> Column:
    """One value of an axis that is not time."""
    return Column(name, "category", dimension=name)


def group(name: str, unit: Unit = "text") -> Column:
    """Which part of a whole the row is; with a unit its values are bands of a quantity, such as `8-30` days."""
    return Column(name, "group", unit, dimension=name)


def value(name: str, unit: Unit = "count", *, middle: float | None = None, measure: str | None = None) -> Column:
    """A number that is drawn."""
    return Column(name, "value", unit, middle=middle, measure=measure)


def interval(low: str, high: str, of: str, unit: Unit, width: int) -> Schema:
    """The two ends of an interval."""
    return Column(low, "low", unit, of=of, width=width), Column(high, "high", unit, of=of, width=width)


def last_year(name: str, of: str, unit: Unit = "count") -> Column:
    """The value `of` a year earlier."""
    return Column(name, "last_year", unit, of=of)


def count(name: str = "n", of: str | None = None, measure: str | None = None) -> Column:
    """How many records are behind the row, or behind the value `of`."""
    return Column(name, "count", "count", of=of, measure=measure)


def detail(name: str, unit: Unit = "text", dimension: str | None = None, *, measure: str | None = None) -> Column:
    """What else is said of a row: a text, or a number with its unit."""
    return Column(name, "detail", unit, dimension=dimension, measure=measure)


def limit(name: str, unit: Unit) -> Column:
    """What the values of the answer are measured by: a deadline, a target, where the next band begins."""
    return Column(name, "limit", unit)


def name_of(name: str, of: str) -> Column:
    """The name, in the reader's language, of what another column of the answer has the id of."""
    return Column(name, "detail", of=of)


def details(*names: str) -> Schema:
    """Texts (or days) that are said of a row."""
    return tuple(detail(name) for name in names)


def choropleth(measure: str, unit: Unit, *, middle: float | None = None, counts: str | None = None) -> Schema:
    """The columns of an answer that shades a map by that measure; `counts`: the measure that its records are."""
    return (
        Column("area_id", "place", dimension="area"), label(), value(measure, unit, middle=middle),
        count(measure=counts),
        Column("population", "population", "count"), Column("status", "state", dimension="status"),
    )  # fmt: skip


def points(dimension: str | None, *more: Column, name_of: str | None = None, state_of: str = "state") -> Schema:
    """The columns of single places. A click on one selects its id, a value of `dimension`, or where it has none its
    name, one of `name_of`. Their states are values of `state_of`."""
    return (
        Column("point_id", "id", dimension=dimension), Column("name", "label", dimension=name_of),
        Column("lat", "lat", "count"), Column("long", "long", "count"),
        Column("state", "state", dimension=state_of), *more,
    )  # fmt: skip


def ranking(dimension: str, *values: Column, ordered: bool = False) -> Schema:
    """The columns of ranked rows: the id, the name, and values of which the first is drawn."""
    return identity(dimension, ordered=ordered), label(), *values


def bullet(dimension: str, spent: str, committed: str, approved: str, expected: str, *more: Column) -> Schema:
    """The columns of budgets and what was spent of them, all as shares of the budget as it is now."""
    return (
        identity(dimension), label(), value(spent, "share"), Column(committed, "committed", "share", of=spent),
        Column(approved, "approved", "share", of=spent), Column(expected, "expected", "share", of=spent), *more,
    )  # fmt: skip


def about(dimension: str, *more: Column) -> Schema:
    """The columns of the one row that tells of one thing: its name, how many records of it the view has, from when to
    when, and in which area it lies."""
    return (
        identity(dimension), label(), count(), *details("first_on", "last_on"),
        Column("area_id", "place", dimension="area"), detail("area"), *more,
    )  # fmt: skip


def distribution(measure: str, unit: Unit, of: Unit) -> Schema:
    """The columns of bars over bins of a quantity in the unit `of`."""
    return Column("bin_start", "bin_start", of), Column("bin_end", "bin_end", of), value(measure, unit)


FLOW_ENDS: tuple[Literal["source", "target"], ...] = ("source", "target")


def flow(measure: str, unit: Unit) -> Schema:
    """The columns of what flows from somewhere to somewhere: of each end its id (None: a click on it selects nothing),
    its name and its dimension."""
    ends = (
        (
            Column(end, end),
            Column(f"{end}_name", "label", dimension="flow", of=end),
            Column(f"{end}_dimension", "detail", of=end),
        )
        for end in FLOW_ENDS
    )
    return *(column for told in ends for column in told), value(measure, unit)


def mapped(measure: str | None = None) -> Schema:
    """The columns of the line under a map, whose `total` is that measure."""
    return value("mapped"), value("unmatched"), value("total", measure=measure)


def tile_total(unit: Unit, measure: str | None = None) -> Schema:
    """The columns of one tile's number: the chosen period, the pair that is compared, and the records behind each."""
    return (*latest_total(unit, measure), count("recent_n", of="recent"), count("before_n", of="before"))


def latest_total(unit: Unit, measure: str | None = None) -> Schema:
    """The columns of a tile's number that is the newest of a series: `recent` is the number itself."""
    return (value("value", unit, measure=measure), *compared_pair("recent", "before", "value", unit), count(of="value"))


def compared_pair(recent: str, before: str, of: str, unit: Unit) -> Schema:
    """The columns of the two periods that a tile compares."""
    return Column(recent, "recent", unit, of=of), Column(before, "before", unit, of=of)


def tile_trend(unit: Unit, grain: Grain = "month") -> Schema:
    """The columns of one tile's spark line."""
    return Column("period", "time", grain), value("value", unit)


def changes_of_week() -> Schema:
    """The columns of what a week brought beside the week before it."""
    return identity("what"), value("last_week"), Column("week_before", "before", "count", of="last_week")


#: What a tile of a median says besides: between these lies the middle half of the times.
QUARTILES = (detail("lower_quartile_days", "days"), detail("upper_quartile_days", "days"))
