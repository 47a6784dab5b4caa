"""`/data`: can I trust what I see? What is served, from whom, what was refused, and what every column means."""

from __future__ import annotations

from typing import Any

import dash
from dash.development.base_component import Component

from components.html import html
from components.shell import page_shell
from components.trust.city_sources import city_sources
from components.trust.data_dictionary import data_dictionary
from components.trust.standing import standing_panel
from components.trust.wall_list import wall_list
from components.view.outcome import sentence
from components.view.reader import Reader
from data.drops.contract import domains, load_contract
from data.operations.heartbeats import heard_walls
from data.published.status import histories
from settings import settings

dash.register_page(__name__, path="/data", order=9)


def _body(reader: Reader) -> list[Component]:
    words, city = reader.words, reader.city
    told = histories(settings().snapshots_dir, city.key)
    panels = [standing_panel(history, city, words) for history in told]
    return [
        html.H1(words.t("data.heading"), className="page-title"),
        html.P(words.t("data.why"), className="page-why"),
        html.Div(panels or [sentence(words.t("standing.nothing_yet"), alert=True)], className="grid"),
        html.Div(city_sources(city, words), className="grid"),
        html.Div(wall_list(heard_walls(settings().walls_dir, city.key), city, words), className="grid"),
        html.H2(words.t("data.dictionary"), className="page-title"),
        *(data_dictionary(load_contract(domain), words) for domain in domains()),
    ]


def layout(**query: Any) -> Component:
    """The page for an address."""
    return page_shell.bare_layout("data", query, _body)
