"""What the economy page asks. Growth and rates are in percent; errors in percentage points.

The target is one national series; it has no place in the city and says so where an area is chosen. Every number is of
a vintage: the newest, unless a query says otherwise.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from data.reading.filters import Filters
from data.reading.queries.economy.vintages import so_far, standing
from data.reading.queries.scope import in_scope
from data.reading.question import questions_about
from data.reading.schema import (
    Column,
    Schema,
    detail,
    details,
    interval,
    label,
    latest_total,
    ranking,
    tile_trend,
    time,
    value,
)
from data.reading.tables import Tables

question = questions_about("economy")

#: What forecasts: the combination of models, the models, the naive rules.
COMBINATION = "combination"
METHODS = (COMBINATION, "dfm", "midas", "mean", "ar", "no_change")
#: Horizon and sample by which tiles judge a method.
BEST_AT, BEST_SAMPLE = 2, "without_2020_2021"
#: The farthest quarter that is forecast.
FARTHEST = 3
#: Quarters of what was published before the fan.
FAN_HISTORY = 16
#: Series shown together where the reader chose none (a city has the first two or the last two), and how many of those
#: chosen.
FIRST_SERIES, SERIES_AT_ONCE = ("UNRATE", "PAYEMS", "consumer_prices", "retail_sales"), 4
#: Quarters of which the first and the newest value are compared.
REVISED_QUARTERS = 16


def of_growth(table: ir.Table, filters: Filters) -> ir.Table:
    """The rows of the kind of growth that was chosen, or of the one that the city's page opens on."""
    return table if filters.selected("growth") else table.filter(table.main)


def _target(tables: Tables, filters: Filters) -> ir.Table:
    """Every vintage of the target: no area, method or series narrows it."""
    without = ("period", "method", "series", "quarter", "area_indicator")
    table = in_scope(tables["target_vintages"], filters, without)
    return of_growth(so_far(table, table.vintage, filters), filters)


def _newest_growth(tables: Tables, filters: Filters) -> ir.Table:
    """The target's newest values that were not withdrawn: `period_start`, `time_period`, `value`."""
    table = standing(_target(tables, filters), filters)
    return table.filter(table.value.notnull())


def _best_method(tables: Tables, filters: Filters) -> ir.Table:
    """The method that is shown where none was chosen: one row `best`.

    It is the combination of models, which was decided on before any score was known; where nobody delivers one, the
    method with the lowest RMSE two quarters ahead.
    """
    scores = standing(tables["scores"], filters)
    ahead = scores.filter(scores.main & (scores.horizon_quarters == BEST_AT) & (scores["sample"] == BEST_SAMPLE))
    rank = ibis.ifelse(ahead.method == COMBINATION, -1.0, ahead.rmse)
    return ahead.aggregate(best=ahead.method.argmin(rank))


def of_shown_method(table: ir.Table, tables: Tables, filters: Filters) -> ir.Table:
    """The rows of the chosen method, or of the one that is shown where none is chosen."""
    if filters.selected("method"):
        return table
    joined = table.cross_join(_best_method(tables, filters))
    return joined.filter(joined.method == joined.best).drop("best")


def _forecasts(tables: Tables, filters: Filters) -> ir.Table:
    """Every forecast of the method that is shown."""
    without = ("period", "series", "quarter", "area_indicator")
    table = of_growth(in_scope(tables["forecasts"], filters, without), filters)
    table = so_far(table, table.made_on, filters)
    return of_shown_method(table, tables, filters)


@question(*latest_total("percent", "gdp_growth"))
def gdp_growth(tables: Tables, filters: Filters) -> ir.Table:
    """Growth in the newest quarter published: a tile's row in percent; `before` the same quarter a year earlier.

    `n` is the number of vintages that have told the quarter.
    """
    table = _newest_growth(tables, filters)
    now = table.filter(table.period_start == table.period_start.max())
    earlier = table.select(a_year_on=table.period_start + ibis.interval(years=1), before=table.value)
    joined = now.left_join(earlier, now.period_start == earlier.a_year_on.cast("date"))
    return joined.select(value=joined.value, recent=joined.value, before=joined.before, n=joined.release_number)


@question(*tile_trend("percent", "quarter"))
def gdp_growth_trend(tables: Tables, filters: Filters) -> ir.Table:
    """Growth of the last published quarters: `period`, `value` (percent)."""
    table = _newest_growth(tables, filters)
    newest = table.order_by(ibis.desc("period_start")).limit(FAN_HISTORY)
    return newest.select(period=newest.period_start, value=newest.value).order_by("period")


def _ahead(tables: Tables, filters: Filters, quarters: int) -> ir.Table:
    """Forecasts so many quarters ahead of the quarter in which they were made."""
    table = _forecasts(tables, filters)
    return table.filter(table.horizon_quarters == quarters)


