"""What the fiscal page asks. Amounts are in the city's currency (lcu).

Records come by year, so a view without a period means the newest year that a table holds; a period means the newest
year in it, compared with the year before. A chosen area shares districts and wards out by surface; budgets have no
place and say so.
"""

from __future__ import annotations

from collections.abc import Callable

import ibis
import ibis.expr.types as ir

from data.filters import Filters
from data.queries.scope import in_scope
from data.queries.shapes import areas_shown, named, shaded_level, share
from data.tables import Tables

#: Districts that a flow draws by name; the others are added up.
NAMED_DISTRICTS = 8
PERIOD = ("period", "fiscal_year")


def _newest(table: ir.Table) -> ir.Table:
    """The rows of the newest year."""
    return table.filter(table.year == table.year.max())


def _year_total(
    table: ir.Table, filters: Filters, measured: Callable[[ir.Table], ir.Value], count: ir.Value
) -> ir.Table:
    """A tile's row: the newest year in view as `value` and `recent`, the year before it as `before`, rows as `n`.

    The year before is looked up beyond the period. `table` keeps to every other filter already.
    """
    yearly = table.group_by("year").aggregate(value=measured(table), n=count)
    chosen = in_scope(yearly.mutate(fiscal_year=yearly.year), _years(filters))
    newest = chosen.filter(chosen.year == chosen.year.max())
    earlier = yearly.select(before_year=yearly.year + 1, before=yearly.value)
    joined = newest.left_join(earlier, newest.year == earlier.before_year)
    return joined.select(value=joined.value, recent=joined.value, before=joined.before, n=joined.n)


def _years(filters: Filters) -> Filters:
    """The view's period and fiscal years alone."""
    return Filters(filters.city, filters.since, filters.until).with_selection(
        "fiscal_year", filters.selected("fiscal_year")
    )


def _year_trend(table: ir.Table, filters: Filters, measured: Callable[[ir.Table], ir.Value]) -> ir.Table:
    """A tile's spark line: `period` (year), `value`."""
    kept = in_scope(table, _years(filters))
    return kept.group_by(period=kept.year).aggregate(value=measured(kept)).order_by("period")


def _budget(tables: Tables, filters: Filters) -> ir.Table:
    """Approved budgets by department and year in view, but for its years; by fund too where a fund is chosen."""
    table = tables["funds_yearly"] if filters.selected("fund") else tables["budget_yearly"]
    return in_scope(table, filters, without=PERIOD)


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


Rows = Callable[[Tables, Filters], ir.Table]
Measured = Callable[[ir.Table], ir.Value]


def _tile(name: str, meaning: str, rows_of: Rows, measured: Measured, counted: Measured) -> tuple[Rows, Rows]:
    """The two queries of a tile: the newest year in view with the one before, and the spark line by year.

    `rows_of` gives the rows of the view in every year; both queries carry the name and what the number means.
    """

    def total(tables: Tables, filters: Filters) -> ir.Table:
        table = rows_of(tables, filters)
        return _year_total(table, filters, measured, counted(table))

    def trend(tables: Tables, filters: Filters) -> ir.Table:
        return _year_trend(rows_of(tables, filters), filters, measured)

    total.__name__, total.__doc__ = name, f"{meaning} of the newest year in view: a tile's row."
    trend.__name__, trend.__doc__ = f"{name}_trend", f"{meaning} by year: `period`, `value`."
    return total, trend


def _revenue(tables: Tables, filters: Filters) -> ir.Table:
    return in_scope(tables["revenue_yearly"], filters, without=PERIOD)


def _executed(tables: Tables, filters: Filters) -> ir.Table:
    """Spending and budget of each department's newest month by year."""
    table = in_scope(tables["executions_monthly"], filters, without=PERIOD)
    newest = table.group_by("fiscal_year").aggregate(last_month=table.month.max())
    joined = table.join(newest, [table.fiscal_year == newest.fiscal_year, table.month == newest.last_month])
    return joined.select("spent_to_date_lcu", "budget_lcu", year=joined.fiscal_year)


def _debt(tables: Tables, filters: Filters) -> ir.Table:
    return in_scope(tables["debt_yearly"], filters, without=PERIOD)


def _records(rows: ir.Table) -> ir.Value:
    return rows.count()


