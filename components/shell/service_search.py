"""Search over every service by name: the box in the filter bar, and what it is answered while the reader types."""

from __future__ import annotations

import json
from typing import Any

import dash_mantine_components as dmc
from cachetools import LRUCache
from dash import html
from dash.development.base_component import Component

from components.view.page import Page
from components.view.reader import Reader
from data.reading.name_search import Named, NameIndex
from data.reading.queries.services import requests as services

#: Finds shown at once: what a list can show without hiding the best among the rest.
MOST_FOUND = 20
#: Signs that are read of what is typed: longer than any name.
MOST_TYPED = 200


#: Names ready to be searched, by snapshot, language and access: a snapshot never changes, so neither do they.
_INDEXES: LRUCache[tuple[str, str, str], NameIndex] = LRUCache(16)


def _index(reader: Reader) -> NameIndex | None:
    """The names of the services in the reader's language; None where nothing answers."""
    answer = reader.answer(services.service_names, reader.whole)
    if answer is None:
        return None
    key = (answer.source.snapshot_id, reader.words.language, reader.versions.access.key)
    if (known := _INDEXES.get(key)) is None:
        rows = answer.records()
        known = _INDEXES[key] = NameIndex(Named(row["service"], row["name"], row["other_name"]) for row in rows)
    return known


def services_named_like(reader: Reader, typed: str) -> dict[str, Any] | None:
    """What the box is answered: `total` and `found`, the best of them with `service`, `name` and `other`.

    None where the reader's city has no services.
    """
    index = _index(reader)
    if index is None:
        return None
    found, total = index.search(typed, MOST_FOUND)
    return {
        "total": total,
        "found": [{"service": each.key, "name": each.name, "other": each.other or ""} for each in found],
    }


def service_search(page: Page, reader: Reader) -> Component:
    """The box: `assets/js/service_search/service_search.js` fills its list as the ARIA combobox pattern says.

    A find becomes a filter on a page of all services, and leads to the service's own page on that of one.
    """
    words = reader.words
    told = {key: words.t(f"search.{key}") for key in ("none", "found", "chosen", "open")}
    box = dmc.TextInput(
        label=words.t("search.label"),
        placeholder=words.t("search.placeholder"),
        autoComplete="off",
        spellCheck=False,
        size="sm",
        attributes={
            "input": {
                "role": "combobox", "aria-expanded": "false", "aria-autocomplete": "list",
                "aria-controls": "service-search-list",
            }
        },
    )  # fmt: skip
    return html.Div(
        className="service-search",
        children=[
            box,
            html.Div(id="service-search-list", className="search-list", role="listbox", hidden=True,
                     **{"aria-label": words.t("search.label")}),
            html.Div(className="search-told", role="status"),
        ],
        **{"data-service-search": page.key, "data-words": json.dumps(told, ensure_ascii=False)},
    )  # fmt: skip
