"""Where the publishers' own files are, for tests that measure them; such a test is skipped where they are not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def real_records(*names: str) -> Path:
    """The folder that holds those files: CITYDECK_REAL_RECORDS, else `shared/data` beside the repository."""
    folder = Path(os.environ.get("CITYDECK_REAL_RECORDS", ROOT.parent / "shared" / "data"))
    if not all((folder / name).is_file() for name in names):
        pytest.skip("no real records: name their folder by CITYDECK_REAL_RECORDS")
    return folder