approved, approved_trend = _tile(
    "approved",
    "Approved appropriations (lcu)",
    _budget,
    lambda rows: rows.amount_lcu.sum(),
    lambda rows: rows.lines.sum(),
)
revenue, revenue_trend = _tile(
    "revenue", "Estimated revenue (lcu)", _revenue, lambda rows: rows.budget_lcu.sum(), lambda rows: rows.lines.sum()
)
executed, executed_trend = _tile(
    "executed", "Spent so far over the year's budget (0..1)", _executed,
    lambda rows: share(rows.spent_to_date_lcu.sum(), rows.budget_lcu.sum()), _records,
)  # fmt: skip
debt, debt_trend = _tile(
    "debt", "Debt over what the city took in (0..1)", _debt, lambda rows: rows.debt_ratio_share.max(), _records
)
district_tax_in, district_tax_in_trend = _tile(
    "district_tax_in", "Tax increment of districts (lcu)", _districts, lambda rows: rows.tax_in_lcu.sum(), _records
)
district_spent, district_spent_trend = _tile(
    "district_spent", "Spending of districts (lcu)", _districts, lambda rows: rows.spent_lcu.sum(), _records
)
district_balance, district_balance_trend = _tile(
    "district_balance",
    "Fund balances of districts (lcu)",
    _districts,
    lambda rows: rows.balance_end_lcu.sum(),
    _records,
)
local_spending, local_spending_trend = _tile(
    "local_spending", "Spending on local projects (lcu)", _projects,
    lambda rows: rows.amount_lcu.sum(), lambda rows: rows.projects.sum().round(),
)  # fmt: skip


def _kept(rows: ir.Table) -> ir.Value:
    return share(rows.kept.sum(), rows.checkable.sum())


def identity_kept(tables: Tables, filters: Filters) -> ir.Table:
    """Share of checkable district-years whose balance adds up within 5 %: a tile's row over all years in view.

    `recent` and `before` are the newest year in view and the one before it; `n` district-years that could be checked.
    """
    table = _reports(tables, filters)
    years = in_scope(table, _years(filters))
    whole = years.aggregate(value=_kept(years), n=years.checkable.sum().fill_null(0))
    pair = _year_total(table, filters, _kept, table.checkable.sum()).select("recent", "before")
    return whole.left_join(pair, ibis.literal(True)).select("value", "recent", "before", "n")


def identity_kept_trend(tables: Tables, filters: Filters) -> ir.Table:
    """The same share by year: `period`, `value` (0..1); the first year cannot be checked and is empty."""
    return _year_trend(_reports(tables, filters), filters, _kept)


def _with_year_before(table: ir.Table, filters: Filters, key: str, name: str) -> ir.Table:
    """Newest year in view: `key`, `name`, `amount_lcu`, `year_before_lcu` (None: not there), `change_share`, `year`."""
    yearly = table.group_by(["year", "fiscal_year", key]).aggregate(
        name=table[name].max(), amount_lcu=table.amount_lcu.sum()
    )
    newest = _newest(in_scope(yearly, _years(filters)))
    earlier = yearly.select(earlier_key=yearly[key], earlier_year=yearly.year + 1, year_before_lcu=yearly.amount_lcu)
    joined = newest.left_join(earlier, [newest[key] == earlier.earlier_key, newest.year == earlier.earlier_year])
    change = joined.amount_lcu / joined.year_before_lcu.nullif(0) - 1
    return joined.select(key, "name", "amount_lcu", "year_before_lcu", change_share=change, year=joined.year)


def budget_by_department(tables: Tables, filters: Filters) -> ir.Table:
    """Approved budget of the newest year in view: `department`, `name`, `amount_lcu`, the year before, the change."""
    told = _with_year_before(_budget(tables, filters), filters, "department", "department_name")
    return told.order_by(ibis.desc("amount_lcu"), "department")


def growth_by_department(tables: Tables, filters: Filters) -> ir.Table:
    """Change on the year before: `department`, `name`, `change_lcu`, `change_share`, `amount_lcu`; largest first.

    Departments without a budget in either of the two years are left out.
    """
    told = _with_year_before(_budget(tables, filters), filters, "department", "department_name")
    told = told.mutate(change_lcu=told.amount_lcu - told.year_before_lcu).filter(told.year_before_lcu.notnull())
    columns = ["department", "name", "change_lcu", "change_share", "amount_lcu", "year"]
    return told.select(columns).order_by(told.change_lcu.abs().desc(), "department")


def budget_by_fund(tables: Tables, filters: Filters) -> ir.Table:
    """Approved budget of the newest year in view: `fund`, `name`, `amount_lcu`, the year before and the change."""
    table = in_scope(tables["funds_yearly"], filters, without=PERIOD)
    return _with_year_before(table, filters, "fund", "fund").order_by(ibis.desc("amount_lcu"), "fund")


