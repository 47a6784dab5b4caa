"""One file out of a zip file, by whichever name it has inside."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from data.files.text_encoding import FileNotReadError
from data.files.zip_files import unpack_one

MOST_BYTES = 1000


def zipped(folder: Path, **files: str) -> Path:
    path = folder / "areas.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "."), text)
    return path


def ending(suffix: str) -> Callable[[list[zipfile.ZipInfo]], zipfile.ZipInfo]:
    return lambda entries: next(entry for entry in entries if entry.filename.lower().endswith(suffix))


def test_the_parts_of_a_shapefile_come_together_under_our_name(tmp_path: Path) -> None:
    path = zipped(tmp_path, districts__SHP="shapes", districts__dbf="names", readme__txt="by the city")
    target = tmp_path / "out" / "areas"
    target.parent.mkdir()
    assert unpack_one(path, ending(".shp"), target, MOST_BYTES) == (target.with_suffix(".shp"), "districts.SHP")
    assert {file.name: file.read_text() for file in target.parent.iterdir()} == {
        "areas.shp": "shapes", "areas.dbf": "names",
    }  # fmt: skip


def test_a_name_inside_becomes_no_path_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "areas.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../outside.csv", "a,b")
    written, named = unpack_one(path, ending(".csv"), tmp_path / "inside", MOST_BYTES)
    assert (written, named) == (tmp_path / "inside.csv", "../../outside.csv")
    assert not (tmp_path.parent.parent / "outside.csv").exists()


def test_what_unpacks_to_too_much_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    path = zipped(tmp_path, rows__csv="x" * 2000)
    with pytest.raises(FileNotReadError, match=r"areas\.zip unpacks to more than 1,000 bytes"):
        unpack_one(path, ending(".csv"), tmp_path / "rows", MOST_BYTES)
    assert not (tmp_path / "rows.csv").exists()


def test_what_is_no_zip_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "areas.zip").write_text("no zip")
    with pytest.raises(FileNotReadError, match=r"areas\.zip is not a zip file, or broken"):
        unpack_one(tmp_path / "areas.zip", ending(".csv"), tmp_path / "rows", MOST_BYTES)
