"""Asks for the parts of a page as the browser does, and reads the answers back as words and numbers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from flask.testing import FlaskClient

from tests.city_with_records import CITY

#: Where Dash's own requests go: of a page, those that lay it out.
LAYOUTS = "/_dash-update-component"


def page_request(path: str, search: str) -> dict[str, Any]:
    """The body that the browser posts to be given the page at an address."""
    inputs = [("pathname", path), ("search", search)]
    return {
        "output": ".._pages_content.children..._pages_store.data..",
        "outputs": [{"id": "_pages_content", "property": "children"}, {"id": "_pages_store", "property": "data"}],
        "inputs": [{"id": "_pages_location", "property": name, "value": value} for name, value in inputs],
        "changedPropIds": ["_pages_location.pathname", "_pages_location.search"],
    }


def view_address(page: str, names: Iterable[str], view: Mapping[str, str]) -> str:
    """The address of these parts of a page in a view; its version is none of today's: nobody keeps the answer."""
    return f"/view/any/{page}?{urlencode({**view, 'parts': ','.join(names)})}"


def part(client: FlaskClient, page: str, name: str, **view: str) -> dict[str, Any]:
    """What one part of a page shows, as the browser receives it; of Riverton in English where the view says nothing."""
    answered = client.get(view_address(page, [name], {"city": CITY, "lang": "en", **view}))
    assert answered.status_code == 200, answered.text
    _, line = map(json.loads, answered.text.splitlines())
    return dict(line)


def panel(client: FlaskClient, page: str, key: str, **view: str) -> Any:
    """The body of one panel."""
    return part(client, page, f"panel.{key}", **view)["body"]


def tiles(client: FlaskClient, page: str, **view: str) -> list[list[str]]:
    """The words of each tile of a page."""
    return [words(tile) for tile in part(client, page, "tiles", **view)["tiles"]]


def map_of(client: FlaskClient, page: str, **view: str) -> dict[str, Any]:
    """What the map of a page is sent, by name."""
    return part(client, page, "map", **view)


def chips(client: FlaskClient, page: str, **view: str) -> list[tuple[str, str]]:
    """Type and words of each chip of a page; only a Button takes its choice back."""
    shown = part(client, page, "frame", **view)["chips"]
    return [(chip["type"], re.sub(" +", " ", " ".join(words(chip)))) for chip in shown]


def elements(component: Any) -> list[Any]:
    """What was sent side by side, as elements: those that our own script draws come together as one part."""
    if isinstance(component, list):
        return [element for each in component for element in elements(each)]
    if isinstance(component, dict) and "tree" in component["props"]:
        return list(component["props"]["tree"])
    return [component]


def _inner(component: dict[str, Any]) -> Any:
    """What stands in a component, whether Dash or our own script draws it."""
    props = component.get("props", {})
    return props.get("tree", props.get("children"))


def words(component: Any) -> list[str]:
    """Every text under a component that was sent, in reading order."""
    if isinstance(component, list):
        return [text for each in component for text in words(each)]
    if isinstance(component, dict):
        return words(_inner(component))
    return [component] if isinstance(component, str) and component else []


def parts(component: Any, kind: str) -> list[dict[str, Any]]:
    """The props of every part of that type under a component that was sent."""
    if isinstance(component, list):
        return [props for each in component for props in parts(each, kind)]
    if not isinstance(component, dict):
        return []
    own = [component["props"]] if component.get("type") == kind else []
    return own + parts(_inner(component), kind)


def traces(component: Any) -> list[dict[str, Any]]:
    """The traces of the figure under a component that was sent."""
    (graph,) = parts(component, "Chart")
    return list(graph["figure"]["data"])


def bars(component: Any) -> list[list[str]]:
    """The rows of the ranking under a component that was sent, in the order that it opens in: name and values."""
    (body, *_) = parts(component, "Tbody")
    return [words(row["children"]) for row in parts(body["children"], "Tr")]


def rows(component: Any) -> list[dict[str, Any]]:
    """The rows of the table under a component that was sent, each field with its written form where it has one."""
    (table,) = parts(component, "RecordTable")
    columns: dict[str, list[Any]] = {}
    for field, values in table["values"].items():
        columns[field] = values.get("plain") or [values["of"][place] for place in values.get("rows", [])]
        if "written" in values:
            columns[f"written_{field}"] = [values["written"][place] for place in values["rows"]]
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
