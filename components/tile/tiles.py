"""The row of numbers on top of a page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import log
from typing import Any

from dash.development.base_component import Component

from components.text import RATE_UNITS, Words
from components.tile.certainty import TileRow, basis_text, too_few, with_noise
from components.tile.kpi_card import Change, kpi_card
from components.trust.provenance import is_said, says_simulated
from components.view.address import link
from components.view.breaks import break_text, breaks_between, since_last_break
from components.view.chosen_name import chosen_name
from components.view.comparison import other_name, span_text, year_text
from components.view.outcome import no_number, short_reason
from components.view.page import Page, Tile
from components.view.reader import Reader
from data.city.pack import City
from data.drops.cadence import ARCHIVE
from data.drops.contract import Measure, load_contract
from data.published.source import Source
from data.reading.answer import Answer, Unanswered, answered, with_every_period
from data.reading.chance import Sample, beyond_chance
from data.reading.filters import Filters
from data.reading.periods import (
    days_with_records,
    fiscal_year_start,
    months_back,
    year_earlier,
)
from data.reading.schema import QUARTILES, Column, Grain, Role


@dataclass(frozen=True)
class TileAnswer:
    """What a tile shows: its number, its spark line, its definition, and the fiscal year or quarter that it is of,
    if it is.

    `named`: what the number is of, where the reader chooses that. `break_text`: why nothing is said to have changed
    since the year before, where the city's records broke off.
    """

    row: TileRow
    source: Source
    spark: list[float | None]
    measure: Measure
    fiscal_year: str = ""
    break_text: str = ""
    named: str = ""
    quarter: str = ""


def measure_of(tile: Tile) -> Measure:
    """The contract's definition of what the tile shows; KeyError for a measure that the contract does not define."""
    defined = {measure.name: measure for measure in load_contract(tile.domain).measures}
    return defined[tile.measure]


def answer_tile(tile: Tile, reader: Reader) -> TileAnswer | Unanswered:
    """Both answers of a tile, or why there is none."""
    # Number and line are of the same days.
    total, trend = reader.ask(tile), reader.ask(tile.trend, reader.view(tile))
    if isinstance(total, Unanswered):
        return total
    if isinstance(trend, Unanswered):
        return trend
    series = with_every_period(trend.answer)
    values = series.values(_value_of(series, tile.spark or tile.measure))
    year = _newest_fiscal_year(series)
    drawn = [value if mature and comparable else None
             for value, mature, comparable in zip(
                 values, series.is_mature(), since_last_break(tile, series, reader), strict=True)]  # fmt: skip
    row = with_noise(row_of(tile, total.answer), total.answer.source, reader, reader.view(tile))
    return TileAnswer(row, total.answer.source, drawn, measure_of(tile),
                      year_text(year, reader.words) if year else "", _break_before(tile, year, reader),
                      chosen_name(total.answer, reader.words), _newest_quarter(series, reader.words))  # fmt: skip


def _newest(series: Answer, grain: Grain) -> Any:
    """The last period of a spark line, where its periods are of that grain and it has any."""
    time = series.first("time")
    return series.values(time)[-1] if time and time.unit == grain and series.rows else None


def _newest_fiscal_year(series: Answer) -> int | None:
    year = _newest(series, "fiscal_year")
    return None if year is None else int(year)


def _newest_quarter(series: Answer, words: Words) -> str:
    quarter = _newest(series, "quarter")
    return "" if quarter is None else words.quarter(quarter)


def _break_before(tile: Tile, year: int | None, reader: Reader) -> str:
    """What the reader must know where the city's records broke off since the first of the days that are compared."""
    if year is not None:
        ends = [fiscal_year_start(each, reader.city.fiscal_year_starts_month) for each in (year - 1, year)]
        return break_text(breaks_between(tile, ends[0], ends[1], reader), reader)
    view = reader.view(tile)
    last = view.until or reader.versions.snapshot(tile.domain).last_day
    if last is None:
        return ""
    first = year_earlier((view.since or months_back(last, 12), last))[0]
    return break_text(breaks_between(tile, first, last, reader), reader)


def _value_of(answer: Answer, measure: str) -> Column:
    """The value of that name, among those of several measures; else the only one."""
    values = answer.of_role("value")
    return next((column for column in values if measure in (column.name, column.measure)), values[0])


def row_of(tile: Tile, total: Answer) -> TileRow:
    """The tile's own number in an answer that may hold several."""
    value = _value_of(total, tile.measure)

    def of_role(*roles: Role) -> float | None:
        column: Column | None = value
        for role in roles:
            column = column and total.belonging(role, column)
        return total.values(column)[0] if column and total.rows else None

    number = total.values(value)[0] if total.rows else None
    return TileRow(
        number, of_role("recent"), of_role("before"), of_role("count"),
        of_role("recent", "count"), of_role("before", "count"), _band(total, value), _spread(total),
    )  # fmt: skip


