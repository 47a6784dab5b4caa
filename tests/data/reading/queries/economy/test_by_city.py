"""Growth on the year before and its forecast, which two cities are compared by."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data.reading.queries.economy.by_city import growth_by_city
from tests.data.reading.queries.economy.test_growth import TABLES, forecast, series, told
from tests.data.reading.queries.published import Rows, published

Q1, Q2 = date(2024, 1, 1), date(2024, 4, 1)


def growth(start: date, vintage: date, value: float | None) -> dict[str, Any]:
    row = told("gdp", start, vintage, value) | {"growth": "year_on_year"}
    del row["status"]
    return row


def on_the_year(made_on: date, start: date, ahead: int, value: float) -> dict[str, Any]:
    return forecast("combination", made_on, start, ahead, value) | {"growth": "year_on_year"}


def score(kind: str) -> dict[str, Any]:
    return {"series_id": "gdp", "growth": kind, "method": "combination", "horizon_quarters": 2, "rmse": 1.0,
            "sample": "without_2020_2021", "forecasts": 40, "crps": 0.5}  # fmt: skip


EARLIER, LATER = date(2024, 6, 1), date(2024, 9, 1)
#: The second quarter was told as 5.0, later as 4.5; what is forecast on the quarter before is another number.
GROWN: dict[str, Rows] = {
    "series": [series("gdp", "target", "Q", "none")],
    "observations": [told("gdp", Q1, date(2024, 5, 1), 100.0), told("gdp", Q2, date(2024, 8, 1), 101.0)],
    "growth_vintages": [
        growth(Q1, date(2024, 5, 1), 6.0), growth(Q2, date(2024, 8, 1), 5.0), growth(Q2, LATER, 4.5),
    ],
    "forecasts": [
        on_the_year(EARLIER, Q2, 0, 5.5), on_the_year(EARLIER, date(2024, 10, 1), 2, 6.5),
        on_the_year(LATER, date(2024, 7, 1), 0, 4.0), on_the_year(LATER, date(2025, 1, 1), 2, 3.0),
        forecast("combination", LATER, date(2025, 1, 1), 2, 9.0),
    ],
    "scores": [score(kind) for kind in ("quarterly", "year_on_year")],
    "earlier_scores": [score("quarterly") | {"scored_on": date(2024, 5, 31)}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("as_of", "known", "nowcast", "ahead"),
    [(None, ("2024-Q2", 4.5), 4.0, (3.0, 1.0, 5.0)), ("2024-08-15", ("2024-Q2", 5.0), 5.5, (6.5, 4.5, 8.5))],
)
def test_a_city_is_told_by_its_newest_quarter_and_forecast(
    tmp_path: Path, as_of: str | None, known: tuple[str, float], nowcast: float, ahead: tuple[float, float, float]
) -> None:
    (row,) = published(tmp_path, "economy", GROWN).ask(growth_by_city, as_of=as_of, area="NW", since="2030-01-01")
    assert (row["ref_area_name"], row["time_period"], row["growth_percent"]) == ("Atlantis", *known)
    assert row["nowcast_percent"] == nowcast
    assert (row["ahead_percent"], row["low80"], row["high80"]) == ahead


def test_growth_of_another_kind_is_not_compared(tmp_path: Path) -> None:
    assert published(tmp_path, "economy", TABLES).ask(growth_by_city) == []
