"""Rows of the tables that Riverton does without, a few each: whatever else a drop may bring to a page."""

from __future__ import annotations

import csv

import pyarrow as pa

_ROWS = {
    "food_safety": {
        "cameras": """
camera_id,month,premises_id,uptime_share
c1,2025-05-01,p1,0.5
c2,2025-06-01,p2,1
""",
    },
    "fiscal": {
        "executions": """
month,department_id,department,fiscal_year,budget_lcu,committed_lcu,spent_lcu
2024-05-01,roads,Roads,2024,5000000,10,2000000
2025-05-01,police,Police,2025,3000000,,3500000
""",
        "execution_funds": """
month,department_id,fund,department,fiscal_year,budget_lcu,committed_lcu,spent_lcu
2024-05-01,roads,General,Roads,2024,5000000,10,2000000
2025-05-01,police,Water,Police,2025,3000000,,3500000
""",
        "balances": """
month,measure,amount_lcu
2025-04-01,cash,100
2025-05-01,cash,-100
2025-05-01,debt,9000000
2025-05-01,debt_limit,0
""",
    },
    "economy": {
        "method_runs": """
series_id,method,made_on,state,reason,weight
growth,mean,2025-02-28,made,,0.5
growth,ar,2025-02-28,not_converged,it did not settle,0
""",
        "news": """
series_id,made_on,period_start,kind,source_id,source_period,time_period,expected,observed,impact
growth,2025-02-28,2025-01-01,release,gdp,2024-Q4,2025-Q1,2.1,2.4,0.3
growth,2025-02-28,2025-01-01,model,all,-,2025-Q1,,,-0.1
""",
        "news_paths": """
series_id,made_on,period_start,time_period,value
growth,2025-01-31,2025-01-01,2025-Q1,2.1
growth,2025-02-28,2025-01-01,2025-Q1,2.4
""",
        "release_calendar": """
series_id,time_period,expected_on,released_on,state
growth,2025-Q1,2025-04-28,2025-04-30,came_late
gdp,2025-Q2,2025-07-28,,next
""",
        "growth_vintages": """
series_id,growth,period_start,vintage,time_period,value
growth,quarterly,2025-01-01,2025-04-28,2025-Q1,2.4
gdp,year_on_year,2025-01-01,2025-04-28,2025-Q1,
""",
        "earlier_scores": """
series_id,method,horizon_quarters,sample,growth,scored_on,forecasts,rmse
growth,mean,0,all,quarterly,2024-12-31,8,2.2
gone,ar,4,all,year_on_year,2024-12-31,1,0
""",
    },
}


def further_records(domain: str) -> dict[str, pa.Table]:
    """The tables of a domain that Riverton does without, as texts; an empty cell is missing."""
    return {table: _table(text) for table, text in _ROWS[domain].items()}


def _table(text: str) -> pa.Table:
    rows = list(csv.DictReader(text.strip().splitlines()))
    return pa.table({name: pa.array([row[name] or None for row in rows], pa.string()) for name in rows[0]})
