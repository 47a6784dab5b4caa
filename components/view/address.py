"""Links from one page to another that carry the view along."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from dash.development.base_component import Component

from components.html import html

#: Keys of a view that mean the same on every page, and so go along with a link to another one.
CARRIED = ("city", "since", "until", "area", "as_of", "lang")


#: Dimensions of which every value has a page of its own, and where it lies; assets/js/view/own_page.js knows them too.
PAGES_OF = {
    "service": "/services/", "premises": "/food-safety/", "payee": "/fiscal/payees/", "case_id": "/fiscal/cases/",
    "department": "/fiscal/departments/", "fund": "/fiscal/funds/",
    "area": "/areas/",
}  # fmt: skip
#: Domains whose records have such a dimension too, and whose pages do not lead there.
ELSEWHERE = {"department": ("services",)}


def has_own_pages(dimension: str | None, domain: str) -> bool:
    """Whether values of a dimension have pages of their own, and records of that domain lead there."""
    return dimension in PAGES_OF and domain not in ELSEWHERE.get(dimension, ())


def own_page(dimension: str, key: str) -> str:
    """The path of the page of one service, premises or area. KeyError for a dimension whose values have none."""
    return PAGES_OF[dimension] + quote(key, safe="")


def whole_page(dimension: str) -> str:
    """The path of the page on which all values of a dimension are, by the names of which one's own is reached."""
    path = "/" + PAGES_OF[dimension].split("/")[1]
    return "/" if path == "/areas" else path


def page_link(dimension: str, key: str, name: str) -> Component:
    """A name that leads to its own page, with what the reader's view carries along."""
    path = own_page(dimension, key)
    return html.A(name, href=path, className="own-page", **{"data-navigate": path})


def link(path: str, view: Mapping[str, Any]) -> str:
    """An address of this app with the keys of the view that every page understands."""
    kept = {key: view[key] for key in CARRIED if view.get(key)}
    return f"{path}?{urlencode(kept)}" if kept else path
