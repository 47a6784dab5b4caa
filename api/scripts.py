"""The scripts of assets/js as the ES modules that they are, under an address that names their content.

Nothing is built: a module imports its neighbours by relative addresses, so all share the digest in the address of the
first one, and a browser keeps them for ever.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import flask
from dash import Dash

from api.routes import FOR_EVER
from settings import ROOT

FOLDER = ROOT / "assets" / "js"
#: Runs before anything is drawn, so it is no module: those wait for the whole page.
FIRST = "first.js"
#: Imports the other modules and starts Dash's renderer when they are there.
ENTRY = "main.js"
#: Modules that only the page of that name asks for, when it starts.
ONE_PAGE = ("wall",)


@cache
def digest(folder: Path = FOLDER) -> str:
    """Twelve hexadecimal digits that change with any script of `folder`; read once a process."""
    content = hashlib.sha256()
    for path in sorted(folder.rglob("*.js")):
        content.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return content.hexdigest()[:12]


def address(name: str) -> str:
    """The address of a script, by its path in assets/js."""
    return f"/js/{digest()}/{name}"


def preloaded() -> list[str]:
    """The modules that every page imports, by their paths: asked for at once, not one import after the other."""
    modules = (path.relative_to(FOLDER) for path in FOLDER.rglob("*.js"))
    return sorted(module.as_posix() for module in modules if module.parts[0] not in (*ONE_PAGE, FIRST))


def first_tag() -> str:
    """The script that the head of a page runs before anything is drawn."""
    return f'<script src="{address(FIRST)}"></script>'


def entry_tags() -> str:
    """The modules to ask for, and the one that starts the page: in the place, and by the id, of Dash's own script.

    They stand behind Dash's scripts, as those are larger: in the head our many small requests would go before them, and
    a first visit over a slow line would take a tenth longer.
    """
    links = [f'<link rel="modulepreload" href="{address(name)}">' for name in preloaded()]
    return "\n".join([*links, f'<script id="_dash-renderer" type="module" src="{address(ENTRY)}"></script>'])


def add_scripts(app: Dash) -> None:
    """Serve the scripts; those of an address of another version are today's, and are not kept."""

    @app.server.get("/js/<version>/<path:name>")
    def script(version: str, name: str) -> flask.Response:
        if not name.endswith(".js"):
            flask.abort(404)
        response = flask.send_from_directory(FOLDER, name, mimetype="text/javascript")
        response.headers["Cache-Control"] = FOR_EVER if version == digest() else "no-cache"
        return response
