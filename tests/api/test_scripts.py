"""Our scripts are modules of one version: asked for at once, kept for ever, and there before Dash's renderer starts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from api import scripts
from tests.source_tree import ROOT

IMPORT = re.compile(r'^(?:import|export)\b[^"\']*?["\'](\.[^"\']+)["\'];', re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"assets/js/([\w/]+\.js)\b")


def _imported(name: str) -> set[str]:
    """The modules that a module imports when it is loaded, by their paths in assets/js."""
    file = scripts.FOLDER / name
    found = IMPORT.findall(file.read_text("utf-8"))
    return {(file.parent / each).resolve().relative_to(scripts.FOLDER).as_posix() for each in found}


def _reached(entry: str) -> set[str]:
    """A module and all that it imports, directly or not."""
    found, ahead = {entry}, [entry]
    while ahead:
        new = _imported(ahead.pop()) - found
        found |= new
        ahead += new
    return found


def test_a_page_asks_for_all_modules_at_once(client: FlaskClient) -> None:
    page = client.get("/").text
    (address,) = re.findall(r'type="module" src="([^"]+)"', page)
    joined = client.get(address).text
    named = re.findall(r'^"([^"]+)": \(\) => \{$', joined, re.MULTILINE)
    assert {*named, "main.js"} == _reached("main.js") | _reached("wall/wall.js")
    assert "modulepreload" not in page


def test_every_module_is_imported_by_the_entry_or_by_the_wall() -> None:
    all_modules = {path.relative_to(scripts.FOLDER).as_posix() for path in scripts.FOLDER.rglob("*.js")}
    assert _reached("main.js") | _reached("wall/wall.js") == all_modules - {"first.js"}


def test_no_module_imports_itself_by_a_circle() -> None:
    ahead = {name: _imported(name) for name in _reached("main.js") | _reached("wall/wall.js")}
    while leaves := {name for name, imported in ahead.items() if not imported}:
        ahead = {name: imported - leaves for name, imported in ahead.items() if name not in leaves}
    assert ahead == {}


def test_our_entry_starts_the_renderer_in_place_of_dash(client: FlaskClient) -> None:
    page = client.get("/").text
    entries = re.findall(r'<script id="_dash-renderer" type="module" src="/files/[0-9a-f]{12}/main.js"></script>', page)
    assert page.count("_dash-renderer") == len(entries) == 1
    assert page.index("dash-renderer-and-components.js") < page.index(entries[0])
    assert "/assets/js/" not in page
    assert page.index(scripts.address("first.js")) < page.index("stylesheet")


def test_a_script_is_kept_for_ever_under_the_address_of_its_version(client: FlaskClient) -> None:
    answer = client.get(scripts.address("view/view.js"), buffered=True)
    assert (answer.status_code, answer.mimetype) == (200, "text/javascript")
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.data == (ROOT / "assets" / "js" / "view" / "view.js").read_bytes()
    of_another_version = client.get("/js/000000000000/view/view.js", buffered=True)
    assert (of_another_version.status_code, of_another_version.headers["Cache-Control"]) == (200, "no-cache")


def test_an_address_names_the_content(tmp_path: Path) -> None:
    (tmp_path / "wall").mkdir()
    (tmp_path / "wall" / "a.js").write_text("one", "utf-8")
    before = scripts.digest.__wrapped__(tmp_path)
    (tmp_path / "wall" / "a.js").write_text("two", "utf-8")
    changed = scripts.digest.__wrapped__(tmp_path)
    (tmp_path / "wall" / "a.js").rename(tmp_path / "a.js")
    assert len({before, changed, scripts.digest.__wrapped__(tmp_path)}) == 3


@pytest.mark.parametrize("name", ["globals.d.ts", "../css/base.css", "%2e%2e/%2e%2e/app.py", "nothing.js", "..%2fx.js"])
def test_nothing_else_is_served_as_a_script(client: FlaskClient, name: str) -> None:
    assert client.get(f"/js/{scripts.digest()}/{name}").status_code == 404


def test_scripts_that_are_named_elsewhere_are_there() -> None:
    files = [*(ROOT / "components").rglob("*.py"), *(ROOT / "api").glob("*.py"), *(ROOT / "docs").glob("*.md")]
    named = {(file.name, name) for file in files for name in NAMED.findall(file.read_text("utf-8"))}
    assert named
    assert sorted((file, name) for file, name in named if not (scripts.FOLDER / name).exists()) == []
