"""Figures by area and series as strangers bring them, on rows whose answer can be read off."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from data.reading.queries.economy import figures, indicators
from tests.data.reading.queries.economy.test_growth import series, told
from tests.data.reading.queries.published import Published, Rows, published


def figure(area: str, name: str, period: str, value: float) -> dict[str, Any]:
    return {"area_id": area, "indicator": name, "time_period": period, "value": value, "status": "published"}


#: No series at all: figures by area are all that this city brought.
FIGURES: dict[str, Rows] = {
    "area_indicators": [
        *(figure(area, "gdp_mio", "2022", value) for area, value in (("NW", 10.0), ("NE", 20.0), ("SW", 30.0))),
        *(figure(area, "gdp_mio", "2023", value) for area, value in (("NW", 12.0), ("NE", 26.0), ("SW", 33.0))),
        *(figure(area, "land_area_km2", "2023", 5.0) for area in ("NW", "NE", "SW", "SE")),
        figure("NW", "unemployment_share", "2023/24", 0.05),
    ],
}


@pytest.fixture(scope="module")
def brought(tmp_path_factory: pytest.TempPathFactory) -> Published:
    return published(tmp_path_factory.mktemp("figures"), "economy", FIGURES)


def test_the_map_and_the_ranking_open_on_output_in_its_newest_period(brought: Published) -> None:
    shaded = {
        row["area_id"]: (row["area_figure"], row["area_indicator"]) for row in brought.ask(figures.figure_by_area)
    }
    assert shaded == {"NW": (12.0, "gdp_mio"), "NE": (26.0, "gdp_mio"), "SW": (33.0, "gdp_mio"), "SE": (None, None)}
    ranked = [(row["area"], row["area_figure"], row["figure_period"]) for row in brought.ask(figures.figure_ranking)]
    assert ranked == [("SW", 33.0, "2023"), ("NE", 26.0, "2023"), ("NW", 12.0, "2023")]
    assert brought.ask(figures.figure_places) == [{"mapped": 3, "unmatched": 0, "total": 3}]


def test_another_figure_can_be_chosen_and_shares_are_percentages(brought: Published) -> None:
    assert brought.ask(figures.figure_ranking, area_indicator="unemployment_share") == [
        {"area": "NW", "name": "Northwest", "area_figure": 5.0, "figure_period": "2023/24",
         "area_indicator": "unemployment_share"},
    ]  # fmt: skip
    assert {row["area_indicator"]: row["areas"] for row in brought.ask(figures.figure_options)} == {
        "gdp_mio": 3, "land_area_km2": 4, "unemployment_share": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("area", "now", "before", "areas"), [(None, 26.0, 20.0, 3), ("SW", 33.0, 30.0, 1)], ids=["median", "one area"]
)
def test_a_tile_tells_the_median_of_the_areas_or_the_area(
    brought: Published, area: str | None, now: float, before: float, areas: int
) -> None:
    (row,) = brought.ask(figures.area_figure, area=area)
    assert (row["value"], row["before"], row["n"], row["area_indicator"]) == (now, before, areas, "gdp_mio")
    assert [each["value"] for each in brought.ask(figures.area_figure_trend, area=area)] == [before, now]


def test_a_rate_has_no_change_in_per_cent(brought: Published) -> None:
    (row,) = brought.ask(figures.area_figure, area_indicator="unemployment_share")
    assert (row["value"], row["before"]) == (5.0, None)


def test_each_area_is_drawn_over_its_periods_and_one_period_is_no_line(brought: Published) -> None:
    drawn = [(row["name"], row["day"], row["area_figure"]) for row in brought.ask(figures.figure_over_time)]
    assert drawn[:2] == [("Northeast", "2022-01-01", 20.0), ("Northeast", "2023-01-01", 26.0)]
    assert len(drawn) == 6
    assert brought.ask(figures.figure_over_time, area_indicator="land_area_km2") == []


def test_every_figure_is_listed_and_the_records_span_their_periods(brought: Published) -> None:
    assert len(brought.ask(figures.area_figures)) == 11
    assert len(brought.ask(figures.area_figures, since="2023-01-01")) == 8
    assert len(brought.ask(figures.area_figures, area="SE")) == 1


@pytest.mark.parametrize("name", ["figure_by_area", "figure_ranking", "area_figure", "area_figures"])
def test_a_figure_that_nobody_brought_gives_nothing(brought: Published, name: str) -> None:
    rows = brought.ask(getattr(figures, name), area_indicator="nothing")
    assert [value for row in rows for value in (row.get("area_figure"), row.get("value")) if value is not None] == []


@pytest.fixture(scope="module")
def series_alone(tmp_path_factory: pytest.TempPathFactory) -> Published:
    years = {year: date(year, 1, 1) for year in (2022, 2023)}
    tables: dict[str, Rows] = {
        "series": [series("retail", "indicator", "A", "none") | {"unit": "bn"},
                   series("gdp_total", "indicator", "A", "none") | {"unit": "bn"}],
        "observations": [
            told("gdp_total", years[2022], years[2023], 100.0), told("gdp_total", years[2023], years[2023], 110.0),
            told("retail", years[2023], years[2023], 7.0),
        ],
    }  # fmt: skip
    return published(tmp_path_factory.mktemp("series"), "economy", tables)


def test_series_without_a_forecast_are_drawn_each_and_the_tile_opens_on_output(series_alone: Published) -> None:
    (row,) = series_alone.ask(indicators.series_newest)
    assert (row["value"], row["before"], row["name"], row["unit"]) == (110.0, 100.0, "Gdp_Total", "bn")
    assert [each["value"] for each in series_alone.ask(indicators.series_newest_trend)] == [100.0, 110.0]
    assert {each["name"] for each in series_alone.ask(indicators.series_over_time)} == {"Gdp_Total"}
    (chosen,) = series_alone.ask(indicators.series_newest, series="retail")
    assert (chosen["value"], chosen["before"], chosen["name"]) == (7.0, None, "Retail")
