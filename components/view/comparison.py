"""What a reader compares: the words of both views, and the answer of a panel with both in it."""

from __future__ import annotations

from dataclasses import replace

from components.text import Words
from components.view.page import YEARLY, Panel, Part, Tile
from components.view.reader import Asked, Reader
from data.city.pack import areas_of
from data.published.cell_keys import fewest_of
from data.reading.access import span_of
from data.reading.answer import Answer, Empty, Found, Outcome, Unanswered, answered
from data.reading.compare import side_by_side, stacked
from data.reading.filters import Filters
from data.reading.periods import GRAINS, fiscal_year_of, number_of_periods, whole_periods
from data.reading.question import Question


def span_text(filters: Filters, words: Words) -> str:
    """The period of a view in words."""
    if filters.since is None and filters.until is None:
        return words.t("filter.whole_span")
    since = words.day(filters.since) if filters.since else words.t("chip.beginning")
    until = words.day(filters.until) if filters.until else words.t("chip.end")
    return since if filters.since == filters.until else words.t("chip.span", since=since, until=until)


def maturity_note(part: Asked, reader: Reader) -> str:
    """That a part is of cases which have had time to end, or that some of its cases have not; empty otherwise."""
    question, words = part.question, reader.words
    view = reader.view(part)
    if question.matures is None or question.is_over_time(view):
        return ""
    if not reader.is_mature(question, view):
        return words.t("sentence.immature")
    whole = reader.view_of(question.domain)
    return "" if whole == view else words.t("sentence.mature_part", period=span_text(view, words))


def opening_note(part: Asked, reader: Reader) -> str:
    """Of which period a part is that opens on another one than its page; empty otherwise."""
    view, question = reader.view(part), part.question
    if question.opens_on is None or view == reader.view_of(question.domain) or question.is_over_time(view):
        return ""
    return reader.words.t("sentence.of_period", period=span_text(view, reader.words))


def kept_note(part: Asked | Question, reader: Reader) -> str:
    """That a part lists single records from some day on, where the view begins before it; empty otherwise."""
    question = part if isinstance(part, Question) else part.question
    since = reader.kept_from(question)
    view = reader.view(part)
    if since is None or (view.since is not None and view.since >= since):
        return ""
    return reader.words.t("sentence.kept_from", day=reader.words.day(since))


def few_people_note(part: Asked, answer: Answer, reader: Reader) -> str:
    """That a chart over time leaves out days (weeks, months) of too few people to be broken down (`perturbed` in
    data/reading/disclosure.py), where some of its view are empty; empty otherwise."""
    time, value = answer.first("time"), answer.first("value")
    view, question = reader.view(part), part.question
    if answer.source.perturbed and time is None:
        return _few_people_in_groups(part, answer, reader)
    if not answer.source.perturbed or time is None or value is None or time.unit not in ("day", "week", "month"):
        return ""
    broken_down = answer.of_role("group") or answer.of_role("category") or view.selections or question.matures
    snapshot = reader.versions.snapshot(question.domain)
    first, last, whole_day, *_ = span_of(snapshot)
    if not broken_down or first is None or last is None or whole_day is None:
        return ""
    whole = whole_periods(view.since, view.until, first, last, whole_day, time.unit)
    shown = {start for start, number in zip(answer.values(time), answer.values(value), strict=True) if number}
    if whole is None or len(shown) >= number_of_periods(whole, time.unit):
        return ""
    return reader.words.t(f"sentence.few_people_{time.unit}", n=fewest_of(snapshot.small_cell_floor or 0))


def _few_people_in_groups(part: Asked, answer: Answer, reader: Reader) -> str:
    """That a breakdown inside what was chosen is told of groups of many people alone: its sum may lack the others."""
    view, question = reader.view(part), part.question
    told = {column.dimension for column in answer.of_role("id", "group", "category")} - {None, "area"}
    chosen = {dimension for dimension, _ in view.selections} - told
    if not told or not (chosen or view.area_level > 1):
        return ""
    floor = reader.versions.snapshot(question.domain).small_cell_floor or 0
    return reader.words.t("sentence.few_people_in_groups", n=fewest_of(floor))


