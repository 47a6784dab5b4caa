"""The map of a city: its land and water, the areas shaded by a measure, single places, and the legend.

Shapes come by address and values by `hideout`; colours are style-sheet classes, so the theme changes without either.
The functions that draw are in assets/js/map.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import dash_leaflet as dl
from dash.development.base_component import Component

from components import aria, ids
from components.figures.wording import column_word
from components.html import html
from components.map.rates import interval_text
from components.map.scale import Scale, diverging, sequential
from components.text import RATE_UNITS, Words
from components.view.chosen_name import chosen_name
from components.view.page import MapMeasure
from data.city import area_shapes
from data.city.pack import Area, City
from data.reading.answer import Answer
from data.reading.schema import Role

#: Statuses of an area's value that are drawn hatched: not simply observed there.
HATCHED = ("allocated", "few", "simulated", "small")
#: The status of a value that was simply observed there: nothing needs to be said of it.
OBSERVED = "observed"
#: What shades an area: which, its name, how much, and how that is known.
SHADED_ROLES: tuple[Role, ...] = ("place", "label", "value", "state")
NO_AREAS: Mapping[str, Area] = MappingProxyType({})
#: zIndex of the map's layers: they load in any order, but always lie in this one.
PANES = (("base", 350), ("areas", 400), ("context", 450), ("points", 600), ("labels", 640))


def drawn_by(function: str) -> dict[str, str]:
    """The function of assets/js/map that draws."""
    return {"variable": f"citydeck.map.{function}"}


def ground(city: City) -> str:
    """The class of what lies under everything: sea where the city has land to lay on it, else land.

    A city that was brought by its own outlines alone would look like an island.
    """
    return "map ground-sea" if "land" in city.base_layers else "map ground-land"


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
    """The map without values; the view brings shapes, values, places and what it fits."""
    # No layer to see: it hands the map to assets/js/map/page_map.js, which lays land and water, areas and places.
    ready = dl.LayerGroup(eventHandlers={"add": drawn_by("pageMap")})
    layers: dict[str, list[Component]] = {PANES[-1][0]: [ready]}
    return html.Div(
        className="map-frame",
        # Leaflet names its buttons in English; map/keyboard.js gives them and the map the reader's words.
        **{
            "data-zoom-in": words.t("map.zoom_in"),
            "data-zoom-out": words.t("map.zoom_out"),
            "data-keys": words.t("map.keys"),
            "data-base": json.dumps({layer: area_shapes.address(city, layer) for layer in city.base_layers}),
        },
        children=[
            dl.Map(
                id=ids.part(ids.MAP, page_key),
                className=ground(city),
                center=list(city.centre),
                bounds=[list(corner) for corner in city.bounds],
                children=[
                    *(dl.Pane(layers.get(name, []), name=name, style={"zIndex": height}) for name, height in PANES),
                    dl.ScaleControl(metric=True, imperial=False, position="bottomleft"),
                ],
                attributionControl=False,
                zoomAnimation=False,
                zoomSnap=0.1,
                boundsOptions={"padding": [10, 10]},
                scrollWheelZoom=False,
                # map/keyboard.js goes from area to area by the arrow keys, by which Leaflet would move the map.
                keyboard=False,
                preferCanvas=False,
            ),
        ],
    )


def scale_of(answer: Answer) -> Scale | None:
    """The classes that the measure's values fall into; None where no area has a value."""
    value = answer.one("value")
    known = [each for each in answer.values(value) if each is not None]
    # Where all lie on one side of the middle, two ends of a scale would leave one colour for all of them.
    if value.middle is not None and known and min(known) < value.middle < max(known):
        return diverging(answer.values(value), value.middle)
    return sequential(answer.values(value))


def measure_name(answer: Answer, measure: MapMeasure, words: Words) -> str:
    """What the map is shaded by: what the reader chose of the measure, else the measure's word."""
    return chosen_name(answer, words) or words.t(f"measure.{measure.key}")


def _details(answer: Answer, row: dict[str, Any], measure: MapMeasure, words: Words) -> list[list[str]]:
    """What hovering over an area says besides its value: [word, value] a line."""
    sure = interval_text(row, answer, measure, words)
    lines = [[words.t("map.interval_name"), sure]] if sure else []
    lines += [
        [column_word(column, words), words.number(row[column.name], column.unit)]
        for column in answer.of_role("count", "population")
        if row[column.name] is not None
    ]
    for column in answer.of_role("state"):
        if row[column.name] and row[column.name] != OBSERVED:
            lines.append([column_word(column, words), words.or_same("status", str(row[column.name]))])
    return lines


