from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from modules.simulate import simulate
from tests.modules.simulate.conftest import UNTIL, write_pack


@pytest.fixture(scope="module")
def payments(records: Path) -> pd.DataFrame:
    return pd.read_parquet(records / "fiscal" / "payments.parquet").set_index("payment_no")


@pytest.fixture(scope="module")
def planted(records: Path) -> dict[str, list[dict[str, list[str]]]]:
    told = json.loads((records / "truth" / "fiscal.json").read_text())
    return {name: told[name] for name in ("splits", "duplicates", "bursts", "round_trips")}


def test_splits_stay_below_the_threshold_and_pass_it_together(payments: pd.DataFrame, planted: dict) -> None:
    assert len(planted["splits"]) >= 3
    for each in planted["splits"]:
        pieces = payments.loc[each["payments"]]
        assert pieces["payee_code"].nunique() == pieces["dept_code"].nunique() == 1
        assert pieces["amount"].max() < 1_000_000 < pieces["amount"].sum()
        assert (pieces["paid_date"].max() - pieces["paid_date"].min()).days < 5


def test_duplicates_repeat_payee_amount_and_invoice(payments: pd.DataFrame, planted: dict) -> None:
    for each in planted["duplicates"]:
        twice = payments.loc[each["payments"]]
        assert len(twice) == 2
        assert twice["payee_code"].nunique() == twice["amount"].nunique() == 1
        assert twice["invoice_no"].str.replace("-", "").nunique() == 1


def test_bursts_follow_a_year_of_silence(payments: pd.DataFrame, planted: dict) -> None:
    for each in planted["bursts"]:
        burst = payments.loc[each["payments"]]
        others = payments[payments["payee_code"] == burst["payee_code"].iloc[0]].drop(each["payments"])
        before = others[others["paid_date"] <= burst["paid_date"].max()]
        assert len(burst) >= 12
        if len(before):
            assert (burst["paid_date"].min() - before["paid_date"].max()).days > 365


def test_round_trips_come_back_to_another_account(payments: pd.DataFrame, planted: dict) -> None:
    for each in planted["round_trips"]:
        out, back = (payments.loc[number] for number in each["payments"])
        assert out["amount"] > 0 > back["amount"] >= -out["amount"]
        assert out["paid_from"] != back["paid_from"]
        assert 0 < (back["paid_date"] - out["paid_date"]).days < 12


def test_payments_are_of_the_size_of_what_the_budget_spends_on_payees(records: Path) -> None:
    """Of 2025, the one whole year: goods, works and subsidies of each department, and nothing beyond what it spent."""
    paid = pd.read_parquet(records / "fiscal" / "payments.parquet")
    paid = paid[paid["paid_date"].dt.year == 2025].groupby("dept_code")["amount"].sum()
    items = pd.read_parquet(records / "fiscal" / "budget_items.parquet").query("stage == 'executed' and year == 2025")
    spent = items.groupby("dept_code")["amount_10k"].sum() * 10_000
    to_payees = items[items["econ_code"].isin(["302", "309", "310", "312"])].groupby("dept_code")["amount_10k"].sum()
    assert paid.sum() == pytest.approx(to_payees.sum() * 10_000, rel=0.05)
    assert (paid < spent).all()


def test_the_books_hang_together(records: Path) -> None:
    items = pd.read_parquet(records / "fiscal" / "budget_items.parquet")
    spent = pd.read_parquet(records / "fiscal" / "execution.parquet")
    assert items["dept_code"].nunique() == spent["dept_code"].nunique() == 40
    executed = items[(items["stage"] == "executed") & (items["year"] == 2025)]["amount_10k"].sum()
    by_month = spent[spent["period"].str.startswith("2025")]["month_spend_10k"].sum()
    assert by_month == pytest.approx(executed, rel=1e-6)
    assert spent["period"].max() == "202610"  # November is not over on the 20th


def test_a_year_s_money_goes_out_sooner_or_later_than_another_s(records: Path) -> None:
    """Halfway through, years lie a point apart or more, so that a line does not lie on that of the year before."""
    spent = pd.read_parquet(records / "fiscal" / "execution.parquet")
    first = spent[spent["period"].str[4:] <= "06"].groupby("year")["month_spend_10k"].sum()
    budgets = spent.drop_duplicates(["year", "dept_code"]).groupby("year")["annual_budget_10k"].sum()
    halfway = (first / budgets).diff().abs()
    assert halfway.dropna().min() > 0.01


