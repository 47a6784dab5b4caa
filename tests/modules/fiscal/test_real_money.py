"""Chicago's real budgets, districts and menu: every raw row is published or set aside, totals are the city's."""

from __future__ import annotations

import pandas as pd
import pytest

from modules import fiscal
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
