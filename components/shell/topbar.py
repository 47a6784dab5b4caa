"""Product and city, the pages, the languages and the theme: what stands on top of every page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import dash
from dash.development.base_component import Component

from components.html import html
from components.text import Words, languages
from components.view.address import link


def navigation(current: str, view: Mapping[str, Any], words: Words) -> Component:
    """One link a page of the registry that has a name, the current one marked."""
    links = []
    for entry in dash.page_registry.values():
        key = entry["module"].rpartition(".")[2]
        if entry["path_template"] or not words.has(f"page.{key}.title"):
            continue
        links.append(
            html.A(
                words.t(f"page.{key}.title"),
                href=link(entry["path"], view),
                className="nav-link",
                **{"data-navigate": entry["path"]} | ({"aria-current": "page"} if key == current else {}),
            )
        )
    return html.Nav(links, className="nav", **{"aria-label": words.t("nav.title")})


def topbar(current: str, view: Mapping[str, Any], city_name: str, words: Words) -> Component:
    """Product and city, the pages, the languages and the switch between dark and light."""
    others = [language for language in languages() if language != words.language]
    return html.Header(
        className="topbar",
        children=[
            html.A(words.t("nav.skip"), href="#content", className="skip-link"),
            html.Div(
                className="brand",
                children=[
                    html.Span(className="brand-mark", **{"aria-hidden": "true"}),
                    html.Div(
                        [
                            html.Div(city_name or words.t("app.name"), className="brand-city"),
                            html.Div(words.t("app.tagline"), className="brand-tagline"),
                        ]
                    ),
                ],
            ),
            navigation(current, view, words),
            html.Div(
                className="topbar-end",
                children=[
                    html.Span(className="live", **{"data-live": "", "data-word": words.t("live.word")}),
                    *(
                        html.Button(
                            Words(language).t("language.name"),
                            type="button",
                            className="language-switch",
                            lang=language,
                            **{"data-select": json.dumps({"lang": language}), "data-reload": ""},
                        )
                        for language in others
                    ),
                    html.Button(
                        type="button",
                        className="theme-switch",
                        **{"data-theme-switch": "", "aria-label": words.t("theme.switch")},
                    ),
                ],
            ),
        ],
    )
