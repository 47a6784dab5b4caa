"""Raw records of the fiscal domain: budget, execution, revenue, stocks, projects and payments."""

from __future__ import annotations

from pathlib import Path

from modules.simulate.fiscal_budget import (
    balance_table,
    budget_table,
    execution_table,
    make_budget,
    project_table,
    read_departments,
    read_rules,
    revenue_table,
)
from modules.simulate.fiscal_funds import fund_budget_table, fund_execution_table, fund_shares
from modules.simulate.fiscal_payments import make_payments
from modules.simulate.run_plan import Plan
from modules.simulate.truth import write_truth


def write_fiscal(plan: Plan, folder: Path) -> dict[str, int]:
    """Write the raw tables and their truth; rows by table."""
    rules = read_rules()
    departments = read_departments(rules)
    budget = make_budget(plan, rules, departments)
    payments, planted = make_payments(plan, rules, departments, budget)
    items, execution = (table(plan, rules, departments, budget) for table in (budget_table, execution_table))
    shares = fund_shares(plan, rules, departments)
    tables = {
        "budget_items": items,
        "execution": execution,
        "fund_budgets": fund_budget_table(items, shares),
        "fund_execution": fund_execution_table(execution, shares, rules),
        "revenue": revenue_table(plan, rules),
        "stocks": balance_table(plan, rules),
        "projects": project_table(plan, rules),
        "payments": payments,
    }
    (folder / "fiscal").mkdir(parents=True)
    for name, table in tables.items():
        table.to_parquet(folder / "fiscal" / f"{name}.parquet", index=False, compression="zstd")
    rush = [departments.code[index] for index in budget.rush]
    threshold = rules["payments"]["tender_threshold_lcu"]
    write_truth(folder, "fiscal", {**planted, "late_year_rush": rush, "tender_threshold_lcu": threshold})
    return {name: len(table) for name, table in tables.items()}
