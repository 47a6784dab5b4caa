"""Raw records of the food safety domain: premises, cameras, visits, findings and alerts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from modules.simulate.food_alerts import make_alerts
from modules.simulate.food_premises import camera_months, make_cameras, make_premises, read_rules
from modules.simulate.food_visits import make_visits, reported_at
from modules.simulate.run_plan import Plan
from modules.simulate.truth import write_truth


def write_food_safety(plan: Plan, folder: Path) -> dict[str, int]:
    """Write the raw tables and their truth; rows by table."""
    rules = read_rules()
    premises = make_premises(plan, rules)
    cameras = make_cameras(plan, rules, premises)
    visits, findings = make_visits(plan, rules, premises)
    alerts, planted = make_alerts(plan, rules, premises, cameras, visits, findings)
    visits = visits[reported_at(visits) < pd.Timestamp(plan.moment)]
    findings = findings[findings["visit_no"].isin(visits["visit_no"])]
    tables = {
        "premises": premises.table,
        "cameras": camera_months(plan, rules, premises, cameras),
        "visits": visits,
        "findings": findings,
        "alerts": alerts,
    }
    (folder / "food_safety").mkdir(parents=True)
    for name, table in tables.items():
        table.to_parquet(folder / "food_safety" / f"{name}.parquet", index=False, compression="zstd")
    worst = np.argsort(-premises.risk, kind="stable")[:100]
    planted["riskiest_licence_nos"] = premises.table["licence_no"].to_numpy()[worst].tolist()
    write_truth(folder, "food_safety", planted)
    return {name: len(table) for name, table in tables.items()}
