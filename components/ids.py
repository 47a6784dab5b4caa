"""Every id that a callback or a script names, in one place."""

from __future__ import annotations

#: The view (an address's keys as a dict), the page's key, and the snapshot ids that answer, all `dcc.Store`s.
VIEW = "view"
PAGE = "page-key"
SNAPSHOTS = "snapshots"

NOTICES = "notices"
BREADCRUMB = "breadcrumb"
CHIPS = "chips"
TILES = "tiles"
SINK = "sink"

MAP = "map"
MAP_AREAS = "map-areas"
MAP_CONTEXT = "map-context"
MAP_POINTS = "map-points"
MAP_LEGEND = "map-legend"
MAP_SUBTITLE = "map-subtitle"
MAP_PLACES = "map-places"
MAP_SOURCE = "map-source"
AREA_LIST = "area-list"

PERIOD = "control-period"
AREA = "control-area"
MEASURE = "control-measure"
CITY = "control-city"


def panel(key: object) -> dict[str, object]:
    """The body of a panel: a figure, a table or a sentence."""
    return {"type": "panel", "key": key}


def panel_source(key: object) -> dict[str, object]:
    """The line under a panel that says where its numbers come from."""
    return {"type": "panel-source", "key": key}


def graph(key: object, selects: object) -> dict[str, object]:
    """A panel's graph; `selects` is the dimension a click selects, or an empty text."""
    return {"type": "graph", "key": key, "selects": selects}


def control(dimension: object) -> dict[str, object]:
    """A select of the filter bar."""
    return {"type": "control", "dimension": dimension}
