"""What was planted: written beside the raw records for tests and back-tests, never read by a module."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def write_truth(folder: Path, domain: str, planted: dict[str, Any]) -> None:
    """Write `truth/<domain>.json` into the city's raw folder: lists of planted events by their kind."""
    (folder / "truth").mkdir(parents=True, exist_ok=True)
    text = json.dumps(planted, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "truth" / f"{domain}.json").write_text(text + "\n", "utf-8")
