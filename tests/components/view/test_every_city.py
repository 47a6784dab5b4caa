"""A question of every city has the rows of all that have published its domain, the reader's own first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from components.view.reader import Reader, read
from components.view.version import view_version
from data.city.pack import load_city
from data.publishing.publish import publish
from data.reading.answer import Empty, Found
from data.reading.queries.economy.by_city import growth_by_city
from tests.city_with_records import CITY, write_city, write_records
from tests.conftest import forget_settings
from tests.data.reading.queries.economy.test_by_city import GROWN
from tests.data.reading.queries.economy.test_growth import TABLES
from tests.data.reading.queries.published import Rows, records_of


@pytest.fixture
def bring(own_folders: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, dict[str, Rows]], None]:
    """Publishes the rows as the economy of a city of that key, which is Riverton under another name."""
    pack = write_city(own_folders / "cities") / "city.toml"

    def brought(key: str, tables: dict[str, Rows]) -> None:
        if key != CITY:
            (own_folders / "cities" / key / "areas").mkdir(parents=True)
            for file in pack.parent.rglob("*.*"):
                target = own_folders / "cities" / key / file.relative_to(pack.parent)
                target.write_text(file.read_text("utf-8").replace('"Riverton"', f'"{key.title()}"'), "utf-8")
        write_records(own_folders / "outputs", "economy", records_of("economy", tables), city=key)
        city = load_city(key, own_folders / "cities")
        told = publish(city, "economy", outputs_dir=own_folders / "outputs", snapshots_dir=own_folders / "snapshots")
        assert told.state == "published", told.message
        forget_settings()

    return brought


def reader_of(city: str) -> Reader:
    found = read({"city": city, "lang": "en"})
    assert found is not None
    return found


def test_cities_stand_one_after_the_other(bring: Callable[[str, dict[str, Rows]], None]) -> None:
    bring(CITY, GROWN)
    alone = view_version(reader_of(CITY))
    bring("alder", GROWN)
    reader = reader_of(CITY)
    assert view_version(reader) != alone
    outcome = reader.ask(growth_by_city)
    assert isinstance(outcome, Found)
    rows = outcome.answer.records()
    assert [(row["city"], row["status"], row["growth_percent"]) for row in rows] == [
        ("Riverton", "observed", 4.5), ("Alder", "observed", 4.5),
    ]  # fmt: skip
    narrowed = replace(reader, filters=replace(reader.filters, area="NW", area_level=1)).ask(growth_by_city)
    assert narrowed == outcome


def test_a_city_without_such_growth_has_no_row(bring: Callable[[str, dict[str, Rows]], None]) -> None:
    bring(CITY, TABLES)
    outcome = reader_of(CITY).ask(growth_by_city)
    assert isinstance(outcome, Empty) and list(outcome.answer.columns)[:2] == ["city", "status"]
    bring("alder", GROWN)
    told = reader_of(CITY).ask(growth_by_city)
    assert isinstance(told, Found) and told.answer.columns["city"] == ["Alder"]
