"""Growth of a city and its forecast, in numbers that those of another city can stand beside."""

from __future__ import annotations

from dataclasses import replace

import ibis.expr.types as ir

from data.reading.filters import Filters
from data.reading.queries.economy.growth import of_shown_method
from data.reading.queries.economy.vintages import so_far, standing
from data.reading.question import questions_about
from data.reading.schema import detail, details, interval, value
from data.reading.tables import Tables

question = questions_about("economy")

#: The one kind of growth that all cities are compared by, whichever a city's page opens on.
COMPARED = "year_on_year"
#: Quarters ahead of the forecast that is compared.
AHEAD = 2


@question(
    *details("ref_area_name", "time_period"), value("growth_percent", "percent"), detail("nowcast_percent", "percent"),
    detail("ahead_percent", "percent"), *interval("low80", "high80", "ahead_percent", "percent", 80),
    *details("made_on"),
    of_every_city=True,
)  # fmt: skip
def growth_by_city(tables: Tables, filters: Filters) -> ir.Table:
    """Growth on the year before, in percent, in the newest quarter published, and the newest forecast of it.

    `ref_area_name` (whose growth it is: a city's page may show its country's), `time_period`, `growth_percent`,
    `nowcast_percent` (the quarter in which the forecast was made), `ahead_percent` (AHEAD quarters later) with its 80 %
    band `low80` to `high80`, `made_on`; None without forecasts. Whatever the view narrows but its day. No row where
    growth on the year before is not known.
    """
    view = replace(filters, since=None, until=None, area=None, area_level=0, selections=())
    target = tables["target_vintages"]
    known = standing(target.filter((target.growth == COMPARED) & target.value.notnull()), view)
    newest = known.filter(known.period_start == known.period_start.max())
    forecasts = tables["forecasts"]
    made = so_far(forecasts.filter(forecasts.growth == COMPARED), forecasts.made_on, view)
    shown = of_shown_method(made, tables, view)
    shown = shown.filter(shown.made_on == shown.made_on.max())
    far = shown.horizon_quarters == AHEAD
    ahead = shown.aggregate(
        nowcast_percent=shown.value.max(where=shown.horizon_quarters == 0), ahead_percent=shown.value.max(where=far),
        low80=shown.low80.max(where=far), high80=shown.high80.max(where=far), made_on=shown.made_on.max(),
    )  # fmt: skip
    series = tables["series"]
    told = newest.join(series, newest.series == series.series_id)
    return told.select("ref_area_name", "time_period", growth_percent=told.value).cross_join(ahead)
