"""The map of a city: its land and water, the areas shaded by a measure, single places, and the legend.

Shapes come by address and values by `hideout`; colours are style-sheet classes, so the theme changes without either.
The functions that draw are in assets/js/map.js.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import dash_leaflet as dl
from dash import html
from dash.development.base_component import Component

from components import aria, ids
from components.figures.wording import column_word, value_text
from components.map.scale import Scale, diverging, sequential
from components.text import Words, unit_of
from components.view.page import MapMeasure
from data.city import area_shapes
from data.city.pack import Area, City
from data.reading.answer import Answer

#: Statuses of an area's value that are drawn hatched: not simply observed there.
HATCHED = ("allocated", "suppressed", "simulated", "small")
#: Single places up to this many are drawn each; beyond, near ones are gathered until the reader zooms in.
MOST_SINGLE_POINTS = 400
NO_AREAS: Mapping[str, Area] = MappingProxyType({})
#: zIndex of the map's layers: they load in any order, but always lie in this one.
PANES = (("base", 350), ("areas", 400), ("context", 450), ("points", 600), ("labels", 640))


def drawn_by(function: str) -> dict[str, str]:
    """The function of assets/js/map.js that draws."""
    return {"variable": f"citydeck.map.{function}"}


def base_layers(city: City) -> list[Component]:
    """Land, sea and water of the city, as layers that nothing points at."""
    return [
        dl.GeoJSON(
            url=area_shapes.address(city, layer),
            pane="base",
            interactive=False,
            hideout={"layer": layer},
            style=drawn_by("baseStyle"),
        )
        for layer in city.base_layers
    ]


def city_map(city: City, page_key: str, words: Words) -> Component:
    """The map without values, and the place of its legend; a callback brings shapes, values, places and bounds."""
    areas = dl.GeoJSON(
        id=ids.part(ids.MAP_AREAS, page_key),
        pane="areas",
        style=drawn_by("areaStyle"),
        onEachFeature=drawn_by("areaBehaviour"),
        hideout={"values": {}},
    )
    context = dl.GeoJSON(
        id=ids.part(ids.MAP_CONTEXT, page_key),
        pane="context",
        interactive=False,
        style=drawn_by("contextStyle"),
    )
    points = dl.GeoJSON(
        id=ids.part(ids.MAP_POINTS, page_key),
        pane="points",
        pointToLayer=drawn_by("pointMark"),
        clusterToLayer=drawn_by("clusterMark"),
        onEachFeature=drawn_by("pointBehaviour"),
        cluster=True,
        superClusterOptions={"radius": 44, "maxZoom": 15, "minPoints": 4},
        data={"type": "FeatureCollection", "features": []},
    )
    layers = {"base": base_layers(city), "areas": [areas], "context": [context], "points": [points], "labels": []}
    return html.Div(
        className="map-frame",
        # Leaflet names its buttons in English; map.js gives them the reader's words.
        **{"data-zoom-in": words.t("map.zoom_in"), "data-zoom-out": words.t("map.zoom_out")},
        children=[
            dl.Map(
                id=ids.part(ids.MAP, page_key),
                className="map",
                center=list(city.centre),
                bounds=[list(corner) for corner in city.bounds],
                children=[
                    *(dl.Pane(layers[name], name=name, style={"zIndex": height}) for name, height in PANES),
                    dl.ScaleControl(metric=True, imperial=False, position="bottomleft"),
                ],
                attributionControl=False,
                zoomAnimation=False,
                zoomSnap=0.1,
                boundsOptions={"padding": [10, 10]},
                scrollWheelZoom=False,
                preferCanvas=False,
            ),
            html.Div(id=ids.part(ids.MAP_LEGEND, page_key), className="map-legend"),
        ],
    )


def scale_of(answer: Answer, measure: MapMeasure) -> Scale | None:
    """The classes that the measure's values fall into; None where no area has a value."""
    values = answer.columns[list(answer.columns)[2]]
    if measure.scale == "diverging":
        return diverging(values, measure.middle or 0.0)
    return sequential(values)


def _told(row: dict[str, Any], words: Words) -> list[list[str]]:
    """What hovering over an area says: [word, value] a line."""
    lines = []
    if row.get("n") is not None:
        lines.append([column_word("n", words), words.number(row["n"])])
    if row.get("population") is not None:
        lines.append([column_word("population", words), words.number(row["population"])])
    status = row.get("status")
    if status and status != "observed":
        lines.append([column_word("status", words), words.or_same("status", str(status))])
    return lines


