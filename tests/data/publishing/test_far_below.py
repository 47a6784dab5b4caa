"""What falls far below what is served waits for a person; what a module found may be nothing."""

from __future__ import annotations

from data.drops.contract import load_contract
from data.publishing.far_below import _fewer_rows


def test_a_table_that_lost_its_rows_waits_but_no_findings_are_an_answer() -> None:
    contract = load_contract("services")
    before = {"requests": 3, "anomalies": 2}

    def reason(table: str, rows: int) -> str | None:
        return _fewer_rows(contract.table(table), {table: rows}, before, contract.waits_below)

    assert reason("requests", 0) == "requests has 0 rows, what is served 3"
    assert reason("requests", 1) is None
    assert reason("anomalies", 0) is None
