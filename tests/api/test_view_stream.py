"""One answer a view: its parts in reading order, under an address that says all that decides it."""

from __future__ import annotations

import gzip
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from api import view_stream
from components.shell import registry
from components.shell.view_parts import part_names
from components.view.reader import read
from components.view.version import view_version
from tests.city_with_records import CITY, write_city, write_records
from tests.conftest import forget_settings, publish_riverton
from tests.pages.asking import parts, words
from tests.serving import folders, run


def version() -> str:
    """The version that answers Riverton now."""
    reader = read({"city": CITY, "lang": "en"})
    assert reader is not None
    return view_version(reader)


def lines(client: FlaskClient, asked: str, page: str = "services", of: str = "", **view: str) -> list[dict[str, Any]]:
    """What is answered, a line each; the first names the version."""
    query = {"city": CITY, "lang": "en", **view, "parts": asked}
    answered = client.get(f"/view/{of or version()}/{page}", query_string=query)
    assert (answered.status_code, answered.mimetype) == (200, "application/x-ndjson")
    return [json.loads(line) for line in answered.text.splitlines()]


@contextmanager
def cubes_in_use(root: Path) -> Iterator[None]:
    """Hold the published cubes of services as a process that writes would: nobody else can open them meanwhile."""
    (cubes,) = (root / "snapshots" / CITY / "services").glob("2*/cubes.duckdb")
    hold = f"import duckdb, sys; held = duckdb.connect({str(cubes)!r}); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"open\n"
        yield
        process.communicate()


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The parts that were made anew."""
    found: list[str] = []
    make = view_stream.answer_part

    def counted(page: Any, name: str, reader: Any) -> Any:
        found.append(name)
        return make(page, name, reader)

    monkeypatch.setattr(view_stream, "answer_part", counted)
    return found


@pytest.mark.parametrize("page", ["overview", "services", "food_safety", "fiscal", "economy"])
def test_every_part_of_a_page_answers_in_reading_order(client: FlaskClient, page: str) -> None:
    names = part_names(registry.pages()[page])
    head, *answered = lines(client, ",".join([*reversed(names), *names]), page)
    assert head == {"version": version()}
    assert [line["part"] for line in answered] == list(names)
    assert not [line for line in answered if "failed" in line]


@pytest.mark.parametrize("page", ["services", "food_safety"])
def test_the_city_itself_as_the_area_is_the_whole_city(client: FlaskClient, page: str) -> None:
    def areas_and_tiles(**view: str) -> tuple[dict[str, Any], list[str]]:
        _, tiles, shaded = lines(client, "map,tiles", page, **view)
        return {area: value["value"] for area, value in shaded["values"]["values"].items()}, words(tiles["tiles"])

    assert areas_and_tiles(area=CITY) == areas_and_tiles()
    assert "NW" in areas_and_tiles()[0]


def test_what_parts_say(client: FlaskClient) -> None:
    _, frame, tiles, panel = lines(client, "panel.natures,tiles,frame", area="NW")
    assert words(frame["breadcrumb"]) == ["Riverton", "Northwest"]
    assert words(tiles["tiles"])[0] == "Requests"
    assert "Riverton" in " ".join(words(frame["source"]))
    assert (bool(panel["body"]), panel["source"]) == (True, [""])


def test_who_has_the_address_has_the_answer_for_ever(client: FlaskClient) -> None:
    query = {"city": CITY, "lang": "en", "parts": "tiles"}
    headers = client.get(f"/view/{version()}/services", query_string=query).headers
    assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert headers["Vary"] == "Accept-Encoding"


def test_another_version_is_answered_by_todays_which_nobody_keeps(client: FlaskClient) -> None:
    query = {"city": CITY, "lang": "en", "parts": "tiles"}
    answered = client.get("/view/0123456789abcdef/services", query_string=query)
    assert answered.headers["Cache-Control"] == "no-store"
    assert json.loads(answered.text.splitlines()[0]) == {"version": version()}


def test_a_zipped_body_says_the_same(client: FlaskClient) -> None:
    query = {"city": CITY, "lang": "en", "parts": "frame,tiles"}
    zipped = client.get(f"/view/{version()}/services", query_string=query, headers={"Accept-Encoding": "gzip"})
    assert zipped.headers["Content-Encoding"] == "gzip"
    unzipped = gzip.decompress(zipped.data).decode()
    assert [json.loads(line) for line in unzipped.splitlines()] == lines(client, "frame,tiles")


def test_the_same_part_is_made_once_whatever_it_is_asked_with(client: FlaskClient, made: list[str]) -> None:
    first = lines(client, "tiles,panel.natures", since="2025-01-07")
    again = lines(client, "panel.natures", since="2025-01-07")
    assert again[1] == first[2]
    assert made == ["tiles", "panel.natures"]
    lines(client, "panel.natures", since="2025-01-08")
    assert made == ["tiles", "panel.natures", "panel.natures"]


def test_the_measure_of_the_map_makes_the_map_alone_anew(client: FlaskClient, made: list[str]) -> None:
    before = lines(client, "map,panel.natures", since="2025-02-07", measure="requests")
    after = lines(client, "map,panel.natures", since="2025-02-07", measure="median_days")
    assert made == ["map", "panel.natures", "map"]
    assert before[1]["values"]["measure"] != after[1]["values"]["measure"]


def test_languages_and_accesses_are_told_apart(client: FlaskClient) -> None:
    assert lines(client, "tiles", lang="zh")[1:] != lines(client, "tiles")[1:]


def test_a_table_turns_its_pages(client: FlaskClient) -> None:
    _, first, second = lines(client, "panel.premises.1,panel.premises", "food_safety")
    assert (first["part"], second["part"]) == ("panel.premises", "panel.premises.1")
    # Riverton's premises fill one page: beyond the last one stands the last one.
    assert first["body"] == second["body"]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("nowhere?city=riverton&lang=en&parts=tiles", 404),
        ("services?city=nowhere&lang=en&parts=tiles", 404),
        ("services?lang=en&parts=tiles", 404),
        ("services?city=riverton&lang=en&parts=panel.nothing", 404),
        ("services?city=riverton&lang=en&parts=panel.natures.1e9", 404),
        ("services?city=riverton&lang=en&parts=tiles.1", 404),
        ("services?city=riverton&lang=en&parts=panel.natures.-1", 404),
        ("services?city=riverton&lang=en", 400),
        ("services?city=riverton&lang=en&parts=,", 400),
        ("services?city=riverton&parts=tiles", 400),
        ("services?city=riverton&lang=xx&parts=tiles", 400),
        ("services?city=riverton&lang=en&parts=tiles&area=NW&area=SE", 400),
    ],
)
def test_nonsense_is_refused(client: FlaskClient, address: str, status: int) -> None:
    page, _, query = address.partition("?")
    assert client.get(f"/view/{version()}/{page}?{query}").status_code == status


def test_a_choice_that_is_not_understood_is_said(client: FlaskClient) -> None:
    _, frame = lines(client, "frame", area="<b>nowhere</b>")
    assert "<b>nowhere</b>" in " ".join(words(frame["notices"]))


def test_a_mistake_of_ours_is_said_in_its_part_alone_and_kept_by_nobody(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = view_stream.answer_part

    def mistaken(page: Any, name: str, reader: Any) -> Any:
        if name == "tiles":
            raise ZeroDivisionError
        return make(page, name, reader)

    monkeypatch.setattr(view_stream, "answer_part", mistaken)
    query = {"city": CITY, "lang": "en", "since": "2025-01-11", "parts": "frame,tiles,panel.natures"}
    answered = client.get(f"/view/{version()}/services", query_string=query)
    received: list[bytes] = []
    with pytest.raises(ZeroDivisionError):
        received.extend(answered.iter_encoded())
    told = [json.loads(line) for line in received]
    assert [line.get("part") for line in told] == [None, "frame", "tiles"]
    assert words(told[2]["failed"]) == ["Something went wrong on our side. It has been logged."]
    monkeypatch.undo()
    assert "tiles" in lines(client, "tiles", since="2025-01-11")[1]


def test_a_fault_that_passes_is_asked_again(
    client: FlaskClient, own_folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cubes that cannot be opened for a moment leave nothing behind: the body is broken off, and then whole again."""
    for name, value in publish_riverton(own_folders).items():
        monkeypatch.setenv(name, value)
    forget_settings()
    view = {"since": "2025-01-13"}  # which nobody asked of this snapshot, whose copies all answer alike
    query = {"city": CITY, "lang": "en", "parts": "panel.channels", **view}
    received: list[bytes] = []
    with cubes_in_use(own_folders):
        answered = client.get(f"/view/{version()}/services", query_string=query)
        with pytest.raises(view_stream.BrokenOffError, match=r"panel\.channels"):
            received.extend(answered.iter_encoded())
    told = [json.loads(line) for line in received]
    assert [(line.get("part"), line.get("passing")) for line in told] == [(None, None), ("panel.channels", True)]
    (answer,) = lines(client, "panel.channels", **view)[1:]
    assert [figure["figure"]["data"] for figure in parts(answer["body"], "Chart")]


