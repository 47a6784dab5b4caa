"""The map of a page: shaded areas, places, the line of what is on it, and the list that is its equal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from components import ids
from components.map.city_map import city_map, hideout, legend, points_geojson
from components.map.rates import FEW, interval_text, sayable
from components.text import Words
from components.trust.freshness import source_line
from components.view.comparison import maturity_note
from components.view.host import host
from components.view.outcome import reason, sentence
from components.view.page import MapMeasure, Page
from components.view.reader import Reader
from components.view.select_props import DRAWN_OPEN
from data.city import area_shapes
from data.city.pack import areas_of, path_to
from data.reading.answer import Answer, Outcome, Unanswered, Withheld, answered
from data.reading.filters import Filters

#: Single places that the map draws at once.
MOST_POINTS = 2000


def available_measures(page: Page, reader: Reader) -> list[MapMeasure]:
    """The page's measures that have a value anywhere in the city; all of them where none has."""
    return list(_available(page, reader)) or list(page.measures)


def _available(page: Page, reader: Reader) -> Iterator[MapMeasure]:
    whole = replace(reader.filters, since=None, until=None, area=None, area_level=0, selections=(), measure=None)
    return (measure for measure in page.measures if _has_values(measure, reader, whole))


def _has_values(measure: MapMeasure, reader: Reader, whole: Filters) -> bool:
    answer = reader.answer(measure, whole)
    return answer is not None and any(value is not None for value in answer.values(answer.one("value")))


def chosen_measure(page: Page, reader: Reader) -> MapMeasure:
    """The measure that the view names, else the first that has values."""
    wanted = {measure.key: measure for measure in page.measures}.get(reader.filters.measure or "")
    return wanted or next(_available(page, reader), page.measures[0])


def shown_level(reader: Reader) -> tuple[int, str]:
    """Level that the map shades and the parent whose areas it shows ("" for all): one below the chosen area.

    At the lowest level the chosen area stands among its neighbours.
    """
    filters, lowest = reader.filters, len(reader.city.levels) - 1
    if filters.area is None:
        return 1, ""
    if filters.area_level < lowest:
        return filters.area_level + 1, filters.area
    return lowest, areas_of(reader.city)[filters.area].parent_id or ""


def map_frame(page: Page, reader: Reader) -> Component:
    """The map's panel before it is answered: title, measure, map, legend, the line under it, and the list of areas."""
    words = reader.words
    return html.Section(
        className="panel map-panel",
        **{"aria-label": words.t("map.title")},
        children=[
            html.Header(
                className="panel-head",
                children=[
                    html.H2(words.t("map.title"), className="panel-title"),
                    html.Span(className="panel-sub", **host("map", "subtitle")),
                    dmc.Select(
                        id=ids.control(ids.MEASURE),
                        data=[
                            {"value": each.key, "label": words.t(f"measure.{each.key}")}
                            for each in available_measures(page, reader)
                        ],
                        value=chosen_measure(page, reader).key,
                        allowDeselect=False,
                        className="measure-select",
                        size="sm",
                        comboboxProps=DRAWN_OPEN,
                        **{"aria-label": words.t("map.measure")},
                    ),
                ],
            ),
            html.Div(className="map-body", children=[city_map(reader.city, page.key, words)]),
            html.Div(
                className="map-foot",
                children=[
                    html.Div(className="map-places", **host("map", "places")),
                    html.Div(className="panel-source", **host("map", "source")),
                ],
            ),
            html.Details(
                className="area-list",
                children=[html.Summary(words.t("map.list")), html.Div(**host("map", "list"))],
            ),
        ],
    )


def places_line(answer: Answer | None, words: Words) -> str:
    """*mapped + unmatched = total*, in words; empty where a page counts no places."""
    if answer is None or not answer.rows:
        return ""
    row = answer.records()[0]
    return words.t("map.places", **{key: words.number(row[key] or 0) for key in ("mapped", "unmatched", "total")})


def points_line(answer: Answer | None, words: Words) -> str:
    """How many single places are drawn, and of how many; empty where none are, or the map draws none here."""
    if answer is None or not answer.rows:
        return ""
    if answer.all_rows == answer.rows:
        return words.t("map.points", count=answer.rows)
    return words.t("map.points_of", count=answer.rows, total=answer.all_rows)