def _noted(area: Area | None, words: Words) -> list[list[str]]:
    return [[words.t("map.note"), words.name(area.notes)]] if area and area.notes else []


def hideout(
    answer: Answer, words: Words, measure: MapMeasure, selected: str | None = None, areas: Mapping[str, Area] = NO_AREAS
) -> dict[str, Any]:
    """What map.js needs to shade and explain each area; what must be known of one of `areas` is told with it.

    `values`: area_id -> {name, value (written), step (class name, or none without a value), hatched, told}.
    """
    scale = scale_of(answer, measure)
    value = list(answer.columns)[2]
    values = {}
    for row in answer.records():
        amount = row[value]
        values[row["area_id"]] = {
            "name": row["name"] or row["area_id"],
            "value": words.t("map.no_value") if amount is None else _with_unit(amount, measure.key, words),
            "step": f"{scale.name}-{scale.step_of(amount)}" if scale and amount is not None else "none",
            "hatched": row.get("status") in HATCHED,
            "told": _told(row, words) + _noted(areas.get(row["area_id"]), words),
        }
    return {"values": values, "measure": words.t(f"measure.{measure.key}"), "selected": selected}


def _with_unit(amount: float, key: str, words: Words) -> str:
    unit = unit_of(key)
    written = words.number(amount, unit)
    return f"{written} {words.t(f'unit.{unit}')}" if unit in ("per_1000", "per_100") else written


def _swatches(scale: Scale, unit: str, words: Words) -> Component:
    texts = [words.number(bound, unit) for bound in scale.bounds]
    return html.Div(
        className="legend-steps",
        children=[
            html.Span(className=f"legend-step fill-{scale.name}-{step}", title=f"{texts[index]} – {texts[index + 1]}")
            for index, step in enumerate(scale.steps)
        ],
    )


def _ends(scale: Scale, unit: str, words: Words) -> Component:
    """Lowest, middle and highest bound under the shades."""
    shown = [scale.bounds[0], scale.bounds[len(scale.bounds) // 2], scale.bounds[-1]]
    return html.Div(
        [html.Span(words.number(bound, unit)) for bound in (shown if len(scale.steps) > 2 else shown[::2])],
        className="legend-ends",
    )


def legend(answer: Answer, words: Words, measure: MapMeasure) -> list[Component]:
    """The measure, its shades with their bounds, and what hatching and grey mean where they occur."""
    scale, unit = scale_of(answer, measure), unit_of(measure.key)
    title = words.t(f"measure.{measure.key}")
    shown: list[Component] = [html.Div(title, className="legend-title")]
    if unit in ("per_1000", "per_100") and words.t(f"unit.{unit}").casefold() not in title.casefold():
        shown.append(html.Div(words.t(f"unit.{unit}"), className="legend-unit"))
    if scale is not None:
        shown += [_swatches(scale, unit, words), _ends(scale, unit, words)]
    value = list(answer.columns)[2]
    statuses: Sequence[Any] = answer.columns.get("status", [None] * answer.rows)
    rows = list(zip(answer.columns[value], statuses, strict=True))
    missing = sum(amount is None and status not in HATCHED for amount, status in rows)
    if missing:
        shown.append(_key("fill-none", words.t("map.without_value", count=words.number(missing))))
    for status in dict.fromkeys(status for _, status in rows if status in HATCHED):
        valued = any(amount is not None for amount, each in rows if each == status)
        shown.append(_key("fill-hatched" if valued else "fill-hatched-none", words.or_same("status", str(status))))
    return shown


def _key(fill: str, text: str) -> Component:
    return html.Div(
        [html.Span(className=f"legend-step {fill}", **aria.HIDDEN), html.Span(text)], className="legend-key"
    )


def points_geojson(answer: Answer | None, words: Words) -> dict[str, Any]:
    """The places of an answer of shape points with what hovering says; an empty collection without an answer."""
    if answer is None:
        return {"type": "FeatureCollection", "features": []}
    hidden = ("point_id", "name", "lat", "long", "state")
    told = [name for name in answer.columns if name not in hidden]
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [row["long"], row["lat"]]},
            "properties": {
                "point_id": row["point_id"],
                "name": row["name"] or row["point_id"],
                "state": row["state"],
                "state_word": words.or_same("state", str(row["state"])),
                "told": [[column_word(name, words), value_text(row[name], name, words)] for name in told],
            },
        }
        for row in answer.records()
        if row["lat"] is not None and row["long"] is not None
    ]
    return {"type": "FeatureCollection", "features": features}