def test_what_nobody_published_is_missing_until_the_version_changes(
    client: FlaskClient, own_folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_city(own_folders / "cities")
    monkeypatch.setenv("CITYDECK_DEFAULT_CITY", CITY)
    forget_settings()
    before = version()
    _, tiles, panel = lines(client, "tiles,panel.natures")
    assert "Not published yet" in words(tiles["tiles"])
    assert "no records have been published" in " ".join(words(panel["body"]))
    write_records(own_folders / "outputs", "services")
    done = run({**folders(own_folders), "CITYDECK_DEFAULT_CITY": CITY}, "data", "publish", CITY)
    assert done.returncode == 0, done.stderr
    forget_settings()
    assert version() != before


def test_nothing_more_is_made_for_a_browser_that_hung_up(client: FlaskClient, made: list[str]) -> None:
    ours, browsers = socket.socketpair()
    query = {"city": CITY, "lang": "en", "since": "2025-01-12", "parts": "tiles,panel.natures"}
    answered = client.get(
        f"/view/{version()}/services", query_string=query, environ_overrides={"gunicorn.socket": ours}
    )
    received = iter(answered.iter_encoded())
    next(received)
    next(received)
    browsers.close()
    assert list(received) == []
    assert made == ["tiles"]
    ours.close()
