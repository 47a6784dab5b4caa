"""Riverton's records with everything that the contract leaves open replaced by chance: names, ids, amounts, tables."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
from hypothesis import strategies as st

from data.drops.contract import Column, Contract, Table, load_contract
from tests.city_with_records import read_records
from tests.pages.further_records import further_records

#: Columns of places and of time: of a row that is out of the city or of no time the check makes an end.
_KEPT = frozenset(("area_id", "lat", "long", "time_period", "frequency", "language"))
#: How many cells of a column of names, and of numbers, are others than before.
_NAMES_SHARE, _NUMBERS_SHARE = 0.5, 0.2


@st.composite
def scrambled(draw: st.DrawFn, domain: str, texts: st.SearchStrategy[str]) -> dict[str, pa.Table]:
    """The domain's tables, ids renamed alike in all of them, without some of those that may be absent."""
    contract, records = load_contract(domain), further_records(domain) | read_records(domain)
    awkward = draw(st.lists(texts, min_size=3, max_size=6, unique=True))
    chance = random.Random(draw(st.integers(0, 2**16)))
    kept = {name: table for name, table in records.items() if _needed(contract, name, records) or draw(st.booleans())}
    renamed: dict[tuple[str, str], dict[str, str]] = {}
    return {
        name: _scrambled_table(contract.table(name), table, awkward, chance, renamed) for name, table in kept.items()
    }


def _needed(contract: Contract, name: str, records: Mapping[str, pa.Table]) -> bool:
    """Whether a drop cannot do without a table, for itself or because another names its rows."""
    named = {column.references[0] for each in records for column in contract.table(each).columns if column.references}
    return name in named or not contract.table(name).optional


def _scrambled_table(
    table: Table, rows: pa.Table, awkward: Sequence[str], chance: random.Random,
    renamed: dict[tuple[str, str], dict[str, str]],
) -> pa.Table:  # fmt: skip
    columns = {column.name: column for column in table.columns}
    made: dict[str, list[Any]] = {}
    for name in rows.column_names:
        column, values = columns[name], rows[name].to_pylist()
        is_id = column.references is not None or (name in table.key and column.logical_type == "string")
        if name in _KEPT or column.valid_values:
            made[name] = values
        elif is_id:
            names = renamed.setdefault(column.references or (table.name, name), {})
            made[name] = [_id(each, names, awkward) for each in values]
        else:
            made[name] = [_other(each, column, awkward, chance) for each in values]
    return pa.table({name: pa.array(values, pa.string()) for name, values in made.items()})


def _id(value: str | None, names: dict[str, str], awkward: Sequence[str]) -> str | None:
    """The same other id for an id wherever it stands, and none for none."""
    return None if value is None else names.setdefault(value, f"{awkward[len(names) % len(awkward)]}{len(names)}")


def _other(value: str | None, column: Column, awkward: Sequence[str], chance: random.Random) -> str | None:
    if column.logical_type == "string" and chance.random() < _NAMES_SHARE:
        return chance.choice([*awkward, None if not column.required else awkward[0]])
    if column.logical_type in ("number", "integer") and chance.random() < _NUMBERS_SHARE:
        low, high = (column.minimum or 0, column.maximum if column.maximum is not None else 1_000_000_000)
        return str(int(chance.choice((low, high))))
    return value
