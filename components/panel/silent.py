"""Panels that are known to show nothing fold where a page is laid out, so that no other moves into their place later.

What the city's records never fill, and what has no row in this very view, is noted when a panel is answered; what
cannot be asked in a view of this form (the money of a district) when the first such page is laid out. All hold for
every reader and language, for as long as these snapshots answer.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from dash.development.base_component import Component

from components.view.outcome import nowhere_in_data, reason
from components.view.page import Page, Panel
from components.view.reader import Reader
from data.operations.app_version import app_version
from data.reading.answer import NotInData, NotInScope
from data.reading.silences import Silence, SilenceFile
from data.reading.store import store

#: So many panels with nothing in the view fold; fewer say so in their places (`MANY` of assets/js/view/folding.js).
MANY = 3
#: How long a page waits for what cannot be asked in its form of view; what is not known by then is noted when asked.
LONGEST_LOOK_SECONDS = 0.15
_EVERY_VIEW = ""
#: Keys of an address that change no panel's rows: what is noted of a city is noted of it in all languages.
_SAME_ROWS = frozenset({"city", "lang", "measure"})
_LOOKED_AT = Silence("looked_at")


def _file(reader: Reader) -> SilenceFile:
    """What was noted of the snapshots that answer this reader."""
    versions = reader.versions
    state = (app_version(), reader.city.key, versions.access.key, sorted(versions.ids().items()))
    return store().silences.of(repr(state))


def _form(reader: Reader) -> str:
    """What is chosen in the view, whatever the values: that decides which questions can be asked in it."""
    view = reader.filters
    chosen = [name for name, _ in view.selections]
    period = [name for name in ("since", "until", "grain", "compare") if getattr(view, name)]
    return " ".join([f"level-{view.area_level}", *chosen, *period])


def _this_view(reader: Reader) -> str:
    """What is chosen in the view, with the values."""
    return "view:" + "&".join(
        f"{key}={value}" for key, value in reader.filters.to_query().items() if key not in _SAME_ROWS
    )


def _name(page: Page, panel: Panel) -> str:
    return f"{page.key}.{panel.key}"


def note_nowhere(page: Page, panel: Panel, reader: Reader) -> None:
    """Note that the city's records have nothing for the panel in any view."""
    _file(reader).note(_name(page, panel), _EVERY_VIEW, Silence("nowhere"))


def note_empty(page: Page, panel: Panel, reader: Reader) -> None:
    """Note that the panel has no row in this very view."""
    _file(reader).note(_name(page, panel), _this_view(reader), Silence("empty"))


def note_lacking(page: Page, panel: Panel, reader: Reader, lacking: str) -> None:
    """Note that the city's records never have the table, or the dimension, that the panel is about."""
    _file(reader).note(_name(page, panel), _EVERY_VIEW, Silence("not_in_data", lacking))


def note_refused(page: Page, panel: Panel, reader: Reader, dimension: str) -> None:
    """Note that the panel cannot keep what is chosen in views of this form."""
    _file(reader).note(_name(page, panel), _form(reader), Silence("not_in_scope", dimension))


def note_filled(page: Page, panel: Panel, reader: Reader) -> None:
    """Note that the panel shows something, where it was thought to be silent."""
    file = _file(reader)
    for view in (_EVERY_VIEW, _form(reader)):
        file.note_filled(_name(page, panel), view)


def _look_for_refused(page: Page, panels: Sequence[Panel], reader: Reader, file: SilenceFile) -> None:
    """Note which panels cannot keep what the reader chose: looked at once a form of view, before anybody asks them.

    Statements that nobody compiled yet are compiled for it, as far as the page may wait.
    """
    form, view = _form(reader), reader.filters
    if not (view.area or view.selections) or file.of(page.key, form) == _LOOKED_AT:
        return
    started = time.monotonic()
    for panel in panels:
        if time.monotonic() - started > LONGEST_LOOK_SECONDS:
            return
        if dimension := store().refused(panel.question, reader.view(panel), reader.versions):
            note_refused(page, panel, reader, dimension)
    file.note(page.key, form, _LOOKED_AT)


def silent(
    page: Page, panels: Sequence[Panel], reader: Reader, said: Callable[[Panel], Component]
) -> dict[str, Component]:
    """The sentences of those panels that fold, by their keys: what no view fills, and what this one does not where that
    is many.

    `said`: what a panel without a row in this view says; that it has none was found before.
    """
    file = _file(reader)
    file.look()
    _look_for_refused(page, panels, reader, file)
    never, here, views = {}, {}, (_EVERY_VIEW, _form(reader), _this_view(reader))
    for panel in panels:
        known = [file.of(_name(page, panel), view) for view in views]
        if known[0]:
            never[panel.key] = known[0]
        elif of_view := known[1] or known[2]:
            here[panel.key] = of_view
    found = never | (here if len(here) >= MANY else {})
    return {each.key: _sentence(each, found[each.key], reader, said) for each in panels if each.key in found}


def _sentence(panel: Panel, silence: Silence, reader: Reader, said: Callable[[Panel], Component]) -> Component:
    match silence.kind:
        case "empty":
            return said(panel)
        case "not_in_scope":
            return reason(NotInScope(silence.subject), reader.words)
        case "not_in_data":
            return reason(NotInData(silence.subject), reader.words)
        case _:
            return nowhere_in_data(reader.words)
