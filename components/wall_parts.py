"""What the scenes of a wall are made of, answered: a tile, a map, a chart, and rows of alerts, changes and cities."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from dash import html
from dash.development.base_component import Component

from components import aria, theme
from components.alert_list import pill
from components.change_list import difference
from components.city_map import hideout, legend
from components.kpi_card import ARROWS, Change
from components.map_panel import held_measures, places_line
from components.page import MapMeasure, Panel, Tile
from components.panel import missing_sentence, not_in_scope_sentence
from components.reader import Reader, held, read
from components.spark import area_mask, line_mask
from components.text import Words
from components.tiles import TileAnswer, answer_tile, change_of, meets
from components.wall_scenes import CHANGES, COMPARED, MOST_ALERTS, MOST_CITIES, Element, Scene
from data import area_shapes
from data.answer import Answer, DataMissingError, NotInScopeError, Source
from data.city import load_cities
from data.store import answer, current_snapshots
from settings import settings

#: Points of time on a chart: three years of months, or of quarters nine.
MOST_POINTS = 36
#: Where the lines that say what a change is against stand in the order of leaving: before every element.
AGAINST_DROP = 50
#: Ticks of an axis that type of this size leaves room for.
MOST_TICKS = 4
#: Bars of a ranking that fit half a screen, each with its name.
MOST_WALL_BARS = 6
#: Letters of a line of such a name.
LINE_OF_NAME = 18


#: A unit that follows its number without a space: a per cent sign or Chinese characters.
UNIT_AFTER = re.compile(r"(?<=\d)[%\u4e00-\u9fff]+$")


def short_value(value: float | None, unit: str, words: Words) -> tuple[str, str]:
    """A tile's number and its unit, short enough for a wall: 1.23M instead of 1,234,567."""
    long_count = unit not in ("share", "percent", "lcu", "days", "hours", "per_1000", "per_100")
    text = words.number(value, "short" if long_count and value is not None and abs(value) >= 100_000 else unit)
    number, space, tail = text.rpartition(" ")
    if space and not tail[:1].isdigit():
        return number, tail
    # Chinese units follow their number without a space; written as large, each character is as wide as two digits.
    unit_after = UNIT_AFTER.search(text)
    return (text[: unit_after.start()], unit_after[0]) if unit_after else (text, "")


def _change(change: Change | None, words: Words) -> list[Component]:
    if change is None:
        return []
    told = words.t(f"kpi.{change.tone}")
    return [
        html.Span(
            [html.Span(ARROWS[change.direction], **aria.HIDDEN), " ", change.text]
            + ([html.Span(f" {told}", className="wall-tone")] if told else []),
            className=f"wall-change kpi-change-{change.tone}",
        )
    ]


def _against(tile: Tile, change: Change | None, words: Words) -> list[Component]:
    """What the change is measured against; these lines are the first to leave, all at once."""
    if change is None:
        return []
    told = words.t(tile.against or "tile.against_12_months")
    leaves: dict[str, Any] = {"data-drop": str(AGAINST_DROP), "data-name": words.t("wall.part.against")}
    return [html.Div(told, className="wall-note wall-against", **leaves)]


def _spark(values: list[float | None]) -> list[Component]:
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return []
    shown = values[-MOST_POINTS:]
    style: dict[str, Any] = {"--spark-line": line_mask(shown), "--spark-area": area_mask(shown)}
    return [html.Div(className="kpi-spark wall-spark", style=style, **aria.HIDDEN)]


def tile_card(label: str, found: TileAnswer | None, reader: Reader, tile: Tile, note: str = "") -> Component:
    """One number of a scene with its change and trend; a dash and the reason where there is no answer."""
    words = reader.words
    if found is None:
        body: list[Component] = [html.Span("–", className="wall-number"), html.Span(note, className="wall-change")]
        return html.Div(
            [html.H2(label, className="wall-label"), html.Div(body, className="wall-value")], className="wall-tile"
        )
    row = found.row
    unit = found.measure.unit
    number, tail = short_value(row["value"], unit, words)
    missed = meets(found.measure, row["value"], reader.city.targets.get(tile.measure)) is False
    change = change_of(found.measure, row["recent"], row["before"], words)
    return html.Div(
        className="wall-tile" + (" wall-missed" if missed else ""),
        children=[
            html.H2(label, className="wall-label"),
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
                    *_change(change, words),
                ],
            ),
            *_against(tile, change, words),
            *_spark(found.spark),
        ],
    )


