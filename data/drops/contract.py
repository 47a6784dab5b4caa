"""A domain's contract (ODCS v3.1 YAML in data/contracts) as plain values: tables, columns, keys, rules, measures."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

CONTRACTS_DIR = Path(__file__).parents[1] / "contracts"
#: The same safe subset of YAML; libyaml, where PyYAML was built with it, reads it ten times as fast.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

#: DuckDB type of each logical type of ODCS that our contracts use.
SQL_TYPES = {
    "string": "VARCHAR", "number": "DOUBLE", "integer": "BIGINT",
    "boolean": "BOOLEAN", "date": "DATE", "timestamp": "TIMESTAMP",
}  # fmt: skip

#: Largest share of a table's rows that may be set aside where nobody says otherwise.
SET_ASIDE_SHARE = 0.02


class UnknownDomainError(LookupError):
    """No contract is written for that domain."""


@dataclass(frozen=True)
class Column:
    """One property. `references` is (table, column); `valid_values` is empty where any value will do.

    `not_before` names the columns of the same row whose moment or day this one cannot precede. A drop may lack an
    `optional` one without a remark.
    """

    name: str
    logical_type: str
    required: bool = False
    description: str = ""
    unit: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    valid_values: tuple[str, ...] = ()
    references: tuple[str, str] | None = None
    not_in_future: bool = False
    earliest: date | None = None
    not_before: tuple[str, ...] = ()
    optional: bool = False

    @property
    def sql_type(self) -> str:
        """DuckDB's name of the type."""
        return SQL_TYPES[self.logical_type]


@dataclass(frozen=True)
class Rule:
    """A rule of the publisher's in SQL: `condition` is true for a row that breaks it.

    A row that breaks one of severity error is set aside, as for a column's own rules; one that `refuses` (a sum that
    does not add up) refuses the drop. A warning does neither.
    """

    name: str
    description: str
    condition: str
    severity: str = "error"
    refuses: bool = False


