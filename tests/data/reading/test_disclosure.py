"""Counts of people pass one gate: perturbed alike wherever the same people are counted, and broken down if many."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import ibis
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from data.published.cell_keys import RECORD_KEY
from data.published.people_counted import bases
from data.published.snapshots import find_snapshot, read_snapshot
from data.reading import disclosure
from data.reading.access import EVERYBODY, Access
from data.reading.answer import Found, Missing, NotInScope, Withheld, answered
from data.reading.filters import Filters
from data.reading.queries.services import by_calendar, measures, one_service, outlook, rankings, requests
from data.reading.question import Question
from data.reading.store import Store
from tests.city_with_records import CITY
from tests.data.reading.queries.published import Published, Rows, published, questions_of
from tests.data.reading.queries.services.rows import CATALOGUE, FIRST, FRAME, LAST, REQUESTS, VIEWS

QUESTIONS = list(dict.fromkeys(
    question for module in (by_calendar, measures, one_service, outlook, rankings, requests)
    for question in questions_of(module) if question.domain == "services"
))  # fmt: skip
#: Ten of each row's like: cells of a hundred people, and more of them.
MANY = [row | {"service_request_id": f"{row['service_request_id']}-{n}"} for row in REQUESTS for n in range(10)]
DAYS = st.dates(FIRST, LAST)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Six hundred requests of people, with the contract's floor of 5."""
    tables = {"services": CATALOGUE, "requests": REQUESTS}
    return published(tmp_path_factory.mktemp("people"), "services", tables, floor=5)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Six thousand of them."""
    tables = {"services": CATALOGUE, "requests": MANY}
    return published(tmp_path_factory.mktemp("many"), "services", tables, floor=5)


def requests_of(city: Published, since: date, until: date, **view: Any) -> int:
    (row,) = city.ask(measures.counted_total, since=since.isoformat(), until=until.isoformat(), **view)
    return int(row["requests"])


def test_periods_add_up_inside_a_month(city: Published) -> None:
    """The days of a month that is cut are perturbed one by one: a day more brings that day's number and no more."""

    @settings(max_examples=30)
    @given(day=DAYS, back=st.integers(1, 20), service=st.sampled_from([None, "bins"]))
    def one(day: date, back: int, service: str | None) -> None:
        since = day - timedelta(days=back)
        assume(since.month == day.month and since.day > 1 and since > FIRST and day < LAST)
        view: dict[str, Any] = {"service": service} if service else {}
        longer, before, alone = ((since, day), (since, day - timedelta(days=1)), (day, day))
        total = requests_of(city, *before, **view) + requests_of(city, *alone, **view)
        assert requests_of(city, *longer, **view) == total

    one()


def test_the_same_people_are_perturbed_alike_whatever_counts_them(city: Published) -> None:
    """Only noise is the police's: its department, its service and both together are one and the same people."""

    @settings(max_examples=30)
    @given(day=DAYS, back=st.integers(0, 200), language=st.sampled_from(["en", "zh"]))
    def one(day: date, back: int, language: str) -> None:
        since = max(day - timedelta(days=back), FIRST)
        by_service = requests_of(city, since, day, service="noise")
        assert requests_of(city, since, day, department="police", language=language) == by_service
        assert requests_of(city, since, day, department="police", service="noise") == by_service

    one()


def test_tile_map_export_and_line_show_the_same_of_an_area(city: Published) -> None:
    for since, until in (("2024-02-01", "2024-02-29"), ("2024-05-04", "2024-05-04"), ("2024-01-15", "2024-06-15")):
        (tile,) = city.ask(measures.counted_total, since=since, until=until, area="NW")
        shown = {row["area_id"]: row["n"]
                 for row in city.ask(measures.requests_by_area, since=since, until=until)}  # fmt: skip
        listed = {row["area"]: row["requests"]
                  for row in city.ask(one_service.requests_by_district, since=since, until=until)}  # fmt: skip
        started = [row["requests"] for row in city.ask(one_service.funnel, since=since, until=until, area="NW")][:1]
        assert shown["NW"] == listed.get("NW", 0) == tile["requests"] == (started or [0])[0]
        (line,) = city.ask(requests.request_places, since=since, until=until)
        assert line["mapped"] == sum(shown.values())
        assert line["mapped"] + line["unmatched"] == line["total"] == sum(listed.values())