def _spread(total: Answer) -> float | None:
    """The spread that the quartiles of an answer tell; None where it has none, or one is nothing."""
    if not total.rows or any(column not in total.schema for column in QUARTILES):
        return None
    lower, upper = (total.values(column)[0] for column in QUARTILES)
    return log(upper / lower) if lower and upper else None


def _band(total: Answer, value: Column) -> tuple[float, float, int] | None:
    low, high = total.belonging("low", value), total.belonging("high", value)
    if low is None or high is None or not total.rows:
        return None
    ends = total.values(low)[0], total.values(high)[0]
    return None if None in ends else (*ends, low.width or 0)


def change_of(
    measure: Measure,
    recent: float | None,
    before: float | None,
    words: Words,
    n: tuple[float | None, float | None] = (None, None),
    noise: float = 0.0,
    spread: float | None = None,
) -> Change | None:
    """How the recent value stands to the one before: points for shares and percentages, per cent for the rest.

    The direction is that of the change as it is written: what rounds to nothing did not move. `n`: the cases behind the
    two, `noise`: the variance of what perturbation added to them, and `spread` of a median (`TileRow`), by which a
    change is tested against chance.
    """
    if recent is None or before is None:
        return None
    if measure.unit in ("share", "percent"):
        moved = round((recent - before) * (100 if measure.unit == "share" else 1), 1)
        text = words.change(moved, 1, "points")
    elif before == 0:
        return None
    else:
        moved = round((recent - before) / abs(before) * 100, 1)
        text = words.change(moved, 1, "percent")
    clear = abs(moved) >= measure.materiality and beyond_chance(
        measure.distribution, Sample(recent, n[0], noise, spread), Sample(before, n[1], noise, spread)
    )
    return Change(text=text, direction=(moved > 0) - (moved < 0), desired=measure.desired, clear=clear)


def own_change(tile: Tile, answer: TileAnswer, reader: Reader, view: Filters) -> Change | None:
    """How the tile's value stands to the one before.

    None on a day that is not over. Without a verdict where cases have not had time to end, and in records that hold no
    follow-up, where more is open because less was looked at again.
    """
    if answer.break_text or reader.is_of_an_unfinished_day(view, tile.domain):
        return None
    row = answer.row
    n = row.recent_n, row.before_n
    change = change_of(answer.measure, row.recent, row.before, reader.words, n, row.noise, row.spread)
    unknown = tile.without_follow_up and not answer.source.has_follow_up
    unknown = unknown or not reader.is_mature(tile.question, view)
    return replace(change, clear=False) if change and unknown else change


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


def meets_target(tile: Tile, answer: TileAnswer, reader: Reader) -> bool | None:
    """Whether the tile's value meets the city's target; None where it cannot be told, or cannot be told yet."""
    if not reader.is_mature(tile.question, reader.view(tile)):
        return None
    return meets(answer.measure, answer.row.value, reader.city.targets.get(tile.measure))


def period_text(tile: Tile, reader: Reader) -> str:
    """The period that a tile's number is of, and whether its cases have not had time to end; empty where its change
    says what it is about, as that of a newest year."""
    words, view = reader.words, reader.view(tile)
    if reader.is_mature(tile.question, view) and not reader.is_of_an_unfinished_day(view, tile.domain):
        return _span_of(tile, view, reader)
    return words.t("tile.immature", period=_span_of(tile, view, reader) or span_text(view, words))


def _span_of(tile: Tile, view: Filters, reader: Reader) -> str:
    words = reader.words
    if tile.against:
        return ""
    if tile.question.current:
        snapshot = reader.versions.snapshot(tile.domain)
        # What an archive has open is open where its records end, and nobody knows about now.
        ends = view.until or (snapshot.last_day if snapshot.cadence == ARCHIVE else None)
        return words.t("tile.at_end", day=words.day(ends)) if ends else words.t("tile.now")
    if not (view.since or view.until) and load_contract(tile.domain).opens_on == "all" and not tile.question.opens_on:
        return ""  # no period narrows it
    if (view.since or view.until) and not reader.reads_period(tile.question):
        return ""
    return span_text(view, words)


def absence_text(tile: Tile, answer: TileAnswer, reader: Reader) -> str:
    """Why an answered tile says no number; empty where it says one, and where its question counts no cases."""
    row = answer.row
    if too_few(answer.measure, row):
        return no_number(row.n, row.n, reader.words)
    if row.value is not None or row.n is None:
        return ""
    whole = reader.answer(tile, reader.whole) if not row.n else None
    anywhere = row_of(tile, whole).n if whole else None
    return no_number(row.n, anywhere, reader.words, perturbed=answer.source.perturbed)


def _card_without_number(note: str, page: Page, tile: Tile, answer: TileAnswer, reader: Reader) -> Component:
    return kpi_card(
        label=reader.words.t(f"tile.{page.key}.{tile.key}"), value_text="–", note=note, source=answer.source,
        source_is_said=is_said(answer.source, page, reader), simulated_is_said=says_simulated(page, reader),
        definition=answer.measure, icon=tile.icon, words=reader.words,
    )  # fmt: skip


