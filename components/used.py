"""Of the packages of components that Dash and others bring, those that our pages show; api/__init__.py asks for them.

A package makes a class of each of its components when it is imported, with the types of all their properties: nearly
four hundred were a fifth of what a start of the server takes, and we use some sixty. The module of a package that
imports them one after the other is taken for one that imports ours, where this comes before Dash; all else of the
package, the list of its scripts too, is as it was.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

#: What a page, the design page or Dash itself makes, by package.
USED = {
    "dash.html": (
        "A", "Article", "Aside", "B", "Button", "Caption", "Code", "Dd", "Details", "Div", "Dl", "Dt", "Footer",
        "Form", "H1", "H2", "H3", "Header", "Label", "Li", "Main", "Nav", "Ol", "Output", "P", "Pre", "Section",
        "Span", "Strong", "Summary", "Table", "Tbody", "Td", "Th", "Thead", "Time", "Tr", "Ul",
    ),
    "dash.dcc": ("Graph", "Location", "Store"),
    "dash_leaflet": ("GeoJSON", "LayerGroup", "Pane", "ScaleControl"),
    "dash_mantine_components": (
        "DatePickerInput", "DatesProvider", "MantineProvider", "MultiSelect", "Select", "Slider", "TextInput",
    ),
}  # fmt: skip


class _Used(ModuleType):
    """Stands in for the `_imports_` of a package: names what is used of it, and imports each when it is asked for."""

    def __init__(self, package: str) -> None:
        super().__init__(f"{package}._imports_")
        self._package = package
        self.__all__ = list(USED[package])  # a package adds to it

    def __getattr__(self, name: str) -> Any:
        """The class of a component in use; raises AttributeError for any other name."""
        if name not in USED[self._package]:
            raise AttributeError(name)
        return getattr(import_module(f"{self._package}.{name}"), name)


for each in USED:
    sys.modules.setdefault(f"{each}._imports_", _Used(each))
