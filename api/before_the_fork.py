"""What every worker needs, done before there are any: once, in memory that they share, not for first readers."""

from __future__ import annotations

import flask

from api.security import ask_itself
from data.operations.app_version import app_version
from data.reading.compiled_sql import load_compiler
from data.reading.dimensions import dimensions


def share(server: flask.Flask) -> None:
    """Make a page, as Dash registers its scripts with the first one that a process makes; load what compiles a
    statement; read the contracts, and which state of the program this is. No cubes are opened: these are a worker's."""
    ask_itself(server, "/")
    load_compiler()
    dimensions()
    app_version()
