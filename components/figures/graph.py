"""What every graph has in common: how it behaves, and the frame that its traces stand in."""

from __future__ import annotations

from typing import Any

from components import theme

#: For `dcc.Graph`: no mode bar (pictures and records leave by the panel's menu), no link to a cloud.
GRAPH_CONFIG: dict[str, Any] = {
    "displayModeBar": False,
    "displaylogo": False,
    "scrollZoom": False,
    "doubleClick": False,
    "showTips": False,
    "showAxisDragHandles": False,
    "responsive": True,
}


def figure(traces: list[dict[str, Any]], **layout: Any) -> dict[str, Any]:
    """A Plotly figure as plain data with the template; what a reader hid in a legend stays hidden on redrawing."""
    return {"data": traces, "layout": {"template": theme.template(), "uirevision": "view"} | layout}
