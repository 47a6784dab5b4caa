"""The wall: one page that nobody touches. Scenes stand ready side by side; assets/js/wall/ shows one at a time.

No scene is fetched by navigation and no Dash callback runs: wall/server.js asks `/api/wall/<city>` for what a scene
shows and hands it to the components that are already there, so that neither nodes nor memory grow over weeks.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC
from typing import Any

import dash_leaflet as dl
from dash import dcc
from dash.development.base_component import Component
from plotly.utils import PlotlyJSONEncoder

from components import aria
from components.figures.graph import graph_locale
from components.html import html
from components.map.city_map import PANES, base_layers, drawn_by, ground
from components.markup import compact
from components.panel.alert_list import place_of
from components.panel.panel import panel_title
from components.shell import registry
from components.view.address import link
from components.view.reader import Reader, available
from components.wall.because import because
from components.wall.figures import drawn_figure
from components.wall.links import address_of, leads_to
from components.wall.parts import answered_tile, map_parts, places_words
from components.wall.plan import WallPlan
from components.wall.rows import answered_rows
from components.wall.scenes import ALL, Element, Scene
from data.city.pack import City, load_city
from data.drops.cadence import read_cadence
from data.operations.app_version import app_version
from data.published.freshness import LATE_CADENCES, moment_of
from data.published.snapshots import read_moment
from data.published.source import Source
from data.published.status import waits
from data.reading.queries.food_safety import alerts as food_safety_alerts
from settings import settings

#: Class I alerts that a wall is told of: beyond, an interruption would only count.
MOST_URGENT = 100
#: Words that wall/status.js and wall/alerts.js puts together with the clock; each is `wall.say.<name>`.
SAID = (
    "offline", "paused", "playing", "dropped", "does_not_fit", "fits", "clock_moved", "simulated", "stands_in", "waits",
    "oldest", "more_alerts", "playlist", "type", "never", "rows",
)  # fmt: skip
Update = tuple[dict[str, str], dict[str, Any]]
_STILL: dict[str, Any] = {
    "attributionControl": False, "zoomControl": False, "zoomAnimation": False, "zoomSnap": 0.1, "dragging": False,
    "scrollWheelZoom": False, "doubleClickZoom": False, "boxZoom": False, "keyboard": False, "touchZoom": False,
}  # fmt: skip


def part(name: str, scene: str, element: str) -> dict[str, str]:
    """The id of a part of a scene that wall/server.js fills."""
    return {"type": f"wall-{name}", "scene": scene, "element": element}


def shown_elements(scene: Scene, reader: Reader) -> list[Element]:
    """The elements of a scene whose records the city has; of its charts the first one."""
    tiles = {tile.key for tile in available(scene.page.tiles, reader)}
    panels = {panel.key for panel in available(scene.page.panels, reader)}
    figure = next((each for each in scene.of_kind("figure") if each.key in panels), None)
    return [
        element
        for element in scene.elements
        if (element.kind != "tile" or element.key in tiles)
        and (element.kind != "figure" or element == figure)
        and (element.kind != "places" or scene.page.places is not None)
    ]


def _name(scene: Scene, element: Element, reader: Reader) -> str:
    """What the operator's strip calls an element."""
    words = reader.words
    if element.kind == "tile":
        return words.t(f"tile.{scene.page_key}.{element.key}")
    if element.kind == "figure":
        return panel_title(scene.page_key, element.key, reader)
    return words.t(f"wall.part.{element.kind}")


def _droppable(scene: Scene, element: Element, reader: Reader) -> dict[str, str]:
    """The attributes by which wall/fit.js takes an element away, and says so."""
    told = {"data-name": _name(scene, element, reader), "data-part": element.kind}
    return told | ({"data-drop": str(element.drop)} if element.drop else {})


def _map(city: City, scene: Scene, element: Element) -> list[Component]:
    areas = dl.GeoJSON(
        id=part("areas", scene.key, element.key),
        pane="areas",
        style=drawn_by("areaStyle"),
        onEachFeature=drawn_by("areaBehaviour"),
        hideout={"values": {}},
    )
    layers: dict[str, list[Component]] = {"base": base_layers(city), "areas": [areas]}
    panes = [dl.Pane(layers.get(name, []), name=name, style={"zIndex": height}) for name, height in PANES]
    drawn = dl.Map(
        panes,
        className=ground(city),
        center=list(city.centre),
        bounds=[list(corner) for corner in city.bounds],
        boundsOptions={"padding": [10, 10]},
        **_STILL,
    )
    return [
        html.Div(drawn, className="wall-map"),
        html.Div(id=part("html", scene.key, "legend"), className="wall-legend"),
    ]


def _figure(scene: Scene, element: Element, reader: Reader) -> list[Component]:
    note = [html.Span(reader.words.t("figure.not_official"), className="wall-note")] if element.key == "fan" else []
    return [
        html.Div([html.H2(_name(scene, element, reader), className="wall-label"), *note], className="wall-caption"),
        dcc.Graph(
            id=part("graph", scene.key, element.key),
            figure={"data": [], "layout": {}},
            config={"staticPlot": True, "responsive": True} | graph_locale(reader.words),
            responsive=True,
            className="wall-graph",
        ),
    ]


