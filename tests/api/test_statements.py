"""How many statements a whole view costs: whoever adds one has to say so here."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from components.shell import registry
from components.shell.view_parts import part_names
from data.published.snapshots import Snapshot
from data.reading.answer import Columns
from data.reading.bound_sql import BoundSql
from data.reading.store import Store
from tests.api.test_view_stream import lines
from tests.compiled import share_compiled
from tests.conftest import forget_settings

#: Statements of a view that nobody asked for before, of Riverton: everything that the page shows, frame and table too.
#: Where a panel has no row in the view, the whole city is asked whether it has one anywhere; a rate of too few cases a
#: week, of which Riverton has some, is asked by month too (`data/reading/enough_cases.py`).
STATEMENTS = {"overview": 27, "services": 31, "food_safety": 34, "fiscal": 65, "economy": 43}
#: Those of the next view, of other days: what is of years, or of the whole city, is not asked again.
STATEMENTS_OF_OTHER_DAYS = {"fiscal": 12}


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What DuckDB is asked, as it is asked."""
    computed: list[str] = []
    compute, lock = Store.compute, threading.Lock()

    def noted(self: Store, snapshot: Snapshot, sql: BoundSql) -> Columns:
        with lock:
            computed.append(str(sql))
        return compute(self, snapshot, sql)

    monkeypatch.setattr(Store, "compute", noted)
    return computed


@pytest.mark.parametrize("page", sorted(STATEMENTS))
def test_a_whole_view_takes_no_more_statements_than_said(
    client: FlaskClient, statements: list[str], page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CITYDECK_CACHE_DIR", str(share_compiled(tmp_path) / "answers"))
    forget_settings()
    names = ",".join(part_names(registry.pages()[page]))
    lines(client, names, page, since="2025-01-03", until="2025-06-20")
    assert len(set(statements)) == len(statements)  # none is asked twice
    assert len(statements) == STATEMENTS[page]
    lines(client, names, page, since="2025-01-03", until="2025-06-20", measure="")
    assert len(statements) == STATEMENTS[page]
    if page in STATEMENTS_OF_OTHER_DAYS:
        lines(client, names, page, since="2025-01-05", until="2025-06-18")
        assert len(statements) - STATEMENTS[page] == STATEMENTS_OF_OTHER_DAYS[page]
