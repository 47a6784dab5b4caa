"""What every graph has in common: how it behaves, and the frame that its traces stand in."""

from __future__ import annotations

from typing import Any

from components import theme
from components.figures.margins import margins
from components.text import Words

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


def graph_locale(words: Words) -> dict[str, Any]:
    """For the configuration of a graph: the reader's language, whose months Plotly shall call as the page does.

    Plotly's own Indonesian has Agus and Nop where CLDR has Agu and Nov.
    """
    language = words.t("locale.plotly")
    return {"locale": language, "locales": {language: {"format": {"shortMonths": words.short_months}}}}


def figure(traces: list[dict[str, Any]], **layout: Any) -> dict[str, Any]:
    """A Plotly figure as plain data with the template; what a reader hid in a legend stays hidden on redrawing.

    Its margins are those of the layout and the room that the words of its axes take.
    """
    room = {"margin": margins(layout)}
    return {"data": traces, "layout": {"template": theme.template(), "uirevision": "view"} | layout | room}
