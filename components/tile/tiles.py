"""The row of numbers on top of a page, and the one callback that answers it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from dash import MATCH, Dash, Input, Output, State, html
from dash.development.base_component import Component

from components import ids
from components.markup import compact
from components.text import Words
from components.tile.kpi_card import Change, kpi_card
from components.view.address import link
from components.view.comparison import view_names
from components.view.page import Page, Tile
from components.view.reader import Reader, held, read
from data.city.pack import City
from data.drops.contract import Measure, load_contract
from data.published.source import DataMissingError, Source
from data.reading.answer import Answer, NotInScopeError
from data.reading.compare import other_view
from data.reading.filters import Filters
from data.reading.store import answer

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class TileAnswer:
    """What a tile shows: its row of totals (`value`, `recent`, `before`, ...), its spark line and its definition."""

    row: Mapping[str, Any]
    source: Source
    spark: list[float | None]
    measure: Measure


def measure_of(tile: Tile) -> Measure:
    """The contract's definition of what the tile shows; KeyError for a measure that the contract does not define."""
    defined = {measure.name: measure for measure in load_contract(tile.domain).measures}
    return defined[tile.measure]


def answer_tile(tile: Tile, reader: Reader) -> TileAnswer:
    """Both answers of a tile. Raises DataMissingError and NotInScopeError as the store does."""
    total = answer(tile.total, reader.filters)
    trend = answer(tile.trend, reader.filters).columns
    spark = trend.get(tile.spark or tile.measure, trend.get("value", []))
    return TileAnswer(row_of(tile, total), total.source, spark, measure_of(tile))


def row_of(tile: Tile, total: Answer) -> Mapping[str, Any]:
    """The tile's own row: `value`, `recent`, `before`, `n`, and `low95`, `high95` where it has an interval."""
    row = total.records()[0] if total.rows else {"value": None, "recent": None, "before": None}
    name = tile.measure
    if name not in row:
        return row
    own = {key: row.get(f"{name}_{key}") for key in ("recent", "before", "n")}
    return {"value": row[name], **own, "low95": row.get(f"{name}_low"), "high95": row.get(f"{name}_high")}


def change_of(measure: Measure, recent: float | None, before: float | None, words: Words) -> Change | None:
    """How the recent value stands to the one before: points for shares and percentages, per cent for the rest.

    The direction is that of the change as it is written: what rounds to nothing did not move.
    """
    if recent is None or before is None:
        return None
    if measure.unit in ("share", "percent"):
        moved = round((recent - before) * (100 if measure.unit == "share" else 1), 1)
        text = words.t("tile.points", value=words.signed(moved, 1))
    elif before == 0:
        return None
    else:
        moved = round((recent - before) / abs(before) * 100, 1)
        text = words.t("number.percent", value=words.signed(moved, 1))
    return Change(text=text, direction=(moved > 0) - (moved < 0), desired=measure.desired)


def meets(measure: Measure, value: float | None, target: float | None) -> bool | None:
    """Whether the value is on the wanted side of the city's target; None without a value, a target or a wanted side."""
    if value is None or target is None or measure.desired not in ("up", "down"):
        return None
    return value >= target if measure.desired == "up" else value <= target


def target_text(city: City, measure: str, unit: str, words: Words) -> str:
    """The city's target in words, and that it was assumed where nobody published it; empty without a target."""
    target = city.targets.get(measure)
    if target is None:
        return ""
    key = "tile.target_assumed" if measure in city.assumed_targets else "tile.target"
    return words.t(key, value=words.number(target, unit))


def basis_text(row: Mapping[str, Any], unit: str, words: Words) -> str:
    """How sure a rate is, where its answer tells: its 95 % interval and the number that it is of."""
    if row.get("low95") is None:
        return ""
    low, high = (words.number(row[name], unit) for name in ("low95", "high95"))
    return words.t("tile.interval", low=low, high=high, n=words.number(row["n"]))


def _compared_change(
    measure: Measure, value: float | None, against: float | None, reader: Reader, other: Filters
) -> tuple[Change | None, str]:
    """How the value stands to that of the area or period that the reader compares with, and what that one is."""
    words = reader.words
    name = view_names(reader, other)[1]
    told = words.t("tile.compared", name=name, value=words.number(against, measure.unit))
    return change_of(measure, value, against, words), told


def tile_card(page: Page, tile: Tile, reader: Reader) -> Component:
    """One tile, answered, or the sentence that says why it cannot be."""
    words = reader.words
    label = words.t(f"tile.{page.key}.{tile.key}")
    try:
        found = answer_tile(tile, reader)
        other = other_view(reader.filters)
        theirs = row_of(tile, answer(tile.total, other))["value"] if other else None
    except DataMissingError as error:
        log.warning("tile %s: %s", tile.key, error)
        return kpi_card(label=label, value_text="–", note=words.t("tile.missing"), words=words)
    except NotInScopeError as error:
        dimension = words.or_same("dimension", error.dimension)
        return kpi_card(
            label=label, value_text="–", note=words.t("tile.not_in_scope", dimension=dimension), words=words
        )
    row = found.row
    chosen = reader.filters.since or reader.filters.until
    period = tile.against or ("tile.against_year" if chosen else "tile.against_12_months")
    target = reader.city.targets.get(tile.measure)
    unit = found.measure.unit
    change, note = change_of(found.measure, row["recent"], row["before"], words), words.t(period)
    if other is not None:
        change, note = _compared_change(found.measure, row["value"], theirs, reader, other)
    return kpi_card(
        label=label,
        value_text=words.number(row["value"], unit),
        unit_text=words.t(f"unit.{unit}") if unit in ("per_1000", "per_100") else "",
        change=change,
        change_note=note,
        note=note if other is not None else "",
        spark=found.spark,
        source=found.source,
        definition=found.measure,
        href=link(tile.links_to, reader.filters.to_query()) if tile.links_to else None,
        target_text=target_text(reader.city, tile.measure, unit, words),
        basis_text=basis_text(row, unit, words),
        meets_target=meets(found.measure, row["value"], target),
        icon=tile.icon,
        words=words,
    )


def register(app: Dash, pages: Mapping[str, Page]) -> None:
    """The callback that answers all tiles of a page at once."""

    @app.callback(
        Output(ids.part(ids.TILES, MATCH), "children"),
        Input(ids.VIEW, "data"),
        Input(ids.SNAPSHOTS, "data"),
        State(ids.PAGE, "data"),
    )
    def show_tiles(view: dict[str, Any], _snapshots: object, page: str) -> Any:
        reader = read(view)
        if reader is None:
            return [html.P(Words().t("sentence.no_city"), className="sentence", role="alert")]
        plain = replace(reader, filters=replace(reader.filters, measure=None))
        return compact([tile_card(pages[page], tile, plain) for tile in held(pages[page].tiles, plain)])
