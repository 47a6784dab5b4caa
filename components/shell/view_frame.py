"""What frames a view: the way back up, what narrows it, and what must be known first."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from dash.development.base_component import Component

from components.figures.wording import column_word, headed, written
from components.html import html
from components.shell.choice_names import choice_names
from components.text import Words
from components.view.address import PAGES_OF, has_own_pages, link, own_page, page_link, whole_page
from components.view.comparison import span_text, view_names
from components.view.page import Page
from components.view.reader import Reader, available
from data.city.pack import areas_of, path_to
from data.published.source import Source
from data.reading.filters import Filters
from data.reading.schema import Column


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


def _own_view(page: Page, reader: Reader) -> list[Component]:
    """The links from the area and the one service or premises that are chosen to their own pages."""
    shown, view = [], reader.filters.to_query()
    if reader.filters.area is not None and "area" not in page.fixed:
        named = reader.words.name(areas_of(reader.city)[reader.filters.area].names)
        address = link(own_page("area", reader.filters.area), {key: view[key] for key in view if key != "area"})
        shown.append(html.A(reader.words.t("chip.open_area", area=named), href=address, className="chip chip-link"))
    for dimension in PAGES_OF:
        chosen = reader.filters.selected(dimension) if has_own_pages(dimension, page.domain) else ()
        if len(chosen) == 1 and dimension not in page.fixed:
            address = link(own_page(dimension, chosen[0]), view)
            shown.append(html.A(reader.words.t(f"chip.open_{dimension}"), href=address, className="chip chip-link"))
    return shown


def _area_told(reader: Reader) -> list[Component]:
    """The name of the area that the page is of, and in a line what it is, where it lies and who lives there."""
    words, path = reader.words, path_to(reader.city, reader.filters.area or "")
    if not path:
        return []
    *above, area = path
    told = [words.name(reader.city.levels[area.level].name), *(words.name(each.names) for each in reversed(above))]
    told.append(words.name(reader.city.name))
    if area.population is not None:
        told.append(words.t("area.residents", count=area.population))
    if area.area_km2:
        places = 0 if area.area_km2 >= 100 or round(area.area_km2, 1).is_integer() else 1
        told.append(words.t("area.surface", surface=words.number(area.area_km2, "count", places)))
    return [
        html.H2(words.name(area.names), className="subject"),
        html.P(" · ".join(told), className="subject-told"),
    ]


def told_number(value: float, column: Column, words: Words) -> str:
    """A number of a thing in the line under its name: without decimals where it has none; an amount as on the tile
    beside it, of 2,350,000 with all three digits that count."""
    if column.unit != "lcu" and float(value).is_integer():
        return words.number(value, column.unit, 0)
    return written(value, column, words)


def _told_of(page: Page, reader: Reader) -> list[Component]:
    """What is known of the one thing that the page is of, and where it lies, in a line."""
    answer = reader.answer(page.about, reader.own_view(page)) if page.about else None
    if answer is None or not answer.rows:
        return []
    row = answer.records(1)[0]
    told = [column for column in answer.of_role("detail") if column.name not in ("first_on", "last_on")]
    known: list[Any] = []
    for column in told:
        value = row[column.name]
        # A thing without a place of its own occurs in many areas.
        if value is None or (column.name == "area" and page.points is None):
            continue
        said = written(value, column, reader.words)
        if column.is_number:
            whole = told_number(value, column, reader.words)
            if column.name == "deadline_days" and value == 0:
                whole = reader.words.t("figure.same_day")
            said = reader.words.t("tile.compared", name=headed(column_word(column, reader.words)), value=whole)
        known += [" · "] if known else []
        known.append(page_link("area", row["area_id"], said) if column.name == "area" and row["area_id"] else said)
    return [html.P(known, className="subject-told")]


def is_unknown(page: Page, reader: Reader) -> bool:
    """Whether the one thing that the page is of has no record in the city, in whichever view; False where nothing
    answers, and of a page of no one thing."""
    answer = reader.answer(page.about, reader.own_view(page)) if page.about else None
    return answer is not None and not any(answer.values(answer.one("count")))


def _unknown(page: Page, words: Words) -> Component:
    """That no record is of the one thing that the page is of, and where all those are that have one."""
    path = whole_page(page.fixed[0])
    title = words.t("page.overview.title" if path == "/" else f"page.{page.domain}.title")
    see_all = html.A(words.t("notice.see_all", page=title), href=path, **{"data-navigate": path})
    return html.P([words.t("notice.unknown_thing"), " ", see_all], className="notice notice-unknown", role="status")


def _elsewhere(page: Page, reader: Reader) -> list[Component]:
    """Where and when the one thing that the page is of does occur, where the view has nothing of it."""
    if page.about is None:
        return []
    here = reader.answer(page.about)
    if here is None or any(here.values(here.one("count"))):
        return []
    words = reader.words
    answer = reader.answer(page.about, reader.own_view(page))
    if answer is None:
        return []
    if is_unknown(page, reader):
        return [_unknown(page, words)]
    row = answer.records(1)[0]
    key = f"notice.elsewhere_{page.key}"
    told = words.t(
        key if words.has(key) else "notice.elsewhere", n=row["n"], since=words.day(row["first_on"]),
        until=words.day(row["last_on"]), area=row["area"] or words.t("alerts.no_area"),
    )  # fmt: skip
    patch = json.dumps({"area": None, "since": None, "until": None})
    freed = html.Button(words.t("notice.show_all"), type="button", className="chip", **{"data-select": patch})
    return [html.P([html.Span(told), freed], className="notice", role="status")]


def chips(page: Page, reader: Reader) -> list[Component]:
    """One removable chip for the period and one for each dimension that narrows the view."""
    words, filters = reader.words, reader.filters
    shown: list[Component] = _area_told(reader) if "area" in page.fixed else []
    if filters.since or filters.until:
        cleared = {"since": None, "until": None}
        shown.append(_chip(words.t("filter.period"), _period_text(page, reader), cleared, words))
    elif (opening := reader.view_of(page.domain)).since:
        shown.append(_opening(opening, words))
    for dimension, named in choice_names(page, reader).items():
        if dimension in page.fixed:
            shown = [html.H2(named, className="subject"), *_told_of(page, reader), *shown]
        else:
            shown.append(_chip(words.t(f"dimension.{dimension}"), named, {dimension: None}, words))
    return [*shown, *_compared(page, reader), *_own_view(page, reader)]


def _period_text(page: Page, reader: Reader) -> str:
    """The chosen period, and what the page's records cover of it where that is less."""
    words, chosen, covered = reader.words, reader.filters, reader.view_of(page.domain)
    told = span_text(chosen, words)
    if (covered.since, covered.until) == (chosen.since, chosen.until):
        return told
    return words.t("chip.covered", chosen=told, covered=span_text(covered, words))


