"""Two views side by side: the other view that an address compares with, and both answers in one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import zip_longest

from data.reading.answer import Answer, Columns
from data.reading.filters import PREVIOUS, SPAN, Filters
from data.reading.periods import same_part_before
from data.reading.schema import Column, group

#: Stands before the name of a value's column in the other view.
COMPARED = "compared_"


def other_view(filters: Filters, chosen: Filters | None = None) -> Filters | None:
    """The view that this one is compared with: of another area, or of another period with everything else the same.

    `previous` is the period of the same length just before: whole months before whole months. Where the view is of a
    part of the period that was `chosen`, because the records end in it, it is the same part of the period before that.
    None where nothing is compared, where the two are one, and for `previous` where no period is chosen.
    """
    alone = replace(filters, compare=None, compare_level=0)
    if filters.compare is None:
        return None
    if filters.compare == PREVIOUS:
        if filters.since is None or filters.until is None:
            return None
        part = filters.since, filters.until
        whole = (chosen.since, chosen.until) if chosen and chosen.since and chosen.until else part
        since, until = same_part_before(part, whole)
        other = replace(alone, since=since, until=until)
    elif SPAN.fullmatch(filters.compare):
        since, until = (date.fromisoformat(day) for day in filters.compare.split(".."))
        other = replace(alone, since=since, until=until)
    else:
        other = replace(alone, area=filters.compare, area_level=filters.compare_level)
    return None if other == alone else other


def side_by_side(answer: Answer, other: Answer, *, same_time: bool) -> Answer:
    """The first value of both answers: the rows' own columns, the value, and `compared_<value>`.

    Over time, rows are of the same time (two areas) or of the same place in their period (two periods). Ranked rows are
    those of the same id; what only the other view has stands last.
    """
    key, value = answer.one("time", "id", "category"), answer.one("value")
    labels = (key, *answer.of_role("label"))
    compared = replace(value, name=COMPARED + value.name, role="compared", of=value.name)
    if key.role == "time" and not same_time:
        columns = _in_order(answer.columns, other.columns, key.name, value.name)
    else:
        columns = _by_key(answer.columns, other.columns, [each.name for each in labels], value.name, key.role == "time")
    schema = (key, value, compared) if key.role == "time" else (*labels, value, compared)
    return replace(answer, columns={each.name: columns[each.name] for each in schema}, schema=schema)


#: The column that says which of two views a row of `stacked` is of.
VIEW = group("view")


def stacked(answer: Answer, other: Answer, names: tuple[str, str]) -> Answer:
    """The rows of both answers one after the other, whole, under a first column `view` that names whose each row is."""
    columns: Columns = {VIEW.name: [names[0]] * answer.rows + [names[1]] * other.rows}
    columns |= {name: values + other.columns[name] for name, values in answer.columns.items()}
    return replace(answer, columns=columns, schema=(VIEW, *answer.schema))


#: The columns that tell the rows of several cities apart: whose each is, and whether its records are simulated.
CITY, STATUS = Column("city", "id", dimension="city"), Column("status", "state", dimension="status")


def of_cities(answers: Mapping[str, Answer]) -> Answer:
    """The rows of several cities' answers one after the other, under the columns CITY and STATUS; the keys are the
    cities' names. The source is the first one's."""
    first = next(iter(answers.values()))
    columns: Columns = {CITY.name: [], STATUS.name: [], **{name: [] for name in first.columns}}
    for city, answer in answers.items():
        columns[CITY.name] += [city] * answer.rows
        columns[STATUS.name] += ["simulated" if answer.source.simulated else "observed"] * answer.rows
        for name, values in answer.columns.items():
            columns[name] = columns[name] + values
    return replace(first, columns=columns, schema=(CITY, STATUS, *first.schema), total=None)


def _in_order(mine: Columns, other: Columns, time: str, value: str) -> Columns:
    """Rows in pairs by their place; where the other period is longer, its rest has no time to stand at and is cut."""
    pairs = list(zip_longest(mine[value], other[value][: len(mine[value])]))
    return {time: mine[time], value: [a for a, _ in pairs], COMPARED + value: [b for _, b in pairs]}


def _by_key(mine: Columns, other: Columns, labels: list[str], value: str, over_time: bool) -> Columns:
    """Rows in pairs by their first column; over time in its order, else as the first view ranks them."""
    first = labels[0]
    keys = list(dict.fromkeys([*mine[first], *other[first]]))
    if over_time:
        keys.sort()
    own = {name: dict(zip(mine[first], mine[name], strict=True)) for name in (*labels, value)}
    theirs = {name: dict(zip(other[first], other[name], strict=True)) for name in (*labels, value)}
    columns: Columns = {name: [own[name].get(key, theirs[name].get(key)) for key in keys] for name in labels}
    columns[value] = [own[value].get(key) for key in keys]
    columns[COMPARED + value] = [theirs[value].get(key) for key in keys]
    return columns
