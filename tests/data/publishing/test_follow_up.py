"""A drop of what changed, added to what was published, is the whole of it published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.city.pack import City, load_city
from data.drops.clock import create_elapsed_days
from data.drops.contract import load_contract
from data.drops.deliveries import deliveries
from data.drops.manifest import SourceEntry, write_drop
from data.published.snapshots import current_id, find_snapshot, retained_ids
from data.publishing.cubes import services as cubes
from data.publishing.cubes import services_follow_up, services_newest
from data.publishing.record_keys import Disclosure, keyed
from data.publishing.snapshot_folder import Outcome, rollback
from data.reading.filters import Filters
from data.reading.queries.services import measures as services_measures
from data.reading.store import Store
from tests.city_with_records import CITY, DATA_AS_OF, read_records, write_city
from tests.data.conftest import Deck

Row = dict[str, Any]
CATALOGUE: list[Row] = [
    {"service_id": "bins", "name_en": "Bins", "department_id": "streets", "department_en": "Streets",
     "life_area": "housing", "deadline_days": 5.0, "cost_lcu": 2.5},
    {"service_id": "noise", "name_en": "Noise", "department_id": "police", "department_en": "Police"},
]  # fmt: skip
START = datetime(2024, 1, 20, 9)
#: The day of each later drop ends here: in the month of the earlier one's last day or up to four months on.
LAST = st.integers(60, 160)


def _table(name: str, rows: list[Row]) -> pd.DataFrame:
    columns = [column.name for column in load_contract("services").table(name).columns]
    return pd.DataFrame(rows, columns=columns).astype(object).where(lambda frame: frame.notna(), None)


@st.composite
def versions(draw: st.DrawFn, days: int) -> Row:
    """What is known of a request at the end of that many days: any service, channel, rating, closed or not."""
    asked = draw(st.integers(0, days))
    closed = draw(st.none() | st.integers(asked, days))
    outcome = draw(st.sampled_from(["completed", "abandoned", "rejected", "unknown"]))
    return {
        "service_id": draw(st.sampled_from(["bins", "noise"])),
        "channel": draw(st.sampled_from(["app", "window", "unknown"])),
        "requested_datetime": START + timedelta(days=asked),
        "closed_datetime": None if closed is None else START + timedelta(days=closed, hours=2),
        "status": "open" if closed is None else "closed", "outcome": "pending" if closed is None else outcome,
        "rating": draw(st.none() | st.integers(1, 5)), "duplicate": draw(st.integers(0, 5)) == 0,
        "area_1": draw(st.sampled_from([None, "NW", "SE"])), "nature": draw(st.sampled_from([None, "rats"])),
        "department_id": draw(st.sampled_from([None, "parks"])),
    }  # fmt: skip


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Row], list[Row]]:
    """The requests as they were known on one day and on a later one: some new, some changed, some gone."""
    early = 40
    before = [row | {"service_request_id": f"r{number}"} for number, row in
              enumerate(draw(st.lists(versions(early), max_size=12)))]  # fmt: skip
    last = draw(LAST)
    after = [row | {"service_request_id": f"n{number}"} for number, row in
             enumerate(draw(st.lists(versions(last), max_size=6)))]  # fmt: skip
    for row in before:
        fate = draw(st.sampled_from(["same", "changed", "gone"]))
        if fate != "gone":
            changed = draw(versions(last)) if fate == "changed" else {}
            after.append(row | changed)
    newest = {"service_id": "noise", "channel": "app", "requested_datetime": START + timedelta(days=last),
              "closed_datetime": None, "status": "open", "outcome": "pending", "rating": None, "duplicate": False,
              "area_1": "NW", "nature": None, "department_id": None, "service_request_id": "newest"}  # fmt: skip
    return before, [*after, newest]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    root = tmp_path_factory.mktemp("riverton")
    write_city(root)
    return load_city(CITY, root)


def _connection(requests: list[Row], floor: int, forecast: float) -> duckdb.DuckDBPyConnection:
    """The contract's tables with the areas found, and no cubes yet."""
    connection = duckdb.connect()
    connection.execute("ATTACH ':memory:' AS cubes")
    create_elapsed_days(connection, "America/Chicago")
    _tables(connection, requests, [], forecast)
    Disclosure(floor, b"secret of a test").begin(connection)
    connection.execute("CREATE TABLE cubes.areas AS SELECT unnest(['NW', 'SE', 'NW-W']) AS area_id")
    return connection


