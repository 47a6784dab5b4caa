"""Asks a page's callbacks as the browser does, and reads the answers back as words and numbers."""

from __future__ import annotations

import json
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.city_with_records import CITY

CALLBACKS = "/_dash-update-component"


def _id(own: dict[str, Any]) -> str:
    """An id as Dash writes it."""
    return json.dumps(own, sort_keys=True, separators=(",", ":"))


def _pattern(part: dict[str, Any]) -> str:
    """The output as its callback names it: for any page, or any panel."""
    own = {key: value if key == "type" else ["MATCH"] for key, value in part["id"].items()}
    return f"{_id(own)}.{part['property']}"


def _body(outputs: list[dict[str, Any]], state: list[dict[str, Any]], view: dict[str, str]) -> dict[str, Any]:
    """What the browser posts to have the callback fill these outputs for a view."""
    written = "...".join(_pattern(output) for output in outputs)
    return {
        "output": f"..{written}.." if len(outputs) > 1 else written,
        "outputs": outputs if len(outputs) > 1 else outputs[0],
        "inputs": [
            {"id": "view", "property": "data", "value": view},
            {"id": "snapshots", "property": "data", "value": {}},
        ],
        "changedPropIds": ["view.data"],
        "state": state,
    }


def _of_riverton(view: dict[str, str]) -> dict[str, str]:
    return {"city": CITY, "lang": "en", **view}


def _answered(response: TestResponse) -> Any:
    assert response.status_code == 200, response.text
    return response.get_json()["response"]


def _state(page: str) -> dict[str, Any]:
    return {"id": "page-key", "property": "data", "value": page}


def page_request(path: str, search: str) -> dict[str, Any]:
    """The body that the browser posts to be given the page at an address."""
    inputs = [("pathname", path), ("search", search)]
    return {
        "output": ".._pages_content.children..._pages_store.data..",
        "outputs": [{"id": "_pages_content", "property": "children"}, {"id": "_pages_store", "property": "data"}],
        "inputs": [{"id": "_pages_location", "property": name, "value": value} for name, value in inputs],
        "changedPropIds": ["_pages_location.pathname", "_pages_location.search"],
    }


def panel_request(page: str, key: str, view: dict[str, str]) -> dict[str, Any]:
    """The body that the browser posts when a panel is to be answered; `view` names the city."""
    own, source = {"type": "panel", "key": key}, {"type": "panel-source", "key": key}
    outputs = [{"id": own, "property": "children"}, {"id": source, "property": "children"}]
    return _body(outputs, [_state(page), {"id": own, "property": "id", "value": own}], view)


def _panel(client: FlaskClient, page: str, key: str, view: dict[str, str]) -> TestResponse:
    return client.post(CALLBACKS, json=panel_request(page, key, _of_riverton(view)))


def panel(client: FlaskClient, page: str, key: str, **view: str) -> Any:
    """The body of one panel, as the browser receives it."""
    return _answered(_panel(client, page, key, view))[_id({"type": "panel", "key": key})]["children"]


def ask_unknown_panel(client: FlaskClient) -> TestResponse:
    """What is answered where a page is asked for a panel that nobody wrote."""
    return _panel(client, "services", "no_such_panel", {})


def tiles_request(page: str, view: dict[str, str]) -> dict[str, Any]:
    """The body that the browser posts when the tiles of a page are to be answered; `view` names the city."""
    own = {"type": "tiles", "page": page}
    return _body([{"id": own, "property": "children"}], [_state(page)], view)


def tiles(client: FlaskClient, page: str, **view: str) -> list[list[str]]:
    """The words of each tile of a page."""
    own = {"type": "tiles", "page": page}
    answered = _answered(client.post(CALLBACKS, json=tiles_request(page, _of_riverton(view))))
    return [words(tile) for tile in elements(answered[_id(own)]["children"])]


#: What the callback of a page's frame fills, in its order.
FRAME = ("notices", "breadcrumb", "chips")
#: What the callback of a map fills, in its order: part and property.
MAP = (
    ("map-areas", "url"), ("map-areas", "hideout"), ("map-context", "url"), ("map-points", "data"), ("map", "bounds"),
    ("map-legend", "children"), ("map-subtitle", "children"), ("map-places", "children"), ("map-source", "children"),
    ("area-list", "children"),
)  # fmt: skip


def map_request(page: str, view: dict[str, str]) -> dict[str, Any]:
    """The body that the browser posts when the map of a page is to be answered; `view` names the city."""
    outputs = [{"id": {"type": part, "page": page}, "property": name} for part, name in MAP]
    return _body(outputs, [_state(page)], view)


def map_of(client: FlaskClient, page: str, **view: str) -> dict[str, Any]:
    """What the map of a page is sent, by `part.property`."""
    answered = _answered(client.post(CALLBACKS, json=map_request(page, _of_riverton(view))))
    return {f"{part}.{name}": answered[_id({"type": part, "page": page})][name] for part, name in MAP}


def chips(client: FlaskClient, page: str, **view: str) -> list[tuple[str, str]]:
    """Type and words of each chip of a page; only a Button takes its choice back."""
    outputs = [{"id": {"type": part, "page": page}, "property": "children"} for part in FRAME]
    complaints = {"id": {"type": "complaints", "page": page}, "property": "data", "value": []}
    body = _body(outputs, [_state(page), complaints], _of_riverton(view))
    answered = _answered(client.post(CALLBACKS, json=body))
    shown = answered[_id({"type": "chips", "page": page})]["children"]
    return [(chip["type"], " ".join(words(chip))) for chip in elements(shown)]


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
    (graph,) = parts(component, "Graph")
    return list(graph["figure"]["data"])


def bars(component: Any) -> list[list[str]]:
    """The rows of the ranking under a component that was sent, in the order that it opens in: name and values."""
    (body, *_) = parts(component, "Tbody")
    return [words(row["children"]) for row in parts(body["children"], "Tr")]


def rows(component: Any) -> list[dict[str, Any]]:
    """The rows of the table under a component that was sent."""
    (grid,) = parts(component, "AgGrid")
    return list(grid["rowData"])
