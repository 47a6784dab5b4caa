"""Every id that a callback or a script names, in one place.

What parts of a view fill has none: `components/view/host.py`.
"""

from __future__ import annotations

#: The view (an address's keys as a dict), a `dcc.Store`: what the page was laid out with.
VIEW = "view"
#: Where callbacks that only act write what they give: nothing.
SINK = "sink"

#: Layers of the map of a page, as `part(NAME, page_key)`; `assets/js/map/` names them too.
MAP = "map"

#: Controls of the filter bar besides the dimensions, as `control(NAME)`.
PERIOD = "period"
AREA = "area"
MEASURE = "measure"
CITY = "city"
COMPARE = "compare"
AS_OF = "as_of"

Id = dict[str, object]


def part(name: str, page: object) -> Id:
    """One part of one page."""
    return {"type": name, "page": page}


def control(dimension: object) -> Id:
    """A control of the filter bar."""
    return {"type": "control", "dimension": dimension}
