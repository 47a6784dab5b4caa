"""Which state of the program is running: a wall loads itself again when this changes."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from settings import ROOT

#: What the program is made of; a city's file or a new snapshot is not a new program.
PARTS = (
    ("app.py", "settings.py", "gunicorn.conf.py", "pins/requirements.txt"),
    ("assets", "api", "components", "data", "pages"),
)
SUFFIXES = {".py", ".js", ".css", ".toml", ".yaml", ".woff2"}
NOT_THE_PROGRAM = ("cities", "outputs", "snapshots", "raw", "walls", "__pycache__")


def _files(root: Path) -> list[Path]:
    names, folders = PARTS
    found = [root / name for name in names]
    for folder in folders:
        for path in (root / folder).rglob("*"):
            inside = path.relative_to(root / folder).parts
            if path.suffix in SUFFIXES and not (set(inside[:1]) | set(inside[-2:-1])) & set(NOT_THE_PROGRAM):
                found.append(path)
    return sorted(path for path in found if path.is_file())


@cache
def app_version() -> str:
    """Twelve hexadecimal digits that change with any file of the program; read once a process."""
    digest = hashlib.sha256()
    for path in _files(ROOT):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0")
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
