"""One sentence that says which economy a page's figures are about: seldom the city's own."""

from __future__ import annotations

from dash.development.base_component import Component

from components.html import html
from components.text import Words
from data.reading.answer import Answer


def about_place(answer: Answer, words: Words) -> Component:
    """A sentence from the answer's first row: `ref_area_name`, `name` of the series, its `vintage`, `is_city`."""
    told = answer.records(1)[0]
    key = "about.city" if told["is_city"] else "about.place"
    place, series = (
        words.or_same("value.ref_area", told["ref_area_name"]),
        words.or_same("value.series", told["name"]),
    )
    text = words.t(key, place=place, series=series, day=words.day(told["vintage"]))
    return html.P(text, className="sentence about-place", role="note")