def _newest_ahead(tables: Tables, filters: Filters, quarters: int) -> ir.Table:
    """The newest forecast so far ahead, with its 80 % band: a tile's row; `before` the one made a quarter earlier.

    `n` is the number of days that a forecast was made on.
    """
    table = _ahead(tables, filters, quarters)
    now = table.aggregate(
        value=table.value.argmax(table.made_on), low80=table.low80.argmax(table.made_on),
        high80=table.high80.argmax(table.made_on), n=table.count(),
    )  # fmt: skip
    last = table.aggregate(last_made_on=table.made_on.max())
    joined = table.cross_join(last)
    earlier = joined.filter(joined.made_on <= (joined.last_made_on - ibis.interval(months=3)).cast("date"))
    before = earlier.aggregate(before=earlier.value.argmax(earlier.made_on))
    told = now.cross_join(before)
    return told.select(
        value=told.value, recent=told.value, before=told.before, n=told.n, low80=told.low80, high80=told.high80
    )


def _trend_ahead(tables: Tables, filters: Filters, quarters: int) -> ir.Table:
    """Forecasts so far ahead by the day they were made, the last 24: `period`, `value` (percent)."""
    table = _ahead(tables, filters, quarters).order_by(ibis.desc("made_on")).limit(24)
    return table.select(period=table.made_on, value=table.value).order_by("period")


def _forecast_tile(measure: str) -> Schema:
    return (*latest_total("percent", measure), *interval("low80", "high80", "value", "percent", 80))


@question(*_forecast_tile("gdp_nowcast"))
def gdp_nowcast(tables: Tables, filters: Filters) -> ir.Table:
    """The newest forecast of the quarter in which it was made: a tile's row in percent."""
    return _newest_ahead(tables, filters, 0)


@question(*tile_trend("percent", "date"))
def gdp_nowcast_trend(tables: Tables, filters: Filters) -> ir.Table:
    """The same over the days it was made: `period`, `value` (percent)."""
    return _trend_ahead(tables, filters, 0)


@question(*_forecast_tile("gdp_forecast"))
def gdp_forecast(tables: Tables, filters: Filters) -> ir.Table:
    """The newest forecast two quarters ahead: a tile's row in percent."""
    return _newest_ahead(tables, filters, BEST_AT)


@question(*tile_trend("percent", "date"))
def gdp_forecast_trend(tables: Tables, filters: Filters) -> ir.Table:
    """The same over the days it was made: `period`, `value` (percent)."""
    return _trend_ahead(tables, filters, BEST_AT)


@question(*_forecast_tile("gdp_forecast_3"))
def gdp_forecast_3(tables: Tables, filters: Filters) -> ir.Table:
    """The newest forecast three quarters ahead: a tile's row in percent."""
    return _newest_ahead(tables, filters, FARTHEST)


@question(*tile_trend("percent", "date"))
def gdp_forecast_3_trend(tables: Tables, filters: Filters) -> ir.Table:
    """The same over the days it was made: `period`, `value` (percent)."""
    return _trend_ahead(tables, filters, FARTHEST)


def _surprises(tables: Tables, filters: Filters) -> ir.Table:
    """First published growth less the last forecast made before, by quarter: `period_start`, `surprise`."""
    target = _target(tables, filters)
    first = target.filter((target.release_number == 1) & target.value.notnull())
    first = first.select("period_start", told=first.value, on=first.vintage)
    made = _forecasts(tables, filters).select("period_start", "made_on", forecast="value")
    joined = first.join(made, first.period_start == made.period_start)
    before = joined.filter(joined.made_on < joined.on)
    return before.group_by("period_start").aggregate(
        surprise=before.told.max() - before.forecast.argmax(before.made_on)
    )


@question(*latest_total("points", "forecast_surprise"))
def surprise(tables: Tables, filters: Filters) -> ir.Table:
    """The newest quarter's first figure less its last forecast: a tile's row in percentage points."""
    table = _surprises(tables, filters)
    told = table.aggregate(value=table.surprise.argmax(table.period_start), n=table.count())
    return told.select(value=told.value, recent=told.value, before=ibis.null("float64"), n=told.n)


@question(*tile_trend("points", "quarter"))
def surprise_trend(tables: Tables, filters: Filters) -> ir.Table:
    """Surprises of the last quarters: `period`, `value` (percentage points)."""
    table = _surprises(tables, filters).order_by(ibis.desc("period_start")).limit(FAN_HISTORY)
    return table.select(period=table.period_start, value=table.surprise).order_by("period")


