"""Chicago's real budgets, districts and menu: every raw row is published or set aside, totals are the city's."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest

from data.city.pack import load_city
from data.publishing.publish import publish
from data.reading.queries.fiscal import budget, districts
from data.reading.question import Question
from data.reading.store import Store
from modules import fiscal
from tests.city_with_records import CITY, write_city, write_records
from tests.data.reading.queries.published import Published
from tests.modules.real_records import real_records

RAW_ROWS = {
    "budget_lines": 19_685,
    "budget_funds": 5_603,
    "revenue_lines": 357,
    "district_flows": 2_049,
    "local_projects": 28_108,
}


@pytest.mark.parametrize("table", RAW_ROWS)
def test_raw_rows_are_published_or_counted(table: str) -> None:
    file = fiscal.FILES[table]
    frame, aside = fiscal.READERS[table](real_records(file) / file)
    assert len(frame) + sum(aside.values()) == RAW_ROWS[table]
    key = ["district_id", "year"] if table == "district_flows" else [frame.columns[0]]
    assert not frame.duplicated(key).any()


@pytest.mark.parametrize("table", ["budget_lines", "budget_funds"])
def test_budgets_add_up_to_the_citys_totals(table: str) -> None:
    file, totals = fiscal.FILES[table], "chicago/budget_totals_fy2011_2026.csv"
    folder = real_records(file, totals)
    frame, _ = fiscal.READERS[table](folder / file)
    told = pd.read_csv(folder / totals).set_index("fiscal_year")["total_appropriations"]
    assert frame.groupby("fiscal_year")["amount_lcu"].sum().to_dict() == told.to_dict()


def test_no_ward_went_far_beyond_its_fixed_budget() -> None:
    file = fiscal.FILES["local_projects"]
    projects, _ = fiscal.READERS["local_projects"](real_records(file) / file)
    wards = projects.groupby(["year", "zone_id"]).agg(spent=("amount_lcu", "sum"), budget=("zone_budget_lcu", "max"))
    assert (wards["spent"] / wards["budget"]).max() < 1.02
    medians = wards["spent"].groupby("year").median()
    assert medians[2020] == pytest.approx(1_320_000, abs=1)
    assert medians[2021] == pytest.approx(1_500_000, abs=1)


#: What a tile asks of a fiscal year, the publisher's file, and the columns of the year and of the amount in it.
TILES = [
    (budget.approved, "budget_lines", "fiscal_year", "appropriation_usd"),
    (budget.revenue, "revenue_lines", "fiscal_year", "amount_usd"),
    (districts.district_tax_in, "district_flows", "tif_year", "property_tax_extraction"),
    (districts.district_spent, "district_flows", "tif_year", "expenses"),
    (districts.district_balance, "district_flows", "tif_year", "fund_balance_end"),
]


@pytest.fixture(scope="module")
def chicago(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Chicago's own budgets and districts, published in a city whose areas do not matter."""
    root, tables = (
        tmp_path_factory.mktemp("chicago"),
        ("budget_lines", "budget_funds", "revenue_lines", "district_flows"),
    )
    folder = real_records(*(fiscal.FILES[table] for table in tables))
    city = load_city(CITY, write_city(root / "cities").parent)
    write_records(
        root / "outputs", "fiscal", {table: fiscal.READERS[table](folder / fiscal.FILES[table])[0] for table in tables}
    )
    outcome = publish(city, "fiscal", outputs_dir=root / "outputs", snapshots_dir=root / "snapshots")
    assert outcome.state == "published", outcome.message
    return Published(Store(root / "snapshots", root / "cache"))


def raw_cents(table: str, year: str, amount: str) -> dict[int, int]:
    """Whole cents by year, added up from the publisher's file as it is."""
    file = real_records(fiscal.FILES[table]) / fiscal.FILES[table]
    rows = pd.read_parquet(file) if file.suffix == ".parquet" else pd.read_csv(file)
    sums: dict[int, Decimal] = {}
    for each, told in zip(rows[year], rows[amount], strict=True):
        sums[int(each)] = sums.get(int(each), Decimal(0)) + (Decimal(0) if pd.isna(told) else Decimal(str(told)))
    return {each: int(100 * total) for each, total in sums.items()}


@pytest.mark.parametrize(("question", "table", "year", "amount"), TILES)
def test_a_tile_of_each_year_is_the_sum_of_the_publishers_file_to_the_cent(
    chicago: Published, question: Question, table: str, year: str, amount: str
) -> None:
    told = raw_cents(table, year, amount)
    shown = {each: chicago.ask(question, fiscal_year=str(each))[0]["value"] for each in told}
    assert {each: round(100 * value) for each, value in shown.items()} == told


def test_departments_and_funds_of_a_year_add_up_to_the_file(chicago: Published) -> None:
    for question, table in ((budget.budget_by_department, "budget_lines"), (budget.budget_by_fund, "budget_funds")):
        told = raw_cents(table, "fiscal_year", "appropriation_usd")
        for year in (2011, 2026):
            rows = chicago.ask(question, fiscal_year=str(year))
            assert round(100 * sum(row["amount_lcu"] for row in rows)) == told[year]
