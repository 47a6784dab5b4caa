"""What the fiscal page asks about money with a place: financing districts, wards with fixed budgets, local projects.

Amounts are in the city's currency (lcu). A chosen area shares districts and wards out by surface.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from data.reading.filters import Filters
from data.reading.queries.areas import areas_shown, map_level, named
from data.reading.queries.fiscal.flows import flow_columns
from data.reading.queries.fiscal.years import (
    PERIOD,
    newest_year,
    of_years,
    options_of,
    records,
    tile,
    year_total,
    year_trend,
)
from data.reading.queries.scope import in_scope
from data.reading.queries.tile_totals import share
from data.reading.question import questions_about
from data.reading.schema import (
    choropleth,
    count,
    detail,
    flow,
    group,
    mapped,
    ranking,
    tile_total,
    tile_trend,
    time,
    value,
)
from data.reading.tables import Tables

question = questions_about("fiscal")

#: What a district reports of its year, in the order of its table.
DISTRICT_FLOWS = (
    "tax_in_lcu", "transfers_in_lcu", "transfers_out_lcu", "spent_lcu", "distribution_lcu", "balance_end_lcu",
)  # fmt: skip
#: Districts that a flow draws by name; the others are added up.
NAMED_DISTRICTS = 8
#: What a district reports that is a measure of the contract.
DISTRICT_MEASURES = {
    "balance_end_lcu": "district_balance_lcu", "tax_in_lcu": "district_tax_in_lcu", "spent_lcu": "district_spent_lcu",
}  # fmt: skip


def _in_area(tables: Tables, filters: Filters, whole: str, by_area: str) -> ir.Table:
    """The whole city's table, or the part of the chosen area, in every other filter but the years."""
    table = tables[whole] if filters.area is None else tables[by_area]
    if filters.area is not None:
        table = table.filter(table.area_id == filters.area)
    return in_scope(table, filters, without=(*PERIOD, "area"))


def _districts(tables: Tables, filters: Filters) -> ir.Table:
    return _in_area(tables, filters, "district_yearly", "district_area_yearly")


def _reports(tables: Tables, filters: Filters) -> ir.Table:
    """Whole reports, in every year, of the districts that lie at least partly in the chosen area."""
    table = in_scope(tables["district_yearly"], filters, without=(*PERIOD, "area"))
    if filters.area is None:
        return table
    here = tables["district_area_yearly"].filter(lambda rows: rows.area_id == filters.area)
    return table.filter(table.district.isin(here.district))


def _projects(tables: Tables, filters: Filters) -> ir.Table:
    return _in_area(tables, filters, "project_yearly", "project_area_yearly")


district_tax_in, district_tax_in_trend = tile(
    "district_tax_in_lcu",
    "lcu",
    "Tax increment of districts (lcu)",
    _districts,
    lambda rows: rows.tax_in_lcu.sum(),
    records,
)
district_spent, district_spent_trend = tile(
    "district_spent_lcu", "lcu", "Spending of districts (lcu)", _districts, lambda rows: rows.spent_lcu.sum(), records
)
district_balance, district_balance_trend = tile(
    "district_balance_lcu",
    "lcu",
    "Fund balances of districts (lcu)",
    _districts,
    lambda rows: rows.balance_end_lcu.sum(),
    records,
)
local_spending, local_spending_trend = tile(
    "local_spending_lcu",
    "lcu",
    "Spending on local projects (lcu)",
    _projects,
    lambda rows: rows.amount_lcu.sum(),
    lambda rows: rows.projects.sum().round(),
)


def _kept(rows: ir.Table) -> ir.Value:
    return share(rows.kept.sum(), rows.checkable.sum())


@question(*tile_total("share", "identity_kept_share"))
def identity_kept(tables: Tables, filters: Filters) -> ir.Table:
    """Share of a year's checkable district reports whose balance adds up within 5 %: a tile's row of the newest year in
    view; `n` reports that could be checked."""
    table = _reports(tables, filters)
    return year_total(table, filters, _kept, table.checkable.sum().fill_null(0))


