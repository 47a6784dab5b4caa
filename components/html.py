"""HTML's elements, those that we use (components/used.py): everybody takes `html` from here.

They are Dash's own, and made faster: Dash lists with each element all attributes that HTML knows, and looks up for each
that is given how a fault in it would be told. A view has nearly a thousand elements, of four attributes at most.
"""

from __future__ import annotations

import components.used

from collections.abc import Iterable  # isort: skip
from types import SimpleNamespace  # isort: skip
from typing import Any  # isort: skip

from dash import html as dash_html  # isort: skip
from dash.development.base_component import Component  # isort: skip

__all__ = ["html"]
#: How attributes begin that HTML leaves to us.
WILDCARDS = ("aria-", "data-")


def _made_faster(element: type[Component]) -> type[Component]:
    """The element of Dash, whose attributes are listed once. What has an id, which callbacks name, or an attribute that
    HTML does not know is left to Dash, which says what is wrong."""
    names = set(element()._prop_names) - {"id"}

    class Element(element):
        _prop_names = available_properties = element()._prop_names
        _valid_wildcard_attributes = available_wildcard_properties = list(WILDCARDS)

        def __init__(self, children: Any = None, **attributes: Any) -> None:
            if attributes.keys() <= names or _are_ours(attributes, names):
                self.__dict__.update(attributes, children=children)
            else:
                super().__init__(children, **attributes)

    Element.__name__ = Element.__qualname__ = element.__name__
    return Element


def _are_ours(attributes: Iterable[str], names: set[str]) -> bool:
    """Whether all attributes that HTML does not know are of those left to us, which are known from then on."""
    left = [name for name in attributes if name not in names]
    ours = all(name.startswith(WILDCARDS) for name in left)
    names.update(left if ours else ())
    return ours


_IN_USE = components.used.USED["dash.html"]
html: Any = SimpleNamespace(**{name: _made_faster(getattr(dash_html, name)) for name in _IN_USE})
