"""HTML without ids goes to the browser as one part; what a callback names stays a part of its own."""

from __future__ import annotations

import sys

import pytest
from dash import dcc, html

from components.markup import Markup, Path, Svg, compact, markup


def test_elements_without_an_id_are_one_part() -> None:
    shown = compact(html.Ol([html.Li(["first ", html.B(1)], className="known"), html.Li(None)], **{"data-of": "x"}))
    assert isinstance(shown, Markup)
    assert shown.to_plotly_json() == {
        "namespace": "citydeck",
        "type": "Markup",
        "props": {
            "tree": [
                {
                    "type": "Ol",
                    "props": {
                        "data-of": "x",
                        "children": [
                            {"type": "Li", "props": {
                                "className": "known",
                                "children": ["first ", {"type": "B", "props": {"children": 1}}],
                            }},
                            {"type": "Li", "props": {"children": None}},
                        ],
                    },
                }
            ]
        },
    }  # fmt: skip


@pytest.mark.parametrize("given", [
    {"title": "t", "className": "known"}, {"className": "known", "title": "t"}, {"data-of": "x", "title": "t"},
    {"aria-label": "l", "data-of": "x"}, {"data-of": "x", "aria-label": "l"}, {},
])  # fmt: skip
def test_attributes_are_told_as_dash_tells_them(given: dict[str, str]) -> None:
    """Those of a second element of the kind are not those of the first."""
    element = html.P("text", **given)
    (drawn,) = markup(element)
    assert list(drawn["props"].items()) == list(element.to_plotly_json()["props"].items())


def test_a_drawing_among_elements_is_drawn_with_them() -> None:
    shown = compact(html.Div(Svg([Path("M0 0L1 1", className="line")], "0 0 1 1", className="drawing")))
    (box,) = shown.tree
    assert box["props"]["children"]["props"]["children"] == [
        {"type": "path", "props": {"d": "M0 0L1 1", "className": "line", "children": None}}
    ]


def test_what_has_an_id_or_is_no_html_stays_a_part() -> None:
    slot, graph = html.Div(html.P("empty"), id="slot"), dcc.Graph(id="graph")
    shown = compact(html.Section([html.H2("Title"), html.P("Text"), slot, graph, html.Footer("End")]))
    assert isinstance(shown, html.Section)
    heads, kept, drawn, foot = shown.children
    assert [element["type"] for element in heads.tree] == ["H2", "P"]
    assert kept is slot and isinstance(slot.children, Markup)
    assert drawn is graph
    assert [element["type"] for element in foot.tree] == ["Footer"]


@pytest.mark.parametrize("given", [None, "text", 3, [], ["a", "b"], [[41.6, -87.9], [42.0, -87.5]]])
def test_what_is_no_element_is_left_as_it_is(given: object) -> None:
    assert compact(given) == given


def test_dash_looks_for_no_module_while_a_part_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_for = []

    class Noticed:
        @staticmethod
        def find_spec(name: str, *_: object) -> None:
            looked_for.append(name)

    monkeypatch.setattr(sys, "meta_path", [Noticed, *sys.meta_path])
    Svg([Path("M0 0", **{"data-tip": "May"})], "0 0 1 1", "spark")
    compact(html.B("known"))
    assert looked_for == []
