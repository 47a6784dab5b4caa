"""What a browser may ask Dash for: the page of an address, and nothing else.

All other answers have addresses of their own (`/view/`, `/export/`, `/api/`), so Dash's own endpoint knows one form of
request. It is checked here before Dash reads it: whatever is forged, torn or made for another version ends as a 400.
"""

from __future__ import annotations

import logging
from typing import Annotated, Literal

import flask
from dash import Dash
from pydantic import BaseModel, ConfigDict, Field, ValidationError

log = logging.getLogger("citydeck")

ENDPOINT = "/_dash-update-component"
#: Marks of a log line that come from a stranger.
MOST_TOLD = 120


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Content(_Strict):
    """Where a page is laid out."""

    id: Literal["_pages_content"]
    property: Literal["children"]


class Title(_Strict):
    """Where its title goes."""

    id: Literal["_pages_store"]
    property: Literal["data"]


class Path(_Strict):
    """The path of its address."""

    id: Literal["_pages_location"]
    property: Literal["pathname"]
    value: Annotated[str, Field(pattern="^/")]


class Search(_Strict):
    """The query of its address, with the question mark, or an empty text."""

    id: Literal["_pages_location"]
    property: Literal["search"]
    value: str


Changed = Annotated[list[Literal["_pages_location.pathname", "_pages_location.search"]], Field(max_length=2)]


class PageRequest(_Strict):
    """The body that Dash's renderer posts to be given a page: the only callback that this server answers."""

    output: Literal[".._pages_content.children..._pages_store.data.."]
    outputs: tuple[Content, Title]
    inputs: tuple[Path, Search]
    changedPropIds: Changed  # noqa: N815 - Dash's name
    parsedChangedPropsIds: Changed = []  # noqa: N815 - Dash's name


def fault_of(body: bytes) -> str | None:
    """Why the body asks for no page, in a few printable words; None where it does."""
    try:
        PageRequest.model_validate_json(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"])) or "body"
        return ascii(f"{where[: MOST_TOLD // 2]}: {first['msg']}"[:MOST_TOLD])[1:-1]
    return None


def add_page_requests(app: Dash) -> None:
    """Refuse what asks Dash for anything but a page: 400 with a sentence, and one line in the log."""

    @app.server.before_request
    def refuse_what_asks_for_no_page() -> flask.Response | None:
        asked = flask.request
        if asked.path != ENDPOINT or asked.method != "POST":
            return None
        if asked.mimetype != "application/json":
            return _refused("the body should be application/json")
        fault = fault_of(asked.get_data())
        return None if fault is None else _refused(fault)


def _refused(fault: str) -> flask.Response:
    log.warning("a request for a page was refused: %s", fault)
    told = f"This asks for no page of this version of Citydeck ({fault}). Load the page again.\n"
    return flask.Response(told, status=400, mimetype="text/plain")
