"""The map of a page: shaded areas, places, the line of what is on it, and the list that is its equal."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import orjson
from dash.development.base_component import Component

from components import ids
from components.html import html
from components.mantine import dmc
from components.map.city_map import by_value, city_map, hideout, legend
from components.map.points import point_columns, points_legend
from components.map.rates import FEW, interval_text
from components.map.shown_measure import Shaded, available_measures, chosen_measure, shaded, shown_level
from components.text import Words
from components.trust.provenance import part_source
from components.view.comparison import kept_note, maturity_note
from components.view.host import host
from components.view.outcome import reason, sentence
from components.view.page import MapMeasure, Page
from components.view.reader import Reader
from components.view.select_props import OPENING
from data.city import area_shapes
from data.city.pack import City, areas_of
from data.reading.answer import Answer, Outcome, Unanswered, Withheld, answered
from data.reading.filters import Filters

#: Single places that the map draws at once.
MOST_POINTS = 2000
#: How much of its own height and width lies on each side of an area that is shown among its neighbours.
AROUND = 0.4
#: Degrees around a single place that a map shows with it: about two kilometres.
NEIGHBOURHOOD = 0.02


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
                        **OPENING,
                        **{"aria-label": words.t("map.measure")},
                    ),
                ],
            ),
            html.Div(className="map-body", children=[city_map(reader.city, page.key, words)]),
            # Under the map, where it covers nothing of it.
            html.Div(className="map-legend", **host("map", "legend")),
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
    """*mapped + unmatched = total*, in words, and how many are too few in each area; empty where there are none."""
    if answer is None or not answer.rows or not answer.records(1)[0]["total"]:
        return ""
    row = {name: words.number(number or 0) for name, number in answer.records(1)[0].items()}
    return words.t("map.places_few" if answer.records(1)[0].get("few") else "map.places", **row)


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
        n = row[answer.one("count").name]
        return words.t("tile.too_few", n=n) if n else words.t("map.too_few")
    text, sure = words.number(row[value.name], value.unit), interval_text(row, answer, measure, words)
    return words.t("map.sure", value=text, interval=sure, n=row[answer.one("count").name]) if sure else text


def area_list(answer: Answer, measure: MapMeasure, words: Words) -> Component:
    """The map's areas as buttons, highest value first, each with its value: the map for the keyboard and the ear."""
    place, named = answer.one("place"), answer.one("label")
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
            for row in by_value(answer)
            if row[place.name]
        ],
    )


def subtitle(reader: Reader, answer: Answer, level: int) -> str:
    """How many areas of which level the map shades; where none has a value (hexagons have no residents), what to do."""
    words = reader.words
    named = reader.city.levels[level].name if answer.rows == 1 else reader.city.levels[level].plural
    without = answer.rows and all(value is None for value in answer.values(answer.one("value")))
    key = "map.subtitle_without" if without else "map.subtitle"
    return words.t(key, count=answer.rows, areas=words.name(named).lower())


def _instead(found: Shaded, reader: Reader) -> list[Component]:
    """The sentence that says that the map is shaded by another measure than the chosen one, or at another level."""
    words, told = reader.words, []
    if found.measure != found.wanted:
        wanted, shown = (words.t(f"measure.{each.key}") for each in (found.wanted, found.measure))
        told.append(words.t("map.instead", wanted=wanted, shown=shown))
    if reader.filters.area is not None and found.reader.filters.area != reader.filters.area:
        named = words.name(areas_of(reader.city)[reader.filters.area].names)
        told.append(words.t("map.level_above", area=named))
    return [html.Div(text, className="legend-note", role="status") for text in told]


