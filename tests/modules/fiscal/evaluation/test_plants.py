from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from modules.fiscal.evaluation.plants import ALTERATIONS, plant

COUNTS = {"duplicate_invoice": 14, "split_purchase": 6, "dormant_burst": 4, "ring": 3, "round_trip": 3}


@pytest.fixture(scope="module")
def payments() -> pd.DataFrame:
    chooser = np.random.default_rng(5)
    days = pd.Timestamp("2020-01-01") + pd.to_timedelta(chooser.integers(0, 1800, 4000), "D")
    payees = chooser.integers(0, 900, 4000)
    return pd.DataFrame({
        "payment_id": [f"r{at}" for at in range(4000)], "paid_on": days, "payee_id": [f"v{each}" for each in payees],
        "payee": [f"Vendor {each}" for each in payees], "department": "Roads",
        "account": chooser.choice(["Repairs", "Grants paid"], 4000),
        "document_number": [str(51_000_000 + 7 * at) for at in range(4000)],
        "amount_lcu": np.round(chooser.lognormal(7.5, 1, 4000), 2),
    })  # fmt: skip


def test_so_many_of_each_pattern_are_planted_and_the_rows_before_stay(payments: pd.DataFrame) -> None:
    made, planted = plant(payments, 3, (10_000.0,), COUNTS)
    kinds = pd.Series([each.kind for each in planted]).value_counts().to_dict()
    assert kinds == COUNTS
    before = made[made["payment_id"].isin(payments["payment_id"])].set_index("payment_id")
    assert before.loc[payments["payment_id"], "amount_lcu"].tolist() == payments["amount_lcu"].tolist()
    assert made["paid_on"].is_monotonic_increasing and not made["payment_id"].duplicated().any()


def test_the_same_seed_plants_the_same(payments: pd.DataFrame) -> None:
    one, two, other = (plant(payments, seed, (10_000.0,), COUNTS)[1] for seed in (3, 3, 4))
    assert one == two != other


def test_a_split_stays_below_its_limit_and_is_no_grant(payments: pd.DataFrame) -> None:
    made, planted = plant(payments, 3, (10_000.0,), COUNTS)
    rows = made.set_index("payment_id")
    for each in planted:
        mine = rows.loc[sorted(each.payment_ids)]
        if each.kind == "split_purchase":
            assert mine["amount_lcu"].between(8_500, 10_000, inclusive="left").all()
            assert mine["amount_lcu"].sum() > 10_000 and set(mine["account"]) == {"Repairs"}
        if each.kind == "duplicate_invoice":
            assert mine["amount_lcu"].nunique() == 1 and mine["document_number"].nunique() == 2


@pytest.mark.parametrize("way", ALTERATIONS)
def test_each_alteration_changes_the_number_by_one_slip(way: str) -> None:
    altered = ALTERATIONS[way]("5107841553", np.random.default_rng(1))
    assert altered != "5107841553" and abs(len(altered) - 10) <= 1