def unread_period_note(part: Asked | Question, reader: Reader) -> str:
    """That the period which the reader chose does not narrow a part; empty where it does, and where none is chosen."""
    question = part if isinstance(part, Question) else part.question
    chosen = reader.filters.since or reader.filters.until
    return reader.words.t("sentence.period_unread") if chosen and not reader.reads_period(question) else ""


def view_names(reader: Reader, own: Filters, other: Filters) -> tuple[str, str]:
    """What tells the reader's own view and the other one apart: their areas, or their periods."""
    if (own.area, own.area_level) == (other.area, other.area_level):
        return span_text(own, reader.words), span_text(other, reader.words)
    return _area_text(reader, own), _area_text(reader, other)


def year_text(year: int, words: Words) -> str:
    """A fiscal year in words."""
    return words.t("tile.fiscal_year", year=words.or_same("value.fiscal_year", str(year)))


def other_name(tile: Tile, reader: Reader, own: Filters, other: Filters, *, of_a_year: bool) -> str:
    """What the view is called that a tile is compared with: its fiscal year where the tile is of a whole one."""
    if of_a_year and tile.against == YEARLY and own.area == other.area and other.until is not None:
        return year_text(fiscal_year_of(other.until, reader.city.fiscal_year_starts_month), reader.words)
    return view_names(reader, own, other)[1]


def _area_text(reader: Reader, filters: Filters) -> str:
    area = areas_of(reader.city).get(filters.area or "")
    return reader.words.name(area.names if area else reader.city.name)


def with_target(answer: Answer, reader: Reader) -> Answer:
    """A course over time with the target that the city set for its first value, as a column of role limit."""
    measured = answer.first("value")
    target = reader.city.targets.get(measured.measure or measured.name) if measured else None
    if measured is None or target is None or answer.first("time") is None:
        return answer
    assumed = (measured.measure or measured.name) in reader.city.assumed_targets
    column = replace(measured, name="city_target_assumed" if assumed else "city_target", role="limit", measure=None)
    columns = {**answer.columns, column.name: [target] * answer.rows}
    return replace(answer, columns=columns, schema=(*answer.schema, column))


def compared_answer(panel: Panel, reader: Reader, answer: Answer) -> tuple[Answer, Words] | Unanswered:
    """The panel's answer with the other view's value beside its own, and words that call the two by their names.

    Why the other view cannot be answered, where it cannot: it may have a day or an area that this one has not.
    """
    own = reader.view(panel)
    other = reader.other_view(panel)
    if other is None or not panel.compares:
        return with_target(answer, reader), reader.words
    answer, outcome = _at_one_grain(panel, reader, answer, other)
    if isinstance(outcome, Unanswered):
        return outcome
    both = side_by_side(answer, outcome.answer, same_time=_same_period(own, other))
    compared = both.one("compared")
    mine, theirs = view_names(reader, own, other)
    named = ((f"column.{compared.of}", mine), (f"column.{compared.name}", theirs))
    return both, replace(reader.words, own=named)


def both_views(part: Part, reader: Reader) -> Outcome:
    """What the part comes to in the reader's view; where one is compared with another, the rows of both, named.

    Unanswered where either is: rows of one of two views would pass for those of both.
    """
    outcome, own = reader.ask(part), reader.view(part)
    other = reader.other_view(part)
    if other is None or isinstance(outcome, Unanswered):
        return outcome
    answer, compared = _at_one_grain(part, reader, outcome.answer, other)
    if isinstance(compared, Unanswered):
        return compared
    both = stacked(answer, compared.answer, view_names(reader, own, other))
    return Found(both) if both.rows else Empty(both)


def _at_one_grain(part: Asked, reader: Reader, answer: Answer, other: Filters) -> tuple[Answer, Outcome]:
    """The answer and the part's in the other view, both by days, weeks or months: the coarser one's."""

    def grain(of: Answer) -> str:
        time = of.first("time")
        return time.unit if time is not None and time.unit in GRAINS else GRAINS[0]

    outcome = reader.ask(part, replace(other, grain=grain(answer)))
    theirs = answered(outcome)
    if theirs is not None and grain(theirs) != grain(answer):
        answer = answered(reader.ask(part, replace(reader.view(part), grain=grain(theirs)))) or answer
    return answer, outcome


def _same_period(one: Filters, other: Filters) -> bool:
    return (one.since, one.until) == (other.since, other.until)
