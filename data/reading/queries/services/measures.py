"""The measures that are counted in requests: all of them as tiles at once, by month, and as what shades the map."""

from __future__ import annotations

from dataclasses import replace

import ibis
import ibis.expr.types as ir

from data.published.cell_keys import fewest_of
from data.reading.answer import Columns
from data.reading.chance import wilson_interval
from data.reading.disclosure import if_enough, in_64_bits
from data.reading.filters import Filters
from data.reading.queries.areas import choropleth_rows
from data.reading.queries.grain import grain_in_view
from data.reading.queries.months import whenever
from data.reading.queries.over_time import whole_in_view
from data.reading.queries.services.cubes import REQUESTS, by_map_area, counts, rate
from data.reading.queries.tile_totals import compared_answers, compared_sources
from data.reading.question import questions_about, reckoned_about
from data.reading.schema import Schema, Unit, choropleth, compared_pair, count, interval, time, value
from data.reading.tables import Tables

question, reckoned = questions_about("services"), reckoned_about("services")

#: Each measure as (part, whole): the share of the one sum in the other, or the number itself where there is no part.
#: Completed of all, those still open included; completed by app, web, kiosk or with digital help of those of known
#: channel; ratings of 4 and 5; cost of services whose cost is known; closed within the service's own deadline.
COUNTED: dict[str, tuple[str | None, str]] = {
    "requests": (None, "requests"),
    "completion_rate_share": ("completed", "requests"),
    "digital_take_up_share": ("completed_digital", "completed_known_channel"),
    "satisfaction_share": ("satisfied", "ratings"),
    "cost_per_transaction_lcu": ("cost_lcu", "costed"),
    "on_time_share": ("closed_on_time", "closed_with_deadline"),
}
#: Those of them that are of some cases: a line of few leaps (data/reading/enough_cases.py).
RATES = tuple(name for name, (part, _) in COUNTED.items() if part)
#: The sums that they are made of.
SUMS = tuple(dict.fromkeys(name for both in COUNTED.values() for name in both if name))
#: The unit of each.
UNITS: dict[str, Unit] = {
    "requests": "count",
    "completion_rate_share": "share",
    "digital_take_up_share": "share",
    "satisfaction_share": "share",
    "cost_per_transaction_lcu": "lcu",
    "on_time_share": "share",
}
#: Two-sided 95 % of the normal distribution.
Z95 = 1.959964


def with_wilson(tables: Tables, rows: ir.Table, part: ir.NumericValue, whole: ir.NumericValue, name: str) -> ir.Table:
    """The rows with `<name>_low` and `<name>_high`, the Wilson 95 % interval of part / whole (Wilson 1927); None where
    the whole is 0 or too few people to say.

    In two steps: as one expression it says the whole two dozen times, which takes DuckDB longer than all else that a
    tile asks.
    """
    n = whole.cast("float64").nullif(0)
    steps = rows.mutate(of_wilson=n, share_of_wilson=part / n, widened_of_wilson=1 + Z95**2 / n)
    n, found, widened = steps.of_wilson, steps.share_of_wilson, steps.widened_of_wilson
    middle = (found + Z95**2 / (2 * n)) / widened
    half = (Z95 / widened) * ((found * (1 - found) / n) + Z95**2 / (4 * n * n)).sqrt()
    # The greatest of a missing value and 0 would be 0.
    ends = {"low": ibis.greatest(middle - half, 0.0), "high": ibis.least(middle + half, 1.0)}
    known = {end: ibis.ifelse(n.isnull(), None, value) for end, value in ends.items()}
    columns = {f"{name}_{end}": if_enough(tables, n, value) for end, value in known.items()}
    return steps.select(*rows.columns, **columns)


def _total_schema() -> Schema:
    """The columns of `counted_total`: the measures, the records behind each, and the pairs that are compared."""
    pairs = {name: compared_pair(f"{name}_recent", f"{name}_before", name, unit) for name, unit in UNITS.items()}
    return (
        *(value(name, unit, measure=name) for name, unit in UNITS.items()),
        *(count(f"{name}_n", of=name) for name in COUNTED),
        *(recent for recent, _ in pairs.values()),
        *(count(f"{name}_n_recent", of=f"{name}_recent") for name in COUNTED),
        *(before for _, before in pairs.values()),
        *(count(f"{name}_n_before", of=f"{name}_before") for name in COUNTED),
        *interval("satisfaction_share_low", "satisfaction_share_high", "satisfaction_share", "share", 95),
    )


