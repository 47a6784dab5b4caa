"""The one gate before counts of people: cells perturbed by the cell-key method, and breakdowns of many people only.

A cell is a unit of time (a day or a month), the columns that the question groups by or the view selects by, and an
area. What is added to its count depends on its count and on its cell key, the sum of the record keys of the people in
it, and on nothing else: the same people are perturbed alike in every question, period and language. All that is shown
is a sum of perturbed cells (Fraser and Wooton 2005; docs/disclosure.md says why, and how large it is).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.operations as ops
import ibis.expr.types as ir

from data.published.cell_keys import KEYS, RECORD_KEY, fewest_of
from data.reading.tables import Tables

#: What is learned of people inside a group that all other columns define.
FINEST = frozenset({"bucket", "hour", "age_days"})
#: Columns that say the same of a service as the service itself.
OF_SERVICE = frozenset({"department", "life_area"})


@dataclass(frozen=True)
class Measures:
    """The columns of a cube that are added up, the number of people first.

    `parts` says of which other one a measure counts a part, wholes first; `amounts` of which count it is an amount.
    """

    sums: tuple[str, ...]
    parts: dict[str, str] = field(default_factory=dict)
    amounts: dict[str, str] = field(default_factory=dict)

    def only(self, names: Collection[str]) -> Measures:
        """These measures, and those that they are parts or amounts of."""
        wanted = {self.sums[0], *names}
        for _ in self.sums:
            wanted |= {of[name] for of in (self.parts, self.amounts) for name in wanted if name in of}
        return Measures(
            tuple(name for name in self.sums if name in wanted),
            {part: whole for part, whole in self.parts.items() if part in wanted},
            {amount: of for amount, of in self.amounts.items() if amount in wanted},
        )

    def levels(self) -> Iterator[dict[str, str]]:
        """`parts` in turns: first the parts of the number of people, then parts of those, and on."""
        known = {self.sums[0]}
        while level := {part: whole for part, whole in self.parts.items() if whole in known and part not in known}:
            yield level
            known |= level.keys()


def if_enough(tables: Tables, people: ir.NumericValue, value: ir.Value) -> ir.Value:
    """The value; None where it is of fewer than `fewest_of` the floor people."""
    limit = fewest_of(tables.small_cell_floor)
    return ibis.ifelse(people >= limit, value, None) if limit else value


def bases(keys: Collection[str], time: str) -> Iterator[frozenset[str]]:
    """The groups of people, each by its columns, that must be many before the columns `keys` break them down."""
    columns = frozenset(keys) - {time}
    attributes = {key for key in columns if not key.startswith("area_")}
    if attributes & FINEST:
        yield columns - FINEST
        return
    if "service" in attributes:
        attributes -= OF_SERVICE
    for attribute in sorted(attributes):
        yield columns - {attribute} - (OF_SERVICE if attribute == "service" else frozenset())


def perturbed(
    tables: Tables, rows: ir.Table, keys: Sequence[str], measures: Measures,
    groups: Iterable[tuple[ir.Table, Sequence[str]]],
) -> ir.Table:  # fmt: skip
    """The cells of a cube's rows by `keys`, with perturbed `measures`; a cell that is shown as nobody is left out.

    `groups` are (rows of a cube, their keys): a cell is left out where one of its groups has too few people.
    """
    cells = _cells(tables, rows, keys, measures.sums)
    count = measures.sums[0]
    for base, base_keys in groups:
        many = _cells(tables, base, base_keys, (count,))
        shown = perturbed_count(many[count], many.cell_key, many.perturbation)
        many = many.filter(shown >= fewest_of(tables.small_cell_floor)).select(*base_keys)
        cells = cells.semi_join(many, [cells[key].identical_to(many[key]) for key in base_keys])
    return _shown(tables, cells, keys, measures)


def _cells(tables: Tables, rows: ir.Table, keys: Sequence[str], sums: Sequence[str]) -> ir.Table:
    """The true sums of each cell, its cell key, and the perturbation table in every row."""
    key = _sum(rows[RECORD_KEY]) % KEYS
    added = {name: _sum(rows[name]) for name in sums}
    cells = rows.group_by(list(keys)).aggregate(**added, cell_key=key.cast("int32"))
    return cells.cross_join(tables["disclosure"].select("perturbation"))


def _sum(column: ir.NumericColumn) -> ir.NumericScalar:
    """The sum, of whole numbers in 64 bits.

    DuckDB adds them up in 128, in which each of the divisions and products that perturb a cell takes several times as
    long. Ibis takes the sum for one of 64 bits, so that its own `cast` would leave it as it is.
    """
    total = column.sum()
    return ops.Cast(total, dt.int64).to_expr() if column.type().is_integer() else total


def _shown(tables: Tables, cells: ir.Table, keys: Sequence[str], measures: Measures) -> ir.Table:
    """The perturbed measures under their own names, parts no larger than their wholes."""
    count = measures.sums[0]
    cells = cells.mutate(**{_shown_name(count): perturbed_count(cells[count], cells.cell_key, cells.perturbation)})
    for level in measures.levels():
        cells = cells.mutate(**{
            _shown_name(part): perturbed_part(
                cells[part], cells[whole], cells[_shown_name(whole)], cells.cell_key, cells.perturbation
            )
            for part, whole in level.items()
        })  # fmt: skip
    cells = cells.filter(cells[_shown_name(count)] > 0)
    if "bucket" in keys:
        days = tables["bucket_days"].rename(bucket_of_days="bucket")
        cells = cells.left_join(days, cells.bucket == days.bucket_of_days)
    amounts = {name: _amount(cells, name, of) for name, of in measures.amounts.items()}
    counts = {name: cells[_shown_name(name)] for name in measures.sums if name not in amounts}
    return cells.select(*keys, **counts, **amounts)


def _shown_name(measure: str) -> str:
    return f"shown_{measure}"


def _amount(cells: ir.Table, name: str, of: str) -> ir.NumericValue:
    """An amount as the perturbed number of people times what stands for one of them.

    Days to close: what stands for the bucket. Else the mean, to or from which up to half of one person's is added.
    """
    shown = cells[_shown_name(of)]
    if "days" in cells.columns:
        return shown * cells.days
    return shown * perturbed_mean(cells[name], cells[of], cells.cell_key)


@ibis.udf.scalar.builtin
def perturbed_count(people: int, cell_key: int, perturbation: dt.Array[dt.Int8]) -> int:  # type: ignore[empty-body]
    """The perturbed count: a function that publishing writes next to the cubes (`data/publishing/record_keys.py`)."""


@ibis.udf.scalar.builtin
def perturbed_part(  # type: ignore[empty-body]
    part: int, whole: int, shown_whole: int, cell_key: int, perturbation: dt.Array[dt.Int8]
) -> int:
    """The perturbed part of a perturbed whole."""


@ibis.udf.scalar.builtin
def perturbed_mean(amount: float, people: int, cell_key: int) -> float:  # type: ignore[empty-body]
    """The perturbed mean of an amount."""
