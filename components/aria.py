"""What an element says to those who do not see it, as attributes that a Dash component accepts."""

from __future__ import annotations

from typing import Any

#: For marks that only repeat what a word beside them says.
HIDDEN: dict[str, Any] = {"aria-hidden": "true"}


def label(text: str) -> dict[str, Any]:
    """The name of an element that has no text of its own."""
    return {"aria-label": text}