def test_whom_the_map_may_not_show_by_area_the_line_under_it_names(city: Published) -> None:
    """Of one channel each area has fewer than ten a month: the map says so, and the line has all of the tile."""
    (tile,) = city.ask(measures.counted_total, channel="app")
    (line,) = city.ask(requests.request_places, channel="app")
    assert tile["requests"] > 100
    said = line["mapped"] + line["unmatched"]
    # Cells of five are moved by two: now and then those of the areas add up to more than the months of the city.
    assert line["few"] == max(tile["requests"] - said, 0)
    assert line["total"] == said + line["few"]
    areas = {row["area_id"]: row["status"] for row in city.ask(measures.requests_by_area, channel="app")}
    assert set(areas.values()) <= {"shown", "few"}, "nothing is said to be none where few are not said"
    (line,) = city.ask(requests.request_places, channel="app", area="NE")
    assert line["total"] == 0, "the few of other areas are not those of one where nobody asked"
    (line,) = city.ask(requests.request_places, channel="app", area="SE-E")
    (tile,) = city.ask(measures.counted_total, channel="app", area="SE")
    assert line["total"] == tile["requests"], "of a block the map shows its district"


def test_whole_months_are_one_cell_whichever_cube_has_them(tmp_path: Path) -> None:
    """One request a day of each nature to each service: a day has two of a nature, a month sixty.

    Only the cube of every dimension has both, by day. A ranking of services within a nature would say nothing of days.
    """
    days = [date(2024, 3, 1) + timedelta(days=number) for number in range(61)]
    rows: Rows = [
        {"service_request_id": f"{day}-{service}-{nature}", "service_id": service, "status": "open",
         "outcome": "pending", "channel": "app", "requested_datetime": f"{day} 09:00:00", "duplicate": False,
         "nature": nature}
        for day in days for service in ("bins", "noise") for nature in ("rats", "smell")
    ]  # fmt: skip
    town = published(tmp_path, "services", {"services": CATALOGUE, "requests": rows}, floor=5)
    (tile,) = town.ask(measures.counted_total, nature="rats")
    assert tile["requests"] == pytest.approx(122, abs=12)
    for view in ({}, {"since": "2024-03-01", "until": "2024-04-30"}):
        ranked = town.ask(rankings.requests_by_service, nature="rats", **view)
        assert {row["service"] for row in ranked} == {"bins", "noise"}
        assert sum(row["requests"] for row in ranked) == pytest.approx(122, abs=20)
    assert town.ask(rankings.requests_by_service, nature="rats", since="2024-03-02", until="2024-03-20") == []
    (open_now,) = town.ask(requests.backlog_total, nature="rats")
    assert open_now["value"] == pytest.approx(122, abs=20)


def test_where_nobody_asked_there_is_nobody(city: Published) -> None:
    shown = {row["area_id"]: (row["n"], row["status"]) for row in city.ask(measures.requests_by_area)}
    assert shown["NE"] == shown["SW"] == (0, "none")
    assert requests_of(city, FIRST - timedelta(days=9), FIRST - timedelta(days=1)) == 0


def test_parts_are_no_larger_than_their_wholes(city: Published) -> None:
    @settings(max_examples=15)
    @given(view=VIEWS)
    def one(view: dict[str, Any]) -> None:
        outcome = _outcome(city.store, one_service.funnel, view)
        rows = {row["stage"]: row["requests"] for row in outcome}
        assert all(0 <= number <= rows["started"] for number in rows.values())
        for row in _outcome(city.store, measures.counted_total, view):
            for share in ("completion_rate_share", "digital_take_up_share", "satisfaction_share", "on_time_share"):
                assert row[share] is None or 0 <= row[share] <= 1

    one()


