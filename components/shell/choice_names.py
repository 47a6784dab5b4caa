"""The values that a view chooses of its dimensions, in the reader's words."""

from __future__ import annotations

from components.shell.registry import pages
from components.view.page import Page
from components.view.reader import Reader
from data.reading.answer import Answer


def _publishers_names(page: Page, dimension: str, reader: Reader) -> dict[str, str]:
    """The publisher's names of a dimension's values by id, where the page lists them and they can be answered."""
    if page.about is not None and dimension in page.fixed:
        return _names_of(reader.answer(page.about, reader.own_view(page)))
    # A service's own page offers no choice of services, and yet says which one it is about.
    question = next((each.options[dimension] for each in (page, *pages().values()) if dimension in each.options), None)
    return _names_of(reader.answer(question, reader.whole) if question else None)


def _names_of(answer: Answer | None) -> dict[str, str]:
    """The names in an answer by id."""
    if answer is None:
        return {}
    pairs = zip(answer.values(answer.one("id")), answer.values(answer.one("label")), strict=True)
    return {str(key): str(name) for key, name in pairs if name}


def choice_names(page: Page, reader: Reader) -> dict[str, str]:
    """The chosen values of each dimension that narrows the view, as one text, by dimension."""
    words, named = reader.words, {}
    for dimension, values in reader.filters.selections:
        names = _publishers_names(page, dimension, reader)
        named[dimension] = words.join(words.or_same(f"value.{dimension}", names.get(value, value)) for value in values)
    return named