def _opening(view: Filters, words: Words) -> Component:
    """The period that the page opens on: stated, and nothing that could be taken away."""
    return html.Span(
        [
            html.Span(words.t("filter.period"), className="chip-label"),
            html.Span(span_text(view, words), className="chip-value"),
        ],
        className="chip chip-stated",
    )


def _compared(page: Page, reader: Reader) -> list[Component]:
    """The chip of what the view is compared with, which says so where a period has to be chosen first, and where the
    page has nothing that could be compared."""
    if reader.filters.compare is None:
        return []
    own, words = reader.view_of(page.domain), reader.words
    other = reader.compared_with(own, page.domain)
    panels = [panel.question for panel in available(page.panels, reader) if panel.compares]
    compared = [tile.question for tile in available(page.tiles, reader)] + panels
    is_shown = any(reader.other_view(each) is not None and reader.answer(each) is not None for each in compared)
    if other is None:
        told = words.t("compare.previous" if is_shown else "compare.needs_other")
    else:
        told = view_names(reader, own, other)[1] if is_shown else words.t("compare.not_here")
    return [_chip(words.t("filter.compare"), told, {"compare": None}, words)]


def complaints_said(reader: Reader) -> list[Component]:
    """What of the address was not understood."""
    return [
        html.P(reader.words.t(f"complaint.{each.key}", subject=each.subject), className="notice", role="status")
        for each in reader.complaints
    ]


def _domains_of(page: Page) -> set[str]:
    return {page.domain, *(tile.domain for tile in page.tiles), *(panel.domain for panel in page.panels)}


def is_simulated(sources: Mapping[str, Source], page: Page) -> bool:
    """Whether records that the page shows are simulated, which one of its notices says."""
    return any(sources[domain].simulated for domain in _domains_of(page) & sources.keys())


def notices(reader: Reader, sources: Mapping[str, Source], page: Page) -> list[Component]:
    """What must be known first: an address not understood, another day's view, an older snapshot in the place of a
    damaged one, simulated records, an area's note."""
    words, told = reader.words, [*complaints_said(reader), *_elsewhere(page, reader)]
    if reader.filters.as_of is not None:
        day = words.day(reader.filters.as_of)
        told.append(html.P(words.t("notice.as_of", day=day), className="notice notice-as-of", role="status"))
    shown = _domains_of(page)
    told += [
        html.P(
            words.t("notice.stands_in", domain=words.t(f"page.{domain}.title"), day=words.day(source.published_at)),
            className="notice notice-stands-in", role="alert",
        )
        for domain, source in sources.items()
        if source.stands_in and domain in shown
    ]  # fmt: skip
    if is_simulated(sources, page):
        told.append(html.P(words.t("notice.simulated"), className="notice notice-simulated", role="note"))
    for area in path_to(reader.city, reader.filters.area or ""):
        if area.notes:
            told.append(html.P(f"{words.name(area.names)}: {words.name(area.notes)}", className="notice", role="note"))
    return told