def answer_map(page: Page, reader: Reader) -> tuple[Any, ...]:
    """Everything that the map shows: areas' address and values, context, points, legend and lines.

    The values say what the map fits.
    """
    words, city = reader.words, reader.city
    found = shaded(page, reader)
    if isinstance(found, Unanswered):
        return _without_values(reason(found, words), reader)
    answer, measure = found.answer, found.measure
    level, parent = shown_level(city, found.reader.filters)
    counted = page.places_of(measure)
    asked = (found.reader.ask(counted) if counted else None, _points(page, reader))
    # What a part of the map cannot keep of the view, the whole map cannot.
    for part in asked:
        if isinstance(part, Unanswered):
            return _without_values(reason(part, words), reader)
    places, points = (answered(part) if part else None for part in asked)
    drawn = point_columns(points, words)
    shown = hideout(answer, words, measure, reader.filters.area, areas_of(city))
    return (
        area_shapes.address(city, city.levels[level].key, parent),
        # The shapes inside an area are few: with them here the browser asks nothing more.
        orjson.loads(area_shapes.geojson(city, city.levels[level].key, parent)) if parent else None,
        shown | {"frame": around_thing(page, points, reader) or frame(city, reader.filters)},
        area_shapes.address(city, city.levels[1].key) if reader.filters.area else None,
        drawn,
        [*_instead(found, reader), *legend(answer, words, measure), *points_legend(drawn)],
        subtitle(reader, answer, level),
        " · ".join(filter(None, (places_line(places, words), points_line(points, words)))),
        part_source(answer.source, page, reader, _note(page, measure, reader, points)),
        area_list(answer, measure, words),
    )


def _note(page: Page, measure: MapMeasure, reader: Reader, points: Answer | None) -> str:
    """What must be known of the cases behind the shades, and of the single places where some are drawn."""
    kept = kept_note(page.points, reader) if page.points and points else ""
    return reader.words.sentences(*filter(None, (maturity_note(measure, reader), kept)))


def around_thing(page: Page, points: Answer | None, reader: Reader) -> list[list[float]] | None:
    """What the map of a page of one thing fits: its places with the neighbourhood of each, and the whole area in which
    it lies: nearer there would be one shade, and nothing to tell where in the city it is. None on any other map."""
    if page.about is None or points is None or not points.rows:
        return None
    lats, longs = (points.values(points.one(role)) for role in ("lat", "long"))
    around = [
        [min(lats) - NEIGHBOURHOOD, min(longs) - NEIGHBOURHOOD],
        [max(lats) + NEIGHBOURHOOD, max(longs) + NEIGHBOURHOOD],
    ]
    told = reader.answer(page.about, reader.own_view(page))
    own = areas_of(reader.city).get(told.records(1)[0]["area_id"]) if told and told.rows else None
    if own is None:
        return around
    south_west, north_east = area_shapes.bounds(reader.city, reader.city.levels[own.level].key, own.area_id)
    return [list(map(min, around[0], south_west)), list(map(max, around[1], north_east))]


def frame(city: City, view: Filters) -> list[list[float]]:
    """What the map fits, [[south, west], [north, east]]: the chosen area, or every area of the city.

    An area that is shown among its neighbours has some of them around it.
    """
    level = view.area_level if view.area else 1
    if len(city.levels) < 2:
        return [list(corner) for corner in city.bounds]
    (south, west), (north, east) = area_shapes.bounds(city, city.levels[level].key, view.area)
    if view.area is None or level < len(city.levels) - 1:
        return [[south, west], [north, east]]
    high, wide = (north - south) * AROUND, (east - west) * AROUND
    return [[south - high, west - wide], [north + high, east + wide]]


def _points(page: Page, reader: Reader) -> Outcome | None:
    """Single places, once an area is chosen: the first MOST_POINTS of them."""
    if page.points is None or (reader.filters.area is None and page.about is None):
        return None
    # A page of several domains has a map where the one of its places was never published.
    if page.points.domain not in reader.versions.ids():
        return None
    outcome = reader.ask(page.points, rows=(0, MOST_POINTS))
    # Where single records are withheld the map has areas and cells.
    return None if isinstance(outcome, Withheld) else outcome


def _without_values(why: Component, reader: Reader) -> tuple[Any, ...]:
    """The map without values, and why under it."""
    hidden = {"values": {}, "frame": frame(reader.city, replace(reader.filters, area=None, area_level=0))}
    address = area_shapes.address(reader.city, reader.city.levels[1].key) if len(reader.city.levels) > 1 else None
    return address, None, hidden, None, None, "", "", why, "", sentence(reader.words.t("sentence.nothing"))
