"""Statements that one process compiled are there for the next, and nothing in their file can be wrong or run."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import ibis.expr.types as ir
import pytest

from data.reading import compiled_sql
from data.reading.answer import NotInScopeError
from data.reading.compiled_sql import CompiledSql
from data.reading.filters import Filters
from data.reading.shared_lines import MOST_FILES
from data.reading.statement_file import Line, StatementFile
from data.reading.tables import Span
from tests.city_with_records import CITY
from tests.data.reading.test_compiled_sql import visits_in

LINE = Line("question", ((("eq", ("day", ("in", "since")), ("is", 1)), True),), "SELECT 1", (("in", "since"),))


def never(form: Filters, span: Span) -> ir.Table:
    raise AssertionError("compiled once more")


def test_what_one_process_compiled_another_one_finds(tmp_path: Path) -> None:
    views = [
        Filters(CITY, area=area, since=day) for area in ("NE", "SW") for day in (date(2025, 1, 2), date(2025, 2, 1))
    ]
    one, another = (CompiledSql(StatementFile(tmp_path / "statements.jsonl")) for _ in range(2))
    compiled = [one.get("visits", view, lambda form, *_: visits_in(form)) for view in views]
    assert [another.get("visits", view, never) for view in views] == compiled
    assert "'SW'" in str(compiled[-1])
    assert "'2025-02-01'" in str(compiled[-1])


def test_what_a_process_compiles_while_another_one_runs_is_found_too(tmp_path: Path) -> None:
    one, another = (CompiledSql(StatementFile(tmp_path / "statements.jsonl")) for _ in range(2))
    for day in (date(2025, 1, 2), date(2025, 1, 1)):  # two forms: the second begins a month
        view = Filters(CITY, since=day)
        assert one.get("visits", view, lambda form, *_: visits_in(form)) == another.get("visits", view, never)


def test_a_refusal_is_found_as_well(tmp_path: Path) -> None:
    def refused(form: Filters, span: Span) -> ir.Table:
        raise NotInScopeError("channel")

    for build in (refused, never):
        with pytest.raises(NotInScopeError) as raised:
            CompiledSql(StatementFile(tmp_path / "statements.jsonl")).get("visits", Filters(CITY), build)
        assert raised.value.dimension == "channel"


def test_a_line_is_read_when_its_place_is_asked_for_and_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "statements.jsonl"
    writer, reader = StatementFile(path), StatementFile(path)
    assert reader.lines_of(LINE.place) == []
    other = replace(LINE, sql="SELECT 2")
    writer.append(LINE)
    writer.append(replace(LINE, place="another question"))
    writer.append(other)
    whole = path.read_bytes()
    path.write_bytes(whole[:-20])  # another process is writing
    assert reader.lines_of(LINE.place) == [LINE]
    path.write_bytes(whole)
    assert reader.lines_of(LINE.place) == [LINE, other]
    assert reader.lines_of("no question") == []


def test_a_form_that_was_forgotten_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled_sql, "MOST", 1)
    statements = CompiledSql(StatementFile(tmp_path / "statements.jsonl"))
    for build in (lambda form, *_: visits_in(form), never):
        for key in ("visits", "visits again"):
            assert str(statements.get(key, Filters(CITY, area="NE"), build)).endswith("'NE'")


def test_equal_terms_of_many_lines_are_one_in_memory(tmp_path: Path) -> None:
    file = StatementFile(tmp_path / "statements.jsonl")
    for number in range(3):
        file.append(replace(LINE, place=f"question {number}"))
    first, *others = (file.lines_of(f"question {number}")[0] for number in range(3))
    assert [line.place for line in others] == ["question 1", "question 2"]
    assert all(line.path is first.path and line.days[0] is first.path[0][0][1][1] for line in others)


HARMED = (
    b" ".join(hashlib.blake2b(text, digest_size=8).hexdigest().encode() for text in (b"question", b"other")) + b" {}\n"
)


@pytest.mark.parametrize(
    "text", [b"\n", HARMED, b"no json\n", b"[]\n", b'{"place": "x"}\n', b'"text"\n', b"\xff\xfe\n"]
)
def test_what_is_no_statement_is_passed_over(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "statements.jsonl"
    path.write_bytes(text)
    StatementFile(path).append(LINE)
    assert StatementFile(path).lines_of(LINE.place) == [LINE]


def test_without_room_for_the_file_statements_are_compiled(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").touch()
    statements = CompiledSql(StatementFile(tmp_path / "file" / "statements.jsonl"))
    assert str(statements.get("visits", Filters(CITY, area="NE"), lambda form, *_: visits_in(form))).endswith("'NE'")
    assert "a compiled statement cannot be written" in caplog.text


def test_files_of_earlier_versions_go(tmp_path: Path) -> None:
    for number in range(MOST_FILES + 3):
        path = tmp_path / f"{number:03d}.jsonl"
        StatementFile(path).append(LINE)
        os.utime(path, (number, number))
    assert sorted(tmp_path.iterdir())[0].name == "003.jsonl"
    assert len(list(tmp_path.iterdir())) == MOST_FILES