@question(*tile_trend("share", "fiscal_year"))
def identity_kept_trend(tables: Tables, filters: Filters) -> ir.Table:
    """The same share by year: `period`, `value` (0..1); the first year cannot be checked and is empty."""
    return year_trend(_reports(tables, filters), filters, _kept)


@question(
    time("year", "fiscal_year"), *(value(name, "lcu", measure=measure) for name, measure in DISTRICT_MEASURES.items())
)
def district_funds(tables: Tables, filters: Filters) -> ir.Table:
    """Funds of districts by year: `year`, `tax_in_lcu`, `spent_lcu`, `balance_end_lcu`."""
    table = in_scope(_districts(tables, filters), of_years(filters))
    sums = {name: table[name].sum() for name in ("balance_end_lcu", "tax_in_lcu", "spent_lcu")}
    return table.group_by("year").aggregate(**sums).order_by("year")


@question(*flow("amount_lcu", "lcu"))
def district_flow(tables: Tables, filters: Filters) -> ir.Table:
    """Where districts' money came from and went in the newest year in view: `source`, `target`, `amount_lcu`.

    The largest districts by name, the others together. `kept` is what came in and was not used, `drawn` what was used
    beyond it, so that each district's flows balance.
    """
    newest = newest_year(in_scope(_districts(tables, filters), of_years(filters)))
    sizes = ibis.row_number().over(order_by=[ibis.desc(newest.tax_in_lcu.fill_null(0)), newest.district])
    large = sizes < NAMED_DISTRICTS
    ranked = newest.mutate(
        node=ibis.ifelse(large, newest.district_name, "other_district"),
        key=ibis.ifelse(large, newest.district, ibis.null("string")),
    )
    parts = ("tax_in_lcu", "transfers_in_lcu", "spent_lcu", "transfers_out_lcu", "distribution_lcu")
    sums = ranked.group_by("node", "key").aggregate(**{part: ranked[part].fill_null(0).sum() for part in parts})
    left = sums.tax_in_lcu + sums.transfers_in_lcu - sums.spent_lcu - sums.transfers_out_lcu - sums.distribution_lcu
    told = sums.mutate(kept=ibis.greatest(left, 0), drawn=ibis.greatest(-left, 0))
    came = [_link(told, told[column], into=word) for column, word in
            (("tax_in_lcu", "tax_in"), ("transfers_in_lcu", "transfers_in"), ("drawn", "drawn"))]  # fmt: skip
    went = [_link(told, told[column], out=word) for column, word in
            (("spent_lcu", "spent"), ("transfers_out_lcu", "transfers_out"),
             ("distribution_lcu", "distribution"), ("kept", "kept"))]  # fmt: skip
    links = ibis.union(came[0], *came[1:], *went)
    return links.filter(links.amount_lcu > 0).order_by(ibis.desc("amount_lcu"), "source_name", "target_name")


def _link(told: ir.Table, amount: ir.Value, into: str | None = None, out: str | None = None) -> ir.Table:
    """Links from a source into each node, or from each node out to a use."""
    rows = told.mutate(amount_lcu=amount.cast("float64"))
    district = (rows.key, rows.node, "district")
    other = (ibis.null("string"), ibis.literal(into or out), "origin" if into else "use")
    return flow_columns(rows, other, district) if into else flow_columns(rows, district, other)