def answered_tile(tile: Tile, page_key: str, reader: Reader) -> tuple[Component, Source | None]:
    """The card of a tile and where its number comes from; without an answer the card says why."""
    words = reader.words
    label = words.t(f"tile.{page_key}.{tile.key}")
    try:
        found = answer_tile(tile, reader)
    except DataMissingError:
        return tile_card(label, None, reader, tile, words.t("tile.missing")), None
    except NotInScopeError as error:
        named = words.or_same("dimension", error.dimension)
        return tile_card(label, None, reader, tile, words.t("tile.not_in_scope", dimension=named)), None
    return tile_card(label, found, reader, tile), found.source


def _shown_measure(scene: Scene, element: Element, reader: Reader) -> MapMeasure:
    """The measure that a map is shaded by; a city whose map knows other measures shows the first of those."""
    measure, held_here = scene.measure(element), held_measures(scene.page, reader)
    return measure if measure in held_here else held_here[0]


def shaded_map(scene: Scene, element: Element, reader: Reader) -> tuple[dict[str, Any], list[Component], Source | None]:
    """What the map's layer is given, what its legend says, and the source; a sentence where there is no answer."""
    words, measure = reader.words, _shown_measure(scene, element, reader)
    url = area_shapes.address(reader.city, reader.city.levels[1].key) if len(reader.city.levels) > 1 else None
    try:
        found = answer(measure.query, reader.filters)
    except DataMissingError as error:
        return {"url": url, "hideout": {"values": {}}}, [missing_sentence(error, words)], None
    except NotInScopeError as error:
        return {"url": url, "hideout": {"values": {}}}, [not_in_scope_sentence(error, words)], None
    return {"url": url, "hideout": hideout(found, words, measure)}, legend(found, words, measure), found.source


def places_words(scene: Scene, reader: Reader) -> str:
    """The line under the map of a scene's page; empty where the page counts no places or nothing answers."""
    map_element = next((element for element in scene.elements if element.kind == "map"), None)
    try:
        shaded = _shown_measure(scene, map_element, reader) if map_element else None
        counted = (shaded.places if shaded else None) or scene.page.places
        if counted is None:
            return ""
        # What is counted may depend on the measure, as it does on its page.
        counting = replace(reader.filters, measure=shaded.key if shaded else None)
        return places_line(answer(counted, counting), reader.words)
    except (DataMissingError, NotInScopeError):
        return ""


def _newest(found: Answer) -> Answer:
    """The last MOST_POINTS rows of an answer over time."""
    return replace(found, columns={name: values[-MOST_POINTS:] for name, values in found.columns.items()})


