"""Where the money comes from and where it goes: the edges of the budget's flow and of the payments' flow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from data.reading.filters import Filters
from data.reading.queries.areas import named
from data.reading.queries.fiscal.paid_years import OPENS_ON, PAYMENTS
from data.reading.queries.fiscal.payments import cuts_a_month
from data.reading.queries.fiscal.years import PERIOD, newest_year, of_years
from data.reading.queries.scope import in_scope
from data.reading.question import questions_about
from data.reading.schema import flow
from data.reading.tables import Tables

question = questions_about("fiscal")

#: Values of a dimension that a flow names, the largest; the others are one node.
NAMED_NODES = 8
#: The whole budget, through which money goes whose fund nobody names.
WHOLE = "whole_budget"


@dataclass(frozen=True)
class Step:
    """Neighbours in ways of money: the rows that know both, and the two dimensions."""

    rows: ir.Table
    source: str
    target: str


def _nodes(rows: ir.Table, dimension: str, name: ir.StringValue) -> ir.Table:
    """Each value of a dimension in `rows` with its node: `key`, `node` and `title`.

    Those beyond the largest are one node, which has no id; so has the empty value, which nobody stated.
    """
    known = rows.mutate(name=name).filter(rows[dimension].notnull())
    sizes = known.group_by(key=known[dimension]).aggregate(size=known.amount_lcu.abs().sum(), title=known.name.max())
    place = ibis.row_number().over(order_by=[ibis.desc(sizes["size"]), sizes.key])
    stated, large = sizes.key != "", place < NAMED_NODES
    title = ibis.cases((~large, f"other_{dimension}"), (~stated, f"no_{dimension}"), else_=sizes.title)
    return sizes.select("key", node=ibis.ifelse(large & stated, sizes.key, ibis.null("string")), title=title)


def _edges(step: Step, nodes: Mapping[str, ir.Table]) -> ir.Table:
    """The sums of a step's rows by the nodes of its two dimensions: the columns of a flow."""
    known = step.rows.filter(step.rows[step.source].notnull(), step.rows[step.target].notnull())
    for end, dimension in (("source", step.source), ("target", step.target)):
        ends = nodes[dimension].select(**{f"{end}_key": "key", f"{end}_node": "node", f"{end}_title": "title"})
        known = known.inner_join(ends, known[dimension] == ends[f"{end}_key"])
    sums = known.group_by("source_node", "source_title", "target_node", "target_title").aggregate(
        amount_lcu=known.amount_lcu.sum().cast("float64")
    )
    return flow_columns(
        sums, (sums.source_node, sums.source_title, step.source), (sums.target_node, sums.target_title, step.target)
    )


def flow_columns(
    rows: ir.Table,
    source: tuple[ir.StringValue, ir.StringValue, str],
    target: tuple[ir.StringValue, ir.StringValue, str],
) -> ir.Table:
    """Rows with an `amount_lcu` as edges; of each end its id (None: it has none), its name and its dimension."""
    return rows.select(
        source=source[0], source_name=source[1], source_dimension=ibis.literal(source[2]),
        target=target[0], target_name=target[1], target_dimension=ibis.literal(target[2]), amount_lcu=rows.amount_lcu,
    )  # fmt: skip


def _flow(rows: ir.Table, steps: Sequence[Step], names: Mapping[str, ir.StringValue]) -> ir.Table:
    """The edges of all steps, the largest first; a node is the same in all of them."""
    dimensions = dict.fromkeys(end for step in steps for end in (step.source, step.target))
    nodes = {each: _nodes(rows, each, names.get(each, rows[each])) for each in dimensions}
    edges = [_edges(step, nodes) for step in steps]
    return ibis.union(edges[0], *edges[1:]).order_by(
        ibis.desc("amount_lcu"), "source_dimension", "source_name", "target_name"
    )


@question(*flow("amount_lcu", "lcu"))
def budget_flow(tables: Tables, filters: Filters) -> ir.Table:
    """From what source into which fund to which department: the edges of the newest budget in view, largest first.

    What comes in is as it was estimated, what goes out as it was approved. Where revenue names no fund, both go through
    the whole budget. The largest sources, funds and departments by name, the others together.
    """
    ways = tables["money_flows"].drop("month")
    every = in_scope(ways.filter(ways.stage != "payment"), filters, without=PERIOD)
    rows = newest_year(in_scope(every, of_years(filters))).mutate(budget=ibis.literal(WHOLE))
    come, go = rows.filter(rows.stage == "revenue"), rows.filter(rows.stage == "appropriation")
    unnamed = come.filter(come.fund.isnull())
    steps = (
        Step(unnamed, "revenue_source", "budget"),
        Step(come, "revenue_source", "fund"),
        Step(go.filter(unnamed.count().as_scalar() > 0), "budget", "fund"),
        Step(go.filter(go.fund.isnull()), "budget", "department"),
        Step(go, "fund", "department"),
    )
    return _flow(rows, steps, {"department": rows.department_name})


@question(*flow("amount_lcu", "lcu"), reaches=PAYMENTS, opens_on=OPENS_ON)
def payment_flow(tables: Tables, filters: Filters) -> ir.Table:
    """From which department for which programme to which payee on which account: edges of the view, largest first.

    What no payment of the view states is left out; what some do not is a node of its own. Refunds are taken off; an
    edge of refunds alone is below zero.
    """
    ways = tables["money_flows"]
    by_month = ways.filter(ways.stage == "payment")
    rows = in_scope(tables["payment_lines"] if cuts_a_month(tables, filters) else by_month, filters)
    rows = rows.mutate(**{
        each: ibis.ifelse(rows[each].count().over(ibis.window()) > 0, rows[each].fill_null(""), ibis.null("string"))
        for each in ("department", "programme", "account")
    })  # fmt: skip
    steps = (
        Step(rows, "department", "programme"),
        Step(rows.filter(rows.programme.isnull()), "department", "payee"),
        Step(rows, "programme", "payee"),
        Step(rows, "payee", "account"),
    )
    names = {"department": rows.department_name, "payee": named(rows, filters.language, "payee_name")}
    return _flow(rows, steps, names)
