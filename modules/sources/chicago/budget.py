"""Reads Chicago's budget ordinances: appropriations by line item, by department and fund, and revenue lines."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

#: Words that stay small inside a department's name; the publisher capitalises every word.
_SMALL = re.compile(r"(?<!^)\b(Of|On|And|For|The|With)\b")
_DEPARTMENT = re.compile(r"^(Chicago )?Department of ")
#: Fund groups by what a fund's name says, first match counts. The first four are in every year's file; the rest holds
#: grants, which the city appropriates in full only from 2022 on.
FUND_GROUPS = (
    ("corporate", re.compile(r"^corporate fund$")),
    ("pensions", re.compile(r"annun?ity|ann/benf|municipal employee")),
    ("debt_service", re.compile(r"redemption|redmptn|red/int|sales tax bond")),
    ("water_sewer_airports", re.compile(r"^(water|sewer|(chicago )?midway airport) fund$|hare (revenue|airport) fund")),
)  # fmt: skip
OTHER_FUNDS = "other_funds_and_grants"

Reading = tuple[pd.DataFrame, dict[str, int]]


def fund_group(fund: str) -> str:
    """The group of a fund by its name: corporate, pensions, debt_service, water_sewer_airports or the others."""
    name = fund.lower()
    return next((group for group, pattern in FUND_GROUPS if pattern.search(name)), OTHER_FUNDS)


def department_name(published: str) -> str:
    """The name as it is written: City Treasurer'S Office -> City Treasurer's Office.

    `Department Of` in front is left out, for it stands in a column of departments: Chicago Department Of
    Transportation -> Transportation.
    """
    return _DEPARTMENT.sub("", _SMALL.sub(lambda word: word[0].lower(), published.replace("'S ", "'s ")))


def newest_names(frame: pd.DataFrame, code: str, name: str) -> pd.Series:
    """The name that the newest fiscal year gives each code, for every row: names change, codes do not."""
    newest = frame.sort_values("fiscal_year", kind="stable").groupby(code)[name].last()
    return frame[code].map(newest)


def _without_amount(frame: pd.DataFrame) -> Reading:
    """The rows that have a year and an amount, and how many have not."""
    usable = frame["appropriation_usd"].notna() & frame["fiscal_year"].notna()
    missing = int((~usable).sum())
    return frame[usable], {"no year or no amount": missing} if missing else {}


def _numbered(keys: pd.Series) -> pd.Series:
    """The keys, the second of equal ones with `-2` behind it, and so on: the publisher repeats some."""
    repeated = keys.groupby(keys).cumcount() + 1
    return keys.where(repeated == 1, keys + "-" + repeated.astype(str))


def read_budget_lines(file: Path) -> Reading:
    """Appropriations by department and line item as the contract's `budget_lines`, and rows set aside by reason.

    Amounts are US dollars; lines below zero are the ordinance's own deductions and stay.
    """
    lines, set_aside = _without_amount(pd.read_parquet(file))
    key = lines["fiscal_year"].astype(str) + "-" + lines["department_code"] + "-" + lines["line_item"]
    return pd.DataFrame(
        {
            "line_id": _numbered(key),
            "fiscal_year": lines["fiscal_year"],
            "department_id": lines["department_code"],
            "department": newest_names(lines, "department_code", "department").map(department_name),
            "function": None,
            "account": lines["line_item"],
            "phase": "approved",
            "amount_lcu": lines["appropriation_usd"].astype("float64"),
        }
    ), set_aside


def read_budget_funds(file: Path) -> Reading:
    """Appropriations by department and fund as the contract's `budget_funds`, and rows set aside by reason."""
    lines, set_aside = _without_amount(pd.read_parquet(file))
    key = lines["fiscal_year"].astype(str) + "-" + lines["department_code"] + "-" + lines["fund_id"]
    return pd.DataFrame(
        {
            "line_id": _numbered(key),
            "fiscal_year": lines["fiscal_year"],
            "department_id": lines["department_code"],
            "department": newest_names(lines, "department_code", "department").map(department_name),
            "fund": newest_names(lines, "fund_id", "fund"),
            "fund_group": lines["fund"].map(fund_group),
            "amount_lcu": lines["appropriation_usd"].astype("float64"),
        }
    ), set_aside


def read_revenue_lines(file: Path) -> Reading:
    """Estimated revenue by line as the contract's `revenue_lines`, and rows set aside by reason.

    The ordinance states estimates only: `actual_lcu` stays empty.
    """
    lines = pd.read_csv(file)
    usable = lines["amount_usd"].notna()
    lines, missing = lines[usable], int((~usable).sum())
    key = lines["fiscal_year"].astype(str) + "-" + lines["revenue_source"] + "-" + lines["line"]
    return pd.DataFrame(
        {
            "line_id": _numbered(key),
            "fiscal_year": lines["fiscal_year"],
            "month": pd.Series(pd.NaT, index=lines.index, dtype="datetime64[us]"),
            "revenue_source": lines["revenue_source"],
            "kind": lines["revenue_type"],
            "line": lines["line"],
            "budget_lcu": lines["amount_usd"].astype("float64"),
            "actual_lcu": pd.Series(float("nan"), index=lines.index),
        }
    ), {"no amount": missing} if missing else {}
