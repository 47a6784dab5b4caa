"""Links from one page to another that carry the view along."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

#: Keys of a view that mean the same on every page, and so go along with a link to another one.
CARRIED = ("city", "since", "until", "area", "as_of", "lang")


def link(path: str, view: Mapping[str, Any]) -> str:
    """An address of this app with the keys of the view that every page understands."""
    kept = {key: view[key] for key in CARRIED if view.get(key)}
    return f"{path}?{urlencode(kept)}" if kept else path
