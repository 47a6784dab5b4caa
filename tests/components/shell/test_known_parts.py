"""Dash checks callbacks against parts that need no city: every part that a callback names is among them."""

from __future__ import annotations

import json
from typing import Any

from dash import Dash

from components.shell.known_parts import known_parts


def _shape(told: Any) -> str:
    """An id, or what is the same for all ids of its pattern: its keys and its type."""
    if isinstance(told, str):
        return told
    return f"{told['type']}:{','.join(sorted(told))}"


def test_every_part_that_a_callback_names_is_known(dashboard: Dash) -> None:
    known = {_shape(part.id) for part in known_parts()._traverse() if getattr(part, "id", None)}
    named = set()
    for callback in dashboard._callback_list:
        for part in (*callback["inputs"], *callback["state"]):
            named.add(_shape(json.loads(part["id"]) if part["id"].startswith("{") else part["id"]))
    assert {name for name in named if not name.startswith("_pages")} - known == set()
