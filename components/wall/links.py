"""Names on a wall that lead to their own pages: a wall is a page too, and whoever stands before it may ask further."""

from __future__ import annotations

from collections.abc import Sequence

from dash.development.base_component import Component

from components.html import html
from components.view.address import link, own_page
from components.view.reader import Reader


def address_of(dimension: str, key: str, reader: Reader) -> str:
    """The address of the page of one area, premises or department, in the view of the wall."""
    return link(own_page(dimension, key), reader.filters.to_query())


def leads_to(address: str, name: str) -> Component:
    """A name that leads to that address; it looks like the words around it until somebody points."""
    return html.A(name, href=address, className="wall-link")


def linked_name(dimension: str, key: str | None, name: str, reader: Reader) -> Component | str:
    """The name, leading to its page where there is a key."""
    return leads_to(address_of(dimension, key, reader), name) if key else name


def linked_sentence(text: str, links: Sequence[tuple[str, str]]) -> list[Component | str]:
    """A sentence in which the first mention of each name leads to its address; `links` in the order of the sentence."""
    children: list[Component | str] = []
    rest = text
    for name, address in sorted(links, key=lambda each: text.find(each[0])):
        before, found, after = rest.partition(name)
        if found:
            children += [before, leads_to(address, name)]
            rest = after
    return [child for child in (*children, rest) if child != ""]
