"""What is asked for under an address of its version is of that version: a browser keeps it for ever."""

from __future__ import annotations

import re

from flask.testing import FlaskClient

from tests.source_tree import ROOT

ADDRESS = re.compile(r'ADDRESS = "/assets/(vendor/[\w.-]+)\?version=([\d.]+)"')


def test_plotly_is_of_the_version_that_its_address_names(client: FlaskClient) -> None:
    found = ADDRESS.search((ROOT / "assets/js/charts/plotly.js").read_text("utf-8"))
    assert found is not None
    path, version = found.groups()
    assert f"plotly.js (cartesian - minified) v{version}\n" in (ROOT / "assets" / path).read_text("utf-8")[:200]
    assert "immutable" in client.get(f"/assets/{path}?version={version}", buffered=True).headers["Cache-Control"]


def test_a_page_itself_brings_no_plotly(client: FlaskClient) -> None:
    assert "plotly-cartesian" not in client.get("/services?city=riverton").text
