"""The parts that answer a view of a page, each by a name, in the order in which a reader meets them.

`frame` (source, notices, way back up, chips), `tiles`, `map`, and `panel.<key>` for each panel and the table;
`panel.<key>.<n>` is the page of that number, counted from 0, of a table of several. What a part answers is plain data
for `assets/js/view/`, which draws it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from components.map.map_panel import answer_map
from components.markup import markup
from components.panel.panel import answer_panel
from components.shell.view_frame import breadcrumb, chips, notices
from components.tile.tiles import tile_card
from components.trust.freshness import source_line
from components.trust.provenance import head_source
from components.view.page import Page
from components.view.reader import Asked, Reader, available
from data.reading.filters import Filters
from data.reading.question import Question

FRAME, TILES, MAP, PANEL = "frame", "tiles", "map", "panel"
#: Parts of which the measure of the map changes what they say.
MEASURED = frozenset({MAP})
#: What `answer_map` gives, by the names that the browser knows it by, and which of it are elements.
_MAP_VALUES = ("areas", "shapes", "values", "context", "points")
_MAP_WORDS = ("legend", "subtitle", "places", "source", "list")


class UnknownPartError(LookupError):
    """The page has no part of that name."""


def part_names(page: Page) -> tuple[str, ...]:
    """Every part of a page in reading order; of a table its first page."""
    panels = (*page.panels, *((page.table,) if page.table else ()))
    return (
        FRAME,
        *((TILES,) if page.tiles else ()),
        *((MAP,) if page.measures else ()),
        *(f"{PANEL}.{panel.key}" for panel in panels),
    )


def in_reading_order(page: Page, names: list[str]) -> list[str]:
    """The names, each once, in the page's order. Raises UnknownPartError for one that the page does not have."""
    order = {name: index for index, name in enumerate(part_names(page))}

    def place(name: str) -> tuple[int, int]:
        whole, number = page_of_table(name)
        if whole not in order:
            raise UnknownPartError(name)
        return order[whole], number

    return sorted(dict.fromkeys(names), key=place)


def page_of_table(name: str) -> tuple[str, int]:
    """The part, and which page of its table a name asks for: 0 where it names none."""
    whole, _, number = name.rpartition(".")
    if whole.startswith(f"{PANEL}.") and number.isascii() and number.isdigit() and len(number) <= 9:
        return whole, int(number)
    return name, 0


def answer_part(page: Page, name: str, reader: Reader) -> dict[str, Any]:
    """What one part shows in this reader's view. Raises UnknownPartError where the page has no such part."""
    whole, number = page_of_table(name)
    if whole not in part_names(page):
        raise UnknownPartError(name)
    if whole.startswith(f"{PANEL}."):
        return _panel(page, whole.removeprefix(f"{PANEL}."), number, reader)
    answers: dict[str, Callable[[Page, Reader], dict[str, Any]]] = {FRAME: _frame, TILES: _tiles, MAP: _map}
    return answers[whole](page, reader)


def asked_by(page: Page, name: str, reader: Reader) -> list[tuple[Asked | Question, Filters]]:
    """What the tiles or a panel ask, each in its view; a part of which that is not known asks nothing."""
    whole, number = page_of_table(name)
    if whole == TILES:
        shown = available(page.tiles, reader)
        return [(each, reader.view(tile)) for tile in shown for each in (tile, tile.trend)]
    if not whole.startswith(f"{PANEL}.") or number:
        return []
    panel = page.panel(whole.removeprefix(f"{PANEL}."))
    return [(each, reader.view(each)) for each in available([panel], reader)]


def unmeasured(reader: Reader) -> Reader:
    """The reader of what the map's measure does not change."""
    return replace(reader, filters=replace(reader.filters, measure=None))


def _frame(page: Page, reader: Reader) -> dict[str, Any]:
    head = head_source(page, reader)
    return {
        "source": markup(source_line(head, reader.words) if head else ""),
        "notices": markup(notices(reader, reader.versions.sources(), page)),
        "breadcrumb": markup(breadcrumb(reader)),
        "chips": markup(chips(page, reader)),
    }


def _tiles(page: Page, reader: Reader) -> dict[str, Any]:
    return {"tiles": markup([tile_card(page, tile, reader) for tile in available(page.tiles, reader)])}


def _map(page: Page, reader: Reader) -> dict[str, Any]:
    answered = answer_map(page, reader)
    values = dict(zip(_MAP_VALUES, answered, strict=False))
    words = zip(_MAP_WORDS, answered[len(_MAP_VALUES) :], strict=True)
    return values | {name: markup(part) for name, part in words}


def _panel(page: Page, key: str, number: int, reader: Reader) -> dict[str, Any]:
    body, source = answer_panel(page, page.panel(key), reader, number)
    return {"body": markup(body), "source": markup(source)}