def _value_in_list(row: dict[str, Any], answer: Answer, measure: MapMeasure, words: Words) -> str:
    """An area's value, with the cases behind a share and its 95 % interval."""
    value, state = answer.one("value"), answer.one("state")
    if row[state.name] == FEW:
        return words.t("tile.too_few", n=row[answer.one("count").name] or 0)
    text, sure = words.number(row[value.name], value.unit), interval_text(row, answer, measure, words)
    return words.t("map.sure", value=text, interval=sure, n=row[answer.one("count").name]) if sure else text


def area_list(answer: Answer, measure: MapMeasure, words: Words) -> Component:
    """The map's areas as buttons, highest value first, each with its value: the map for the keyboard and the ear."""
    place, named, value = answer.one("place"), answer.one("label"), answer.one("value")

    def order(row: dict[str, Any]) -> tuple[bool, float, str]:
        amount = row[value.name]
        return amount is None, -(amount or 0), row[named.name] or ""

    rows = sorted(answer.records(), key=order)
    return html.Ol(
        className="areas",
        children=[
            html.Li(
                html.Button(
                    type="button",
                    children=[
                        html.Span(row[named.name] or row[place.name]),
                        html.Span(_value_in_list(row, answer, measure, words), className="number"),
                    ],
                    **{"data-select": json.dumps({"area": row[place.name]})},
                )
            )
            for row in rows
            if row[place.name]
        ],
    )


def subtitle(reader: Reader, answer: Answer) -> str:
    """How many areas of which level the map shades; where none has a value (hexagons have no residents), what to do."""
    level, _ = shown_level(reader)
    words = reader.words
    named = reader.city.levels[level].name if answer.rows == 1 else reader.city.levels[level].plural
    without = answer.rows and all(value is None for value in answer.values(answer.one("value")))
    key = "map.subtitle_without" if without else "map.subtitle"
    return words.t(key, count=answer.rows, areas=words.name(named).lower())


def _viewport(reader: Reader) -> list[list[float]]:
    """Bounds that hold the chosen area (or the city): [[south, west], [north, east]]."""
    if reader.filters.area is None:
        return [list(corner) for corner in reader.city.bounds]
    path = path_to(reader.city, reader.filters.area)
    frame = path[0] if len(path) == 1 else path[-2]
    return area_shapes.bounds(reader.city, reader.city.levels[frame.level].key, frame.area_id)


def answer_map(page: Page, reader: Reader) -> tuple[Any, ...]:
    """Everything that the map shows: areas' address and values, context, points, viewport, legend and lines."""
    words, city = reader.words, reader.city
    measure = chosen_measure(page, reader)
    reader = replace(reader, filters=replace(reader.filters, measure=measure.key))
    level, parent = shown_level(reader)
    outcome = reader.ask(measure)
    if isinstance(outcome, Unanswered):
        return _without_values(reason(outcome, words), reader)
    answer, counted = sayable(outcome.answer, measure), page.places_of(measure)
    asked = (reader.ask(counted) if counted else None, _points(page, reader))
    # What a part of the map cannot keep of the view, the whole map cannot.
    for part in asked:
        if isinstance(part, Unanswered):
            return _without_values(reason(part, words), reader)
    places, points = (answered(part) if part else None for part in asked)
    return (
        area_shapes.address(city, city.levels[level].key, parent),
        hideout(answer, words, measure, reader.filters.area, areas_of(city)),
        area_shapes.address(city, city.levels[1].key) if reader.filters.area else None,
        points_geojson(points, words),
        _viewport(reader),
        legend(answer, words, measure),
        subtitle(reader, answer),
        " · ".join(filter(None, (places_line(places, words), points_line(points, words)))),
        source_line(answer.source, words, maturity_note(measure, reader)),
        area_list(answer, measure, words),
    )


def _points(page: Page, reader: Reader) -> Outcome | None:
    """Single places, once an area is chosen: the first MOST_POINTS of them."""
    if page.points is None or reader.filters.area is None:
        return None
    outcome = reader.ask(page.points, rows=(0, MOST_POINTS))
    # Where single records are withheld the map has areas and cells.
    return None if isinstance(outcome, Withheld) else outcome


def _without_values(why: Component, reader: Reader) -> tuple[Any, ...]:
    """The map without values, and why under it."""
    bounds = [list(corner) for corner in reader.city.bounds]
    address = area_shapes.address(reader.city, reader.city.levels[1].key) if len(reader.city.levels) > 1 else None
    return address, {"values": {}}, None, None, bounds, "", "", why, "", sentence(reader.words.t("sentence.nothing"))
