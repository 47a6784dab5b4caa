"""What the scenes of a wall are made of, answered: a tile, a map, a chart, and rows of alerts, changes and cities."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from dash.development.base_component import Component

from components import aria
from components.html import html
from components.map.city_map import hideout, legend
from components.map.map_panel import places_line
from components.map.rates import sayable
from components.map.shown_measure import available_measures
from components.text import Words
from components.tile.kpi_card import ARROWS, Change
from components.tile.spark import spark
from components.tile.tiles import (
    TileAnswer,
    absence_text,
    answer_tile,
    meets_target,
    own_change,
    period_text,
    target_text,
)
from components.view.address import link
from components.view.outcome import reason, short_reason
from components.view.page import MapMeasure, Tile
from components.view.reader import Reader
from components.wall.figures import MOST_POINTS
from components.wall.links import address_of, leads_to, linked_sentence
from components.wall.scenes import Element, Scene
from components.wall.short_value import short_value
from data.city import area_shapes
from data.city.pack import City
from data.drops.contract import Measure
from data.published.source import Source
from data.reading.answer import Answer, answered

#: Where the lines that say what a change is against stand in the order of leaving: before every element.
AGAINST_DROP = 50


def _change(tile: Tile, change: Change | None, words: Words) -> list[Component]:
    """The change, and in a word what it is against; the line that says it in full takes the word's place (wall.css)."""
    if change is None:
        return []
    base = words.t(f"wall.base.{(tile.against or 'tile.against_year').removeprefix('tile.against_')}")
    told = words.t(f"kpi.{change.tone}")
    return [
        html.Span(
            [html.Span(ARROWS[change.direction], **aria.HIDDEN), " ", change.text]
            + ([html.Span(f" {told}", className="wall-tone")] if told else [])
            + [html.Span(base, className="wall-base")],
            className=f"wall-change kpi-change-{change.tone}",
        )
    ]


def _against(tile: Tile, change: Change | None, reader: Reader, year_or_quarter: str) -> list[Component]:
    """What the number is of and its change is measured against; these lines are the first to leave, all at once."""
    if change is None:
        return []
    words = reader.words
    compared = tile.against or "tile.against_year"
    said = [period_text(tile, reader) or year_or_quarter, words.t(compared)]
    told = " · ".join(each for each in said if each)
    leaves: dict[str, Any] = {"data-drop": str(AGAINST_DROP), "data-name": words.t("wall.part.against")}
    return [html.Div(told, className="wall-note wall-against", **leaves)]


def target_line(measure: Measure, value: float | None, city: City, words: Words) -> list[Component]:
    """The city's target and how far the value is from it; nothing without a target or a value."""
    target = city.targets.get(measure.name)
    if target is None or value is None:
        return []
    said, gap = target_text(city, measure.name, measure.unit, words), value - target
    if measure.unit == "share" and round(gap * 100, 1):
        said = f"{said} ({words.change(gap * 100, 1, 'points')})"
    return [html.Div(said, className="wall-note wall-target")]


def _spark(values: list[float | None], unit: str, target: float | None) -> list[Component]:
    """The trend of a number, with the city's target as a line across it."""
    drawn = spark(values[-MOST_POINTS:], unit, target)
    return [html.Div(drawn, className="kpi-spark wall-spark", **aria.HIDDEN)] if drawn else []


def _label(text: str, tile: Tile, reader: Reader) -> Component:
    """What a number is, leading to the page that tells more where there is another."""
    told = leads_to(link(tile.links_to, reader.filters.to_query()), text) if tile.links_to else text
    return html.H2(told, className="wall-label")


def tile_card(label: str, found: TileAnswer | None, reader: Reader, tile: Tile, note: str = "") -> Component:
    """One number of a scene with its change and trend; a dash and the reason where there is no answer."""
    words = reader.words
    if found is None:
        body: list[Component] = [html.Span("–", className="wall-number"), html.Span(note, className="wall-change")]
        return html.Div([_label(label, tile, reader), html.Div(body, className="wall-value")], className="wall-tile")
    row = found.row
    unit = found.measure.unit
    number, tail = short_value(row.value, unit, words)
    missed = meets_target(tile, found, reader) is False
    change = own_change(tile, found, reader, reader.view(tile))
    return html.Div(
        className="wall-tile" + (" wall-missed" if missed else ""),
        children=[
            _label(label, tile, reader),
            html.Div(
                className="wall-value",
                children=[
                    html.Span(
                        [
                            html.Span(number, className="wall-number"),
                            *([html.Span(tail, className="wall-unit")] if tail else []),
                        ],
                        className="wall-figure",
                    ),
                    *_change(tile, change, words),
                ],
            ),
            *target_line(found.measure, row.value, reader.city, words),
            *_against(tile, change, reader, found.fiscal_year or found.quarter),
            *_spark(found.spark, unit, reader.city.targets.get(tile.measure)),
        ],
    )


def answered_tile(tile: Tile, page_key: str, reader: Reader) -> tuple[Component, Source | None]:
    """The card of a tile and where its number comes from; without an answer the card says why."""
    words = reader.words
    label = words.t(f"tile.{page_key}.{tile.key}")
    answer = answer_tile(tile, reader)
    if isinstance(answer, TileAnswer):
        if absent := absence_text(tile, answer, reader):
            return tile_card(label, None, reader, tile, absent), answer.source
        return tile_card(label, answer, reader, tile), answer.source
    return tile_card(label, None, reader, tile, short_reason(answer, words)), None


def _shown_measure(scene: Scene, element: Element, reader: Reader) -> MapMeasure:
    """The measure that a map is shaded by; a city whose map knows other measures shows the first of those."""
    measure, here = scene.measure(element), available_measures(scene.page, reader)
    return measure if measure in here else here[0]


def map_parts(scene: Scene, element: Element, reader: Reader) -> tuple[dict[str, Any], list[Component], Source | None]:
    """What the map's layer is given, what its legend says, and the source; a sentence where there is no answer."""
    words, measure = reader.words, _shown_measure(scene, element, reader)
    url = area_shapes.address(reader.city, reader.city.levels[1].key) if len(reader.city.levels) > 1 else None
    outcome = reader.ask(measure)
    answer = answered(outcome)
    if answer is None:
        return {"url": url, "hideout": {"values": {}}}, [reason(outcome, words)], None
    answer = sayable(answer, measure)
    told = [*legend(answer, words, measure), *highest(answer, reader)]
    opens = {"opens": address_of("area", "{}", reader).replace(quote("{}"), "{}", 1)}
    return {"url": url, "hideout": hideout(answer, words, measure) | opens}, told, answer.source


def highest(answer: Answer, reader: Reader) -> list[Component]:
    """The area of the highest value by name with its value, leading to its page; nothing where no area has one."""
    value, place, area = answer.one("value"), answer.one("label"), answer.one("place")
    columns = (answer.values(column) for column in (value, place, area))
    known = [row for row in zip(*columns, strict=True) if row[0] is not None]
    if not known:
        return []
    most, name, key = max(known, key=lambda row: float(row[0]))
    said = reader.words.t("wall.highest", name=name, value=reader.words.number(most, value.unit))
    return [html.Div(linked_sentence(said, [(name, address_of("area", key, reader))]), className="wall-highest")]


def places_words(scene: Scene, reader: Reader) -> str:
    """The line under the map of a scene's page; empty where the page counts no places or nothing answers."""
    map_element = next(scene.of_kind("map"), None)
    counted = scene.page.places_of(_shown_measure(scene, map_element, reader)) if map_element else None
    return places_line(reader.answer(counted), reader.words) if counted else ""
