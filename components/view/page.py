"""What a page is made of: plain values that the shell lays out and the callbacks look up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from components.text import Words
from data.reading.answer import Answer
from data.reading.question import Question

Figure = Callable[[Answer, Words], Any]


#: What a tile of records by year is compared with.
YEARLY = "tile.against_year_before"


@dataclass(frozen=True)
class Part:
    """Anything of a page that a question answers, under the address that names it there.

    `needs`: a contract table of the question's domain without whose records the city does not have the part.
    `measure`: the measure of the map that the answer depends on.
    """

    address: str
    question: Question
    needs: str | None = None
    measure: str | None = None

    @property
    def domain(self) -> str:
        """The domain whose snapshot answers."""
        return self.question.domain


@dataclass(frozen=True)
class Panel:
    """A question and the figure that shows its answer.

    Title: word `panel.<page>.<key>`. `selects`: the dimension that a click on a mark selects (or `period`, `area`).
    `span`: columns of the grid's twelve. `height`: px of the figure. `needs`: a contract table of its domain; the panel
    stands on a page only where the city has records in it, and with `lacks` only where it has none in that one.
    `compares`: it shows two areas or periods side by side where the reader compares them; its figure is a trend or a
    ranking. `rows`: how many rows of the answer it shows at once; None shows all of them.
    """

    key: str
    question: Question
    figure: Figure
    selects: str | None = None
    span: int = 6
    height: int = 260
    needs: str | None = None
    lacks: str | None = None
    compares: bool = False
    rows: int | None = None

    @property
    def domain(self) -> str:
        """The domain whose snapshot answers."""
        return self.question.domain


@dataclass(frozen=True)
class Tile:
    """One number a reader watches. Label: word `tile.<page>.<key>`.

    `question` answers one row: the value (of the chosen period), the pair that is compared (roles recent and before:
    the chosen period and the same a year earlier, or the last and the previous twelve months when none is chosen) and
    how many records are behind it. A question that answers several tiles has a value of each measure's name. `trend`
    answers the value over time, under the measure's name where there are several, or in the column that `spark` names.
    `measure` names the contract's definition; its unit, desired direction and formula come from there, its target from
    city.toml. `needs` and `lacks` as in Panel. `against`: key of the word that says what the change is measured
    against, where that is neither the year nor the twelve months before. `without_follow_up`: key of the word that says
    what the number is in records that hold no follow-up.
    """

    key: str
    question: Question
    trend: Question
    measure: str
    links_to: str | None = None
    icon: str = ""
    needs: str | None = None
    lacks: str | None = None
    against: str = ""
    without_follow_up: str = ""
    spark: str | None = None

    @property
    def domain(self) -> str:
        """The domain whose snapshot answers."""
        return self.question.domain


@dataclass(frozen=True)
class MapMeasure:
    """One measure a reader may shade the map by: a question of shape choropleth. Label: word `measure.<key>`.

    `places` counts the records behind it as `Page.places` does, and
    stands in its place on a page whose measures count different records. `needs` as in Panel: a page whose every
    measure lacks its records has no map.
    """

    key: str
    question: Question
    places: Question | None = None
    needs: str | None = None

    @property
    def domain(self) -> str:
        """The domain whose snapshot answers."""
        return self.question.domain


@dataclass(frozen=True)
class Page:
    """One page. `key` is also its words' key; `controls` are the dimensions the filter bar offers.

    `points` answers single places (shape points) at the lowest level of the drill. `options` maps a dimension to the
    question that lists its values (shape ranking); `searched`: services are found by typing. `places` answers the line
    under the map: one row `mapped`, `unmatched`, `total`, of records in view at the level that the map
    shows. `fixed` are dimensions that its address says by its path: no choice of the reader's. `about` tells of the
    one thing that the page is of (`data.reading.schema.about`). `vintages` answers the days that a reader may go back
    to, oldest first.
    """

    key: str
    domain: str
    tiles: tuple[Tile, ...] = ()
    measures: tuple[MapMeasure, ...] = ()
    points: Question | None = None
    places: Question | None = None
    panels: tuple[Panel, ...] = ()
    table: Panel | None = None
    options: Mapping[str, Question] = field(default_factory=dict)
    searched: bool = False
    fixed: tuple[str, ...] = ()
    about: Question | None = None
    vintages: Question | None = None

    def panel(self, key: str) -> Panel:
        """The panel or table of that key; KeyError when the page has none."""
        for panel in (*self.panels, *((self.table,) if self.table else ())):
            if panel.key == key:
                return panel
        raise KeyError(key)

    def places_of(self, measure: MapMeasure) -> Part | None:
        """What counts the records behind a measure of the map; None where nothing does."""
        counted = measure.places or self.places
        return Part(f"places.{measure.key}", counted, measure=measure.key) if counted else None

    def parts(self) -> dict[str, Part]:
        """Every part of the page by its address."""
        panels = (*self.panels, *((self.table,) if self.table else ()))
        parts = [Part(panel.key, panel.question, panel.needs) for panel in panels]
        parts += [Part(f"tile.{tile.key}", tile.question, tile.needs) for tile in self.tiles]
        parts += [Part(f"tile.{tile.key}.trend", tile.trend, tile.needs) for tile in self.tiles]
        parts += [Part(f"map.{each.key}", each.question, measure=each.key) for each in self.measures]
        parts += [counted for each in self.measures if (counted := self.places_of(each))]
        parts += [Part(f"options.{dimension}", question) for dimension, question in self.options.items()]
        parts += [Part("points", self.points)] if self.points else []
        parts += [Part("vintages", self.vintages)] if self.vintages else []
        return {part.address: part for part in parts}