def _body(scene: Scene, reader: Reader) -> list[Component]:
    shown = shown_elements(scene, reader)

    def frame(element: Element) -> Component:
        attributes = _droppable(scene, element, reader)
        if element.kind == "map":
            return html.Div(_map(reader.city, scene, element), className="wall-picture", **attributes)
        if element.kind == "figure":
            return html.Div(_figure(scene, element, reader), className="wall-picture", **attributes)
        return html.Div(id=part("html", scene.key, element.key), className=f"wall-{element.kind}-slot", **attributes)

    def frames(*kinds: str) -> list[Component]:
        return [frame(element) for element in shown if element.kind in kinds]

    if rows := frames("rows"):
        return [html.Div(rows, className="wall-body wall-body-rows", **{"data-fit": ""})]
    pictures = html.Div([*frames("map"), *frames("places"), *frames("figure")], className="wall-pictures")
    tiles = html.Div(frames("tile"), className="wall-tiles")
    return [html.Div([pictures, tiles, *frames("because")], className="wall-body wall-body-split", **{"data-fit": ""})]


def scene_frame(scene: Scene, reader: Reader) -> Component:
    """A scene before it is answered, out of sight until its turn comes."""
    title = reader.words.t(f"wall.scene.{scene.key}")
    address = link(registry.path_of(scene.page), reader.filters.to_query())
    return html.Section(
        [html.H1(leads_to(address, title), className="wall-title"), *_body(scene, reader)],
        className=f"wall-scene wall-scene-{scene.key}",
        **{"data-scene": scene.key, "aria-label": title, "aria-hidden": "true"},
    )


def _config(plan: WallPlan) -> dict[str, Any]:
    """Everything that the scripts of the wall must know, as one attribute of the page."""
    words, city = plan.reader.words, plan.reader.city
    return {
        "city": city.key,
        "fleet": plan.fleet,
        "timezone": city.timezone,
        "lang": words.language,
        "locale": words.t("wall.locale"),
        "playlists": [
            {"key": each.key, "hours": each.hours, "slots": [[slot.scene, slot.seconds] for slot in each.slots]}
            for each in plan.playlists
        ],
        "chosen": plan.chosen,
        "theme": plan.theme,
        "wall": plan.name,
        "screen": plan.screen,
        "distance": plan.distance,
        "least": plan.type.least_px,
        "aimed": plan.type.aimed_px,
        "root": plan.type.root_share,
        "poll": settings().poll_seconds,
        "pace": plan.pace,
        "redraw": plan.redraw,
        "alertSeconds": plan.alert_seconds,
        "version": app_version(),
        "said": {name: words.t(f"wall.say.{name}") for name in SAID},
        "states": {name: words.t(f"freshness.{name}") for name in ("fresh", "late", "stale", "archive")},
    }


def _interruption(reader: Reader) -> Component:
    """What a class I alert is told in: where, what, since when; wall/alerts.js writes the words."""
    words = reader.words
    return html.Div(
        id="wall-alert",
        className="wall-interruption",
        role="alert",
        hidden=True,
        children=[
            html.P(
                [html.Span(className="badge-mark", **aria.HIDDEN), words.t("hazard_class.I_why")],
                className="wall-class",
            ),
            html.P("", className="wall-alert-what", **{"data-say": "what"}),
            html.P(html.A("", className="wall-link", **{"data-say": "where"}), className="wall-alert-where"),
            html.P("", className="wall-alert-since", **{"data-say": "since"}),
            html.P(words.t("alerts.lead"), className="wall-note"),
            html.P("", className="wall-note", **{"data-say": "more"}),
        ],
    )


def _strip(plan: WallPlan) -> Component:
    """The operator's strip: what it plays, what it had to leave out, what was wrong with the address, and controls."""
    words = plan.reader.words
    wrong = [words.t(f"complaint.{each.key}", subject=each.subject) for each in plan.complaints]
    return html.Div(
        id="wall-strip",
        className="wall-strip",
        role="region",
        **aria.label(words.t("wall.strip")),
        children=[
            html.Div(
                className="wall-controls",
                children=[
                    html.Button(words.t(f"wall.do.{name}"), type="button", **{"data-do": name})
                    for name in ("previous", "pause", "next", "full_screen")
                ],
            ),
            html.Div(id="wall-state", className="wall-state"),
            *(html.Div(sentence, className="wall-complaint", role="status") for sentence in wrong),
        ],
    )