def _measure(tables: Tables, rows: ir.Table, name: str) -> ir.Value:
    """What COUNTED says of that measure, of all the rows together."""
    part, whole = COUNTED[name]
    return rate(tables, rows[part].sum(), rows[whole].sum()) if part else rows[whole].sum()


@question(*(value(name, "lcu" if name == "cost_lcu" else "count") for name in SUMS))
def added_up(tables: Tables, filters: Filters) -> ir.Table:
    """The SUMS of the view in one row, None of nothing: what the tiles are reckoned from."""
    rows = counts(tables, filters, SUMS)
    return rows.aggregate(**{name: in_64_bits(rows[name].sum()) for name in SUMS})


@reckoned(compared_sources(added_up), *_total_schema())
def counted_total(tables: Tables, filters: Filters, own: Columns, *others: Columns | None) -> Columns:
    """Every measure of COUNTED as a tile, in one row: `<measure>`, `_recent`, `_before` and their `_n`.

    `satisfaction_share_low` and `_high` are the Wilson 95 % interval of `satisfaction_share`.
    """
    recent, before = compared_answers(tables, filters, own, others)
    told = {"": own, "_recent": recent, "_before": before}
    row = {name + when: number for when, sums in told.items() for name, number in _measured(tables, sums).items()}
    share, n = row["satisfaction_share"], row["satisfaction_share_n"]
    low, high = (None, None) if share is None or n is None else wilson_interval(share, n)
    row |= {"satisfaction_share_low": low, "satisfaction_share_high": high}
    return {name: [number] for name, number in row.items()}


def _measured(tables: Tables, sums: Columns | None) -> dict[str, float | None]:
    """What COUNTED says of the sums, and the number behind each; of none that are known None."""
    names = (*COUNTED, *(f"{name}_n" for name in COUNTED))
    if sums is None:
        return dict.fromkeys(names)
    fewest, found = fewest_of(tables.small_cell_floor), dict[str, float | None]()
    for name, (part, whole) in COUNTED.items():
        n = found[f"{name}_n"] = sums[whole][0] or 0
        is_known = n and n >= fewest
        found[name] = n if part is None else sums[part][0] / n if is_known else None
    return {name: found[name] for name in names}


def _trend_schema(filters: Filters, tables: Tables | None) -> Schema:
    grain = grain_in_view(filters, tables, REQUESTS)
    behind = (count(f"{name}_n", of=name) for name in RATES)
    return time("period", grain), *(value(name, UNITS[name]) for name in COUNTED), *behind


@question(schema=_trend_schema)
def counted_trend(tables: Tables, filters: Filters) -> ir.Table:
    """Every measure of COUNTED by the month (day, week) of the request: `period` and `<measure>`, None of nothing,
    and of a rate `<measure>_n`."""
    grain = grain_in_view(filters, tables, REQUESTS)
    rows = counts(tables, whole_in_view(filters, tables, grain), SUMS, grain=grain)
    behind = {f"{name}_n": rows[COUNTED[name][1]].sum() for name in RATES}
    found = rows.group_by(period=grain).aggregate(**{name: _measure(tables, rows, name) for name in COUNTED}, **behind)
    return found.order_by("period")


#: The same of requests that have had time to be closed: all measures but the number of requests.
mature_total, mature_trend = (
    replace(asked, key=f"mature_{asked.key}", same_as=asked.key, matures="closing")
    for asked in (counted_total, counted_trend)
)


def _satisfaction_schema(filters: Filters, tables: Tables | None) -> Schema:
    ends = interval("satisfaction_share_low", "satisfaction_share_high", "satisfaction_share", "share", 95)
    return time(grain_in_view(filters, tables, REQUESTS)), value("satisfaction_share", "share"), *ends, count()


