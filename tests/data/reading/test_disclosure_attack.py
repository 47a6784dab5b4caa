"""An attacker who asks everything finds no small count and nothing of a person alone; without the rule, all of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from data.city.pack import City, load_city
from data.publishing.publish import publish
from data.reading.store import Store
from modules.simulate import simulate
from modules.sources import simulated
from settings import ROOT
from tests.city_with_records import write_secret
from tests.compiled import share_compiled
from tests.data.reading.attack import attack

CITY = "sanya"
EVENTS = 6000
Publish = Callable[[int], Store]


@pytest.fixture(scope="module")
def published_with(tmp_path_factory: pytest.TempPathFactory) -> Publish:
    """Publishes the simulated requests of a small Sanya with a floor."""
    root = tmp_path_factory.mktemp("attacked")
    city = load_city(CITY, ROOT / "data" / "cities")
    simulate(city, root / "raw", events=EVENTS, domains=("services",))
    simulated.write(root / "raw" / CITY, CITY, "services", root / "outputs", "1")
    for floor in (0, 5):
        write_secret(share_compiled(root / str(floor)), CITY)
    return lambda floor: _publish(dataclasses.replace(city, small_cell_floor=floor), root, root / str(floor))


def _publish(city: City, root: Path, home: Path) -> Store:
    outcome = publish(city, "services", outputs_dir=root / "outputs", snapshots_dir=home / "snapshots")
    assert outcome.state == "published", outcome.message
    return Store(home / "snapshots", home / "cache")


def test_no_small_count_and_no_attribute_is_known_for_certain(published_with: Publish) -> None:
    findings = attack(published_with(5), CITY, floor=5, each=2)
    assert findings.views > 200
    assert findings.equations > 80
    assert findings.alone >= 8
    assert findings.counts_known == []
    assert findings.attributes_known == []
    # An attacker who thinks all small counts alike probable is never sure of one, and of a person alone least of all.
    assert findings.sure == 0
    assert max(findings.posterior_of_one) < 0.75


def test_the_same_attack_reads_everything_where_nothing_is_perturbed(published_with: Publish) -> None:
    """A test that could not fail would prove nothing: with the floor off nearly all is known, and rightly."""
    findings = attack(published_with(0), CITY, floor=0, each=2)
    known = findings.counts_known
    assert len(known) >= 0.9 * findings.targets
    assert all(target.people == people for target, people in known)
    assert {name for _, name in findings.attributes_known} == {"service", "channel", "minutes", "record", "outcome"}
