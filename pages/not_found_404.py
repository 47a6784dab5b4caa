"""Any address that no page has."""

from __future__ import annotations

from typing import Any

import dash
from dash.development.base_component import Component

from components.html import html
from components.shell import page_shell
from components.view.address import link
from components.view.reader import Reader

dash.register_page(__name__)


def _body(reader: Reader) -> list[Component]:
    words = reader.words
    return [
        html.H1(words.t("page.not_found.heading"), className="page-title"),
        html.P(html.A(words.t("page.not_found.back"), href=link("/", reader.filters.to_query()))),
    ]


def layout(**query: Any) -> Component:
    """A sentence and the way back."""
    return page_shell.bare_layout("not_found_404", query, _body)
