"""What an older version published and was asked for still works; what a newer one made is refused in words."""

from __future__ import annotations

import json
import shutil
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from dash import Dash
from flask.testing import FlaskClient

from data.city.pack import load_city
from data.operations.heartbeats import heard_walls
from data.published.integrity import damage
from data.published.snapshots import FORMAT, SUMS, find_snapshot, read_snapshot
from data.publishing.publish import publish
from data.upkeep import doctor
from settings import read_settings, settings
from tests.city_with_records import CITY, DOMAINS, write_city
from tests.conftest import forget_settings
from tests.data.conftest import Deck
from tests.data.publishing.test_publish import drop_requests, let_settle
from tests.serving import folders
from tests.upgrade.keep import ADDRESSES, FOLDER, PAGES, tile_numbers

VERSIONS = sorted(path.name.removesuffix(".tar.xz") for path in FOLDER.glob("*.tar.xz"))


@pytest.fixture(scope="module", params=VERSIONS)
def installed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folders of an installation of that version."""
    root = tmp_path_factory.mktemp("upgrade")
    with tarfile.open(FOLDER / f"{request.param}.tar.xz") as archive:
        archive.extractall(root, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))
    return root


@pytest.fixture
def upgraded(installed: Path, dashboard: Dash, monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    """This program on those folders."""
    for name, value in {**folders(installed), "CITYDECK_DEFAULT_CITY": CITY}.items():
        monkeypatch.setenv(name, value)
    forget_settings()
    yield dashboard.server.test_client()
    forget_settings()


def test_there_is_a_version_to_come_from() -> None:
    assert VERSIONS


@pytest.mark.parametrize("address", ADDRESSES)
def test_addresses_that_people_wrote_down_are_answered(upgraded: FlaskClient, address: str) -> None:
    assert upgraded.get(address, buffered=True).status_code == 200


def test_snapshots_show_the_numbers_that_they_showed(upgraded: FlaskClient, installed: Path) -> None:
    told = json.loads((installed / "addresses.json").read_text("utf-8"))
    shown = {page: tile_numbers(upgraded, page) for page in PAGES}
    for page in PAGES:
        # A newer version may show more tiles, and none less.
        lacking = [tile for tile in told[page] if tile and tile not in shown[page]]
        assert lacking == [], page
    assert any(tile for tiles in told.values() for tile in tiles)


def test_a_snapshot_is_whole_and_published_anew_once(upgraded: FlaskClient, installed: Path, tmp_path: Path) -> None:
    city, snapshots = load_city(CITY, installed / "cities"), tmp_path / "snapshots"
    shutil.copytree(installed / "snapshots", snapshots)
    for domain in DOMAINS:
        snapshot = find_snapshot(snapshots, CITY, domain)
        assert (damage(snapshot.folder), snapshot.stands_in_for) == (None, None)
        expected = "unchanged" if snapshot.is_of_this_program else "published"
        outcomes = [publish(city, domain, outputs_dir=installed / "outputs", snapshots_dir=snapshots) for _ in range(2)]
        assert [each.state for each in outcomes] == [expected, "unchanged"]
        assert find_snapshot(snapshots, CITY, domain).is_of_this_program


def test_a_delivery_is_published_by_today_s_rules(upgraded: FlaskClient, installed: Path, tmp_path: Path) -> None:
    city = load_city(CITY, installed / "cities")
    for domain in DOMAINS:
        outcome = publish(city, domain, outputs_dir=installed / "outputs", snapshots_dir=tmp_path, again=True)
        assert outcome.state == "published", outcome.message


def test_settings_and_heartbeats_are_read(installed: Path) -> None:
    chosen = read_settings({}, installed / "citydeck.toml")
    assert (chosen.trusted_hosts, chosen.keep_snapshots, chosen.threads) == ("deck.example.org", 12, 4)
    assert [heard.beat.wall for heard in heard_walls(installed / "walls")] == ["wall-nzgxiz"]


# --- of a newer version


@pytest.fixture
def deck(tmp_path: Path) -> Deck:
    write_city(tmp_path / "cities")
    return Deck(load_city(CITY, tmp_path / "cities"), tmp_path)


@pytest.fixture
def of_a_newer_version(deck: Deck, monkeypatch: pytest.MonkeyPatch) -> Deck:
    """A city whose first snapshot is of this version, and whose second one says that it is of the next."""
    for name, value in deck.environment.items():
        monkeypatch.setenv(name, value)
    forget_settings()
    for rows in (5, 7):
        drop_requests(deck, rows)
        assert deck.publish("services").state == "published"
    newest = deck.home("services") / (deck.home("services") / "CURRENT").read_text("utf-8")
    told = json.loads((newest / "snapshot.json").read_text("utf-8"))
    (newest / "snapshot.json").write_text(json.dumps(told | {"format": FORMAT + 1}), "utf-8")
    (newest / SUMS).unlink()
    read_snapshot.cache_clear()  # a snapshot never changes
    return deck


def test_a_snapshot_of_a_newer_version_is_refused_in_words(
    of_a_newer_version: Deck, caplog: pytest.LogCaptureFixture
) -> None:
    found = find_snapshot(of_a_newer_version.snapshots, CITY, "services")
    assert (found.rows["requests"], found.stands_in_for is None) == (5, False)
    assert f"a newer version of Citydeck published it (format {FORMAT + 1}, this one reads {FORMAT})" in caplog.text
    (finding, *_) = [each for each in doctor.findings(settings()) if "newer version" in each.what]
    assert finding.remedy == "an earlier one answers; upgrade Citydeck, or publish again"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"contract_version": "9.0.0"}, "made for"),
        ({"a_field_of_tomorrow": 1}, "a_field_of_tomorrow: Extra inputs are not permitted"),
    ],
)
def test_a_delivery_of_a_newer_version_is_refused_in_words(deck: Deck, changes: dict[str, object], told: str) -> None:
    drop = drop_requests(deck, 5)
    manifest = json.loads((drop / "manifest.json").read_text("utf-8"))
    (drop / "manifest.json").write_text(json.dumps(manifest | changes), "utf-8")
    let_settle(drop)
    outcome = deck.publish("services")
    assert (outcome.state, told in outcome.message) == ("rejected", True), outcome.message


def test_a_setting_of_a_newer_version_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "citydeck.toml").write_text("setting_of_tomorrow = 1\n", "utf-8")
    with pytest.raises(SystemExit, match="unknown settings setting_of_tomorrow; known are"):
        read_settings({}, tmp_path / "citydeck.toml")
