"""What a run makes once: one maker among many who ask, copies that nobody shares, and no trace of a failure."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.compiled import VARIABLE
from tests.made_once import copy_of


def test_who_asks_first_makes_it_and_each_has_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    made: list[Path] = []

    def make(root: Path) -> None:
        root.mkdir()
        (root / "told").write_text("whole", "utf-8")
        made.append(root)

    copies = [tmp_path / "first", tmp_path / "second", tmp_path / "third"]
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda root: copy_of("thing", root, make), copies))
    assert len(made) == 1
    (copies[0] / "told").write_text("changed", "utf-8")
    assert [(root / "told").read_text("utf-8") for root in copies] == ["changed", "whole", "whole"]


def test_what_could_not_be_made_is_made_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))

    def half(root: Path) -> None:
        root.mkdir()
        (root / "half").touch()
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        copy_of("thing", tmp_path / "first", half)
    copy_of("thing", tmp_path / "second", lambda root: (root / "whole").mkdir(parents=True))
    assert [path.name for path in (tmp_path / "second").iterdir()] == ["whole"]
    assert not (tmp_path / "first").exists()