def _follow_up_text(tile: Tile, source: Source, words: Words) -> str:
    """What the number is in records that hold no follow-up; empty where they do, or where it does not matter."""
    return words.t(tile.without_follow_up) if tile.without_follow_up and not source.has_follow_up else ""


def days_of(view: Filters, tile: Tile, reader: Reader) -> int:
    """How many days of the view the tile's records reach."""
    known = reader.days_covered(tile.domain, tile.question.reaches)
    days = days_with_records(view.since, view.until, *known) if known else None
    return (days[1] - days[0]).days + 1 if days else 0


def _compared_change(
    tile: Tile, answer: TileAnswer, against: TileRow, reader: Reader, own: Filters, other: Filters
) -> tuple[Change | None, str]:
    """How the value stands to that of the area or period that the reader compares with, and what that one is.

    What adds up over days is compared a day where the two periods are not as long: a February has three days fewer.
    """
    words, measure, row = reader.words, answer.measure, answer.row
    said = {
        "name": other_name(tile, reader, own, other, of_a_year=bool(answer.fiscal_year)),
        "value": words.number(against.value, measure.unit),
    }
    noise, theirs = row.noise, against.value
    days, other_days = (days_of(view, tile, reader) for view in (own, other))
    if not other_days and not answer.fiscal_year:
        return None, words.t("tile.compared_unknown", name=said["name"])
    by_day = measure.additive and not answer.fiscal_year
    if not by_day or days == other_days or theirs is None:
        told = words.t("tile.compared", **said)
        return change_of(measure, row.value, theirs, words, (row.n, against.n), noise, row.spread), told
    told = words.t("tile.compared_a_day", **said, days=days, other_days=other_days)
    # A count of more or fewer days, brought to as many, has so much more or less variance than its size says.
    scale = days / other_days
    noise += (scale - 1) * theirs * scale / 2
    return change_of(measure, row.value, theirs * scale, words, (row.n, against.n), noise), told


def _breaks_in_comparison(tile: Tile, own: Filters, other: Filters, reader: Reader) -> str:
    """What the reader must know where the two periods that are compared lie on both sides of a break."""
    last = reader.versions.snapshot(tile.domain).last_day
    ends = sorted(day for day in (own.until or last, other.until or last) if day)
    return break_text(breaks_between(tile, ends[0], ends[-1], reader), reader) if ends else ""


def tile_card(page: Page, tile: Tile, reader: Reader) -> Component:
    """One tile, answered, or the sentence that says why it cannot be."""
    words = reader.words
    label = words.t(f"tile.{page.key}.{tile.key}")
    view = reader.view(tile)
    answer, other = answer_tile(tile, reader), reader.other_view(tile)
    theirs = reader.ask(tile, other) if other else None
    for outcome in (answer, theirs):
        if isinstance(outcome, Unanswered):
            return kpi_card(label=label, value_text="–", note=short_reason(outcome, words), words=words)
    assert isinstance(answer, TileAnswer)
    against = answered(theirs) if theirs else None
    row = answer.row
    if absent := absence_text(tile, answer, reader):
        return _card_without_number(absent, page, tile, answer, reader)
    unit = answer.measure.unit
    change, note = own_change(tile, answer, reader, view), words.t(tile.against or "tile.against_year")
    note_of_none = answer.break_text
    if other is not None and against is not None:
        change, note = _compared_change(tile, answer, row_of(tile, against), reader, view, other)
        note_of_none = note
        if broken := _breaks_in_comparison(tile, view, other, reader):
            change, note_of_none = None, broken
        if change and not (reader.is_mature(tile.question, view) and reader.is_mature(tile.question, other)):
            change = replace(change, clear=False)
    return kpi_card(
        label=label,
        value_text=words.number(row.value, unit),
        unit_text=words.unit(unit) if unit in RATE_UNITS else "",
        exact_text=words.number(row.value, "lcu_exact") if unit == "lcu" else "",
        change=change,
        change_note=note,
        note=note_of_none,
        spark=answer.spark,
        source=answer.source,
        source_is_said=is_said(answer.source, page, reader),
        simulated_is_said=says_simulated(page, reader),
        definition=answer.measure,
        href=link(tile.links_to, reader.filters.to_query()) if tile.links_to else None,
        target=reader.city.targets.get(tile.measure),
        target_text=target_text(reader.city, tile.measure, unit, words),
        period_text=period_text(tile, reader) or answer.fiscal_year or answer.quarter,
        basis_text=answer.named
        or basis_text(answer.measure, row, words)
        or _follow_up_text(tile, answer.source, words),
        meets_target=meets_target(tile, answer, reader),
        icon=tile.icon,
        words=words,
    )
