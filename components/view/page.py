"""What a page is made of: plain values that the shell lays out and the callbacks look up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from components.text import Words
from data.reading.answer import Answer
from data.reading.store import Query, domain_of

Figure = Callable[[Answer, Words], Any]


@dataclass(frozen=True)
class Panel:
    """A question, the query that answers it and the figure that shows it.

    Title: word `panel.<page>.<key>`. `selects`: the dimension that a click on a mark selects (or `period`, `area`).
    `span`: columns of the grid's twelve. `height`: px of the figure. `needs`: a contract table of the query's domain;
    the panel stands on a page only where the city has records in it. `compares`: it shows two areas or periods side by
    side where the reader compares them; its figure is a trend or a ranking.
    """

    key: str
    query: Query
    figure: Figure
    selects: str | None = None
    span: int = 6
    height: int = 260
    needs: str | None = None
    compares: bool = False

    @property
    def domain(self) -> str:
        """The domain whose snapshot answers."""
        return domain_of(self.query)


@dataclass(frozen=True)
class Tile:
    """One number a reader watches. Label: word `tile.<page>.<key>`.

    `total` answers one row: `value` (the chosen period), `recent` and `before` (the pair that is compared: the chosen
    period and the same a year earlier, or the last and the previous twelve months when none is chosen), `n`.
    A query that answers several tiles has `<measure>`, `<measure>_recent`, `<measure>_before`, `<measure>_n` instead.
    `trend` answers `period` and `value`, or `<measure>`, or the column that `spark` names. `measure` names the
    contract's definition; its unit, desired direction and formula come from there, its target from city.toml. `needs`
    as in Panel. `against`: key of the word that says what the change is measured against, where that is neither the
    year nor the twelve months before.
    """

    key: str
    total: Query
    trend: Query
    measure: str
    links_to: str | None = None
    icon: str = ""
    needs: str | None = None
    against: str = ""
    spark: str | None = None

    @property
    def domain(self) -> str:
        """The domain whose snapshot answers."""
        return domain_of(self.total)


@dataclass(frozen=True)
class MapMeasure:
    """One measure a reader may shade the map by: a query of shape choropleth. Label: word `measure.<key>`.

    `scale`: sequential, or diverging around `middle`. `places` counts the records behind it as `Page.places` does, and
    stands in its place on a page whose measures count different records.
    """

    key: str
    query: Query
    scale: str = "sequential"
    middle: float | None = None
    places: Query | None = None


@dataclass(frozen=True)
class Page:
    """One page. `key` is also its words' key; `controls` are the dimensions the filter bar offers.

    `points` answers single places (shape points) at the lowest level of the drill. `options` maps a dimension to the
    query that lists its values (shape ranking); `searched`: services are found by typing. `places` answers the line
    under the map: one row `mapped`, `unmatched`, `suppressed`, `total`, of records in view at the level that the map
    shows. `fixed` are dimensions that its address says by its path: no choice of the reader's.
    """

    key: str
    domain: str
    tiles: tuple[Tile, ...] = ()
    measures: tuple[MapMeasure, ...] = ()
    points: Query | None = None
    places: Query | None = None
    panels: tuple[Panel, ...] = ()
    table: Panel | None = None
    options: Mapping[str, Query] = field(default_factory=dict)
    searched: bool = False
    fixed: tuple[str, ...] = ()

    def panel(self, key: str) -> Panel:
        """The panel or table of that key; KeyError when the page has none."""
        for panel in (*self.panels, *((self.table,) if self.table else ())):
            if panel.key == key:
                return panel
        raise KeyError(key)
