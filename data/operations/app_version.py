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
SUFFIXES = (".py", ".js", ".css", ".toml", ".yaml", ".woff2")
NEVER_THE_PROGRAM = ("__pycache__",)
NOT_THE_PROGRAM = (*NEVER_THE_PROGRAM, "cities", "outputs", "snapshots", "raw", "walls", "secrets")


def _files(root: Path) -> list[str]:
    """The files of the program, from its root. What is none of it is not looked into: an installation has thousands of
    snapshots. Names and no paths: half of the time goes into making these, and each start waits for it."""
    names, folders = PARTS
    found = [name for name in names if (root / name).is_file()]
    for top in (str(root / folder) for folder in folders):
        for inside, below, files in os.walk(top):
            below[:] = [name for name in below if name not in (NOT_THE_PROGRAM if inside == top else NEVER_THE_PROGRAM)]
            within = inside[len(str(root)) + 1 :]
            found += [f"{within}/{name}" for name in files if name.endswith(SUFFIXES)]
    return sorted(found)


@cache
def app_version() -> str:
    """Twelve hexadecimal digits that change with any file of the program; read once a process."""
    digest = hashlib.sha256()
    for name in _files(ROOT):
        digest.update(name.encode() + b"\0")
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()[:12]
