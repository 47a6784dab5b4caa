"""Elements that are made faster than Dash makes them are the same elements."""

from __future__ import annotations

import dash.html
import pytest
from dash.development.base_component import Component

from components.html import html
from components.used import USED

GIVEN = {"className": "known", "title": "of it", "data-of": "x", "aria-label": "a part"}


@pytest.mark.parametrize("name", USED["dash.html"])
def test_an_element_says_what_that_of_dash_says(name: str) -> None:
    ours, theirs = getattr(html, name), getattr(dash.html, name)
    for children in (None, "text", [html.P("first"), "second"]):
        assert ours(children, **GIVEN).to_plotly_json() == theirs(children, **GIVEN).to_plotly_json()
    assert isinstance(ours("text"), theirs)
    assert ours().available_properties == theirs().available_properties
    assert repr(ours("text", title="of it")) == f"{name}(children='text', title='of it')"


def test_attributes_are_in_the_order_in_which_they_are_given() -> None:
    assert list(html.P("text", **GIVEN).to_plotly_json()["props"]) == ["children", *GIVEN]


def test_dash_says_what_is_wrong_with_an_attribute() -> None:
    with pytest.raises(TypeError, match=r"`html\.Span` component .* unexpected keyword argument: `colour`"):
        html.Span("text", colour="red")
    with pytest.raises(TypeError, match="`id` prop must be a string or dict, not 7"):
        html.Span("text", id=7)


def test_what_callbacks_name_keeps_its_id() -> None:
    slot = html.Div(html.P("empty"), id="slot")
    assert slot.to_plotly_json()["props"]["id"] == slot.id == "slot"
    assert isinstance(slot, Component)