def wall(plan: WallPlan) -> Component:
    """The whole page: header with city, clock and state, every scene of its playlists, the interruption, the strip."""
    reader = plan.reader
    words = reader.words
    shown = html.Div(
        id="content",
        className="wall",
        lang=words.language,
        **{"data-wall": json.dumps(_config(plan))},
        children=[
            html.Main(
                id="wall-stage",
                className="wall-stage",
                children=[
                    html.Header(
                        className="wall-head",
                        children=[
                            html.Div(words.name(reader.city.name), className="wall-city-name"),
                            html.Div("", id="wall-offline", className="wall-offline", role="status"),
                            html.Div(
                                [html.Span("", id="wall-day"), html.Span("", id="wall-clock")],
                                className="wall-clock number",
                            ),
                        ],
                    ),
                    html.Div(
                        [scene_frame(ALL[scene], reader) for scene in plan.scenes],
                        id="wall-scenes",
                        className="wall-scenes",
                    ),
                    html.Footer(html.Div("", id="wall-age", className="wall-age"), className="wall-foot"),
                ],
            ),
            _interruption(reader),
            _strip(plan),
        ],
    )
    return compact(shown)


def _updates(scene: Scene, reader: Reader) -> tuple[list[Update], list[Source]]:
    """What each part of a scene is given, by id, and the sources of it all."""
    updates: list[Update] = []
    sources: list[Source | None] = []
    for element in shown_elements(scene, reader):
        here = part("html", scene.key, element.key)
        if element.kind == "tile":
            card, source = answered_tile(scene.tile(element), scene.page_key, reader)
            updates.append((here, {"children": compact(card)}))
            sources.append(source)
        elif element.kind == "map":
            layer, told, source = map_parts(scene, element, reader)
            updates.append((part("areas", scene.key, element.key), layer))
            updates.append((part("html", scene.key, "legend"), {"children": compact(told)}))
            sources.append(source)
        elif element.kind == "because":
            updates.append((here, {"children": compact(because(scene.key, reader))}))
        elif element.kind == "places":
            updates.append((here, {"children": places_words(scene, reader)}))
        elif element.kind == "figure":
            figure, source = drawn_figure(scene.panel(element), reader)
            updates.append((part("graph", scene.key, element.key), {"figure": figure}))
            sources.append(source)
        else:
            rows, found = answered_rows(scene, element, reader)
            updates.append((here, {"children": compact(rows)}))
            sources += found
    return updates, [source for source in sources if source is not None]


def aged(sources: Iterable[Source], reader: Reader) -> list[dict[str, Any]]:
    """Each domain's data: until when it reaches, and from when on it is late and stale, in seconds since 1970."""
    told = {}
    for source in sources:
        moment = moment_of(read_moment(source.data_as_of), reader.city.timezone).astimezone(UTC).timestamp()
        every = read_cadence(source.cadence)
        told[(source.city, source.domain)] = {
            "domain": source.domain,
            "name": _name_of(source, reader),
            "until": reader.words.day(source.data_as_of),
            "reaches": moment,
            "late": moment + every.total_seconds() if every else None,
            "stale": moment + LATE_CADENCES * every.total_seconds() if every else None,
            "simulated": source.simulated,
            "standsIn": source.stands_in,
            "waits": waits(settings().snapshots_dir, source.city, source.domain),
        }
    return list(told.values())


def _name_of(source: Source, reader: Reader) -> str:
    """What a domain is called on a wall; that of a city beside the wall's own with that city's name."""
    words = reader.words
    title = words.t(f"page.{source.domain}.title")
    if source.city == reader.city.key:
        return title
    city = words.name(load_city(source.city, settings().cities_dir).name)
    return words.t("wall.say.of_city", city=city, name=title)


def urgent_alerts(reader: Reader) -> list[dict[str, str]]:
    """The open class I alerts, longest open first: `id`, `what`, `where`, `address` of the premises, `since`.

    Empty where nothing is published, and where the records hold no follow-up: nobody can tell whether what they found
    is still so.
    """
    words = reader.words
    answer = reader.answer(food_safety_alerts.open_alerts)
    if answer is None or not answer.source.has_follow_up:
        return []
    rows = [row for row in answer.records() if row["hazard_class"] == "I"][-MOST_URGENT:]
    return [
        {
            "id": f"{row['premises']}|{row['hazard']}|{row['raised']}",
            "what": words.or_same("value.hazard", row["hazard"]),
            "where": place_of(row, answer, words),
            "address": address_of("premises", row["premises"], reader),
            "since": words.t("wall.say.since", day=words.day(row["raised"])),
        }
        for row in rows
    ]


def scene_answer(scene_key: str, reader: Reader) -> str:
    """What `/api/wall/<city>` answers, as JSON: updates of the scene's parts, ages, urgent alerts, the version.

    KeyError for a scene that there is not.
    """
    updates, sources = _updates(ALL[scene_key], reader)
    told = {
        "scene": scene_key,
        "version": app_version(),
        "snapshots": reader.versions.ids(),
        "updates": updates,
        "sources": aged(sources, reader),
        "alerts": urgent_alerts(reader),
    }
    return json.dumps(told, cls=PlotlyJSONEncoder, sort_keys=True)
