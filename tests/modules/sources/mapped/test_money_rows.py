"""A file of payments as authorities write them: what is no record is set aside with its row, the rest is read."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

from modules.__main__ import main
from modules.sources.mapped.money_rows import TOO_MANY_DIGITS
from tests.city_with_records import write_city

HEAD = "Date Paid,Supplier Name,Directorate,Expense Type,Transaction Number,Net Amount,Currency\n"
ORDINARY = "".join(
    f"{day:02d}/03/2024,Firm {day},Roads,Repairs,T{day:03d},${100 + day}.10,USD\n" for day in range(1, 29)
)


def delivered(folders: Path, text: str, encoding: str = "utf-8") -> tuple[pd.DataFrame, list[tuple[str, str]]]:
    """The payments that come of a file with these lines, and (row, reason) of those set aside."""
    write_city(folders / "cities")
    file = folders / "spend.csv"
    file.write_bytes((HEAD + ORDINARY + text).encode(encoding))
    assert main(["import", str(file), "--city", "riverton", "--publish"]) == 0
    (drop,) = (folders / "outputs" / "riverton" / "fiscal").iterdir()
    payments = pd.concat(pd.read_csv(each) for each in sorted(drop.glob("payments*.csv")))
    aside = next(folders.glob("raw/riverton/imports/*/set_aside.csv"), None)
    rows = list(csv.DictReader(aside.read_text("utf-8").splitlines())) if aside else []
    return payments, [(row["row"], row["reason"]) for row in rows]


NO_PAYMENTS = [
    (",Sub-total,Roads,,,999.00,", "sums of other rows"),
    ("29/03/2024,GRAND TOTAL,,,,999.00,", "sums of other rows"),
    ("29/03/2024,合计,,,,999.00,", "sums of other rows"),
    (",Firm 3 Total,,,,999.00,", "sums of other rows"),
    (",顶点公司 小计,,,,999.00,", "sums of other rows"),
    (",,,,,,", "blank lines"),
    ("29/03/2024,Acme,Roads,Repairs,W1,999.00,EUR", "amounts in another currency"),
    ("29/03/2024,Acme,Roads,Repairs,W2,\u20ac999.00,", "amounts in another currency"),
    ("29/03/2024,Acme,Roads,Repairs,W3,999.00 GBP,", "amounts in another currency"),
    ('29/03/2024,Acme,Roads,Repairs,W4,"999,999,999,999,999.99",', TOO_MANY_DIGITS),
    ('29/03/2024,Acme,Roads,Repairs,W5,"($999,999,999,999,999.99)",', TOO_MANY_DIGITS),
    ("29/03/2024,Acme,Roads,Repairs,W6,9007199254740993,", TOO_MANY_DIGITS),
]


@pytest.mark.parametrize("line", [",Sub-total,Roads,,,999.00,", "29/03/2024,Acme,Roads,Repairs,W1,999.00,EUR"])
def test_a_line_that_is_no_payment_is_set_aside_with_its_row(own_folders: Path, line: str) -> None:
    payments, aside = delivered(own_folders, line + "\n")
    assert aside == [("29", dict(NO_PAYMENTS)[line])]
    assert len(payments) == 28 and 999.0 not in set(payments["amount_lcu"])


def test_what_is_no_payment_is_set_aside_among_many_with_its_row(own_folders: Path) -> None:
    """Twelve lines of a file that has enough others: a file of little else is not taken."""
    others = "".join(ORDINARY.replace(",T", f",T{part}") for part in range(12))
    payments, aside = delivered(own_folders, others + "".join(line + "\n" for line, _ in NO_PAYMENTS))
    assert aside == [(str(28 * 13 + 1 + place), reason) for place, (_, reason) in enumerate(NO_PAYMENTS)]
    assert len(payments) == 28 * 13 and 999.0 not in set(payments["amount_lcu"])


PAYMENTS = [
    ('29/03/2024,Acme,Roads,Repairs,{},"1,234.50-",USD', "Acme", -1234.5),
    ("2024-03-29,Acme,Roads,Repairs,{},(12),USD", "Acme", -12.0),
    ("29/03/2024,Acme Total,Roads,Repairs,{},12.00,USD", "Acme Total", 12.0),  # a firm: it has a day and a document
    ("29/03/2024,Acme,Roads,Repairs,{},($0.5 million),USD", "Acme", -500_000.0),
    ("29/03/2024,Acme,Roads,Repairs,{},12 thousand,USD", "Acme", 12_000.0),
    ("29/03/2024,Acme,Roads,Repairs,{},1.5 百万,USD", "Acme", 1_500_000.0),
    ("29-Mar-24,TOTAL,Roads,Fuel,{},$1.2m,USD", "TOTAL", 1_200_000.0),  # the oil company
    ("29/03/2024,REDACTED,Roads,Repairs,{},$5.00,USD", "REDACTED", 5.0),
    ("29/03/2024,,Roads,Repairs,{},$5.00,USD", "Not named", 5.0),
    ("29/03/2024,Acme \u9876\u70b9,Roads,Repairs,{},5.00,", "Acme \u9876\u70b9", 5.0),
    ("29/03/2024,Acme,Roads,Repairs,{},1e15,USD", "Acme", 1e15),
    ('29/03/2024,Acme,Roads,Repairs,{},"12,345,678,901,234.56",', "Acme", 12_345_678_901_234.56),
]


def test_what_is_a_payment_is_read_however_it_is_written(own_folders: Path) -> None:
    documents = [f"W{place}" for place in range(len(PAYMENTS))]
    lines = [line.format(document) + "\n" for (line, *_), document in zip(PAYMENTS, documents, strict=True)]
    payments, aside = delivered(own_folders, "".join(lines))
    assert aside == []
    rows = payments.set_index("document_number").loc[documents, ["payee", "amount_lcu", "paid_on"]]
    assert rows.to_records(index=False).tolist() == [(payee, amount, "2024-03-29") for _, payee, amount in PAYMENTS]


def test_a_file_that_is_in_another_currency_throughout_is_what_the_city_has(own_folders: Path) -> None:
    write_city(own_folders / "cities")
    file = own_folders / "spend.csv"
    file.write_text((HEAD + ORDINARY).replace("$", "£").replace("USD", "GBP"), "utf-8")
    assert main(["import", str(file), "--city", "riverton", "--publish"]) == 0
    assert not list(own_folders.glob("raw/riverton/imports/*/set_aside.csv"))


def test_payments_that_name_nobody_are_published_and_no_two_of_them_are_a_duplicate(own_folders: Path) -> None:
    """Three of thirty-one rows, more than may be set aside; two of them would be one invoice that was paid twice."""
    lines = "29/03/2024,,Roads,Repairs,W100200,5.00,USD\n30/03/2024,,Roads,Repairs,W-100200,5.00,USD\n"
    payments, aside = delivered(own_folders, lines + "30/03/2024,,Roads,Repairs,W3,1.00,USD\n")
    assert aside == []
    assert (payments["payee"] == "Not named").sum() == 3
    (drop,) = (own_folders / "outputs" / "riverton" / "fiscal").iterdir()
    assert "duplicate_invoice" not in set(pd.read_parquet(drop / "flag_cases.parquet")["lead_rule"])


def test_a_budget_in_thousands_with_totals_of_departments_is_read_without_them(own_folders: Path) -> None:
    write_city(own_folders / "cities")
    file = own_folders / "budget.csv"
    lines = ["Financial Year,Directorate,Account Description,Budget (£000)"]
    for year in ("FY23", "FY24"):
        lines += [f"{year},Roads,Staff,1.5", f"{year},Roads,Fees,(0.5)", f"{year},Roads Total,,1.0"]
        lines += [f"{year},Parks,Staff,2", f"{year},Total,,3.0"]
    file.write_text("\n".join(lines) + "\n", "utf-8")
    assert main(["import", str(file), "--city", "riverton", "--publish"]) == 0
    (drop,) = (own_folders / "outputs" / "riverton" / "fiscal").iterdir()
    read = pd.concat(pd.read_csv(each) for each in drop.glob("budget_lines*.csv"))
    assert sorted(read["amount_lcu"]) == [-500.0, -500.0, 1500.0, 1500.0, 2000.0, 2000.0]
    assert sorted(set(read["fiscal_year"])) == [2023, 2024]


def test_payments_with_a_fiscal_year_are_no_budget(own_folders: Path) -> None:
    write_city(own_folders / "cities")
    file = own_folders / "checks.csv"
    lines = [f"FY24,Works,{'' if day % 9 == 0 else f'Firm {day}'},3/{day}/2024,$ {day}.50" for day in range(1, 29)]
    file.write_text("\n".join(["Fiscal year,Agency,Payee,Check date,Amount (USD)", *lines]) + "\n", "utf-8")
    assert main(["import", str(file), "--city", "riverton", "--publish"]) == 0
    (drop,) = (own_folders / "outputs" / "riverton" / "fiscal").iterdir()
    read = pd.concat(pd.read_csv(each) for each in drop.glob("payments*.csv"))
    assert (len(read), read["amount_lcu"].sum(), (read["payee"] == "Not named").sum()) == (28, 420.0, 3)


def test_dollars_among_pounds_are_another_currency(own_folders: Path) -> None:
    pack = write_city(own_folders / "cities") / "city.toml"
    pack.write_text(pack.read_text("utf-8").replace('"USD"', '"GBP"'), "utf-8")
    file = own_folders / "spend.csv"
    pounds = (HEAD + ORDINARY).replace("$", "£").replace("USD", "")
    file.write_text(pounds + "29/03/2024,Acme,Roads,Repairs,W1,$999.00,\n", "utf-8")
    assert main(["import", str(file), "--city", "riverton", "--publish"]) == 0
    (aside,) = own_folders.glob("raw/riverton/imports/*/set_aside.csv")
    assert aside.read_text("utf-8").splitlines()[1:] == ["spend.csv,29,amounts in another currency"]


def test_one_document_number_of_two_payees_is_two_payments(own_folders: Path) -> None:
    lines = "29/03/2024,Acme,Roads,Repairs,W9,10.00,USD\n29/03/2024,Bolt,Roads,Repairs,W9,12.00,USD\n"
    payments, aside = delivered(own_folders, lines)
    assert aside == []
    assert sorted(payments.loc[payments["document_number"] == "W9", "payee"]) == ["Acme", "Bolt"]
    assert not payments["payment_id"].duplicated().any()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_files_in_other_encodings_are_the_same_payments(own_folders: Path, encoding: str) -> None:
    payments, _ = delivered(own_folders, "29/03/2024,Caf\u00e9 Zo\u00eb,Roads,Repairs,W1,5.00,USD\n", encoding)
    assert "Caf\u00e9 Zo\u00eb" in set(payments["payee"])


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ("Organisation Name,Effective Date,Payee,Directorate,Subjective Description,Payment Reference,Amount excl VAT",
         "Elsewhere,29/03/2024,Acme,Roads,Repairs,W1,12.50"),
        ("Body,Date of Payment,Merchant Name,Service Area,Merchant Category,Transaction No,Net Amount",
         "Elsewhere,29/03/2024,Acme,Roads,Repairs,W1,12.50"),
        ("Agency,Payee Name,Check Amount,Issue Date,Document ID,Expense Category",
         "Roads,Acme,$12.50,03/29/2024,W1,Repairs"),
        ("date,payee,department,economic classification,document number,amount",
         "2024-03-29,Acme,Roads,Repairs,W1,12.5"),
        ("Date Paid,Supplier,Directorate,Expense Type,Doc No,Net,VAT,Gross",
         "29/03/2024,Acme,Roads,Repairs,W1,12.50,2.50,15.00"),
    ],
)  # fmt: skip
def test_usual_heads_of_spending_files_are_known(own_folders: Path, head: str, line: str) -> None:
    write_city(own_folders / "cities")
    file = own_folders / "spend.csv"
    file.write_text(f"{head}\n{line}\n{line.replace('Acme', 'Bolt').replace('W1', 'W2')}\n", "utf-8")
    assert main(["import", str(file), "--city", "riverton", "--publish"]) == 0
    (drop,) = (own_folders / "outputs" / "riverton" / "fiscal").iterdir()
    first = pd.concat(pd.read_csv(each) for each in drop.glob("payments*.csv")).sort_values("document_number").iloc[0]
    assert (first["payee"], first["department"], first["account"]) == ("Acme", "Roads", "Repairs")
    assert (first["document_number"], first["amount_lcu"], first["paid_on"]) == ("W1", 12.5, "2024-03-29")


@pytest.mark.parametrize(("first", "second"), [
    ("Supplier Name", "Supplier Name (Chinese)"), ("Payee", "收款单位"), ("收款人", "Vendor Name"),
])  # fmt: skip
def test_a_payees_name_in_two_scripts_is_one_payee_with_both(own_folders: Path, first: str, second: str) -> None:
    """Whichever stands first, the name in Latin letters is the payee's."""
    write_city(own_folders / "cities")
    names = "Firm {0},公司{0}号" if first.isascii() else "公司{0}号,Firm {0}"
    lines = [f"{day:02d}/03/2024,{names.format(day)},Roads,{100 + day}.10" for day in range(1, 29)]
    file = own_folders / "two_scripts.csv"
    file.write_text("\n".join([f"Date Paid,{first},{second},Directorate,Net Amount", *lines]) + "\n", "utf-8")
    assert main(["import", str(file), "--city", "riverton", "--publish"]) == 0
    (drop,) = (own_folders / "outputs" / "riverton" / "fiscal").iterdir()
    payments = pd.concat(pd.read_csv(each) for each in sorted(drop.glob("payments*.csv")))
    told = payments.set_index("paid_on")[["payee", "payee_local"]]
    assert tuple(told.loc["2024-03-07"]) == ("Firm 7", "公司7号")
    assert len(told) == 28
