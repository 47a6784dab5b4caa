"""The names of all cities are read once, shared by processes, and follow their files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from data.city import city_index
from data.city.city_index import city_entries


def _write(cities: Path, key: str, name: str, more: str = "") -> Path:
    file = cities / key / "city.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f'{more}\n[name]\nen = "{name}"\n', "utf-8")
    return file


def test_cities_come_by_key_and_a_broken_one_is_left_out(tmp_path: Path) -> None:
    _write(tmp_path / "cities", "bay", "Bay", 'country = "GB"\naliases = ["baie"]\nregion = { en = "Coast" }')
    _write(tmp_path / "cities", "ark", "Ark")
    _write(tmp_path / "cities", "bad", "Bad", "name = [")
    found = city_entries(tmp_path / "cities", tmp_path / "index.json")
    assert [entry.key for entry in found] == ["ark", "bay"]
    assert (found[1].country, found[1].aliases, dict(found[1].region)) == ("GB", ("baie",), {"en": "Coast"})


def test_another_process_reads_the_index_and_a_changed_file_is_read_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = _write(tmp_path / "cities", "bay", "Bay")
    index = tmp_path / "cache" / "index.json"
    city_entries(tmp_path / "cities", index)
    monkeypatch.setattr(city_index, "_known", {})  # as a process that has just begun
    changed = file.stat().st_mtime_ns
    file.write_text("nobody reads this [", "utf-8")
    os.utime(file, ns=(changed, changed))
    assert [entry.name["en"] for entry in city_entries(tmp_path / "cities", index)] == ["Bay"]
    _write(tmp_path / "cities", "bay", "New Bay")
    os.utime(file, ns=(changed + 1, changed + 1))
    assert [entry.name["en"] for entry in city_entries(tmp_path / "cities", index)] == ["New Bay"]


@pytest.mark.parametrize("text", ["", "[]", "{", '{"bay": 3}', '{"bay": [1, {"nothing": 1}]}'])
def test_a_spoiled_index_is_made_anew(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write(tmp_path / "cities", "bay", "Bay")
    (tmp_path / "index.json").write_text(text, "utf-8")
    monkeypatch.setattr(city_index, "_known", {})
    assert [entry.key for entry in city_entries(tmp_path / "cities", tmp_path / "index.json")] == ["bay"]
