"""Lists of a wall: alerts, changes, cities side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dash.development.base_component import Component

from components.html import html
from components.panel.alert_list import open_for, pill
from components.panel.change_list import difference
from components.text import Words
from components.tile.certainty import too_few
from components.tile.tiles import TileAnswer, answer_tile
from components.view.address import link
from components.view.outcome import reason
from components.view.page import Tile
from components.view.reader import Reader, available, read
from components.wall.links import leads_to, linked_name
from components.wall.scenes import CHANGES, COMPARED, MOST_ALERTS, MOST_CITIES, Element, Scene
from components.wall.short_value import short_text
from data.city.pack import known_cities
from data.published.source import Source
from data.reading.answer import Answer, answered
from data.reading.queries.food_safety.alerts import open_alerts_by_class
from data.reading.versions import Versions
from settings import settings

#: Where alerts stand in the order of leaving: before the lines of their classes, of which the gravest stays.
FIRST_ALERT_DROP = 10


def _row(children: list[Any], index: int, class_name: str) -> Component:
    """A row that leaves before those above it; the first one stays."""
    return html.Div(children, className=class_name, **({"data-drop": str(index)} if index else {}))


def class_line(found: Answer | None, words: Words) -> list[Component]:
    """How many alerts of each class are open, and how many of them are new and overdue; nothing without an answer."""
    lines: list[Component] = []
    for row in found.records() if found is not None else ():
        said = [words.t("wall.of_class.open", count=row["alerts"])]
        said += [words.t(f"wall.of_class.{key}", count=row[key]) for key in ("new", "overdue") if row[key]]
        children = [pill(row["hazard_class"], words), html.Span(" · ".join(said))]
        lines.append(_row(children, len(lines) + 1 if lines else 0, "wall-class-line"))
    return lines


def _where(row: Mapping[str, Any], found: Answer, reader: Reader) -> list[Component | str]:
    """Premises and area, each leading to its page; the area alone where nobody can know whether it still holds."""
    area = linked_name("area", row["area_id"], row["area"] or reader.words.t("alerts.no_area"), reader)
    if not found.source.has_follow_up:
        return [area]
    return [linked_name("premises", row["premises"], row["name"] or row["premises"], reader), " · ", area]


def alert_rows(found: Answer, reader: Reader, by_class: Answer | None = None) -> Component:
    """The worst open alerts: class, what, where and for how long; what is beyond the list is counted.

    Above them, where the records hold follow-up, how many of each class are new and overdue.
    """
    rows, words = found.records(MOST_ALERTS), reader.words
    lines = [
        _row(
            [
                pill(row["hazard_class"], words),
                html.Div(
                    [
                        html.Div(words.or_same("value.hazard", row["hazard"]), className="wall-what"),
                        html.Div(_where(row, found, reader), className="wall-where"),
                    ],
                    className="wall-told",
                ),
                html.Span(open_for(row["open_days"], words), className="wall-since number"),
            ],
            FIRST_ALERT_DROP + index if index else 0,
            "wall-row wall-alert",
        )
        for index, row in enumerate(rows)
    ]
    source = found.source
    if not source.has_follow_up:
        said = words.t("wall.alerts_not_rechecked", count=found.all_rows, day=words.day(source.data_as_of))
        return html.Div([html.P(said, className="wall-note"), *lines], className="wall-rows")
    total = _row([words.t("wall.alerts_open", count=found.all_rows)], 4, "wall-note")
    lead = _row([words.t("alerts.lead")], 5, "wall-note")
    return html.Div([total, lead, *class_line(by_class, words), *lines], className="wall-rows")


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


def _other_cities(reader: Reader) -> tuple[list[Reader], int]:
    """(readers, how many cities there are): this city's first, then those of the wall's address, of the city's file, or
    of the fleet's order that have anything published."""
    chosen, named = settings(), reader.city.wall.get("compare")
    ordered = [*chosen.fleet.split(), *known_cities(chosen.cities_dir)]
    wanted = reader.fleet or (named if isinstance(named, list) else ordered)
    keys = dict.fromkeys([reader.city.key, *(str(key) for key in wanted)])
    published = [key for key in keys if key == reader.city.key or Versions(chosen.snapshots_dir, key).ids()]
    # Of those that are only counted nothing is opened.
    others = (read({"city": key, "lang": reader.words.language}) for key in published[1:MOST_CITIES])
    known = [reader, *(each for each in others if each is not None)]
    return known, len(published)


