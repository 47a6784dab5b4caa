"""The cubes of a snapshot as tables, from the names of their columns' types."""

from __future__ import annotations

import ibis
import pytest
from ibis.backends.sql.datatypes import DuckDBType

from data.reading.tables import Tables


def test_the_name_of_a_type_is_parsed_once_whatever_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    parse = DuckDBType.from_string
    monkeypatch.setattr(DuckDBType, "from_string", lambda name: parsed.append(name) or parse(name))
    columns = {"amount": "DECIMAL(17, 3)", "before": "DECIMAL(17, 3)", "area_id": "VARCHAR"}
    shown = Tables({"payments": columns, "grants": columns})["grants"].schema()
    assert dict(shown.items()) == {
        "amount": ibis.dtype("decimal(17, 3)"), "before": ibis.dtype("decimal(17, 3)"), "area_id": ibis.dtype("string"),
    }  # fmt: skip
    assert parsed.count("DECIMAL(17, 3)") == 1