def _noted(area: Area | None, words: Words) -> list[list[str]]:
    return [[words.t("map.note"), words.name(area.notes)]] if area and area.notes else []


def by_value(answer: Answer) -> list[dict[str, Any]]:
    """The rows of the areas, the highest value first, those without one last."""
    value, named = answer.one("value"), answer.one("label")

    def order(row: dict[str, Any]) -> tuple[bool, float, str]:
        amount = row[value.name]
        return amount is None, -(amount or 0), row[named.name] or ""

    return sorted(answer.records(), key=order)


def hideout(
    answer: Answer, words: Words, measure: MapMeasure, selected: str | None = None, areas: Mapping[str, Area] = NO_AREAS
) -> dict[str, Any]:
    """What map/layers.js needs to shade and explain each area; what must be known of one of `areas` is told with it.

    `values`: area_id -> {name, value (written), step (class name, or none without a value), hatched, rank (0 for the
    highest value), told}.
    """
    scale = scale_of(answer)
    name = measure_name(answer, measure, words)
    place, named, value, state = (answer.one(role) for role in SHADED_ROLES)
    values = {}
    for rank, row in enumerate(by_value(answer)):
        area_id, amount = row[place.name], row[value.name]
        values[area_id] = {
            "name": row[named.name] or area_id,
            "value": words.t("map.no_value") if amount is None else _with_unit(amount, value.unit, name, words),
            "step": f"{scale.name}-{scale.step_of(amount)}" if scale and amount is not None else "none",
            "hatched": row[state.name] in HATCHED,
            "rank": rank,
            "told": _details(answer, row, measure, words) + _noted(areas.get(area_id), words),
        }
    return {"values": values, "measure": name, "selected": selected}


def _with_unit(amount: float, unit: str, name: str, words: Words) -> str:
    """A value as it stands after its measure's name, which may say the unit already."""
    written = words.number(amount, unit)
    return f"{written} {words.unit(unit)}" if _lacks_unit(name, unit, words) else written


def _lacks_unit(name: str, unit: str, words: Words) -> bool:
    """Whether values are a rate of a unit that the measure's name does not say."""
    return unit in RATE_UNITS and words.unit(unit).casefold() not in name.casefold()


def _swatches(scale: Scale, unit: str, words: Words) -> Component:
    texts = [words.number(bound, unit) for bound in scale.bounds]
    return html.Div(
        className="legend-steps",
        children=[
            html.Span(
                className=f"legend-step fill-{scale.name}-{step}",
                title=" – ".join(dict.fromkeys((texts[index], texts[index + 1]))),
            )
            for index, step in enumerate(scale.steps)
        ],
    )


def _ends(scale: Scale, unit: str, words: Words) -> Component:
    """Lowest, middle and highest bound under the shades; what is written alike is written once."""
    shown = [scale.bounds[0], scale.bounds[len(scale.bounds) // 2], scale.bounds[-1]]
    written = dict.fromkeys(words.number(bound, unit) for bound in (shown if len(scale.steps) > 2 else shown[::2]))
    return html.Div([html.Span(text) for text in written], className="legend-ends")


def legend(answer: Answer, words: Words, measure: MapMeasure) -> list[Component]:
    """The measure, its shades with their bounds, and what hatching and grey mean where they occur."""
    scale, value = scale_of(answer), answer.one("value")
    unit = value.unit
    title = measure_name(answer, measure, words)
    shown: list[Component] = [html.Div(title, className="legend-title")]
    if _lacks_unit(title, unit, words):
        shown.append(html.Div(words.unit(unit), className="legend-unit"))
    if scale is not None:
        shown.append(html.Div([_swatches(scale, unit, words), _ends(scale, unit, words)], className="legend-scale"))
    rows = list(zip(answer.values(value), answer.values(answer.one("state")), strict=True))
    missing = sum(amount is None and status not in HATCHED for amount, status in rows)
    if missing:
        shown.append(_key("fill-none", words.t("map.without_value", count=missing)))
    for status in dict.fromkeys(status for _, status in rows if status in HATCHED):
        valued = any(amount is not None for amount, each in rows if each == status)
        shown.append(_key("fill-hatched" if valued else "fill-hatched-none", words.or_same("status", str(status))))
    return shown


def _key(fill: str, text: str) -> Component:
    return html.Div(
        [html.Span(className=f"legend-step {fill}", **aria.HIDDEN), html.Span(text)], className="legend-key"
    )
