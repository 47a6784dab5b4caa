"""The menu of a panel: take its numbers or its picture away."""

from __future__ import annotations

from dash.development.base_component import Component

from components.figures.about_place import about_place
from components.figures.verdict_cells import verdict_cells
from components.html import html
from components.panel.alert_list import alert_list
from components.panel.case_list import case_list, reason_list
from components.panel.change_list import change_list
from components.panel.indicator_list import indicator_list
from components.panel.premises_lists import open_alert_table, similar_table, timeline
from components.panel.record_table import record_table
from components.text import Words
from components.view.page import Page, Panel

#: What the browser draws itself from the figure's data, and what the server writes from the whole answer.
PICTURES = ("svg", "png")
RECORDS = ("csv", "csv-metadata.json", "xlsx", "parquet")


#: Forms of a panel that are words and numbers already.
WITHOUT_PICTURE = (
    record_table, alert_list, change_list, case_list, reason_list, about_place, indicator_list, verdict_cells,
    open_alert_table, similar_table, timeline,
)  # fmt: skip


def export_menu(page: Page, panel: Panel, words: Words) -> Component:
    """A closed menu with one button a format; `assets/js/panel/export_menu.js` acts on them."""
    is_table = page.table is panel or panel.figure in WITHOUT_PICTURE
    formats = RECORDS if is_table else (*RECORDS, *PICTURES)
    return html.Details(
        className="menu",
        children=[
            html.Summary(className="menu-open", **{"aria-label": words.t("export.open")}),
            html.Div(
                className="menu-list",
                children=[
                    html.Button(
                        words.t(f"export.{kind.partition('.')[0]}"),
                        type="button",
                        **{"data-export": kind, "data-page": page.key, "data-panel": panel.key},
                    )
                    for kind in formats
                ],
            ),
        ],
    )