def _tables(
    connection: duckdb.DuckDBPyConnection, requests: list[Row], requests_before: list[Row], forecast: float
) -> None:
    made = {"services": CATALOGUE, "requests": requests, "requests_before": requests_before}
    forecasts = [{"scope": "city", "scope_id": CITY, "made_on": START, "day": START, "expected": forecast}]
    for name, rows in {**made, "departments": [], "forecasts": forecasts, "anomalies": []}.items():
        table = load_contract("services").table(name)
        areas = ["area_1", "area_2"] if name.startswith("requests") else []
        frame = pd.DataFrame(rows, columns=[*(column.name for column in table.columns), *areas]).astype(object)
        types = [f"{column.name}::{column.sql_type} AS {column.name}" for column in table.columns]
        types += [f"{area}::VARCHAR AS {area}" for area in areas]
        connection.register("_frame", frame.where(frame.notna(), None))
        connection.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT {', '.join(types)} FROM _frame")
        connection.unregister("_frame")


def _contents(connection: duckdb.DuckDBPyConnection) -> Mapping[str, list[tuple[Any, ...]]]:
    """Every cube as its sums by its keys, rounded to what publishing keeps; the other tables as they are."""
    found = {}
    tables = connection.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = 'cubes'").fetchall()
    by_name = {cube.name: cube for cube in cubes.cubes_of(keyed(connection))}
    for (name,) in tables:
        statement = f"SELECT * FROM cubes.{name} ORDER BY ALL"
        if name in by_name:
            keys = by_name[name].keys(["area_1", "area_2"])
            sums = [
                {"DOUBLE": "round(sum({}), 1)", "USMALLINT": "sum({}) % 65536"}.get(kind, "sum({})").format(column)
                for column, kind in by_name[name].sums.items()
            ]
            statement = f"SELECT {', '.join([*keys, *sums])} FROM cubes.{name} GROUP BY ALL ORDER BY ALL"
        found[name] = connection.execute(statement).fetchall()
    return found


@pytest.mark.parametrize("floor", [0, 5])
@settings(max_examples=12, deadline=None)
@given(history=histories(), forecast=st.sampled_from([10.0, 12.0]))
def test_a_day_on_top_makes_the_cubes_of_the_whole(
    city: City, floor: int, history: tuple[list[Row], list[Row]], forecast: float
) -> None:
    before, after = history
    with _connection(after, floor, forecast) as whole:
        cubes.build(whole, city)
        wanted = _contents(whole)
    known = {row["service_request_id"]: row for row in before}
    still = {row["service_request_id"]: row for row in after}
    changed = [row for key, row in still.items() if known.get(key) != row]
    taken = [row for key, row in known.items() if still.get(key) != row]
    with _connection(before, floor, 10.0) as added:
        cubes.build(added, city)
        added.execute("; ".join(f"DROP TYPE {name}" for name in (
            "service_name", "department_name", "life_area_name", "area_name", "channel_name")))  # fmt: skip
        added.execute("; ".join(f"DROP TABLE IF EXISTS {name}" for name in ("offer", "piece", "base", "moves")))
        _tables(added, changed, taken, forecast)
        assert services_follow_up.add(added, city) == []
        assert _contents(added) == wanted


def _drop(deck: Deck, rows: slice, follows: Path | None = None, before: pd.DataFrame | None = None,
          changed: pd.DataFrame | None = None, services: list[Row] | None = None) -> Path:  # fmt: skip
    """Those requests of Riverton (or changed ones) as a drop, whole or on top of another."""
    told = read_records("services")
    requests = told["requests"].to_pandas()[rows] if changed is None else changed
    tables: dict[str, Any] = {"services": told["services"] if services is None else _table("services", services)}
    tables["requests"] = requests.astype(object).where(requests.notna(), None)
    if before is not None:
        tables["requests_before"] = before.astype(object).where(before.notna(), None)
    return write_drop(
        deck.outputs, CITY, "services", tables, module="tests", module_version="1", data_as_of=DATA_AS_OF,
        cadence="archive", sources=[SourceEntry(publisher="Riverton's tests", licence="CC0-1.0")], simulated=False,
        follows=follows.name if follows else None,
    )  # fmt: skip


def _requests(deck: Deck) -> Any:
    """How many requests the page would tell."""
    store = Store(deck.snapshots, deck.root / "cache")
    return store.answer(services_measures.counted_total, Filters(CITY)).columns["requests"][0]