@question(
    detail("district"),
    *(detail(name, "lcu", measure=DISTRICT_MEASURES.get(name)) for name in DISTRICT_FLOWS),
    detail("adds_up"),
)
def districts_table(tables: Tables, filters: Filters) -> ir.Table:
    """One row a district in the newest year in view, with its flows in lcu and whether its balance adds up.

    Of a district that lies in the chosen area in part, the flows are that part's by surface; its balance adds up, or
    does not, as a whole.
    """
    newest = newest_year(in_scope(_reports(tables, filters), of_years(filters)))
    parts = newest_year(in_scope(_districts(tables, filters), of_years(filters)))
    flows = parts.group_by("district").aggregate(**{name: parts[name].sum() for name in DISTRICT_FLOWS})
    told = newest.drop(*DISTRICT_FLOWS).inner_join(flows, "district")
    adds_up = ibis.ifelse(told.checkable == 1, told.kept == 1, None)
    return (
        told.select(*DISTRICT_FLOWS, district=told.district_name, adds_up=adds_up)
        .relocate("district")
        .order_by(ibis.desc("balance_end_lcu"), "district")
    )


@question(
    time("year", "fiscal_year"), detail("district"),
    *(detail(name, "lcu") for name in ("difference_lcu", "before_lcu", *DISTRICT_FLOWS, "expected_lcu")),
)  # fmt: skip
def reports_that_do_not_add_up(tables: Tables, filters: Filters) -> ir.Table:
    """District-years in view whose balance differs by more than 5 % from what their flows come to, largest first.

    `year`, `district`, `difference_lcu` (told less expected), `before_lcu` (the balance of the year before), what the
    report tells, and `expected_lcu`: before + tax + transfers in - transfers out - spending - distribution.
    """
    table = in_scope(_reports(tables, filters), of_years(filters))
    wrong = table.filter(table.checkable == 1, table.kept == 0)
    told = wrong.mutate(difference_lcu=wrong.balance_end_lcu - wrong.expected_lcu, district=wrong.district_name)
    return told.order_by(told.difference_lcu.abs().desc(), "year", "district").select(
        "year", "district", "difference_lcu", "before_lcu", *DISTRICT_FLOWS, "expected_lcu"
    )


@question(time("year", "fiscal_year"), value("identity_kept_share", "share"), count())
def identity_by_year(tables: Tables, filters: Filters) -> ir.Table:
    """Share of district reports that add up within 5 %, by year: `year`, `identity_kept_share`; the first has none."""
    table = in_scope(_reports(tables, filters), of_years(filters))
    yearly = table.group_by("year").aggregate(identity_kept_share=_kept(table), n=table.checkable.sum())
    return yearly.filter(yearly.n > 0).order_by("year")


@question(time("year", "fiscal_year"), group("group"), value("amount_lcu", "lcu", measure="local_spending_lcu"))
def local_by_category(tables: Tables, filters: Filters) -> ir.Table:
    """Spending on local projects by year: `year`, `group` (category), `amount_lcu`."""
    table = in_scope(_projects(tables, filters), of_years(filters))
    grouped = table.group_by(year=table.year, group=table.category).aggregate(amount_lcu=table.amount_lcu.sum())
    return grouped.order_by("year", "group")


def _zones(tables: Tables, filters: Filters) -> ir.Table:
    """Spending and budget by zone and year of zones whose yearly budget is fixed; a budget has no categories."""
    table = in_scope(tables["project_yearly"].drop("category"), filters)
    table = table.filter(table.zone_budget_lcu.notnull())
    return table.group_by(["year", "zone_id"]).aggregate(
        spent_lcu=table.amount_lcu.sum(), budget_lcu=table.zone_budget_lcu.max()
    )


@question(time("year", "fiscal_year"), value("spent_lcu", "lcu"), value("budget_lcu", "lcu"))
def zones_against_budget(tables: Tables, filters: Filters) -> ir.Table:
    """Spending of all zones against their fixed budgets: `year`, `spent_lcu`, `budget_lcu`."""
    table = _zones(tables, filters)
    sums = {"spent_lcu": table.spent_lcu.sum(), "budget_lcu": table.budget_lcu.sum()}
    return table.group_by("year").aggregate(**sums).order_by("year")


