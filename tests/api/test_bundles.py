"""A page names a few files, each under an address of its content, compressed once."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import brotli
import pytest
from dash import Dash
from flask.testing import FlaskClient

from api.bundles import Bundles, File

NAMED = re.compile(r'(?:src|href)="(/files/[0-9a-f]{12}/[^"]+)"')


def test_a_page_names_three_files_and_little_else(client: FlaskClient) -> None:
    page = client.get("/services").text
    assert [address.rpartition("/")[2] for address in NAMED.findall(page)] == [
        "page.css", "dash-renderer-and-components.js", "main.js",
    ]  # fmt: skip
    others = set(re.findall(r'(?:src|href)="(/[^"]+)"', page)) - set(NAMED.findall(page))
    assert sorted(re.sub(r"[0-9a-f]{12}", "", each) for each in others) == ["/js//first.js"]


def test_a_file_is_kept_for_ever_and_no_other_address_answers(client: FlaskClient) -> None:
    for address in NAMED.findall(client.get("/").text):
        answer = client.get(address, headers={"Accept-Encoding": "identity"})
        assert (answer.status_code, len(answer.data) > 5000) == (200, True)
        assert "immutable" in answer.headers["Cache-Control"]
        assert client.get(address.replace("/files/", "/files/0")).status_code == 404


def test_styles_find_their_fonts(client: FlaskClient) -> None:
    (style,) = (address for address in NAMED.findall(client.get("/").text) if address.endswith(".css"))
    fonts = set(re.findall(r'url\("(/[^"]+)"\)', client.get(style).text))
    assert len(fonts) > 50
    for font in sorted(fonts)[::20]:
        answer = client.get(font, buffered=True)
        assert (answer.status_code, "immutable" in answer.headers["Cache-Control"]) == (200, True)


def test_parts_of_packages_are_found_beside_the_joined_script(client: FlaskClient) -> None:
    (script,) = (each for each in NAMED.findall(client.get("/").text) if each.endswith("components.js"))
    answer = client.get(script.replace("dash-renderer-and-components.js", "async-GeoJSON.js"))
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    apart = client.get("/_dash-component-suites/dash_leaflet/async-GeoJSON.js", buffered=True)
    assert answer.data == apart.data
    for name in ("async-nothing.js", "dash_leaflet.js", "..%2f..%2fapp.py"):
        assert client.get(script.replace("dash-renderer-and-components.js", name)).status_code == 404
    assert client.get("/files/0123456789ab/async-GeoJSON.js").status_code == 404


@pytest.fixture
def bundles(dashboard: Dash, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bundles:
    made = Bundles(dashboard, tmp_path / "cache" / "files")
    file = File("page.js", b"let a = 1;\n" * 500, "text/javascript")
    monkeypatch.setattr(made, "files", lambda: [file])
    return made


def test_a_file_is_compressed_once_and_as_small_as_it_gets(bundles: Bundles, tmp_path: Path) -> None:
    (file,) = bundles.files()
    assert bundles.compressed(file, "br") is None
    bundles.compress_all()
    small = bundles.compressed(file, "br")
    assert small is not None
    assert len(small) < 100
    assert brotli.decompress(small) == file.body
    assert gzip.decompress(bundles.compressed(file, "gzip") or b"") == file.body
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "cache" / "files").iterdir()}
    bundles.compress_all()
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "cache" / "files").iterdir()} == before


def test_scripts_are_joined_once_and_what_was_cut_off_is_made_anew(
    client: FlaskClient, dashboard: Dash, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = dashboard.interpolate_index()
    joined: list[str] = []
    monkeypatch.setattr("api.bundles.bundle", lambda sources, entry: joined.append(entry) or "let whole = 1;\n")

    def made() -> File:
        Bundles(dashboard, tmp_path).shorten(page)
        (path,) = tmp_path.glob("*-main.js")
        return File("main.js", path.read_bytes(), "text/javascript")

    assert made().body == made().body == b"let whole = 1;\n"
    assert joined == ["main.js"]
    next(tmp_path.glob("*-main.js")).write_bytes(b"let wh")
    assert made().body == b"let whole = 1;\n"
    assert joined == ["main.js", "main.js"]
    monkeypatch.setattr("api.bundles.MADE_BY", [b"another program"])
    made()  # of the other program there is nothing any more
    assert len(joined) == 3


def test_without_room_files_are_served_as_they_are(dashboard: Dash, tmp_path: Path) -> None:
    (tmp_path / "files").touch()
    bundles = Bundles(dashboard, tmp_path / "files")
    bundles.shorten('<script src="/_dash-component-suites/dash/deps/react@18.min.js"></script>'.replace(
        "/_dash-component-suites/dash/deps/react@18.min.js", "/theme.css"))  # fmt: skip
    bundles.compress_all()
    assert [bundles.compressed(file, "br") for file in bundles.files()] == [None, None]
