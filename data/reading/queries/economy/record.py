"""What the economy page asks of the forecasts' record: errors, coverage, and what differs from the naive rules."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from data.reading.filters import Filters
from data.reading.queries.economy.growth import BEST_AT, BEST_SAMPLE, COMBINATION, of_growth, of_shown_method
from data.reading.queries.economy.vintages import standing
from data.reading.queries.scope import in_scope
from data.reading.question import questions_about
from data.reading.schema import Column, category, detail, latest_total, value
from data.reading.tables import Tables

question = questions_about("economy")

#: p below which errors are said to differ.
SIGNIFICANT = 0.05
#: Forecasts without which the score card says nothing of a method: two years of them.
FEWEST_FORECASTS = 8
#: Choices of the page that the record does not depend on.
WITHOUT = ("period", "series", "quarter", "area_indicator")


def _best_scores(tables: Tables, filters: Filters) -> ir.Table:
    """Scores without 2020 and 2021 of the method that is shown."""
    table = standing(of_growth(in_scope(tables["scores"], filters, without=WITHOUT), filters), filters)
    return of_shown_method(table.filter(table["sample"] == BEST_SAMPLE), tables, filters)


@question(*latest_total("points", "forecast_error"))
def error(tables: Tables, filters: Filters) -> ir.Table:
    """RMSE two quarters ahead without 2020 and 2021: a tile's row in points; nothing to compare with before."""
    table = _best_scores(tables, filters)
    told = table.filter(table.horizon_quarters == BEST_AT)
    return told.select(value=told.rmse, recent=told.rmse, before=ibis.null("float64"), n=told.forecasts)


@question(category("period"), value("value", "points"))
def error_trend(tables: Tables, filters: Filters) -> ir.Table:
    """RMSE without 2020 and 2021 by quarters ahead: `period` (quarters ahead), `value` (percentage points)."""
    table = _best_scores(tables, filters)
    return table.select(period=table.horizon_quarters, value=table.rmse).order_by("period")


@question(*latest_total("share", "coverage80_share"))
def coverage(tables: Tables, filters: Filters) -> ir.Table:
    """Share of outcomes inside the 80 % interval two quarters ahead: a tile's row; `n` forecasts with an interval."""
    table = _best_scores(tables, filters)
    told = table.filter(table.horizon_quarters == BEST_AT)
    share = told.coverage80_share
    return told.select(value=share, recent=share, before=ibis.null("float64"), n=told.interval_forecasts)


@question(category("period"), value("value", "share"))
def coverage_trend(tables: Tables, filters: Filters) -> ir.Table:
    """The same share by quarters ahead: `period` (quarters ahead), `value` (0..1)."""
    table = _best_scores(tables, filters)
    return table.select(period=table.horizon_quarters, value=table.coverage80_share).order_by("period")


@question(
    category("horizon"),
    category("method"),
    value("rmse_points", "points"),
    Column("verdict", "state", dimension="verdict"),
)
def score_card(tables: Tables, filters: Filters) -> ir.Table:
    """Each method's record without 2020 and 2021: `horizon` (quarters ahead), `method`, `rmse_points`, `verdict`.

    The verdict is better or worse where the errors differ from those of the 15-year mean significantly (Diebold and
    Mariano, p < 0.05), and same where they do not. A method of fewer than FEWEST_FORECASTS is left out.
    """
    table = standing(of_growth(in_scope(tables["scores"], filters, without=WITHOUT), filters), filters)
    kept = table.filter((table["sample"] == BEST_SAMPLE) & (table.forecasts >= FEWEST_FORECASTS))
    differs = kept.p_against_mean < SIGNIFICANT
    verdict = ibis.cases(
        (differs & (kept.rmse < kept.rmse_of_mean), "better"), (differs & (kept.rmse > kept.rmse_of_mean), "worse"),
        else_="same",
    )  # fmt: skip
    told = kept.select(
        horizon=kept.horizon_quarters.cast("string"), method=kept.method, rmse_points=kept.rmse, verdict=verdict
    )
    return told.order_by("horizon", "method")


@question(
    detail("method"),
    Column("method_state", "detail", dimension="method_state"),
    detail("weight_share", "share"),
)
def methods(tables: Tables, filters: Filters) -> ir.Table:
    """How each method fared on the newest day of forecasts, and its weight: `method`, `method_state`, `weight_share`.

    A method that did not converge weighs nothing; where no model did, the naive rules are the combination, which comes
    first and has no weight in itself (None).
    """
    table = standing(in_scope(tables["method_runs"], filters, without=(*WITHOUT, "method", "growth")), filters)
    weight = ibis.ifelse(table.method == COMBINATION, None, table.weight)
    told = table.select("method", method_state=table.state, weight_share=weight)
    return told.order_by(told.weight_share.notnull(), ibis.desc("weight_share"), "method_state", "method")


@question(
    detail("sample"),
    detail("horizon_quarters", "count"),
    detail("method"),
    detail("rmse_points", "points"),
    detail("crps_points", "points"),
    detail("coverage80_share", "share"),
    detail("forecasts", "count"),
    detail("interval_forecasts", "count"),
)
def scores(tables: Tables, filters: Filters) -> ir.Table:
    """The whole record: `method`, `horizon_quarters`, `sample`, `forecasts`, `rmse_points`, `crps_points`, coverage.

    `interval_forecasts` is what CRPS and the coverage of the 80 % interval are over.
    """
    table = standing(of_growth(in_scope(tables["scores"], filters, without=WITHOUT), filters), filters)
    told = table.select(
        "sample", "horizon_quarters", "method", "forecasts", "interval_forecasts", "coverage80_share",
        rmse_points=table.rmse, crps_points=table.crps,
    )  # fmt: skip
    columns = ["sample", "horizon_quarters", "method", "rmse_points", "crps_points", "coverage80_share",
               "forecasts", "interval_forecasts"]  # fmt: skip
    return told.select(columns).order_by(ibis.desc("sample"), "horizon_quarters", "rmse_points")
