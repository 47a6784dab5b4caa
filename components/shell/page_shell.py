"""Title, navigation, breadcrumb, filters and grid: what every page stands in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from dash import dcc
from dash.development.base_component import Component

from components import ids
from components.figures.ranking import ranking
from components.html import html
from components.map.map_panel import map_frame
from components.markup import compact
from components.panel.panel import panel_frame, panel_title, said_in_view
from components.panel.silent import silent
from components.shell.filter_bar import filter_bar, offered
from components.shell.registry import pages
from components.shell.topbar import topbar
from components.shell.view_frame import complaints_said, is_simulated
from components.text import Words
from components.view.address import link
from components.view.host import LIVE, awaited, host
from components.view.outcome import reason
from components.view.page import Page, Panel
from components.view.reader import Reader, available, read
from components.view.version import view_version
from data.published.source import Source
from data.reading.answer import Empty, Missing, Withheld
from data.reading.dimensions import join_values


def stores(view: Mapping[str, Any]) -> list[Component]:
    """What a page is laid out with: its view, and a place for callbacks that only act."""
    sink = html.Div(id=ids.SINK, hidden=True)
    return [dcc.Store(id=ids.VIEW, data=dict(view)), sink]


def heading(page: Page, words: Words) -> Component:
    """The page's title, where its numbers come from and how old they are, and the way back up."""
    return html.Div(
        className="heading",
        children=[
            html.H1(words.t(f"page.{page.key}.title"), className="page-title"),
            html.Div(className="heading-source", **host("frame", "source")),
            html.Div(className="breadcrumb-slot", **LIVE, **host("frame", "breadcrumb")),
        ],
    )


def _adds_to_tiles(page: Page, panel: Panel, reader: Reader) -> bool:
    """Whether a panel can tell more than a tile: one that ranks a dimension of which the city knows one value cannot.

    Where nothing was published every panel stays, and says so.
    """
    if panel.domain not in reader.versions.ids():
        return True
    ranked = _ranked_dimension(panel, reader)
    # A page of several domains offers no choice of its own: the pages of the domains know what there is to choose.
    offering = (page,) if page.domain else pages().values()
    for each in offering:
        if ranked in each.options and each.options[ranked].domain == panel.domain:
            return offered(each, ranked, reader) is not None
    return True


def _ranked_dimension(panel: Panel, reader: Reader) -> str:
    """The dimension that a click on a mark selects, else the one whose values a ranking names; empty for neither."""
    if panel.selects or panel.figure is not ranking:
        return panel.selects or ""
    return next((column.words for column in panel.question.schema(reader.filters) if column.role == "id"), "")


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
    """Whether the table has a row of the whole city: where requests are too many to be kept one by one, or
    are withheld, it has none."""
    return not isinstance(reader.ask(table, reader.whole, rows=(0, 1)), Empty | Withheld)


def _unpublished(page: Page, panels: list[Panel], reader: Reader, span: int) -> list[Component]:
    """One panel in the place of all those whose records were not published: of which domains, how to publish them, and
    which panels they are; none where none is missing.

    The page is laid out anew once they are (`data-unpublished`, assets/js/view/parts.js).
    """
    words, as_of = reader.words, reader.filters.as_of
    domains = list(dict.fromkeys(panel.domain for panel in panels))
    if not domains:
        return []
    since = as_of.isoformat() if as_of else None
    body = [
        html.Div([reason(Missing(domain, since), words) for domain in domains], className="unpublished-domains"),
        html.P(words.t("unpublished.how")),
        html.Pre(f"python -m modules import FILE --city {reader.city.key}"),
        html.P(words.t("unpublished.panels")),
        html.Ul([html.Li(panel_title(page.key, panel.key, reader)) for panel in panels]),
    ]
    return [
        html.Section(
            className=f"panel span-{span} unpublished",
            **{
                "aria-label": words.join(words.t(f"page.{domain}.title") for domain in domains),
                "data-unpublished": " ".join(domains),
            },
            children=[html.Div(body, className="panel-body")],
        )
    ]


def _folded(rows_beside_map: int, reader: Reader) -> Component:
    """The panel that names those that show nothing; out of sight until the browser knows of any
    (assets/js/view/folding.js)."""
    words = reader.words
    dictionary = html.A(words.t("folded.how"), href=link("/data", reader.filters.to_query()))
    return html.Section(
        [
            html.Header(html.H2(words.t("folded.title"), className="panel-title"), className="panel-head"),
            html.Div([html.Ul([]), html.P(dictionary)], className="folded-body"),
        ],
        className="panel span-12 folded",
        hidden=True,
        **{"data-folded": str(rows_beside_map), "aria-label": words.t("folded.title")},
    )


