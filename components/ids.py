"""Every id that a callback or a script names, in one place.

What stands on some pages only is named by a dict with its page, so that one pattern-matching callback serves every
page that has it and none waits for a part that a page lacks.
"""

from __future__ import annotations

#: The view (an address's keys as a dict), the page's key, and the snapshot ids that answer, all `dcc.Store`s.
VIEW = "view"
PAGE = "page-key"
SNAPSHOTS = "snapshots"
SINK = "sink"

#: Parts of a page, as `part(NAME, page_key)`.
NOTICES = "notices"
BREADCRUMB = "breadcrumb"
CHIPS = "chips"
TILES = "tiles"
MAP = "map"
MAP_AREAS = "map-areas"
MAP_CONTEXT = "map-context"
MAP_POINTS = "map-points"
MAP_LEGEND = "map-legend"
MAP_SUBTITLE = "map-subtitle"
MAP_PLACES = "map-places"
MAP_SOURCE = "map-source"
AREA_LIST = "area-list"

#: Controls of the filter bar besides the dimensions, as `control(NAME)`.
PERIOD = "period"
AREA = "area"
MEASURE = "measure"
CITY = "city"
COMPARE = "compare"

Id = dict[str, object]


def part(name: str, page: object) -> Id:
    """One part of one page."""
    return {"type": name, "page": page}


def panel(key: object) -> Id:
    """The body of a panel: a figure, a table or a sentence."""
    return {"type": "panel", "key": key}


def panel_source(key: object) -> Id:
    """The line under a panel that says where its numbers come from."""
    return {"type": "panel-source", "key": key}


def rows(key: object) -> Id:
    """The rows of a panel's table that are shown, and the line that leads to the others."""
    return {"type": "panel-rows", "key": key}


def page_number(key: object) -> Id:
    """Which page of its table a panel shows, counted from 0; `assets/js/panel/pager.js` names it too."""
    return {"type": "panel-page", "key": key}


def graph(key: object, selects: object) -> Id:
    """A panel's graph; `selects` is the dimension a click selects, or an empty text."""
    return {"type": "graph", "key": key, "selects": selects}


def control(dimension: object) -> Id:
    """A control of the filter bar."""
    return {"type": "control", "dimension": dimension}