def test_budget_years_begin_with_the_city_s(tmp_path: Path) -> None:
    """From April on: 20 November 2026 lies in 2026/27, whose executed stage is not over, and 2025/26 ends in March."""
    city = replace(write_pack(tmp_path / "cities"), fiscal_year_starts_month=4)
    simulate(city, tmp_path / "raw", seed=7, events=2000, until=UNTIL, domains=["fiscal"])
    folder = tmp_path / "raw" / city.key / "fiscal"
    items, spent = (pd.read_parquet(folder / f"{name}.parquet") for name in ("budget_items", "execution"))
    assert sorted(set(items["year"])) == [2024, 2025, 2026, 2027]
    assert set(items[items["year"] == 2027]["stage"]) == {"approved", "adjusted"}
    months = spent.groupby("year")["period"].agg(["min", "max", "nunique"])
    assert months.loc[2026].to_list() == ["202504", "202603", 12]
    assert months.loc[2027].to_list() == ["202604", "202610", 7]
    executed = items[(items["stage"] == "executed") & (items["year"] == 2026)]["amount_10k"].sum()
    assert spent[spent["year"] == 2026]["month_spend_10k"].sum() == pytest.approx(executed, rel=1e-6)
    revenue = pd.read_parquet(folder / "revenue.parquet")
    assert revenue[revenue["year"] == 2026]["period"].agg(["min", "max"]).to_list() == ["202504", "202603"]


def test_published_figures_of_shenzhen_are_kept(tmp_path: Path) -> None:
    city = write_pack(tmp_path / "cities", "shenzhen")
    simulate(city, tmp_path / "raw", seed=7, events=2000, until=UNTIL, domains=["fiscal"])
    folder = tmp_path / "raw" / "shenzhen" / "fiscal"
    items = pd.read_parquet(folder / "budget_items.parquet")
    executed = items[(items["stage"] == "executed") & (items["year"] == 2024)]["amount_10k"].sum()
    assert executed / 10_000 == pytest.approx(4700.87, abs=0.01)
    revenue = pd.read_parquet(folder / "revenue.parquet")
    general = revenue[revenue["kind"].isin(["tax", "non-tax"]) & revenue["period"].str.startswith("2024")]
    assert general["received_10k"].sum() / 10_000 == pytest.approx(3914.18, abs=0.01)


def test_funds_add_up_to_what_departments_have(records: Path) -> None:
    """To the cent of ten thousand: the budget that was approved of each year, and each month's execution."""
    read = {name: pd.read_parquet(records / "fiscal" / f"{name}.parquet")
            for name in ("budget_items", "fund_budgets", "execution", "fund_execution")}  # fmt: skip
    approved = read["budget_items"].query("stage == 'approved'")
    keys, amounts = ["period", "dept_code"], ["annual_budget_10k", "month_spend_10k", "committed_10k"]
    for whole, parts, by, columns in (
        (approved, read["fund_budgets"], ["year", "dept_code"], ["amount_10k"]),
        (read["execution"], read["fund_execution"], keys, amounts),
    ):
        left = whole.groupby(by)[columns].sum() - parts.groupby(by)[columns].sum()
        assert left.abs().max().max() < 0.005
    assert set(read["fund_execution"]["fund"]) == {"Own revenue", "Transfers from above", "General bonds"}
    assert (read["fund_execution"]["month_spend_10k"] >= 0).all()


def test_funds_of_a_department_are_spent_each_at_its_own_pace(records: Path) -> None:
    """A year over: near its share, none 2 % over its budget; halfway through they lie apart."""
    table = pd.read_parquet(records / "fiscal" / "fund_execution.parquet")
    by = ["year", "dept_code", "fund"]
    assert not table.duplicated(["period", "dept_code", "fund"]).any()
    table["spent"] = table.groupby(by)["month_spend_10k"].cumsum()
    table["executed"] = table["spent"] / table["annual_budget_10k"]
    half = table[table.groupby(by).cumcount() == 5]
    apart = half.groupby(["year", "dept_code"])["executed"].agg(lambda funds: funds.max() - funds.min())
    assert (apart > 0.001).mean() > 0.95, "funds that run alike"
    assert apart.median() > 0.02
    assert table["executed"].max() <= 1.02
    assert (table["committed_10k"] - table["spent"]).min() > -0.1, "committed is what was spent, and more"