def _framed(
    page: Page, panels: Sequence[Panel], said: Mapping[str, Component], rows_beside_map: int, reader: Reader
) -> list[Component]:
    """The frames of panels in their order, those that say something else than a figure folded."""
    spans = iter(widened([panel.span for panel in panels if panel.key not in said], rows_beside_map))
    return [
        panel_frame(page, panel, reader, silent=said[panel.key]) if panel.key in said
        else panel_frame(page, replace(panel, span=next(spans)), reader, panel.span)
        for panel in panels
    ]  # fmt: skip


def content(page: Page, reader: Reader, source: Source | None) -> Component:
    """Filters on the side, tiles on top, the map beside the first panels, the rest below."""
    words = reader.words
    published, known = reader.versions.ids(), available(page.panels, reader)
    # Of a domain that was never published nobody knows which tables it will have: all of its panels are told of.
    here = [panel for panel in page.panels if panel in known or panel.domain not in published]
    here = [panel for panel in here if _adds_to_tiles(page, panel, reader)]
    shown = [panel for panel in here if panel.domain in published]
    has_map = bool(available(page.measures, reader))
    rows_beside_map = 2 if has_map else 0
    said = silent(page, shown, reader, lambda panel: said_in_view(page, panel, reader))
    panels = _framed(page, shown, said, rows_beside_map, reader)
    beside_map = has_map and not shown
    panels += _unpublished(page, [panel for panel in here if panel not in shown], reader, 6 if beside_map else 12)
    tiles = len(available(page.tiles, reader))
    if page.table is not None and page.table.domain in reader.versions.ids() and _has_records(page.table, reader):
        panels.append(panel_frame(page, page.table, reader))
    panels.append(_folded(rows_beside_map, reader))
    says_simulated = is_simulated(reader.versions.sources(), page)
    told = {"data-told": ""} if page.about or "area" in page.fixed else {}
    says_period = reader.view_of(page.domain).since is not None
    return html.Main(
        id="content",
        className=f"content page-{page.key}",
        children=[
            html.Aside(className="sidebar", children=[filter_bar(page, reader, source)]),
            html.Div(
                className="stage",
                **{
                    "data-fixed": " ".join(page.fixed),
                    "data-page": page.key,
                    "data-version": view_version(reader),
                },
                children=[
                    heading(page, words),
                    html.Div(complaints_said(reader), className="notices"),
                    html.Div(className="notices", **host("frame", "notices"), **awaited(says_simulated)),
                    html.Div(className="chips", **told, **LIVE, **host("frame", "chips"), **awaited(says_period)),
                    html.Div(
                        className="tiles",
                        style={"--count": tiles},
                        **{"data-count": tiles},
                        **host("tiles", "tiles"),
                    ),
                    html.Div(className="grid", children=[*([map_frame(page, reader)] if has_map else []), *panels]),
                ],
            ),
        ],
    )


def bare_page(current: str, view: Mapping[str, Any], city_name: str, words: Words, body: list[Component]) -> Component:
    """A page without filters and panels: the top bar and what is given."""
    shown = html.Div(
        className="shell",
        lang=words.language,
        children=[
            *stores(view),
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
    return bare_page(current, {}, "", words, body)


def bare_layout(current: str, query: Mapping[str, Any], body: Callable[[Reader], list[Component]]) -> Component:
    """A plain page for an address, in the reader's city and words; how to bring a city where there is none."""
    reader = read(query)
    if reader is None:
        return no_city(current)
    words, view = reader.words, reader.filters.to_query()
    return bare_page(current, view, words.name(reader.city.name), words, body(reader))


def _of_path(page: Page, query: Mapping[str, Any]) -> dict[str, str]:
    """What the address says by its path, one value each: Dash gives it as it was sent, `Corporate%20Fund`."""
    told = {key: unquote(str(query[key])) for key in page.fixed if query.get(key)}
    return {key: value if key == "area" else join_values([value]) for key, value in told.items()}


def layout(page: Page, query: Mapping[str, Any]) -> Component:
    """The whole page for an address. Cheap: what its parts show is asked for later (`assets/js/view/`)."""
    reader = read(dict(query) | _of_path(page, query))
    if reader is None:
        return no_city(page.key)
    view = reader.filters.to_query()
    sources = reader.versions.sources()
    shown = html.Div(
        className="shell",
        lang=reader.words.language,
        children=[
            *stores(view),
            topbar(page.key, view, reader.words.name(reader.city.name), reader.words),
            content(page, reader, sources.get(page.domain)),
        ],
    )
    return compact(shown)
