"""Mantine's components, those that we use: everybody takes `dmc` from here.

Its package makes a class of each of its 190 components when it is imported, with the types of all their properties: a
sixth of what a start of the server takes. The module that imports them one after the other is taken for one that
imports ours; all else of the package, the list of its scripts too, is as it was.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

_PACKAGE = "dash_mantine_components"
#: What a page, or the design page, shows of it.
USED = ("DatePickerInput", "DatesProvider", "MantineProvider", "MultiSelect", "Select", "Slider", "TextInput")


class _Ours(ModuleType):
    """Stands in for `dash_mantine_components._imports_`: names ours, and imports each when it is asked for."""

    __all__ = list(USED)  # the package adds to it

    def __getattr__(self, name: str) -> Any:
        """The class of a component of ours; raises AttributeError for any other name."""
        if name not in USED:
            raise AttributeError(name)
        return getattr(import_module(f"{_PACKAGE}.{name}"), name)


sys.modules.setdefault(f"{_PACKAGE}._imports_", _Ours(f"{_PACKAGE}._imports_"))

import dash_mantine_components as dmc  # noqa: E402

__all__ = ["USED", "dmc"]
