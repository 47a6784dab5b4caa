"""Every line is whole, says which request it belongs to, and finds its file however many processes write."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from api.logs import EARLIER_FILES, JsonLine, RotatedFile, TextLine
from tests.pages.asking import LAYOUTS
from tests.serving import ROOT, Server

#: Writes so many numbered lines to a file that is rotated at 20,000 bytes.
WRITE = """
import logging, sys
from pathlib import Path
from api.logs import RotatedFile
log = logging.getLogger("writer")
log.addHandler(RotatedFile(Path(sys.argv[1]), 20_000))
for number in range(200):
    log.warning("%s line %03d %s", sys.argv[2], number, "x" * 100)
"""


def record(message: str, **extra: object) -> logging.LogRecord:
    return logging.getLogger("test").makeRecord("test", logging.WARNING, "", 0, message, (), None, extra=extra)


def test_a_line_of_json_says_when_who_and_what() -> None:
    told = json.loads(JsonLine().format(record("a\nb", request_id="abc12345", fields={"status": 404})))
    assert (told["level"], told["logger"], told["message"], told["request"], told["status"]) == (
        "WARNING", "test", "a\nb", "abc12345", 404,
    )  # fmt: skip
    assert told["time"].endswith("+00:00")


def test_a_fault_is_part_of_its_line() -> None:
    try:
        raise KeyError("area")
    except KeyError:
        fault = logging.getLogger("test").makeRecord("test", logging.ERROR, "", 0, "failed", (), sys.exc_info())
    line = JsonLine().format(fault)
    assert "\n" not in line
    assert "KeyError: 'area'" in json.loads(line)["fault"]


def test_nothing_from_outside_begins_a_line_of_text() -> None:
    line = TextLine("%(levelname)s%(request)s %(message)s").format(record("a\r\nERROR forged", request_id="abc12345"))
    assert line == "WARNING [abc12345] a\\r\\nERROR forged"


def test_no_line_is_lost_or_torn_while_several_processes_rotate_a_file(tmp_path: Path) -> None:
    file = tmp_path / "logs" / "citydeck.log"
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITE, str(file), name], cwd=ROOT) for name in ("one", "two", "three")
    ]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    files = [path for path in file.parent.iterdir() if path.name.startswith("citydeck.log")]
    assert 3 < len(files) <= EARLIER_FILES + 1
    lines = [line for path in files for line in path.read_text("utf-8").splitlines()]
    expected = {f"{name} line {number:03} {'x' * 100}" for name in ("one", "two", "three") for number in range(200)}
    assert (sorted(lines) == sorted(expected), max(path.stat().st_size for path in files) < 22_000) == (True, True)


def test_the_oldest_file_goes(tmp_path: Path) -> None:
    handler = RotatedFile(tmp_path / "a.log", 5)
    for number in range(EARLIER_FILES + 3):
        handler.emit(record(f"a line {number}"))
    handler.close()
    names = {path.name: path.read_text("utf-8") for path in tmp_path.glob("a.log*")}
    assert len(names) <= EARLIER_FILES + 1
    assert names["a.log.1"] == f"a line {EARLIER_FILES + 2}\n"


def test_a_request_is_named_by_the_server_in_front_or_by_chance(client: FlaskClient) -> None:
    given = client.get("/healthz", headers={"X-Request-ID": "0123abcd-from-nginx"})
    assert given.headers["X-Request-ID"] == "0123abcd-from-nginx"
    for forged in ("", "a b", "x" * 65, "<script>"):
        own = client.get("/healthz", headers={"X-Request-ID": forged}).headers["X-Request-ID"]
        assert (len(own), own.isalnum()) == (16, True), forged


def test_every_line_of_a_server_is_found_by_the_id_of_its_request(server: Server) -> None:
    asked = urllib.request.Request(
        f"{server.address}{LAYOUTS}",
        data=b"{}",
        headers={"X-Request-ID": "reader-saw-this", "Content-Type": "application/json"},
    )
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(asked, timeout=60)
    assert (refused.value.code, refused.value.headers["X-Request-ID"]) == (400, "reader-saw-this")
    refused.value.close()
    deadline, told = time.monotonic() + 30, []
    while len(told) < 2 and time.monotonic() < deadline:  # the second line is written after the answer was taken
        written = (server.log.parent / "citydeck.log").read_text("utf-8").splitlines()
        told = [line for line in map(json.loads, written) if line.get("request") == "reader-saw-this"]
    assert [(line["logger"], line["level"]) for line in told] == [("citydeck", "WARNING"), ("gunicorn.access", "INFO")]
    assert (told[1]["method"], told[1]["path"], told[1]["status"], told[1]["route"]) == ("POST", LAYOUTS, 400, LAYOUTS)
