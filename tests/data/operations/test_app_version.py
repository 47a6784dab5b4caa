"""The program's version is of its files, and of nothing that it made or was given."""

from __future__ import annotations

from pathlib import Path

from data.operations.app_version import _files

PROGRAM = ("app.py", "data/reading/store.py", "data/contracts/services.yaml", "pages/areas/cities.py")
NOT_OF_IT = (
    "data/cities/riverton/city.toml", "data/snapshots/riverton/services/1/notes.py", "data/raw/live.toml",
    "data/reading/__pycache__/store.py", "assets/icons/readme.md", "tests/test_app.py",
)  # fmt: skip


def test_what_the_program_is_made_of(tmp_path: Path) -> None:
    for name in (*PROGRAM, *NOT_OF_IT):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    assert _files(tmp_path) == sorted(PROGRAM)
