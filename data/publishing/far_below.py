"""Whether a snapshot to be holds so much less than the one served that a person should look at it first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from data.drops.contract import Contract, Table, WaitsBelow
from data.published.snapshots import Snapshot


def far_below(told: Mapping[str, Any], served: Snapshot, contract: Contract) -> list[str]:
    """Sentences on what falls far below, of the snapshot whose snapshot.json is `told`; empty where nothing does.

    Real records in the place of simulated ones are not compared.
    """
    if served.simulated and not told["manifest"]["simulated"]:
        return []
    limits = contract.waits_below
    reasons = [
        reason
        for table in contract.tables
        if table.takes_back is None and (reason := _fewer_rows(table, told["rows"], served.rows, limits))
    ]
    for table, (_, last) in told["table_days"].items():
        if table in served.table_days:
            before = served.table_days[table][1]
            if before - date.fromisoformat(last) > timedelta(days=limits.days):
                reasons.append(f"{table} ends on {last}, what is served on {before}")
    return reasons + _fewer_places(told["places"], served.places, limits) + _less_measured(told, served, limits)


def _less_measured(told: Mapping[str, Any], served: Snapshot, limits: WaitsBelow) -> list[str]:
    """Amounts that come to far less, and columns that far fewer of a table's rows have a value of."""
    reasons = []
    for table, sums in told.get("sums", {}).items():
        before = served.raw.get("sums", {}).get(table, {})
        for column, amount in sums.items():
            then = before.get(column, 0.0)
            if served.rows.get(table, 0) >= limits.rows and abs(amount) < limits.measures_share * abs(then):
                reasons.append(f"{column} of {table} comes to {amount:,.0f}, of what is served to {then:,.0f}")
    for table, filled in told.get("filled", {}).items():
        before = served.raw.get("filled", {}).get(table, {})
        for column, count in filled.items():
            if before.get(column, 0) < limits.rows:
                continue
            share, then = _of(count, told["rows"].get(table)), _of(before[column], served.rows.get(table))
            if share < limits.measures_share * then:
                reasons.append(f"{share:.0%} of {table} have {column}, of what is served {then:.0%}")
    return reasons


def _of(count: int, rows: int | None) -> float:
    return count / rows if rows else 1.0


def _fewer_rows(table: Table, rows: Mapping[str, int], before: Mapping[str, int], limits: WaitsBelow) -> str | None:
    now, then = rows.get(table.name, 0), before.get(table.name, 0)
    is_gone = now == 0 and not table.findings
    if then and (is_gone or (then >= limits.rows and now < limits.rows_share * then)):
        return f"{table.name} has {now:,} rows, what is served {then:,}"
    return None


def _fewer_places(
    places: Sequence[Mapping[str, Any]], before: Sequence[tuple[str, int, int, int]], limits: WaitsBelow
) -> list[str]:
    """Tables of which a far smaller share of rows lies in an area of the first level."""
    shares = {row["table_name"]: _share(row["mapped"], row["unmatched"]) for row in places if row["level"] == 1}
    reasons = []
    for table, level, mapped, unmatched in before:
        if level != 1 or mapped + unmatched < limits.rows or table not in shares:
            continue
        share, then = shares[table], _share(mapped, unmatched)
        if share < limits.places_share * then:
            reasons.append(f"{share:.0%} of {table} lie in an area, of what is served {then:.0%}")
    return reasons


def _share(mapped: int, unmatched: int) -> float:
    return mapped / (mapped + unmatched) if mapped + unmatched else 1.0