@question(schema=_satisfaction_schema, matures="closing")
def satisfaction_by_month(tables: Tables, filters: Filters) -> ir.Table:
    """Satisfaction by month (`day`, `week`) with its Wilson interval: `satisfaction_share`, `_low` and `_high`, `n`."""
    grain = grain_in_view(filters, tables, REQUESTS)
    view = whole_in_view(filters, tables, grain)
    rows = counts(tables, view, ("ratings", "satisfied"), grain=grain)
    rows = rows.filter(rows.ratings != 0)
    months = rows.group_by(grain).aggregate(part=rows.satisfied.sum(), n=rows.ratings.sum())
    shares = months.select(grain, "part", "n", satisfaction_share=rate(tables, months.part, months.n))
    found = with_wilson(tables, shares, shares.part, shares.n, "satisfaction_share")
    ends = ("satisfaction_share_low", "satisfaction_share_high")
    return found.order_by(grain).select(grain, "satisfaction_share", *ends, "n")


def _on_time_schema(filters: Filters, tables: Tables | None) -> Schema:
    return time(grain_in_view(filters, tables, REQUESTS)), value("on_time_share", "share"), count()


def _digital_schema(filters: Filters, tables: Tables | None) -> Schema:
    return time(grain_in_view(filters, tables, REQUESTS)), value("digital_take_up_share", "share"), count()


@question(schema=_on_time_schema, matures="closing")
def on_time_by_month(tables: Tables, filters: Filters) -> ir.Table:
    """Closed on time by month (`day`, `week`) of the request: `on_time_share`, and `n` closed with a deadline."""
    return _share_by_month(tables, filters, "on_time_share")


@question(schema=_digital_schema, matures="closing")
def digital_take_up_by_month(tables: Tables, filters: Filters) -> ir.Table:
    """Completed digitally by month (`day`, `week`): `digital_take_up_share`, and `n` completed by a known channel."""
    return _share_by_month(tables, filters, "digital_take_up_share")


def _share_by_month(tables: Tables, filters: Filters, measure: str) -> ir.Table:
    part, whole = COUNTED[measure]
    assert part is not None
    grain = grain_in_view(filters, tables, REQUESTS)
    rows = counts(tables, whole_in_view(filters, tables, grain), (part, whole), grain=grain)
    rows = rows.filter(rows[whole] != 0)
    months = rows.group_by(grain).aggregate(part=rows[part].sum(), n=rows[whole].sum())
    shares = months.mutate(**{measure: rate(tables, months.part, months.n)})
    return shares.order_by(grain).select(grain, measure, "n")


def _counted_by_area(tables: Tables, filters: Filters, measure: str) -> ir.Table:
    """`area_id`, `name`, the measure, `n`, ... as a map's answer."""

    def measured(rows: ir.Table, column: str) -> ir.Table:
        return rows.group_by(column).aggregate(n=rows[COUNTED[measure][1]].sum(), value=_measure(tables, rows, measure))

    return choropleth_rows(
        tables, whenever(filters), by_map_area(tables, filters, [name for name in COUNTED[measure] if name]), measure,
        measured,
    )  # fmt: skip


@question(*choropleth("completion_rate_share", "share"), matures="closing")
def completion_rate_by_area(tables: Tables, filters: Filters) -> ir.Table:
    """Completion rate by area: `area_id`, `name`, `completion_rate_share`, ..."""
    return _counted_by_area(tables, filters, "completion_rate_share")


@question(*choropleth("digital_take_up_share", "share"), matures="closing")
def digital_take_up_by_area(tables: Tables, filters: Filters) -> ir.Table:
    """Digital take-up by area: `area_id`, `name`, `digital_take_up_share`, ..."""
    return _counted_by_area(tables, filters, "digital_take_up_share")


@question(*choropleth("satisfaction_share", "share"), matures="closing")
def satisfaction_by_area(tables: Tables, filters: Filters) -> ir.Table:
    """Satisfaction by area: `area_id`, `name`, `satisfaction_share`, ...; `n` counts ratings."""
    return _counted_by_area(tables, filters, "satisfaction_share")


@question(*choropleth("on_time_share", "share"), matures="closing")
def on_time_by_area(tables: Tables, filters: Filters) -> ir.Table:
    """Closed on time by area: `area_id`, `name`, `on_time_share`, ..."""
    return _counted_by_area(tables, filters, "on_time_share")


@question(*choropleth("requests", "count"))
def requests_by_area(tables: Tables, filters: Filters) -> ir.Table:
    """Requests by area, for the reader who asks for counts: `area_id`, `name`, `requests`, ..."""
    return _counted_by_area(tables, filters, "requests")