@question(detail("ref_area_name"), label(), *details("vintage", "is_city"))
def about(tables: Tables, filters: Filters) -> ir.Table:
    """Which place the target is about: one row `ref_area_name`, `name`, `vintage` (the newest), `is_city`."""
    series, every = tables["series"], tables["target_vintages"]
    vintages = so_far(every, every.vintage, filters)
    newest = vintages.group_by("series").aggregate(vintage=vintages.vintage.max())
    joined = series.join(newest, series.series_id == newest.series)
    return joined.select(
        "ref_area_name", name=joined.name_en, vintage=joined.vintage, is_city=joined.ref_area == filters.city
    ).limit(1)


@question(
    time("period_start", "quarter"),
    label("time_period"),
    Column("status", "state", dimension="status"),
    value("growth_percent", "percent"),
    *interval("low50", "high50", "growth_percent", "percent", 50),
    *interval("low80", "high80", "growth_percent", "percent", 80),
    *interval("lowest", "highest", "growth_percent", "percent", 100),
)
def fan(tables: Tables, filters: Filters) -> ir.Table:
    """Published growth and the newest forecast with its intervals: shape fan, `growth_percent` in percent.

    `lowest` and `highest` of a published quarter are the ends of all that was ever published of it.
    """
    every = _target(tables, filters)
    ends = every.group_by(told="period_start").aggregate(lowest=every.value.min(), highest=every.value.max())
    newest = _newest_growth(tables, filters).order_by(ibis.desc("period_start")).limit(FAN_HISTORY)
    history = newest.join(ends, newest.period_start == ends.told)
    nothing = ibis.null("float64")
    published = history.select(
        "period_start", "time_period", status=ibis.literal("published"), growth_percent=history.value,
        low50=nothing, high50=nothing, low80=nothing, high80=nothing, lowest=history.lowest, highest=history.highest,
    )  # fmt: skip
    table = standing(_forecasts(tables, filters), filters)
    forecast = table.select(
        "period_start", "time_period", status=ibis.literal("forecast"), growth_percent=table.value,
        low50=table.low50, high50=table.high50, low80=table.low80, high80=table.high80, lowest=nothing, highest=nothing,
    )  # fmt: skip
    return published.union(forecast).order_by("period_start", ibis.desc("status"))


@question(time("day", "date"), *(value(f"{method}_percent", "percent") for method in METHODS))
def forecast_path(tables: Tables, filters: Filters) -> ir.Table:
    """How each rule's forecast moved for the first quarter not published yet: `day`, one column a rule.

    A column a method, such as `combination_percent`; `day` is the vintage that the forecast was made at.
    """
    table = in_scope(tables["forecasts"], filters, without=("period", "series", "method", "quarter", "area_indicator"))
    table = so_far(of_growth(table, filters), table.made_on, filters)
    newest = standing(table, filters)
    quarter = newest.aggregate(quarter=newest.period_start.min())
    kept = table.cross_join(quarter).filter(lambda rows: rows.period_start == rows.quarter)
    values = {f"{method}_percent": kept["value"].max(where=kept.method == method) for method in METHODS}
    return kept.group_by(day=kept.made_on).aggregate(**values).order_by("day")


@question(time("quarter"), value("first_percent", "percent"), value("newest_percent", "percent"))
def revisions(tables: Tables, filters: Filters) -> ir.Table:
    """First and newest value of the last quarters: `quarter` (its first day), `first_percent`, `newest_percent`."""
    table = _target(tables, filters)
    table = table.filter(table.value.notnull())
    told = table.group_by(quarter=table.period_start).aggregate(
        first_percent=table.value.argmin(table.vintage), newest_percent=table.value.argmax(table.vintage),
        first_vintage=table.vintage.min(),
    )  # fmt: skip
    # The log's first vintage tells decades at once: what it tells is not a first release.
    log_starts = table.aggregate(starts=table.vintage.min())
    released = told.cross_join(log_starts).filter(lambda rows: rows.first_vintage > rows.starts)
    newest = released.order_by(ibis.desc("quarter")).limit(REVISED_QUARTERS)
    return newest.select("quarter", "first_percent", "newest_percent").order_by("quarter")


def _shown_series(filters: Filters) -> tuple[str, ...]:
    return filters.selected("series")[:SERIES_AT_ONCE] or FIRST_SERIES


def _indicator_schema(filters: Filters, tables: Tables | None = None) -> Schema:
    """The columns of `indicator`: one a series."""
    return time("day", "date"), *(value(f"{series}_percent", "percent") for series in _shown_series(filters))


