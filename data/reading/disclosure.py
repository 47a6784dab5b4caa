"""The one gate before counts of people: cells perturbed by the cell-key method, and breakdowns of many people only.

A cell is a unit of time (a day or a month), the columns that the question groups by or the view selects by, and an
area. What is added to its count depends on its count and on its cell key, the sum of the record keys of the people in
it, and on nothing else: the same people are perturbed alike in every question, period and language. All that is shown
is a sum of perturbed cells (Fraser and Wooton 2005; docs/disclosure.md says why, and how large it is). Those that views
ask for most are perturbed by the same rules when they are published (`data/publishing/cubes/services_shown.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.operations as ops
import ibis.expr.types as ir

from data.published.cell_keys import KEYS, LEVELS, RECORD_KEY, fewest_of
from data.published.people_counted import ADDED_UP, OF_SERVICE, PRIME, SPREAD, Measures
from data.reading.tables import Tables


def if_enough(tables: Tables, people: ir.NumericValue, value: ir.Value) -> ir.Value:
    """The value; None where it is of fewer than `fewest_of` the floor people."""
    limit = fewest_of(tables.small_cell_floor)
    return ibis.ifelse(people >= limit, value, None) if limit else value


def cells_of_many(
    tables: Tables, rows: ir.Table, keys: Sequence[str], measures: Measures,
    groups: Iterable[tuple[ir.Table, Sequence[str]]],
) -> ir.Table:  # fmt: skip
    """The cells of a cube's rows by `keys`, with those `added_up` and `cell_key`: what `perturbed` is given.

    `groups` are (rows of a cube, their keys): a cell is left out where one of its groups has too few people.
    """
    cells = _cells(rows, keys, added_up(keys, measures))
    count = measures.sums[0]
    for base, base_keys in groups:
        many = _cells(base, base_keys, (count,))
        many = _noisy(tables, many, {count: many[count]})
        many = many.filter(many[_noisy_name(count)] >= fewest_of(tables.small_cell_floor)).select(*base_keys)
        cells = cells.semi_join(many, [cells[key].identical_to(many[key]) for key in base_keys])
    return cells


def perturbed(tables: Tables, cells: ir.Table, keys: Sequence[str], measures: Measures) -> ir.Table:
    """The cells with perturbed `measures`, parts no larger than their wholes; one that is shown as nobody is left out.

    Of a part and what is left of its whole, the smaller one is perturbed: both stay unbiased, and what is all of its
    whole or nothing of it stays so.
    """
    count = measures.sums[0]
    fewer = {part: ibis.least(cells[part], cells[whole] - cells[part]) for part, whole in measures.parts.items()}
    cells = _noisy(tables, cells, {count: cells[count]} | fewer)
    cells = cells.filter(cells[_noisy_name(count)] > 0)
    cells = cells.mutate(**{_shown_name(count): cells[_noisy_name(count)]})
    for level in measures.levels():
        cells = cells.mutate(**{_shown_name(part): _shown_part(cells, part, whole) for part, whole in level.items()})
    cells = with_days(tables, cells, keys)
    amounts = {name: _amount(cells, name, of) for name, of in measures.amounts.items()}
    counts = {name: cells[_shown_name(name)] for name in measures.sums if name not in amounts}
    return cells.select(*keys, **counts, **amounts)


def added_up(keys: Collection[str], measures: Measures) -> list[str]:
    """The measures that true cells by `keys` have: amounts of those by a bucket are what stands for the bucket."""
    return [name for name in measures.sums if name not in measures.amounts or "bucket" not in keys]


def with_days(tables: Tables, cells: ir.Table, keys: Collection[str]) -> ir.Table:
    """The cells with `days`, what stands for the bucket of each; as they are where they have none."""
    if "bucket" not in keys:
        return cells
    days = tables["bucket_days"].rename(bucket_of_days="bucket")
    return cells.left_join(days, cells.bucket == days.bucket_of_days)


def _cells(rows: ir.Table, keys: Sequence[str], sums: Sequence[str]) -> ir.Table:
    """The true sums of each cell and its cell key; of rows that are a cell each, their own."""
    if _tell_cells_apart(set(rows.columns) - ADDED_UP, keys):
        own = {name: in_64_bits(rows[name]) for name in sums}
        return rows.select(*keys, **own, cell_key=(in_64_bits(rows[RECORD_KEY]) % KEYS).cast("int32"))
    key = _sum(rows[RECORD_KEY]) % KEYS
    added = {name: _sum(rows[name]) for name in sums}
    return rows.group_by(list(keys)).aggregate(**added, cell_key=key.cast("int32"))


def _tell_cells_apart(columns: Collection[str], keys: Collection[str]) -> bool:
    """Whether rows that these columns tell apart are a cell each: no two of a cube have the same in all of them."""
    implied = OF_SERVICE - {"department"} if "service" in keys else frozenset()
    return set(columns) <= {*keys, *implied}


def _sum(column: ir.NumericColumn) -> ir.NumericScalar:
    return in_64_bits(column.sum())


def in_64_bits(number: ir.NumericValue) -> ir.NumericValue:
    """The number, whole ones in 64 bits.

    DuckDB adds them up in 128, in which each of the divisions and products that perturb a cell takes several times as
    long. Ibis takes a sum for one of 64 bits, so that its own `cast` would leave it as it is.
    """
    return ops.Cast(number, dt.int64).to_expr() if number.type().is_integer() else number


def _noisy(tables: Tables, cells: ir.Table, people: Mapping[str, ir.Value]) -> ir.Table:
    """The cells with, of each number of people, `fewer_<name>`, the number, and `noisy_<name>`, the perturbed one, and
    with what it was made of, for the caller to leave behind.

    Step by step, each a column: written into one another they are longer than all else that a statement says, and
    DuckDB takes longer to read it than to answer it.
    """
    disclosure = tables["disclosure"]
    highest = whole_quotient(disclosure.perturbation.length(), LEVELS) - 1
    cells = cells.mutate(**{f"fewer_{name}": number for name, number in people.items()})
    cells = cells.cross_join(disclosure.select("perturbation", highest=highest))
    mixed = {name: (cells.cell_key + cells[f"fewer_{name}"] * SPREAD) % PRIME for name in people}
    cells = cells.mutate(**{f"mixed_{name}": key for name, key in mixed.items()})
    return cells.mutate(**{_noisy_name(name): _perturbed_count(cells, name) for name in people})


def _perturbed_count(cells: ir.Table, name: str) -> ir.IntegerValue:
    """The number and what the perturbation table adds to it at the level that its cell key is mapped to."""
    people, key = cells[f"fewer_{name}"], cells[f"mixed_{name}"]
    level = ibis.least(whole_quotient(key * key * key % PRIME, PRIME // LEVELS), LEVELS - 1)
    return people + list_extract(cells.perturbation, ibis.least(people, cells.highest) * LEVELS + level + 1)


def _shown_part(cells: ir.Table, part: str, whole: str) -> ir.Value:
    shown_whole, is_fewer = cells[_shown_name(whole)], cells[part] == cells[f"fewer_{part}"]
    fewer = ibis.least(cells[_noisy_name(part)], shown_whole)
    return ibis.ifelse(is_fewer, fewer, shown_whole - fewer)


def _noisy_name(measure: str) -> str:
    return f"noisy_{measure}"


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


@ibis.udf.scalar.builtin(name="divide")
def whole_quotient(number: int, by: int) -> int:  # type: ignore[empty-body]
    """DuckDB's `//` of whole numbers; that of Ibis goes through fractions."""


@ibis.udf.scalar.builtin
def list_extract(values: dt.Array[dt.Int8], number: int) -> int:  # type: ignore[empty-body]
    """DuckDB's value of that number in a list, from 1; an index of Ibis, from 0 or from the end, says it thrice."""


@ibis.udf.scalar.builtin
def perturbed_mean(amount: float, people: int, cell_key: int) -> float:  # type: ignore[empty-body]
    """The perturbed mean of an amount: a function that publishing writes next to the cubes (`record_keys.py`)."""
