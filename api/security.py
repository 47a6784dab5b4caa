"""Headers of every answer: our own host alone, no frames, no sniffing."""

from __future__ import annotations

import flask
from dash import Dash

from api.routes import FOR_EVER


def add_security(app: Dash) -> None:
    """Headers of every answer: our own host alone, no frames, no sniffing, caching by what an address promises."""

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
        fingerprinted = flask.request.path.startswith(("/_dash-component-suites/", "/assets/")) and flask.request.args
        if response.status_code == 200 and fingerprinted:
            response.headers["Cache-Control"] = FOR_EVER
        return response
