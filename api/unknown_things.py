"""Whether an address is of a thing that the city's records know: the page of any other answers 404 with its notice."""

from __future__ import annotations

from urllib.parse import unquote

import flask

from components.shell.registry import pages
from components.shell.view_frame import is_unknown
from components.view.address import PAGES_OF
from components.view.reader import read
from data.reading.dimensions import join_values


def thing_of(path: str) -> tuple[str, str] | None:
    """(dimension, value) that a path is the page of, as it was sent; None where it is of no single thing."""
    for dimension, prefix in PAGES_OF.items():
        rest = path.removeprefix(prefix)
        if rest != path and rest and "/" not in rest:
            return dimension, unquote(rest)
    return None


def is_page_of_nothing(path: str) -> bool:
    """Whether the request's path is the page of a thing of which the city that it names has no record at all."""
    found = thing_of(path)
    if found is None:
        return False
    dimension, value = found
    query = flask.request.args.to_dict(flat=False) | {dimension: value if dimension == "area" else join_values([value])}
    reader = read(query)
    page = next((each for each in pages().values() if each.fixed == (dimension,)), None)
    if reader is None or page is None:
        return False
    if dimension == "area":
        return reader.filters.area != value
    return is_unknown(page, reader)
