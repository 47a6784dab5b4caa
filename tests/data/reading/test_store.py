"""An answer is computed once, kept as text, and is the same for every thread and process."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import ibis
import ibis.expr.types as ir
import pytest

from data.published.snapshots import Snapshot, find_snapshot, read_snapshot
from data.published.source import DataMissingError
from data.reading import lowering, result_cache
from data.reading.access import EVERYBODY
from data.reading.answer import Found, Outdated
from data.reading.compiled_sql import CompiledSql
from data.reading.filters import Filters
from data.reading.result_cache import UNTIL, ResultCache
from data.reading.result_columns import to_columns
from data.reading.schema import detail
from data.reading.store import AT_ONCE, Store
from data.reading.tables import Tables
from tests.city_with_records import CITY
from tests.data.conftest import Deck
from tests.data.reading.counting_store import ALL, CountingStore, area_named, districts, question, span


@question(detail("area_id"))
def of_a_later_program(tables: Tables, filters: Filters) -> ir.Table:
    """From a cube that the snapshot was published without."""
    return tables["cube_of_a_later_program"].select("area_id")


@question(detail("area_id"))
def column_of_a_later_program(tables: Tables, filters: Filters) -> ir.Table:
    """A column that the snapshot was published without."""
    return tables["areas"].select("area_id").filter(tables["areas"].column_of_a_later_program > 0)


def test_an_answer_has_the_columns_of_the_query_and_a_source(counting: CountingStore) -> None:
    answer = counting.answer(districts, ALL)
    assert answer.columns == {"area_id": ["NE", "NW", "SE", "SW"], "population": [2000, 1000, 4000, 3000]}
    assert answer.records()[0] == {"area_id": "NE", "population": 2000}
    assert (answer.source.city, answer.source.domain, answer.source.freshness) == (CITY, "services", "archive")
    assert [column.name for column in answer.schema] == ["area_id", "population"]


def test_a_snapshot_of_an_older_program_says_what_it_lacks(
    counting: CountingStore, caplog: pytest.LogCaptureFixture
) -> None:
    """An older version's snapshots still answer what they can."""
    assert counting.ask(of_a_later_program, ALL) == Outdated("services")
    assert "the snapshot has no 'cube_of_a_later_program'; publish it again by this program" in caplog.text
    assert isinstance(counting.ask(districts, ALL), Found)


def test_a_snapshot_of_an_older_contract_is_outdated_where_it_lacks_a_column(
    counting: CountingStore, deck: Deck, caplog: pytest.LogCaptureFixture
) -> None:
    """Of this contract a column that is not there is our mistake, and loud."""
    with pytest.raises(AttributeError):
        counting.ask(column_of_a_later_program, ALL)
    served = find_snapshot(deck.snapshots, CITY, "services").folder
    told = json.loads((served / "snapshot.json").read_text("utf-8"))
    (served / "snapshot.json").write_text(json.dumps(told | {"contract_version": "0.1.0"}), "utf-8")
    (served / "SHA256SUMS").unlink()
    read_snapshot.cache_clear()
    assert counting.ask(column_of_a_later_program, ALL) == Outdated("services")
    assert "publish it again by this program" in caplog.text
    assert isinstance(counting.ask(districts, ALL), Found)


def test_snapshots_that_look_alike_share_what_is_known_of_their_columns(counting: CountingStore, deck: Deck) -> None:
    """Some hundred names and types in each: the snapshots of a thousand cities have the same ones."""
    one = find_snapshot(deck.snapshots, CITY, "services")
    other = read_snapshot(shutil.copytree(one.folder, deck.root / "copy"))
    assert (other.folder != one.folder, other.cubes is one.cubes, other.raw["cubes"] is one.cubes) == (True,) * 3
    shapes = [counting._in_views.shape_and_span(each, EVERYBODY)[0] for each in (one, other)]
    assert shapes[0] is shapes[1]


