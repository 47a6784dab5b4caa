"""HTML that no callback names, sent as one part of Dash instead of one part an element.

Dash's renderer tells every part of a page about every change, and a part that comes anew is a change: a list of 77
areas (309 elements) cost seconds in the browser. React itself draws the same elements at once.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dash.development.base_component import Component

_HTML = "dash_html_components"
# Dash imports the namespace of a part with each of its properties, for a sentence about a fault; a name that is nowhere
# is looked for each time, which took thirty times as long as the part.
sys.modules.setdefault("citydeck", sys.modules[__name__])


class Markup(Component):
    """HTML elements that `assets/js/markup.js` draws: `tree` is a list of texts and `{"type", "props"}`."""

    _namespace, _type = "citydeck", "Markup"
    _prop_names = ["tree"]
    _valid_wildcard_attributes: list[str] = []
    available_properties, available_wildcard_properties = _prop_names, _valid_wildcard_attributes

    def __init__(self, tree: list[Any]) -> None:
        """`tree` comes from `compact`, which knows what may stand in it."""
        super().__init__(tree=tree)


class Chart(Component):
    """A figure of lines, bands and bars that `assets/js/charts/chart.js` draws as SVG, among elements."""

    _namespace, _type = "citydeck", "Chart"
    _prop_names = ["figure", "config", "height", "selects"]
    _valid_wildcard_attributes: list[str] = []
    available_properties, available_wildcard_properties = _prop_names, _valid_wildcard_attributes

    def __init__(self, figure: dict[str, Any], config: dict[str, Any], height: str, selects: str = "") -> None:
        """`height` is a CSS length; `selects` the dimension that a click on a mark selects, `period` or `day`."""
        super().__init__(figure=figure, config=config, height=height, selects=selects)


class RecordTable(Component):
    """A table of records that `assets/js/panel/record_table.js` draws, among elements."""

    _namespace, _type = "citydeck", "RecordTable"
    _prop_names = ["columns", "values", "words"]
    _valid_wildcard_attributes: list[str] = []
    available_properties, available_wildcard_properties = _prop_names, _valid_wildcard_attributes

    def __init__(self, columns: list[dict[str, Any]], values: dict[str, Any], words: dict[str, str]) -> None:
        """The columns from left to right, their values by field, and the words of the menus of their heads."""
        super().__init__(columns=columns, values=values, words=words)


class Svg(Component):
    """A drawing of paths among elements, stretched to the box that the style sheet gives it."""

    _namespace, _type = "citydeck", "svg"
    _prop_names = ["children", "viewBox", "preserveAspectRatio", "className", "style"]
    _valid_wildcard_attributes = ["aria-"]
    available_properties, available_wildcard_properties = _prop_names, _valid_wildcard_attributes

    def __init__(
        self,
        children: list[Component],
        view_box: str,
        className: str,  # noqa: N803
        style: dict[str, Any] | None = None,
    ) -> None:
        """`view_box` as SVG writes it; the other two as an element of HTML has them."""
        styled = {} if style is None else {"style": style}
        super().__init__(children=children, viewBox=view_box, preserveAspectRatio="none", className=className, **styled)


class Path(Component):
    """A path of a drawing, filled unless the style sheet says otherwise."""

    _namespace, _type = "citydeck", "path"
    _prop_names = ["d", "className"]
    _valid_wildcard_attributes = ["data-"]
    available_properties, available_wildcard_properties = _prop_names, _valid_wildcard_attributes

    def __init__(self, d: str, **attributes: str) -> None:
        """`d` as SVG writes a path; `attributes` are of data, such as `data-tip`."""
        super().__init__(d=d, **attributes)


def markup(part: Any) -> list[Any]:
    """The same as a list of texts and `{"type", "props"}`, to be drawn by `assets/js/drawing/` without Dash.

    Takes what `children` may be. Raises TypeError for a component that only Dash can draw.
    """
    parts = part if isinstance(part, list | tuple) else [part]
    return [_element(each) for each in parts if each is not None]


def compact(part: Any) -> Any:
    """The same page with each run of elements and drawings that have no id, and nothing but such in them, as one part.

    Takes and gives what `children` may be: a component, a text, None, or a list of those.
    """
    if isinstance(part, list | tuple):
        return _runs(part)
    if not isinstance(part, Component):
        return part
    if _is_static(part):
        return Markup([_element(part)])
    children = getattr(part, "children", None)
    if children is not None and part._namespace == _HTML:
        part.children = compact(children)
    return part


def _runs(parts: Iterable[Any]) -> list[Any]:
    """The parts with those that are plain and stand side by side in one."""
    found: list[Any] = []
    for part in parts:
        if not isinstance(part, Component) or not _is_static(part):
            found.append(compact(part))
        elif found and isinstance(found[-1], Markup):
            found[-1].tree.append(_element(part))
        else:
            found.append(Markup([_element(part)]))
    return found


def _is_static(part: Any) -> bool:
    if isinstance(part, list | tuple):
        return all(map(_is_static, part))
    if not isinstance(part, Component):
        return True
    plain = part._namespace == _HTML or isinstance(part, Svg | Path)
    return plain and not hasattr(part, "id") and _is_static(getattr(part, "children", None))


def _element(part: Any) -> Any:
    """An element as its type and attributes, its children made so too; a text as it is."""
    if part is None or isinstance(part, str):
        return part  # most are, and whether something is a component takes Python ten times as long to tell
    if isinstance(part, list | tuple):
        return [_element(each) for each in part]
    kind = _KINDS.get(part.__class__)
    if kind is None:
        if not isinstance(part, Component):
            return part
        kind = _KINDS[part.__class__] = _Kind(part)
    props = kind.attributes(part.__dict__)
    if not kind.is_leaf:
        props["children"] = _element(props.get("children"))
    return {"type": kind.name, "props": props}


class _Kind:
    """What is the same for all elements of a class."""

    def __init__(self, part: Component) -> None:
        """Raises TypeError for a class that only Dash can draw."""
        if part._namespace not in (_HTML, "citydeck"):
            raise TypeError(f"{part._type} cannot be drawn without Dash")
        self.name = part._type
        self.is_leaf = part._namespace == "citydeck" and isinstance(part, Chart | RecordTable)
        self._known: Sequence[str] = part._prop_names
        #: Attributes in the order in which Dash tells them, by those that an element has: of a hundred elements a dozen
        #: have others, and each knows up to forty.
        self._ordered: dict[tuple[str, ...], tuple[str, ...]] = {}

    def attributes(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """What `to_plotly_json` of Dash says of an element with these, which asks it for each that HTML knows."""
        has = tuple(given)
        ordered = self._ordered.get(has)
        if ordered is None:
            own = [name for name in self._known if name in given]
            wild = [name for name in has if name.startswith(("aria-", "data-")) and name not in own]
            ordered = self._ordered[has] = (*own, *wild)
        return {name: given[name] for name in ordered}


_KINDS: dict[type, _Kind] = {}
