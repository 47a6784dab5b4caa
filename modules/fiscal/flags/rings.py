"""Money that goes round through accounts and comes back to the first: short cycles in time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import duckdb
import pyarrow as pa
import rustworkx as rx

from modules.fiscal.flags.limits import Limits

#: Steps of the longest ring looked for; longer ones are not told from chance.
MOST_STEPS = 6
#: Payments out of one account that are looked at from one payment: beyond, an account is a till that all money passes.
MOST_BRANCHES = 200


class Transfer(NamedTuple):
    """A payment from an account to another one."""

    no: int
    day: date
    source: str
    target: str
    cents: int


def cyclic_accounts(pairs: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Account -> its strongly connected component, of those with two accounts or more: no others can lie on a ring."""
    names = sorted({name for pair in pairs for name in pair})
    index = {name: at for at, name in enumerate(names)}
    graph = rx.PyDiGraph()
    graph.add_nodes_from(names)
    graph.add_edges_from_no_data([(index[source], index[target]) for source, target in pairs])
    components = enumerate(rx.strongly_connected_components(graph))
    return {names[node]: number for number, nodes in components if len(nodes) > 1 for node in nodes}


def find_rings(transfers: Sequence[Transfer], days: int, kept_share: float) -> Iterator[tuple[Transfer, ...]]:
    """Rings of two accounts or more: each step begins where the last ended, on its day or later, within `days` in all.

    Each step passes on at least `kept_share` of the amount before it and no more than came. A transfer of an account to
    itself is no ring. A payment belongs to one ring, the shortest and then the earliest.
    """
    inside = sorted(each for each in transfers if each.source != each.target)
    leaving: dict[str, list[Transfer]] = defaultdict(list)
    for each in sorted(inside, key=lambda each: each.day):
        leaving[each.source].append(each)
    found = [ring for first in inside if (ring := _shortest_ring(first, leaving, days, kept_share))]
    used: set[int] = set()
    for ring in sorted(found, key=lambda ring: (len(ring), ring[0].day, ring[0].no)):
        if used.isdisjoint(each.no for each in ring):
            used.update(each.no for each in ring)
            yield ring


def _shortest_ring(
    first: Transfer, leaving: dict[str, list[Transfer]], days: int, kept_share: float
) -> tuple[Transfer, ...] | None:
    """Breadth first from one transfer; None where no ring begins with it."""
    until = first.day + timedelta(days=days)
    paths: list[tuple[Transfer, ...]] = [(first,)]
    for _ in range(MOST_STEPS - 1):
        longer: list[tuple[Transfer, ...]] = []
        for path in paths:
            last = path[-1]
            following = [
                each
                for each in leaving[last.target]
                if last.day <= each.day <= until and kept_share * last.cents <= each.cents <= last.cents
            ]
            for each in following[:MOST_BRANCHES]:
                if each.target == first.source:
                    return (*path, each)
                if all(each.target != passed.target for passed in path):
                    longer.append((*path, each))
        paths = longer[:MOST_BRANCHES]
    return None


def _transfers_on_cycles(connection: duckdb.DuckDBPyConnection) -> list[Transfer]:
    """The transfers between accounts of one strongly connected component, in the order of their numbers."""
    between = "payer_account <> payee_account AND cents > 0"
    pairs = connection.execute(f"SELECT DISTINCT payer_account, payee_account FROM paid WHERE {between}").fetchall()
    components = cyclic_accounts(pairs)
    connection.register(
        "account_components",
        pa.table(
            {"account": pa.array(list(components), pa.string()), "component": pa.array(components.values(), pa.int64())}
        ),
    )
    rows = connection.execute(
        f"SELECT no, paid_on, payer_account, payee_account, cents FROM paid "
        f"JOIN account_components AS source ON payer_account = source.account "
        f"JOIN account_components AS target ON payee_account = target.account AND target.component = source.component "
        f"WHERE {between} ORDER BY no"
    ).fetchall()
    return [Transfer(*row) for row in rows]


def rings(connection: duckdb.DuckDBPyConnection, limits: Limits) -> str:
    """Payments that go through accounts and come back to the first within `return_days`, less `return_share` a step.

    Needs the account that paid and the account that was paid. Not flagged: a transfer to oneself, money that comes back
    in other amounts or later, and chains that do not close.

    Strength: 0.9. Facts: payments (steps), days, total (the amount that set out), share (what came back of it).
    """
    transfers = _transfers_on_cycles(connection)
    found = list(find_rings(transfers, limits.return_days, 1 - limits.return_share))
    lines = [
        {
            "finding": f"{ring[0].no}-{ring[-1].no}", "no": each.no, "cents": ring[0].cents, "steps": len(ring),
            "days": (ring[-1].day - ring[0].day).days, "share": ring[-1].cents / ring[0].cents,
        }
        for ring in found
        for each in ring
    ]  # fmt: skip
    types = [("finding", pa.string()), ("no", pa.int32()), ("cents", pa.int64()), ("steps", pa.int32()),
             ("days", pa.int32()), ("share", pa.float64())]  # fmt: skip
    connection.register("ring_steps", pa.Table.from_pylist(lines, pa.schema(types)))
    return (
        "SELECT finding, no, 0.9 AS strength, cents::HUGEINT AS stake_cents, steps AS payments, days, "
        "cents::HUGEINT AS total_cents, share FROM ring_steps"
    )
