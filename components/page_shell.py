"""Title, navigation, breadcrumb, filters and grid: what every page stands in."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import dash
from dash import MATCH, Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from components import ids
from components.comparison import span_text, view_names
from components.filter_bar import filter_bar, offered
from components.freshness import badge
from components.map_panel import map_frame
from components.markup import compact
from components.page import Page, Panel
from components.panel import panel_frame
from components.reader import Reader, held, read
from components.text import Words, languages
from components.tiles import link
from data.answer import DataMissingError, NotInScopeError, Source
from data.city import path_to
from data.compare import other_view
from data.store import answer, current_snapshots

#: What a change of the view is read out by: where the reader now is, and what narrows it.
LIVE: dict[str, Any] = {"aria-live": "polite"}


def pages() -> dict[str, Page]:
    """Every page that says what stands on it, by key, in the order of the navigation."""
    modules = (dash.page_registry[name]["module"] for name in dash.page_registry)
    found = (getattr(__import__(module, fromlist=["PAGE"]), "PAGE", None) for module in modules)
    return {page.key: page for page in found if isinstance(page, Page)}


def navigation(current: str, view: Mapping[str, Any], words: Words) -> Component:
    """One link a page of the registry that has a name, the current one marked."""
    links = []
    for entry in dash.page_registry.values():
        key = entry["module"].rpartition(".")[2]
        if entry["path_template"] or not words.has(f"page.{key}.title"):
            continue
        links.append(
            html.A(
                words.t(f"page.{key}.title"),
                href=link(entry["path"], view),
                className="nav-link",
                **{"data-navigate": entry["path"]} | ({"aria-current": "page"} if key == current else {}),
            )
        )
    return html.Nav(links, className="nav", **{"aria-label": words.t("nav.title")})


def topbar(current: str, view: Mapping[str, Any], city_name: str, words: Words) -> Component:
    """Product and city, the pages, the languages and the switch between dark and light."""
    others = [language for language in languages() if language != words.language]
    return html.Header(
        className="topbar",
        children=[
            html.A(words.t("nav.skip"), href="#content", className="skip-link"),
            html.Div(
                className="brand",
                children=[
                    html.Span(className="brand-mark", **{"aria-hidden": "true"}),
                    html.Div(
                        [
                            html.Div(city_name or words.t("app.name"), className="brand-city"),
                            html.Div(words.t("app.tagline"), className="brand-tagline"),
                        ]
                    ),
                ],
            ),
            navigation(current, view, words),
            html.Div(
                className="topbar-end",
                children=[
                    html.Span(className="live", **{"data-live": "", "data-word": words.t("live.word")}),
                    *(
                        html.Button(
                            Words(language).t("language.name"),
                            type="button",
                            className="language-switch",
                            lang=language,
                            **{"data-select": json.dumps({"lang": language}), "data-reload": ""},
                        )
                        for language in others
                    ),
                    html.Button(
                        type="button",
                        className="theme-switch",
                        **{"data-theme-switch": "", "aria-label": words.t("theme.switch")},
                    ),
                ],
            ),
        ],
    )


def stores(page_key: str, view: Mapping[str, Any], snapshots: Mapping[str, str]) -> list[Component]:
    """The Stores of a page: its view, its key and the snapshots that answer."""
    return [
        dcc.Store(id=ids.VIEW, data=dict(view)),
        dcc.Store(id=ids.PAGE, data=page_key),
        dcc.Store(id=ids.SNAPSHOTS, data=dict(snapshots)),
        # Told to the script that watches for newer ones too: what it finds first may be newer than this page already.
        html.Div(id=ids.SINK, hidden=True, **{"data-snapshots": json.dumps(dict(sorted(snapshots.items())))}),
    ]


def heading(page: Page, source: Source | None, words: Words) -> Component:
    """The page's title, how old its data is, and the way back up."""
    return html.Div(
        className="heading",
        children=[
            html.H1(words.t(f"page.{page.key}.title"), className="page-title"),
            html.Span(badge(source, words) if source else "", className="heading-badge"),
            html.Div(id=ids.part(ids.BREADCRUMB, page.key), className="breadcrumb-slot", **LIVE),
        ],
    )


def _tells(page: Page, panel: Panel, reader: Reader) -> bool:
    """Whether a panel can tell more than a tile: one that ranks a dimension of which the city knows one value cannot.

    Where nothing was published every panel stays, and says so.
    """
    ranked = panel.selects or ""
    if ranked not in page.options or page.domain not in current_snapshots(reader.city.key, reader.filters.as_of):
        return True
    return offered(page, ranked, reader) is not None


