"""Whose counts are perturbed, and the secret that nobody who reads can know."""

from __future__ import annotations

import logging
import stat
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from data.city.pack import City, load_city
from data.drops.contract import load_contract
from data.drops.manifest import Manifest
from data.publishing.record_keys import Disclosure, city_secret
from tests.city_with_records import CITY, write_city

MANIFEST = Manifest(
    contract="citydeck.services", contract_version="1", module="tests", module_version="1",
    generated_at=datetime(2025, 1, 1, tzinfo=UTC), data_as_of=date(2025, 1, 1), cadence="archive", sources=(),
    simulated=False, files=(),
)  # fmt: skip


@pytest.fixture
def city(tmp_path: Path) -> City:
    write_city(tmp_path / "cities")
    return replace(load_city(CITY, tmp_path / "cities"), small_cell_floor=None)


def _floor(city: City, tmp_path: Path, domain: str = "services", manifest: Manifest = MANIFEST) -> int:
    return Disclosure.of(load_contract(domain), city, manifest, tmp_path / "snapshots" / CITY / domain).floor


def test_the_contract_says_which_counts_are_of_people(city: City, tmp_path: Path) -> None:
    floors = {domain: _floor(city, tmp_path, domain) for domain in ("services", "food_safety", "fiscal", "economy")}
    assert floors == {"services": 5, "food_safety": 0, "fiscal": 0, "economy": 0}


def test_a_city_may_set_another_floor_or_none(city: City, tmp_path: Path) -> None:
    assert _floor(replace(city, small_cell_floor=10), tmp_path) == 10
    assert _floor(replace(city, small_cell_floor=0), tmp_path) == 0
    assert _floor(replace(city, small_cell_floor=10), tmp_path, "fiscal") == 0


def test_a_delivery_about_places_has_no_floor(city: City, tmp_path: Path) -> None:
    assert _floor(city, tmp_path, manifest=MANIFEST.model_copy(update={"counts_people": False})) == 0
    assert not (tmp_path / "secrets").exists()


def test_a_secret_is_made_once_for_its_owner_alone(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        made = city_secret(tmp_path / "secrets", CITY)
    assert "a new secret of record keys was made" in caplog.text
    caplog.clear()
    assert city_secret(tmp_path / "secrets", CITY) == made
    assert caplog.text == ""
    assert stat.S_IMODE((tmp_path / "secrets" / f"{CITY}.key").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "secrets").iterdir()] == [f"{CITY}.key"]
    assert len(made) == 32
    assert city_secret(tmp_path / "secrets", "elsewhere") != made


def test_a_lost_secret_is_made_anew_and_said(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    made = city_secret(tmp_path / "secrets", CITY)
    (tmp_path / "secrets" / f"{CITY}.key").unlink()
    with caplog.at_level(logging.WARNING):
        assert city_secret(tmp_path / "secrets", CITY) != made
    assert "a new secret of record keys was made" in caplog.text


def test_a_fingerprint_tells_secrets_apart_and_is_not_the_secret() -> None:
    one, other = Disclosure(5, b"one"), Disclosure(5, b"other")
    assert one.fingerprint != other.fingerprint
    assert one.secret.hex() not in one.fingerprint
    assert Disclosure(0, b"").fingerprint == ""