def test_what_is_new_comes_on_top(deck: Deck) -> None:
    first = _drop(deck, slice(0, 8))
    deck.publish("services")
    second = _drop(deck, slice(8, 13), follows=first)
    outcome = deck.publish("services")
    assert outcome.state == "published", outcome.message
    added = find_snapshot(deck.snapshots, CITY, "services")
    assert (added.run_id, added.rows["requests"]) == (second.name, 13)
    _drop(deck, slice(0, 13))
    deck.publish("services")
    whole = find_snapshot(deck.snapshots, CITY, "services")
    assert (added.places, added.rows, added.first_day, added.last_day) == (
        whole.places, whole.rows, whole.first_day, whole.last_day,
    )  # fmt: skip
    assert added.cubes.keys() == whole.cubes.keys()


def test_what_changed_is_counted_once(deck: Deck) -> None:
    first = _drop(deck, slice(0, 13))
    deck.publish("services")
    requests = _requests(deck)
    earlier = read_records("services")["requests"].to_pandas()[:2]
    _drop(deck, slice(0), follows=first, before=earlier, changed=earlier.assign(channel="kiosk"))
    assert deck.publish("services").state == "published"
    assert _requests(deck) == requests
    cubes_file = find_snapshot(deck.snapshots, CITY, "services").cubes_file
    with duckdb.connect(str(cubes_file), read_only=True) as told:
        kiosk = told.execute("SELECT sum(requests) FROM departments_daily WHERE channel = 'kiosk'").fetchone()
        records = told.execute("SELECT count(*) FROM request_records WHERE channel = 'kiosk'").fetchone()
    assert (kiosk, records) == ((3,), (3,)), "one of the others came by kiosk"


def test_of_many_requests_the_newest_are_kept_day_after_day(deck: Deck, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services_newest, "MOST_RECORDS", 5)
    first = _drop(deck, slice(0, 9))
    deck.publish("services")
    _drop(deck, slice(9, 13), follows=first)
    assert deck.publish("services").state == "published"
    added = find_snapshot(deck.snapshots, CITY, "services")
    with duckdb.connect(str(added.cubes_file), read_only=True) as told:
        kept = told.execute("SELECT service_request_id FROM request_records").fetchall()
    every = read_records("services")["requests"].to_pandas()[:13]
    newest = every[every.duplicate == "false"].sort_values("requested_datetime", ascending=False)
    assert sorted(name for (name,) in kept) == sorted(newest.service_request_id[:5])
    assert added.kept_from.keys() == {"request_records"}


def test_a_day_on_top_needs_the_secret_and_the_floor_of_what_it_follows(deck: Deck) -> None:
    """People who were keyed with a lost secret cannot be taken back, and their cells would be perturbed anew."""
    people = replace(deck, city=replace(deck.city, small_cell_floor=5))
    first = _drop(people, slice(0, 8))
    assert people.publish("services").state == "published"
    (people.root / "secrets" / f"{CITY}.key").unlink()
    _drop(people, slice(8, 13), follows=first)
    for other in (people, deck):
        outcome = other.publish("services")
        assert outcome.report is not None
        assert [(breach.rule, breach.table) for breach in outcome.report.breaches] == [("follows", "requests")]
        assert "another floor or secret of record keys" in outcome.report.breaches[0].message
        _drop(people, slice(8, 13), follows=first)


def test_drops_that_wait_are_published_in_their_order(deck: Deck) -> None:
    first = _drop(deck, slice(0, 5))
    second = _drop(deck, slice(5, 9), follows=first)
    third = _drop(deck, slice(9, 13), follows=second)
    assert deck.publish("services").state == "published"
    home = deck.home("services")
    runs = [find_snapshot(deck.snapshots, CITY, "services").run_id, len(retained_ids(home))]
    assert runs == [third.name, 3]
    assert find_snapshot(deck.snapshots, CITY, "services").rows["requests"] == 13
    assert deck.publish("services").state == "unchanged"
    assert deck.publish("services", again=True).state == "published"
    assert find_snapshot(deck.snapshots, CITY, "services").rows["requests"] == 13