def widened(spans: Sequence[int], rows_beside_map: int = 0) -> list[int]:
    """Columns of each panel such that no row leaves a gap: the last one of a row takes what is left of it.

    A row has twelve columns, and six beside the map, which takes the first rows.
    """
    found: list[int] = []
    row = used = 0

    def room() -> int:
        return 6 if row < rows_beside_map else 12

    for span in spans:
        if used and used + span > room():
            found[-1] += room() - used
            row, used = row + 1, 0
        if span > room():  # too wide to stand beside the map
            row = rows_beside_map
        found.append(span)
        used += span
        if used == room():
            row, used = row + 1, 0
    if used:
        found[-1] += room() - used
    return found


def _has_records(table: Panel, reader: Reader) -> bool:
    """Whether the table has a row of the whole city: where requests are too many to be kept one by one, it has none."""
    try:
        return answer(table.query, reader.whole).rows > 0
    except (DataMissingError, NotInScopeError):
        return True


def content(page: Page, reader: Reader, source: Source | None) -> Component:
    """Filters on the side, tiles on top, the map beside the first panels, the rest below."""
    words = reader.words
    shown = [panel for panel in held(page.panels, reader) if _tells(page, panel, reader)]
    spans = widened([panel.span for panel in shown], rows_beside_map=2 if page.measures else 0)
    panels = [panel_frame(page, replace(panel, span=span), words) for panel, span in zip(shown, spans, strict=True)]
    tiles = len(held(page.tiles, reader))
    if page.table is not None and _has_records(page.table, reader):
        panels.append(panel_frame(page, page.table, words))
    return html.Main(
        id="content",
        className=f"content page-{page.key}",
        children=[
            html.Aside(className="sidebar", children=[filter_bar(page, reader, source)]),
            html.Div(
                className="stage",
                **{"data-fixed": " ".join(page.fixed)},
                children=[
                    heading(page, source, words),
                    html.Div(id=ids.part(ids.NOTICES, page.key), className="notices"),
                    html.Div(id=ids.part(ids.CHIPS, page.key), className="chips", **LIVE),
                    html.Div(id=ids.part(ids.TILES, page.key), className="tiles", **{"data-count": tiles}),
                    html.Div(
                        className="grid", children=[*([map_frame(page, reader)] if page.measures else []), *panels]
                    ),
                ],
            ),
        ],
    )


def plain(current: str, view: Mapping[str, Any], city_name: str, words: Words, body: list[Component]) -> Component:
    """A page without filters and panels: the top bar and what is given."""
    shown = html.Div(
        className="shell",
        lang=words.language,
        children=[
            *stores(current, view, {}),
            topbar(current, view, city_name, words),
            html.Main(id="content", className=f"content content-plain page-{current}", children=body),
        ],
    )
    return compact(shown)


def no_city(current: str) -> Component:
    """The page that says how to bring a city, for a machine that has none yet."""
    words = Words()
    ways = [
        html.Li([html.Span(words.t(f"no_city.{way}")), html.Pre(words.t(f"no_city.{way}_command"))])
        for way in ("simulated", "real", "own")
    ]
    body = [html.H1(words.t("no_city.title"), className="page-title"), html.P(words.t("no_city.why")), html.Ul(ways)]
    return plain(current, {}, "", words, body)


def plain_layout(current: str, query: Mapping[str, Any], body: Callable[[Reader], list[Component]]) -> Component:
    """A plain page for an address, in the reader's city and words; how to bring a city where there is none."""
    reader = read(query)
    if reader is None:
        return no_city(current)
    words, view = reader.words, reader.filters.to_query()
    return plain(current, view, words.name(reader.city.name), words, body(reader))


def layout(page: Page, query: Mapping[str, Any]) -> Component:
    """The whole page for an address. Cheap: panels, tiles and the map answer later, each by its callback."""
    reader = read(query)
    if reader is None:
        return no_city(page.key)
    view = reader.filters.to_query()
    sources = current_snapshots(reader.city.key, reader.filters.as_of)
    snapshots = {domain: source.snapshot_id for domain, source in sources.items()}
    complaints = [[complaint.key, complaint.subject] for complaint in reader.complaints]
    shown = html.Div(
        className="shell",
        lang=reader.words.language,
        children=[
            *stores(page.key, view, snapshots),
            dcc.Store(id=ids.part("complaints", page.key), data=complaints),
            topbar(page.key, view, reader.words.name(reader.city.name), reader.words),
            content(page, reader, sources.get(page.domain)),
        ],
    )
    return compact(shown)


def breadcrumb(reader: Reader) -> Component:
    """From the city down to the chosen area; every step but the last leads back up."""
    words, steps = reader.words, path_to(reader.city, reader.filters.area or "")
    names = [(None, words.name(reader.city.name)), *((area.area_id, words.name(area.names)) for area in steps)]
    items = [
        html.Li(
            html.Span(name, **{"aria-current": "location"})
            if index == len(names) - 1
            else html.Button(name, type="button", **{"data-select": json.dumps({"area": area_id})})
        )
        for index, (area_id, name) in enumerate(names)
    ]
    return html.Nav(html.Ol(items), className="breadcrumb", **{"aria-label": words.t("nav.breadcrumb")})


