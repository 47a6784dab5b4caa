"""Headers of every answer: our own host alone, no frames, no sniffing."""

from __future__ import annotations

import re
from collections.abc import Iterable

import dash
import flask
from dash import Dash
from dash.exceptions import DependencyException
from werkzeug.test import TestResponse

from api.routes import FOR_EVER
from api.unknown_things import is_page_of_nothing
from settings import settings

#: Bytes of the longest body that anything here reads; a longer one is refused (413) before it is.
MOST_BODY_BYTES = 262_144
#: Where Dash gives the files of packages of components.
PACKAGE_FILES = "/_dash-component-suites/"


def page_pattern(addresses: Iterable[str]) -> re.Pattern[str]:
    """What the path of a page's address looks like; `<name>` in one stands for any text without a slash."""
    parts = (
        re.sub(r"<[^>]*>", "[^/]+", re.escape(address).replace(r"\<", "<").replace(r"\>", ">")) for address in addresses
    )
    return re.compile("|".join(parts))


def ask_itself(server: flask.Flask, address: str) -> TestResponse:
    """What the application answers to itself under that address, under a name that it trusts; its body is whole."""
    name = (server.config["TRUSTED_HOSTS"] or ["localhost"])[0].removeprefix(".")
    return server.test_client().get(address, base_url=f"http://{name}", buffered=True)


def add_security(app: Dash) -> None:
    """Limits of every request and headers of every answer: our own host alone, no frames, no sniffing, caching by what
    an address promises; 404 for an address that no page has, and for one of a thing that nobody knows."""
    app.server.config["MAX_CONTENT_LENGTH"] = MOST_BODY_BYTES
    app.server.config["TRUSTED_HOSTS"] = settings().trusted_hosts.split() or None
    pages = page_pattern(page["path_template"] or page["path"] for page in dash.page_registry.values())

    @app.server.errorhandler(DependencyException)
    def tell_unknown_files(error: DependencyException) -> flask.Response:
        """Dash raises for a package or a file of it that it does not have, which is no mistake of ours."""
        if not flask.request.path.startswith(PACKAGE_FILES):
            raise error
        return flask.Response("No file is there.\n", status=404, mimetype="text/plain")

    @app.server.after_request
    def tell_unknown_addresses(response: flask.Response) -> flask.Response:
        rule = flask.request.url_rule
        # As it was sent: the name of a fund may have a slash of its own, which is %2F there and not yet a path's.
        sent = flask.request.environ.get("RAW_URI", "").partition("?")[0] or flask.request.path
        known = pages.fullmatch(flask.request.path) or pages.fullmatch(sent)
        if rule is not None and rule.rule == "/<path:path>" and (not known or is_page_of_nothing(sent)):
            response.status_code = 404
        return response

    @app.server.after_request
    def set_headers(response: flask.Response) -> flask.Response:
        # Asked anew for every page: Dash adds its inline scripts while it makes the first ones.
        inline = app.csp_hashes() if response.mimetype == "text/html" else []
        scripts = " ".join(["'self'", *(f"'{value}'" if not value.startswith("'") else value for value in inline)])
        response.headers["Content-Security-Policy"] = (
            f"default-src 'self'; script-src {scripts}; style-src 'self' 'unsafe-inline'; "
            "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; "
            "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        )
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["X-Frame-Options"] = "DENY"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        fingerprinted = flask.request.path.startswith((PACKAGE_FILES, "/assets/")) and flask.request.args
        if response.status_code == 200 and fingerprinted:
            response.headers["Cache-Control"] = FOR_EVER
        return response
