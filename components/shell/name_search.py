"""Search over services, premises, departments, funds, payees and areas by name: the box in the filter bar, and what it
is answered while the reader types."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from cachetools import LRUCache
from dash.development.base_component import Component

from components.html import html
from components.mantine import dmc
from components.view.page import Page
from components.view.reader import Reader
from data.city.pack import areas_of, state_of
from data.reading.name_search import Named, NameIndex
from data.reading.queries.fiscal import payments, spenders
from data.reading.queries.food_safety import one_premises
from data.reading.queries.services import requests as services

#: What a find may be; the words `search.<kind>` say it.
KINDS = ("service", "premises", "department", "fund", "payee", "area")
#: Finds shown at once: what a list can show without hiding the best among the rest.
MOST_FOUND = 20
#: Signs that are read of what is typed: longer than any name.
MOST_TYPED = 200


#: Names ready to be searched, by city, snapshots, language and access: a snapshot never changes, so neither do they.
_INDEXES: LRUCache[tuple[object, ...], NameIndex] = LRUCache(16)
#: What is named in the records, with the question that lists the names; the answer's columns are id, name, other name.
NAMED = {
    "service": services.service_names, "premises": one_premises.premises_names,
    "department": spenders.department_names, "fund": spenders.fund_names, "payee": payments.payee_names,
}  # fmt: skip


def _areas(reader: Reader) -> Iterator[Named]:
    """The areas of the city, of every level below it."""
    for area in areas_of(reader.city).values():
        if area.level:
            name = reader.words.name(area.names)
            other = next((each for each in area.names.values() if each != name), None)
            yield Named(area.area_id, name, other, "area")


def _index(reader: Reader) -> NameIndex:
    """The names of areas, services, premises, departments, funds and payees in the reader's language.

    Of what is not published there are none."""
    answers = {kind: reader.answer(question, reader.whole) for kind, question in NAMED.items()}
    found = {kind: answer for kind, answer in answers.items() if answer is not None}
    key = (
        reader.city.key, state_of(reader.city), tuple(answer.source.snapshot_id for answer in found.values()),
        reader.words.language, reader.versions.access.key,
    )  # fmt: skip
    if (known := _INDEXES.get(key)) is None:
        named = [
            Named(str(row[kind]), row["name"] or str(row[kind]), row["other_name"], kind)
            for kind, answer in found.items()
            for row in answer.records()
        ]
        known = _INDEXES[key] = NameIndex((*_areas(reader), *named))
    return known


def named_like(reader: Reader, typed: str) -> dict[str, Any]:
    """What the box is answered: `total` and `found`, the best of them with `kind`, `key`, `name` and `other`."""
    found, total = _index(reader).search(typed, MOST_FOUND)
    return {
        "total": total,
        "found": [{"kind": each.kind, "key": each.key, "name": each.name, "other": each.other or ""} for each in found],
    }


def name_search(page: Page, reader: Reader) -> Component:
    """The box: `assets/js/name_search/name_search.js` fills its list as the ARIA combobox pattern says.

    A service becomes a filter on the page of all services, an area one on the pages of domains; elsewhere each leads
    to its own page.
    """
    words = reader.words
    told = {key: words.t(f"search.{key}") for key in ("none", "found", "chosen", "open", *KINDS)}
    box = dmc.TextInput(
        label=words.t("search.label"),
        placeholder=words.t("search.placeholder"),
        autoComplete="off",
        spellCheck=False,
        size="sm",
        attributes={
            "input": {
                "role": "combobox", "aria-expanded": "false", "aria-autocomplete": "list",
                "aria-controls": "name-search-list",
            }
        },
    )  # fmt: skip
    return html.Div(
        className="name-search",
        children=[
            box,
            html.Div(id="name-search-list", className="search-list", role="listbox", hidden=True,
                     **{"aria-label": words.t("search.label")}),
            html.Div(className="search-told", role="status"),
        ],
        **{"data-name-search": page.key, "data-words": json.dumps(told, ensure_ascii=False)},
    )  # fmt: skip
