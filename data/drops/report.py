"""What a check came to: every broken rule counted, with up to SAMPLE rows of each, as text and as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from data.drops.contract import SET_ASIDE_SHARE

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
    """A rule, how often it was broken, and the first rows that did.

    `severity` is error (the drop is refused), set_aside (these rows are left out of what is published) or warning.
    """

    rule: str
    table: str
    column: str | None
    count: int
    message: str
    severity: str = "error"
    rows: tuple[BrokenRow, ...] = ()


#: What becomes of a broken rule.
ERROR, SET_ASIDE, WARNING = "error", "set_aside", "warning"


@dataclass(frozen=True)
class Report:
    """The outcome of a check.

    `rows` counts the rows delivered of each table that could be read, `broken_rows` those of them that break a rule a
    row (tables without any are not in it). They are set aside unless their share is above `set_aside_share`, which
    refuses the drop.
    """

    city: str
    domain: str
    run_id: str
    rows: dict[str, int] = field(default_factory=dict)
    breaches: tuple[Breach, ...] = ()
    broken_rows: dict[str, int] = field(default_factory=dict)
    set_aside_share: float = SET_ASIDE_SHARE

    @property
    def accepted(self) -> bool:
        """Whether the drop can be published: warnings and rows that are set aside are allowed."""
        return all(breach.severity != ERROR for breach in self.breaches)

    @property
    def published_rows(self) -> dict[str, int]:
        """The rows of each table that are published where the drop is: those delivered without those set aside."""
        return {table: rows - self.broken_rows.get(table, 0) for table, rows in self.rows.items()}

    def as_json(self) -> str:
        """The whole report, for a program."""
        told: dict[str, Any] = {"accepted": self.accepted, **asdict(self)}
        return json.dumps(told, ensure_ascii=False, indent=2)

    def as_text(self) -> str:
        """The whole report, for a person."""
        verdict = "keeps its contract" if self.accepted else "breaks its contract"
        lines = [f"{self.city}/{self.domain} {self.run_id} {verdict}"]
        lines += [f"  {table}: {count:,} rows{self._aside(table)}" for table, count in self.rows.items()]
        for breach in self.breaches:
            lines.append(f"  {breach.severity} {breach.rule}: {_where(breach)}: {breach.message} ({breach.count:,})")
            for row in breach.rows:
                place = row.file + (f" row {row.row}" if row.row is not None else "")
                value = "" if row.value is None else f" = {_printable(row.value)}"
                lines.append(f"      {place} {row.column or ''}{value}".rstrip())
            if breach.count > len(breach.rows) > 0:
                lines.append(f"      and {breach.count - len(breach.rows):,} more")
        return "\n".join(lines)

    def _aside(self, table: str) -> str:
        """What is said of a table's broken rows; nothing where it has none."""
        broken, rows = self.broken_rows.get(table, 0), self.rows[table]
        if not broken:
            return ""
        if broken <= self.set_aside_share * rows:
            return f", {broken:,} of them set aside"
        return f", {broken:,} of them break a rule: more than the {self.set_aside_share:.1%} that may be set aside"

    def summary(self) -> str:
        """One line: how many rules were broken, and the first of them."""
        errors = [breach for breach in self.breaches if breach.severity == ERROR]
        if not errors:
            return f"accepted with {len(self.breaches)} remarks"
        first = errors[0]
        aside = self._aside(first.table) if first.table in self.rows else ""
        rules = "1 rule" if len(errors) == 1 else f"{len(errors)} rules"
        told = f"{rules} broken, first: {first.rule} in {_where(first)}: {first.message} ({first.count:,})"
        return f"{told}; {first.table}: {self.rows[first.table]:,} rows{aside}" if aside else told

    def set_aside_summary(self) -> str:
        """One line on the rows that are set aside, by rule; empty where there are none."""
        rules = [breach for breach in self.breaches if breach.severity == SET_ASIDE]
        told = ", ".join(f"{_where(breach)} {breach.message}: {breach.count:,}" for breach in rules)
        return f"rows set aside: {sum(self.broken_rows.values()):,} ({told})" if rules else ""

    def set_aside_facts(self) -> dict[str, Any]:
        """What a snapshot says of the rows left out: `share` allowed, `rows` by table, `rules` with rows each."""
        rules = [
            {"table": each.table, "column": each.column, "rule": each.rule, "message": each.message, "rows": each.count}
            for each in self.breaches
            if each.severity == SET_ASIDE
        ]
        rows = {table: rows for table, rows in self.broken_rows.items() if rows}
        return {"share": self.set_aside_share, "rows": rows, "rules": rules}


def _where(breach: Breach) -> str:
    return f"{breach.table}.{breach.column}" if breach.column else breach.table


def _printable(value: str) -> str:
    """The value without anything that could move a terminal's cursor, at most 80 characters."""
    plain = "".join(character if character.isprintable() else repr(character)[1:-1] for character in value)
    return plain if len(plain) <= 80 else plain[:79] + "…"
