"""Server time of one panel's answer, from the cache and computed, over every panel of every page."""

from __future__ import annotations

import time
from collections.abc import Mapping

from flask.testing import FlaskClient

from app import create_app
from benchmarks.measured import Measured
from benchmarks.stage import Stage, view_of
from components.shell import registry
from components.view.page import Page, Panel
from tests.pages.asking import view_address


def _milliseconds(client: FlaskClient, address: str) -> float:
    started = time.perf_counter()
    response = client.get(address)
    taken = (time.perf_counter() - started) * 1000
    if response.status_code != 200:
        raise RuntimeError(f"{address} answered {response.status_code}: {response.text[:500]}")
    return taken


def panel_address(page: Page, panel: Panel, view: Mapping[str, str]) -> str:
    """The address that answers one panel, in English where the view names no language."""
    return view_address(page.key, [f"panel.{panel.key}"], {"lang": "en", **view})


def answerable(stage: Stage) -> list[tuple[Page, Panel]]:
    """Every panel and table whose domain this city has records of."""
    return [
        (page, panel)
        for page in registry.pages().values()
        for panel in (*page.panels, *((page.table,) if page.table else ()))
        if panel.domain in stage.sources
    ]


def run(stage: Stage) -> list[Measured]:
    """Each panel is asked for a year that nobody asked for before (computed), then for the same again (cached)."""
    client = create_app().server.test_client()
    panels = answerable(stage)
    for page, panel in panels:
        _milliseconds(client, panel_address(page, panel, view_of(stage, panel.domain)))
    computed, cached = [], []
    for number in range(stage.runs):
        for page, panel in panels:
            address = panel_address(page, panel, view_of(stage, panel.domain, days_back=number))
            computed.append(_milliseconds(client, address))
            cached.append(_milliseconds(client, address))
    note = f"{stage.city}, {len(panels)} panels"
    return [
        Measured("panel answer, cached", "ms", cached, limit=5, note=note),
        Measured("panel answer, computed", "ms", computed, limit=50, limit_p95=120, note=note),
    ]