def _chip(label: str, value: str, patch: Mapping[str, Any], words: Words) -> Component:
    return html.Button(
        [html.Span(label, className="chip-label"), html.Span(value, className="chip-value")],
        type="button",
        className="chip",
        title=words.t("chip.remove"),
        **{"data-select": json.dumps(patch)},
    )


def _names(page: Page, dimension: str, reader: Reader) -> dict[str, str]:
    """The publisher's names of a dimension's values by id, where the page lists them and they can be answered."""
    # A service's own page offers no choice of services, and yet says which one it is about.
    query = next((each.options[dimension] for each in (page, *pages().values()) if dimension in each.options), None)
    if query is None:
        return {}
    try:
        found = answer(query, reader.whole)
    except (DataMissingError, NotInScopeError):
        return {}
    named = found.columns.get("name", [])
    return {str(key): str(name) for key, name in zip(next(iter(found.columns.values())), named, strict=False) if name}


def _own_view(page: Page, reader: Reader) -> list[Component]:
    """The link from one chosen service to its own page."""
    chosen = reader.filters.selected("service")
    if page.key != "services" or len(chosen) != 1:
        return []
    address = link(f"/services/{quote(chosen[0], safe='')}", reader.filters.to_query())
    return [html.A(reader.words.t("chip.open_service"), href=address, className="chip chip-link")]


def chips(page: Page, reader: Reader) -> list[Component]:
    """One removable chip for the period and one for each dimension that narrows the view."""
    words, filters = reader.words, reader.filters
    shown: list[Component] = []
    if filters.since or filters.until:
        cleared = {"since": None, "until": None}
        shown.append(_chip(words.t("filter.period"), span_text(filters, words), cleared, words))
    for dimension, values in filters.selections:
        names = _names(page, dimension, reader)
        named = ", ".join(words.or_same(f"value.{dimension}", names.get(value, value)) for value in values)
        if dimension in page.fixed:
            shown.insert(0, html.H2(named, className="subject"))
        else:
            shown.append(_chip(words.t(f"dimension.{dimension}"), named, {dimension: None}, words))
    return [*shown, *_compared(reader), *_own_view(page, reader)]


def _compared(reader: Reader) -> list[Component]:
    """The chip of what the view is compared with, which says so where a period has to be chosen first."""
    if reader.filters.compare is None:
        return []
    other, words = other_view(reader.filters), reader.words
    told = view_names(reader, other)[1] if other else words.t("compare.needs_other")
    return [_chip(words.t("filter.compare"), told, {"compare": None}, words)]


def notices(reader: Reader, sources: Mapping[str, Source], complaints: list[list[str]], page: Page) -> list[Component]:
    """What must be known first: an address not understood, another day's view, simulated records, an area's note."""
    words = reader.words
    told = [
        html.P(words.t(f"complaint.{key}", subject=subject), className="notice", role="status")
        for key, subject in complaints
    ]
    if reader.filters.as_of is not None:
        day = words.day(reader.filters.as_of)
        told.append(html.P(words.t("notice.as_of", day=day), className="notice notice-as-of", role="status"))
    shown = {page.domain, *(tile.domain for tile in page.tiles), *(panel.domain for panel in page.panels)}
    if any(sources[domain].simulated for domain in shown & sources.keys()):
        told.append(html.P(words.t("notice.simulated"), className="notice notice-simulated", role="note"))
    for area in path_to(reader.city, reader.filters.area or ""):
        if area.notes:
            told.append(html.P(f"{words.name(area.names)}: {words.name(area.notes)}", className="notice", role="note"))
    return told


def register(app: Dash, known: Mapping[str, Page]) -> None:
    """The callback that keeps notices, breadcrumb and chips in step with the view."""

    @app.callback(
        Output(ids.part(ids.NOTICES, MATCH), "children"),
        Output(ids.part(ids.BREADCRUMB, MATCH), "children"),
        Output(ids.part(ids.CHIPS, MATCH), "children"),
        Input(ids.VIEW, "data"),
        Input(ids.SNAPSHOTS, "data"),
        State(ids.PAGE, "data"),
        State(ids.part("complaints", MATCH), "data"),
    )
    def show_frame(view: dict[str, Any], _snapshots: object, page: str, complaints: list[list[str]]) -> tuple[Any, ...]:
        reader = read(view)
        if reader is None:
            return [], [], []
        sources = current_snapshots(reader.city.key, reader.filters.as_of)
        shown = notices(reader, sources, complaints, known[page]), breadcrumb(reader), chips(known[page], reader)
        return tuple(map(compact, shown))