def test_large_numbers_are_not_touched_visibly(large: Published) -> None:
    """Thirteen months of 6,000 requests: the sum of thirteen perturbed months has a deviation of about 7."""
    (tile,) = large.ask(measures.counted_total)
    assert tile["requests"] == pytest.approx(10 * len(FRAME), abs=4 * 2 * 13**0.5)
    assert tile["requests"] != 10 * len(FRAME) or tile["requests_recent"] != tile["requests"]
    assert tile["completion_rate_share"] == pytest.approx((FRAME.outcome == "completed").mean(), abs=0.01)
    (median,) = large.ask(requests.days_to_close_median_total)
    assert median["value"] == FRAME.days[FRAME.status == "closed"].median()


def test_shares_means_and_quantiles_of_few_people_are_not_said(city: Published) -> None:
    day = next(day for day in (FIRST + timedelta(days=n) for n in range(300)) if 0 < requests_of(city, day, day) < 10)
    view = {"since": day.isoformat(), "until": day.isoformat()}
    (tile,) = city.ask(measures.counted_total, **view)
    assert tile["requests"] > 0
    for name in ("completion_rate_share", "digital_take_up_share", "satisfaction_share", "satisfaction_share_low",
                 "cost_per_transaction_lcu", "on_time_share"):  # fmt: skip
        assert tile[name] is None
    assert city.ask(requests.days_to_close_median_total, **view)[0]["value"] is None
    assert city.ask(requests.days_to_close_distribution, **view) == []
    assert city.ask(rankings.requests_by_channel, **view) == []
    statuses = {row["status"] for row in city.ask(measures.completion_rate_by_area, **view)}
    assert "shown" not in statuses


def test_single_records_are_withheld_from_everybody(city: Published) -> None:
    for question in (requests.requests, requests.request_points):
        assert city.store.ask(question, Filters(CITY)) == Withheld("request_records")
        allowed = city.store.versions(CITY, access=Access("officer", single_records=True))
        assert isinstance(city.store.ask(question, Filters(CITY), allowed), Found)


def test_cubes_of_people_are_among_no_questions_tables(city: Published) -> None:
    tables = EVERYBODY.tables(find_snapshot(city.store.snapshots_dir, CITY, "services"))
    assert "cells_monthly" in tables.people
    assert not [name for name in tables if name in tables.people or name == "request_records"]
    with pytest.raises(KeyError):
        tables["cells_monthly"]


def test_what_was_published_without_record_keys_is_not_served(tmp_path: Path) -> None:
    city = published(tmp_path, "services", {"services": CATALOGUE, "requests": REQUESTS}, floor=5)
    file = find_snapshot(city.store.snapshots_dir, CITY, "services").folder / "snapshot.json"
    file.write_text(file.read_text("utf-8").replace('"small_cell_floor"', '"earlier"'), "utf-8")
    (file.parent / "SHA256SUMS").unlink()
    read_snapshot.cache_clear()
    assert isinstance(
        Store(city.store.snapshots_dir, tmp_path / "other").ask(requests.services, Filters(CITY)), Missing
    )


@pytest.mark.parametrize(
    ("keys", "groups"),
    [
        ({"area_1", "area_2"}, []),
        ({"service", "department", "area_1"}, [{"area_1"}]),
        ({"channel", "area_1"}, [{"area_1"}]),
        ({"channel", "service"}, [{"service"}, {"channel"}]),
        ({"bucket", "service", "area_1"}, [{"service", "area_1"}]),
        ({"hour"}, [set()]),
    ],
)
def test_a_breakdown_is_given_of_groups_that_are_large_without_it(keys: set[str], groups: list[set[str]]) -> None:
    assert sorted(map(sorted, bases({"day", *keys}, "day"))) == sorted(map(sorted, groups))


def _outcome(store: Store, question: Question, view: dict[str, Any]) -> Rows:
    """The rows of an answer; none where the question cannot be asked so."""
    filters = Filters(CITY, *view.get("period", (None, None)))
    if "area" in view:
        filters = replace(filters, area=view["area"], area_level=1)
    for dimension in ("service", "channel", "nature"):
        if dimension in view:
            filters = filters.with_selection(dimension, view[dimension].split("|"))
    outcome = store.ask(question, filters)
    found = answered(outcome)
    assert found is not None or isinstance(outcome, NotInScope | Withheld)
    return found.records() if found else []


