"""The controls of a page: city, period, area, the map's measure and the page's own dimensions."""

from __future__ import annotations

import json
from bisect import bisect_right
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from dash.development.base_component import Component

from components import ids
from components.html import html
from components.mantine import dmc
from components.shell.city_chooser import city_chooser
from components.shell.name_search import name_search
from components.text import Words
from components.view.comparison import span_text
from components.view.page import Page
from components.view.reader import Reader
from components.view.select_props import OPENING
from data.city.pack import areas_of
from data.drops.contract import load_contract
from data.published.source import Source
from data.reading.answer import Answer
from data.reading.filters import PREVIOUS

#: Most values that one select offers; a search for the rest belongs to its page.
MOST_OPTIONS = 500
FEWEST_OPTIONS = 2


def _area_options(reader: Reader) -> list[dict[str, Any]]:
    """The city's areas by name, grouped by the area they lie in below the first level."""
    words, areas = reader.words, areas_of(reader.city)
    first = [area for area in areas.values() if area.level == 1]
    options: list[dict[str, Any]] = [
        {"value": area.area_id, "label": words.name(area.names)}
        for area in sorted(first, key=lambda area: words.sort_key(words.name(area.names)))
    ]
    chosen = areas.get(reader.filters.area or "")
    if chosen is not None and chosen.level > 1:
        options.append({"value": chosen.area_id, "label": words.name(chosen.names)})
    return options


def _period_presets(source: Source | None, reader: Reader) -> list[dict[str, Any]]:
    """Periods that end with the records, and all of them."""
    if source is None:
        return []
    words, last = reader.words, date.fromisoformat(source.data_as_of[:10])
    first = reader.versions.snapshot(source.domain).first_day or last
    whole = {"value": [first.isoformat(), last.isoformat()], "label": words.t("filter.whole_span")}
    return [
        *(
            {
                "value": [(last - timedelta(days=days - 1)).isoformat(), last.isoformat()],
                "label": words.t(f"period.{key}"),
            }
            for key, days in (("last_28_days", 28), ("last_quarter", 91), ("last_year", 365))
        ),
        whole,
    ]


def _options(answer: Answer, words: Words) -> list[dict[str, str]]:
    """The values of a dimension from an answer of shape ranking: its id, and its name where it has one.

    They stand as the reader looks names up, whatever the publisher's language; a scale keeps its own order.
    """
    identity = answer.one("id")
    named = answer.first("label") or identity
    pairs = list(zip(answer.values(identity), answer.values(named), strict=True))[:MOST_OPTIONS]
    options = [
        {"value": str(value), "label": words.or_same(f"value.{identity.words}", str(name))}
        for value, name in pairs
        if value is not None
    ]
    return options if identity.ordered else sorted(options, key=lambda each: words.sort_key(each["label"]))


def offered(page: Page, dimension: str, reader: Reader) -> Answer | None:
    """The values of a dimension that a reader may choose from; None where there is no choice: no snapshot, or fewer
    than two values and none of them chosen."""
    answer = reader.answer(page.options[dimension], reader.whole)
    if answer is None:
        return None
    return answer if answer.rows >= FEWEST_OPTIONS or reader.filters.selected(dimension) else None


def dimension_select(page: Page, dimension: str, reader: Reader) -> Component | None:
    """The select of one dimension, or None where there is nothing to choose."""
    answer = offered(page, dimension, reader)
    if answer is None:
        return None
    return dmc.MultiSelect(
        id=ids.control(dimension),
        label=reader.words.t(f"dimension.{dimension}"),
        data=_options(answer, reader.words),
        value=list(reader.filters.selected(dimension)),
        placeholder=reader.words.t("filter.any"),
        searchable=True,
        clearable=True,
        hidePickedOptions=True,
        maxValues=50,
        nothingFoundMessage=reader.words.t("filter.nothing_found"),
        size="sm",
        **OPENING,
    )


def _by_search(page: Page, dimension: str) -> bool:
    """Whether the values of a dimension are found by typing: a select of thousands takes seconds to open."""
    return page.searched and dimension == "service"


