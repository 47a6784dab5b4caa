from __future__ import annotations

from typing import Any

import duckdb
import pandas as pd
import pytest

from modules.fiscal.flags.payments_read import create_paid
from tests.modules.fiscal.flags.hand_written import paid, payment


def only(row: dict[str, Any], column: str) -> Any:
    with paid([row]) as connection:
        ((value,),) = connection.execute(f"SELECT {column} FROM paid").fetchall()
    return value


@pytest.mark.parametrize(("amount", "cents"), [("1234.50", 123_450), ("-0.01", -1), ("1e15", 10**17), (0.1, 10),
                                               (90_071_992_547_409.91, 9_007_199_254_740_991),
                                               ("999999999999999.99", 99_999_999_999_999_999)])  # fmt: skip
def test_amounts_are_whole_cents(amount: float | str, cents: int) -> None:
    assert only(payment(1, "2024-01-01", amount), "cents") == cents


@pytest.mark.parametrize(("number", "document"), [("INV-00117", "1NV00117"), ("000117", "117"), ("O117", "117"),
                                                  ("see letter", None), (None, None)])  # fmt: skip
def test_document_numbers_are_made_comparable(number: str | None, document: str | None) -> None:
    assert only(payment(1, "2024-01-01", 1, document_number=number), "document") == document


@pytest.mark.parametrize("name", ["REDACTED", "Redacted personal data", "Named individual", "某某", "****",
                                  "Name withheld"])  # fmt: skip
def test_a_hidden_name_is_nobody_in_particular(name: str) -> None:
    assert only(payment(1, "2024-01-01", 1, payee=name), "payee_key") is None


@pytest.mark.parametrize("name", ["Acme Ltd", "Individual Restaurant Co", "Various Artists Ltd", "深圳市城市管理局"])
def test_a_firms_name_is_none_of_those(name: str) -> None:
    assert only(payment(1, "2024-01-01", 1, payee=name), "payee_key") == "acme"


def test_an_id_of_many_names_is_told_apart_by_the_name() -> None:
    rows = [payment(at, "2024-01-01", 1, payee_id="card", payee=f"Shop {at}") for at in range(9)]
    with paid(rows) as connection:
        keys = connection.execute("SELECT DISTINCT payee_key FROM paid").fetchall()
    assert len(keys) == 9


@pytest.mark.parametrize(("starts", "year"), [(1, 2024), (4, 2024), (7, 2024), (3, 2025)])
def test_the_fiscal_year_is_the_one_in_which_it_ends(starts: int, year: int) -> None:
    with paid([payment(1, "2024-03-31", 1)], starts) as connection:
        assert connection.execute("SELECT fiscal_year FROM paid").fetchall() == [(year,)]


def test_rows_that_cannot_be_read_are_counted_and_not_used() -> None:
    rows = [payment(1, "2024-01-01", 1), payment(2, "31/31/2024", 1), payment(3, "2024-01-01", "n/a"),
            payment(4, "2024-01-01", 1, payee=" ")]  # fmt: skip
    with duckdb.connect() as connection:
        connection.register("payments", pd.DataFrame(rows).astype("string"))
        assert create_paid(connection, "payments", 1) == 3
