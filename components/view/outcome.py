"""What stands in the place of a figure: one sentence, and the same in the few words that a tile has room for.

Nothing to see has five reasons, each with a word of its own (docs/numbers.md): it is not published, nothing matches the
view, there are too few cases to say, the city's records have no such table, or the question is not applicable here.
Where the disk stalls, that is said too, for as long as it does.
"""

from __future__ import annotations

from dash.development.base_component import Component

from components.html import html
from components.text import Words
from data.reading.answer import (
    Answer,
    Empty,
    Found,
    Missing,
    NotInData,
    NotInScope,
    Outcome,
    Outdated,
    Stalled,
    Unanswered,
    Withheld,
)
from data.reading.chance import FEWEST_OF_RATE


def sentence(text: str, *, alert: bool = False, of_city: bool = False) -> Component:
    """One sentence in place of a figure; an alert is read out by screen readers.

    `of_city`: it holds of the city's records in every view, so that the panel keeps no room for a figure.
    """
    return html.P(text, className="sentence of-city" if of_city else "sentence", role="alert" if alert else "status")


def reason(outcome: Outcome, words: Words) -> Component:
    """The sentence that says why there is nothing to see."""
    match outcome:
        case Missing(domain, as_of):
            named = words.t(f"page.{domain}.title")
            if as_of:
                return sentence(words.t("sentence.missing_as_of", domain=named, day=words.day(as_of)), alert=True)
            return sentence(words.t("sentence.missing", domain=named), alert=True)
        case NotInScope(dimension):
            return sentence(words.t("sentence.not_in_scope", dimension=_within(words.or_same("dimension", dimension))))
        case NotInData(table):
            return sentence(words.t("sentence.not_in_data", table=words.or_same("table", table)), of_city=True)
        case Outdated(domain):
            return sentence(
                words.t("sentence.outdated", domain=words.t(f"page.{domain}.title")), alert=True, of_city=True
            )
        case Stalled(domain):
            return sentence(words.t("sentence.stalled", domain=words.t(f"page.{domain}.title")), alert=True)
        case Withheld():
            return sentence(words.t("sentence.withheld"))
        case Found() | Empty():
            return sentence(nothing_text(outcome.answer, words))


def _within(name: str) -> str:
    """A name as it stands within a sentence: without its capital, unless that is one of several (*TIF district*)."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def nothing_text(answer: Answer, words: Words) -> str:
    """What an answer without rows says: that nothing matches, that no rate over time has cases enough or, of perturbed
    counts of people, which show few as none, that there is none or too few to say."""
    if answer.too_few:
        return words.t("sentence.too_few", n=FEWEST_OF_RATE)
    return words.t("sentence.few_or_none" if answer.source.perturbed else "sentence.nothing")


def too_few_for_a_row(fewest: int, words: Words) -> Component:
    """The sentence of an answer whose rows would all be of fewer cases than are judged."""
    return sentence(words.t("sentence.too_few", n=fewest))


def nowhere_in_data(words: Words) -> Component:
    """The sentence of a question that has no row in any view of the city."""
    return sentence(words.t("sentence.nowhere"), of_city=True)


def short_reason(outcome: Unanswered, words: Words) -> str:
    """Why a tile has no number."""
    match outcome:
        case Missing():
            return words.t("tile.missing")
        case NotInData():
            return words.t("tile.not_in_data")
        case Outdated():
            return words.t("tile.outdated")
        case Stalled():
            return words.t("tile.stalled")
        case Withheld():
            return words.t("sentence.withheld")
        case NotInScope(dimension):
            return words.t("tile.not_in_scope", dimension=_within(words.or_same("dimension", dimension)))


def no_number(n: float | None, n_anywhere: float | None, words: Words, *, perturbed: bool = False) -> str:
    """Why a question that was answered has no number: too few of its n cases, none in this view, or none in the whole
    city (`n_anywhere`), whose records then do not have what it asks for. Of counts that are `perturbed`, which show few
    as none, that there is none or too few to say."""
    if n:
        return words.t("tile.too_few", n=n)
    if perturbed:
        return words.t("tile.few_or_none")
    return words.t("tile.nothing") if n_anywhere else words.t("tile.not_in_data")