def test_what_follows_a_refused_drop_is_refused_each_by_its_reason(deck: Deck) -> None:
    """The first of them went where refused drops go, and was looked for among those that wait."""
    first = _drop(deck, slice(0, 5))
    second = _drop(deck, slice(4, 9), follows=first)  # its first request was published before
    third = _drop(deck, slice(9, 11), follows=second)
    fourth = _drop(deck, slice(11, 13), follows=third)
    outcome = deck.publish("services")
    reports = [each.report for each in (outcome, *outcome.before) if each.report is not None]
    reasons = {report.run_id: report.breaches[0].rule for report in reports}
    assert reasons == {second.name: "unique", third.name: "follows", fourth.name: "follows"}
    assert find_snapshot(deck.snapshots, CITY, "services").run_id == first.name
    assert [each.run_id for each in deliveries(deck.outputs, CITY, "services")] == [first.name]


def _refused(outcome: Outcome) -> tuple[str, str]:
    assert outcome.report is not None, outcome.message
    return outcome.state, "; ".join(f"{breach.rule}: {breach.message}" for breach in outcome.report.breaches)


def test_an_unknown_run_cannot_be_followed(deck: Deck) -> None:
    first = _drop(deck, slice(0, 5))
    deck.publish("services")
    served = current_id(deck.home("services"))
    _drop(deck, slice(5, 6), follows=first.with_name("never-seen"))
    assert _refused(deck.publish("services")) == (
        "rejected", "follows: follows run never-seen, of which this version keeps no snapshot: publish a whole drop",
    )  # fmt: skip
    assert current_id(deck.home("services")) == served


def test_what_was_rolled_back_cannot_be_followed(deck: Deck) -> None:
    first = _drop(deck, slice(0, 5))
    deck.publish("services")
    second = _drop(deck, slice(5, 6), follows=first)
    deck.publish("services")
    rollback(CITY, "services", deck.snapshots)
    _drop(deck, slice(6, 7), follows=second)
    state, told = _refused(deck.publish("services"))
    assert (state, "which a rollback took back: publish a whole drop" in told) == ("rejected", True)
    _drop(deck, slice(7, 9), follows=first)
    assert deck.publish("services").state == "published"
    assert find_snapshot(deck.snapshots, CITY, "services").rows["requests"] == 7


def test_a_request_cannot_be_new_twice(deck: Deck) -> None:
    first = _drop(deck, slice(0, 5))
    deck.publish("services")
    _drop(deck, slice(4, 6), follows=first)
    assert _refused(deck.publish("services")) == (
        "rejected", "unique: was published before, and requests_before does not take it back",
    )  # fmt: skip


def test_what_never_was_cannot_be_taken_back(deck: Deck) -> None:
    first = _drop(deck, slice(0, 5))
    deck.publish("services")
    _drop(deck, slice(5, 6), follows=first, before=read_records("services")["requests"].to_pandas()[6:7])
    state, told = _refused(deck.publish("services"))
    assert (state, "taken_back: takes back more than was published" in told) == ("rejected", True)


def test_a_service_that_changed_asks_for_a_whole_drop(deck: Deck) -> None:
    first = _drop(deck, slice(0, 5))
    deck.publish("services")
    services = read_records("services")["services"].to_pylist()
    services[0]["deadline_days"] = "99"
    _drop(deck, slice(5, 6), follows=first, services=services)
    state, told = _refused(deck.publish("services"))
    assert (state, told.startswith("follows: services that are gone or have another department")) == ("rejected", True)


def test_a_whole_drop_takes_nothing_back(deck: Deck) -> None:
    rows = read_records("services")["requests"].to_pandas()[:1]
    _drop(deck, slice(0, 5), before=rows)
    state, told = _refused(deck.publish("services"))
    assert (state, "requests_before takes rows back, but the manifest does not say" in told) == ("rejected", True)


def test_a_domain_of_whole_drops_follows_nothing(deck: Deck) -> None:
    write_drop(
        deck.outputs, CITY, "food_safety", read_records("food_safety"), module="tests", module_version="1",
        data_as_of=DATA_AS_OF, cadence="archive", sources=[], simulated=False, follows="any",
    )  # fmt: skip
    assert _refused(deck.publish("food_safety")) == (
        "rejected", "follows: follows any, but this contract takes whole drops only",
    )  # fmt: skip


def test_a_city_with_other_areas_asks_for_a_whole_drop(deck: Deck) -> None:
    first = _drop(deck, slice(0, 5))
    deck.publish("services")
    blocks = deck.root / "cities" / CITY / "areas" / "block.geojson"
    blocks.write_text(blocks.read_text("utf-8").replace('"NW-W"', '"NW-X"'), "utf-8")
    _drop(deck, slice(5, 6), follows=first)
    state, told = _refused(deck.publish("services"))
    assert (state, "the areas of riverton are not those of the run" in told) == ("rejected", True)
