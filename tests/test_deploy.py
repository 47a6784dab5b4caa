"""The files for an installation are what their programs understand, as far as those are on this machine."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from settings import Settings
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


def test_nginx_understands_its_file(tmp_path: Path) -> None:
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/bin:/bin")
    if nginx is None:
        pytest.skip("nginx is not on this machine")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=deck.example.org",
         "-keyout", str(tmp_path / "key.pem"), "-out", str(tmp_path / "cert.pem")],
        check=True, capture_output=True,
    )  # fmt: skip
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    for there, here in {
        "/etc/ssl/certs/deck.example.org.pem": tmp_path / "cert.pem",
        "/etc/ssl/private/deck.example.org.key": tmp_path / "key.pem",
        "/run/nginx.pid": tmp_path / "nginx.pid",
    }.items():
        assert there in text
        text = text.replace(there, str(here))
    (tmp_path / "nginx.conf").write_text(text, "utf-8")
    checked = subprocess.run(
        [nginx, "-t", "-q", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert checked.returncode == 0, checked.stderr
