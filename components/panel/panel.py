"""Question -> answer -> figure -> source line."""

from __future__ import annotations

from dataclasses import replace

from dash.development.base_component import Component

from components import aria
from components.figures.graph import GRAPH_CONFIG, graph_locale
from components.figures.marks import Marks
from components.figures.on_page import CHARTS, PAGE_FORMS, PageForm
from components.html import html
from components.markup import Chart
from components.panel.export_menu import export_menu
from components.panel.figure_words import figure_table, summary
from components.panel.pager import asked_page, paged
from components.panel.silent import note_empty, note_filled, note_lacking, note_nowhere, note_refused
from components.trust.provenance import part_source
from components.view.breaks import break_note
from components.view.comparison import (
    compared_answer,
    few_people_note,
    kept_note,
    maturity_note,
    opening_note,
    unread_period_note,
)
from components.view.host import drawn, host
from components.view.outcome import nowhere_in_data, reason, sentence, too_few_for_a_row
from components.view.page import Page, Panel
from components.view.reader import Reader
from data.reading.answer import Answer, Empty, Found, NotInData, NotInScope, Unanswered
from data.reading.chance import FEWEST_OF_RATE


def _rem(px: int) -> str:
    """A length that is given for a page at its usual size, in the page's own: a 4K screen has larger panels."""
    return f"{px / 16:g}rem"


def panel_title(page: str, panel: str, reader: Reader) -> str:
    """What a panel is called; `{area}` in its words is the city's own name of its first level: district, ward."""
    words, levels = reader.words, reader.city.levels
    area = words.name(levels[1].name).lower() if len(levels) > 1 else words.t("dimension.area").lower()
    return words.t(f"panel.{page}.{panel}", area=area)


def panel_frame(
    page: Page, panel: Panel, reader: Reader, own_span: int | None = None, silent: Component | None = None
) -> Component:
    """The panel before it is answered: title, menu, an empty body of its final height, and room for its source.

    `own_span`: how wide it would be where its neighbours left it no more room (assets/js/view/folding.js). `silent`:
    the sentence that it is known to say; it stands folded, and is asked whether it still does.
    """
    words, title = reader.words, panel_title(page.key, panel.key, reader)
    folded = {"hidden": True, "data-folded-in-view": ""} if silent else {}
    said = drawn(silent) if silent else {}
    return html.Section(
        className=f"panel span-{panel.span}",
        **{"aria-label": title, "data-panel": panel.key, "data-span": own_span or panel.span, **folded},
        children=[
            html.Header(
                className="panel-head",
                children=[html.H2(title, className="panel-title"), export_menu(page, panel, words)],
            ),
            html.Div(
                className="panel-body",
                style={"minHeight": _rem(panel.height)},
                **host(f"panel.{panel.key}", "body"),
                **said,
            ),
            html.Footer(className="panel-source", **host(f"panel.{panel.key}", "source")),
        ],
    )


def _at_its_grain(panel: Panel, answer: Answer) -> Panel:
    """The panel whose marks select what they stand for: a day or a week where its periods are such."""
    time = answer.first("time")
    if panel.selects != "period" or time is None or time.unit not in ("day", "week"):
        return panel
    return replace(panel, selects=time.unit)


def _body(page: Page, panel: Panel, answer: Answer, reader: Reader, number: int) -> list[Component]:
    """A table or sentence, page by page where it is long; a figure with its summary and the table behind it."""
    panel = _at_its_grain(panel, answer)
    compared = compared_answer(panel, reader, answer)
    if isinstance(compared, Unanswered):
        return [reason(compared, reader.words)]
    answer, words = compared
    if words is not reader.words:
        reader = replace(reader, words=words)
    if panel.figure in PAGE_FORMS:
        return [_elements(PAGE_FORMS[panel.figure], panel, answer, reader), figure_table(answer, panel, reader)]
    shown = panel.figure(answer, words)
    if isinstance(shown, Component):
        return paged(shown, answer, panel, number, panel_title(page.key, panel.key, reader), words)
    if panel.figure not in CHARTS:
        raise TypeError(f"{panel.figure.__name__} is more than lines, bands and bars: give it a form in on_page.py")
    if panel.selects in ("period", "week", "day"):
        shown["layout"] |= {"dragmode": "select", "selectdirection": "h"}
    settings = GRAPH_CONFIG | graph_locale(words)
    graph = Chart(shown, settings, _rem(panel.height), panel.selects or "")
    drawn = html.Div(graph, className="figure", role="img", **aria.label(summary(answer, words)))
    return [drawn, figure_table(answer, panel, reader)]


def _elements(form: PageForm, panel: Panel, answer: Answer, reader: Reader) -> Component:
    """A figure of HTML elements, named by its summary."""
    chosen = reader.filters.selected(panel.selects) if panel.selects else ()
    selections = {dimension: frozenset(values) for dimension, values in reader.filters.selections}
    shown = form.draw(answer, reader.words, Marks(panel.selects, frozenset(chosen), selections))
    role = "group" if form.is_table else "img"
    return html.Div(shown, className="figure", role=role, **aria.label(summary(answer, reader.words)))


def _why_nothing(page: Page, panel: Panel, answer: Answer, reader: Reader) -> Component:
    """The sentence of a question that was answered by no row: what it means of this panel, too few cases in each, none
    in the whole city, none in this view, or so few people that perturbed counts do not tell them from none."""
    if reader.words.has(own := f"nothing.{page.key}.{panel.key}"):
        return sentence(reader.words.t(own))
    fewest = FEWEST_OF_RATE if answer.too_few else panel.question.fewest
    if fewest is not None:
        return too_few_for_a_row(fewest, reader.words)
    # On whichever day: as of one before the first record, nothing matches.
    anywhere = reader.ask(panel, replace(reader.whole, as_of=None), (0, 1))
    if isinstance(anywhere, Empty) and not answer.source.perturbed:
        note_nowhere(page, panel, reader)
        return nowhere_in_data(reader.words)
    return reason(anywhere, reader.words)


def said_in_view(page: Page, panel: Panel, reader: Reader) -> Component:
    """What the panel says where it has no row in the reader's view."""
    body, _ = answer_panel(page, panel, reader)
    return body if isinstance(body, Component) else html.Div(body)


def answer_panel(
    page: Page, panel: Panel, reader: Reader, number: int = 0
) -> tuple[Component | list[Component], Component | str]:
    """The panel's body and source line for this reader: a figure, a table, or one sentence saying why there is none.

    `number`: which page of a long table, counted from 0.
    """
    words = reader.words
    outcome, shown_page = asked_page(panel, reader, number)
    match outcome:
        case Found(answer):
            note_filled(page, panel, reader)
            notes = (opening_note(panel, reader), maturity_note(panel, reader), kept_note(panel, reader),
                     few_people_note(panel, answer, reader), unread_period_note(panel, reader),
                     break_note(panel, answer, reader))  # fmt: skip
            said = words.sentences(*filter(None, notes))
            return _body(page, panel, answer, reader, shown_page), part_source(answer.source, page, reader, said)
        case Empty(answer):
            note_empty(page, panel, reader)
            said = few_people_note(panel, answer, reader)
            return _why_nothing(page, panel, answer, reader), part_source(answer.source, page, reader, said)
        case NotInData(table):
            note_lacking(page, panel, reader, table)
            return reason(outcome, words), ""
        case NotInScope(dimension):
            note_refused(page, panel, reader, dimension)
            return reason(outcome, words), ""
        case _:
            return reason(outcome, words), ""
