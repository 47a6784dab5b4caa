"""The files for an installation are what their programs understand, as far as those are on this machine."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from importlib.util import cache_from_source
from pathlib import Path

import pytest
from dockerfile_parse import DockerfileParser

from settings import Settings
from tests.serving import HEAP, free_port, wait_for_first_page
from tests.source_tree import ROOT

DEPLOY = ROOT / "deploy"


def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not on this machine")
    text = (
        (DEPLOY / "citydeck.service")
        .read_text("utf-8")
        .replace("/opt/citydeck/.venv/bin/gunicorn", shutil.which("true") or "")
    )
    (tmp_path / "citydeck.service").write_text(text, "utf-8")
    checked = subprocess.run(
        ["systemd-analyze", "verify", str(tmp_path / "citydeck.service")], capture_output=True, text=True, check=False
    )
    assert (checked.returncode, checked.stderr) == (0, "")


def test_the_unit_names_settings_that_there_are() -> None:
    named = re.findall(
        r"^Environment=CITYDECK_([A-Z_]+)=", (DEPLOY / "citydeck.service").read_text("utf-8"), re.MULTILINE
    )
    assert named
    assert [name for name in named if not hasattr(Settings(), name.lower())] == []


@pytest.mark.parametrize("name", ["Makefile", "deploy/citydeck.service", "deploy/Containerfile"])
def test_a_server_allocates_alike_however_it_is_started(name: str) -> None:
    """As that of the tests and measurements does."""
    told = (ROOT / name).read_text("utf-8")
    assert [each for each, value in HEAP.items() if f"{each}={value}" not in told] == []


@pytest.fixture
def container_steps() -> list[tuple[str, str]]:
    """The instructions of the container file and their values, in order."""
    with (DEPLOY / "Containerfile").open("rb") as file:
        parsed = DockerfileParser(fileobj=file).structure
    return [(step["instruction"], step["value"]) for step in parsed if step["instruction"] != "COMMENT"]


def test_the_container_takes_its_packages_by_hash_and_runs_as_nobody_of_importance(
    container_steps: list[tuple[str, str]],
) -> None:
    """No engine is needed for this: a parser reads the file."""
    kinds = [kind for kind, _ in container_steps]
    assert (kinds.count("FROM"), kinds.count("CMD"), "ADD" in kinds) == (1, 1, False)
    told = dict(container_steps)
    assert re.fullmatch(r"\S+/python:3\.11-\S+", told["FROM"])
    assert told["USER"] == "citydeck"
    assert kinds.index("USER") > max(place for place, kind in enumerate(kinds) if kind == "RUN")
    assert any("--require-hashes --requirement pins/requirements.txt" in value for _, value in container_steps)


def test_what_the_container_copies_is_enough_to_serve(container_steps: list[tuple[str, str]], tmp_path: Path) -> None:
    """The steps of the file, done in a folder: what is copied, the environment, the command and the check of health."""
    program = tmp_path / "program"
    for kind, value in container_steps:
        if kind == "COPY":
            _copy(value.split(), program)
    (program / ".venv").symlink_to(Path(sys.executable).parents[1])
    for kind, value in container_steps:
        if kind == "RUN" and "compileall" in value:
            subprocess.run(shlex.split(value), cwd=program, check=True)
    read_at_a_start = [
        file for file in program.rglob("*.py") if file.name != "gunicorn.conf.py" and "pins" not in file.parts
    ]
    assert read_at_a_start
    assert [file for file in read_at_a_start if not Path(cache_from_source(file)).exists()] == []
    environment = dict(
        pair.split("=", 1) for kind, value in container_steps if kind == "ENV" for pair in shlex.split(value)
    )
    assert [name for name in environment if name.startswith("CITYDECK_") and not hasattr(
        Settings(), name.removeprefix("CITYDECK_").lower())] == []  # fmt: skip
    port = free_port()
    for name, text in environment.items():
        environment[name] = text.replace("/var/", f"{tmp_path}/var/")
    environment |= {"CITYDECK_PORT": str(port), "PATH": os.environ["PATH"], "TMPDIR": str(tmp_path / "tmp")}
    told = dict(container_steps)
    log = tmp_path / "output.txt"
    for volume in ("var", "tmp"):
        (tmp_path / volume).mkdir()
    with log.open("wb") as output:
        server = subprocess.Popen(
            _read_only(tmp_path, json.loads(told["CMD"])),
            cwd=program, env=environment, stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            wait_for_first_page(f"http://127.0.0.1:{port}", server, log)
            check = json.loads(told["HEALTHCHECK"].partition("CMD ")[2].replace("8050", str(port)))
            assert subprocess.run(check, cwd=program, timeout=30, check=False).returncode == 0
            assert "Read-only file system" not in log.read_text("utf-8")
        finally:
            server.terminate()
            server.wait(30)


def _read_only(root: Path, command: list[str]) -> list[str]:
    """The command as `docker run --read-only --tmpfs` gives it the disk: two folders are written, all else is not.

    As it is where this machine lets nobody mount.
    """
    mount = 'mount --bind {0} {0} && mount -t tmpfs tmpfs {1} && mount -o remount,bind,ro / && cd . && exec "$@"'
    script = mount.format(shlex.quote(str(root / "var")), shlex.quote(str(root / "tmp")))
    inside = ["unshare", "--mount", "sh", "-c", script, "sh"]
    may = (
        shutil.which("unshare") and subprocess.run([*inside, "true"], capture_output=True, check=False).returncode == 0
    )
    return [*inside, *command] if may else command


def _copy(words: list[str], program: Path) -> None:
    """A COPY of the file, without what .dockerignore leaves out."""
    left_out = [line for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line and line[0] != "#"]
    nested = {ROOT / line for line in left_out}
    names = shutil.ignore_patterns(*(line.removeprefix("**/") for line in left_out if "/" not in line or "*" in line))

    def ignored(folder: str, entries: list[str]) -> set[str]:
        return names(folder, entries) | {entry for entry in entries if Path(folder) / entry in nested}

    *sources, target = words
    for source in sources:
        place = program / (source if target == "./" else target)
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, place, ignore=ignored, dirs_exist_ok=True)
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / source, place)