@question(schema=_indicator_schema, reads=("series",))
def indicator(tables: Tables, filters: Filters) -> ir.Table:
    """The chosen series as they are shown: `day` (a period's first), then `<series>_percent` for each, at most four.

    Growth on the year before in percent, or the level where the series is itself a rate; FIRST_SERIES where none
    is chosen. Without a period the last fifteen years.
    """
    without = ("series", "method", "growth", "quarter", "area_indicator")
    table = standing(in_scope(tables["latest"], filters, without), filters)
    chosen = _shown_series(filters)
    kept = table.filter(table.series.isin(chosen) & table.shown.notnull())
    if filters.since is None:
        kept = kept.cross_join(kept.aggregate(newest=kept.day.max()))
        kept = kept.filter(kept.day >= (kept.newest - ibis.interval(years=15)).cast("date"))
    columns = {f"{series}_percent": kept.shown.max(where=kept.series == series) for series in chosen}
    return kept.group_by("day").aggregate(**columns).order_by("day")


@question(
    label(),
    detail("newest_period"),
    detail("shown", "count"),
    detail("a_year_before", "count"),
    *details("unit", "shown_as", "newest_vintage", "series"),
)
def indicators(tables: Tables, filters: Filters) -> ir.Table:
    """The newest value of every series: `name`, `newest_period`, `shown`, `a_year_before`, ..., and its code.

    `newest_period` is in the notation of SDMX (2026-10, 2026-Q3). `shown` is growth on the year before in percent where
    `shown_as` is yoy, else the level in the series' own `unit`.
    """
    without = ("period", "series", "method", "growth", "quarter", "area_indicator")
    table = standing(in_scope(tables["latest"], filters, without), filters)
    table = table.filter(table.shown.notnull())
    newest = table.group_by("series").aggregate(newest=table.day.max())
    now = table.join(newest, [table.series == newest.series, table.day == newest.newest])
    earlier = table.select(of=table.series, on=table.day + ibis.interval(years=1), a_year_before=table.shown)
    joined = now.left_join(earlier, [now.series == earlier.of, now.day == earlier.on.cast("date")])
    year, month = joined.newest.year().cast("string"), joined.newest.month().cast("string").lpad(2, "0")
    period = ibis.cases(
        (joined.frequency == "M", year + "-" + month),
        (joined.frequency == "Q", year + "-Q" + joined.newest.quarter().cast("string")),
        (joined.frequency == "A", year),
        else_=joined.newest.cast("string"),
    )
    told = joined.select(
        "name", "shown", "a_year_before", "unit", newest_period=period,
        shown_as=joined.transform, newest_vintage=joined.vintage, series=joined.series,
    )  # fmt: skip
    return told.select(
        "name", "newest_period", "shown", "a_year_before", "unit", "shown_as", "newest_vintage", "series"
    ).order_by("name")


@question(time("day", "date"), value("forecasts"))
def vintage_days(tables: Tables, filters: Filters) -> ir.Table:
    """The days on which forecasts were made, oldest first, which a reader may go back to: `day`, `forecasts`."""
    table = tables["forecasts"]
    return table.group_by(day=table.made_on).aggregate(forecasts=table.count()).order_by("day")


@question(*ranking("series", value("observations")))
def series_options(tables: Tables, filters: Filters) -> ir.Table:
    """The series that a reader may choose: `series`, `name`, `observations`."""
    table = standing(tables["latest"], filters)
    told = table.group_by("series", "name").aggregate(observations=table.count())
    return told.order_by("name")


@question(*ranking("growth", value("forecasts")))
def growth_options(tables: Tables, filters: Filters) -> ir.Table:
    """The kinds of growth that a reader may choose: `growth`, `name`, `forecasts`."""
    table = so_far(tables["forecasts"], tables["forecasts"].made_on, filters)
    return table.group_by("growth", name=table.growth).aggregate(forecasts=table.count()).order_by("growth")


@question(*ranking("method", value("forecasts")))
def method_options(tables: Tables, filters: Filters) -> ir.Table:
    """The methods that a reader may choose: `method`, `name`, `forecasts`."""
    table = so_far(tables["forecasts"], tables["forecasts"].made_on, filters)
    return table.group_by("method", name=table.method).aggregate(forecasts=table.count()).order_by("method")


@question(
    detail("released_on"),
    detail("series"),
    label(),
    detail("time_period"),
    detail("new_periods", "count"),
    detail("revised_periods", "count"),
)
def releases(tables: Tables, filters: Filters) -> ir.Table:
    """The release calendar, newest first: `released_on`, `name`, `time_period`, `new_periods`, `revised_periods`."""
    table = in_scope(tables["releases"], filters, without=("method", "growth", "quarter", "area_indicator"))
    table = so_far(table, table.released_on, filters)
    told = table.select("released_on", "series", "name", "time_period", "new_periods", "revised_periods")
    return told.order_by(ibis.desc("released_on"), "name", "series", "time_period")
