"""Reads what a figure of HTML elements says."""

from __future__ import annotations

from typing import Any

from dash.development.base_component import Component


def every(part: Any) -> list[Component]:
    """The component and every one in it, in reading order."""
    if isinstance(part, list | tuple):
        return [each for inner in part for each in every(inner)]
    if not isinstance(part, Component):
        return []
    return [part, *every(getattr(part, "children", None))]


def of_class(part: Any, name: str) -> list[Component]:
    """Those of a class."""
    return [each for each in every(part) if name in getattr(each, "className", "").split()]


def of_type(part: Any, name: str) -> list[Component]:
    """Those of a type of element."""
    return [each for each in every(part) if each._type == name]


def text(part: Any) -> str:
    """The words of a component, one blank between its elements."""
    if isinstance(part, list | tuple):
        return " ".join(filter(None, map(text, part)))
    return text(getattr(part, "children", None)) if isinstance(part, Component) else str(part or "")


def attribute(part: Component, name: str) -> Any:
    """An attribute such as `data-tip`; None where the component has none."""
    return part.to_plotly_json()["props"].get(name)
