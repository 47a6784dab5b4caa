"""The scenes of a wall: what stands on each, and in which order its elements go where the type leaves no room.

A scene takes its tiles, map and chart from the pages as they stand there; it names them and nothing more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from components.shell import registry
from components.view.page import MapMeasure, Page, Panel, Tile


@dataclass(frozen=True)
class Element:
    """One element of a scene. `drop` is its place in the order of leaving: the highest leaves first, 0 never does.

    `kind` is tile, map, places (the line under a map), figure, because (what a scene says in a sentence) or rows. `key`
    names it on its page.
    """

    kind: str
    key: str
    drop: int


@dataclass(frozen=True)
class Scene:
    """A scene: the page whose parts it shows and its elements."""

    key: str
    page_key: str
    elements: tuple[Element, ...]

    @cached_property
    def page(self) -> Page:
        """The page whose parts it shows."""
        return registry.pages()[self.page_key]

    def of_kind(self, *kinds: str) -> Iterator[Element]:
        """Its elements of those kinds, in their order."""
        return (element for element in self.elements if element.kind in kinds)

    def element(self, key: str) -> Element:
        """The element of that key; KeyError where it has none."""
        for element in self.elements:
            if element.key == key:
                return element
        raise KeyError(key)

    def tile(self, element: Element) -> Tile:
        """The tile that the element shows; KeyError where its page has none of that key."""
        return {tile.key: tile for tile in self.page.tiles}[element.key]

    def measure(self, element: Element) -> MapMeasure:
        """The measure that the element shades a map by; KeyError where its page has none of that key."""
        return {measure.key: measure for measure in self.page.measures}[element.key]

    def panel(self, element: Element) -> Panel:
        """The panel that the element shows; KeyError where its page has none of that key."""
        return self.page.panel(element.key)


def _domain(key: str, tiles: tuple[str, ...], measure: str, *panels: str) -> Scene:
    """A domain's headline, why, a second tile and a map: they outlast the third tile, the chart and the map's line.

    Who has what is late is said before a second number. Of `panels` the first that the city has records for is drawn.
    """
    headline, second, *rest = tiles
    elements = (
        Element("tile", headline, 0),
        Element("tile", second, 2),
        *(Element("tile", name, 4 + index) for index, name in enumerate(rest)),
        Element("map", measure, 3),
        *(Element("figure", panel, 20 + index) for index, panel in enumerate(panels)),
        Element("because", "because", 1),
        Element("places", "places", 30),
    )
    return Scene(key, key, elements)


#: Every scene by its key.
ALL = {
    scene.key: scene
    for scene in (
        Scene(
            "overview",
            "overview",
            (
                Element("tile", "requests", 0),
                Element("tile", "alerts", 1),
                Element("map", "requests_per_1000", 3),
                Element("tile", "forecast", 4),
                *(Element("tile", key, 10 + index) for index, key in enumerate(("slowness", "critical", "budget"))),
                Element("tile", "growth", 13),
                Element("tile", "inspections", 14),
                Element("figure", "requests", 20),
                Element("because", "because", 2),
            ),
        ),
        _domain(
            "services", ("requests", "on_time", "completion", "median", "digital", "backlog"), "requests_per_1000",
            "requests",
        ),
        _domain(
            "food_safety", ("alerts", "critical", "fail", "inspections", "confirmed"), "critical_share", "critical"
        ),
        _domain(
            "fiscal", ("approved", "executed", "debt_ratio", "revenue", "balance", "local"),
            "local_spending_per_resident_lcu", "execution_by_department", "departments",
        ),
        Scene(
            "economy",
            "economy",
            (
                Element("tile", "forecast", 0),
                Element("tile", "growth", 2),
                Element("figure", "fan", 3),
                Element("tile", "coverage", 4),
                Element("tile", "error", 5),
                Element("map", "unemployment_share", 20),
                Element("because", "because", 1),
                Element("places", "places", 30),
            ),
        ),
        Scene("alerts", "overview", (Element("rows", "alerts", 0),)),
        Scene("changes", "overview", (Element("rows", "changes", 0),)),
        Scene("cities", "overview", (Element("rows", "cities", 0),)),
    )
}  # fmt: skip
#: The panels whose rows tell what changed, of the overview.
CHANGES = ("changes_services", "changes_food_safety")
#: The tiles of the overview by which cities are set side by side: rates and times, which compare; most telling first.
COMPARED = ("slowness", "critical", "forecast", "growth")
#: Cities side by side at most, and alerts in the list; what is beyond is counted and said.
MOST_CITIES, MOST_ALERTS = 3, 12