def _blinded(root: Path, rows: Rows) -> Store:
    """Those requests published with a floor, and what the gate says of means and times of people made the same."""
    city = published(root, "services", {"services": CATALOGUE, "requests": rows}, floor=5)
    with duckdb.connect(str(find_snapshot(city.store.snapshots_dir, CITY, "services").cubes_file)) as connection:
        connection.execute("CREATE OR REPLACE MACRO perturbed_mean(amount, people, cell_key) AS 2.5::DOUBLE")
        connection.execute("CREATE OR REPLACE TABLE bucket_days AS SELECT bucket::SMALLINT AS bucket, 1.0 AS days "
                           "FROM range(200) AS b(bucket)")  # fmt: skip
    # With statements of their own, which both share: they are of the same columns.
    return Store(city.store.snapshots_dir, root.parent / "blinded" / root.name)


def test_no_question_knows_more_of_people_than_the_gate_lets_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With every number made the same at the gate, one request a cell and eleven answer the same, question by question.

    A number that came past the gate would tell the two apart.
    """
    eleven = [row | {"service_request_id": f"{row['service_request_id']}-{n}"} for row in REQUESTS for n in range(11)]
    monkeypatch.setattr(disclosure, "_perturbed_count", lambda cells, name: ibis.literal(100, "int64"))
    monkeypatch.setattr(disclosure, "_shown_part", lambda cells, part, whole: ibis.literal(70, "int64"))
    one, other = _blinded(tmp_path / "one", REQUESTS), _blinded(tmp_path / "eleven", eleven)
    compared = 0

    @settings(max_examples=5, deadline=None)
    @given(view=VIEWS)
    def same(view: dict[str, Any]) -> None:
        nonlocal compared
        for question in QUESTIONS:
            assert _outcome(one, question, view) == _outcome(other, question, view), (question.key, view)
            compared += 1

    same()
    assert compared >= 5 * 35


def test_cells_are_perturbed_in_numbers_of_64_bits(city: Published) -> None:
    """A sum of 128, which is what DuckDB makes of whole numbers, is divided and multiplied several times as slowly."""
    snapshot = city.store.versions(CITY).snapshot("services")
    by_nature = city.store.sql(requests.requests_by_nature, Filters(CITY), snapshot)
    for column in ("requests", "completed", RECORD_KEY):
        assert re.search(rf'CAST\(SUM\("t\d+"\."{column}"\) AS BIGINT\)', by_nature.form)
    by_service = city.store.sql(rankings.counted_by_service, Filters(CITY), snapshot)
    assert not re.search(r'SUM\("t\d+"\."abandoned"\)', by_service.form), "a row of a month and service is a cell"
    for column in ("requests", "abandoned", "rejected", RECORD_KEY):
        assert re.search(rf'CAST\("t\d+"\."{column}" AS BIGINT\)', by_service.form)


@pytest.mark.parametrize(
    "question",
    [rankings.counted_by_service, requests.requests_by_nature, rankings.requests_by_department,
     rankings.requests_by_channel, one_service.requests_by_district],
    ids=str,
)  # fmt: skip
def test_what_is_mature_is_a_day_of_the_statement_and_told_once(city: Published, question: Question) -> None:
    """Asked of its table it took a sixth of the statement's time; with each sum it stood there six times."""
    statement = city.store.sql(question, Filters(CITY), city.store.versions(CITY).snapshot("services"))
    assert "maturation" not in statement.form
    assert len(re.findall(r'"month" < CAST', statement.form)) == 1


def test_the_groups_behind_the_cells_of_an_area_are_those_of_the_area(city: Published) -> None:
    """Groups of every area were added up and perturbed for a district's ranking, ten times as many as it needs."""
    view = Filters(CITY, area="SE", area_level=1).with_selection("channel", ("app",))
    statement = city.store.sql(rankings.counted_by_service, view, city.store.versions(CITY).snapshot("services"))
    read = re.findall(r'FROM "(?!disclosure|catalogue)\w+" AS "t\d+"', statement.form)
    kept = re.findall(r'"area_1" = \'citydeck:area:0\'', statement.form)
    # The cells themselves are kept to it at the end, after those of the groups.
    assert len(kept) == len(read) == 3
