"""Names and texts as they stand in a statement, whatever is in them."""

from __future__ import annotations

import re
from pathlib import Path


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def file_literal(path: Path) -> str:
    """A path as an SQL literal of that one file: DuckDB would read `[`, `*` and `?` in it as a pattern."""
    return literal(re.sub(r"([\[*?])", r"[\1]", str(path)))
