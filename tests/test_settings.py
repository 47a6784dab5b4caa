"""Settings come from the environment, then citydeck.toml, then the defaults, and a wrong one is a sentence."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from settings import ROOT, Settings, read_settings


@pytest.fixture
def toml(tmp_path: Path) -> Path:
    return tmp_path / "citydeck.toml"


def test_without_a_word_the_defaults_hold(toml: Path) -> None:
    assert read_settings({}, toml) == Settings()
    assert Settings().host == "127.0.0.1"


def test_the_environment_comes_before_the_file(toml: Path) -> None:
    toml.write_text('port = 8051\nkeep_snapshots = 3\nsnapshots_dir = "there"\ndevelopment = true\n', "utf-8")
    chosen = read_settings({"CITYDECK_KEEP_SNAPSHOTS": "7", "CITYDECK_DEFAULT_CITY": "chicago"}, toml)
    assert (chosen.port, chosen.keep_snapshots, chosen.default_city) == (8051, 7, "chicago")
    assert (chosen.snapshots_dir, chosen.development) == (Path("there"), True)


def test_port_is_short_for_citydeck_port(toml: Path) -> None:
    assert read_settings({"PORT": "9000"}, toml).port == 9000
    assert read_settings({"PORT": "9000", "CITYDECK_PORT": "9001"}, toml).port == 9001


@pytest.mark.parametrize(("text", "expected"), [("true", True), ("1", True), ("YES", True), ("0", False), ("", False)])
def test_yes_and_no_are_understood(toml: Path, text: str, expected: bool) -> None:
    assert read_settings({"CITYDECK_DEVELOPMENT": text}, toml).development is expected


def test_a_number_that_is_none_is_a_sentence(toml: Path) -> None:
    with pytest.raises(SystemExit, match="setting port should be a whole number, not 'http'"):
        read_settings({"PORT": "http"}, toml)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PORT", "70000", "setting port should be from 1 to 65,535, not 70,000"),
        ("CITYDECK_WORKERS", "0", "setting workers should be from 1 to 256, not 0"),
        ("CITYDECK_KEEP_SNAPSHOTS", "-1", "setting keep_snapshots should be from 1 to"),
        ("CITYDECK_HOST", "http://x/", "setting host should be an address or name of this machine, not 'http://x/'"),
        ("CITYDECK_DEFAULT_CITY", "../x", "setting default_city should be the key of a city, not '../x'"),
        ("CITYDECK_FLEET", "shenzhen,sanya", "setting fleet should be keys of cities, by spaces"),
        ("CITYDECK_TRUSTED_HOSTS", "a.example, b", "setting trusted_hosts should be names of hosts, by spaces"),
        ("CITYDECK_KNOWN_WALLS", "The Mayor", "setting known_walls should be names of walls, by spaces"),
        ("CITYDECK_METRICS", "maybe", "setting metrics should be true or false, not 'maybe'"),
        ("CITYDECK_LOG_FORMAT", "xml", "setting log_format should be text or json, not 'xml'"),
        ("CITYDECK_SNAPSHOTS_DIR", __file__, "setting snapshots_dir should be a folder"),
    ],
)
def test_what_cannot_be_is_a_sentence(toml: Path, name: str, value: str, sentence: str) -> None:
    with pytest.raises(SystemExit, match=sentence):
        read_settings({name: value}, toml)


def test_an_unknown_setting_is_a_sentence(toml: Path) -> None:
    toml.write_text("prot = 8051\n", "utf-8")
    with pytest.raises(SystemExit, match="unknown settings prot"):
        read_settings({}, toml)


def test_a_file_that_is_not_toml_is_a_sentence(toml: Path) -> None:
    toml.write_text("port = = 1", "utf-8")
    with pytest.raises(SystemExit, match=r"citydeck\.toml cannot be read"):
        read_settings({}, toml)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("host", "::1"), ("host", "0.0.0.0"), ("host", "deck.example.org"), ("trusted_hosts", ".example.org 127.0.0.1"),
        ("trusted_hosts", ""), ("fleet", "shenzhen  sanya"), ("known_walls", "lobby mayor-2"),
        ("default_city", "sanya"),
    ],
)  # fmt: skip
def test_what_can_be_is_taken(toml: Path, name: str, value: str) -> None:
    assert getattr(read_settings({f"CITYDECK_{name.upper()}": value}, toml), name) == value


def test_every_setting_is_documented_with_its_default() -> None:
    text = (ROOT / "docs" / "operate.md").read_text("utf-8")
    told = dict(re.findall(r"^\| `([a-z_]+)` \| ([^|]*?) \|", text, re.MULTILINE))
    expected = {field.name: field.default for field in fields(Settings)}
    assert told.keys() == expected.keys()
    shown = {name: str(value).lower() for name, value in expected.items() if not isinstance(value, Path)}
    assert {name: told[name].strip("`").replace(",", "").lower() for name in shown} == shown
