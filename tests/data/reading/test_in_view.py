"""What a question is in a view of a snapshot is found once, whoever asks it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from data.published.snapshots import find_snapshot
from data.reading import in_view
from data.reading.access import EVERYBODY
from data.reading.filters import Filters
from data.reading.in_view import InViews
from data.reading.schema import Schema, detail
from data.reading.tables import Tables
from tests.city_with_records import CITY
from tests.data.reading.counting_store import ALL, CountingStore, districts


def test_the_schema_of_a_view_is_reckoned_once(counting: CountingStore) -> None:
    asked: list[Filters] = []

    def columns(filters: Filters, tables: Tables | None) -> Schema:
        asked.append(filters)
        return (detail("area_id" if tables is None else f"area_id_{len(asked)}"),)

    views, snapshot = InViews(), find_snapshot(counting.snapshots_dir, CITY, "services")
    question, other = replace(districts, columns=columns), replace(ALL, area="NW", area_level=1)
    schemas = [views.of(question, view, snapshot, EVERYBODY).schema for view in (ALL, replace(ALL), other, ALL)]
    assert [schema[0].name for schema in schemas] == ["area_id_1", "area_id_1", "area_id_2", "area_id_1"]
    assert asked == [ALL, other]


def test_tables_have_the_days_of_their_snapshot(counting: CountingStore) -> None:
    """Two snapshots of one shape share what is known of their columns, and no days."""
    snapshot, views = find_snapshot(counting.snapshots_dir, CITY, "services"), InViews()
    later = replace(snapshot, folder=snapshot.folder / "later", last_day=date(2025, 6, 30))
    tables = [views.tables(each, EVERYBODY) for each in (snapshot, later, snapshot)]
    assert [each.last_day for each in tables] == [date(2025, 6, 23), date(2025, 6, 30), date(2025, 6, 23)]
    assert tables[0] is tables[2]
    assert tables[0]["areas"] is tables[1]["areas"]


def test_of_more_views_than_are_kept_the_oldest_is_found_anew(
    counting: CountingStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(in_view, "MOST_IN_VIEW", 2)
    views, snapshot = InViews(), find_snapshot(counting.snapshots_dir, CITY, "services")
    first, *_, third = (
        views.of(districts, replace(ALL, measure=name), snapshot, EVERYBODY) for name in ("a", "b", "c")
    )
    assert views.of(districts, replace(ALL, measure="c"), snapshot, EVERYBODY) is third
    assert views.of(districts, replace(ALL, measure="a"), snapshot, EVERYBODY) is not first