def period_input(reader: Reader, source: Source | None) -> Component:
    """The calendar of the period, in the reader's language."""
    words, filters = reader.words, reader.filters
    return dmc.DatesProvider(
        dmc.DatePickerInput(
            id=ids.control(ids.PERIOD),
            label=words.t("filter.period"),
            type="range",
            value=[day.isoformat() if day else None for day in (filters.since, filters.until)],
            presets=_period_presets(source, reader),
            placeholder=_unchosen_period(reader, source),
            valueFormat=words.calendar_format,
            allowSingleDateInRange=True,
            clearable=True,
            size="sm",
        ),
        settings={"locale": words.t("locale.dayjs")},
    )


def _unchosen_period(reader: Reader, source: Source | None) -> str:
    """Of which period a page is where none is chosen; where each of its figures is of its own, that it is so."""
    domain = source.domain if source else ""
    view = reader.view_of(domain)
    figures_say_it = not domain or load_contract(domain).opens_on == "all"
    if figures_say_it and not (view.since or view.until or reader.is_of_one_thing):
        return reader.words.t("filter.each_figure")
    return span_text(view, reader.words)


def compare_select(reader: Reader) -> Component:
    """What the view is set beside: the period before it, or another area of the first level."""
    words = reader.words
    before = {"value": PREVIOUS, "label": words.t("compare.previous")}
    return dmc.Select(
        id=ids.control(ids.COMPARE),
        label=words.t("filter.compare"),
        data=[
            {"group": words.t("filter.period"), "items": [before]},
            {"group": words.t("filter.area"), "items": _area_options(reader)},
        ],
        value=reader.filters.compare,
        placeholder=words.t("compare.nothing"),
        searchable=True,
        clearable=True,
        nothingFoundMessage=words.t("filter.nothing_found"),
        size="sm",
        **OPENING,
    )


def vintage_slider(page: Page, reader: Reader) -> Component | None:
    """The slider over the days that the page can be seen as of; None where there are fewer than two.

    Its value counts these days from 1. assets/js/view/vintages.js reads them, and writes the day that is chosen.
    """
    answer = reader.answer(page.vintages, replace(reader.whole, as_of=None)) if page.vintages else None
    days = [str(day) for day in answer.values(answer.one("time"))] if answer else []
    if len(days) < FEWEST_OPTIONS:
        return None
    words, as_of = reader.words, reader.filters.as_of
    chosen = len(days) if as_of is None else max(bisect_right(days, as_of.isoformat()), 1)
    title = words.t("filter.as_of")
    return html.Div(
        [
            html.Label(title, className="mantine-InputWrapper-label", id="vintage-label"),
            dmc.Slider(
                id=ids.control(ids.AS_OF), value=chosen, min=1, max=len(days), label=None, size="sm", thumbLabel=title,
            ),
            html.Output(words.day(date.fromisoformat(days[chosen - 1])), className="vintage-day"),
        ],
        className="vintage-slider",
        **{"data-vintages": json.dumps(days)},
    )  # fmt: skip


def filter_bar(page: Page, reader: Reader, source: Source | None) -> Component:
    """Every control of a page, set to the reader's view."""
    words, filters = reader.words, reader.filters
    controls: list[Component | None] = [
        city_chooser(reader),
        period_input(reader, source),
        dmc.Select(
            id=ids.control(ids.AREA),
            label=words.name(reader.city.levels[1].name) if len(reader.city.levels) > 1 else words.t("filter.area"),
            data=_area_options(reader),
            value=filters.area,
            placeholder=words.t("filter.whole_city"),
            searchable=True,
            clearable=True,
            nothingFoundMessage=words.t("filter.nothing_found"),
            size="sm",
            **OPENING,
        ),
        compare_select(reader) if any(panel.compares for panel in page.panels) else None,
        name_search(page, reader),
        vintage_slider(page, reader),
        *(dimension_select(page, dimension, reader) for dimension in page.options if not _by_search(page, dimension)),
    ]
    return html.Form(
        className="filterbar",
        role="search",
        **{"aria-label": words.t("filter.title")},
        children=[control for control in controls if control is not None],
    )
