"""What stands in the place of a figure: one sentence."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.text import Words
from data.published.source import DataMissingError
from data.reading.answer import NotInScopeError


def sentence(text: str, *, alert: bool = False) -> Component:
    """One sentence in place of a figure; an alert is read out by screen readers."""
    return html.P(text, className="sentence", **({"role": "alert"} if alert else {"role": "status"}))


def missing_sentence(error: DataMissingError, words: Words) -> Component:
    """What a panel says when no snapshot can answer it."""
    domain = words.t(f"page.{error.domain}.title")
    if error.as_of:
        return sentence(words.t("sentence.missing_as_of", domain=domain, day=words.day(error.as_of)), alert=True)
    return sentence(words.t("sentence.missing", domain=domain), alert=True)


def not_in_scope_sentence(error: NotInScopeError, words: Words) -> Component:
    """What a panel says when it cannot follow one of the reader's filters."""
    return sentence(words.t("sentence.not_in_scope", dimension=words.or_same("dimension", error.dimension)))