def budget_by_fund_group(tables: Tables, filters: Filters) -> ir.Table:
    """Approved budget by year: `year`, `group` (fund group), `amount_lcu`; only groups compare across 2021 and 2022."""
    table = in_scope(tables["funds_yearly"], filters)
    grouped = table.group_by(year=table.year, group=table.fund_group).aggregate(amount_lcu=table.amount_lcu.sum())
    return grouped.order_by("year", "group")


def revenue_by_source(tables: Tables, filters: Filters) -> ir.Table:
    """Estimated revenue of the newest year in view: `revenue_source`, `name`, `amount_lcu`, year before, change."""
    table = in_scope(tables["revenue_yearly"], filters, without=PERIOD)
    table = table.mutate(amount_lcu=table.budget_lcu.fill_null(0))
    told = _with_year_before(table, filters, "revenue_source", "revenue_source")
    return told.order_by(ibis.desc("amount_lcu"), "revenue_source")


def revenue_against_forecast(tables: Tables, filters: Filters) -> ir.Table:
    """Received against forecast by year: `year`, `actual_lcu`, `budget_lcu`; years without receipts are left out."""
    table = in_scope(tables["revenue_yearly"], filters)
    yearly = table.group_by("year").aggregate(actual_lcu=table.actual_lcu.sum(), budget_lcu=table.budget_lcu.sum())
    return yearly.filter(yearly.actual_lcu.notnull()).order_by("year")


def budget_lines(tables: Tables, filters: Filters) -> ir.Table:
    """Every account of the newest year in view: `fiscal_year`, `department`, `account`, `amount_lcu`, largest first."""
    table = _newest(in_scope(tables["accounts_yearly"], filters))
    year = table.fiscal_year.cast("string")
    told = table.select("account", "amount_lcu", fiscal_year=year, department=table.department_name)
    return told.select("fiscal_year", "department", "account", "amount_lcu").order_by(
        ibis.desc("amount_lcu"), "account"
    )


def district_funds(tables: Tables, filters: Filters) -> ir.Table:
    """Funds of districts by year: `year`, `tax_in_lcu`, `spent_lcu`, `balance_end_lcu`."""
    table = in_scope(_districts(tables, filters), _years(filters))
    sums = {name: table[name].sum() for name in ("balance_end_lcu", "tax_in_lcu", "spent_lcu")}
    return table.group_by("year").aggregate(**sums).order_by("year")


def district_flow(tables: Tables, filters: Filters) -> ir.Table:
    """Where districts' money came from and went in the newest year in view: `source`, `target`, `amount_lcu`.

    The largest districts by name, the others together. `kept` is what came in and was not used, `drawn` what was used
    beyond it, so that each district's flows balance.
    """
    newest = _newest(in_scope(_districts(tables, filters), _years(filters)))
    sizes = ibis.row_number().over(order_by=[ibis.desc(newest.tax_in_lcu.fill_null(0)), newest.district])
    ranked = newest.mutate(node=ibis.ifelse(sizes < NAMED_DISTRICTS, newest.district_name, "other_districts"))
    parts = ("tax_in_lcu", "transfers_in_lcu", "spent_lcu", "transfers_out_lcu", "distribution_lcu")
    sums = ranked.group_by("node").aggregate(**{part: ranked[part].fill_null(0).sum() for part in parts})
    left = sums.tax_in_lcu + sums.transfers_in_lcu - sums.spent_lcu - sums.transfers_out_lcu - sums.distribution_lcu
    told = sums.mutate(kept=ibis.greatest(left, 0), drawn=ibis.greatest(-left, 0))
    came = [_link(told, told[column], into=word) for column, word in
            (("tax_in_lcu", "tax_in"), ("transfers_in_lcu", "transfers_in"), ("drawn", "drawn"))]  # fmt: skip
    went = [_link(told, told[column], out=word) for column, word in
            (("spent_lcu", "spent"), ("transfers_out_lcu", "transfers_out"),
             ("distribution_lcu", "distribution"), ("kept", "kept"))]  # fmt: skip
    links = ibis.union(came[0], *came[1:], *went)
    return links.filter(links.amount_lcu > 0).order_by(ibis.desc("amount_lcu"), "source", "target")


def _link(told: ir.Table, amount: ir.Value, into: str | None = None, out: str | None = None) -> ir.Table:
    """Links from a source into each node, or from each node out to a use."""
    source = ibis.literal(into) if into else told.node
    target = told.node if into else ibis.literal(out)
    return told.select(source=source, target=target, amount_lcu=amount.cast("float64"))


