"""Which state of the program is running: a wall loads itself again when this changes."""

from __future__ import annotations

import hashlib
import os
from functools import cache
from pathlib import Path

from settings import ROOT

#: What the program is made of; a city's file or a new snapshot is not a new program.
PARTS = (
    ("app.py", "settings.py", "gunicorn.conf.py", "pins/requirements.txt"),
    ("assets", "api", "components", "data", "pages"),
)
SUFFIXES = {".py", ".js", ".css", ".toml", ".yaml", ".woff2"}
NEVER_THE_PROGRAM = ("__pycache__",)
NOT_THE_PROGRAM = (*NEVER_THE_PROGRAM, "cities", "outputs", "snapshots", "raw", "walls", "secrets")


def _files(root: Path) -> list[Path]:
    """The files of the program. What is none of it is not looked into: an installation has thousands of snapshots."""
    names, folders = PARTS
    found = [path for name in names if (path := root / name).is_file()]
    for folder in folders:
        for inside, below, files in os.walk(root / folder):
            is_top = Path(inside) == root / folder
            below[:] = [name for name in below if name not in (NOT_THE_PROGRAM if is_top else NEVER_THE_PROGRAM)]
            found += [path for name in files if (path := Path(inside, name)).suffix in SUFFIXES]
    return sorted(found)


@cache
def app_version() -> str:
    """Twelve hexadecimal digits that change with any file of the program; read once a process."""
    digest = hashlib.sha256()
    for path in _files(ROOT):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0")
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
