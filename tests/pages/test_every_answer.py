"""An imported city answers everywhere: every page, part, export and wall scene, of the city and of its areas.

A small city of rows in Chicago's own columns is brought as the README says, by the command line; Chicago itself, where
the publishers' files are, in this process, with forecasts of two years, of which the pages ask the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import dash
import pytest
from dash import Dash
from flask.testing import FlaskClient

from components.panel.export_menu import WITHOUT_PICTURE
from components.shell import registry
from components.shell.view_parts import part_names
from components.text import Words
from components.view.page import Page
from components.wall import scenes
from data.city.pack import load_city, read_areas
from data.reading.exports.formats import FORMATS
from modules.commands import main as modules_command
from modules.sources.chicago import FILES
from settings import settings
from tests.city_with_records import CITY
from tests.compiled import share_compiled
from tests.conftest import forget_settings
from tests.modules.real_records import real_records
from tests.modules.smaller_world import forecast_less, forecast_quickly
from tests.modules.sources.chicago.small_city import write_files
from tests.pages.asking import LAYOUTS, page_request, view_address, words
from tests.serving import folders, run

CHICAGO = "chicago"
#: A day before anything was published.
BEFORE = {"as_of": "2001-01-01"}
#: Why there may be no file: no such table in the city, a view that the part cannot keep, no record in it, too few.
REFUSALS = ("tile.not_in_data", "tile.not_in_scope", "sentence.nothing", "sentence.too_few")
ENDINGS = (*FORMATS, "csv-metadata.json")
ONE_SERVICE = {"service": "sanitation-code-violation"}
#: Words of a page on which something failed or was never published.
FAILURES = ("sentence.mistake", "tile.missing", "standing.nothing_yet")


def _files(kind: str, root: Path) -> Path:
    """The folder of the publisher's files."""
    if kind == "small":
        return write_files(root / "files")
    return real_records(*(file for needed, _ in FILES.values() for file in needed))


@pytest.fixture(scope="module", params=["small", "real"])
def imported(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, dashboard: Dash
) -> Iterator[str]:
    """Which of the two is served."""
    root = tmp_path_factory.mktemp(request.param)
    files, environment = (
        _files(request.param, root),
        {**folders(share_compiled(root)), "CITYDECK_DEFAULT_CITY": CHICAGO},
    )
    bring = ["import", "chicago", "--from", str(files), "--city", CHICAGO]
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        forget_settings()
        if request.param == "small":
            done = run(environment, "modules", *bring)
            assert done.returncode == 0, done.stdout + done.stderr
        else:
            forecast_quickly(patch)
            forecast_less(patch, root / "back_tests")
            assert modules_command(bring) == 0
        yield request.param
    forget_settings()


@pytest.fixture
def asked(imported: str, dashboard: Dash) -> FlaskClient:
    """Flask's client of the application on that city."""
    return dashboard.server.test_client()


def views() -> list[dict[str, str]]:
    """The city, and the first area of each level below it."""
    areas = read_areas(load_city(CHICAGO, settings().cities_dir))
    first = [next(area for area in areas if area.level == level) for level in (1, 2)]
    plain = {"city": CHICAGO, "lang": "en"}
    return [plain, *(plain | {"area": area.area_id} for area in first)]


def alerts(told: Any) -> list[str]:
    """The sentences that stand in place of an answer and are read out at once: something is missing or went wrong."""
    if isinstance(told, list):
        return [text for each in told for text in alerts(each)]
    if not isinstance(told, dict):
        return []
    is_alert = told.get("role") == "alert" and told.get("className") == "sentence"
    return (words(told.get("children")) if is_alert else []) + [text for each in told.values() for text in alerts(each)]


def failures(text: str) -> list[str]:
    """Those of a page's words that say that something failed."""
    return [key for key in FAILURES if Words("en", "USD").t(key) in text]


def test_what_is_missing_is_seen(client: FlaskClient) -> None:
    """The tests below would fail on a part that nobody published."""
    answered = client.get(view_address("services", ["panel.requests", "tiles"], {"city": CITY, "lang": "en", **BEFORE}))
    assert failures(answered.text) == ["tile.missing"]
    _, *lines = map(json.loads, answered.text.splitlines())
    assert alerts(lines) == ["Services: nothing was published by 1 Jan 2001."]


def test_every_page_is_laid_out(asked: FlaskClient) -> None:
    paths = [page["path"] for page in dash.page_registry.values() if not page.get("path_template")]
    assert "/data" in paths
    for path in [*paths, "/services/sanitation-code-violation"]:
        answered = asked.post(LAYOUTS, json=page_request(path, f"?city={CHICAGO}&lang=en"))
        assert answered.status_code == 200, (path, answered.text)
        shown = answered.get_json()["response"]["_pages_content"]["children"]
        assert (path, alerts(shown), failures(json.dumps(shown, ensure_ascii=False))) == (path, [], [])


def test_every_part_of_every_page_is_answered(asked: FlaskClient) -> None:
    for view in views():
        for key, page in registry.pages().items():
            one = ONE_SERVICE if key == "service" else {}
            names = part_names(page)
            answered = asked.get(view_address(key, names, {**view, **one}))
            assert answered.status_code == 200, (key, view, answered.text)
            _, *lines = map(json.loads, answered.text.splitlines())
            assert {line["part"] for line in lines} == set(names)
            for line in lines:
                said = (key, line["part"], view)
                assert (said, line.get("failed"), line.get("passing")) == (said, None, None)
                assert (said, alerts(line), failures(json.dumps(line, ensure_ascii=False))) == (said, [], [])


def files_of(page: Page, every_format: bool, first: int) -> set[str]:
    """The names of a page's files: its pictures, and each part in every format or in one, from `first` on in turn."""
    pictures = {f"{panel.key}.figure.json" for panel in page.panels if panel.figure not in WITHOUT_PICTURE}
    if every_format:
        return pictures | {f"{part}.{ending}" for part in page.parts() for ending in ENDINGS}
    return pictures | {f"{part}.{ENDINGS[n % len(ENDINGS)]}" for n, part in enumerate(sorted(page.parts()), first)}


def test_every_export_holds_records_or_says_why_not(imported: str, asked: FlaskClient) -> None:
    """A file is refused only where the records have no such table or too few cases, or a part cannot keep the view.

    All formats write one answer: whether there is one is asked of the other views by one file a part.
    """
    refused = tuple(Words("en", "USD").t(key).partition("{")[0] for key in REFUSALS)
    for number, view in enumerate(views()[:2]):
        for key, page in registry.pages().items():
            one = ONE_SERVICE if key == "service" else {}
            for file in sorted(files_of(page, every_format=imported == "small" and number == 0, first=number)):
                answered = asked.get(f"/export/{key}/{file}?{urlencode({**view, **one})}")
                is_refused = answered.status_code == 404 and answered.text.startswith(refused)
                assert is_refused or (answered.status_code == 200 and answered.data), (key, file, view, answered.text)


def test_every_scene_of_the_wall_is_answered(asked: FlaskClient) -> None:
    for name in scenes.ALL:
        answered = asked.get(f"/api/wall/{CHICAGO}?scene={name}&lang=en")
        assert answered.status_code == 200, (name, answered.text)
        told = json.loads(answered.data)
        assert (name, alerts(told), failures(answered.get_data(as_text=True))) == (name, [], [])