def districts_table(tables: Tables, filters: Filters) -> ir.Table:
    """One row a district in the newest year in view, with its flows in lcu and whether its balance adds up."""
    newest = _newest(in_scope(_reports(tables, filters), _years(filters)))
    adds_up = ibis.ifelse(newest.checkable == 1, newest.kept == 1, None)
    return newest.select(
        "tax_in_lcu", "transfers_in_lcu", "transfers_out_lcu", "spent_lcu", "distribution_lcu",
        "balance_end_lcu", district=newest.district_name, adds_up=adds_up,
    ).relocate("district").order_by(ibis.desc("balance_end_lcu"), "district")  # fmt: skip


def identity_by_year(tables: Tables, filters: Filters) -> ir.Table:
    """Share of district reports that add up within 5 %, by year: `year`, `identity_kept_share`; the first has none."""
    table = in_scope(_reports(tables, filters), _years(filters))
    yearly = table.group_by("year").aggregate(identity_kept_share=_kept(table), n=table.checkable.sum())
    return yearly.filter(yearly.n > 0).order_by("year")


def local_by_category(tables: Tables, filters: Filters) -> ir.Table:
    """Spending on local projects by year: `year`, `group` (category), `amount_lcu`."""
    table = in_scope(_projects(tables, filters), _years(filters))
    grouped = table.group_by(year=table.year, group=table.category).aggregate(amount_lcu=table.amount_lcu.sum())
    return grouped.order_by("year", "group")


def _zones(tables: Tables, filters: Filters) -> ir.Table:
    """Spending and budget by zone and year of zones whose yearly budget is fixed; a budget has no categories."""
    table = in_scope(tables["project_yearly"].drop("category"), filters)
    table = table.filter(table.zone_budget_lcu.notnull())
    return table.group_by(["year", "zone_id"]).aggregate(
        spent_lcu=table.amount_lcu.sum(), budget_lcu=table.zone_budget_lcu.max()
    )


def zones_against_budget(tables: Tables, filters: Filters) -> ir.Table:
    """Spending of all zones against their fixed budgets: `year`, `spent_lcu`, `budget_lcu`."""
    table = _zones(tables, filters)
    sums = {"spent_lcu": table.spent_lcu.sum(), "budget_lcu": table.budget_lcu.sum()}
    return table.group_by("year").aggregate(**sums).order_by("year")


def zones_unspent(tables: Tables, filters: Filters) -> ir.Table:
    """What zones left of the newest year's fixed budget: `zone`, `name`, `unspent_lcu`, `spent_lcu`, `budget_lcu`."""
    table = _newest(_zones(tables, filters))
    told = table.mutate(
        zone=table.zone_id, name=table.zone_id.split(":")[1], unspent_lcu=table.budget_lcu - table.spent_lcu
    )
    columns = ["zone", "name", "unspent_lcu", "spent_lcu", "budget_lcu"]
    return told.select(columns).order_by(ibis.desc("unspent_lcu"), "zone")


def _per_resident(tables: Tables, filters: Filters, table: ir.Table, measure: str) -> ir.Table:
    """A map's answer of `amount_lcu` over residents in the newest year in view; `status` is allocated, published, none.

    `table` has `area_<level>`, `amount_lcu`, `counted` (records, in parts where they are shared out) and `status`.
    """
    level = shaded_level(table, filters)
    shown = areas_shown(tables, filters, level)
    newest = _newest(in_scope(table, filters, without=("area",)))
    found = newest.group_by(found_area=newest.area_id).aggregate(
        amount_lcu=newest.amount_lcu.sum(), n=newest.counted.sum(), status=newest.status.min()
    )
    joined = shown.left_join(found, shown.area_id == found.found_area)
    value = joined.amount_lcu / joined.population.nullif(0)
    return joined.select(
        "area_id", name=named(joined, filters.language), **{measure: value}, n=joined.n.fill_null(0).round(1),
        population=joined.population, status=joined.status.fill_null("none"),
    ).order_by("area_id")  # fmt: skip


def local_spending_by_area(tables: Tables, filters: Filters) -> ir.Table:
    """Project spending per resident in the newest year in view, by surface where only the ward is known: choropleth."""
    table = tables["project_area_yearly"]
    return _per_resident(tables, filters, table.mutate(counted=table.projects), "local_spending_per_resident_lcu")


def district_spent_by_area(tables: Tables, filters: Filters) -> ir.Table:
    """District spending per resident in the newest year in view, shared out by surface: choropleth."""
    table = tables["district_area_yearly"]
    allocated = ibis.literal("allocated")
    table = table.mutate(amount_lcu=table.spent_lcu.fill_null(0), counted=table.surface_share, status=allocated)
    return _per_resident(tables, filters, table, "district_spent_per_resident_lcu")