@question(*ranking("zone", value("unspent_lcu", "lcu"), detail("spent_lcu", "lcu"), detail("budget_lcu", "lcu")))
def zones_unspent(tables: Tables, filters: Filters) -> ir.Table:
    """What zones left of the newest year's fixed budget: `zone`, `name`, `unspent_lcu`, `spent_lcu`, `budget_lcu`."""
    table = newest_year(_zones(tables, filters))
    told = table.mutate(
        zone=table.zone_id, name=table.zone_id.split(":")[1], unspent_lcu=table.budget_lcu - table.spent_lcu
    )
    columns = ["zone", "name", "unspent_lcu", "spent_lcu", "budget_lcu"]
    return told.select(columns).order_by(ibis.desc("unspent_lcu"), "zone")


def _per_resident(tables: Tables, filters: Filters, table: ir.Table, measure: str) -> ir.Table:
    """A map's answer of `amount_lcu` over residents in the newest year in view; `status` is allocated, published, none.

    `table` has `area_<level>`, `amount_lcu`, `counted` (records, in parts where they are shared out) and `status`.
    """
    level = map_level(table, filters)
    shown = areas_shown(tables, filters, level)
    newest = newest_year(in_scope(table, filters, without=("area",)))
    found = newest.group_by(found_area=newest.area_id).aggregate(
        amount_lcu=newest.amount_lcu.sum(), n=newest.counted.sum(), status=newest.status.min()
    )
    joined = shown.left_join(found, shown.area_id == found.found_area)
    value = joined.amount_lcu / joined.population.nullif(0)
    return joined.select(
        "area_id", name=named(joined, filters.language), **{measure: value}, n=joined.n.fill_null(0).round(1),
        population=joined.population, status=joined.status.fill_null("none"),
    ).order_by("area_id")  # fmt: skip


@question(*choropleth("local_spending_per_resident_lcu", "lcu"))
def local_spending_by_area(tables: Tables, filters: Filters) -> ir.Table:
    """Project spending per resident in the newest year in view, by surface where only the ward is known: choropleth."""
    table = tables["project_area_yearly"]
    return _per_resident(tables, filters, table.mutate(counted=table.projects), "local_spending_per_resident_lcu")


@question(*choropleth("district_spent_per_resident_lcu", "lcu"))
def district_spent_by_area(tables: Tables, filters: Filters) -> ir.Table:
    """District spending per resident in the newest year in view, shared out by surface: choropleth."""
    table = tables["district_area_yearly"]
    allocated = ibis.literal("allocated")
    table = table.mutate(amount_lcu=table.spent_lcu.fill_null(0), counted=table.surface_share, status=allocated)
    return _per_resident(tables, filters, table, "district_spent_per_resident_lcu")


@question(*mapped())
def places(tables: Tables, filters: Filters) -> ir.Table:
    """Projects (or districts, where the map shows them) of the newest year in view: `mapped`, `unmatched`, `total`.

    `unmatched` are those whose ward or district has no published outline.
    Within an area they are parts that add up, rounded to whole records.
    """
    districts = filters.measure == "district_spent_per_resident_lcu"
    if filters.area is not None:
        table = tables["district_area_yearly"] if districts else tables["project_area_yearly"]
        table = table.filter(table.area_id == filters.area)
        table = table.mutate(records=table.surface_share if districts else table.projects)
        table = table.mutate(placed=table.records)
    else:
        table = tables["district_yearly"] if districts else tables["project_yearly"]
        table = table.mutate(records=ibis.literal(1) if districts else table.projects)
    newest = newest_year(in_scope(table, filters, without=("area",)))
    sums = newest.aggregate(
        total=newest.records.sum().fill_null(0).round().cast("int64"),
        mapped=newest.placed.sum().fill_null(0).round().cast("int64"),
    )
    return sums.select("mapped", unmatched=sums.total - sums.mapped, total=sums.total)


district_options = options_of("district_options", "district_yearly", "district", "district_name")
category_options = options_of("category_options", "project_yearly", "category", "category")
