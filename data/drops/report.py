"""What a check found: every broken rule counted, with up to SAMPLE rows of each, as text and as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any

#: Rows shown of each broken rule; the count is always of all of them.
SAMPLE = 20


@dataclass(frozen=True)
class BrokenRow:
    """One place where a rule is broken; `row` counts from 1 without a header, None where the whole file is meant."""

    file: str
    row: int | None
    column: str | None
    value: str | None


@dataclass(frozen=True)
class Breach:
    """A rule, how often it was broken, and the first rows that did. A warning does not reject the drop."""

    rule: str
    table: str
    column: str | None
    count: int
    message: str
    severity: str = "error"
    rows: tuple[BrokenRow, ...] = ()


@dataclass(frozen=True)
class Report:
    """The outcome of a check. `rows` counts the rows of each table that could be read."""

    city: str
    domain: str
    run_id: str
    rows: dict[str, int] = field(default_factory=dict)
    breaches: tuple[Breach, ...] = ()

    @property
    def accepted(self) -> bool:
        """Whether the drop keeps its contract; warnings are allowed."""
        return all(breach.severity != "error" for breach in self.breaches)

    def as_json(self) -> str:
        """The whole report, for a program."""
        told: dict[str, Any] = {"accepted": self.accepted, **asdict(self)}
        return json.dumps(told, ensure_ascii=False, indent=2)

    def as_text(self) -> str:
        """The whole report, for a person."""
        verdict = "keeps its contract" if self.accepted else "breaks its contract"
        lines = [f"{self.city}/{self.domain} {self.run_id} {verdict}"]
        lines += [f"  {table}: {count:,} rows" for table, count in self.rows.items()]
        for breach in self.breaches:
            where = f"{breach.table}.{breach.column}" if breach.column else breach.table
            lines.append(f"  {breach.severity} {breach.rule}: {where}: {breach.message} ({breach.count:,})")
            for row in breach.rows:
                place = row.file + (f" row {row.row}" if row.row is not None else "")
                value = "" if row.value is None else f" = {_printable(row.value)}"
                lines.append(f"      {place} {row.column or ''}{value}".rstrip())
            if breach.count > len(breach.rows) > 0:
                lines.append(f"      and {breach.count - len(breach.rows):,} more")
        return "\n".join(lines)

    def summary(self) -> str:
        """One line: how many rules were broken, and the first of them."""
        errors = [breach for breach in self.breaches if breach.severity == "error"]
        if not errors:
            return f"accepted with {len(self.breaches)} warnings"
        first = errors[0]
        where = f"{first.table}.{first.column}" if first.column else first.table
        return f"{len(errors)} rules broken, first: {first.rule} in {where}: {first.message} ({first.count:,})"


def _printable(value: str) -> str:
    """The value without anything that could move a terminal's cursor, at most 80 characters."""
    plain = "".join(character if character.isprintable() else repr(character)[1:-1] for character in value)
    return plain if len(plain) <= 80 else plain[:79] + "…"