def places(tables: Tables, filters: Filters) -> ir.Table:
    """Projects (or districts, where the map shows them) of the newest year in view: `mapped`, `unmatched`, `total`.

    `unmatched` are those whose ward or district has no published outline. `suppressed` is 0: money is not a person.
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
    newest = _newest(in_scope(table, filters, without=("area",)))
    sums = newest.aggregate(
        total=newest.records.sum().fill_null(0).round().cast("int64"),
        mapped=newest.placed.sum().fill_null(0).round().cast("int64"),
    )
    return sums.select("mapped", unmatched=sums.total - sums.mapped, suppressed=ibis.literal(0), total=sums.total)


def execution_by_department(tables: Tables, filters: Filters) -> ir.Table:
    """Share of the budget spent by the newest month in view: `department`, `name`, `executed_share`, the year gone."""
    table = in_scope(tables["executions_monthly"], filters)
    newest = table.filter(table.month == table.month.max())
    return newest.select(
        "department",
        name=newest.department_name,
        executed_share=share(newest.spent_to_date_lcu, newest.budget_lcu),
        year_gone_share=newest.year_gone_share,
    ).order_by(ibis.desc("executed_share"), "department")


def execution_against_calendar(tables: Tables, filters: Filters) -> ir.Table:
    """Budget spent so far against the calendar: `month`, `executed_share`, `year_gone_share`."""
    table = in_scope(tables["executions_monthly"], filters)
    monthly = table.group_by("month").aggregate(
        executed_share=share(table.spent_to_date_lcu.sum(), table.budget_lcu.sum()),
        year_gone_share=table.year_gone_share.max(),
    )
    return monthly.order_by("month")


def payees(tables: Tables, filters: Filters) -> ir.Table:
    """Payments in view by payee: `payee`, `name`, `amount_lcu`, `payments`; largest first."""
    table = in_scope(tables["payments_monthly"], filters)
    told = table.group_by("payee").aggregate(
        name=table.payee_name.max(), amount_lcu=table.amount_lcu.sum(), payments=table.payments.sum()
    )
    return told.order_by(ibis.desc("amount_lcu"), "payee")


def stocks(tables: Tables, filters: Filters) -> ir.Table:
    """Stocks at the end of each month: `month`, then `debt_lcu`, `debt_limit_lcu`, `cash_lcu`, `fund_balance_lcu`."""
    table = in_scope(tables["balances_monthly"], filters)
    held = {f"{name}_lcu": table.amount_lcu.sum(where=table.measure == name)
            for name in ("debt", "debt_limit", "cash", "fund_balance")}  # fmt: skip
    return table.group_by("month").aggregate(**held).order_by("month")


#: Where the grades of the comprehensive debt ratio end: green, yellow, orange; red is beyond (Ministry of Finance of
#: China, debt-risk grades of local governments: 120 %, 200 %, 300 %).
DEBT_BANDS = (1.2, 2.0, 3.0)


def debt_ratio(tables: Tables, filters: Filters) -> ir.Table:
    """Debt over what the city took in, by year: `year`, `debt_ratio_share`, `to_next_band_share`.

    The second is the distance to the next of DEBT_BANDS; beyond the last it is empty.
    """
    table = in_scope(tables["debt_yearly"], filters)
    ratio = table.debt_ratio_share
    following = ibis.cases(*((ratio < band, band) for band in DEBT_BANDS))
    told = table.mutate(to_next_band_share=following - ratio)
    return told.select("year", "debt_ratio_share", "to_next_band_share").order_by("year")


def _options(name: str, table: str, dimension: str, label: str) -> Rows:
    """The values that a reader may choose of a dimension: `<dimension>`, `name`, `records`; newer years first."""

    def options(tables: Tables, filters: Filters) -> ir.Table:
        told = tables[table]
        name = told[label].cast("string").max()
        grouped = told.group_by(dimension).aggregate(name=name, records=told.count(), newest=told.year.max())
        return grouped.order_by(ibis.desc("newest"), "name").select(dimension, "name", "records")

    options.__name__, options.__doc__ = name, f"The values of {dimension} that a reader may choose."
    return options


year_options = _options("year_options", "budget_yearly", "fiscal_year", "fiscal_year")
department_options = _options("department_options", "budget_yearly", "department", "department_name")
fund_options = _options("fund_options", "funds_yearly", "fund", "fund")
district_options = _options("district_options", "district_yearly", "district", "district_name")
category_options = _options("category_options", "project_yearly", "category", "category")