@dataclass(frozen=True)
class Table:
    """One table of a contract. `key` are the columns whose values together occur once.

    `takes_back` names the table whose earlier rows this one holds, in a drop that follows another. `day_column` is the
    column that says of which day, month or year (`fiscal_year`, `year`) a row is; new rows come at least once in
    `every` (an ISO 8601 duration).
    Its rows are people where it has a `small_cell_floor`: counts of them below it are small (docs/disclosure.md).
    """

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    optional: bool = False
    rules: tuple[Rule, ...] = ()
    takes_back: str | None = None
    day_column: str | None = None
    every: str = "P1D"
    small_cell_floor: int = 0
    #: Its rows are what a module found: none is an answer as good as some.
    findings: bool = False

    def column(self, name: str) -> Column:
        """The column of that name; KeyError when the contract has none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


@dataclass(frozen=True)
class Place:
    """Columns that say where a row of a table lies; a table may give coordinates, an area code or both."""

    lat: str | None = None
    long: str | None = None
    area_id: str | None = None


@dataclass(frozen=True)
class Measure:
    """Definition of a number a reader sees. `desired` is up, down or none.

    `materiality`: the smallest change that is called better or worse, in percentage points of a share or percentage and
    in per cent of the value before of anything else. `distribution` of the counts behind it, by which a change is
    tested against chance (`data/reading/chance.py`): `binomial` (a share of cases), `poisson` (a count of a period),
    `skellam` (a stock, such as what is open), `median` (a median of times until an end) or `none`.
    `matures`: what ends the cases that it is of; it is judged of those that have had time to end.
    `additive`: the number of a whole is the sum of those of its parts, by time, by area and by the values of every
    dimension.
    """

    name: str
    unit: str
    desired: str
    version: int
    formula: str
    materiality: float = 0.0
    distribution: Literal["binomial", "poisson", "skellam", "median", "none"] = "none"
    matures: str | None = None
    additive: bool = False


@dataclass(frozen=True)
class WaitsBelow:
    """From where on a drop holds so much less than what is served that a person should look at it first.

    `rows_share` and `places_share` are shares of a table's rows, and of those with an area, that are served,
    `measures_share` of its amounts of money and of its rows with a value; `days` is how much earlier its last record
    may be. Tables of fewer than `rows` rows served only wait where nothing is left.
    """

    rows_share: float = 0.5
    places_share: float = 0.5
    measures_share: float = 0.5
    days: int = 31
    rows: int = 100


@dataclass(frozen=True)
class Contract:
    """A domain's contract, read. `dimensions` are those that a reader may choose values of.

    `opens_on`: the period that its pages open on, as `data.reading.periods.opening_period` reads it.
    Tables stand after those that their columns refer to. A drop is refused where a table has a larger share of rows
    that break a rule than `set_aside_share`, unless its manifest or the city's file says otherwise.
    A drop that falls below `waits_below` of what is served waits for a person.
    """

    id: str
    domain: str
    version: str
    purpose: str
    tables: tuple[Table, ...]
    place: dict[str, Place] = field(default_factory=dict)
    measures: tuple[Measure, ...] = ()
    dimensions: tuple[str, ...] = ()
    opens_on: str = "all"
    set_aside_share: float = SET_ASIDE_SHARE
    keeps_vintages: bool = False
    waits_below: WaitsBelow = WaitsBelow()

    @property
    def taking_back(self) -> tuple[Table, ...]:
        """Tables of earlier rows; a contract without any takes whole drops only."""
        return tuple(table for table in self.tables if table.takes_back)

    @property
    def small_cell_floor(self) -> int:
        """The largest floor of its tables; 0 where none of them counts people."""
        return max((table.small_cell_floor for table in self.tables), default=0)

    def table(self, name: str) -> Table:
        """The table of that name; KeyError when the contract has none."""
        for table in self.tables:
            if table.name == name:
                return table
        raise KeyError(name)


def _custom(node: dict[str, Any]) -> dict[str, Any]:
    """The `customProperties` of a node as one mapping."""
    return {entry["property"]: entry["value"] for entry in node.get("customProperties", ())}


def _column(node: dict[str, Any]) -> Column:
    custom, options = _custom(node), node.get("logicalTypeOptions", {})
    enums = [rule for rule in node.get("quality", ()) if rule.get("metric") == "invalidValues"]
    links = [link["to"].split(".") for link in node.get("relationships", ()) if link.get("type") == "foreignKey"]
    earliest = custom.get("earliest")
    return Column(
        name=node["name"],
        logical_type=node["logicalType"],
        required=bool(node.get("required", False)),
        description=node.get("description", ""),
        unit=custom.get("unit"),
        minimum=options.get("minimum"),
        maximum=options.get("maximum"),
        valid_values=tuple(str(value) for value in enums[0]["arguments"]["validValues"]) if enums else (),
        references=(links[0][0], links[0][1]) if links else None,
        not_in_future=bool(custom.get("notInFuture", False)),
        earliest=date.fromisoformat(str(earliest)) if earliest else None,
        not_before=tuple(custom.get("notBefore", ())),
        optional=bool(custom.get("optional", False)),
    )


def _table(node: dict[str, Any]) -> Table:
    keyed = [prop for prop in node["properties"] if prop.get("primaryKey")]
    keyed.sort(key=lambda prop: prop.get("primaryKeyPosition", 1))
    rules = tuple(
        Rule(rule["name"], rule.get("description", ""), rule["query"], rule.get("severity", "error"),
             bool(_custom(rule).get("refuses", False)))
        for rule in node.get("quality", ())
        if rule.get("type") == "sql"
    )  # fmt: skip
    return Table(
        name=node["name"],
        description=node.get("description", ""),
        columns=tuple(_column(prop) for prop in node["properties"]),
        key=tuple(prop["name"] for prop in keyed),
        optional=bool(_custom(node).get("optional", False)),
        rules=rules,
        takes_back=_custom(node).get("takesBack"),
        day_column=_custom(node).get("dated", {}).get("column"),
        every=_custom(node).get("dated", {}).get("every", "P1D"),
        small_cell_floor=_small_cell_floor(_custom(node)),
        findings=bool(_custom(node).get("findings", False)),
    )


def _small_cell_floor(custom: dict[str, Any]) -> int:
    """The floor of a table that counts people; 0 for one that does not."""
    return int(custom["smallCellFloor"]) if custom.get("countsPeople", False) else 0


def read_contract(path: Path) -> Contract:
    """The contract in that file."""
    node = yaml.load(path.read_text("utf-8"), Loader=_LOADER)
    custom = _custom(node)
    return Contract(
        id=node["id"],
        domain=node["domain"],
        version=node["version"],
        purpose=node.get("description", {}).get("purpose", ""),
        tables=tuple(_table(table) for table in node["schema"]),
        place={table: Place(**columns) for table, columns in custom.get("place", {}).items()},
        measures=tuple(Measure(**measure) for measure in custom.get("measures", ())),
        dimensions=tuple(custom.get("dimensions", ())),
        opens_on=str(custom.get("opensOn", "all")),
        set_aside_share=float(custom.get("setAsideShare", SET_ASIDE_SHARE)),
        keeps_vintages=bool(custom.get("keepsVintages", False)),
        waits_below=WaitsBelow(**custom.get("waitsBelow", {})),
    )


@cache
def domains() -> tuple[str, ...]:
    """Domains that have a contract, in order of their names."""
    return tuple(sorted(path.name.removesuffix(".odcs.yaml") for path in CONTRACTS_DIR.glob("*.odcs.yaml")))


@cache
def load_contract(domain: str) -> Contract:
    """The contract of a domain. Raises UnknownDomainError where none is written."""
    if domain not in domains():
        raise UnknownDomainError(domain)
    return read_contract(CONTRACTS_DIR / f"{domain}.odcs.yaml")