def _few(axis: dict[str, Any], most: int = MOST_TICKS) -> dict[str, Any]:
    """The axis with so many ticks at most, in a tone of more contrast than at a desk."""
    axis = axis | {"tickfont": {"color": theme.var("text-2")}}
    ticks, told = axis.get("tickvals"), axis.get("ticktext")
    if not ticks or not told:
        return axis | {"nticks": most}
    step = -(-len(ticks) // most)
    return axis | {"tickvals": ticks[::step], "ticktext": told[::step]}


def _broken(name: str) -> str:
    """A bar's name in lines that leave the bars their room: of whole words, or in halves where it has none."""
    text = name.replace("<br>", " ")
    if " " in text:
        return "<br>".join(textwrap.wrap(text, LINE_OF_NAME, break_long_words=False, break_on_hyphens=False))
    half = -(-len(text) // 2)
    return f"{text[:half]}<br>{text[half:]}" if len(text) * 2 > LINE_OF_NAME else text


def _few_bars(drawn: dict[str, Any]) -> dict[str, Any]:
    """A ranking's first MOST_WALL_BARS bars, each with its name, and more room for the numbers beside them."""
    (bars,), layout = drawn["data"], drawn["layout"]
    kept = {key: values[:MOST_WALL_BARS] for key, values in bars.items() if isinstance(values, list)}
    names, numbers = layout["yaxis"], layout["xaxis"]
    count = len(kept["y"])
    ticks = {"tickvals": names["tickvals"][:count], "ticktext": [_broken(each) for each in names["ticktext"][:count]]}
    low, high = numbers["range"]
    return {
        "data": [bars | kept],
        "layout": layout
        | {
            "yaxis": names | ticks | {"range": [count - 0.5, -0.5]},
            "xaxis": numbers | {"range": [low * 1.9, high * 1.9]},
        },
    }


def figure_at_distance(drawn: dict[str, Any]) -> dict[str, Any]:
    """A page's figure for a wall: few ticks, thick lines, no legend and no hover; its type grows with the root's."""
    ranked = any(trace.get("orientation") == "h" for trace in drawn["data"])
    if ranked:
        drawn = _few_bars(drawn)
    layout = drawn["layout"]
    traces = []
    for trace in drawn["data"]:
        line = trace.get("line", {})
        thick = {"line": line | {"width": line["width"] * 2.5}} if line.get("width") else {}
        traces.append(trace | {"hoverinfo": "skip", "hovertemplate": None} | thick)
    quiet = {
        "showlegend": False, "hovermode": False, "annotations": [],
        "margin": {"l": 8, "r": 40, "t": 36, "b": 8},
        "xaxis": _few(layout.get("xaxis", {})),
        "yaxis": _few(layout.get("yaxis", {}), len(layout["yaxis"]["tickvals"]) if ranked else MOST_TICKS),
    }  # fmt: skip
    return {"data": traces, "layout": layout | quiet}


def drawn_figure(panel: Panel, reader: Reader) -> tuple[dict[str, Any], Source | None]:
    """The figure of a page's panel as a wall shows it; an empty one where nothing answers."""
    empty: dict[str, Any] = {"data": [], "layout": {}}
    try:
        found = answer(panel.query, reader.filters)
    except (DataMissingError, NotInScopeError):
        return empty, None
    if not found.rows:
        return empty, found.source
    over_time = next(iter(found.columns)) in ("day", "week", "month", "quarter", "period_start")
    drawn = panel.figure(_newest(found) if over_time else found, reader.words)
    return (figure_at_distance(drawn) if isinstance(drawn, dict) else empty), found.source


def _row(children: list[Any], index: int, class_name: str) -> Component:
    """A row that leaves before those above it; the first one stays."""
    return html.Div(children, className=class_name, **({"data-drop": str(index)} if index else {}))


def alert_rows(found: Answer, words: Words) -> Component:
    """The worst open alerts: class, what, where and for how long; what is beyond the list is counted."""
    rows = found.records()[:MOST_ALERTS]
    lines = [
        _row(
            [
                pill(row["hazard_class"], words),
                html.Div(
                    [
                        html.Div(words.or_same("hazard", row["hazard"]), className="wall-what"),
                        html.Div(f"{row['name']} · {row['area'] or words.t('alerts.no_area')}", className="wall-where"),
                    ],
                    className="wall-told",
                ),
                html.Span(words.number(row["open_days"], "days", 0), className="wall-since number"),
            ],
            index,
            "wall-row wall-alert",
        )
        for index, row in enumerate(rows)
    ]
    total = html.P(
        words.t("wall.alerts_open", count=words.number(found.rows)) + " " + words.t("alerts.lead"),
        className="wall-note",
    )
    return html.Div([total, *lines], className="wall-rows")


def change_rows(found: list[Answer], words: Words) -> Component:
    """What the last seven days brought beside the seven before, of every domain that answered."""
    heads = [words.t(f"changes.{name}") for name in ("what", "last_week", "week_before", "change")]
    lines = [_row([html.Span(head) for head in heads], 0, "wall-row wall-change-row wall-heads")]
    rows = [row for each in found for row in each.records()]
    for index, row in enumerate(rows):
        now, before = row["last_week"], row["week_before"]
        cells = [
            html.Span(words.t(f"changes.of.{row['what']}")),
            html.Span(words.number(now), className="number wall-strong"),
            html.Span(words.number(before), className="number"),
            html.Span(difference(now, before, words), className="number"),
        ]
        lines.append(_row(cells, index, "wall-row wall-change-row"))
    return html.Div(lines, className="wall-rows")


def _other_cities(reader: Reader) -> list[Reader]:
    """This city's reader first, then those of the cities that its file names or that have anything published."""
    named = reader.city.wall.get("compare")
    wanted = named if isinstance(named, list) else [city.key for city in load_cities(settings().cities_dir)]
    keys = dict.fromkeys([reader.city.key, *(str(key) for key in wanted)])
    shown = [key for key in keys if key == reader.city.key or current_snapshots(key)]
    found = (read({"city": key, "lang": reader.words.language}) for key in shown)
    return [each for each, key in zip(found, shown, strict=True) if each is not None and each.city.key == key]


def _compared(tile: Tile, reader: Reader) -> tuple[Component, Source | None]:
    """A cell: the number of that tile in a city with its change, or a dash."""
    try:
        found = answer_tile(tile, reader)
    except (DataMissingError, NotInScopeError):
        return html.Span("–", className="wall-cell"), None
    number, tail = short_value(found.row["value"], found.measure.unit, reader.words)
    return html.Span(f"{number} {tail}".strip(), className="wall-cell number"), found.source


def city_rows(scene: Scene, reader: Reader) -> tuple[Component, list[Source]]:
    """Cities side by side, a measure a row; cities beyond MOST_CITIES are counted under the table."""
    words, tiles = reader.words, {tile.key: tile for tile in scene.page.tiles}
    readers = _other_cities(reader)
    shown, sources = readers[:MOST_CITIES], []
    heads: list[Component] = [html.Span("")]
    for each in shown:
        simulated = any(source.simulated for source in current_snapshots(each.city.key).values())
        tag = [html.Span(words.t("freshness.simulated"), className="wall-tag")] if simulated else []
        heads.append(html.Span([html.Span(words.name(each.city.name)), *tag], className="wall-city"))
    lines = [_row(heads, 0, "wall-row wall-city-row wall-heads")]
    for index, key in enumerate(COMPARED):
        cells = [html.Span(words.t(f"tile.overview.{key}"))]
        for each in shown:
            cell, source = _compared(tiles[key], each)
            cells.append(cell)
            sources += [source] if source else []
        lines.append(_row(cells, index, "wall-row wall-city-row"))
    if len(readers) > len(shown):
        beyond = words.t("wall.more_cities", count=words.number(len(readers) - len(shown)))
        lines.append(html.P(beyond, className="wall-note"))
    style = {"--cities": str(len(shown))}
    return html.Div(lines, className="wall-rows wall-cities", style=style), sources


Rows = Callable[[Scene, Reader], tuple[Component, list[Source]]]


def _alerts(scene: Scene, reader: Reader) -> tuple[Component, list[Source]]:
    found = answer(scene.page.panel("alerts").query, reader.filters)
    return alert_rows(found, reader.words), [found.source]


def _changes(scene: Scene, reader: Reader) -> tuple[Component, list[Source]]:
    panels = held([scene.page.panel(key) for key in CHANGES], reader)
    found = list(_answers(panels, reader))
    if not found:
        raise DataMissingError(reader.city.key, panels[0].domain)
    return change_rows(found, reader.words), [each.source for each in found]


def _answers(panels: list[Panel], reader: Reader) -> Iterator[Answer]:
    for panel in panels:
        try:
            yield answer(panel.query, reader.filters)
        except DataMissingError:
            continue


ROWS: dict[str, Rows] = {"alerts": _alerts, "changes": _changes, "cities": city_rows}


def answered_rows(scene: Scene, element: Element, reader: Reader) -> tuple[Component, list[Source]]:
    """The rows of a scene and their sources; one sentence where nothing was published."""
    try:
        return ROWS[element.key](scene, reader)
    except DataMissingError as error:
        return missing_sentence(error, reader.words), []