def _compared(tile: Tile, reader: Reader) -> tuple[Component, Source | None]:
    """A cell: the number of that tile in a city with its change, or a dash."""
    answer = answer_tile(tile, reader)
    if not isinstance(answer, TileAnswer) or too_few(answer.measure, answer.row):
        return html.Span("–", className="wall-cell"), None
    text = short_text(answer.row.value, answer.measure.unit, reader.words, brief=True)
    return html.Span(text, className="wall-cell number"), answer.source


def city_rows(scene: Scene, reader: Reader) -> tuple[Component, list[Source]]:
    """Cities side by side, a measure a row; cities beyond MOST_CITIES are counted under the table.

    What one of several cities alone has a number of compares nothing, and has no row.
    """
    words, tiles = reader.words, {tile.key: tile for tile in scene.page.tiles}
    shown, count = _other_cities(reader)
    sources: list[Source] = []
    heads: list[Component] = [html.Span("")]
    for each in shown:
        # Where only some domains are simulated, their own scenes and tiles say so.
        simulated = all(source.simulated for source in each.versions.sources().values())
        tag = [html.Span(words.t("freshness.simulated"), className="wall-tag")] if simulated else []
        home = leads_to(link("/", each.filters.to_query()), words.name(each.city.name))
        heads.append(html.Span([home, *tag], className="wall-city"))
    lines = [_row(heads, 0, "wall-row wall-city-row wall-heads")]
    for key in COMPARED:
        compared = [_compared(tiles[key], each) for each in shown]
        known = [source for _, source in compared if source is not None]
        if len(known) < min(2, len(shown)):
            continue
        sources += known
        cells = [html.Span(words.t(f"tile.overview.{key}")), *(cell for cell, _ in compared)]
        lines.append(_row(cells, len(lines) - 1, "wall-row wall-city-row"))
    if len(lines) == 1:
        lines.append(html.P(words.t("wall.nothing_compares"), className="wall-note"))
    if count > len(shown):
        beyond = words.t("wall.more_cities", count=count - len(shown))
        lines.append(html.P(beyond, className="wall-note"))
    style = {"--cities": str(len(shown))}
    return html.Div(lines, className="wall-rows wall-cities", style=style), sources


Rows = Callable[[Scene, Reader], tuple[Component, list[Source]]]


def _alerts(scene: Scene, reader: Reader) -> tuple[Component, list[Source]]:
    outcome = reader.ask(scene.page.panel("alerts"), rows=(0, MOST_ALERTS))
    answer = answered(outcome)
    if answer is None:
        return reason(outcome, reader.words), []
    return alert_rows(answer, reader, reader.answer(open_alerts_by_class)), [answer.source]


def _changes(scene: Scene, reader: Reader) -> tuple[Component, list[Source]]:
    outcomes = [reader.ask(panel) for panel in available([scene.page.panel(key) for key in CHANGES], reader)]
    answers = [answer for outcome in outcomes if (answer := answered(outcome)) is not None]
    if not answers:
        return reason(outcomes[0], reader.words), []
    return change_rows(answers, reader.words), [each.source for each in answers]


ROWS: dict[str, Rows] = {"alerts": _alerts, "changes": _changes, "cities": city_rows}


def answered_rows(scene: Scene, element: Element, reader: Reader) -> tuple[Component, list[Source]]:
    """The rows of a scene and their sources; one sentence where nothing was published."""
    return ROWS[element.key](scene, reader)