def test_days_are_iso_texts(counting: CountingStore) -> None:
    assert counting.answer(span, ALL).columns == {"first_day": ["2024-02-05"], "last_day": ["2025-06-23"]}


def test_an_empty_answer_keeps_its_columns(counting: CountingStore) -> None:
    answer = counting.answer(area_named, ALL)
    assert (answer.columns, answer.rows) == ({"area_id": [], "name_en": []}, 0)


def test_values_become_what_json_knows() -> None:
    connection = duckdb.connect()
    result = connection.execute(
        "SELECT * FROM (VALUES ('nan'::DOUBLE, 1.5::DECIMAL(4,2), TIMESTAMP '2025-01-02 03:04:05', "
        "[1.0, 'inf'::DOUBLE], true, 2::HUGEINT, TIME '10:00:00')) "
        "AS v(missing, amount, moment, list, flag, huge, clock)"
    )
    assert to_columns(result) == {
        "missing": [None], "amount": [1.5], "moment": [datetime(2025, 1, 2, 3, 4, 5).isoformat()],
        "list": [[1.0, None]], "flag": [True], "huge": [2], "clock": ["10:00:00"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("told", "known"),
    [
        ("'1.5', NULL, '0'", [1.5, None, 0.0]),
        ("'1.5', 'nan', NULL", [1.5, None, None]),
        ("'inf', '2', '-inf'", [None, 2.0, None]),
        ("'1.5e308', '1.5e308', '0.5'", [1.5e308, 1.5e308, 0.5]),
    ],
)
def test_numbers_of_a_column_that_are_none_are_unknown(told: str, known: list[float | None]) -> None:
    """The last ones are numbers, though their sum is none."""
    result = duckdb.connect().execute(f"SELECT unnest([{told}]::DOUBLE[]) AS n, unnest([DATE '2025-01-02']) AS day")
    days = ["2025-01-02", *[None] * (len(known) - 1)]
    assert to_columns(result) == {"n": known, "day": days}


def test_the_second_asks_no_engine(counting: CountingStore) -> None:
    first = counting.answer(districts, ALL)
    assert counting.answer(districts, ALL).columns == first.columns
    assert counting.computed == 1
    # The language is no part of the statement, so a reader in another language finds the answer.
    counting.answer(districts, Filters(CITY, language="zh"))
    assert counting.computed == 1


def test_another_process_finds_the_answer(counting: CountingStore, deck: Deck) -> None:
    first = counting.answer(districts, ALL)
    second = CountingStore(deck.snapshots, deck.root / "cache" / "answers")
    assert (second.answer(districts, ALL).columns, second.computed) == (first.columns, 0)


def test_an_answer_that_is_at_hand_is_not_read_again(counting: CountingStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """A view asks it thrice: ahead, for its part, and where another one is reckoned from it."""
    first = counting.answer(districts, ALL).columns
    monkeypatch.setattr(ResultCache, "get_or_compute", None)  # nothing can be read any more
    assert counting.answer(districts, replace(ALL)).columns is first
    with pytest.raises(TypeError):
        counting.answer(span, ALL)


def test_no_more_values_are_at_hand_than_there_is_room_for(
    counting: CountingStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four districts of two columns, and whatever it has: what does not fit is read from the cache each time."""
    for room, fits in ((9, True), (8, False)):
        monkeypatch.setattr(result_cache, "MOST_VALUES", room)
        asked = Store(counting.snapshots_dir, tmp_path / "answers")
        first = asked.answer(districts, ALL).columns
        assert (len(first), len(first["area_id"])) == (2, 4)
        assert (asked.answer(districts, ALL).columns is first) == fits
        asked.answer(span, ALL)
        assert asked.answer(districts, ALL).columns is not first


def test_a_herd_computes_once(counting: CountingStore) -> None:
    together = threading.Barrier(12)

    def ask() -> dict[str, list[Any]]:
        together.wait()
        return counting.answer(districts, ALL).columns

    with ThreadPoolExecutor(12) as readers:
        answers = [future.result() for future in [readers.submit(ask) for _ in range(12)]]
    assert counting.computed == 1
    assert answers == [answers[0]] * 12


def test_every_thread_gets_its_own_rows(counting: CountingStore) -> None:
    names = {"NW": "Northwest", "NE": "Northeast", "SW": "Southwest", "SE": "Southeast"}

    def ask(number: int) -> bool:
        area = list(names)[number % 4]
        # A measure of its own makes each view new to the compiled statements; the cache still answers some.
        view = Filters(CITY, area=area, area_level=1, measure=str(number))
        return counting.answer(area_named, view).records() == [{"area_id": area, "name_en": names[area]}]

    with ThreadPoolExecutor(8) as readers:
        assert all(readers.map(ask, range(200)))


def test_a_forked_process_opens_its_own_connection(counting: CountingStore) -> None:
    before = counting.answer(districts, ALL).columns
    child = os.fork()
    if child == 0:
        answered = counting.answer(area_named, Filters(CITY, area="NW", area_level=1)).records()
        os._exit(0 if answered == [{"area_id": "NW", "name_en": "Northwest"}] else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert counting.answer(districts, ALL).columns == before


def assert_computed_again_when_tampered(content: Callable[[], bytes], counting: CountingStore, folder: Path) -> None:
    """Ask, change every file of the cache, and ask again in another process, which does not have it at hand."""
    expected = counting.answer(districts, ALL).columns
    for file in folder.iterdir():
        file.write_bytes(UNTIL.pack(2**32 - 1) + content())
    other = CountingStore(counting.snapshots_dir, folder)
    assert other.answer(districts, ALL).columns == expected
    assert (counting.computed, other.computed) == (1, 1)


def test_a_tampered_cache_runs_no_code(counting: CountingStore, deck: Deck, tmp_path: Path) -> None:
    class Trap:
        def __reduce__(self) -> tuple[Any, ...]:
            return Path.touch, (tmp_path / "trapped",)

    assert_computed_again_when_tampered(lambda: pickle.dumps(Trap()), counting, deck.root / "cache" / "answers")
    assert not (tmp_path / "trapped").exists()


def test_a_cache_that_says_something_else_is_not_believed(counting: CountingStore, deck: Deck) -> None:
    assert_computed_again_when_tampered(lambda: b"[1, 2]", counting, deck.root / "cache" / "answers")


def test_the_cache_forgets_the_oldest(tmp_path: Path) -> None:
    cache = ResultCache(tmp_path / "answers", 10)
    for number in range(30):
        assert cache.get_or_compute(f"{number:08x}", lambda: {"n": [1]}) == {"n": [1]}
    kept = [path for path in (tmp_path / "answers").iterdir() if path.read_bytes().endswith(b'{"n":[1]}')]
    assert 5 <= len(kept) <= 11
    asked: list[int] = []

    def compute() -> dict[str, list[Any]]:
        asked.append(1)
        return {"n": [1]}

    cache.get_or_compute(f"{29:08x}", compute)
    cache.get_or_compute(f"{0:08x}", compute)
    assert len(asked) == 1


def test_a_question_that_fails_is_asked_again(tmp_path: Path) -> None:
    cache = ResultCache(tmp_path / "answers", 10)

    def fail() -> dict[str, list[Any]]:
        raise DataMissingError(CITY, "services")

    with pytest.raises(DataMissingError):
        cache.get_or_compute("00000001", fail)
    assert cache.get_or_compute("00000001", lambda: {"n": [2]}) == {"n": [2]}


def test_without_a_place_for_locks_there_is_still_an_answer(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    cache = ResultCache(tmp_path / "answers", 10)
    cache.get_or_compute("ff", lambda: {"n": [0]})
    shutil.rmtree(tmp_path / "answers.locks")
    assert cache.get_or_compute("00000001", lambda: {"n": [2]}) == {"n": [2]}
    assert "no lock for an answer" in caplog.text


def test_current_snapshots_tell_every_domain(counting: CountingStore) -> None:
    (domain,) = counting.versions(CITY).sources()
    source = counting.versions(CITY).sources()[domain]
    assert (domain, source.snapshot_id) == ("services", counting.versions(CITY).snapshot("services").snapshot_id)
    assert counting.versions(CITY, date(2020, 1, 1)).sources() == {}
    assert counting.versions("../..").sources() == {}


def test_a_day_before_anything_was_published_says_so(counting: CountingStore) -> None:
    with pytest.raises(DataMissingError, match="as of 2020-01-01"):
        counting.answer(districts, Filters(CITY, as_of=date(2020, 1, 1)))


def test_the_statement_is_compiled_once(counting: CountingStore) -> None:
    calls: list[int] = []

    @question(detail("areas", "count"))
    def counted(tables: Tables, filters: Filters) -> ir.Table:
        calls.append(1)
        return tables["areas"].aggregate(areas=ibis._.count())

    assert [counting.answer(counted, ALL).columns for _ in range(3)] == [{"areas": [13]}] * 3
    assert len(calls) == 1


def test_a_statement_is_filled_in_once_for_a_view(counting: CountingStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """A view needs each of its statements thrice; another view and another question have their own."""
    snapshot = find_snapshot(counting.snapshots_dir, CITY, "services", None)
    view, other = replace(ALL, area=None), replace(ALL, since=date(2026, 1, 1))
    first, second = (counting.sql(span, each, snapshot) for each in (view, other))
    districts_first = counting.sql(districts, view, snapshot)
    monkeypatch.setattr(CompiledSql, "get", None)  # nothing can be filled in any more
    assert counting.sql(span, replace(view), snapshot) is first
    assert counting.sql(span, replace(other), snapshot) is second
    assert counting.sql(districts, view, snapshot) is districts_first != first
    with pytest.raises(TypeError):
        counting.sql(span, replace(ALL, until=date(2026, 1, 1)), snapshot)


def test_a_new_snapshot_is_asked_by_the_statements_of_the_last_one(
    counting: CountingStore, deck: Deck, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = counting.answer(districts, ALL)
    monkeypatch.setattr(lowering, "to_duckdb", None)  # nothing can be compiled any more
    deck.publish("services", again=True)
    second = Store(deck.snapshots, deck.root / "cache" / "answers").answer(districts, ALL)
    assert second.source.snapshot_id > first.source.snapshot_id
    assert second.columns == first.columns


def test_questions_asked_together_come_to_what_each_comes_to(counting: CountingStore) -> None:
    versions = counting.versions(CITY)
    asked = [(districts, ALL, None), (area_named, replace(ALL, area="NE"), None), (districts, ALL, None),
             (districts, ALL, (1, 2))]  # fmt: skip
    begun = dict(zip(dict.fromkeys(asked), counting.ask_ahead(asked, versions), strict=True))
    together = [begun[each].result() for each in asked]
    assert counting.computed == 4  # the total of a page of rows is a statement of its own
    assert together == [counting.ask(question, view, versions, rows) for question, view, rows in asked]
    assert counting.computed == 4


def test_what_has_not_begun_can_be_given_up(counting: CountingStore) -> None:
    versions, begun, go_on = counting.versions(CITY), threading.Semaphore(0), threading.Event()

    def compute(snapshot: Snapshot, sql: str) -> Any:
        begun.release()
        go_on.wait()
        return {}

    counting.compute = compute  # type: ignore[method-assign]
    waited = counting.ask_ahead([(area_named, replace(ALL, area=str(n)), None) for n in range(AT_ONCE + 3)], versions)
    for _ in range(AT_ONCE):
        begun.acquire()
    assert [each.cancel() for each in waited] == [False] * AT_ONCE + [True] * 3
    go_on.set()
    assert all(each.result() for each in waited[:AT_ONCE])
