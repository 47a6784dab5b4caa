"""Places of a page that its parts fill: `assets/js/view/` finds them by these attributes."""

from __future__ import annotations

import json
from typing import Any

from dash.development.base_component import Component

from components.markup import markup

#: What a change of the view is read out by: where the reader now is, and what narrows it.
LIVE: dict[str, Any] = {"aria-live": "polite"}


def host(part: str, place: str) -> dict[str, Any]:
    """The attributes of the element that a part of the page (`components/shell/view_parts.py`) fills with what it has
    under the name of the place; it waits until then."""
    return {"data-part": part, "data-place": place, "aria-busy": "true"}


def awaited(is_awaited: bool) -> dict[str, Any]:
    """The attribute of a place that keeps a line's room until it is filled, where it is known that it will be."""
    return {"data-awaited": ""} if is_awaited else {}


def drawn(part: Component) -> dict[str, Any]:
    """The attribute of an element that shows this from the beginning, drawn as what comes later in its place."""
    return {"data-drawn": json.dumps(markup(part))}
