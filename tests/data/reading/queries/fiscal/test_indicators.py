"""Indicators of fiscal stress on figures whose answer can be read off, with bands of the city's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from components.panel.indicator_list import indicator_list
from components.text import Words
from data.city.pack import City, load_city
from data.publishing.cubes.fiscal_indicators import INDICATORS, build_indicators
from data.reading.answer import Answer
from data.reading.queries.fiscal.indicators import indicators
from tests.city_with_records import CITY, write_city
from tests.components.answers import source
from tests.components.tile.test_kpi_card import texts
from tests.data.reading.queries.fiscal.rows import TABLES, line
from tests.data.reading.queries.published import published

BANDS = {
    "debt_ratio_share": {"watch": 1.2, "high": 2.0, "critical": 3.0, "source": "Ministry"},
    "cash_months": {"watch": 2.0, "high": 1.0, "source": "GFOA"},
    "purchase_limits_lcu": {"values": [10_000]},
}
#: 10 a month is spent and 12 received in 2024; in 2025 three months are known.
MONTHS = [date(2024, month, 1) for month in range(1, 13)] + [date(2025, month, 1) for month in range(1, 4)]
BALANCES = {"cash": 15.0, "debt": 288.0, "debt_limit": 320.0, "fund_balance": 30.0}


@pytest.fixture
def city(tmp_path: Path) -> City:
    write_city(tmp_path)
    return replace(load_city(CITY, tmp_path), thresholds=BANDS)


def computed(city: City, months: list[date] = MONTHS) -> dict[tuple[int, str], dict[str, Any]]:
    """The rows of the cube by year and indicator."""
    with duckdb.connect() as connection:
        connection.execute("ATTACH ':memory:' AS cubes")
        connection.execute("CREATE MACRO fiscal_year_of(day) AS year(day)")
        connection.execute("CREATE TABLE executions (month DATE, spent_lcu DOUBLE)")
        connection.execute("CREATE TABLE revenue_lines (month DATE, fiscal_year INTEGER, actual_lcu DOUBLE)")
        connection.execute("CREATE TABLE balances (month DATE, measure VARCHAR, amount_lcu DOUBLE)")
        connection.execute(
            "CREATE TABLE budget_lines (fiscal_year INTEGER, account VARCHAR, phase VARCHAR, amount_lcu DOUBLE)"
        )
        for month in months:
            connection.execute("INSERT INTO executions VALUES (?, 10)", [month])
            connection.execute("INSERT INTO revenue_lines VALUES (?, ?, 12)", [month, month.year])
            for measure, amount in BALANCES.items():
                connection.execute("INSERT INTO balances VALUES (?, ?, ?)", [month, measure, amount])
        connection.execute(
            "INSERT INTO budget_lines VALUES (2024, '301 Wages', 'executed', 36), "
            "(2024, 'Interest on debt', 'executed', 7.2), (2024, 'Interest on debt', 'approved', 99)"
        )
        build_indicators(connection, city)
        rows = connection.execute("FROM cubes.indicators_yearly").df().astype(object).to_dict("records")
    return {(row["year"], row["indicator"]): {key: None if value != value else value for key, value in row.items()}
            for row in rows}  # fmt: skip


def test_ratios_are_those_of_the_stated_columns(city: City) -> None:
    ratios = {name: row["ratio"] for (year, name), row in computed(city).items() if year == 2024}
    assert ratios == {
        "fund_balance": 0.25, "operating_result": pytest.approx(24 / 144), "cash_months": 1.5, "short_term_debt": None,
        "fixed_costs": pytest.approx(0.3), "debt_service": pytest.approx(0.05), "debt_ratio": 2.0,
        "debt_limit_used": 0.9,
    }  # fmt: skip


def test_a_year_that_is_not_over_is_told_by_its_last_twelve_months(city: City) -> None:
    assert computed(city)[2025, "debt_ratio"]["ratio"] == 2.0
    assert computed(city, MONTHS[6:9])[2024, "debt_ratio"]["missing"] == "received"


def test_the_distance_to_the_next_band_is_in_money(city: City) -> None:
    rows = computed(city)
    debt = rows[2024, "debt_ratio"]
    assert (debt["grade"], debt["next_at"], debt["source"]) == (2, 3.0, "Ministry")
    assert debt["to_next_lcu"] == 144.0, "three times 144 is 432: 144 more than 288"
    cash = rows[2024, "cash_months"]
    assert (cash["grade"], cash["next_at"], cash["to_next_lcu"]) == (1, 1.0, 5.0), "one month is 10, 5 less than 15"


def test_without_bands_there_is_no_grade_and_without_a_column_it_is_named(city: City) -> None:
    rows = computed(city)
    assert rows[2024, "fund_balance"]["grade"] is None and rows[2024, "fund_balance"]["to_next_lcu"] is None
    assert rows[2024, "short_term_debt"]["missing"] == "short_term_debt"
    assert {name for _, name in rows} == set(INDICATORS)


def test_a_city_of_budgets_alone_says_what_is_missing(tmp_path: Path) -> None:
    town = published(tmp_path, "fiscal", {"budget_lines": [line(2025, "roads", "Salaries", 5.0)]})
    answer = town.ask(indicators)
    assert {row["indicator"]: row["missing"] for row in answer}["debt_ratio"] == "debt"
    assert all(row["missing"] for row in answer)
    assert published(tmp_path / "none", "fiscal", {"district_flows": TABLES["district_flows"]}).ask(indicators) == []


def row(**told: Any) -> dict[str, Any]:
    return dict.fromkeys(column.name for column in indicators.columns) | told


def shown(rows: list[dict[str, Any]]) -> list[str]:
    values = {column.name: [row[column.name] for row in rows] for column in indicators.columns}
    return texts(indicator_list(Answer(values, source(), indicators.columns), Words("en", "USD")))


def test_a_band_is_a_colour_a_letter_and_a_word() -> None:
    told = shown(
        [row(indicator="debt_ratio", ratio_share=2.0, grade="c", next_at=3.0, to_next_lcu=144.0, source="Ministry")]
    )
    assert told[-5:] == ["Debt ratio", "200.0%", "C \u00b7 high", "$144 to 300%", "Ministry"]


def test_what_cannot_be_computed_says_which_column_is_missing() -> None:
    computed = row(indicator="debt_ratio", ratio_share=2.0)
    assert shown([computed, row(indicator="short_term_debt", missing="short_term_debt")])[-1] == (
        "Cannot be computed: short-term debt is missing."
    )
    assert shown([row(indicator="cash_months", months=1.5, grade="b", next_at=1.0, to_next_lcu=5.0)])[-4:-1] == [
        "1.5 months", "B \u00b7 watch", "$5 to 1 month",
    ]  # fmt: skip


def test_indicators_of_which_none_can_be_computed_are_one_sentence() -> None:
    missing = [("cash_months", "cash"), ("debt_ratio", "debt"), ("debt_over_limit", "debt")]
    assert shown([row(indicator=indicator, missing=column) for indicator, column in missing]) == [
        "None of the indicators can be computed: the records lack cash and debt outstanding."
    ]
